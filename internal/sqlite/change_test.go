package sqlite_test

import (
	"testing"
	"time"

	"walkin/internal/directory"
	"walkin/internal/problem"
)

func TestChangesAfter(t *testing.T) {
	c := newCatalogue(t)
	if empty, err := c.Empty(t.Context()); err != nil || !empty {
		t.Errorf("a new catalogue is empty: %t (%v)", empty, err)
	}
	house := centre("house", "", "talk")
	put(t, c, topic("talk", ""))
	put(t, c, house)
	put(t, c, described(house, "with a door"))
	put(t, c, centre("barn", "", "talk"))
	remove(t, c, house.Key())

	all, err := c.ChangesAfter(t.Context(), 0, 100)
	if err != nil || idsOf(all) != "talk house house barn house" {
		t.Fatalf("got %q (%v)", idsOf(all), err)
	}
	for i, change := range all {
		if change.Number != uint64(i+1) {
			t.Errorf("change %d stands at place %d", change.Number, i+1)
		}
	}
	if !all[4].Deleted() || all[4].Revision != 3 {
		t.Errorf("the last change is %+v, want the tombstone of revision 3", all[4])
	}
	if page, err := c.ChangesAfter(t.Context(), 1, 2); err != nil || idsOf(page) != "house house" {
		t.Errorf("a page of two after 1 is %q (%v)", idsOf(page), err)
	}
	if rest, err := c.ChangesAfter(t.Context(), 5, 100); err != nil || len(rest) != 0 {
		t.Errorf("after the last change there is %v (%v)", rest, err)
	}

	t.Run("the latest change of each entry comes once, tombstones too", func(t *testing.T) {
		got, err := c.LatestAfter(t.Context(), []directory.Kind{directory.KindCentre, directory.KindTopic}, 0, 100)
		if err != nil || idsOf(got) != "talk barn house" || !got[2].Deleted() {
			t.Errorf("got %q (%v)", idsOf(got), err)
		}
		got, err = c.LatestAfter(t.Context(), []directory.Kind{directory.KindCentre}, 4, 100)
		if err != nil || idsOf(got) != "house" {
			t.Errorf("of centres after 4, got %q (%v)", idsOf(got), err)
		}
	})

	t.Run("the history of an entry outlives it", func(t *testing.T) {
		got, err := c.History(t.Context(), house.Key())
		if err != nil || idsOf(got) != "house house house" || got[2].Entry != nil {
			t.Errorf("got %q (%v)", idsOf(got), err)
		}
		_, err = c.History(t.Context(), directory.Key{Kind: directory.KindCentre, ID: "none"})
		wantProblem(t, err, problem.NotFound)
	})

	t.Run("a catalogue whose entries are all deleted is not empty", func(t *testing.T) {
		if empty, err := c.Empty(t.Context()); err != nil || empty {
			t.Errorf("empty %t (%v)", empty, err)
		}
	})

	t.Run("a change cannot be altered or removed", func(t *testing.T) {
		for _, statement := range []string{`UPDATE changes SET author = 'nobody'`, `DELETE FROM changes`} {
			if err := c.Exec(t.Context(), statement); err == nil {
				t.Errorf("%s was carried out", statement)
			}
		}
		check(t, c)
	})
}

func TestListen(t *testing.T) {
	rung := func(bell <-chan struct{}) bool {
		select {
		case <-bell:
			return true
		default:
			return false
		}
	}
	c := newCatalogue(t)
	bell, stop := c.Listen()
	other, stopOther := c.Listen()
	defer stopOther()
	if rung(bell) {
		t.Error("the bell rang before any write")
	}
	put(t, c, topic("talk", ""))
	put(t, c, topic("sport", ""))
	if !rung(bell) || rung(bell) {
		t.Error("the bell is rung once for what nobody has heard yet")
	}
	if !rung(other) {
		t.Error("each listener has a bell of its own")
	}
	if _, err := c.Delete(t.Context(), directory.Key{Kind: directory.KindTopic, ID: "none"}, edit); err == nil || rung(bell) {
		t.Error("the bell rang for what was rolled back")
	}
	stop()
	put(t, c, topic("music", ""))
	if rung(bell) || !rung(other) {
		t.Error("the bell rings for those who still listen")
	}
}

func TestTimesAreComparable(t *testing.T) {
	c := newCatalogue(t, topic("talk", ""))
	got, err := c.Entry(t.Context(), directory.Key{Kind: directory.KindTopic, ID: "talk"})
	if err != nil || !got.At.Equal(clock().Truncate(time.Millisecond)) || got.At.Location() != time.UTC {
		t.Errorf("at %v (%v)", got.At, err)
	}
}
