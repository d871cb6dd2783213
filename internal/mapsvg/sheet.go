package mapsvg

import (
	"math"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
	"github.com/paulmach/orb/simplify"
)

const (
	// detailFrom is the first sheet whose DK, NL and BE are made of municipalities:
	// their coast is finer than that of the outline.
	detailFrom = 8
	// bordersFrom is the first sheet that shows the borders of municipalities: on a
	// wider view those of Belgium are a net.
	bordersFrom = 9
	// lastSheet holds all that the files know; closer views use it, too.
	lastSheet = 11
	// tolerance is how far, in px, a simplified line may be off, and the least area of
	// an island in px².
	tolerance, leastArea = 0.5, 1.5
)

// A sheet holds what is drawn at one zoom, in px of that zoom's world.
type sheet struct {
	zoom    float64
	land    []shape
	borders []line // between countries, or municipalities
	coasts  []line // around DK, NL and BE, where they are drawn from municipalities
	// seams run along the borders between the countries of municipalities and the
	// coarser ones around them: two drawings of one border leave gaps.
	seams []line
}

// A line is a border with its bound.
type line struct {
	points orb.LineString
	bound  orb.Bound
}

// A shape is a closed ring, with the bounds of its stretches of chunk edges each, so
// that a view passes quickly over what lies elsewhere.
type shape struct {
	points orb.Ring
	bound  orb.Bound
	chunks []orb.Bound
}

const chunk = 32

func newShape(ring orb.Ring) shape {
	s := shape{points: ring, bound: ring.Bound()}
	for n := 0; n < len(ring)-1; n += chunk {
		s.chunks = append(s.chunks, orb.LineString(ring[n:min(n+chunk+1, len(ring))]).Bound())
	}
	return s
}

// near gives the points of the ring that matter inside a window: where a stretch
// lies on one side of it altogether, only its first. The area inside the window
// is the same.
func (s shape) near(window orb.Bound, points orb.Ring) orb.Ring {
	for n, b := range s.chunks {
		if b.Max[0] < window.Min[0] || b.Min[0] > window.Max[0] || b.Max[1] < window.Min[1] || b.Min[1] > window.Max[1] {
			points = append(points, s.points[n*chunk])
		} else {
			points = append(points, s.points[n*chunk:min((n+1)*chunk, len(s.points))]...)
		}
	}
	if len(points) > 0 && points[0] != points[len(points)-1] {
		points = append(points, points[0])
	}
	return points
}

// A survey is the raw material of all sheets.
type survey struct {
	outline  []arc
	detailed []bool  // by region of the outline: has municipalities
	local    [][]arc // municipalities, by country
}

// draw makes the sheet of a zoom.
func (s *survey) draw(zoom int) *sheet {
	sh := &sheet{zoom: float64(zoom)}
	outline := simplified(s.outline, sh.zoom)
	close := zoom >= detailFrom
	land := union(outline, func(i int) bool { return !close || !s.detailed[i] })
	for _, a := range outline {
		switch {
		case a.right == nobody:
		case close && (s.detailed[a.left] || s.detailed[a.right]):
			sh.seams = append(sh.seams, line{a.points, a.points.Bound()})
		default:
			sh.borders = append(sh.borders, line{a.points, a.points.Bound()})
		}
	}
	if close {
		for _, country := range s.local {
			arcs := simplified(country, sh.zoom)
			land = append(land, union(arcs, func(int) bool { return true })...)
			for _, a := range arcs {
				l := line{a.points, a.points.Bound()}
				switch {
				case a.right == nobody:
					sh.coasts = append(sh.coasts, l)
				case zoom >= bordersFrom:
					sh.borders = append(sh.borders, l)
				}
			}
		}
	}
	for _, ring := range land {
		if math.Abs(planar.Area(ring)) >= leastArea {
			sh.land = append(sh.land, newShape(ring))
		}
	}
	sh.coasts = slices.DeleteFunc(sh.coasts, func(l line) bool {
		closed := l.points[0] == l.points[len(l.points)-1]
		return closed && math.Abs(planar.Area(orb.Ring(l.points))) < leastArea
	})
	return sh
}

// simplified gives arcs in px of a zoom, with the points that are to be seen there.
func simplified(arcs []arc, zoom float64) []arc {
	simple := make([]arc, len(arcs))
	for i, a := range arcs {
		points := make(orb.LineString, len(a.points))
		for n, p := range a.points {
			points[n] = project(p[1], p[0], zoom)
		}
		points = simplify.DouglasPeucker(tolerance).LineString(points)
		simple[i] = arc{slices.Clip(slices.Clone(points)), a.left, a.right}
	}
	return simple
}
