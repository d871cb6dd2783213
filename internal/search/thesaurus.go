package search

import (
	"walkin/internal/directory"
	"walkin/internal/fold"
)

// thesaurus leads from everyday words to topics.
type thesaurus struct {
	taxonomy *directory.Taxonomy
	byLang   map[string]*fold.Phrases[*directory.Topic]
}

func newThesaurus(taxonomy *directory.Taxonomy) *thesaurus {
	t := &thesaurus{taxonomy, make(map[string]*fold.Phrases[*directory.Topic])}
	add := func(lang, term string, topic *directory.Topic) {
		if t.byLang[lang] == nil {
			t.byLang[lang] = new(fold.Phrases[*directory.Topic])
		}
		t.byLang[lang].Add(term, topic)
	}
	for _, topic := range taxonomy.Topics() {
		for lang, label := range topic.Label {
			add(lang, label, topic)
		}
		for lang, terms := range topic.Terms {
			for _, term := range terms {
				add(lang, term, topic)
			}
		}
	}
	return t
}

// meaning is a part of a text that means one or more topics.
type meaning struct {
	words  int                // how many words it takes up
	topics []*directory.Topic // any of them may be meant
	own    bool               // in the language of the page
}

// at gives the longest term that words begin with: among equally long ones
// that of the page's language. None has zero words.
func (t *thesaurus) at(words []string, lang string) meaning {
	var best meaning
	for l, phrases := range t.byLang {
		n, topics := phrases.Longest(words)
		own := l == lang
		switch {
		case n == 0, n < best.words, n == best.words && best.own:
		case n > best.words || own:
			best = meaning{n, topics, own}
		default:
			// Two foreign languages have the term: either may be meant.
			best.topics = append(best.topics[:len(best.topics):len(best.topics)], topics...)
		}
	}
	return best
}
