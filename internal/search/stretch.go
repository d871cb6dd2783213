package search

import (
	"math"
	"slices"

	"walkin/internal/directory"
)

// stretch works out the radius that divides near from far where none was
// asked for: the usual one, stretched to the nearest ten.
func (g *gathering) stretch() float64 {
	usual := directory.DefaultRadiusKM * 1000
	near := 0
	for i := range g.matches {
		if float64(g.matches[i].chord) <= usualBound.below {
			if near++; near == enoughNear {
				return usual
			}
		}
	}
	var nearest nearestTen
	for i := range g.matches {
		if m := &g.matches[i]; float64(m.chord) <= nearest.reach() {
			nearest.add(g.distance(m))
		}
	}
	return max(usual, nearest.last())
}

// nearestTen keeps the ten smallest distances, in metres, in their order.
type nearestTen struct {
	distances [enoughNear]float64
	count     int
}

// reach is the chord beyond which nothing is among the nearest any more.
func (t *nearestTen) reach() float64 {
	if t.count < enoughNear {
		return math.MaxFloat64 // not what has no distance
	}
	return chord(t.last() + blur)
}

func (t *nearestTen) add(distance float64) {
	i, _ := slices.BinarySearch(t.distances[:t.count], distance)
	if i == enoughNear {
		return
	}
	t.count = min(t.count+1, enoughNear)
	copy(t.distances[i+1:t.count], t.distances[i:])
	t.distances[i] = distance
}

// last is the largest of them; 0 where there is none.
func (t *nearestTen) last() float64 {
	if t.count == 0 {
		return 0
	}
	return t.distances[t.count-1]
}
