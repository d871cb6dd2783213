package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// languages are those of the interface; English is what the others are
// measured by.
var languages = []string{"en", "da", "nl", "de", "fr", "ar", "uk"}

// words are what the widget says: the keys once, and the texts of each language
// in their order.
type words struct {
	Keys []string            `json:"keys"`
	Said map[string][]string `json:"said"`
}

var (
	// literal finds keys in the source, and family the beginnings of keys whose
	// end is computed.
	literal = regexp.MustCompile(`'((?:ask|chip|card|promise|time|ages|found|crisis|site|front|reason|widget|day|language)\.[a-z0-9_.]*[a-z0-9_])'`)
	family  = regexp.MustCompile(`'([a-z_]+(?:\.[a-z_]+)*\.)' \+`)
)

// readWords gathers what the source says from the words of the pages and from
// the few that only the widget has. A text that is missing is an error: no
// language has holes in it.
func readWords(folder string, source map[string]string) (*words, error) {
	own, err := readTexts[map[string]string](filepath.Join(folder, "words.json"))
	if err != nil {
		return nil, err
	}
	texts := make(map[string]map[string]string)
	for _, lang := range languages {
		shared, err := readTexts[string](filepath.Join(folder, "..", "words", lang+".json"))
		if errors.Is(err, fs.ErrNotExist) && lang != "en" {
			fmt.Fprintln(os.Stderr, "generate: no words of the pages yet in", lang+", English stands in")
			shared, err = maps.Clone(texts["en"]), nil
		}
		if err != nil {
			return nil, err
		}
		texts[lang] = shared
		maps.Copy(texts[lang], own[lang])
	}
	w := &words{Keys: said(source, texts["en"]), Said: make(map[string][]string)}
	for _, lang := range languages {
		for _, key := range w.Keys {
			text := texts[lang][key]
			if text == "" {
				return nil, fmt.Errorf("%s says nothing for %s", lang, key)
			}
			w.Said[lang] = append(w.Said[lang], text)
		}
	}
	return w, nil
}

// said gives the keys that the source uses, sorted.
func said(source, texts map[string]string) []string {
	keys := make(map[string]bool)
	for _, text := range source {
		for _, m := range literal.FindAllStringSubmatch(text, -1) {
			keys[m[1]] = true
		}
		for _, m := range family.FindAllStringSubmatch(text, -1) {
			for key := range texts {
				if rest, ok := strings.CutPrefix(key, m[1]); ok && !strings.Contains(rest, ".") {
					keys[key] = true
				}
			}
		}
	}
	return slices.Sorted(maps.Keys(keys))
}

func readTexts[V any](name string) (map[string]V, error) {
	content, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("read words: %w", err)
	}
	var texts map[string]V
	if err := json.Unmarshal(content, &texts); err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	return texts, nil
}
