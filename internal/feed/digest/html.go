package digest

import (
	_ "embed"
	"html/template"
	"io"
)

//go:embed digest.html
var page string

// pages is parsed once; html/template escapes each value for the place where it
// stands.
var pages = template.Must(template.New("digest").Funcs(template.FuncMap{"capital": capital, "web": web, "flat": flat}).Parse(page))

// HTML writes a digest as a page without style or script, whose body can be
// copied into a newsletter.
func (d *Digest) HTML(w io.Writer) error { return pages.Execute(w, d) }
