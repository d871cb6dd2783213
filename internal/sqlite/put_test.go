package sqlite_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"walkin/internal/directory"
	"walkin/internal/problem"
	"walkin/internal/sqlite"
)

func asProblem(err error) (*problem.Error, bool) {
	var p *problem.Error
	return p, errors.As(err, &p)
}

func TestPut(t *testing.T) {
	house := centre("house", "", "talk")
	tests := []struct {
		name     string
		before   func(t *testing.T, c *sqlite.Catalogue)
		entry    directory.Entry
		edit     *int
		revision int // of the change given; 0 where an error is wanted
		kind     problem.Kind
		fields   string
	}{
		{name: "a new entry is revision 1", entry: house, revision: 1},
		{name: "a new entry that must not exist is revision 1", entry: house, edit: revision(0), revision: 1},
		{
			name:   "a changed entry is the next revision",
			before: func(t *testing.T, c *sqlite.Catalogue) { put(t, c, described(house, "old")) },
			entry:  house, edit: revision(1), revision: 2,
		},
		{
			name:   "an entry that is already so stays at its revision",
			before: func(t *testing.T, c *sqlite.Catalogue) { put(t, c, house) },
			entry:  centre("house", "", "talk"), edit: revision(1), revision: 1,
		},
		{
			name: "a stale revision is refused",
			before: func(t *testing.T, c *sqlite.Catalogue) {
				put(t, c, house)
				put(t, c, described(house, "newer"))
			},
			entry: described(house, "mine"), edit: revision(1), kind: problem.Stale,
		},
		{
			name:   "a stale revision is refused even where nothing would change",
			before: func(t *testing.T, c *sqlite.Catalogue) { put(t, c, house) },
			entry:  house, edit: revision(7), kind: problem.Stale,
		},
		{
			name:   "an entry that must not exist and does is refused",
			before: func(t *testing.T, c *sqlite.Catalogue) { put(t, c, house) },
			entry:  described(house, "mine"), edit: revision(0), kind: problem.Stale,
		},
		{name: "a revision of an entry that never existed is refused", entry: house, edit: revision(1), kind: problem.Stale},
		{
			name: "a deleted entry that comes back continues its revisions",
			before: func(t *testing.T, c *sqlite.Catalogue) {
				put(t, c, house)
				remove(t, c, house.Key())
			},
			entry: house, edit: revision(0), revision: 3,
		},
		{
			name: "a revision of a deleted entry is refused",
			before: func(t *testing.T, c *sqlite.Catalogue) {
				put(t, c, house)
				remove(t, c, house.Key())
			},
			entry: house, edit: revision(2), kind: problem.Stale,
		},
		{name: "an entry that breaks a rule is refused", entry: centre("house", ""), kind: problem.Invalid, fields: "/topics"},
		{name: "a topic that does not exist is named", entry: centre("house", "", "talk", "flight"), kind: problem.Invalid, fields: "/topics/1"},
		{name: "an organisation that does not exist is named", entry: centre("house", "nobody", "talk"), kind: problem.Invalid, fields: "/organisation"},
		{name: "a centre that does not exist is named", entry: activity("chess", []string{"nowhere"}, "talk"), kind: problem.Invalid, fields: "/centres/0"},
		{name: "a network that does not exist is named", entry: organisation("club", "none"), kind: problem.Invalid, fields: "/networks/0"},
		{name: "a parent that does not exist is named", entry: topic("flying", "flight"), kind: problem.Invalid, fields: "/parent"},
		{
			name: "every place of one missing entry is named",
			entry: &directory.Activity{
				ID: "chess", Title: directory.Text{"en": "Chess"}, Rhythm: directory.Fixed, Topics: []string{"talk"}, Setting: directory.Online,
				Organisation: "nobody",
			},
			kind: problem.Invalid, fields: "/organisation",
		},
		{
			name: "a partner that does not exist is named",
			entry: func() directory.Entry {
				c := centre("house", "", "talk")
				c.Partners = []directory.Partner{{Name: "Nurse"}, {Name: "Job adviser", Organisation: "nobody"}}
				c.Status, c.MovedTo = directory.StatusMoved, "elsewhere"
				return c
			}(),
			kind: problem.Invalid, fields: "/moved_to /partners/1/organisation",
		},
		{
			name:   "a topic that would be its own ancestor is refused",
			before: func(t *testing.T, c *sqlite.Catalogue) { put(t, c, topic("chat", "talk")) },
			entry:  topic("talk", "chat"), kind: problem.Invalid, fields: "/parent",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := newCatalogue(t, topic("talk", ""))
			if tt.before != nil {
				tt.before(t, c)
			}
			before, err := c.LastChange(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			got, err := c.Put(t.Context(), tt.entry, directory.Edit{Author: "anna", IfRevision: tt.edit})
			if tt.revision == 0 {
				wantProblem(t, err, tt.kind)
				if fields := fieldsOf(err); fields != tt.fields {
					t.Errorf("fields %q, want %q", fields, tt.fields)
				}
				if after, _ := c.LastChange(t.Context()); after != before {
					t.Errorf("a refused edit left change %d", after)
				}
				check(t, c)
				return
			}
			if err != nil {
				t.Fatal(err, fieldsOf(err))
			}
			if got.Revision != tt.revision || got.Key != tt.entry.Key() {
				t.Errorf("got %s revision %d, want %s revision %d", got.Key, got.Revision, tt.entry.Key(), tt.revision)
			}
			stored, err := c.Entry(t.Context(), got.Key)
			if err != nil {
				t.Fatal(err)
			}
			if stored.Number != got.Number || stored.Revision != got.Revision || stored.Author != got.Author || !stored.At.Equal(got.At) {
				t.Errorf("stored %+v, given %+v", stored, got)
			}
			if encode(t, stored.Entry) != encode(t, tt.entry) {
				t.Errorf("stored %s", encode(t, stored.Entry))
			}
			check(t, c)
		})
	}

	t.Run("a change says who, when and which", func(t *testing.T) {
		c := newCatalogue(t)
		got, err := c.Put(t.Context(), topic("talk", ""), directory.Edit{Author: "anna"})
		if err != nil {
			t.Fatal(err)
		}
		at := time.Date(2026, 11, 21, 13, 0, 0, 123000000, time.UTC)
		if got.Number != 1 || got.Author != "anna" || !got.At.Equal(at) || got.At.Location() != time.UTC {
			t.Errorf("got %+v", got)
		}
	})

	t.Run("an edit without an author is refused", func(t *testing.T) {
		c := newCatalogue(t)
		if _, err := c.Put(t.Context(), topic("talk", ""), directory.Edit{}); err == nil {
			t.Error("it was taken")
		}
	})
}

