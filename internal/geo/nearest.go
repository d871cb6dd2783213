package geo

import (
	"cmp"
	"math"
	"slices"
)

// sortLatitudes lists the towns that NearestTown may give: not the parts of towns,
// nor places of which nobody knows whether anyone lives there.
func (g *Gazetteer) sortLatitudes() {
	for i, t := range g.towns {
		if !t.part && t.population > 0 {
			g.byLatitude = append(g.byLatitude, uint32(i))
		}
	}
	slices.SortFunc(g.byLatitude, func(a, b uint32) int {
		return cmp.Compare(g.towns[a].at.Lat, g.towns[b].at.Lat)
	})
}

// NearestTown gives the town whose centre is nearest to p, and the metres to it: for
// saying "in Odense". For a point that is not valid it gives no place, at +Inf.
//
// It walks the towns north and south of p at once and stops where even the latitude
// is farther away than the best town so far: some hundred of 45,000.
func (g *Gazetteer) NearestTown(p Point) (Place, float64) {
	if !p.Valid() || len(g.byLatitude) == 0 {
		return Place{}, math.Inf(1)
	}
	north, _ := slices.BinarySearchFunc(g.byLatitude, p.Lat, func(i uint32, lat float64) int {
		return cmp.Compare(g.towns[i].at.Lat, lat)
	})
	south := north - 1
	best, distance := ref(0), math.Inf(1)
	visit := func(i int) bool {
		t := &g.towns[g.byLatitude[i]]
		if Distance(p, Point{Lat: t.at.Lat, Lon: p.Lon}) > distance {
			return false
		}
		if d := Distance(p, t.at); d < distance {
			best, distance = ref(g.byLatitude[i]), d
		}
		return true
	}
	for north < len(g.byLatitude) || south >= 0 {
		if north < len(g.byLatitude) && !visit(north) {
			north = len(g.byLatitude)
		}
		if south >= 0 && !visit(south) {
			south = -1
		}
		north++
		south--
	}
	return g.place(refTown | best), distance
}
