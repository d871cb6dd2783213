package directory

import (
	"sort"
	"strings"

	"walkin/internal/problem"
)

// Text is a text in one or more languages, by BCP 47 tag: {"da": "...", "en":
// "..."}.
type Text map[string]string

// Pick gives the text in the first of the wanted languages that it has, else
// in English, Danish or Dutch, else in any (the first by tag), with the tag of
// the language it is in. An empty text gives two empty strings.
func (t Text) Pick(wanted ...string) (text, lang string) {
	for _, l := range wanted {
		if s := t[l]; s != "" {
			return s, l
		}
	}
	for _, l := range [...]string{"en", "da", "nl"} {
		if s := t[l]; s != "" {
			return s, l
		}
	}
	for _, l := range t.Languages() {
		return t[l], l
	}
	return "", ""
}

// Languages gives the tags that have a text, sorted.
func (t Text) Languages() []string {
	tags := make([]string, 0, len(t))
	for l, s := range t {
		if s != "" {
			tags = append(tags, l)
		}
	}
	sort.Strings(tags)
	return tags
}

// Empty says whether there is no text in any language.
func (t Text) Empty() bool { return len(t.Languages()) == 0 }

// maxText bounds one text in bytes; long enough for any description that a
// person would read.
const maxText = 4000

func (t Text) validate(v *validation, pointer string) {
	for l, s := range t {
		at := pointer + "/" + l
		if !languageTag(l) {
			v.add(at, "%q is not a language tag such as \"da\" or \"nl-BE\".", l)
		}
		if strings.TrimSpace(s) == "" {
			v.add(at, "The text is empty; leave the language out instead.")
		}
		if len(s) > maxText {
			v.add(at, "The text is longer than %d bytes.", maxText)
		}
		if wrong := deceptive(s, true); wrong != "" {
			v.fields = append(v.fields, problem.Field{Pointer: at, Detail: wrong})
		}
	}
}

// languageTag accepts the BCP 47 tags that the directory uses: two or three
// letters, then a region or script.
func languageTag(s string) bool {
	base, rest, _ := strings.Cut(s, "-")
	if len(base) < 2 || len(base) > 3 || len(rest) > 8 {
		return false
	}
	for _, r := range base {
		if r < 'a' || r > 'z' {
			return false
		}
	}
	return true
}
