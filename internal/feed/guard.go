package feed

import (
	"strings"
	"unicode/utf8"
)

// Guard gives a text as it may stand in a cell of a CSV file. Spreadsheets run
// a cell as a formula that begins with one of = + - @ in either width, a tab or
// a line break, so such a text gets an apostrophe before it, which they hide
// (OWASP, CSV Injection; ASVS 5.0, 1.2.10). A number with a sign is only a
// number.
func Guard(text string) string {
	first, _ := utf8.DecodeRuneInString(text)
	if text == "" || !strings.ContainsRune("=+-@\t\r\n＝＋－＠", first) || signed(text) {
		return text
	}
	return "'" + text
}

// signed says whether a text is a sign and digits, as a telephone number or a
// longitude is: no formula can be made of them.
func signed(text string) bool {
	return (text[0] == '+' || text[0] == '-') && len(text) > 1 && strings.Trim(text[1:], "0123456789.") == ""
}
