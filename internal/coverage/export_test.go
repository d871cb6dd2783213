package coverage

import (
	"walkin/internal/directory"
	"walkin/internal/geo"
)

// CellsOf gives where the inhabitants of a municipality live, for whoever counts
// them in another way.
func (p *People) CellsOf(country, code string) (cells []Cell) {
	for _, c := range p.cells {
		if m := p.areas[c.area]; m.Country == country && (code == "" || m.Code == code) {
			cells = append(cells, Cell{c.point, c.people})
		}
	}
	return cells
}

// UsualWeek gives what a door does in a usual week.
func (d *Door) UsualWeek() (hours, evening float64, known bool, evenings [7]string, weekend string) {
	for i, e := range d.week.evenings {
		evenings[i] = e.String()
	}
	return d.week.hours, d.week.evening, d.week.known, evenings, d.week.weekend.String()
}

// Cell is one of them.
type Cell struct {
	Point  geo.Point
	People float64
}

// Promise gives what a door says of a promise.
func (d *Door) Promise(p directory.Promise) directory.Ternary { return d.promises.Of(p) }
