package mapsvg

import (
	"math"
	"sync"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/clip"
)

const (
	// bleed is how far, in px, lines go on beyond the edge of the map, so that no end
	// of one is seen.
	bleed = 4
	// seamWidth is how wide, in km, a gap along a border may be.
	seamWidth = 2.5
)

// scratch lends the ring that is clipped.
var scratch = sync.Pool{New: func() any { return new(orb.Ring) }}

// background gives the sea, the land and the borders of a frame: the part of a map
// that is the same whatever stands on it. The bytes must not be changed.
func (a *Atlas) background(f frame) []byte {
	key := framing{f.view, f.width, f.height}
	b, ok := a.backgrounds.get(key)
	if !ok {
		b = a.paint(f)
		a.backgrounds.put(key, b)
	}
	return b
}

func (a *Atlas) paint(f frame) []byte {
	sh := a.sheet(f.view.Zoom)
	w := newWindow(f, sh.zoom)
	p := path{b: make([]byte, 0, 16<<10)}
	p.b = append(p.b, `<rect class="map-sea" width="100%" height="100%"/>`...)
	seam := max(2, seamWidth*pixelsPerKilometre(f.view.Centre.Lat, f.view.Zoom))
	p.element(`<path class="map-land" d="`, func() { w.fill(&p, sh.land) })
	p.element(`<path class="map-seam" fill="none" stroke-width="`+string(lengthOf(seam))+`" d="`, func() { w.stroke(&p, sh.seams) })
	if f.view.Zoom >= bordersFrom {
		p.element(`<path class="map-border" fill="none" d="`, func() { w.stroke(&p, sh.borders) })
	}
	p.element(`<path class="map-nation" fill="none" d="`, func() { w.stroke(&p, sh.nations) })
	return p.b
}

// element writes an element that ends with a path, or nothing if that is empty.
func (p *path) element(open string, draw func()) {
	start := len(p.b)
	p.b = append(p.b, open...)
	begun := len(p.b)
	if draw(); len(p.b) == begun {
		p.b = p.b[:start]
		return
	}
	p.b = append(p.b, `"/>`...)
}

// lengthOf writes a length alone.
func lengthOf(px float64) []byte {
	b, _ := appendTenths(nil, tenths(px), false, false)
	return b
}

// A window is the part of a sheet that a map shows.
type window struct {
	bound  orb.Bound
	origin orb.Point
	scale  float64
}

// newWindow gives the part of a sheet that a frame shows.
func newWindow(f frame, zoom float64) window {
	w := window{scale: math.Exp2(f.view.Zoom - zoom)}
	w.origin = orb.Point{f.origin[0] / w.scale, f.origin[1] / w.scale}
	w.bound = orb.Bound{
		Min: w.origin,
		Max: orb.Point{w.origin[0] + f.width/w.scale, w.origin[1] + f.height/w.scale},
	}.Pad(bleed / w.scale)
	return w
}

// fill draws the closed shapes that are in the window.
func (w window) fill(p *path, shapes []shape) {
	lent := scratch.Get().(*orb.Ring)
	defer scratch.Put(lent)
	for _, s := range shapes {
		if !s.bound.Intersects(w.bound) {
			continue
		}
		ring := s.points
		if !w.bound.Contains(s.bound.Min) || !w.bound.Contains(s.bound.Max) {
			*lent = s.near(w.bound, (*lent)[:0])
			ring = clip.Ring(w.bound, *lent)
		}
		w.draw(p, orb.LineString(ring), true)
	}
}

// stroke draws the lines that are in the window.
func (w window) stroke(p *path, lines []line) {
	for _, l := range lines {
		switch {
		case !l.bound.Intersects(w.bound):
		case w.bound.Contains(l.bound.Min) && w.bound.Contains(l.bound.Max):
			w.draw(p, l.points, false)
		default:
			for _, part := range clip.LineString(w.bound, l.points) {
				w.draw(p, part, false)
			}
		}
	}
}

// draw writes one line. What is left of it on the grid of tenths may be nothing.
func (w window) draw(p *path, points orb.LineString, closed bool) {
	least := 1
	if closed {
		least = 2
		if len(points) > 0 {
			points = points[:len(points)-1] // z goes back
		}
	}
	if len(points) <= least {
		return
	}
	start, drawn := len(p.b), 0
	for i, at := range points {
		x, y := (at[0]-w.origin[0])*w.scale, (at[1]-w.origin[1])*w.scale
		if i == 0 {
			p.move(x, y)
		} else if p.line(x, y) {
			drawn++
		}
	}
	if drawn < least {
		p.b = p.b[:start]
		return
	}
	if closed {
		p.b = append(p.b, 'z')
	}
}
