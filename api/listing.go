package api

import (
	"context"

	"walkin/internal/directory"
	"walkin/internal/problem"
)

// defaultPage is how many entries a listing gives that asks for no number.
const defaultPage = 100

// page reads one page of a listing and the id that the next one comes after.
func (s *Server) page(ctx context.Context, l directory.Listing, limit *int) (changes []directory.Change, next *string, err error) {
	size := defaultPage
	if limit != nil {
		size = *limit
	}
	l.Limit = size + 1 // one more tells whether there is a next page
	if changes, err = s.catalogue.Entries(ctx, l); err != nil {
		return nil, nil, err
	}
	if len(changes) > size {
		changes = changes[:size]
		next = &changes[size-1].Key.ID
	}
	return changes, next, nil
}

// under gives a topic and its descendants, none for no topic.
func (s *Server) under(topic *string) ([]string, error) {
	if topic == nil {
		return nil, nil
	}
	ids := s.index.Taxonomy().Under(*topic)
	if ids == nil {
		return nil, invalidAt("topic", "There is no such topic; GET /v1/topics lists them.")
	}
	return ids, nil
}

// read reads one entry. An id that cannot be one is answered as one that never
// was, without asking.
func (s *Server) read(ctx context.Context, kind directory.Kind, id string) (directory.Change, error) {
	key, err := directory.ParseKey(string(kind) + ":" + id)
	if err != nil {
		return directory.Change{}, problem.New(problem.NotFound, "There is no %s with this id.", kind)
	}
	return s.catalogue.Entry(ctx, key)
}
