package search

import (
	"strings"
	"sync"

	"walkin/internal/directory"
	"walkin/internal/fold"
)

// thesaurus leads from everyday words to topics.
type thesaurus struct {
	byLang map[string]*terms
}

// terms are those of one language.
type terms struct {
	phrases   fold.Phrases[*directory.Topic] // as they are written
	inflected fold.Phrases[*directory.Topic] // by the stems of their words
	spelling  fold.Speller                   // their words
	stems     fold.Speller                   // the stems of their words
}

// languageStemmers are the stemmers that the index uses, for the terms too.
var languageStemmers = sync.OnceValues(func() (map[string]stemmer, error) {
	m, err := newMapping()
	if err != nil {
		return nil, err
	}
	return stemmers(m), nil
})

// newThesaurus arranges the terms of the topics. Crisis topics are left out
// unless asked for: a text that means one is answered by the crisis gate, which
// knows what is no crisis ("cutting vegetables"), and nothing else may read it
// as one.
func newThesaurus(taxonomy *directory.Taxonomy, crisis bool) (*thesaurus, error) {
	stems, err := languageStemmers()
	if err != nil {
		return nil, err
	}
	t := &thesaurus{make(map[string]*terms)}
	add := func(lang, term string, topic *directory.Topic) {
		if t.byLang[lang] == nil {
			t.byLang[lang] = new(terms)
		}
		in := t.byLang[lang]
		in.phrases.Add(term, topic)
		for _, form := range fold.Variants(term) {
			for _, word := range strings.Fields(form) {
				in.spelling.Add(word)
			}
		}
		if s, ok := stems[lang]; ok {
			common := s.termInflections(lang, term)
			in.inflected.Add(strings.Join(common, " "), topic)
			for _, c := range common {
				in.stems.Add(c)
			}
		}
	}
	for _, topic := range taxonomy.Topics() {
		if topic.Crisis && !crisis {
			continue
		}
		for lang, label := range topic.Label {
			add(lang, label, topic)
		}
		for lang, list := range topic.Terms {
			for _, term := range list {
				for _, way := range waysToSay(lang, term) {
					add(lang, way, topic)
				}
			}
		}
	}
	return t, nil
}

// waysToSay gives a term as it is written, then as people say it as well:
// without the word for whose it is ("my parents are splitting up"), and with
// the words that slang stands for, as a text is read.
func waysToSay(lang, term string) []string {
	lexicon := lexiconOf(lang)
	ways := []string{term}
	words := fold.Tokenize(term)
	if len(words) > 2 && lexicon.own[words[0].Text] {
		ways = append(ways, term[words[1].Start:])
	}
	for _, way := range ways {
		if plain, ok := lexicon.plain(way); ok {
			ways = append(ways, plain)
		}
	}
	return ways
}

// plain gives a text with plain words for slang; false where it has none.
func (l *lexicon) plain(text string) (string, bool) {
	var plain []string
	found := false
	for _, w := range fold.Tokenize(text) {
		meant, slang := l.slang[w.Text]
		if !slang {
			meant = text[w.Start:w.End]
		}
		plain, found = append(plain, meant), found || slang
	}
	return strings.Join(plain, " "), found
}

// ofTerms keeps the stems of the thesaurus' terms, which are stemmed again
// whenever a topic changes. What a person typed never comes here.
var ofTerms sync.Map // of [2]string{language, term} to []string

// termInflections are the inflections of a term of the thesaurus.
func (s stemmer) termInflections(lang, term string) []string {
	key := [2]string{lang, term}
	if known, ok := ofTerms.Load(key); ok {
		return known.([]string)
	}
	common := s.inflections(term)
	ofTerms.Store(key, common)
	return common
}

// inflections gives, for each word of a text, what all its inflections have in
// common, folded: its stem, or the word itself where it has none.
func (s stemmer) inflections(text string) []string {
	stems := s.stems(text)
	tokens := fold.Tokenize(text)
	common := make([]string, len(tokens))
	for i, t := range tokens {
		common[i] = t.Text
		if stem, ok := stemAt(stems, t); ok {
			common[i] = strings.ReplaceAll(fold.Text(stem), " ", "")
		}
	}
	return common
}

// meaning is a part of a text that means one or more topics.
type meaning struct {
	words  int                // how many words it takes up
	topics []*directory.Topic // any of them may be meant
	as     class
}

// about is the topic that is meant, if there is just one.
func (m meaning) about() string {
	if len(m.topics) != 1 {
		return ""
	}
	return m.topics[0].ID
}

// in looks for a term at the beginning of some words, as they are written or
// inflected, in one language.
func (t *thesaurus) in(lang string, words, inflected []string) meaning {
	terms := t.byLang[lang]
	if terms == nil {
		return meaning{}
	}
	if n, topics := terms.phrases.Longest(words); n > 0 {
		if longer, others := terms.inflected.Longest(inflected); longer > n {
			return meaning{longer, others, classWord}
		}
		return meaning{n, topics, classPhrase}
	}
	n, topics := terms.inflected.Longest(inflected)
	return meaning{n, topics, classWord}
}

// knows says whether a word, or an inflection of it, stands in a term of a
// language.
func (t *thesaurus) knows(lang, word, common string) bool {
	terms := t.byLang[lang]
	return terms != nil && (terms.spelling.Has(word) || terms.stems.Has(common))
}
