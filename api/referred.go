package api

import (
	"context"

	"walkin/internal/directory"
)

// referred holds the centres and organisations that some entries refer to.
type referred struct {
	centres       map[string]*directory.Centre
	organisations map[string]*directory.Organisation
}

// refer looks up, for a page of entries at once, the centres of activities and
// the organisations of all of them.
func (s *Server) refer(ctx context.Context, changes []directory.Change) (referred, error) {
	r := referred{make(map[string]*directory.Centre), make(map[string]*directory.Organisation)}
	var keys []directory.Key
	for _, change := range changes {
		if a, ok := change.Entry.(*directory.Activity); ok {
			for _, id := range a.Centres {
				keys = append(keys, directory.Key{Kind: directory.KindCentre, ID: id})
			}
		}
	}
	centres, err := s.catalogue.EntriesByKey(ctx, unique(keys))
	if err != nil {
		return referred{}, err
	}
	keys = keys[:0]
	for _, change := range append(centres, changes...) {
		if c, ok := change.Entry.(*directory.Centre); ok {
			r.centres[c.ID] = c
		}
		if id := operator(change.Entry); id != "" {
			keys = append(keys, directory.Key{Kind: directory.KindOrganisation, ID: id})
		}
	}
	organisations, err := s.catalogue.EntriesByKey(ctx, unique(keys))
	if err != nil {
		return referred{}, err
	}
	for _, change := range organisations {
		if o, ok := change.Entry.(*directory.Organisation); ok {
			r.organisations[o.ID] = o
		}
	}
	return r, nil
}

// operator is the id of the organisation that an entry itself names.
func operator(e directory.Entry) string {
	switch e := e.(type) {
	case *directory.Centre:
		return e.Organisation
	case *directory.Activity:
		return e.Organisation
	case *directory.Helpline:
		return e.Organisation
	}
	return ""
}

// organisation gives the organisation behind an entry, which for an activity that names
// none is that of its centre; nil if there is none.
func (r referred) organisation(e directory.Entry) *directory.Organisation {
	id := operator(e)
	if c := r.centre(e); id == "" && c != nil {
		id = c.Organisation
	}
	return r.organisations[id]
}

// centre gives the first centre at which an activity happens; nil for another
// entry, and for an activity without one.
func (r referred) centre(e directory.Entry) *directory.Centre {
	a, ok := e.(*directory.Activity)
	if !ok || len(a.Centres) == 0 {
		return nil
	}
	return r.centres[a.Centres[0]]
}

// venues gives the centres at which an activity happens; none for another entry.
func (r referred) venues(e directory.Entry) []*directory.Centre {
	var centres []*directory.Centre
	if a, ok := e.(*directory.Activity); ok {
		for _, id := range a.Centres {
			if c := r.centres[id]; c != nil {
				centres = append(centres, c)
			}
		}
	}
	return centres
}

// unique drops keys that were there before.
func unique(keys []directory.Key) []directory.Key {
	seen := make(map[directory.Key]bool, len(keys))
	var list []directory.Key
	for _, k := range keys {
		if !seen[k] {
			seen[k] = true
			list = append(list, k)
		}
	}
	return list
}
