package calendar

import (
	"bufio"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"
)

// lineOctets is the length of a content line, in octets without its CRLF,
// beyond which it is folded (RFC 5545, section 3.1).
const lineOctets = 75

// lines writes content lines. An error stays until flush gives it.
type lines struct{ w *bufio.Writer }

func newLines(w io.Writer) *lines { return &lines{bufio.NewWriter(w)} }

func (l *lines) flush() error { return l.w.Flush() }

// line writes a name with its parameters and a value that needs no escaping.
func (l *lines) line(name, value string) {
	rest, room := name+":"+value, lineOctets
	for len(rest) > room {
		cut := room
		for !utf8.RuneStart(rest[cut]) {
			cut--
		}
		l.put(rest[:cut] + "\r\n ")
		rest, room = rest[cut:], lineOctets-1 // the space counts
	}
	l.put(rest + "\r\n")
}

func (l *lines) put(s string) { _, _ = l.w.WriteString(s) } // bufio keeps the error

// text writes a value of type TEXT; an empty one is left out.
func (l *lines) text(name, value string) {
	if value = escaped(value); value != "" {
		l.line(name, value)
	}
}

// escaped writes a text as section 3.3.11 wants it. Control characters, which
// it does not allow, become spaces, and broken letters U+FFFD.
func escaped(s string) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\r\n", "\n")
	var b strings.Builder
	for _, r := range strings.TrimSpace(s) {
		switch {
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\\' || r == ';' || r == ',':
			b.WriteByte('\\')
			b.WriteRune(r)
		case unicode.IsControl(r):
			b.WriteByte(' ')
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
