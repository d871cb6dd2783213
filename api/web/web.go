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
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"path"
	"strings"

	"walkin/internal/directory"
	"walkin/internal/mapsvg"
)

//go:embed templates/*.html
var templateFiles embed.FS

// Site draws the pages. It is safe for concurrent use.
type Site struct {
	words  map[string]*Words
	pages  map[string]map[string]*template.Template // by language and name
	assets *assets
	desk   *directory.CrisisDesk
	atlas  *mapsvg.Atlas
}

// Open reads the embedded words, templates and assets. It fails in development
// only.
func Open() (*Site, error) {
	words, err := readWords()
	if err != nil {
		return nil, err
	}
	s := &Site{words: words, pages: make(map[string]map[string]*template.Template)}
	if s.assets, err = readAssets(); err != nil {
		return nil, err
	}
	if s.desk, err = readDesk(); err != nil {
		return nil, err
	}
	if s.atlas, err = mapsvg.Open(); err != nil {
		return nil, fmt.Errorf("open atlas: %w", err)
	}
	files, err := fs.Glob(templateFiles, "templates/*.html")
	if err != nil {
		return nil, fmt.Errorf("read templates: %w", err)
	}
	for _, w := range words {
		s.pages[w.Lang] = make(map[string]*template.Template)
		shared, err := template.New("").Funcs(s.functions(w)).ParseFS(templateFiles, "templates/_*.html")
		if err != nil {
			return nil, fmt.Errorf("read templates: %w", err)
		}
		for _, file := range files {
			name := strings.TrimSuffix(path.Base(file), ".html")
			if strings.HasPrefix(name, "_") {
				continue
			}
			page, err := shared.Clone()
			if err == nil {
				page, err = page.ParseFS(templateFiles, file)
			}
			if err != nil {
				return nil, fmt.Errorf("read template %s: %w", name, err)
			}
			s.pages[w.Lang][name] = page
		}
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
	t := s.pages[lang][page]
	if t == nil {
		return fmt.Errorf("no page %s in %s", page, lang)
	}
	if err := t.ExecuteTemplate(w, part, view); err != nil {
		return fmt.Errorf("draw page %s: %w", page, err)
	}
	return nil
}
