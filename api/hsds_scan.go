package api

import (
	"context"
	"io"
	"slices"

	"walkin/internal/directory"
	"walkin/internal/feed/hsds"
	"walkin/internal/geo"
)

// This file goes through all of a list: to filter it by what the catalogue does
// not know, or to send it as a stream.

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
