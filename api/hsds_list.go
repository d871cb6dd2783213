package api

import (
	"context"
	"io"
	"slices"
	"time"

	"walkin/internal/directory"
	"walkin/internal/feed/hsds"
	"walkin/internal/geo"
)

// This file reads lists for HSDS: pages by number from the catalogue, or
// everything as a stream.

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

// scan looks at every entry and keeps what belongs on the page, unless the list
// is remembered from another page of it.
func (a *hsdsAsked) scan(ctx context.Context, from, size int) (items []hsdsItem, total int, err error) {
	name := a.name()
	if list, ok := a.s.found.list(a.last, name); ok {
		from = min(from, len(list))
		items, err = a.members(ctx, list[from:min(from+size, len(list))])
		return items, len(list), err
	}
	var list []directory.Site
	err = a.each(ctx, func(batch []hsdsItem) error {
		for _, item := range batch {
			if total >= from && len(items) < size {
				items = append(items, item)
			}
			total++
			switch {
			case a.last == 0 || total > maxFound:
			case item.site != nil:
				list = append(list, *item.site)
			default:
				list = append(list, directory.Site{Of: item.change.Key})
			}
		}
		return nil
	})
	if err == nil && len(list) == total {
		err = a.remember(ctx, name, list)
	}
	return items, total, err
}

// stream writes the whole list, one object a line.
func (a *hsdsAsked) stream(ctx context.Context, w io.Writer) error {
	write := func(objects []any) error {
		for _, object := range objects {
			line, err := encodeJSON(object)
			if err != nil {
				return err
			}
			if _, err := w.Write(line); err != nil {
				return err
			}
		}
		return nil
	}
	if len(a.of.kinds) == 0 {
		return write(a.taxonomies(1, defaultPage).Contents)
	}
	return a.each(ctx, func(batch []hsdsItem) error {
		objects, err := a.s.hsdsObjects(ctx, batch, a.query)
		if err != nil {
			return err
		}
		return write(objects)
	})
}

