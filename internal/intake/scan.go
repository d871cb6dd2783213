package intake

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"walkin/internal/fold"
)

// A token is a word (folded), a number of ASCII digits, or one other
// character of an hours text. Line breaks are tokens; other space is not.
type token struct {
	text    string
	at, end int  // bytes of the text
	gap     bool // white space stands before it
}

func (t token) number() bool { return t.text != "" && t.text[0] >= '0' && t.text[0] <= '9' }

func (t token) is(s string) bool { return t.text == s }

// scan cuts an hours text into tokens. Dashes of all lengths are one, and
// apostrophes are left out.
func scan(text string) []token {
	var tokens []token
	gap := false
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		end := i + size
		t := token{at: i, gap: gap}
		gap = false
		switch {
		case r == '\n' || r == '\r':
			t.text = "\n"
		case unicode.IsSpace(r):
			gap, i = true, end
			continue
		case digit(r):
			for end < len(text) && digit(rune(text[end])) {
				end++
			}
			t.text = text[i:end]
		case inWord(r):
			for end < len(text) {
				r, size := utf8.DecodeRuneInString(text[end:])
				if !inWord(r) {
					break
				}
				end += size
			}
			t.text = fold.Text(text[i:end])
		case strings.ContainsRune("-‐‑‒–—―−", r):
			t.text = "-"
		case strings.ContainsRune("'’‘`´\ufeff\u200b", r):
			gap, i = t.gap, end
			continue
		default:
			t.text = string(r)
		}
		t.end, i = end, end
		if t.text != "" {
			tokens = append(tokens, t)
		}
	}
	return tokens
}

func digit(r rune) bool { return r >= '0' && r <= '9' }

func inWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsMark(r) || r == '\u00ad' }
