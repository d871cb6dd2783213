package api

import (
	"context"
	"time"

	"walkin/internal/directory"
	"walkin/internal/feed/hsds"
)

// This file reads lists for HSDS, pages by number: from the catalogue where it
// can answer, else from a scan (hsds_scan.go).

// hsdsItem is one member of a list: an entry, or an entry at one of its places.
type hsdsItem struct {
	change directory.Change
	site   *directory.Site
}

// hsdsPage is a page as HSDS has it. Its members are objects of any sort, which
// the wire type of the contract can only hold as maps.
type hsdsPage struct {
	HSDSPage
	Contents []any `json:"contents"`
}

// newHSDSPage gives the page with a number of a list with so many members.
func newHSDSPage(number, perPage, total int, contents []any) hsdsPage {
	pages := 0
	if perPage > 0 {
		pages = (total + perPage - 1) / perPage
	}
	if contents == nil {
		contents = []any{}
	}
	return hsdsPage{HSDSPage: HSDSPage{
		TotalItems: total, TotalPages: pages, PageNumber: number, Size: len(contents),
		FirstPage: number == 1, LastPage: number >= pages, Empty: len(contents) == 0,
	}, Contents: contents}
}

// minimalItem is all that is said of an entry in a minimal list.
type minimalItem struct {
	ID       string    `json:"id"`
	Modified time.Time `json:"modified_date"`
}

// page reads the page that is asked for. Where the catalogue can look up all
// that is asked, it is one slice of it; else every entry is looked at.
func (a *hsdsAsked) page(ctx context.Context) (hsdsPage, error) {
	number, perPage := 1, defaultPage
	if a.query.Page != nil {
		number = *a.query.Page
	}
	if a.query.PerPage != nil {
		perPage = *a.query.PerPage
	}
	if a.query.Minimal {
		perPage = minimalPage
	}
	from := (number - 1) * perPage
	if len(a.of.kinds) == 0 {
		return a.taxonomies(number, perPage), nil
	}
	read := a.slice
	if a.scans() {
		read = a.scan
	}
	items, total, err := read(ctx, from, perPage)
	if err != nil {
		return hsdsPage{}, err
	}
	contents, err := a.s.hsdsObjects(ctx, items, a.query)
	return newHSDSPage(number, perPage, total, contents), err
}

// taxonomies gives a page of the two taxonomies.
func (a *hsdsAsked) taxonomies(number, perPage int) hsdsPage {
	var all []any
	for _, t := range hsds.Taxonomies() {
		if a.filter.Text(t.Name, t.Description) {
			all = append(all, t)
		}
	}
	from := min((number-1)*perPage, len(all))
	return newHSDSPage(number, perPage, len(all), all[from:min(from+perPage, len(all))])
}

// scans says whether every entry must be looked at.
func (a *hsdsAsked) scans() bool {
	return !a.filter.Empty() || a.query.Taxonomy != "" || a.query.Parent != "" || a.query.TopOnly
}

// slice reads a slice of the list, which is the entries of one kind after those
// of another, each by id.
func (a *hsdsAsked) slice(ctx context.Context, from, size int) (items []hsdsItem, total int, err error) {
	for _, kind := range a.kinds {
		l := a.listing
		l.Kind = kind
		count := a.s.catalogue.Count
		if a.of.sites {
			count = a.s.catalogue.CountSites
		}
		n, err := count(ctx, l)
		if err != nil {
			return nil, 0, err
		}
		if first := max(from-total, 0); first < n && len(items) < size {
			l.Offset, l.Limit = first, size-len(items)
			more, err := a.read(ctx, l)
			if err != nil {
				return nil, 0, err
			}
			items = append(items, more...)
		}
		total += n
	}
	return items, total, nil
}

// read reads a slice of one kind.
func (a *hsdsAsked) read(ctx context.Context, l directory.Listing) ([]hsdsItem, error) {
	if !a.of.sites {
		changes, err := a.s.catalogue.Entries(ctx, l)
		items := make([]hsdsItem, len(changes))
		for i, change := range changes {
			items[i].change = change
		}
		return items, err
	}
	sites, err := a.s.catalogue.Sites(ctx, l)
	if err != nil {
		return nil, err
	}
	return a.members(ctx, sites)
}

// members reads the entries of some members. One that was deleted since it was
// found is left out.
func (a *hsdsAsked) members(ctx context.Context, sites []directory.Site) ([]hsdsItem, error) {
	keys := make([]directory.Key, len(sites))
	for i := range sites {
		keys[i] = sites[i].Of
	}
	changes, err := a.s.changesByKey(ctx, keys)
	if err != nil {
		return nil, err
	}
	items := make([]hsdsItem, 0, len(sites))
	for i := range sites {
		change, ok := changes[sites[i].Of]
		switch {
		case !ok:
		case a.of.sites:
			items = append(items, hsdsItem{change, &sites[i]})
		default:
			items = append(items, hsdsItem{change: change})
		}
	}
	return items, nil
}
