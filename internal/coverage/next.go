package coverage

import (
	"container/heap"

	"walkin/internal/directory"
	"walkin/internal/schedule"
)

// MaxNext is how many next places, and evenings, a report names.
const MaxNext = 5

// next chooses the towns in which a door would add most, one after the other.
func (a *asked) next() error {
	left := make([]float64, len(a.People.cells))
	for _, i := range a.homes {
		if a.uncovered[i] {
			left[i] = a.People.cells[i].people
		}
	}
	var sites []offer
	for n := range a.Sites {
		if a.q.about(a.Sites[n].Country, a.Sites[n].Municipality) {
			sites = append(sites, offer{id: n, at: vectorOf(a.Sites[n].Point), left: left})
		}
	}
	covered := a.any
	best, err := a.choose(sites, 80, 90)
	for _, o := range best {
		covered += o.gain
		a.report.Next = append(a.report.Next, Gain{a.Sites[o.id], o.gain, covered / a.people})
	}
	return err
}

// evenings chooses doors that are closed on an evening, for certain, and would add
// most if they were open: people from whom no door is open then, for certain.
func (a *asked) evenings() error {
	var left [7][]float64
	for day := range left {
		left[day] = make([]float64, len(a.People.cells))
		for _, i := range a.homes {
			left[day][i] = a.People.cells[i].people
		}
	}
	far := squared(a.q.Reach * 1000)
	// each looks around a door once, for all evenings on which it has an answer.
	each := func(answer directory.Ternary, where func(*Door) bool, from, to int, look func(i int, days []int, at vector)) error {
		for i := range a.Doors {
			if err := a.ticked(i, len(a.Doors), from, to); err != nil {
				return err
			}
			d := &a.Doors[i]
			if d.Point == nil || !where(d) || d.fits(a.q) == directory.No {
				continue
			}
			var days []int
			for day, open := range d.week.evenings {
				if open == answer {
					days = append(days, day)
				}
			}
			if len(days) > 0 {
				look(i, days, vectorOf(*d.Point))
			}
		}
		return nil
	}
	err := each(directory.Yes, func(*Door) bool { return true }, 90, 92, func(_ int, days []int, at vector) {
		a.People.tree.within(at, far, func(id int32, _ float64) {
			for _, day := range days {
				left[day][id] = 0
			}
		})
	})
	if err != nil {
		return err
	}
	var offers []offer
	ours := func(d *Door) bool { return a.q.about(d.Country, d.Municipality) }
	err = each(directory.No, ours, 92, 96, func(i int, days []int, at vector) {
		var gain [7]float64
		a.People.tree.within(at, far, func(id int32, _ float64) {
			for _, day := range days {
				gain[day] += left[day][id]
			}
		})
		for _, day := range days {
			offers = append(offers, offer{id: i, day: day, at: at, left: left[day], gain: gain[day], round: 1})
		}
	})
	if err != nil {
		return err
	}
	best, err := a.choose(offers, 96, 98)
	for _, o := range best {
		a.report.Evenings = append(a.report.Evenings, Opening{&a.Doors[o.id], schedule.Day((o.day + 1) % 7), o.gain})
	}
	return err
}

// whatIf says what a door in the town of the question would add.
func (a *asked) whatIf() error {
	if a.q.WhatIf == nil {
		return nil
	}
	g := Gain{Town: *a.q.WhatIf}
	a.People.tree.within(vectorOf(g.Town.Point), squared(a.q.Reach*1000), func(id int32, _ float64) {
		if a.uncovered[id] {
			g.People += a.People.cells[id].people
		}
	})
	if a.people > 0 {
		g.Share = (a.any + g.People) / a.people
	}
	a.report.WhatIf = &g
	return nil
}

// An offer is a door that there could be.
type offer struct {
	id, day int
	at      vector
	left    []float64 // by cell: who has none yet
	gain    float64   // people, when it was last worked out
	round   int       // and when that was
}

// choose takes the offer with the largest gain, again and again, and gives those
// that add anything. It is the greedy algorithm, and lazy: what a door would add
// never grows while others are taken, so an offer whose old gain is no longer
// the largest need not be looked at (Minoux, 1978). Of equal ones the first wins.
func (a *asked) choose(offers []offer, from, to int) ([]offer, error) {
	var h offerHeap
	for i := range offers {
		if err := a.ticked(i, len(offers), from, to); err != nil {
			return nil, err
		}
		o := &offers[i]
		if o.round == 0 {
			a.weigh(o)
			o.round = 1
		}
		if o.gain > 0 {
			h.all = append(h.all, o)
			h.order = append(h.order, i)
		}
	}
	heap.Init(&h)
	var best []offer
	for len(best) < MaxNext && len(h.all) > 0 {
		o := h.all[0]
		if o.gain <= 0 {
			break
		}
		if o.round <= len(best) {
			a.weigh(o)
			o.round = len(best) + 1
			heap.Fix(&h, 0)
			continue
		}
		best = append(best, *o)
		a.take(o)
	}
	return best, a.ctx.Err()
}

// weigh works out what an offer would add.
func (a *asked) weigh(o *offer) {
	o.gain = 0
	a.People.tree.within(o.at, squared(a.q.Reach*1000), func(id int32, _ float64) { o.gain += o.left[id] })
}

// take takes away whom an offer reaches.
func (a *asked) take(o *offer) {
	a.People.tree.within(o.at, squared(a.q.Reach*1000), func(id int32, _ float64) { o.left[id] = 0 })
}

// offerHeap has the offer with the largest gain first.
type offerHeap struct {
	all   []*offer
	order []int // of each in the list that it was made of
}

func (h *offerHeap) Len() int { return len(h.all) }
func (h *offerHeap) Less(i, k int) bool {
	if h.all[i].gain != h.all[k].gain {
		return h.all[i].gain > h.all[k].gain
	}
	return h.order[i] < h.order[k]
}
func (h *offerHeap) Swap(i, k int) {
	h.all[i], h.all[k] = h.all[k], h.all[i]
	h.order[i], h.order[k] = h.order[k], h.order[i]
}
func (h *offerHeap) Push(any) {}
func (h *offerHeap) Pop() any { return nil }
