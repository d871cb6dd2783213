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
	"html"
	"html/template"
	"io"
	"io/fs"
	"path"
	"regexp"
	"strings"
	"sync"

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
		words: words, pages: make(map[string]map[string]*template.Template),
		// Half a second of simplifying outlines, for the first map.
		atlas: sync.OnceValues(mapsvg.Open),
	}
	if s.assets, err = readAssets(); err != nil {
		return nil, err
	}
	if s.desk, err = readDesk(); err != nil {
		return nil, err
	}
	files, err := fs.Glob(templateFiles, "templates/*.html")
	if err != nil {
		return nil, fmt.Errorf("read templates: %w", err)
	}
	for _, w := range words {
		if s.pages[w.Lang], err = s.readPages(w, files); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// readPages reads the templates in a language.
func (s *Site) readPages(w *Words, files []string) (map[string]*template.Template, error) {
	pages := make(map[string]*template.Template)
	shared := template.New("").Funcs(s.functions(w))
	for _, file := range files {
		text, err := templateFiles.ReadFile(file)
		if err != nil {
			return nil, fmt.Errorf("read templates: %w", err)
		}
		name := strings.TrimSuffix(path.Base(file), ".html")
		page := shared
		if !strings.HasPrefix(name, "_") { // Glob gives what is shared first: _ sorts before letters
			if page, err = shared.Clone(); err == nil {
				pages[name] = page
			}
		}
		if err == nil {
			_, err = page.Parse(s.worded(w, string(text)))
		}
		if err != nil {
			return nil, fmt.Errorf("read template %s: %w", name, err)
		}
	}
	return pages, nil
}

var (
	plainWords = regexp.MustCompile(`\{\{t "([a-z0-9_.]+)"\}\}`)
	plainAsset = regexp.MustCompile(`\{\{asset "([a-z0-9_.]+)"\}\}`)
)

// worded puts the words of a language, and the addresses of assets, into a
// template once and for all: asking for each of some hundred at every drawing
// is half of the time that a page takes.
func (s *Site) worded(w *Words, text string) string {
	text = plainWords.ReplaceAllStringFunc(text, func(call string) string {
		return html.EscapeString(w.Say(plainWords.FindStringSubmatch(call)[1]))
	})
	return plainAsset.ReplaceAllStringFunc(text, func(call string) string {
		if address, err := s.assets.address(plainAsset.FindStringSubmatch(call)[1]); err == nil {
			return address
		}
		return call // the template will say that there is none
	})
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