func TestPutAll(t *testing.T) {
	t.Run("a batch may refer to what comes later in it", func(t *testing.T) {
		c := newCatalogue(t)
		entries := []directory.Entry{
			activity("chess", []string{"house"}, "talk"), centre("house", "club", "talk"),
			organisation("club", "alliance"), network("alliance", "DK"), topic("talk", "all"), topic("all", ""),
		}
		var progress []int
		added, changed, same, err := c.PutAll(t.Context(), entries, "import", func(n int) { progress = append(progress, n) })
		if err != nil || added != 6 || changed != 0 || same != 0 {
			t.Fatalf("added %d, changed %d, same %d, error %v", added, changed, same, err)
		}
		if len(progress) != 6 || progress[5] != 6 {
			t.Errorf("progress %v", progress)
		}
		check(t, c)
	})

	t.Run("it counts what is new, changed and already so", func(t *testing.T) {
		c := newCatalogue(t, topic("talk", ""), centre("old", "", "talk"), centre("same", "", "talk"))
		before, _ := c.LastChange(t.Context())
		added, changed, same, err := c.PutAll(t.Context(), []directory.Entry{
			described(centre("old", "", "talk"), "now otherwise"), centre("same", "", "talk"), centre("new", "", "talk"),
		}, "import", nil)
		if err != nil || added != 1 || changed != 1 || same != 1 {
			t.Errorf("added %d, changed %d, same %d, error %v; want 1, 1, 1", added, changed, same, err)
		}
		if after, _ := c.LastChange(t.Context()); after != before+2 {
			t.Errorf("%d changes, want 2", after-before)
		}
	})

	refused := []struct {
		name    string
		entries []directory.Entry
		fields  string
	}{
		{"a batch with a missing reference leaves nothing", []directory.Entry{topic("talk", ""), centre("house", "", "talk", "flight"), centre("barn", "nobody", "talk")}, "/1/topics/1 /2/organisation"},
		{"a batch with an entry that breaks a rule leaves nothing", []directory.Entry{topic("talk", ""), centre("house", ""), topic("Talk!", "")}, "/1/topics /2/id"},
		{"a batch with an entry twice leaves nothing", []directory.Entry{topic("talk", ""), topic("talk", "")}, "/1/id"},
		{"a batch with topics in a circle leaves nothing", []directory.Entry{topic("a", "c"), topic("b", "a"), topic("c", "b")}, "/0/parent /1/parent /2/parent"},
	}
	for _, tt := range refused {
		t.Run(tt.name, func(t *testing.T) {
			c := newCatalogue(t, topic("seed", ""))
			_, _, _, err := c.PutAll(t.Context(), tt.entries, "import", nil)
			wantProblem(t, err, problem.Invalid)
			if fields := fieldsOf(err); fields != tt.fields {
				t.Errorf("fields %q, want %q", fields, tt.fields)
			}
			if left := live(t, c); len(left) != 1 {
				t.Errorf("left %v", left)
			}
			if last, _ := c.LastChange(t.Context()); last != 1 {
				t.Errorf("last change %d, want 1", last)
			}
			check(t, c)
		})
	}

	t.Run("a batch whose context ends leaves nothing", func(t *testing.T) {
		c := newCatalogue(t, topic("talk", ""))
		ctx, cancel := context.WithCancel(t.Context())
		entries := make([]directory.Entry, 50)
		for i := range entries {
			entries[i] = centre(fmt.Sprintf("house-%d", i), "", "talk")
		}
		_, _, _, err := c.PutAll(ctx, entries, "import", func(n int) {
			if n == 20 {
				cancel()
			}
		})
		if !errors.Is(err, context.Canceled) {
			t.Errorf("error %v, want that the context was cancelled", err)
		}
		if left := live(t, c); len(left) != 1 {
			t.Errorf("%d entries left, want 1", len(left))
		}
		put(t, c, centre("house", "", "talk")) // and writing goes on
		check(t, c)
	})
}

