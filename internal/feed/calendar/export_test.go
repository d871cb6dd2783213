package calendar

import "io"

// WriteText writes one content line of type TEXT.
func WriteText(w io.Writer, name, value string) error {
	l := newLines(w)
	l.text(name, value)
	return l.flush()
}
