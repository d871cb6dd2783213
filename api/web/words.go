package web

import (
	"embed"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

//go:embed words/*.json
var wordFiles embed.FS

// Languages are those of the interface, in the order in which they are
// offered: that of the countries first.
var Languages = []string{"da", "nl", "en", "de", "fr", "ar", "uk"}

// Fallback is the language of who speaks none of the others.
const Fallback = "en"

// SpokenIn is the language of a page, or of a name, in a country where nothing
// else says which.
var SpokenIn = map[string]string{"DK": "da", "NL": "nl", "BE": "nl"}

// Words are the words of the interface in one language.
type Words struct {
	Lang string
	Name string // of the language, in itself
	Dir  string // "ltr" or "rtl"
	said map[string]string
	base *Words // says what these do not; nil for the public pages
}

// readWords reads one file a language. Each must say all that the fallback
// says, and nothing else, so that no page has a hole in it.
func readWords() (map[string]*Words, error) {
	all := make(map[string]*Words)
	for _, lang := range Languages {
		file, err := wordFiles.ReadFile("words/" + lang + ".json")
		if err != nil {
			return nil, fmt.Errorf("read words: %w", err)
		}
		w := &Words{Lang: lang}
		if err := json.Unmarshal(file, &w.said); err != nil {
			return nil, fmt.Errorf("read words of %s: %w", lang, err)
		}
		w.Name, w.Dir = w.said["lang.name"], w.said["lang.dir"]
		all[lang] = w
	}
	for lang, w := range all {
		for key := range all[Fallback].said {
			if w.said[key] == "" {
				return nil, fmt.Errorf("words of %s: nothing for %q", lang, key)
			}
		}
		for key := range w.said {
			if all[Fallback].said[key] == "" {
				return nil, fmt.Errorf("words of %s: nobody knows %q", lang, key)
			}
		}
	}
	return all, nil
}

// Say gives what is said for a key. Names and values of what stands in braces
// follow in pairs: Say("card.in", "town", "Odense"). A key that does not exist
// comes back as it is; a test looks for those.
func (w *Words) Say(key string, pairs ...any) string {
	said, ok := w.said[key]
	switch {
	case !ok && w.base != nil:
		return w.base.Say(key, pairs...)
	case !ok:
		return key
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		said = strings.ReplaceAll(said, "{"+plain(pairs[i])+"}", plain(pairs[i+1]))
	}
	return said
}

func plain(value any) string {
	switch v := value.(type) {
	case string:
		return v
	case int:
		return strconv.Itoa(v)
	}
	return fmt.Sprint(value)
}

// Knows says whether something is said for a key.
func (w *Words) Knows(key string) bool {
	return w.said[key] != "" || w.base != nil && w.base.Knows(key)
}

// Language gives the name of a language in the language of the page, else its
// tag.
func (w *Words) Language(tag string) string {
	if key := "language." + tag; w.Knows(key) {
		return w.Say(key)
	}
	return tag
}

// Words gives the words of a language of the interface, else of the fallback.
func (s *Site) Words(lang string) *Words {
	if w := s.words[lang]; w != nil {
		return w
	}
	return s.words[Fallback]
}

// Speaks says whether the interface has a language.
func Speaks(lang string) bool { return slices.Contains(Languages, lang) }
