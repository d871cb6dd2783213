package sqlite_test

import (
	"fmt"
	"maps"
	"path/filepath"
	"testing"

	"pgregory.net/rapid"

	"walkin/internal/directory"
	"walkin/internal/problem"
	"walkin/internal/sqlite"
)

// model is the catalogue as a child would write it: two maps.
type model struct {
	entries   map[directory.Key]directory.Entry
	revisions map[directory.Key]int
	changes   uint64
}

func (m *model) dangling(e directory.Entry) bool {
	for _, ref := range e.References() {
		if _, there := m.entries[ref]; !there {
			return true
		}
	}
	return false
}

func (m *model) referredTo(key directory.Key) bool {
	for _, e := range m.entries {
		for _, ref := range e.References() {
			if ref == key {
				return true
			}
		}
	}
	return false
}

func anyEntry(t *rapid.T) directory.Entry {
	pick := func(label string, of ...string) string { return rapid.SampledFrom(of).Draw(t, label) }
	switch rapid.IntRange(0, 3).Draw(t, "kind") {
	case 0:
		// The parents form no circle, whatever is drawn; circles have a test
		// of their own.
		if pick("topic", "root", "leaf") == "root" {
			return topic("root", "")
		}
		return topic("leaf", pick("parent", "", "root"))
	case 1:
		return organisation(pick("organisation", "club", "huis"))
	case 2:
		c := centre(pick("centre", "a", "b", "c"), pick("run by", "", "club", "huis"), pick("about", "root", "leaf"))
		return described(c, pick("words", "one", "two", "three"))
	default:
		return activity(pick("activity", "x", "y"), []string{pick("at", "a", "b")}, pick("about", "root", "leaf"))
	}
}

// Any sequence of writes leaves what two maps would hold, and replaying the
// log gives the living entries.
func TestCatalogueAgreesWithItsModel(t *testing.T) {
	n := 0
	rapid.Check(t, func(rt *rapid.T) {
		n++
		c, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), fmt.Sprintf("%d.db", n)), options)
		if err != nil {
			rt.Fatal(err)
		}
		defer c.Close()
		m := &model{entries: make(map[directory.Key]directory.Entry), revisions: make(map[directory.Key]int)}
		rt.Repeat(map[string]func(*rapid.T){
			"put": func(rt *rapid.T) {
				e := anyEntry(rt)
				key := e.Key()
				old, there := m.entries[key]
				by := edit
				seen := 0
				if there {
					seen = m.revisions[key]
				}
				if rapid.Bool().Draw(rt, "conditional") {
					by.IfRevision = revision(rapid.IntRange(0, 3).Draw(rt, "seen"))
				}
				got, err := c.Put(t.Context(), e, by)
				switch {
				case by.IfRevision != nil && *by.IfRevision != seen:
					wantKind(rt, err, problem.Stale)
				case m.dangling(e):
					wantKind(rt, err, problem.Invalid)
				case err != nil:
					rt.Fatal(err)
				case there && encode(t, old) == encode(t, e):
					if got.Revision != m.revisions[key] {
						rt.Fatalf("nothing changed, and revision %d became %d", m.revisions[key], got.Revision)
					}
				default:
					m.entries[key] = e
					m.revisions[key]++
					m.changes++
					if got.Revision != m.revisions[key] || got.Number != m.changes {
						rt.Fatalf("revision %d, number %d; want %d, %d", got.Revision, got.Number, m.revisions[key], m.changes)
					}
				}
			},
			"delete": func(rt *rapid.T) {
				key := anyEntry(rt).Key()
				_, there := m.entries[key]
				_, err := c.Delete(t.Context(), key, edit)
				switch {
				case !there && m.revisions[key] > 0:
					wantKind(rt, err, problem.Gone)
				case !there:
					wantKind(rt, err, problem.NotFound)
				case m.referredTo(key):
					wantKind(rt, err, problem.Conflict)
				case err != nil:
					rt.Fatal(err)
				default:
					delete(m.entries, key)
					m.revisions[key]++
					m.changes++
				}
			},
			"": func(rt *rapid.T) {
				want := make(map[directory.Key]string)
				for key, e := range m.entries {
					want[key] = encode(t, e)
				}
				if got := live(t, c); !maps.Equal(got, want) {
					rt.Fatalf("living %v, want %v", got, want)
				}
			},
		})
		replayed := make(map[directory.Key]string)
		var last uint64
		for {
			page, err := c.ChangesAfter(t.Context(), last, 3)
			if err != nil {
				rt.Fatal(err)
			}
			if len(page) == 0 {
				break
			}
			for _, change := range page {
				last = change.Number
				delete(replayed, change.Key)
				if !change.Deleted() {
					replayed[change.Key] = encode(t, change.Entry)
				}
			}
		}
		if got := live(t, c); !maps.Equal(got, replayed) || last != m.changes {
			rt.Fatalf("replay to %d gives %v, living are %v", last, replayed, got)
		}
		if err := c.Check(t.Context()); err != nil {
			rt.Fatal(err)
		}
	})
}

func wantKind(t *rapid.T, err error, kind problem.Kind) {
	if err == nil || problem.KindOf(err) != kind {
		t.Fatalf("got %v, want %s", err, kind)
	}
}
