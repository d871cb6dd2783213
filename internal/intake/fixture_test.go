package intake_test

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"walkin/data"
	"walkin/internal/directory"
	"walkin/internal/geo"
	"walkin/internal/intake"
)

var now = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

var places = sync.OnceValue(func() *geo.Gazetteer {
	g, err := geo.Load()
	if err != nil {
		panic(err)
	}
	return g
})

var taxonomy = sync.OnceValue(func() *directory.Taxonomy {
	content, err := data.Catalogue()
	if err != nil {
		panic(err)
	}
	var topics []*directory.Topic
	for line := range bytes.Lines(content) {
		if !bytes.HasPrefix(line, []byte(`{"kind":"topic"`)) {
			continue
		}
		e, err := directory.DecodeLine(bytes.TrimSpace(line))
		if err != nil {
			panic(err)
		}
		topics = append(topics, e.(*directory.Topic))
	}
	t, err := directory.NewTaxonomy(topics)
	if err != nil {
		panic(err)
	}
	return t
})

func danish() intake.Options {
	return intake.Options{
		Organisation: "huset", Country: "DK", Now: now, Topics: taxonomy(), Places: places(), DefaultTopics: []string{"hangout"},
	}
}

// with gives the options of an organisation that has some entries.
func with(o intake.Options, entries ...directory.Entry) intake.Options {
	o.Entries = entries
	o.Existing = func(k directory.Key) (directory.Entry, bool) {
		i := slices.IndexFunc(entries, func(e directory.Entry) bool { return e.Key() == k })
		if i < 0 {
			return nil, false
		}
		return entries[i], true
	}
	return o
}

func readCSV(t testing.TB, o intake.Options, lines ...string) *intake.Result {
	t.Helper()
	r, err := intake.CSV([]byte(strings.Join(lines, "\r\n")), o)
	if err != nil {
		t.Fatalf("%v", err)
	}
	return r
}

func sound(t testing.TB, r *intake.Result) *intake.Result {
	t.Helper()
	for _, f := range r.Faults {
		t.Fatalf("row %d column %s: %s", f.Row, f.Column, f.Message)
	}
	return r
}

func centre(t testing.TB, r *intake.Result, i int) *directory.Centre {
	t.Helper()
	if sound(t, r); i >= len(r.Rows) {
		t.Fatalf("%d rows", len(r.Rows))
	}
	c, ok := r.Rows[i].Entry.(*directory.Centre)
	if !ok {
		t.Fatalf("row %d is %T", i, r.Rows[i].Entry)
	}
	return c
}

func activity(t testing.TB, r *intake.Result, i int) *directory.Activity {
	t.Helper()
	if sound(t, r); i >= len(r.Rows) {
		t.Fatalf("%d rows", len(r.Rows))
	}
	a, ok := r.Rows[i].Entry.(*directory.Activity)
	if !ok {
		t.Fatalf("row %d is %T", i, r.Rows[i].Entry)
	}
	return a
}

func written(t testing.TB, separator rune, rows [][]string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.Comma = separator
	if err := w.WriteAll(rows); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