// each walks over the members of the list that pass the filter, in batches, which
// are only good until f comes back.
func (a *hsdsAsked) each(ctx context.Context, f func([]hsdsItem) error) error {
	parents, err := a.s.parents(ctx, a.query.TopOnly)
	if err != nil {
		return err
	}
	if err := a.locate(ctx); err != nil {
		return err
	}
	related := make(map[directory.Key]directory.Entry)
	for _, kind := range a.kinds {
		l := a.listing
		l.Kind = kind
		var batch []hsdsItem
		pass := func() error {
			kept := batch
			if a.relates() && len(batch) > 0 {
				p, err := a.s.projection(ctx, batch, related)
				if err != nil {
					return err
				}
				kept = slices.DeleteFunc(batch, func(item hsdsItem) bool { return !a.passes(item, p, parents) })
			}
			batch = batch[:0]
			if len(kept) == 0 {
				return nil
			}
			return f(kept)
		}
		err := a.s.eachEntry(ctx, l, func(change directory.Change) error {
			if a.of.sites {
				for _, site := range directory.Sites(change.Entry) {
					if a.filter.Entry(change.Entry, &site) {
						batch = append(batch, hsdsItem{change, &site})
					}
				}
			} else if a.filter.Entry(change.Entry, nil) {
				batch = append(batch, hsdsItem{change: change})
			}
			if len(batch) < walkPage {
				return nil
			}
			return pass()
		})
		if err == nil {
			err = pass()
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// locate looks up the centres that are where it is asked for.
func (a *hsdsAsked) locate(ctx context.Context) error {
	if !a.filter.Placed() {
		return nil
	}
	l := directory.Listing{Kind: directory.KindCentre, Country: a.filter.Country, Municipality: a.filter.Municipality}
	if a.filter.Near != nil {
		box := geo.Around(*a.filter.Near, a.filter.RadiusM)
		l.Box = &box
	}
	a.filter.Centres = make(map[string]bool)
	return a.s.eachEntry(ctx, l, func(change directory.Change) error {
		if centre := change.Entry.(*directory.Centre); a.filter.Holds(centre.Location) {
			a.filter.Centres[centre.ID] = true
		}
		return nil
	})
}

// relates says whether more than its own entry must be looked at to tell whether
// a member of the list passes.
func (a *hsdsAsked) relates() bool {
	return len(a.filter.Words) > 0 || a.query.Taxonomy != "" || a.query.Parent != "" || a.query.TopOnly
}

// passes says whether a member of the list that has passed as an entry passes
// the rest of the filter.
func (a *hsdsAsked) passes(item hsdsItem, p *hsds.Projection, parents map[string]bool) bool {
	e, brief := item.change.Entry, *p
	brief.Brief = true
	switch e := e.(type) {
	case *directory.Organisation:
		return a.filter.Text(e.Name, brief.Organization(e).Description)
	case *directory.Topic, *directory.Network:
		t := brief.Term(e)
		return (a.query.Taxonomy == "" || t.TaxonomyID == a.query.Taxonomy) && (a.query.Parent == "" || t.ParentID == a.query.Parent) &&
			!(a.query.TopOnly && parents[t.Code] && e.Key().Kind == directory.KindTopic) && a.filter.Text(t.Name, t.Description)
	}
	if a.query.Taxonomy == hsds.Networks.ID && !p.Networked(e) || a.query.Taxonomy == hsds.Topics.ID && len(brief.Service(e).Attributes) == 0 {
		return false
	}
	if item.site != nil {
		at := brief.ServiceAtLocation(e, *item.site)
		return at != nil && a.filter.ServiceAtLocation(at)
	}
	return a.filter.Service(brief.Service(e))
}

// parents gives the topics that have others below them, where that is asked.
func (s *Server) parents(ctx context.Context, asked bool) (map[string]bool, error) {
	if !asked {
		return nil, nil
	}
	parents := make(map[string]bool)
	err := s.eachEntry(ctx, directory.Listing{Kind: directory.KindTopic}, func(change directory.Change) error {
		parents[change.Entry.(*directory.Topic).Parent] = true
		return nil
	})
	return parents, err
}

// hsdsObjects gives the objects of some members of a list.
func (s *Server) hsdsObjects(ctx context.Context, items []hsdsItem, q hsdsQuery) ([]any, error) {
	shown, err := s.projection(ctx, items, make(map[directory.Key]directory.Entry))
	if err != nil {
		return nil, err
	}
	shown.Brief = !q.Full
	objects := make([]any, 0, len(items))
	for _, item := range items {
		e, at := item.change.Entry, item.change.At
		id := item.change.Key.UUID()
		if item.site != nil {
			id = item.site.UUID()
		}
		switch e := e.(type) {
		case *directory.Organisation:
			o := shown.Organization(e)
			if !q.Full {
				o = o.Flat()
			}
			if q.withServices || q.FullService {
				var err error
				if o.Services, err = s.servicesOf(ctx, e.ID, q.FullService); err != nil {
					return nil, err
				}
			}
			objects = append(objects, o)
		case *directory.Topic, *directory.Network:
			objects = append(objects, shown.Term(e))
		default:
			service := shown.Service(e).Modified(at)
			switch {
			case item.site != nil:
				found := shown.ServiceAtLocation(e, *item.site)
				if found == nil {
					continue // the site left the entry while the page was read
				}
				found.Service.Modified(at)
				if !q.Full {
					found = found.Flat()
				}
				objects = append(objects, found)
			case q.Full:
				objects = append(objects, service)
			default:
				objects = append(objects, service.Flat())
			}
		}
		if q.Minimal {
			objects[len(objects)-1] = minimalItem{id, at.UTC()}
		}
	}
	return objects, nil
}

// servicesOf gives the services that an organization provides.
func (s *Server) servicesOf(ctx context.Context, organisation string, full bool) ([]hsds.Service, error) {
	var services []hsds.Service
	a := &hsdsAsked{s: s, of: hsdsServices, kinds: hsdsServices.kinds, listing: directory.Listing{Organisation: organisation}, query: hsdsQuery{Full: full}}
	err := a.each(ctx, func(batch []hsdsItem) error {
		objects, err := s.hsdsObjects(ctx, batch, a.query)
		for _, o := range objects {
			services = append(services, *o.(*hsds.Service))
		}
		return err
	})
	return services, err
}

// maxRelated is how many entries a walk keeps at hand that others refer to.
const maxRelated = 10_000

// projection reads what may stand inside the objects of some members of a list:
// the entries they refer to, and the organisations that run their centres. What
// is in related already is not read again.
func (s *Server) projection(ctx context.Context, items []hsdsItem, related map[directory.Key]directory.Entry) (*hsds.Projection, error) {
	if len(related) > maxRelated {
		clear(related)
	}
	p := &hsds.Projection{Related: related, Region: s.region}
	wanted := make(map[directory.Key]bool)
	for _, item := range items {
		for _, key := range hsds.Related(item.change.Entry) {
			wanted[key] = true
		}
	}
	for range 2 {
		var keys []directory.Key
		for key := range wanted {
			if _, ok := p.Related[key]; !ok {
				keys = append(keys, key)
			}
		}
		clear(wanted)
		if len(keys) == 0 {
			break
		}
		changes, err := s.changesByKey(ctx, keys)
		if err != nil {
			return nil, err
		}
		for key, change := range changes {
			p.Related[key] = change.Entry
			if centre, ok := change.Entry.(*directory.Centre); ok && centre.Organisation != "" {
				wanted[directory.Key{Kind: directory.KindOrganisation, ID: centre.Organisation}] = true
			}
		}
	}
	return p, nil
}

func (s *Server) changesByKey(ctx context.Context, keys []directory.Key) (map[directory.Key]directory.Change, error) {
	changes, err := s.catalogue.EntriesByKey(ctx, keys)
	byKey := make(map[directory.Key]directory.Change, len(changes))
	for _, change := range changes {
		byKey[change.Key] = change
	}
	return byKey, err
}

// region gives the region or province of a municipality, "" where that is not
// known.
func (s *Server) region(country, municipality string) string {
	m, _ := s.gazetteer.Municipality(country, municipality)
	return m.Region
}
