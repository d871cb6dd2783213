// Package web draws the public pages: the finder, the page of a place, the
// crisis page. It turns values of the directory into HTML and knows nothing of
// HTTP but addresses; the package api serves what it draws.
//
// Every page works without JavaScript. What a person typed is in a form that
// is posted, and comes back in the answer to it only: no address that is made
// here holds anything but ids of closed vocabularies.
//
// The look is that of an evening street with one door open (style.css). There
// is no build step: what is in assets is what is served.
package web

import (
	"embed"
	"html/template"
	"io"
	"sync"

	"walkin/internal/directory"
	"walkin/internal/mapsvg"
)

//go:embed templates/*.html
var templateFiles embed.FS

// Site draws the pages. It is safe for concurrent use.
type Site struct {
	words  map[string]*Words
	book   *Book
	assets *assets
	desk   *directory.CrisisDesk
	atlas  func() (*mapsvg.Atlas, error)
}

// Open gives the site, made of the embedded words, templates and assets when it
// is first asked for. It fails in development only.
func Open() (*Site, error) { return open() }

var open = sync.OnceValues(read)

func read() (*Site, error) {
	words, err := readWords()
	if err != nil {
		return nil, err
	}
	s := &Site{
		words: words,
		// Half a second of simplifying outlines, for the first map.
		atlas: sync.OnceValues(mapsvg.Open),
	}
	if s.assets, err = readAssets(); err != nil {
		return nil, err
	}
	if s.desk, err = readDesk(); err != nil {
		return nil, err
	}
	if s.book, err = s.read(templateFiles, words, s.functions); err != nil {
		return nil, err
	}
	return s, nil
}

// functions are what templates may call: t says something in the language of
// the page, asset gives the address of a file of ours.
func (s *Site) functions(w *Words) template.FuncMap {
	return template.FuncMap{
		"t":       w.Say,
		"asset":   s.assets.address,
		"dial":    dialled,
		"select":  func(name, label string, options []Option) choice { return choice{name, label, options} },
		"tongues": func(p Page) []Tongue { return p.Tongues(s) },
	}
}

// draw writes a part of a page: "layout" is the whole of it.
func (s *Site) draw(w io.Writer, lang, page, part string, view any) error {
	return s.book.Draw(w, lang, page, part, view)
}
