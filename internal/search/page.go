package search

import (
	"math"
	"slices"
)

// page keeps the first results after a place in the order.
type page struct {
	*gathering
	from   *rank // nil for the first page
	size   int
	first  []ranked // sorted
	behind int      // matches that come after from
	// Of a search that went outward: how many of those are in their final
	// order, and whether it went beyond the radius.
	settled int
	wide    bool
	offered ranked // at hand, so that not each is a piece of memory of its own
}

// offer ranks a match and keeps it if it is among the first.
func (g *page) offer(m *match) error {
	if g.mismatched(m) {
		g.behind++
		return nil
	}
	s := g.before(m)
	final := !s.lowered() && !s.far() || g.wide && !(s.lowered() && s.far())
	if g.from == nil {
		g.behind++
		if final {
			g.settled++
		}
		if g.late(s, evidenceAt) {
			return nil
		}
	}
	if g.scales != nil && !g.byDistance && !g.byOpening {
		p, n := g.part(m.n)
		s |= steps(g.scales.evidence(g.hit(m.n).evidence, p, n)) << evidenceAt
	}
	r := &g.offered
	*r = ranked{match: *m, steps: s, distance: math.NaN()}
	if g.from == nil && (g.late(s, openingBits) || g.tooLate(r)) {
		return nil
	}
	if !g.byDistance {
		opening, opens, err := g.opening(m)
		if err != nil {
			return err
		}
		r.steps |= opening
		if g.byOpening {
			r.opens = opens
		}
	}
	if g.from != nil {
		if !g.after(r, g.from) {
			return nil
		}
		g.behind++
		if final {
			g.settled++
		}
	}
	if len(g.first) == g.size {
		if g.compare(r, &g.first[g.size-1]) > 0 {
			return nil
		}
		g.first = g.first[:g.size-1]
	}
	low, high := 0, len(g.first)
	for low < high {
		if middle := (low + high) / 2; g.compare(&g.first[middle], r) < 0 {
			low = middle + 1
		} else {
			high = middle
		}
	}
	g.first = slices.Insert(g.first, low, *r)
	return nil
}

// mismatched says whether how an entry matches the words alone puts it behind a
// page that is full: most of what a broad question finds.
func (g *page) mismatched(m *match) bool {
	if g.scales == nil || g.from != nil || g.byDistance || g.byOpening {
		return false
	}
	h := g.hit(m.n)
	return g.late(step(!h.meant, unmeantAt)|steps(h.missingTopics)<<missingAt|steps(h.class)<<classAt, classAt)
}

// late says whether the steps from a bit on put a match behind a page that is
// full, whatever the lower ones are.
func (g *page) late(s steps, from int) bool {
	return len(g.first) == g.size && s>>from > g.first[g.size-1].steps>>from
}

// tooLate says whether a match comes behind a page that is full even if it is
// open.
func (g *page) tooLate(r *ranked) bool {
	if len(g.first) < g.size || g.byOpening {
		return false
	}
	last := &g.first[g.size-1]
	return last.steps == r.steps && g.compare(r, last) > 0
}
