package reach

import (
	"encoding/json"
	"fmt"
	"io"
	"sync"

	"walkin/data"
	"walkin/internal/coverage"
)

// A collection is a GeoJSON FeatureCollection (RFC 7946) with members of our own
// beside the features, as its section 6.1 allows.
type collection struct {
	Type        string    `json:"type"`
	Date        string    `json:"date"`
	Question    Question  `json:"question"`
	Method      []string  `json:"method"`
	Attribution string    `json:"attribution"`
	Features    []feature `json:"features"`
}

type feature struct {
	Type       string          `json:"type"`
	ID         string          `json:"id"`
	Geometry   json.RawMessage `json:"geometry"`
	Properties any             `json:"properties"`
}

// kind says what a feature is, for whoever styles them.
type kind struct {
	Kind string `json:"kind"` // municipality, white_spot, next
}

// WriteGeoJSON writes the municipalities with their simplified boundaries, the
// largest white spots and the best next places as points.
func WriteGeoJSON(w io.Writer, r *coverage.Report) error {
	d := New(r)
	all := collection{Type: "FeatureCollection", Date: d.Date.String(), Question: d.Question, Method: d.Method, Attribution: d.Attribution, Features: []feature{}}
	for i := range d.Areas {
		a := &d.Areas[i]
		shapes, err := boundaries(a.Country)
		if err != nil {
			return err
		}
		all.Features = append(all.Features, feature{"Feature", a.Country + ":m" + a.Municipality, shapes[a.Municipality], struct {
			kind
			*Area
		}{kind{"municipality"}, a}})
	}
	for i := range d.WhiteSpots.Largest {
		s := &d.WhiteSpots.Largest[i]
		all.Features = append(all.Features, feature{"Feature", fmt.Sprintf("white-spot-%d", i+1), point(s.Lat, s.Lon), struct {
			kind
			*Spot
		}{kind{"white_spot"}, s}})
	}
	for i := range d.Next {
		g := &d.Next[i]
		all.Features = append(all.Features, feature{"Feature", fmt.Sprintf("next-%d", i+1), point(g.Town.Lat, g.Town.Lon), struct {
			kind
			*Gain
		}{kind{"next"}, g}})
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(all)
}

func point(lat, lon float64) json.RawMessage {
	return json.RawMessage(fmt.Sprintf(`{"type":"Point","coordinates":[%s,%s]}`, number(lon), number(lat)))
}

// shapes are the boundaries of each country, as they stand in the embedded file.
var shapes = map[string]func() (map[string]json.RawMessage, error){}

func init() {
	for _, country := range coverage.Countries {
		shapes[country] = sync.OnceValues(func() (map[string]json.RawMessage, error) { return readBoundaries(country) })
	}
}

func boundaries(country string) (map[string]json.RawMessage, error) {
	read, ok := shapes[country]
	if !ok {
		return nil, fmt.Errorf("no boundaries of %q", country)
	}
	return read()
}

func readBoundaries(country string) (map[string]json.RawMessage, error) {
	name, _ := data.Boundaries(country)
	content, err := data.Read(name)
	if err != nil {
		return nil, err
	}
	var file struct {
		Features []struct {
			Properties struct{ Code string }
			Geometry   json.RawMessage
		}
	}
	if err := json.Unmarshal(content, &file); err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	by := make(map[string]json.RawMessage, len(file.Features))
	for _, f := range file.Features {
		by[f.Properties.Code] = f.Geometry
	}
	return by, nil
}
