package sample

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"walkin/data"
	"walkin/internal/directory"
	"walkin/internal/geo"
)

// country is one of the three, with what its places have in common.
type country struct {
	code  string
	share float64 // of all that can be found
	zone  string
	words *language
	towns []town
}

// town is one around which places lie.
type town struct {
	name, municipality string
	country            *country
	at                 geo.Point
	population         int
	upTo               float64 // weights of the towns of the country up to this one
	postcodes          []postcode
}

type postcode struct {
	code string
	at   geo.Point
}

// flanders are the regions of Belgium where the directory has places: those
// where Dutch is spoken.
var flanders = []string{
	"Brussels Hoofdstedelijk Gewest", "Provincie Antwerpen", "Provincie Limburg", "Provincie Oost-Vlaanderen",
	"Provincie Vlaams-Brabant", "Provincie West-Vlaanderen",
}

func readCountries() ([]*country, error) {
	countries := []*country{
		{code: "DK", share: 0.45, zone: "Europe/Copenhagen", words: &danish},
		{code: "NL", share: 0.35, zone: "Europe/Amsterdam", words: &dutch},
		{code: "BE", share: 0.20, zone: "Europe/Brussels", words: &dutch},
	}
	type area struct{ country, municipality string }
	outside := make(map[area]bool)
	if err := data.Rows(data.Municipalities, data.MunicipalityColumns, func(f []string) error {
		if f[0] == "BE" && !slices.Contains(flanders, f[5]) {
			outside[area{f[0], f[1]}] = true
		}
		return nil
	}); err != nil {
		return nil, err
	}
	postcodes := make(map[area][]postcode)
	if err := data.Rows(data.Postcodes, data.PostcodeColumns, func(f []string) error {
		at, err := point(f[2], f[3])
		in := area{f[0], strings.Clone(f[4])}
		postcodes[in] = append(postcodes[in], postcode{strings.Clone(f[1]), at})
		return err
	}); err != nil {
		return nil, err
	}
	err := data.Rows(data.Towns, data.TownColumns, func(f []string) error {
		i := slices.IndexFunc(countries, func(c *country) bool { return c.code == f[0] })
		const partOfTown = "PPLX"
		in := area{f[0], f[8]}
		if i < 0 || outside[in] || f[7] == partOfTown || len(postcodes[in]) == 0 {
			return nil
		}
		population, err := strconv.Atoi(f[4])
		if err != nil || population == 0 {
			return err
		}
		at, err := point(f[5], f[6])
		countries[i].add(town{name: dutchName(f[2]), municipality: f[8], at: at, population: population, postcodes: postcodes[in]})
		return err
	})
	return countries, err
}

// add appends a town. A row's strings keep the whole table in memory, so they
// are copied.
func (c *country) add(t town) {
	t.name, t.municipality = strings.Clone(t.name), strings.Clone(t.municipality)
	t.country = c
	t.upTo = math.Pow(float64(t.population), 0.85)
	if n := len(c.towns); n > 0 {
		t.upTo += c.towns[n-1].upTo
	}
	c.towns = append(c.towns, t)
}

// dutchName gives the second part of "Bruxelles / Brussel".
func dutchName(name string) string {
	if _, dutch, two := strings.Cut(name, " / "); two {
		return dutch
	}
	return name
}

func point(lat, lon string) (p geo.Point, err error) {
	if p.Lat, err = strconv.ParseFloat(lat, 64); err != nil {
		return p, err
	}
	p.Lon, err = strconv.ParseFloat(lon, 64)
	return p, err
}

// town gives a town by its weight.
func (c *country) town(d dice) *town {
	x := d.Float64() * c.towns[len(c.towns)-1].upTo
	i, _ := slices.BinarySearchFunc(c.towns, x, func(t town, x float64) int {
		if t.upTo <= x {
			return -1
		}
		return 1
	})
	return &c.towns[min(i, len(c.towns)-1)]
}

// spread is the standard deviation, in metres, of the places of a town from its
// centre: 250 m in a village of a thousand, 2 km in a town of 100,000, 5.6 km
// in a city of a million.
func (t *town) spread() float64 { return 250 * math.Pow(float64(t.population)/1000, 0.45) }

// metresPerDegree is the length of a degree of latitude.
const metresPerDegree = 111_320

// scatter gives a point in or around the town, within three deviations. It may
// lie across the border of the municipality, or in the sea.
func (t *town) scatter(d dice) geo.Point {
	offset := func() float64 { return t.spread() * max(-3, min(3, d.NormFloat64())) }
	return geo.Point{
		Lat: round(t.at.Lat+offset()/metresPerDegree, 1e5),
		Lon: round(t.at.Lon+offset()/metresPerDegree/math.Cos(t.at.Lat*math.Pi/180), 1e5),
	}
}

// round keeps a fraction of a degree: 1e5 is about a metre.
func round(degrees, fraction float64) float64 { return math.Round(degrees*fraction) / fraction }

// nearest gives the postcode of the municipality whose centre is nearest to a
// point.
func (t *town) nearest(p geo.Point) postcode {
	narrow := math.Cos(p.Lat * math.Pi / 180)
	best, distance := postcode{}, math.Inf(1)
	for _, c := range t.postcodes {
		north, east := c.at.Lat-p.Lat, (c.at.Lon-p.Lon)*narrow
		if d := north*north + east*east; d < distance {
			best, distance = c, d
		}
	}
	return best
}

// location gives an address in the town, with a point of some precision or
// none.
func (t *town) location(d dice) directory.Location {
	at := t.scatter(d)
	code := t.nearest(at)
	l := directory.Location{
		Street:       fmt.Sprintf("%s %d", capital(t.country.words.street(d)), 1+d.zipf(180)),
		PostalCode:   code.code,
		Town:         t.name,
		Municipality: t.municipality,
		Country:      t.country.code,
	}
	switch x := d.Float64(); {
	case x < 0.55:
		l.Point, l.Precision = &at, directory.PreciseExact
	case x < 0.70:
		l.Point, l.Precision = &at, directory.PreciseStreet
	case x < 0.83:
		l.Point, l.Precision = new(code.at), directory.PrecisePostcode
	case x < 0.93:
		l.Point, l.Precision = new(t.at), directory.PreciseTown
	case x < 0.95:
		const coarse = 20 // twentieths of a degree
		l.Point, l.Precision = &geo.Point{Lat: round(at.Lat, coarse), Lon: round(at.Lon, coarse)}, directory.PreciseArea
	}
	switch x := d.Float64(); {
	case x < 0.05:
		l.Visibility = directory.VisibleArea
	case x < 0.07:
		l.Visibility = directory.VisibleNone
	}
	return l
}
