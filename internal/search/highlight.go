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
		for _, span := range x.matches(a.question, text, lang) {
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

// matches gives the byte ranges of the words of a text that the question has,
// in any spelling or, in a known language, in any inflection.
func (x *Index) matches(q question, text, lang string) [][2]int {
	stemmer, stemmed := x.stems[lang]
	var stems []stem
	if stemmed {
		stems = stemmer.stems(text)
	}
	var spans [][2]int
	for _, t := range fold.Tokenize(text) {
		forms := fold.Variants(text[t.Start:t.End])
		stem, hasStem := "", false
		if stemmed {
			if stem, hasStem = stemAt(stems, t); !hasStem {
				continue // a word that carries no meaning
			}
		}
		match := slices.ContainsFunc(forms, func(f string) bool { return slices.Contains(q.tokens, f) }) ||
			hasStem && slices.ContainsFunc(q.words, func(w wordWanted) bool { return w.stems[lang] == stem })
		if match {
			spans = append(spans, [2]int{t.Start, t.End})
		}
	}
	return spans
}
