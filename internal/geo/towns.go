package geo

import (
	"cmp"
	"slices"
)

// Towns gives the largest towns in a box, the largest first, at most limit: names for
// a map. Parts of towns, and places of which nobody knows whether anyone lives
// there, are left out.
func (g *Gazetteer) Towns(b Box, limit int) []Place {
	if !b.Valid() || limit <= 0 {
		return nil
	}
	from, _ := slices.BinarySearchFunc(g.byLatitude, b.South, func(i uint32, lat float64) int {
		return cmp.Compare(g.towns[i].at.Lat, lat)
	})
	var largest []uint32 // g.towns has the largest first, so by index
	for _, i := range g.byLatitude[from:] {
		if g.towns[i].at.Lat > b.North {
			break
		}
		if full := len(largest) >= limit; full && i > largest[limit-1] || !b.Contains(g.towns[i].at) {
			continue
		}
		at, _ := slices.BinarySearch(largest, i)
		largest = slices.Insert(largest, at, i)[:min(len(largest)+1, limit)]
	}
	places := make([]Place, len(largest))
	for n, i := range largest {
		places[n] = g.place(refTown | ref(i))
	}
	return places
}

// TownsIn gives all towns of a country with inhabitants, the largest first, parts
// of towns left out: where there could be a place.
func (g *Gazetteer) TownsIn(country string) []Place {
	var places []Place
	for i := range g.towns {
		if t := &g.towns[i]; t.country == country && !t.part && t.population > 0 {
			places = append(places, g.place(refTown|ref(i)))
		}
	}
	return places
}
