package data

import (
	"bytes"
	"compress/gzip"
	"embed"
	"fmt"
	"io"
)

//go:embed catalogue.jsonl.gz crisis.json lexicon.json
var catalogue embed.FS

// Catalogue gives the default catalogue: JSON Lines, one entry a line as
// directory.DecodeLine reads it, every entry after those that it refers to.
// Nobody has verified any of it.
func Catalogue() ([]byte, error) {
	packed, err := catalogue.ReadFile("catalogue.jsonl.gz")
	if err != nil {
		return nil, fmt.Errorf("read catalogue: %w", err)
	}
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, fmt.Errorf("read catalogue: %w", err)
	}
	content, err := io.ReadAll(z)
	if err != nil {
		return nil, fmt.Errorf("read catalogue: %w", err)
	}
	return content, nil
}

// CrisisRules gives what the crisis gate needs beside the crisis topics, as the
// JSON of directory.CrisisRules.
func CrisisRules() ([]byte, error) {
	content, err := catalogue.ReadFile("crisis.json")
	if err != nil {
		return nil, fmt.Errorf("read crisis rules: %w", err)
	}
	return content, nil
}

// Lexicon gives, for each language, the words that the reading of a search text
// rests on: what denies ("uden"), what stands before a town ("i"), the parts of
// compounds, and words that are ordinary in this language though another has
// them as a term ("gift") or a town is called so ("Best").
func Lexicon() ([]byte, error) {
	content, err := catalogue.ReadFile("lexicon.json")
	if err != nil {
		return nil, fmt.Errorf("read lexicon: %w", err)
	}
	return content, nil
}
