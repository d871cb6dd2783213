package api

import (
	"strings"

	"walkin/internal/directory"
	"walkin/internal/geo"
)

// asking is a request as the crisis gate reads it, before anything is held
// against the contract: a person in distress is not to be told that a field is
// wrong. What does not have the right form is as if it were not there.
type asking struct {
	text    string
	place   string // id or text, as typed
	point   *geo.Point
	lang    string
	country string
	topics  []string
	beyond  bool // asks for places after a crisis answer
	settled bool // meant, and not only typed on the way
}

// readAsking reads a JSON value as [parseJSON] leaves it.
func readAsking(value any) asking {
	request, _ := value.(map[string]any)
	var a asking
	a.text, _ = request["text"].(string)
	a.lang, _ = request["lang"].(string)
	a.country, _ = request["country"].(string)
	a.beyond, _ = request["beyond_crisis"].(bool)
	a.settled, _ = request["settled"].(bool)
	topics, _ := request["topics"].([]any)
	for _, t := range topics {
		if id, ok := t.(string); ok {
			a.topics = append(a.topics, id)
		}
	}
	near, _ := request["near"].(map[string]any)
	a.place, _ = near["place"].(string)
	lat, okLat := number(near["lat"])
	lon, okLon := number(near["lon"])
	if p := (geo.Point{Lat: lat, Lon: lon}); okLat && okLon && p.Valid() {
		a.point = &p
	}
	return a
}

// asker is what a request tells of who asks: nothing that identifies.
type asker struct {
	lang  string    // of the page, else of the country
	at    geo.Place // where they are; the zero place where that is not told
	named string    // the country that the request names
}

// asker gives who asks. A place counts before a position.
func (s *Server) asker(a asking) asker {
	who := asker{named: strings.ToUpper(a.country)}
	switch {
	case a.place != "":
		if places := s.placesNamed(a.place, who.named); len(places) > 0 {
			who.at = places[0]
		}
	case a.point != nil:
		who.at, _ = s.gazetteer.NearestTown(*a.point)
	}
	who.lang = s.language(a.lang, who.at, who.named)
	return who
}

// language gives the language of a page: the one it names, else that of the
// country where they are, the one they named, the one this directory is set to.
func (s *Server) language(tag string, at geo.Place, named string) string {
	return language(tag, at.Country, named, s.country)
}

// askerOf gives who asks a query.
func (s *Server) askerOf(q directory.Query) asker {
	return asker{lang: q.Lang, at: s.placeOf(q.Near), named: q.Country}
}

// placeOf gives the place that distances are measured from, or the town
// nearest to it; the zero place for none.
func (s *Server) placeOf(near *directory.Near) geo.Place {
	if near == nil {
		return geo.Place{}
	}
	if near.Place != nil {
		return *near.Place
	}
	town, _ := s.gazetteer.NearestTown(near.Point)
	return town
}
