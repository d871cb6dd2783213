package api

import (
	"walkin/internal/directory"
)

// located gives an entry whose address was changed the point of its postcode
// or town, unless somebody gave another point: the old one would lead people
// to where the place no longer is.
func (s *Server) located(before, after directory.Entry) directory.Entry {
	switch is := after.(type) {
	case *directory.Centre:
		was, ok := before.(*directory.Centre)
		if !ok {
			was = new(directory.Centre)
		}
		c := *is
		c.Location = s.relocated(was.Location, is.Location)
		return &c
	case *directory.Activity:
		was, ok := before.(*directory.Activity)
		if !ok || is.Location == nil {
			return after
		}
		a, from := *is, directory.Location{}
		if was.Location != nil {
			from = *was.Location
		}
		to := s.relocated(from, *is.Location)
		a.Location = &to
		return &a
	}
	return after
}

func (s *Server) relocated(was, is directory.Location) directory.Location {
	movedPoint := (was.Point == nil) != (is.Point == nil) || was.Point != nil && *was.Point != *is.Point
	switch {
	case movedPoint && is.Point != nil:
		is.Precision = directory.PreciseExact // whoever gives a point gives that of the door
		return is
	case is.Point == nil:
		is.Precision = ""
	case was.Street == is.Street && was.PostalCode == is.PostalCode && was.Town == is.Town:
		return is
	}
	for _, ask := range []struct {
		text      string
		precision directory.Precision
	}{{is.PostalCode, directory.PrecisePostcode}, {is.Town, directory.PreciseTown}} {
		if ask.text == "" {
			continue
		}
		if found := s.gazetteer.Find(ask.text, is.Country, 1); len(found) > 0 {
			point := found[0].Point
			is.Point, is.Precision = &point, ask.precision
			if found[0].Municipality != "" && (is.Municipality == was.Municipality || is.Municipality == "") {
				is.Municipality = found[0].Municipality
			}
			return is
		}
	}
	is.Point, is.Precision = nil, ""
	return is
}
