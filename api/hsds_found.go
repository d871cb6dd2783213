package api

import (
	"context"
	"encoding/json"
	"sync"

	"walkin/internal/directory"
)

// maxFound is how many members all remembered lists have together, at some 100
// bytes each.
const maxFound = 200_000

// found remembers what passed a filter for as long as nothing changes, so that a
// client which reads a list page by page has every entry looked at once and not
// for every page. Only lists that were asked for in an address are here: what
// a person typed, and where they stand, is kept nowhere.
type found struct {
	mu    sync.Mutex
	last  uint64 // number of the change up to which the lists hold
	size  int    // members of all lists
	lists map[string][]directory.Site
}

// list gives the list with a name as it is after a change.
func (f *found) list(last uint64, name string) ([]directory.Site, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if last == 0 || last != f.last {
		return nil, false
	}
	list, ok := f.lists[name]
	return list, ok
}

// keep remembers a list, and forgets the others where there is no room for all.
func (f *found) keep(last uint64, name string, list []directory.Site) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if last < f.last || len(list) > maxFound {
		return
	}
	if _, twice := f.lists[name]; last > f.last || twice || f.size+len(list) > maxFound || len(f.lists) >= maxFound/1000 {
		f.last, f.size, f.lists = last, 0, make(map[string][]directory.Site)
	}
	f.lists[name] = list
	f.size += len(list)
}

// name is what a list is remembered by: all that decides what is in it. A page
// and the form of its objects do not.
func (a *hsdsAsked) name() string {
	q := a.query
	q.Page, q.PerPage, q.Format, q.Full, q.FullService, q.Minimal = nil, nil, "", false, false, false
	name, _ := json.Marshal([]any{q, a.kinds, a.of.sites, a.listing.Topics}) // of texts, numbers and times
	return string(name)
}

// remember keeps a list, if nothing changed while it was gathered.
func (a *hsdsAsked) remember(ctx context.Context, name string, list []directory.Site) error {
	if a.last == 0 {
		return nil
	}
	last, err := a.s.catalogue.LastChange(ctx)
	if err == nil && last == a.last {
		a.s.found.keep(last, name, list)
	}
	return err
}
