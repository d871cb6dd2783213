package listing

import (
	"fmt"
	"io"
	"strconv"

	"walkin/internal/geo"
)

// GeoJSON writes items as a FeatureCollection (RFC 7946): longitude before
// latitude, WGS 84, no crs. A helpline and a place whose point is not known or
// not shown have no geometry.
type GeoJSON struct {
	w     io.Writer
	lang  string
	b     []byte
	some  bool // a feature was written
	point bool // one had a point
	sw    geo.Point
	ne    geo.Point
}

// NewGeoJSON begins a collection. Texts are in a language or the nearest to it.
func NewGeoJSON(w io.Writer, lang string) (*GeoJSON, error) {
	g := &GeoJSON{w: w, lang: lang}
	_, err := io.WriteString(w, `{"type":"FeatureCollection","features":[`)
	return g, err
}

// Write writes a listed item as a feature.
func (g *GeoJSON) Write(i *Item) error {
	if err := i.Decode(); err != nil {
		return err
	}
	b := g.b[:0]
	if g.some {
		b = append(b, ',')
	}
	g.some = true
	b = appendString(append(b, "\n{\"type\":\"Feature\",\"id\":"...), i.Key.String())
	b = append(b, `,"geometry":`...)
	place := i.Place()
	if place != nil && place.Point != nil {
		b = append(b, `{"type":"Point","coordinates":[`...)
		b = append(append(append(b, degrees(place.Point.Lon)...), ','), degrees(place.Point.Lat)...)
		b = append(b, `]}`...)
		g.grow(*place.Point)
	} else {
		b = append(b, `null`...)
	}
	f := i.facts()
	name, lang := i.Title(g.lang)
	summary, in := i.Description(g.lang)
	if lang == "" {
		lang = in
	}
	b = append(b, `,"properties":{`...)
	b = appendMember(b, "kind", string(i.Key.Kind))
	b = appendMember(b, "id", i.Key.ID)
	b = appendMember(b, "name", name)
	b = appendMember(b, "lang", lang)
	b = appendMember(b, "summary", summary)
	if i.Operator != nil {
		b = appendMember(b, "organisation", i.Operator.Name)
	}
	b = appendMember(b, "centre", i.venue())
	b = appendMember(b, "address", address(place))
	if place != nil {
		b = appendMember(b, "country", place.Country)
		b = appendMember(b, "municipality", place.Municipality)
		b = appendMember(b, "precision", string(place.Precision))
		b = appendMember(b, "visibility", string(place.Visibility))
	}
	b = appendMember(b, "phone", f.contact.Phone)
	b = appendMember(b, "url", f.contact.URL)
	b = appendMember(b, "opening_hours", f.openingHours())
	if f.ages.Min != nil {
		b = strconv.AppendInt(append(b, `,"age_min":`...), int64(*f.ages.Min), 10)
	}
	if f.ages.Max != nil {
		b = strconv.AppendInt(append(b, `,"age_max":`...), int64(*f.ages.Max), 10)
	}
	b = appendStrings(append(b, `,"topics":`...), f.topics)
	if f.from.VerifiedAt != nil {
		b = appendMember(b, "verified_at", f.from.VerifiedAt.String())
	}
	b = append(appendMember(b, "link", i.people()), `}}`...)
	g.b = b
	if _, err := g.w.Write(b); err != nil {
		return fmt.Errorf("write GeoJSON: %w", err)
	}
	return nil
}

// grow makes the box hold a point.
func (g *GeoJSON) grow(p geo.Point) {
	if !g.point {
		g.point, g.sw, g.ne = true, p, p
		return
	}
	g.sw.Lat, g.sw.Lon = min(g.sw.Lat, p.Lat), min(g.sw.Lon, p.Lon)
	g.ne.Lat, g.ne.Lon = max(g.ne.Lat, p.Lat), max(g.ne.Lon, p.Lon)
}

// Close ends the collection with the box around its points (RFC 7946, section
// 5), which is not known before.
func (g *GeoJSON) Close() error {
	b := append(g.b[:0], "\n]"...)
	if g.point {
		b = append(b, `,"bbox":[`...)
		for n, d := range []float64{g.sw.Lon, g.sw.Lat, g.ne.Lon, g.ne.Lat} {
			if n > 0 {
				b = append(b, ',')
			}
			b = append(b, degrees(d)...)
		}
		b = append(b, ']')
	}
	_, err := g.w.Write(append(b, '}', '\n'))
	return err
}
