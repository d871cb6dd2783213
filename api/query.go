package api

import (
	"cmp"
	"encoding/json"
	"strings"
	"time"

	"walkin/internal/directory"
	"walkin/internal/geo"
	"walkin/internal/problem"
)

// maxMeant is how many places a text is taken to mean at the most.
const maxMeant = 6

// query turns a request into a valid query, and gives the other places that
// the text of near.place may mean, best first.
func (s *Server) query(r SearchRequest, now time.Time) (directory.Query, []geo.Place, error) {
	q := directory.Query{
		Text: said(r.Text), RadiusKM: said(r.RadiusKm), Kinds: words[directory.Kind](said(r.Kinds)),
		Topics: said(r.Topics), Age: r.Age, Languages: said(r.Languages),
		Promises: words[directory.Promise](said(r.Promises)), Channels: words[directory.Channel](said(r.Channels)),
		Accessibility: said(r.Accessibility), Audience: directory.Audience(said(r.Audience)),
		Setting: directory.Setting(said(r.Setting)), MeetAtDoor: said(r.MeetAtDoor), Travel: directory.Travel(said(r.Travel)),
		Country: said(r.Country), Municipality: said(r.Municipality), Network: said(r.Network),
		Sort: directory.Sort(said(r.Sort)), Limit: said(r.Limit), Cursor: said(r.Cursor),
		Facets: words[directory.Facet](said(r.Facets)), BeyondCrisis: said(r.BeyondCrisis), IgnoreTown: said(r.IgnoreTown), Now: now,
	}
	if r.Bbox != nil {
		b := *r.Bbox
		q.Box = &geo.Box{West: b[0], South: b[1], East: b[2], North: b[3]}
	}
	var f faults
	f.openAt(&q, r.OpenAt)
	others := s.near(&f, &q, r.Near)
	at := s.placeOf(q.Near)
	q.Home = cmp.Or(at.Country, q.Country, s.country)
	q.Lang = s.language(said(r.Lang), at, q.Country)
	if err := problem.InvalidFields("The search breaks a rule.", f.fields); err != nil {
		return directory.Query{}, nil, err
	}
	if err := q.Validate(s.index.Taxonomy()); err != nil {
		return directory.Query{}, nil, err
	}
	return q.WithDefaults(), others, nil
}

// openAt reads "now" or a time.
func (f *faults) openAt(q *directory.Query, asked *string) {
	if asked == nil {
		return
	}
	at := q.Now
	if *asked != "now" {
		var err error
		if at, err = time.Parse(time.RFC3339, *asked); err != nil || at.Year() < 2000 || at.Year() > 2100 {
			f.add("/open_at", `Expected here: "now", or an RFC 3339 time of the years 2000 to 2100 such as 2026-11-21T18:00:00+01:00.`)
			return
		}
	}
	q.OpenAt = &at
}

// near fills in where distances are measured from. What was typed is not
// repeated in a fault.
func (s *Server) near(f *faults, q *directory.Query, near *Near) (others []geo.Place) {
	if near == nil {
		return nil
	}
	position := near.Lat != nil || near.Lon != nil
	switch {
	case position && near.Place != nil:
		f.add("/near", "Give a position (lat and lon) or a place, not both.")
	case position && near.Lon == nil:
		f.add("/near/lon", "A latitude needs a longitude with it.")
	case position && near.Lat == nil:
		f.add("/near/lat", "A longitude needs a latitude with it.")
	case position:
		q.Near = &directory.Near{Point: geo.Point{Lat: *near.Lat, Lon: *near.Lon}}
	case near.Place == nil:
		f.add("/near", "Give a position (lat and lon) or a place.")
	default:
		places := s.placesNamed(*near.Place, q.Country)
		if len(places) == 0 {
			f.add("/near/place", "No place is called that. A postcode, a town or an id from POST /v1/places is understood.")
			return nil
		}
		q.Near = &directory.Near{Point: places[0].Point, Place: &places[0]}
		return places[1:]
	}
	return nil
}

// placesNamed gives the places that an id or a text may mean, best first;
// those of a country come first, else those of the country that this directory
// is set to.
func (s *Server) placesNamed(name, country string) []geo.Place {
	name = strings.TrimSpace(name)
	if p, ok := s.gazetteer.Place(name); ok {
		return []geo.Place{p}
	}
	if country == "" {
		country = s.country
	}
	return s.gazetteer.Find(name, country, maxMeant)
}

// number gives a JSON number as [parseJSON] leaves it.
func number(value any) (float64, bool) {
	n, _ := value.(json.Number)
	x, err := n.Float64()
	return x, err == nil
}
