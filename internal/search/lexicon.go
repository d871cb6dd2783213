package search

import (
	"encoding/json"
	"fmt"
	"sync"

	"walkin/data"
	"walkin/internal/fold"
)

// lexicon is what the reading of a text in one language rests on, beside the
// thesaurus. The words are data (data/lexicon.json), folded here.
type lexicon struct {
	not       map[string]bool   // deny what follows: "uden", "zonder"
	at        map[string]bool   // stand before a town: "i", "bij"
	foreign   map[string]bool   // ordinary here, though another language has it as a term: "gift"
	noTown    map[string]bool   // ordinary here, though a town is called so: "best"
	own       map[string]bool   // begin a term, and may as well be left out: "min", "ik"
	slang     map[string]string // other words for words of terms, perhaps several: "mam" is "moeder"
	languages map[string]string // what languages are called: "engelsk" is "en"
	compounds
}

// written is a lexicon as it stands in the file.
type written struct {
	Not     []string `json:"not"`
	At      []string `json:"at"`
	Parts   []string `json:"parts"`
	Links   []string `json:"links"`
	Endings []string `json:"endings"`
	Foreign []string `json:"foreign"`
	NoTown  []string `json:"no_town"`
	Own     []string `json:"own"`

	Slang     map[string]string `json:"slang"`
	Languages map[string]string `json:"languages"`
}

// lexicons reads the lexicon of every language once.
var lexicons = sync.OnceValues(func() (map[string]*lexicon, error) {
	content, err := data.Lexicon()
	if err != nil {
		return nil, err
	}
	var file map[string]written
	if err := json.Unmarshal(content, &file); err != nil {
		return nil, fmt.Errorf("read lexicon: %w", err)
	}
	byLang := make(map[string]*lexicon, len(file))
	for lang, w := range file {
		byLang[lang] = &lexicon{
			not: foldedSet(w.Not), at: foldedSet(w.At), foreign: foldedSet(w.Foreign), noTown: foldedSet(w.NoTown), own: foldedSet(w.Own),
			compounds: newCompounds(w.Parts, w.Links, w.Endings), slang: foldedTable(w.Slang), languages: foldedTable(w.Languages),
		}
	}
	return byLang, nil
})

// lexiconOf gives the lexicon of a language; an empty one where there is none,
// so that nothing is denied, split or left out.
func lexiconOf(lang string) *lexicon {
	if byLang, err := lexicons(); err == nil && byLang[lang] != nil {
		return byLang[lang]
	}
	return &lexicon{}
}

// foldedTable gives a table with its words folded; what they stand for stays.
func foldedTable(table map[string]string) map[string]string {
	f := make(map[string]string, len(table))
	for word, meant := range table {
		f[fold.Text(word)] = meant
	}
	return f
}

func foldedSet(words []string) map[string]bool {
	set := make(map[string]bool, len(words))
	for _, w := range words {
		set[fold.Text(w)] = true
	}
	return set
}
