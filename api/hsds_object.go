package api

import (
	"context"

	"walkin/internal/directory"
	"walkin/internal/feed/hsds"
)

// This file makes the objects of HSDS of entries, with what they refer to.

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
