package mapsvg

import (
	"math"
	"slices"

	"walkin/internal/geo"
)

// A Mark is a labelled point.
type Mark struct {
	Point geo.Point
	Label string // a letter or two
	Next  bool   // a diamond instead of a circle
}

// A seat is where a mark is drawn: at its point, or beside it where others are.
type seat struct {
	mark     *Mark
	x, y     float64 // of the point
	toX, toY float64 // of the mark
}

// markSize is the width of a mark with a little air around it, in px.
const markSize = 20

// seats puts the marks on the map. Those that come first stand where they belong;
// one that would cover them steps aside, as little as it takes.
func seats(marks []Mark, f frame) []seat {
	var all []seat
	free := func(x, y float64) bool {
		return !slices.ContainsFunc(all, func(s seat) bool { return math.Hypot(x-s.toX, y-s.toY) < markSize })
	}
	inside := func(x, y float64) bool {
		const edge = markSize / 2
		return x >= edge && y >= edge && x <= f.width-edge && y <= f.height-edge
	}
	for i := range marks {
		x, y, on := f.place(marks[i].Point)
		if !on {
			continue
		}
		s := seat{&marks[i], x, y, x, y}
		for n := range 3 * 8 { // three rings, from the east on
			if free(s.toX, s.toY) && (n == 0 || inside(s.toX, s.toY)) {
				break
			}
			away, angle := markSize*float64(1+n/8), float64(n%8)*math.Pi/4
			s.toX, s.toY = x+away*math.Cos(angle), y-away*math.Sin(angle)
		}
		all = append(all, s)
	}
	return all
}

// area is what a mark covers.
func (s seat) area() rect { return rect{s.toX - 9, s.toY - 9, s.toX + 9, s.toY + 9} }

// appendMarks draws the lines from those that stepped aside to their points, and then
// the marks.
func appendMarks(b []byte, all []seat) []byte {
	p := path{b: b}
	p.element(`<path class="map-leader" fill="none" d="`, func() {
		for _, s := range all {
			if s.x != s.toX || s.y != s.toY {
				p.move(s.x, s.y)
				p.segment(s.toX, s.toY)
			}
		}
	})
	b = append(p.b, `<g text-anchor="middle" font-size="10">`...)
	for _, s := range all {
		kind, shape := "spot", `<circle class="map-body" r="8"/>`
		if s.mark.Next {
			kind, shape = "next", `<path class="map-body" d="M0-10.5L10.5 0 0 10.5-10.5 0z"/>`
		}
		b = append(b, `<g class="map-mark map-mark-`+kind+`"`...)
		b = appendTranslate(b, s.toX, s.toY)
		b = append(b, '>')
		b = append(b, shape...)
		b = append(b, `<text class="map-number" y="3.5">`...)
		b = appendText(b, s.mark.Label)
		b = append(b, `</text></g>`...)
	}
	return append(b, `</g>`...)
}
