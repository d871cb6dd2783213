package calendar_test

import (
	"bytes"
	"testing"
	"time"

	"walkin/data"
	"walkin/internal/directory"
	"walkin/internal/feed/calendar"
)

// now is a Sunday morning in November.
var now = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)

// changedAt is when everything in these tests was last changed.
var changedAt = time.Date(2026, 11, 2, 10, 11, 12, 0, time.UTC)

func change(e directory.Entry) directory.Change {
	return directory.Change{Number: 941, Key: e.Key(), Revision: 3, At: changedAt, Entry: e}
}

// world is the built-in catalogue.
type world struct {
	changes []directory.Change
	options calendar.Options
}

func catalogue(t testing.TB) *world {
	t.Helper()
	content, err := data.Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	w := new(world)
	var topics []*directory.Topic
	for line := range bytes.Lines(content) {
		e, err := directory.DecodeLine(bytes.TrimSpace(line))
		if err != nil {
			t.Fatal(err)
		}
		if topic, ok := e.(*directory.Topic); ok {
			topics = append(topics, topic)
		}
		w.changes = append(w.changes, change(e))
	}
	taxonomy, err := directory.NewTaxonomy(topics)
	if err != nil {
		t.Fatal(err)
	}
	w.options = calendar.Options{Lang: "da", Now: now, Neutral: calendar.NewNeutral(taxonomy)}
	return w
}

// at gives the centre of an activity, nil if it is at none.
func (w *world) at(a *directory.Activity) *directory.Change {
	for i := range w.changes {
		if len(a.Centres) > 0 && w.changes[i].Key == (directory.Key{Kind: directory.KindCentre, ID: a.Centres[0]}) {
			return &w.changes[i]
		}
	}
	return nil
}
