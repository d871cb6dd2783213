package search

import (
	"cmp"
	"slices"
	"unicode/utf8"

	"walkin/internal/directory"
	"walkin/internal/fold"
)

// question is what a text was understood as: topics first, and the words that
// remain.
type question struct {
	topics []topicWanted
	words  []wordWanted
	tokens []string // all folded words of the text
	name   []string // the same, collapsed, to compare with names
}

// topicWanted is a part of the text that means topics; an entry meets it with
// any of them or what is below them.
type topicWanted struct {
	ids   []string // as meant
	under map[string]bool
	own   bool
}

// wordWanted is a word that an entry may have in one of its texts, and
// everything that counts as having it.
type wordWanted struct {
	folded  string
	stems   map[string]string // by language; a language in which it means nothing has none
	lookups []termLookup
}

// termLookup is one term of the index that counts as having a word, with the class
// of such a match.
type termLookup struct {
	field, term string
	as          class
}

// understand reads a text: the thesaurus all of it, longest phrase first; the
// index the first directory.MaxTerms of the words that remain.
func (x *Index) understand(s *snapshot, text, lang string) (question, error) {
	var q question
	tokens := fold.Tokenize(text)
	for _, t := range tokens {
		q.tokens = append(q.tokens, t.Text)
	}
	q.name = collapsed(slices.Clone(q.tokens))
	stems := make(map[string][]stem, len(x.stems))
	for l, stemmer := range x.stems {
		stems[l] = stemmer.stems(text)
	}
	for i := 0; i < len(tokens); {
		if m := s.thesaurus.at(q.tokens[i:], lang); m.words > 0 {
			q.want(s.taxonomy, m)
			i += m.words
			continue
		}
		w := wordWanted{folded: tokens[i].Text, stems: make(map[string]string)}
		last := i == len(tokens)-1
		for l := range x.stems {
			if stem, ok := stemAt(stems[l], tokens[i]); ok {
				w.stems[l] = stem
			}
		}
		i++
		if !x.carriesMeaning(w, lang) || len(q.words) == directory.MaxTerms {
			continue
		}
		if err := w.look(s.words, lang, last); err != nil {
			return q, err
		}
		q.words = append(q.words, w)
	}
	return q, nil
}

// maxPrefixTerms bounds how many words of the index one half-typed word may
// stand for.
const maxPrefixTerms = 64

// minPrefix is the shortest word, in letters, that is read as a beginning.
const minPrefix = 3

// look lists the terms that count as having the word: the word itself, its
// inflections in each language, and, for the last word of a text, the names
// that it is the beginning of.
func (w *wordWanted) look(words *wordReader, lang string, last bool) error {
	w.lookups = append(w.lookups, termLookup{fieldWord, w.folded, classWord})
	for l, stem := range w.stems {
		as := classOther
		if l == lang {
			as = classWord
		}
		w.lookups = append(w.lookups, termLookup{fieldStem + l, stem, as})
	}
	if !last || utf8.RuneCountInString(w.folded) < minPrefix {
		return nil
	}
	terms, err := words.withPrefix(fieldName, w.folded, maxPrefixTerms)
	for _, term := range terms {
		w.lookups = append(w.lookups, termLookup{fieldName, term, classPrefix})
	}
	return err
}

// want adds a meaning, unless the text has said the same before.
func (q *question) want(taxonomy *directory.Taxonomy, m meaning) {
	wanted := topicWanted{under: make(map[string]bool), own: m.own}
	for _, topic := range m.topics {
		if slices.Contains(wanted.ids, topic.ID) {
			continue
		}
		wanted.ids = append(wanted.ids, topic.ID)
		for _, id := range taxonomy.Under(topic.ID) {
			wanted.under[id] = true
		}
	}
	for i := range q.topics {
		if slices.Equal(q.topics[i].ids, wanted.ids) {
			q.topics[i].own = q.topics[i].own || wanted.own
			return
		}
	}
	q.topics = append(q.topics, wanted)
}

// carriesMeaning leaves out stop words: those that the page's language, or a
// language listed here, has no stem for.
func (x *Index) carriesMeaning(w wordWanted, lang string) bool {
	if _, known := x.stems[lang]; known {
		_, ok := w.stems[lang]
		return ok
	}
	return len(w.stems) == len(x.stems)
}

// stemAt gives the stem of the word that stands at a token.
func stemAt(stems []stem, t fold.Token) (string, bool) {
	i, _ := slices.BinarySearchFunc(stems, t.Start, func(s stem, start int) int { return cmp.Compare(s.end, start+1) })
	if i < len(stems) && stems[i].start < t.End {
		return stems[i].text, true
	}
	return "", false
}

// topicIDs lists the topics understood, each once.
func (q *question) topicIDs() []string {
	var ids []string
	for _, t := range q.topics {
		for _, id := range t.ids {
			if !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	return ids
}

// empty says whether nothing was asked in words.
func (q *question) empty() bool { return len(q.topics) == 0 && len(q.words) == 0 }
