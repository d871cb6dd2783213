package intake

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"walkin/internal/geo"
	"walkin/internal/problem"
)

// A feature is one of RFC 7946, as far as it is read.
type feature struct {
	Type       string                     `json:"type"`
	Geometry   *geometry                  `json:"geometry"`
	Properties map[string]json.RawMessage `json:"properties"`
}

type geometry struct {
	Type        string          `json:"type"`
	Coordinates json.RawMessage `json:"coordinates"`
}

// GeoJSON reads a feature collection (RFC 7946): the properties of each
// feature are the cells of a row, their names its headers, and its point is
// the place, taken to be exact. Rows are numbered as features are, from 1.
func GeoJSON(b []byte, o Options) (*Result, error) {
	if err := tooLarge(b); err != nil {
		return nil, err
	}
	var in struct {
		Type     string    `json:"type"`
		Features []feature `json:"features"`
	}
	b = bytes.TrimPrefix(b, []byte("\xef\xbb\xbf"))
	if err := json.Unmarshal(b, &in); err != nil {
		return nil, problem.Wrap(err, problem.Invalid, "The file cannot be read as GeoJSON.")
	}
	if in.Type != "FeatureCollection" {
		return nil, problem.New(problem.Invalid, "The file is not a FeatureCollection of GeoJSON.")
	}
	if len(in.Features) == 0 {
		return nil, problem.New(problem.Invalid, "The collection has no features.")
	}
	if len(in.Features) > MaxRows {
		return nil, problem.New(problem.Invalid, "The collection has more than %d features; divide it.", MaxRows)
	}
	t := new(table)
	at, err := t.properties(in.Features)
	if err != nil {
		return nil, err
	}
	var wrong []Fault
	for i, f := range in.Features {
		l := line{number: i + 1, cells: make([]string, len(t.header))}
		for name, value := range f.Properties {
			l.cells[at[name]] = plainValue(value)
		}
		var ok bool
		if l.point, ok = f.Geometry.point(); !ok {
			kind := ""
			if f.Geometry != nil {
				kind = f.Geometry.Type
			}
			bad := fault(CodeFeature, "text", kind)
			bad.Row = l.number
			wrong = append(wrong, bad)
			continue
		}
		if !l.empty() {
			t.lines = append(t.lines, l)
		}
	}
	r := read(t, o)
	r.Faults = append(r.Faults, wrong...)
	return r, nil
}

// properties makes headers of the names that any feature has.
func (t *table) properties(features []feature) (at map[string]int, err error) {
	at = make(map[string]int)
	for _, f := range features {
		for name := range f.Properties {
			if at[name] = 0; len(at) > MaxColumns {
				return nil, problem.New(problem.Invalid, "The features have more than %d properties.", MaxColumns)
			}
		}
	}
	t.header = slices.Sorted(maps.Keys(at))
	for i, name := range t.header {
		at[name] = i
	}
	return at, nil
}

// point gives the point of a geometry: nil if there is none, false if it is of
// another kind or not on the earth.
func (g *geometry) point() (*geo.Point, bool) {
	if g == nil {
		return nil, true
	}
	var at []float64
	if g.Type != "Point" || json.Unmarshal(g.Coordinates, &at) != nil || len(at) < 2 || len(at) > 4 {
		return nil, false
	}
	p := geo.Point{Lat: at[1], Lon: at[0]}
	return &p, p.Valid() && (p.Lat != 0 || p.Lon != 0)
}

// plainValue gives a value as the text that a cell would have. Objects have
// none.
func plainValue(v json.RawMessage) string {
	var s string
	if json.Unmarshal(v, &s) == nil {
		return s
	}
	var list []string
	if json.Unmarshal(v, &list) == nil {
		return strings.Join(list, ", ")
	}
	switch text := string(bytes.TrimSpace(v)); {
	case text == "null", strings.HasPrefix(text, "{"), strings.HasPrefix(text, "["):
		return ""
	default:
		return text
	}
}
