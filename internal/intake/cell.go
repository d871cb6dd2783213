package intake

import (
	"net/url"
	"strings"
	"unicode"

	"walkin/internal/fold"
)

// turning says whether a character turns the direction of writing.
func turning(r rune) bool { return r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069' }

// clean gives a cell as it may be kept: without characters that nobody sees,
// and with plain spaces. A formula, characters that turn the direction of
// writing and those that were lost on the way are faults.
func clean(cell string) (string, []Fault) {
	cell = strings.ReplaceAll(strings.ReplaceAll(cell, "\r\n", "\n"), "\r", "\n")
	cell = strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case unicode.IsSpace(r):
			return ' '
		case r == '\u200b', r == '\ufeff', r == '\u00ad', r == '\u2060', unicode.IsControl(r):
			return -1
		}
		return r
	}, cell))
	switch {
	case strings.ContainsRune(cell, unicode.ReplacementChar):
		return "", []Fault{fault(CodeCharacters, "text", cell)}
	case strings.ContainsFunc(cell, turning):
		return "", []Fault{fault(CodeHidden, "text", cell)}
	case formula(cell):
		return "", []Fault{fault(CodeFormula, "text", cell)}
	}
	return cell, nil
}

// formula says whether a spreadsheet would run a cell (OWASP, CSV Injection).
// A sign alone makes no formula: telephone numbers have one, and so does the
// first item of a list.
func formula(cell string) bool {
	if cell == "" {
		return false
	}
	first, _, _ := strings.Cut(cell, "\n")
	switch r := []rune(cell)[0]; r {
	case '=', '＝', '@', '＠':
		return true
	case '+', '-', '＋', '－':
		return strings.ContainsAny(first, "(|!=")
	}
	return false
}

// mixed gives the first word that has letters of Latin and of an alphabet
// that looks like it: such a word is made to be taken for another.
func mixed(s string) (string, bool) {
	for _, word := range strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) }) {
		latin, other := false, false
		for _, r := range word {
			latin = latin || unicode.Is(unicode.Latin, r)
			other = other || unicode.In(r, unicode.Cyrillic, unicode.Greek)
		}
		if latin && other {
			return word, true
		}
	}
	return "", false
}

// web reads the address of a page; one without a scheme is taken for https.
func web(text string) (string, bool) {
	text = strings.TrimSpace(text)
	if !strings.Contains(text, "://") {
		host, _, _ := strings.Cut(text, "/")
		if strings.ContainsAny(host, ":@ ") || !strings.Contains(strings.Trim(host, "."), ".") {
			return "", false
		}
		text = "https://" + text
	}
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.User != nil || len(text) > 1000 ||
		!strings.Contains(u.Hostname(), ".") || strings.ContainsAny(text, " \n\"<>") {
		return "", false
	}
	return text, true
}

// mail reads an e-mail address.
func mail(text string) (string, bool) {
	text = strings.TrimPrefix(strings.TrimSpace(text), "mailto:")
	at := strings.LastIndexByte(text, '@')
	if at < 1 || len(text) > 254 || !strings.Contains(text[at:], ".") || strings.ContainsAny(text, " \n<>,;\"()") || strings.Count(text, "@") != 1 {
		return "", false
	}
	return text, true
}

// dial reads a telephone number as people set it.
func dial(text string) (string, bool) {
	var b strings.Builder
	for i, r := range strings.TrimSpace(text) {
		switch {
		case digit(r), r == '+' && i == 0:
			b.WriteRune(r)
		case strings.ContainsRune(" .-–()/", r):
		default:
			return "", false
		}
	}
	number := b.String()
	if strings.HasPrefix(number, "00") {
		number = "+" + number[2:]
	}
	digits := strings.TrimPrefix(number, "+")
	return number, len(digits) >= 3 && len(digits) <= 15
}

// pieces cuts a cell with several values.
func pieces(text, separators string) []string {
	var found []string
	for _, p := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(separators, r) }) {
		if p = strings.TrimSpace(p); p != "" {
			found = append(found, p)
		}
	}
	return found
}

// words is a text folded, with one kind of dash.
func words(text string) string {
	return strings.NewReplacer("–", "-", "—", "-", "‐", "-", "−", "-").Replace(fold.Text(text))
}
