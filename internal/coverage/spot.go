package coverage

import (
	"cmp"
	"slices"
)

const (
	// many is how many live in a cell that makes or joins a white spot: some 50
	// of them are 12 to 25 years old.
	many = 300
	// joined is how far apart, in metres, two cells of one spot may be: the next
	// but two squares of 1 km.
	joined = 3_000
	// MaxSpots is how many white spots a report names.
	MaxSpots = 20
)

// spots joins the cells without a door within reach. The one where most people live
// is the first of a spot, which holds what is joined to it and within reach of it:
// a place there would be one for all of the spot.
func (a *asked) spots() error {
	cells := a.People.cells
	var peaks []int32
	for _, i := range a.homes {
		if a.uncovered[i] && cells[i].people >= many {
			peaks = append(peaks, i)
		}
	}
	slices.SortFunc(peaks, func(i, k int32) int {
		return cmp.Or(cmp.Compare(cells[k].people, cells[i].people), cmp.Compare(i, k))
	})
	free := make([]bool, len(cells))
	for _, i := range peaks {
		free[i] = true
	}
	var all []Spot
	far, near := squared(a.q.Reach*1000), squared(joined)
	for n, peak := range peaks {
		if err := a.ticked(n, len(peaks), 70, 80); err != nil {
			return err
		}
		if !free[peak] {
			continue
		}
		free[peak] = false
		spot := Spot{Point: cells[peak].point}
		for queue := []int32{peak}; len(queue) > 0; queue = queue[1:] {
			c := &cells[queue[0]]
			spot.People += c.people
			spot.Cells++
			spot.Model = spot.Model || c.model
			a.People.tree.within(c.at, near, func(id int32, _ float64) {
				if free[id] && cells[id].at.to(cells[peak].at) <= far {
					free[id] = false
					queue = append(queue, id)
				}
			})
		}
		all = append(all, spot)
		a.report.SpotPeople += spot.People
	}
	slices.SortStableFunc(all, func(s, t Spot) int { return cmp.Compare(t.People, s.People) })
	a.report.SpotCount, a.report.Spots = len(all), all[:min(len(all), MaxSpots)]
	for i := range a.report.Spots {
		spot := &a.report.Spots[i]
		spot.Town, _ = a.Names.NearestTown(spot.Point)
		_, to := a.nearest(vectorOf(spot.Point))
		spot.Nearest = to[1]
	}
	return nil
}
