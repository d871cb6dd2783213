package search

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"walkin/internal/fold"
)

// text is what a person typed, word by word.
type text struct {
	lang  string
	words []word
	// folded and common are the words as lists: folded, and what their
	// inflections in the page's language have in common.
	folded, common []string
}

// word is one word of a text.
type word struct {
	folded string
	stems  map[string]string // by language; a language in which it means nothing has none
}

// read splits a text into its words.
func (x *Index) read(s, lang string) text {
	t := text{lang: lang}
	tokens := fold.Tokenize(s)
	stems := make(map[string][]stem, len(x.stems))
	for l, stemmer := range x.stems {
		stems[l] = stemmer.stems(s)
	}
	for _, token := range tokens {
		w := word{token.Text, make(map[string]string)}
		for l := range x.stems {
			if stem, ok := stemAt(stems[l], token); ok {
				w.stems[l] = stem
			}
		}
		t.words = append(t.words, w)
		t.folded = append(t.folded, w.folded)
	}
	t.common = t.folded
	if stemmer, ok := x.stems[lang]; ok {
		t.common = stemmer.inflections(s)
	}
	return t
}

// stop says whether a word carries no meaning of its own: the page's language,
// or every one of those known here, has no stem for it.
func (x *Index) stop(w word, lang string) bool {
	if _, known := x.stems[lang]; known {
		_, ok := w.stems[lang]
		return !ok
	}
	return len(w.stems) < len(x.stems)
}

// others lists the languages of the thesaurus but one, in a fixed order.
func (t *thesaurus) others(lang string) []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(t.byLang)), func(l string) bool { return l == lang })
}

// stemAt gives the stem of the word that stands at a token.
func stemAt(stems []stem, t fold.Token) (string, bool) {
	i, _ := slices.BinarySearchFunc(stems, t.Start, func(s stem, start int) int { return cmp.Compare(s.end, start+1) })
	if i < len(stems) && stems[i].start < t.End {
		return stems[i].text, true
	}
	return "", false
}

// joined gives some words written as one.
func joined(words []string) string { return strings.Join(words, "") }
