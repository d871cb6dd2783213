package mapsvg

import (
	"fmt"
	"io"
	"math"
	"strconv"
	"sync"

	"walkin/data"
	"walkin/internal/geo"
)

// Shades is how many classes a shaded map has: 0 is hatched most closely, the last
// is plain. They are told apart without colour.
const Shades = 5

// A Shaded map shows municipalities in classes, and marks on them. Its words are
// the caller's.
//
// Beside the classes of a [Map] it has
//
//	map-shade        the municipalities of a class, filled with a pattern "map-shade-0" to "-4"
//	map-ground       the ground of a pattern, map-ground-0 to -4
//	map-hatch        its lines
//	map-place        a dot for each place, one path: as wide as its stroke
//	map-leader       lines from marks that had to step aside to their points, one path
//	map-mark         a mark with a label: map-mark-spot, a circle, or map-mark-next, a diamond
type Shaded struct {
	View               View
	Size               Size
	Lang               string
	Title, Description string
	Kilometre          string

	// Class gives the class of a municipality, and false for one that is left plain.
	Class     func(country, code string) (int, bool)
	Countries []string // those whose municipalities are drawn: of DK, NL and BE
	Places    []geo.Point
	Marks     []Mark
	Towns     []Town
}

// hatches are the lines of the patterns, in a square of 8 px.
var hatches = [Shades]string{
	`<path class="map-hatch" stroke-width="1.8" d="M0 0l8 8M8 0l-8 8M4-4l8 8M-4 4l8 8M4-4l-8 8M12 4l-8 8"/>`,
	`<path class="map-hatch" stroke-width="1.2" d="M-2 2l4-4M0 8l8-8M6 10l4-4M-2 6l4 4M0 0l8 8M6-2l4 4"/>`,
	`<path class="map-hatch" stroke-width="1.2" d="M-2 2l4-4M0 8l8-8M6 10l4-4"/>`,
	`<path class="map-hatch" stroke-width="1.4" stroke-linecap="round" d="M2 2h0M6 6h0"/>`,
	``,
}

// DrawShaded writes the map as one svg element; the same map gives the same bytes.
// A page holds at most one, since its patterns have ids.
func (a *Atlas) DrawShaded(w io.Writer, m *Shaded) error {
	f := newFrame(m.View.Clamp(m.Size), m.Size)
	b := appendHead(nil, &Map{Lang: m.Lang, Title: m.Title, Description: m.Description}, f)
	b = append(b, `<defs>`...)
	for i, hatch := range hatches {
		n := strconv.Itoa(i)
		b = append(b, `<pattern id="map-shade-`+n+`" width="8" height="8" patternUnits="userSpaceOnUse"><rect class="map-ground map-ground-`+n+`" width="8" height="8"/>`+hatch+`</pattern>`...)
	}
	b = append(b, `</defs>`...)
	b = append(b, a.background(f)...)
	b, err := a.appendShades(b, m, f)
	if err != nil {
		return err
	}
	marks := seats(m.Marks, f)
	var taken []rect
	for _, mark := range marks {
		taken = append(taken, mark.area())
	}
	_, length := scaleBar(f)
	b = append(b, `<g aria-hidden="true">`...)
	b = appendTowns(b, m.Towns, taken, []rect{scaleArea(f, length)}, f)
	b = appendScale(b, m.Kilometre, f)
	p := path{b: append(b, `</g>`...)}
	// Over the towns: many places are where the town is, and they are what is asked for.
	p.element(`<path class="map-place" fill="none" stroke-linecap="round" d="`, func() {
		for _, at := range m.Places {
			if x, y, on := f.place(at); on {
				p.move(x, y)
				p.segment(x, y) // of no length: its round ends make it a dot
			}
		}
	})
	b = append(appendMarks(p.b, marks), `</svg>`...)
	if _, err := w.Write(b); err != nil {
		return fmt.Errorf("draw map: %w", err)
	}
	return nil
}

// appendShades fills the municipalities of each class together, and draws the
// borders between them.
func (a *Atlas) appendShades(b []byte, m *Shaded, f frame) ([]byte, error) {
	win := newWindow(f, min(math.Ceil(f.view.Zoom), lastSheet))
	p := path{b: b}
	for _, country := range m.Countries {
		of, ok := a.provinces[country]
		if !ok {
			continue
		}
		arcs, codes, err := of.at(int(min(math.Ceil(f.view.Zoom), lastSheet)))
		if err != nil {
			return nil, err
		}
		classes := make([]int, len(codes))
		for i, code := range codes {
			classes[i] = -1
			if class, ok := m.Class(country, code); ok {
				classes[i] = min(max(class, 0), Shades-1)
			}
		}
		for class := range Shades {
			var shapes []shape
			for _, ring := range union(arcs, func(i int) bool { return classes[i] == class }) {
				shapes = append(shapes, newShape(ring))
			}
			p.element(`<path class="map-shade" fill="url(#map-shade-`+strconv.Itoa(class)+`)" d="`, func() { win.fill(&p, shapes) })
		}
		var borders []line
		for _, arc := range arcs {
			if arc.right != nobody {
				borders = append(borders, line{arc.points, arc.points.Bound()})
			}
		}
		p.element(`<path class="map-border" fill="none" d="`, func() { win.stroke(&p, borders) })
	}
	return p.b, nil
}

// A province is the municipalities of a country, simplified for a zoom when it is
// first asked for.
type province struct {
	read func() (cutUp, error)

	mu   sync.Mutex
	arcs map[int][]arc // by sheet
}

// cutUp is the municipalities as arcs in degrees, and their codes.
type cutUp struct {
	arcs  []arc
	codes []string
}

func newProvince(country string) *province {
	return &province{arcs: make(map[int][]arc), read: sync.OnceValues(func() (cutUp, error) {
		name, _ := data.Boundaries(country)
		regions, err := readRegions(name)
		if err != nil {
			return cutUp{}, err
		}
		c := cutUp{arcs: cut(regions)}
		for _, r := range regions {
			c.codes = append(c.codes, r.code)
		}
		return c, nil
	})}
}

// at gives the arcs in px of a sheet. Nobody may change them.
func (p *province) at(zoom int) ([]arc, []string, error) {
	c, err := p.read()
	if err != nil {
		return nil, nil, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.arcs[zoom] == nil {
		p.arcs[zoom] = simplified(c.arcs, float64(zoom))
	}
	return p.arcs[zoom], c.codes, nil
}
