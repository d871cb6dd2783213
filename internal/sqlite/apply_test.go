package sqlite_test

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"walkin/internal/directory"
	"walkin/internal/problem"
	"walkin/internal/sqlite"
)

func house(id, name string) *directory.Centre {
	return &directory.Centre{ID: id, Name: name, Location: directory.Location{Country: "DK"}, Topics: []string{"talk"}}
}

func step(e directory.Entry, seen int) directory.Step {
	return directory.Step{Key: e.Key(), Entry: e, IfRevision: &seen}
}

func TestSeveralChangesAreAllMadeOrNone(t *testing.T) {
	talk := &directory.Topic{ID: "talk", Kind: directory.TopicAbout, Label: directory.Text{"en": "Talk"}}
	gone := func(id string, seen int) directory.Step {
		return directory.Step{Key: directory.Key{Kind: directory.KindCentre, ID: id}, IfRevision: &seen}
	}
	for _, tt := range []struct {
		name  string
		steps []directory.Step
		kind  problem.Kind // of the error; Internal for none
	}{
		{"new, changed and gone together", []directory.Step{step(house("c", "C"), 0), step(house("a", "A2"), 1), gone("b", 1)}, problem.Internal},
		{"one that refers to another of them", []directory.Step{step(&directory.Activity{ID: "x", Centres: []string{"c"}, Title: directory.Text{"en": "X"},
			Rhythm: directory.Fixed, Topics: []string{"talk"}}, 0), step(house("c", "C"), 0)}, problem.Internal},
		{"one that somebody changed since stops them all", []directory.Step{step(house("c", "C"), 0), step(house("a", "A2"), 7)}, problem.Stale},
		{"one that is there already stops them all", []directory.Step{step(house("c", "C"), 0), step(house("a", "A2"), 0)}, problem.Stale},
		{"one that breaks a rule stops them all", []directory.Step{step(house("c", "C"), 0), step(house("d", ""), 0)}, problem.Invalid},
		{"one that refers to nothing stops them all", []directory.Step{step(house("c", "C"), 0), {Key: directory.Key{Kind: directory.KindCentre, ID: "d"},
			Entry: &directory.Centre{ID: "d", Name: "D", Location: directory.Location{Country: "DK"}, Topics: []string{"nothing"}}}}, problem.Invalid},
		{"one that never was cannot go", []directory.Step{step(house("c", "C"), 0), gone("z", 1)}, problem.NotFound},
		{"one that is referred to cannot go", []directory.Step{step(house("c", "C"), 0), {Key: talk.Key()}}, problem.Conflict},
		{"the same twice is refused", []directory.Step{step(house("c", "C"), 0), step(house("c", "C2"), 0)}, problem.Invalid},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := open(t, filepath.Join(t.TempDir(), "catalogue.db"))
			putAll(t, c, talk, house("a", "A"), house("b", "B"))
			before, err := c.LastChange(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			changes, err := c.Apply(t.Context(), tt.steps, "test", nil)
			after, lastErr := c.LastChange(t.Context())
			if lastErr != nil {
				t.Fatal(lastErr)
			}
			if tt.kind == problem.Internal {
				if err != nil || len(changes) != len(tt.steps) || after != before+uint64(len(tt.steps)) {
					t.Fatalf("%d changes, the log grew by %d: %v", len(changes), after-before, err)
				}
				for i, change := range changes {
					if change.Key != tt.steps[i].Key || change.Deleted() != (tt.steps[i].Entry == nil) {
						t.Errorf("change %d is %s", i, change.Key)
					}
				}
			} else if problem.KindOf(err) != tt.kind || after != before {
				t.Errorf("the error is %v (%s), and the log grew by %d", err, problem.KindOf(err), after-before)
			}
			if err := c.Check(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestAnEditHappensOnceForADay(t *testing.T) {
	now := time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)
	c, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "catalogue.db"), sqlite.Options{Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	putAll(t, c, &directory.Topic{ID: "talk", Kind: directory.TopicAbout, Label: directory.Text{"en": "Talk"}})
	once := func(key, request byte) *directory.Once {
		return &directory.Once{Key: [32]byte{key}, Request: [32]byte{request}}
	}
	put := func(name string, o *directory.Once, seen int) (directory.Change, error) {
		return c.Put(t.Context(), house("a", name), directory.Edit{Author: "test", IfRevision: &seen, Once: o})
	}
	first, err := put("A", once(1, 1), 0)
	if err != nil {
		t.Fatal(err)
	}
	again, err := put("A", once(1, 1), 0) // which would be stale
	if err != nil || again.Number != first.Number {
		t.Errorf("sent again: change %d, %v", again.Number, err)
	}
	if _, err := put("B", once(1, 2), 1); problem.KindOf(err) != problem.Conflict {
		t.Errorf("the key for another request: %v", err)
	}
	second, err := put("B", once(2, 2), 1)
	if err != nil || second.Number != first.Number+1 {
		t.Errorf("another key: change %d, %v", second.Number, err)
	}
	// What failed is not remembered.
	if _, err := put("C", once(3, 3), 1); problem.KindOf(err) != problem.Stale {
		t.Errorf("stale: %v", err)
	}
	if _, err := put("C", once(3, 3), 2); err != nil {
		t.Errorf("the same key after it failed: %v", err)
	}
	if _, err := c.Delete(t.Context(), directory.Key{Kind: directory.KindCentre, ID: "a"}, directory.Edit{Author: "test", Once: once(4, 4)}); err != nil {
		t.Fatal(err)
	}
	tombstone, err := c.Delete(t.Context(), directory.Key{Kind: directory.KindCentre, ID: "a"}, directory.Edit{Author: "test", Once: once(4, 4)})
	if err != nil || !tombstone.Deleted() {
		t.Errorf("deleted again: %+v, %v", tombstone, err)
	}
	now = now.Add(25 * time.Hour)
	if _, err := put("D", once(1, 9), 0); err != nil {
		t.Errorf("the key of yesterday is still taken: %v", err)
	}
}

func TestApplyTellsHowFarItIs(t *testing.T) {
	c := open(t, filepath.Join(t.TempDir(), "catalogue.db"))
	putAll(t, c, &directory.Topic{ID: "talk", Kind: directory.TopicAbout, Label: directory.Text{"en": "Talk"}})
	var steps []directory.Step
	for i := range 5 {
		steps = append(steps, step(house(fmt.Sprintf("h%d", i), "H"), 0))
	}
	var told []int
	if _, err := c.Apply(t.Context(), steps, "test", func(n int) { told = append(told, n) }); err != nil {
		t.Fatal(err)
	}
	if fmt.Sprint(told) != "[1 2 3 4 5]" {
		t.Errorf("told %v", told)
	}
}
