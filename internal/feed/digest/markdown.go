package digest

import (
	"io"
	"strings"
)

// Markdown writes a digest as Markdown (CommonMark 0.31).
func (d *Digest) Markdown(w io.Writer) error {
	var b strings.Builder
	list := func(lines []Line) {
		b.WriteString("\n")
		for _, l := range lines {
			b.WriteString("- " + l.markdown() + "\n")
		}
	}
	section := func(head string, lines []Line) {
		if len(lines) > 0 {
			b.WriteString("\n## " + head + "\n")
			list(lines)
		}
	}
	b.WriteString("# " + escape(d.Title) + "\n\n" + escape(d.Intro) + "\n\n## " + d.Heads.Days + "\n")
	if d.Nothing != "" {
		b.WriteString("\n" + escape(d.Nothing) + "\n")
	}
	for _, day := range d.Days {
		b.WriteString("\n### " + escape(capital(day.Date)) + "\n")
		list(day.Lines)
	}
	section(d.Heads.AskWhen, d.AskWhen)
	section(d.Heads.Notices, d.Notices)
	section(d.Heads.Doors, d.Doors)
	section(d.Heads.News, d.News)
	for _, r := range d.Remarks {
		b.WriteString("\n*" + escape(r) + "*\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// markdown is a line as the content of a list item. What somebody else wrote
// never stands at its beginning, where more characters have a meaning.
func (l Line) markdown() string {
	s := escape(l.Name)
	if url := web(l.URL); url != "" {
		s = "[" + s + "](<" + url + ">)"
	}
	if l.When != "" {
		s = "**" + escape(l.When) + "** " + s
	} else {
		s = "**" + s + "**"
	}
	if l.Text != "" {
		s += " – " + escape(l.Text)
	}
	return s
}

// markdownEscapes are the characters that mean something within a line:
// CommonMark, section 2.4, lets any of them stand for itself behind a \.
var markdownEscapes = strings.NewReplacer(
	`\`, `\\`, "`", "\\`", `*`, `\*`, `_`, `\_`, `[`, `\[`, `]`, `\]`, `<`, `\<`, `>`, `\>`, `&`, `\&`, `#`, `\#`, `|`, `\|`, `~`, `\~`,
)

func escape(s string) string { return markdownEscapes.Replace(flat(s)) }
