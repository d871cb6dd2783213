package digest

import (
	"io"
	"strings"
	"unicode"
)

// Text writes a digest as plain text in UTF-8, for a post or a mail.
func (d *Digest) Text(w io.Writer) error {
	var b strings.Builder
	paragraph := func(lines ...string) {
		if b.Len() > 0 {
			b.WriteString("\n")
		}
		for _, l := range lines {
			b.WriteString(l + "\n")
		}
	}
	list := func(head string, lines []Line) {
		if len(lines) == 0 {
			return
		}
		paragraph(strings.ToUpper(head))
		for _, l := range lines {
			b.WriteString("- " + l.plain() + "\n")
		}
	}
	paragraph(flat(d.Title))
	paragraph(d.Intro)
	paragraph(strings.ToUpper(d.Heads.Days))
	if d.Nothing != "" {
		b.WriteString(d.Nothing + "\n")
	}
	for i, day := range d.Days {
		if i > 0 {
			b.WriteString("\n")
		}
		b.WriteString(capital(day.Date) + "\n")
		for _, l := range day.Lines {
			b.WriteString("- " + l.plain() + "\n")
		}
	}
	list(d.Heads.AskWhen, d.AskWhen)
	list(d.Heads.Notices, d.Notices)
	list(d.Heads.Doors, d.Doors)
	list(d.Heads.News, d.News)
	if len(d.Remarks) > 0 {
		paragraph(d.Remarks...)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// plain is a line as plain text; its address stands at the end, where a program
// that shows the text can make a link of it.
func (l Line) plain() string {
	s := flat(l.Name)
	if l.When != "" {
		s = flat(l.When) + ": " + s
	}
	if l.Text != "" {
		s += " – " + flat(l.Text)
	}
	if url := web(l.URL); url != "" {
		s += " " + url
	}
	return s
}

// flat makes one line of a text, without control and format characters: a name
// with a line break in it must not look like a line of its own, and one with a
// character that turns the direction of writing must not turn what follows.
func flat(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r):
			return -1
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

// web gives an address of the web as it may stand between angle brackets or at
// the end of a line; "" for any other.
func web(url string) string {
	if !strings.HasPrefix(url, "https://") && !strings.HasPrefix(url, "http://") {
		return ""
	}
	var b strings.Builder
	for i := 0; i < len(url); i++ {
		switch c := url[i]; {
		case c <= ' ' || c == '<' || c == '>' || c == '\\' || c == '"' || c == 0x7f:
			const hex = "0123456789ABCDEF"
			b.WriteByte('%')
			b.WriteByte(hex[c>>4])
			b.WriteByte(hex[c&15])
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}
