package geo

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// A Gazetteer knows the postcodes and towns of thirteen countries and the
// municipalities of DK, NL and BE. It never changes once loaded and is safe for use
// by several goroutines.
type Gazetteer struct {
	postcodes      []postcode // by country and compact code
	towns          []town     // the largest first
	municipalities []Municipality

	span         map[string][2]int // a country's part of postcodes
	townByNumber map[uint32]ref
	byCode       map[[2]string]int // municipalities by country and code
	byName       map[[2]string]int // municipalities by country and key
	byLatitude   []uint32          // towns that NearestTown may give, from south to north
	names        []name            // all names of all places, by key
}

type postcode struct {
	country, code string
	names         string // "|" between, the main one first
	municipality  string
	at            Point
}

type town struct {
	country, name string
	aliases       string // "|" between
	municipality  string
	at            Point
	number        uint32 // GeoNames
	population    int32
	part          bool // of another town
}

// A ref points at one place: its kind in the two highest bits, its index below.
type ref uint32

const (
	refTown ref = iota << 30
	refMunicipality
	refPostcode
	refKind  ref = 3 << 30
	refIndex     = ^refKind
)

func (r ref) kind() ref  { return r & refKind }
func (r ref) index() int { return int(r & refIndex) }

// A name leads from one spelling to a place. Several may be equal.
type name struct {
	key   string
	ref   ref
	alias bool // not the place's own name
}

// Load gives the gazetteer of the embedded files. The first call reads them, in a
// fraction of a second; all calls share the result.
func Load() (*Gazetteer, error) { return load() }

var load = sync.OnceValues(read)

// Place gives the place with an id, as [Place] has it, and false if there is none.
func (g *Gazetteer) Place(id string) (Place, bool) {
	country, rest, ok := strings.Cut(id, ":")
	if !ok || rest == "" {
		return Place{}, false
	}
	switch rest[0] {
	case 'g':
		number, err := strconv.ParseUint(rest[1:], 10, 32)
		if err != nil {
			return Place{}, false
		}
		r, ok := g.townByNumber[uint32(number)]
		if !ok || g.towns[r.index()].country != country {
			return Place{}, false
		}
		return g.place(r), true
	case 'm':
		i, ok := g.byCode[[2]string{country, rest[1:]}]
		if !ok {
			return Place{}, false
		}
		return g.place(refMunicipality | ref(i)), true
	}
	r, ok := g.postcode(country, rest)
	if !ok {
		return Place{}, false
	}
	return g.place(r), true
}

// postcode finds a code of a country; spaces do not count.
func (g *Gazetteer) postcode(country, code string) (ref, bool) {
	span := g.span[country]
	i, ok := slices.BinarySearchFunc(g.postcodes[span[0]:span[1]], compact(code), func(p postcode, code string) int {
		return cmp.Compare(compact(p.code), code)
	})
	return refPostcode | ref(span[0]+i), ok
}

// compact is a code without spaces, as it stands in an id.
func compact(code string) string { return strings.ReplaceAll(code, " ", "") }

// place gives what a ref points at.
func (g *Gazetteer) place(r ref) Place {
	var p Place
	switch i := r.index(); r.kind() {
	case refTown:
		t := g.towns[i]
		p = Place{
			ID: t.country + ":g" + strconv.FormatUint(uint64(t.number), 10), Name: t.name, Kind: KindTown,
			Country: t.country, Municipality: t.municipality, Point: t.at, Population: int(t.population),
		}
	case refMunicipality:
		m := g.municipalities[i]
		p = Place{
			ID: m.Country + ":m" + m.Code, Name: m.Name, Kind: KindMunicipality,
			Country: m.Country, Municipality: m.Code, Point: m.Point, Population: m.Population,
		}
	case refPostcode:
		c := g.postcodes[i]
		main, _, _ := strings.Cut(c.names, "|")
		p = Place{
			ID: c.country + ":" + compact(c.code), Name: main, Kind: KindPostcode, Country: c.country,
			PostalCode: c.code, Municipality: c.municipality, Point: c.at,
		}
	}
	if m, ok := g.Municipality(p.Country, p.Municipality); ok {
		p.MunicipalityName = m.Name
	}
	return p
}
