package web

import (
	"slices"

	"walkin/internal/directory"
)

// Said is something that a place says of itself, or its source of it: words
// that are not ours, in a language that may be another than that of the page.
type Said struct {
	Text string
	Lang string // "" where it is that of the page
	Dir  string // "" where it is that of the page
	Only string // "only in Danish"
}

// spoken gives a text in the language of the page, or in another one marked as
// such. It is never left out for being in the wrong language
// (EXPERIENCE-AND-SAFETY, U29).
func (w *Words) spoken(t directory.Text) Said {
	text, lang := t.Pick(w.Lang)
	return w.quoted(text, lang)
}

// quoted gives words of a source in the language that it is written in.
func (w *Words) quoted(text, lang string) Said {
	s := Said{Text: text}
	if text == "" || lang == "" || lang == w.Lang {
		return s
	}
	s.Lang, s.Only = lang, w.Say("site.only", "lang", w.Language(lang))
	if dir := directionOf(lang); dir != w.Dir {
		s.Dir = dir
	}
	return s
}

// directionOf gives the direction in which a language is written.
func directionOf(lang string) string {
	if slices.Contains([]string{"ar", "fa", "ur", "he", "ckb"}, lang) {
		return "rtl"
	}
	return "ltr"
}

// tongueOf gives the language in which the source of an entry writes its notes
// and reasons, which carry no tag: that of its description where it has one
// only, else that of the country.
func tongueOf(description directory.Text, country string) string {
	if tags := description.Languages(); len(tags) == 1 {
		return tags[0]
	}
	return nativeOf(country, nil)
}
