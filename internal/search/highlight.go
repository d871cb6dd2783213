package search

import (
	"slices"

	"walkin/internal/directory"
	"walkin/internal/fold"
)

// highlights finds the matched words in the texts of a result that are shown:
// its title and its description, in the language of the title. The texts are
// analysed again for this; the index holds no places of words.
func (x *Index) highlights(a *asked, r *row, lang string) []directory.Highlight {
	if len(a.question.tokens) == 0 {
		return nil
	}
	var found []directory.Highlight
	mark := func(field, text, lang string) {
		for _, span := range matches(a.question, x.analysed(r, field, text, lang), lang) {
			found = append(found, directory.Highlight{Field: field, Start: span[0], End: span[1]})
		}
	}
	switch e := r.entry.(type) {
	case *directory.Centre:
		mark("/name", e.Name, "")
		text, in := e.Description.Pick(a.Lang)
		mark("/description/"+in, text, in)
	case *directory.Activity:
		mark("/title/"+lang, e.Title[lang], lang)
		text, in := e.Description.Pick(a.Lang)
		mark("/description/"+in, text, in)
	case *directory.Helpline:
		mark("/name", e.Name, "")
		text, in := e.Description.Pick(a.Lang)
		mark("/description/"+in, text, in)
	}
	return found
}

// analysedWord is a word of a text that is shown: every spelling of it, folded,
// and its stem, where the text is in a known language.
type analysedWord struct {
	start, end int // bytes of the text
	forms      []string
	stem       string
}

// analysed gives the words of a text that carry a meaning. They are kept with
// the row: what is shown once is shown often.
func (x *Index) analysed(r *row, field, text, lang string) []analysedWord {
	if known, ok := r.texts.Load(field); ok {
		return known.([]analysedWord)
	}
	stemmer, stemmed := x.stems[lang]
	var stems []stem
	if stemmed {
		stems = stemmer.stems(text)
	}
	var words []analysedWord
	for _, t := range fold.Tokenize(text) {
		w := analysedWord{start: t.Start, end: t.End, forms: fold.Variants(text[t.Start:t.End])}
		if stemmed {
			var meaning bool
			if w.stem, meaning = stemAt(stems, t); !meaning {
				continue
			}
		}
		words = append(words, w)
	}
	r.texts.Store(field, words)
	return words
}

// matches gives the byte ranges of the words of a text that the question has,
// in any spelling or, in a known language, in any inflection.
func matches(q question, words []analysedWord, lang string) [][2]int {
	var spans [][2]int
	for _, t := range words {
		if slices.ContainsFunc(t.forms, func(f string) bool { return slices.Contains(q.tokens, f) }) ||
			t.stem != "" && slices.ContainsFunc(q.words, func(w wordWanted) bool { return w.stems[lang] == t.stem }) {
			spans = append(spans, [2]int{t.start, t.end})
		}
	}
	return spans
}
