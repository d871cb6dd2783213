package referral_test

import (
	"bufio"
	"bytes"
	"sync"
	"testing"
	"time"

	"walkin/data"
	"walkin/internal/directory"
	"walkin/internal/geo"
	"walkin/internal/referral"
)

// monday is when the tests ask: a Monday at ten in the morning.
var monday = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

// catalogue reads the built-in catalogue once.
var catalogue = sync.OnceValues(func() ([]directory.Entry, error) {
	content, err := data.Catalogue()
	if err != nil {
		return nil, err
	}
	var entries []directory.Entry
	lines := bufio.NewScanner(bytes.NewReader(content))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		e, err := directory.DecodeLine(lines.Bytes())
		if err != nil {
			return nil, err
		}
		entries = append(entries, e)
	}
	return entries, lines.Err()
})

func builtin(tb testing.TB) ([]directory.Entry, *referral.Directory) {
	tb.Helper()
	entries, err := catalogue()
	if err != nil {
		tb.Fatal(err)
	}
	return entries, newDirectory(tb, entries...)
}

func newDirectory(tb testing.TB, entries ...directory.Entry) *referral.Directory {
	tb.Helper()
	d, err := referral.NewDirectory(entries)
	if err != nil {
		tb.Fatal(err)
	}
	return d
}

// town gives a town by its name.
func town(tb testing.TB, name, country string) *geo.Place {
	tb.Helper()
	gazetteer, err := geo.Load()
	if err != nil {
		tb.Fatal(err)
	}
	found := gazetteer.Find(name, country, 1)
	if len(found) == 0 {
		tb.Fatalf("no town is called %s", name)
	}
	return &found[0]
}
