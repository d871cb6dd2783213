package search

import (
	"math"
	"slices"
)

// leading finds the first page of a question in words without ranking all that
// it finds, which may be half of the catalogue; false where it has to.
func (g *gathering) leading(p *page, radius float64) (bool, error) {
	if g.byDistance {
		return false, nil
	}
	if err := g.readAll(); err != nil {
		return false, err
	}
	if g.Near == nil {
		return true, g.byLevel(p)
	}
	return g.byJourney(p, radius)
}

// byLevel offers the best levels of each part first, until no lower one can
// bring anything that comes before the page's last.
func (g *gathering) byLevel(page *page) error {
	g.page = page
	for i, r := range g.readings {
		if err := g.levelsOf(&g.parts[i], r, page); err != nil {
			return err
		}
	}
	return nil
}

func (g *gathering) levelsOf(p *part, r *reading, page *page) error {
	levels := r.byLevel()
	for i := range levels {
		l := &levels[i]
		if page.late(l.first, evidenceAt) {
			return nil
		}
		for _, h := range l.sorted(r, g.scales, p) {
			if page.late(l.first|steps(h.rest)<<evidenceAt, evidenceAt) {
				break
			}
			n := r.numbers[h.place]
			g.board.hits[p.first+n] = r.hits[h.place].unpack()
			if err := g.consider(p, n, math.Inf(1)); err != nil {
				return err
			}
		}
	}
	return nil
}

// byJourney looks in circles that are as wide as the journeys that weigh
// against an entry: all that is outside one lacks that much more. Outside the
// widest everything is far, unless the radius reaches beyond that.
func (g *gathering) byJourney(page *page, radius float64) (bool, error) {
	least, none := steps(math.MaxUint8), true
	for _, r := range g.readings {
		levels := r.byLevel()
		switch {
		case len(levels) == 0:
			continue
		case levels[0].first>>unmeantAt == 0:
			return false, nil // a very place, wherever it is
		}
		least, none = min(least, levels[0].first>>missingAt&math.MaxUint8), false
	}
	if none {
		return false, nil
	}
	asked := radius
	for i := range journeys {
		edge := &journeyBounds[i]
		g.board.keepTo(g.circle(edge.all))
		g.matches, page.first, page.behind = g.matches[:0], page.first[:0], 0
		if err := g.gatherWorded(); err != nil {
			return false, err
		}
		g.matches = slices.DeleteFunc(g.matches, func(m match) bool {
			return !math.IsInf(float64(m.chord), 1) && g.beyond(&m, edge)
		})
		if radius = asked; radius == 0 {
			if !g.enoughAround() {
				continue // the radius stretches further
			}
			radius = g.stretch()
		}
		g.radius = newBound(radius)
		for i := range g.matches {
			if err := page.offer(&g.matches[i]); err != nil {
				return false, err
			}
		}
		if len(page.first) < page.size {
			continue
		}
		last := page.first[page.size-1].steps
		outside := min(least+g.away[i], math.MaxUint8)
		if i == len(journeys)-1 && radius <= edge.metres && !last.far() || last>>missingAt < 1<<(unmeantAt-missingAt)|outside {
			return true, nil
		}
	}
	g.board.keepTo(nil)
	return false, nil
}

// circle is what lies about within a chord of where the query stands, and what
// has no point and is in its municipality.
func (g *gathering) circle(chord float64) set {
	circle := newSet(g.size())
	for i := range g.parts {
		p := &g.parts[i]
		p.within(g.from, chord, func(n uint32, _ float64) { circle.set(p.first + n) })
		for _, pair := range g.here(p) {
			circle.set(p.first + number(pair))
		}
	}
	return circle
}

// enoughAround says whether there are so many matches that the radius is not
// stretched beyond them.
func (g *gathering) enoughAround() bool {
	n := 0
	for i := range g.matches {
		if !math.IsInf(float64(g.matches[i].chord), 1) {
			n++
		}
	}
	return n >= enoughNear
}

// readAll reads the question in all parts, wherever it is asked from.
func (g *gathering) readAll() error {
	readings := make([]*reading, len(g.parts))
	for i := range g.parts {
		var err error
		if readings[i], err = g.readingOf(i); err != nil {
			return err
		}
	}
	g.readings = readings
	return nil
}

// readingOf is the reading of a part, as far as the board takes its entries.
func (g *gathering) readingOf(i int) (*reading, error) {
	if g.readings != nil {
		return g.readings[i], nil
	}
	return g.reading(g.ctx, g.board, g.scales, &g.parts[i])
}

// gatherWorded takes what has enough of the question in words, of what the board
// takes.
func (g *gathering) gatherWorded() error {
	for i := range g.parts {
		p := &g.parts[i]
		r, err := g.readingOf(i)
		if err != nil {
			return err
		}
		if err := r.each(g.board, p, func(n uint32) error { return g.consider(p, n, g.chordOf(p, n)) }); err != nil {
			return err
		}
	}
	return nil
}
