package mapsvg

import (
	"maps"
	"math"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
	"github.com/paulmach/orb/simplify"
)

const (
	// bordersFrom is the first zoom that shows the borders of municipalities: on a
	// wider view those of Belgium are a net, and three times the bytes.
	bordersFrom = 10
	// lastSheet holds all that the files know; closer views use it, too.
	lastSheet = 12
	// tolerance is how far, in px, a simplified line may be off, and the least area of
	// an island in px².
	tolerance, leastArea = 1.0, 4
)

// A sheet holds what is drawn at one zoom, in px of that zoom's world.
type sheet struct {
	zoom    float64
	land    []shape
	nations []line // borders between countries
	borders []line // between municipalities
	// seams are the nations' borders of the countries that are drawn from municipalities:
	// the two drawings of one border leave gaps.
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
	outline []arc
	// detailed are the countries, by region of the outline, that have municipalities.
	detailed map[int]country
}

// A country is one that can be drawn from its municipalities.
type country struct {
	from int // the first sheet that is
	arcs []arc
}

// draw makes the sheet of a zoom.
func (s *survey) draw(zoom int) *sheet {
	sh := &sheet{zoom: float64(zoom)}
	fine := func(region int) bool {
		c, ok := s.detailed[region]
		return ok && zoom >= c.from
	}
	outline := simplified(s.outline, sh.zoom)
	land := union(outline, func(region int) bool { return !fine(region) })
	for _, a := range outline {
		if a.right == nobody {
			continue
		}
		l := line{a.points, a.points.Bound()}
		sh.nations = append(sh.nations, l)
		if fine(a.left) || fine(a.right) {
			sh.seams = append(sh.seams, l)
		}
	}
	for _, region := range slices.Sorted(maps.Keys(s.detailed)) {
		if !fine(region) {
			continue
		}
		arcs := simplified(s.detailed[region].arcs, sh.zoom)
		land = append(land, union(arcs, func(int) bool { return true })...)
		for _, a := range arcs {
			if a.right != nobody && zoom >= bordersFrom {
				sh.borders = append(sh.borders, line{a.points, a.points.Bound()})
			}
		}
	}
	for _, ring := range land {
		if math.Abs(planar.Area(ring)) >= leastArea {
			sh.land = append(sh.land, newShape(ring))
		}
	}
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
