package web

import (
	"encoding/json"
	"fmt"
	"html"
	"html/template"
	"io"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
)

// Book is a set of pages and the words that they say, in some languages.
type Book struct {
	words map[string]*Words
	pages map[string]map[string]*template.Template // by language and name
}

// Functions are what the templates of a book may call, for pages in a language.
type Functions func(*Words) template.FuncMap

// Book reads pages that belong to the site and are not for the public: the
// templates in files, and the words beside them, one file a subject, each word
// in all the languages of the book. What they do not say, the words of the
// public pages do.
func (s *Site) Book(files fs.FS, languages []string, more Functions) (*Book, error) {
	words, err := s.moreWords(files, languages)
	if err != nil {
		return nil, err
	}
	return s.read(files, words, func(w *Words) template.FuncMap {
		functions := template.FuncMap{"t": w.Say, "asset": s.assets.address, "dial": dialled}
		for name, f := range more(w) {
			functions[name] = f
		}
		return functions
	})
}

// moreWords reads words/*.json: {"key": {"da": "...", "nl": "...", "en": "..."}}.
func (s *Site) moreWords(files fs.FS, languages []string) (map[string]*Words, error) {
	words := make(map[string]*Words)
	for _, lang := range languages {
		base := s.words[lang]
		words[lang] = &Words{Lang: lang, Name: base.Name, Dir: base.Dir, said: make(map[string]string), base: base}
	}
	names, err := fs.Glob(files, "words/*.json")
	if err != nil {
		return nil, fmt.Errorf("read words: %w", err)
	}
	for _, name := range names {
		body, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, fmt.Errorf("read words: %w", err)
		}
		var said map[string]map[string]string
		if err := json.Unmarshal(body, &said); err != nil {
			return nil, fmt.Errorf("read words of %s: %w", name, err)
		}
		for key, in := range said {
			for _, lang := range languages {
				switch {
				case in[lang] == "":
					return nil, fmt.Errorf("%s: nothing for %q in %s", name, key, lang)
				case words[lang].said[key] != "":
					return nil, fmt.Errorf("%s: %q is said elsewhere", name, key)
				}
				words[lang].said[key] = in[lang]
			}
			for lang := range in {
				if !slices.Contains(languages, lang) {
					return nil, fmt.Errorf("%s: %q in %s, which nobody reads", name, key, lang)
				}
			}
		}
	}
	return words, nil
}

// read reads the templates of a book in each of its languages.
func (s *Site) read(files fs.FS, words map[string]*Words, functions Functions) (*Book, error) {
	names, err := fs.Glob(files, "templates/*.html")
	if err != nil {
		return nil, fmt.Errorf("read templates: %w", err)
	}
	b := &Book{words: words, pages: make(map[string]map[string]*template.Template)}
	for _, w := range words {
		if b.pages[w.Lang], err = s.readPages(files, names, w, functions(w)); err != nil {
			return nil, err
		}
	}
	return b, nil
}

// readPages reads the templates in a language.
func (s *Site) readPages(files fs.FS, names []string, w *Words, functions template.FuncMap) (map[string]*template.Template, error) {
	pages := make(map[string]*template.Template)
	shared := template.New("").Funcs(functions)
	for _, file := range names {
		text, err := fs.ReadFile(files, file)
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

// Words gives the words of a language of the book, else of the fallback.
func (b *Book) Words(lang string) *Words {
	if w := b.words[lang]; w != nil {
		return w
	}
	return b.words[Fallback]
}

// Draw writes a part of a page: "layout" is the whole of it.
func (b *Book) Draw(w io.Writer, lang, page, part string, view any) error {
	t := b.pages[lang][page]
	if t == nil {
		return fmt.Errorf("no page %s in %s", page, lang)
	}
	if err := t.ExecuteTemplate(w, part, view); err != nil {
		return fmt.Errorf("draw page %s: %w", page, err)
	}
	return nil
}
