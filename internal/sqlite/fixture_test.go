package sqlite_test

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"walkin/internal/directory"
	"walkin/internal/problem"
	"walkin/internal/sqlite"
)

// clock stands still at a moment with milliseconds.
func clock() time.Time { return time.Date(2026, 11, 21, 13, 0, 0, 123456789, time.UTC) }

var options = sqlite.Options{Now: clock}

func open(t testing.TB, path string) *sqlite.Catalogue {
	t.Helper()
	c, err := sqlite.Open(t.Context(), path, options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return c
}

func newCatalogue(t testing.TB, entries ...directory.Entry) *sqlite.Catalogue {
	t.Helper()
	c := open(t, filepath.Join(t.TempDir(), "catalogue.db"))
	if len(entries) > 0 {
		putAll(t, c, entries...)
	}
	return c
}

func put(t testing.TB, c *sqlite.Catalogue, e directory.Entry) directory.Change {
	t.Helper()
	change, err := c.Put(t.Context(), e, directory.Edit{Author: "test"})
	if err != nil {
		t.Fatalf("put %s: %v", e.Key(), err)
	}
	return change
}

func putAll(t testing.TB, c *sqlite.Catalogue, entries ...directory.Entry) {
	t.Helper()
	if _, _, _, err := c.PutAll(t.Context(), entries, "test", nil); err != nil {
		t.Fatal(err, fieldsOf(err))
	}
}

func remove(t testing.TB, c *sqlite.Catalogue, key directory.Key) directory.Change {
	t.Helper()
	change, err := c.Delete(t.Context(), key, directory.Edit{Author: "test"})
	if err != nil {
		t.Fatalf("delete %s: %v", key, err)
	}
	return change
}

func topic(id, parent string) *directory.Topic {
	return &directory.Topic{ID: id, Parent: parent, Kind: directory.TopicAbout, Label: directory.Text{"en": id}}
}

func network(id string, countries ...string) *directory.Network {
	return &directory.Network{ID: id, Name: id, Countries: countries}
}

func organisation(id string, networks ...string) *directory.Organisation {
	return &directory.Organisation{ID: id, Name: id, Country: "DK", Networks: networks}
}

func centre(id, organisation string, topics ...string) *directory.Centre {
	return &directory.Centre{
		ID: id, Name: id, Organisation: organisation, Topics: topics,
		Location: directory.Location{Country: "DK", Municipality: "0751"},
	}
}

func activity(id string, centres []string, topics ...string) *directory.Activity {
	return &directory.Activity{
		ID: id, Title: directory.Text{"en": id}, Rhythm: directory.Fixed, Centres: centres, Topics: topics,
	}
}

func helpline(id, municipality string) *directory.Helpline {
	return &directory.Helpline{
		ID: id, Name: id, Country: "DK", Municipality: municipality, Nationwide: municipality == "",
		Groups: []directory.HelplineGroup{directory.GroupYoungPeople},
	}
}

func described(c *directory.Centre, words string) *directory.Centre {
	d := *c
	d.Description = directory.Text{"en": words}
	return &d
}

func revision(n int) *int { return &n }

// live reads all living entries of a catalogue as JSON, by key.
func live(t testing.TB, c *sqlite.Catalogue) map[directory.Key]string {
	t.Helper()
	entries := make(map[directory.Key]string)
	_, err := c.Each(t.Context(), func(change directory.Change) error {
		entries[change.Key] = encode(t, change.Entry)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return entries
}

func encode(t testing.TB, e directory.Entry) string {
	t.Helper()
	b, err := directory.Encode(e)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func check(t testing.TB, c *sqlite.Catalogue) {
	t.Helper()
	if err := c.Check(context.WithoutCancel(t.Context())); err != nil {
		t.Errorf("check: %v", err)
	}
}

// wantProblem checks the kind of an error and that its sentence says words.
func wantProblem(t testing.TB, err error, kind problem.Kind, words ...string) {
	t.Helper()
	if err == nil {
		t.Fatalf("no error, want %s", kind)
	}
	if got := problem.KindOf(err); got != kind {
		t.Errorf("kind %s (%v), want %s", got, err, kind)
	}
	for _, w := range words {
		if !strings.Contains(err.Error(), w) {
			t.Errorf("%q does not say %q", err, w)
		}
	}
}

// fieldsOf gives the pointers that an error names.
func fieldsOf(err error) string {
	var pointers []string
	if p, ok := asProblem(err); ok {
		for _, f := range p.Fields {
			pointers = append(pointers, f.Pointer)
		}
	}
	return strings.Join(pointers, " ")
}

// edit is one that nothing speaks against.
var edit = directory.Edit{Author: "test"}
