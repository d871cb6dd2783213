package api_test

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"walkin/internal/directory"
	"walkin/internal/sqlite"
)

// listingPage is a page of RPDE as a portal reads it.
type listingPage struct {
	Next  string
	Items []listingItem
}

type listingItem struct {
	State, Kind, ID string
	Modified        uint64
	Data            json.RawMessage
}

// portal follows /feeds/listings: it keeps what is updated and drops what is
// deleted.
type portal struct {
	s     *service
	query string
	next  string
	kept  map[string]string
	seen  []string // ids of the last reading
}

func follow(s *service, query string) *portal {
	return &portal{s: s, query: query, next: s.url + "/feeds/listings" + query, kept: make(map[string]string)}
}

// read goes to the last page.
func (p *portal) read() {
	p.s.t.Helper()
	p.seen = nil
	for {
		page, err := p.page()
		if err != nil {
			p.s.t.Error(err)
			return
		}
		if len(page.Items) == 0 && page.Next == p.next {
			return
		}
		for _, i := range page.Items {
			p.seen = append(p.seen, i.ID)
			if i.State == "updated" {
				p.kept[i.ID] = string(i.Data)
			} else {
				delete(p.kept, i.ID)
			}
		}
		p.next = page.Next
	}
}

func (p *portal) page() (page listingPage, err error) {
	response, body, err := p.s.fetch("GET", strings.TrimPrefix(p.next, p.s.url))
	if err != nil || response.StatusCode != 200 {
		return page, fmt.Errorf("%s: %d %w", p.next, response.StatusCode, err)
	}
	return page, json.Unmarshal(body, &page)
}

// editor changes a catalogue as staff and imports do, a few entries at a time:
// words, addresses, statuses, rhythms, networks; it deletes, and brings back
// what was deleted.
type editor struct {
	t       testing.TB
	c       *sqlite.Catalogue
	dice    *rand.Rand
	entries []directory.Entry
	joined  [][]string // networks to join
	deleted map[directory.Key]bool
	edited  map[string]bool // ids as RPDE has them
	pending map[directory.Key]directory.Entry
}

func newEditor(t testing.TB, c *sqlite.Catalogue, entries []directory.Entry) *editor {
	e := &editor{t: t, c: c, dice: rand.New(rand.NewPCG(1, 2)), entries: slices.Clone(entries), joined: [][]string{nil},
		deleted: map[directory.Key]bool{}, edited: map[string]bool{}, pending: map[directory.Key]directory.Entry{}}
	for _, entry := range entries {
		if key := entry.Key(); key.Kind == directory.KindNetwork {
			e.joined = append(e.joined, []string{key.ID})
		}
	}
	return e
}

// edit makes the nth edit.
func (e *editor) edit(n int) {
	i := e.dice.IntN(len(e.entries))
	entry := e.varied(e.entries[i], n)
	if entry == nil {
		return
	}
	key := entry.Key()
	e.edited[key.String()] = true
	if (key.Kind == directory.KindActivity || key.Kind == directory.KindHelpline) && !e.deleted[key] && e.dice.IntN(3) == 0 {
		e.commit()
		if _, err := e.c.Delete(context.Background(), key, directory.Edit{Author: author}); err != nil {
			e.t.Errorf("%s: %v", key, err)
		}
		e.deleted[key] = true
		return
	}
	delete(e.deleted, key)
	e.entries[i], e.pending[key] = entry, entry
	if e.dice.IntN(10) == 0 {
		e.commit()
	}
}

func (e *editor) commit() {
	entries := slices.Collect(maps.Values(e.pending))
	clear(e.pending)
	if _, _, _, err := e.c.PutAll(context.Background(), entries, author, nil); err != nil {
		e.t.Error(err)
	}
}

func (e *editor) varied(entry directory.Entry, n int) directory.Entry {
	words := directory.Text{"da": fmt.Sprintf("Rettet %d gange", n)}
	switch old := entry.(type) {
	case *directory.Centre:
		changed := *old
		changed.Description, changed.MovedTo = words, ""
		changed.Status = []directory.Status{"", directory.StatusOpen, directory.StatusPaused, directory.StatusClosed}[e.dice.IntN(4)]
		changed.Location.Municipality = []string{"0751", "0461", old.Location.Municipality}[e.dice.IntN(3)]
		return &changed
	case *directory.Activity:
		changed := *old
		changed.Description = words
		changed.Rhythm = []directory.Rhythm{directory.Fixed, directory.Varying}[e.dice.IntN(2)]
		return &changed
	case *directory.Helpline:
		changed := *old
		changed.Description = words
		return &changed
	case *directory.Organisation:
		changed := *old
		changed.Description = words
		changed.Networks = e.joined[e.dice.IntN(len(e.joined))]
		return &changed
	}
	return nil
}

// TestWhoFollowsTheFeedEndsWithTheCatalogue reads six parts of the feed all the
// while 5,000 edits and deletions happen; with -short, 500.
func TestWhoFollowsTheFeedEndsWithTheCatalogue(t *testing.T) {
	t.Parallel()
	edits := 5000
	if testing.Short() {
		edits = 500
	}
	entries := builtinEntries(t)
	s, c := serveCatalogue(t, entries...)
	taxonomy := newMemory(entries...).Taxonomy()
	queries := []string{"", "?country=DK", "?municipality=0751", "?network=headspace-danmark", "?topic=mental_wellbeing", "?country=BE&network=overkop&topic=talk_to_someone"}
	done := make(chan struct{})
	go func() {
		defer close(done)
		e := newEditor(t, c, entries)
		for n := range edits {
			e.edit(n)
		}
		e.commit()
	}()
	portals := make([]*portal, len(queries))
	items := make([]int, len(queries))
	var reading sync.WaitGroup
	for n, query := range queries {
		portals[n] = follow(s, query)
		reading.Go(func() {
			for written := false; ; {
				portals[n].read()
				items[n] += len(portals[n].seen)
				if written {
					return
				}
				select {
				case <-done:
					written = true
				case <-time.After(100 * time.Millisecond): // who reads all the time keeps the edits waiting
				}
			}
		})
	}
	reading.Wait()
	for n, query := range queries {
		values, _ := url.ParseQuery(strings.TrimPrefix(query, "?"))
		want := catalogued(t, c, taxonomy, values)
		if got := slices.Sorted(maps.Keys(portals[n].kept)); !slices.Equal(got, want) || len(want) == 0 {
			t.Errorf("%q: %d entries, want %d", query, len(got), len(want))
		}
		// What it knows of each is what one is told who comes only now: no
		// embedded name, network or address is old.
		late := follow(s, query)
		late.read()
		if !maps.Equal(late.kept, portals[n].kept) {
			t.Errorf("%q: what was followed is not what is there", query)
		}
		t.Logf("%q: %d items heard, %d entries kept", query, items[n], len(want))
	}
	if err := c.Check(t.Context()); err != nil {
		t.Error(err)
	}
}