// Two hundred editors change fifty entries, each on sight of what it read. An
// edit is either in the log, on top of what its author saw, or refused.
func TestEditorsDoNotOverwriteEachOther(t *testing.T) {
	const editors, houses, edits = 200, 50, 4
	entries := []directory.Entry{topic("talk", "")}
	for i := range houses {
		entries = append(entries, centre(fmt.Sprintf("house-%d", i), "", "talk"))
	}
	c := newCatalogue(t, entries...)
	var won, lost atomic.Int64
	var wg sync.WaitGroup
	for editor := range editors {
		wg.Go(func() {
			for edit := range edits {
				key := directory.Key{Kind: directory.KindCentre, ID: fmt.Sprintf("house-%d", (editor*7+edit)%houses)}
				seen, err := c.Entry(t.Context(), key)
				if err != nil {
					t.Error(err)
					return
				}
				next := described(seen.Entry.(*directory.Centre), fmt.Sprintf("%d %d on %d", editor, edit, seen.Revision))
				got, err := c.Put(t.Context(), next, directory.Edit{Author: "editor", IfRevision: &seen.Revision})
				switch {
				case err == nil && got.Revision == seen.Revision+1:
					won.Add(1)
				case problem.KindOf(err) == problem.Stale:
					lost.Add(1)
				default:
					t.Errorf("revision %d on sight of %d, error %v", got.Revision, seen.Revision, err)
				}
			}
		})
	}
	wg.Wait()
	if won.Load()+lost.Load() != editors*edits {
		t.Errorf("%d won and %d lost, of %d edits", won.Load(), lost.Load(), editors*edits)
	}
	last, err := c.LastChange(t.Context())
	if err != nil || last != uint64(len(entries))+uint64(won.Load()) {
		t.Errorf("%d changes (%v), want one for each of %d entries and %d edits", last, err, len(entries), won.Load())
	}
	for i := range houses {
		history, err := c.History(t.Context(), directory.Key{Kind: directory.KindCentre, ID: fmt.Sprintf("house-%d", i)})
		if err != nil {
			t.Fatal(err)
		}
		for r, change := range history {
			if change.Revision != r+1 {
				t.Errorf("%s: revision %d follows %d", change.Key, change.Revision, r)
			}
			words := change.Entry.(*directory.Centre).Description["en"]
			if r > 0 {
				var editor, edit, on int
				if _, err := fmt.Sscanf(words, "%d %d on %d", &editor, &edit, &on); err != nil || on != r {
					t.Errorf("%s revision %d was made on sight of %q", change.Key, change.Revision, words)
				}
			}
		}
	}
	check(t, c)
}
