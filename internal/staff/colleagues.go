package staff

import (
	"maps"
	"net/mail"
	"slices"
	"strings"
	"unicode/utf8"

	"walkin/internal/problem"
)

// Colleagues is what a place tells those who work at other places. It stands in
// no catalogue: a number for colleagues is not one for the public (X4).
type Colleagues struct {
	Centre string `json:"centre"`
	// Phone and Email are those of the place, never of a person. Phone can be
	// dialled: digits, perhaps after a +.
	Phone string `json:"phone,omitempty"`
	Email string `json:"email,omitempty"`
	// VisitingDays says when colleagues may drop in, Note what else they should
	// know; both by language of the console.
	VisitingDays map[string]string `json:"visiting_days,omitempty"`
	Note         map[string]string `json:"note,omitempty"`
}

// Empty says whether it tells nothing.
func (c Colleagues) Empty() bool {
	return c.Phone == "" && c.Email == "" && len(c.VisitingDays) == 0 && len(c.Note) == 0
}

// MaxColleaguesText bounds each text for colleagues, in characters.
const MaxColleaguesText = 1000

// Problems lists what breaks a rule.
func (c Colleagues) Problems() []problem.Field {
	var fields []problem.Field
	add := func(pointer, detail string) { fields = append(fields, problem.Field{Pointer: pointer, Detail: detail}) }
	digits := strings.TrimPrefix(c.Phone, "+")
	if c.Phone != "" && (len(digits) < 3 || len(digits) > 15 || strings.Trim(digits, "0123456789") != "") {
		add("/phone", "A telephone number has 3 to 15 digits, perhaps after a +.")
	}
	if c.Email != "" {
		if a, err := mail.ParseAddress(c.Email); err != nil || a.Address != c.Email || len(c.Email) > 254 {
			add("/email", "That is not an e-mail address, such as huset@example.dk.")
		}
	}
	for _, text := range []struct {
		pointer string
		said    map[string]string
	}{{"/visiting_days", c.VisitingDays}, {"/note", c.Note}} {
		for _, lang := range slices.Sorted(maps.Keys(text.said)) {
			switch said := text.said[lang]; {
			case !slices.Contains(Languages, lang):
				add(text.pointer, "The console speaks da, nl and en.")
			case strings.TrimSpace(said) == "" || utf8.RuneCountInString(said) > MaxColleaguesText || !readable(said):
				add(text.pointer+"/"+lang, "A text has 1 to 1000 characters.")
			}
		}
	}
	return fields
}

// readable says whether every line of a text is printable.
func readable(s string) bool {
	for line := range strings.Lines(s) {
		if !printable(strings.TrimRight(line, "\r\n")) {
			return false
		}
	}
	return true
}
