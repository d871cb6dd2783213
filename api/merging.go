package api

import (
	"context"

	"walkin/internal/directory"
	"walkin/internal/problem"
	"walkin/internal/staff"
)

// mergeCounts adds the weekly counts of places that were taken out to those of
// their areas: the history stays, and nothing stands under the id of a place that
// is no more (EXPERIENCE-AND-SAFETY, S6).
func (s *Server) mergeCounts(ctx context.Context) error {
	if s.office == nil {
		return nil
	}
	ids, err := s.office.CountedCentres(ctx)
	if err != nil {
		return err
	}
	for _, id := range ids {
		key := directory.Key{Kind: directory.KindCentre, ID: id}
		if _, err := s.catalogue.Entry(ctx, key); problem.KindOf(err) != problem.Gone {
			if err != nil && problem.KindOf(err) != problem.NotFound {
				return err
			}
			continue // it is there, or the catalogue is another one's
		}
		area, err := s.lastArea(ctx, key)
		if err != nil {
			return err
		}
		if err := s.office.MergeCounts(ctx, id, area); err != nil {
			return err
		}
	}
	return nil
}

// lastArea names the municipality in which a centre was that is no more.
func (s *Server) lastArea(ctx context.Context, key directory.Key) (string, error) {
	last, err := s.catalogue.LastChange(ctx)
	if err != nil {
		return "", err
	}
	for {
		change, found, err := s.catalogue.AsOf(ctx, key, last)
		if err != nil || !found {
			return "", err
		}
		if c, ok := change.Entry.(*directory.Centre); ok && c != nil && !change.Deleted() {
			return staff.MunicipalityID(c.Location.Country, c.Location.Municipality), nil
		}
		last = change.Number - 1
	}
}
