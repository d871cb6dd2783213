package coverage

import (
	"strconv"
	"sync"

	"walkin/data"
	"walkin/internal/geo"
)

// People is where the inhabitants of DK, NL and BE live, by municipality. It never
// changes once loaded and is safe for use by several goroutines.
type People struct {
	cells []cell
	tree  *tree
	areas []geo.Municipality // by country in the order of [Countries], then by code
}

// A cell is a square of 1 km with inhabitants or, in BE, a point of a model that
// stands for the people around it.
type cell struct {
	at     vector
	point  geo.Point
	people float64
	area   int32 // in areas
	model  bool
}

// Countries are those whose inhabitants are known by municipality.
var Countries = []string{"DK", "NL", "BE"}

// Load gives the people of the embedded files. The first call reads them, in a
// tenth of a second; all calls share the result.
func Load() (*People, error) { return load() }

var load = sync.OnceValues(read)

func read() (*People, error) {
	gazetteer, err := geo.Load()
	if err != nil {
		return nil, err
	}
	p := new(People)
	index := make(map[[2]string]int32)
	for _, country := range Countries {
		for _, m := range gazetteer.Municipalities(country) {
			index[[2]string{country, m.Code}] = int32(len(p.areas))
			p.areas = append(p.areas, m)
		}
	}
	err = data.Rows(data.Population, data.PopulationColumns, func(f []string) error {
		area, known := index[[2]string{f[0], f[1]}]
		if !known { // LU: a neighbour, without municipalities
			return nil
		}
		c := cell{area: area, model: f[5] == "model"}
		for _, n := range []struct {
			field string
			to    *float64
		}{{f[2], &c.point.Lat}, {f[3], &c.point.Lon}, {f[4], &c.people}} {
			var err error
			if *n.to, err = strconv.ParseFloat(n.field, 64); err != nil {
				return err
			}
		}
		c.at = vectorOf(c.point)
		p.cells = append(p.cells, c)
		return nil
	})
	if err != nil {
		return nil, err
	}
	points := make([]vector, len(p.cells))
	for i := range p.cells {
		points[i] = p.cells[i].at
	}
	p.tree = grow(points)
	return p, nil
}

// Municipality gives the municipality with a code, whichever its country: the
// codes of the three have different forms.
func (p *People) Municipality(code string) (geo.Municipality, bool) {
	for _, m := range p.areas {
		if m.Code == code {
			return m, true
		}
	}
	return geo.Municipality{}, false
}

// scope says of every municipality whether a question is about its people.
func (p *People) scope(q Question) []bool {
	in := make([]bool, len(p.areas))
	for i, m := range p.areas {
		in[i] = q.about(m.Country, m.Code)
	}
	return in
}
