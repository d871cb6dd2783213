package search_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"testing"
	"time"

	"walkin/data"
	"walkin/internal/directory"
	"walkin/internal/geo"
	"walkin/internal/search"
)

// history is a change log in memory, as the catalogue keeps one on disk.
type history []directory.Change

// Each implements search.Source.
func (h history) Each(_ context.Context, f func(directory.Change) error) (uint64, error) {
	latest := make(map[directory.Key]directory.Change)
	var last uint64
	for _, c := range h {
		latest[c.Key], last = c, c.Number
	}
	for _, c := range h {
		if latest[c.Key].Number == c.Number && !c.Deleted() {
			if err := f(c); err != nil {
				return 0, err
			}
		}
	}
	return last, nil
}

// then gives the history with one more change, and that change.
func (h history) then(key directory.Key, e directory.Entry) (history, directory.Change) {
	c := directory.Change{Number: uint64(len(h) + 1), Key: key, Revision: 1, Entry: e}
	return append(h[:len(h):len(h)], c), c
}

// builtin is the built-in catalogue.
func builtin(tb testing.TB) history {
	tb.Helper()
	content, err := data.Catalogue()
	if err != nil {
		tb.Fatal(err)
	}
	var h history
	lines := bufio.NewScanner(bytes.NewReader(content))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		e, err := directory.DecodeLine(lines.Bytes())
		if err != nil {
			tb.Fatal(err)
		}
		h, _ = h.then(e.Key(), e)
	}
	return h
}

// sample is the built-in catalogue with one in six of its centres, activities
// and helplines, for tests that build many indexes.
func sample(tb testing.TB) history {
	tb.Helper()
	var h history
	for i, c := range builtin(tb) {
		if !slices.Contains(directory.Searchable, c.Key.Kind) || i%6 == 0 || c.Key.ID == "dk-headspace-odense" || c.Key.ID == "dk-ventilen-roskilde" {
			h, _ = h.then(c.Key, c.Entry)
		}
	}
	return h
}

func crisisRules(tb testing.TB) directory.CrisisRules {
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

func gazetteer(tb testing.TB) *geo.Gazetteer {
	tb.Helper()
	g, err := geo.Load()
	if err != nil {
		tb.Fatal(err)
	}
	return g
}

// open opens an index in a directory ("" in memory) over a history.
func open(tb testing.TB, dir string, h history) *search.Index {
	tb.Helper()
	x, err := search.Open(context.Background(), dir, h, search.Options{Crisis: crisisRules(tb), Gazetteer: gazetteer(tb)})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := x.Close(); err != nil {
			tb.Error(err)
		}
	})
	return x
}

// wednesday is a Wednesday afternoon on which no country listed has a holiday.
var wednesday = time.Date(2026, 11, 25, 15, 30, 0, 0, time.UTC)

// near gives where distances are measured from, by the name of a place.
func near(tb testing.TB, text, country string) *directory.Near {
	tb.Helper()
	places := gazetteer(tb).Find(text, country, 1)
	if len(places) == 0 {
		tb.Fatalf("the gazetteer has no %q", text)
	}
	return &directory.Near{Point: places[0].Point, Place: &places[0]}
}

// ask runs a query and fails the test on an error.
func ask(tb testing.TB, x *search.Index, q directory.Query) directory.Answer {
	tb.Helper()
	if q.Now.IsZero() {
		q.Now = wednesday
	}
	if err := q.Validate(x.Taxonomy()); err != nil {
		tb.Fatal(err)
	}
	answer, err := x.Search(context.Background(), q)
	if err != nil {
		tb.Fatal(err)
	}
	return answer
}

// keys lists the keys of results in their order.
func keys(results []directory.Result) []string {
	list := make([]string, len(results))
	for i, r := range results {
		list[i] = r.Entry.Key().String()
	}
	return list
}

// all asks for every page of a query.
func all(tb testing.TB, x *search.Index, q directory.Query) (results []directory.Result, total int) {
	tb.Helper()
	for {
		answer := ask(tb, x, q)
		results, total = append(results, answer.Results...), answer.Total
		if answer.Next == "" {
			return results, total
		}
		q.Cursor = answer.Next
	}
}
