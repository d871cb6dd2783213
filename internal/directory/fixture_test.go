package directory_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"testing"

	"walkin/data"
	"walkin/internal/directory"
)

// catalogue reads the built-in catalogue.
func catalogue(tb testing.TB) []directory.Entry {
	tb.Helper()
	content, err := data.Catalogue()
	if err != nil {
		tb.Fatal(err)
	}
	var entries []directory.Entry
	lines := bufio.NewScanner(bytes.NewReader(content))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		e, err := directory.DecodeLine(lines.Bytes())
		if err != nil {
			tb.Fatal(err)
		}
		entries = append(entries, e)
	}
	return entries
}

// of picks the entries of one type.
func of[E directory.Entry](entries []directory.Entry) []E {
	var picked []E
	for _, e := range entries {
		if e, ok := e.(E); ok {
			picked = append(picked, e)
		}
	}
	return picked
}

// desk is the crisis desk of the built-in catalogue.
func desk(tb testing.TB) *directory.CrisisDesk {
	tb.Helper()
	entries := catalogue(tb)
	gate := directory.NewGate(of[*directory.Topic](entries), rules(tb))
	return directory.NewCrisisDesk(gate, of[*directory.Helpline](entries))
}

func rules(tb testing.TB) directory.CrisisRules {
	tb.Helper()
	content, err := data.CrisisRules()
	if err != nil {
		tb.Fatal(err)
	}
	var rules directory.CrisisRules
	if err := json.Unmarshal(content, &rules); err != nil {
		tb.Fatal(err)
	}
	return rules
}
