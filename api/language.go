package api

import (
	"strings"

	"walkin/api/web"
)

// language gives the language of a page: that of the tag, else that of the
// first of some countries that has one here; "" if none has.
func language(tag string, countries ...string) string {
	if lang := baseLanguage(tag); lang != "" {
		return lang
	}
	for _, c := range countries {
		if lang := web.SpokenIn[c]; lang != "" {
			return lang
		}
	}
	return ""
}

// baseLanguage gives the language of a tag without its region or script, in
// small letters: "da" for "da-DK", "DA" and "da_DK". Norwegian, in any of its
// tags, is "nb".
func baseLanguage(tag string) string {
	base := strings.ToLower(strings.TrimSpace(tag))
	if i := strings.IndexAny(base, "-_"); i >= 0 {
		base = base[:i]
	}
	if base == "no" || base == "nn" {
		return "nb"
	}
	return base
}
