// Package console draws the pages of staff: the same house from the back. It
// turns values into HTML and knows nothing of HTTP but addresses; the package
// api serves what it draws.
//
// Each page has a template in templates, named like the file here that has its
// view, and its words in words, one file a subject, each word in Danish, Dutch
// and English. What the directory, which speaks English, says of a value that
// it refuses is in rules. Style and scripts are among the assets of the public pages, and
// so are the words for promises, days and languages. Every page works without
// JavaScript and by keyboard.
package console

import (
	"embed"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"sync"

	"walkin/api/web"
	"walkin/internal/staff"
)

//go:embed templates/*.html words/*.json rules/*.json
var files embed.FS

// Site draws the console. It is safe for concurrent use.
type Site struct{ book *web.Book }

// Open gives the console, read when it is first asked for. It fails in
// development only.
func Open() (*Site, error) { return open() }

var open = sync.OnceValues(func() (*Site, error) {
	site, err := web.Open()
	if err != nil {
		return nil, err
	}
	book, err := site.Book(fs.FS(files), staff.Languages, functions)
	if err != nil {
		return nil, fmt.Errorf("open console: %w", err)
	}
	if _, err := rules(); err != nil {
		return nil, fmt.Errorf("open console: %w", err)
	}
	return &Site{book}, nil
})

// functions are what the templates of the console may call beside t and asset.
func functions(*web.Words) template.FuncMap { return template.FuncMap{} }

// Words gives the words of a language.
func (s *Site) Words(lang string) *web.Words { return s.book.Words(lang) }

// draw writes a page.
func (s *Site) draw(w io.Writer, p Page, name string, view any) error {
	return s.book.Draw(w, p.Lang(), name, "layout", view)
}
