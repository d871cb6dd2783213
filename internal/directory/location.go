package directory

import (
	"math"

	"walkin/internal/geo"
)

// Visibility says how much of an address the public may see.
type Visibility string

// The visibilities. The empty one means exact.
const (
	VisibleExact Visibility = "exact"
	VisibleArea  Visibility = "area"   // the town and a coarse point
	VisibleNone  Visibility = "hidden" // the municipality only, no point
)

var allVisibilities = []Visibility{VisibleExact, VisibleArea, VisibleNone}

// Precision says what a point is the point of.
type Precision string

// The precisions, finest first. The empty one means that there is no point.
const (
	PreciseExact    Precision = "exact"    // the door
	PreciseStreet   Precision = "street"   // the street
	PrecisePostcode Precision = "postcode" // the postcode's centre: 0.5 to 3 km off
	PreciseTown     Precision = "town"     // the town's centre
	PreciseArea     Precision = "area"     // made coarse on purpose
)

var allPrecisions = []Precision{PreciseExact, PreciseStreet, PrecisePostcode, PreciseTown, PreciseArea}

// Door says whether the point is near enough to the door to walk to.
func (p Precision) Door() bool { return p == PreciseExact || p == PreciseStreet }

// Location is an address and a point (HSDS: location with its address).
type Location struct {
	Street       string     `json:"street,omitempty"` // street and number, or a building's name
	PostalCode   string     `json:"postal_code,omitempty"`
	Town         string     `json:"town,omitempty"`
	Municipality string     `json:"municipality,omitempty"` // code: "0751", "GM0363", "44021"
	Country      string     `json:"country"`                // ISO 3166-1 alpha-2
	Point        *geo.Point `json:"point,omitempty"`        // WGS 84 degrees
	Precision    Precision  `json:"precision,omitempty"`
	Visibility   Visibility `json:"visibility,omitempty"`
}

// Public gives what the public may see of the location. Every projection
// (search, API, feeds, pages) shows this and nothing else.
func (l Location) Public() Location {
	switch l.Visibility {
	case VisibleArea:
		l.Street, l.PostalCode = "", ""
		if l.Point != nil {
			p := coarse(*l.Point)
			l.Point, l.Precision = &p, PreciseArea
		}
	case VisibleNone:
		return Location{Municipality: l.Municipality, Country: l.Country, Visibility: l.Visibility}
	}
	return l
}

// coarse rounds a point to a grid of 0.05 degrees (about 5.5 km north to
// south and 3 km east to west here), so that the door cannot be found from it.
func coarse(p geo.Point) geo.Point {
	const grid = 0.05
	return geo.Point{Lat: math.Round(p.Lat/grid) * grid, Lon: math.Round(p.Lon/grid) * grid}
}

func (l Location) validate(v *validation, pointer string) {
	v.country(pointer+"/country", l.Country)
	oneOf(v, pointer+"/visibility", l.Visibility, allVisibilities)
	oneOf(v, pointer+"/precision", l.Precision, allPrecisions)
	if l.Point == nil {
		if l.Precision != "" {
			v.add(pointer+"/precision", "There is no point that this could be the precision of.")
		}
		return
	}
	if !l.Point.Valid() {
		v.add(pointer+"/point", "A point is a latitude of -90 to 90 and a longitude of -180 to 180 degrees.")
	}
	if l.Precision == "" {
		v.add(pointer+"/precision", "A point needs a precision: exact, street, postcode, town or area.")
	}
}
