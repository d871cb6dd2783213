package directory_test

import (
	"testing"

	"walkin/internal/directory"
)

// X27: a name that looks like another is refused where staff write it.
func TestX27NamesAreWhatTheyLookLike(t *testing.T) {
	for name, tt := range map[string]struct {
		said string
		good bool
	}{
		"an ordinary name":                  {"Værestedet på Ågade 4, 2.", true},
		"a Dutch name":                      {"Inloophuis 't Huis & Café", true},
		"a Ukrainian name":                  {"Молодіжний центр", true},
		"an Arabic name with its marks":     {"بيت\u200f الشباب", true},
		"two scripts in two words":          {"Центр Youth", true},
		"a Cyrillic letter in a Latin word": {"Ventil\u0435n", false},
		"a Greek letter in a Latin word":    {"h\u03bfuse", false},
		"a word that is turned around":      {"abc\u202edef", false},
		"an isolate that is not closed":     {"abc\u2066def", false},
		"a letter that nobody sees":         {"Ven\u200btilen", false},
		"a byte order mark":                 {"\ufeffVentilen", false},
		"a second line":                     {"Ventilen\nLukket", false},
		"a bell":                            {"Ventilen\a", false},
	} {
		c := &directory.Centre{ID: "x", Name: tt.said, Location: directory.Location{Country: "DK"}, Topics: []string{"t"}}
		if got := len(c.Problems()) == 0; got != tt.good {
			t.Errorf("%s: %q is accepted: %t", name, tt.said, got)
		}
	}
	lines := &directory.Centre{ID: "x", Name: "X", Description: directory.Text{"da": "En linje\n\nog en til"}, Location: directory.Location{Country: "DK"}, Topics: []string{"t"}}
	if p := lines.Problems(); len(p) > 0 {
		t.Errorf("a text of two lines: %+v", p)
	}
}
