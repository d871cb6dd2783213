package main

import (
	"walkin/internal/directory"
	"walkin/internal/geo"
)

// towns finds municipalities.
type towns struct{ gazetteer *geo.Gazetteer }

func newTowns() (towns, error) {
	g, err := geo.Load()
	return towns{g}, err
}

// sameTown is how near, in metres, the point of a record must be to the one of
// several towns with the same name that it means.
const sameTown = 10_000

// municipality gives the code of the municipality of an address: of its name
// where the record has one, else of the postcode, else of the town. Found says
// whether any is known; stated, that the record names it.
func (t towns) municipality(a rawAddress, at *geo.Point) (code string, stated, found bool) {
	if a.Municipality != "" {
		m, ok := t.gazetteer.MunicipalityByName(a.Country, a.Municipality)
		return m.Code, true, ok
	}
	if a.PostalCode != "" {
		if m, ok := t.gazetteer.MunicipalityOfPostcode(a.Country, a.PostalCode); ok {
			return m.Code, false, true
		}
	}
	code = t.ofTown(a, at)
	return code, false, code != ""
}

// ofTown gives the municipality of a town. Of several towns with the name, it
// takes the one where the record's point is, or none.
func (t towns) ofTown(a rawAddress, at *geo.Point) string {
	const several = 10
	var code string
	for _, p := range t.gazetteer.Find(a.City, a.Country, several) {
		switch {
		case a.City == "" || p.Country != a.Country || p.Municipality == "" || p.Name != a.City:
		case at != nil && geo.Distance(*at, p.Point) < sameTown:
			return p.Municipality
		case code != "" && code != p.Municipality:
			return ""
		default:
			code = p.Municipality
		}
	}
	return code
}

// precisions are the raw words for what a point is the point of.
var precisions = map[string]directory.Precision{"postcode": directory.PrecisePostcode, "city": directory.PreciseTown}

// location gives the location of a venue, and whether its municipality is
// inferred here.
func (k *maker) location(v rawVenue) (l directory.Location, inferred bool) {
	a := v.Address
	l = directory.Location{
		Street: a.Street, PostalCode: a.PostalCode, Town: a.City, Country: a.Country,
		Visibility: k.mapping.remarks[v.ID].visibility,
	}
	if v.Lat != nil && v.Lon != nil {
		l.Point = &geo.Point{Lat: *v.Lat, Lon: *v.Lon}
		var ok bool
		if l.Precision, ok = precisions[v.GeoPrecision]; !ok {
			k.summary.undecide("precision %q of %s is not known", v.GeoPrecision, v.ID)
		}
	}
	code, stated, found := k.towns.municipality(a, l.Point)
	switch {
	case found:
		l.Municipality = code
	case stated:
		k.summary.undecide("the municipality %q of %s is not in the gazetteer", a.Municipality, v.ID)
	}
	return l, found && !stated
}
