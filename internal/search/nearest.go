package search

import (
	"math"
	"slices"

	"walkin/internal/directory"
)

// outward says whether the first page can be found from where the query stands
// outward, without looking at all that matches.
func (g *gathering) outward() bool { return g.Near != nil && (g.topics == nil || g.often()) }

// often says whether the topics of the filter are on so many entries that
// looking at all of those costs more than looking around.
func (g *gathering) often() bool {
	of := 0
	for i := range g.parts {
		for topic, wanted := range g.topics {
			if wanted {
				of += len(g.parts[i].meetsTo.of(uint32(topic)))
			}
		}
	}
	return of > 2000
}

// spread finds a page in wider and wider circles, until no entry outside can
// come before those that were found. It gives false if it had to look at all.
//
// The order begins with far and unknown, then goes by the bands of the
// distance. So within a circle whose edge is the edge of a band, the entries
// that are near and certain are in their final order, and so are all near ones
// once the circle is wider than the radius.
func (g *gathering) spread(p *page, radius float64) (bool, error) {
	for i, edge := range bands {
		g.matches = g.matches[:0]
		b := bandBounds[i]
		if err := g.gatherWithin(b.all); err != nil {
			return false, err
		}
		g.matches = slices.DeleteFunc(g.matches, func(m match) bool { return g.beyond(&m, &b) })
		if radius == 0 {
			if len(g.matches) < enoughNear && edge < directory.DefaultRadiusKM*1000 {
				continue // a wider circle will tell
			}
			var err error
			if radius, err = g.stretchAround(edge); err != nil {
				return false, err
			}
		}
		g.radius = newBound(radius)
		p.first, p.behind, p.settled = p.first[:0], 0, 0
		if p.wide = edge >= radius; p.wide {
			if err := g.gatherHere(); err != nil {
				return false, err
			}
		}
		for i := range g.matches {
			if err := p.offer(&g.matches[i]); err != nil {
				return false, err
			}
		}
		if p.settled >= p.size {
			return true, nil
		}
	}
	g.matches = g.matches[:0]
	return false, nil
}

// stretchAround is stretch without all matches at hand, but those of a circle.
func (g *gathering) stretchAround(edge float64) (float64, error) {
	if usual := directory.DefaultRadiusKM * 1000; edge <= usual {
		if len(g.matches) >= enoughNear {
			return usual, nil
		}
	}
	var nearest nearestTen
	var err error
	kept := len(g.matches)
	for i := range g.parts {
		p := &g.parts[i]
		p.nearest(g.from, nearest.reach(), func(n uint32, chord float64) float64 {
			if err == nil {
				err = g.consider(p, n, chord)
			}
			if len(g.matches) > kept {
				nearest.add(g.distance(&g.matches[kept]))
				g.matches = g.matches[:kept]
			}
			return nearest.reach()
		})
	}
	return max(directory.DefaultRadiusKM*1000, nearest.last()), err
}

// closest finds the first page of the order by distance where it lies within
// the usual radius: then the tree gives the nearest by themselves.
func (g *gathering) closest(p *page) (_ bool, err error) {
	if g.Sort != directory.SortDistance || p.from != nil || p.size < enoughNear {
		return false, nil
	}
	g.radius = usualBound
	reach := usualBound.all
	chords := make([]float64, 0, p.size) // of the nearest, sorted
	for i := range g.parts {
		q := &g.parts[i]
		q.nearest(g.from, reach, func(n uint32, c float64) float64 {
			kept := len(g.matches)
			if err == nil {
				err = g.consider(q, n, c)
			}
			switch {
			case err != nil, len(g.matches) == kept:
				return reach
			case g.matches[kept].unknown:
				g.matches = g.matches[:kept]
				return reach
			case len(chords) == p.size:
				chords = chords[:p.size-1]
			}
			at, _ := slices.BinarySearch(chords, c)
			if chords = slices.Insert(chords, at, c); len(chords) == p.size {
				reach = min(reach, widened(chords[p.size-1]))
			}
			return reach
		})
	}
	for i := range g.matches {
		if m := &g.matches[i]; err == nil && float64(m.chord) <= reach {
			err = p.offer(m)
		}
	}
	g.matches = g.matches[:0]
	if len(p.first) == p.size && !p.first[p.size-1].steps.far() {
		return true, err
	}
	p.first, p.behind = p.first[:0], 0
	return false, err
}

// widened is a chord beyond which an entry is certainly further away than one
// on another chord.
func widened(chord float64) float64 {
	wide := math.Sqrt(chord) + 3*blur/earth
	return wide * wide
}
