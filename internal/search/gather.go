package search

import (
	"context"
	"math"
	"slices"
	"sync"

	"walkin/internal/directory"
)

// gathering is one run of a query over the columns: what matched, and what is
// needed to rank it.
type gathering struct {
	*snapshot
	*sieve
	ctx      context.Context
	looked   int                  // entries that were considered
	scales   *scales              // of a question in words
	board    *board               // its hits, which matches lead to
	readings []*reading           // by part; nil as long as the question was not read everywhere
	from     *[3]float64          // where the query stands; nil if it does not say
	limit    bound                // the radius that was asked for
	radius   bound                // that divides near from far
	away     [len(journeys)]steps // what is missing of an entry beyond each journey
	matches  []match
	// What matches goes to the page at once where the order is known before all
	// are: then only their numbers are kept, and those for facets.
	page    *page
	summed  bool // what matches is counted apart: see total
	numbers []uint32
	counted int

	byDistance, byOpening bool
}

// heap is lists to be used again.
type heap struct {
	matches []match
	numbers []uint32
}

var heaps = sync.Pool{New: func() any { return new(heap) }}

// release gives the lists back. The gathering is not used any more.
func (g *gathering) release() {
	heaps.Put(&heap{g.matches[:0], g.numbers[:0]})
	g.matches, g.numbers = nil, nil
	if g.board != nil {
		g.board.release()
	}
}

// noHit is that of a question without words.
var noHit hit

// hit is how an entry matches the words of the question. It stays on the board:
// a copy of what was just written there, for each match, would cost more than
// all that is read of it.
func (g *gathering) hit(n uint32) *hit {
	if g.board == nil {
		return &noHit
	}
	return &g.board.hits[n]
}

func (s *snapshot) newGathering(ctx context.Context, a *asked) *gathering {
	h := heaps.Get().(*heap)
	g := &gathering{ctx: ctx, snapshot: s, sieve: newSieve(a, &s.catalogue), matches: h.matches, numbers: h.numbers}
	g.minute = s.vocabulary.minuteOf(a)
	g.byDistance, g.byOpening = a.Sort == directory.SortDistance, a.Sort == directory.SortOpens
	if !a.question.empty() {
		g.scales = s.weigh(a.question)
		g.board = newBoard(g.size())
	}
	if a.Near != nil {
		from := unit(a.Near.Point)
		g.from = &from
		if a.RadiusKM > 0 {
			g.limit = newBound(a.RadiusKM * 1000)
		}
		g.away = newJourneys(&a.question)
	}
	return g
}

// consider runs an entry through the filters and keeps it if it passes.
func (g *gathering) consider(p *part, n uint32, chord float64) error {
	if g.looked++; g.looked%patience == 0 && g.ctx.Err() != nil {
		return g.ctx.Err()
	}
	if p.dead.has(n) {
		return nil
	}
	m := match{n: p.first + n, chord: float32(chord)}
	if g.from != nil && g.RadiusKM > 0 {
		if !p.traits[n].point() {
			if !p.traits[n].helpline() && !g.sameMunicipality(p, n) {
				return nil
			}
		} else if g.beyond(&m, &g.limit) {
			return nil
		}
	}
	fits, err := g.fits(p, n, g.hit(m.n))
	if err != nil || fits == directory.No {
		return err
	}
	m.unknown = fits == directory.Unknown
	if g.page == nil {
		g.matches = append(g.matches, m)
		return nil
	}
	g.add(&m)
	return g.page.offer(&m)
}

// add counts a match.
func (g *gathering) add(m *match) {
	g.counted++
	if len(g.Facets) > 0 && !g.summed {
		g.numbers = append(g.numbers, m.n)
	}
}

// chordOf is the chord between the query and an entry.
func (g *gathering) chordOf(p *part, n uint32) float64 {
	if g.from == nil || !p.traits[n].point() {
		return math.Inf(1)
	}
	return between(g.from, &p.vector[n])
}

// gather finds all that match, by the shortest of the ways there are.
func (g *gathering) gather() error {
	switch {
	case g.scales != nil:
		g.board.keepTo(g.around())
		return g.gatherWorded()
	case g.RadiusKM > 0:
		if err := g.gatherWithin(g.limit.all); err != nil {
			return err
		}
		if err := g.gatherHere(); err != nil {
			return err
		}
		return g.gatherLines()
	case g.Box != nil && simple(*g.Box):
		return g.gatherBox()
	case g.topics != nil:
		return g.gatherTopics()
	default:
		return g.gatherAll()
	}
}

// gatherWithin takes what is about within a chord.
func (g *gathering) gatherWithin(chord float64) (err error) {
	for i := range g.parts {
		p := &g.parts[i]
		p.within(g.from, chord, func(n uint32, chord float64) {
			if err == nil {
				err = g.consider(p, n, chord)
			}
		})
	}
	return err
}

// gatherHere takes what has no point and is in the municipality of the place
// that is asked from.
func (g *gathering) gatherHere() error {
	for i := range g.parts {
		p := &g.parts[i]
		for _, pair := range g.here(p) {
			if err := g.consider(p, number(pair), math.Inf(1)); err != nil {
				return err
			}
		}
	}
	return nil
}

// here gives the entries of a part without a point that are in the municipality
// of the place that is asked from.
func (g *gathering) here(p *part) postings {
	place := g.Near.Place
	if place == nil || place.Municipality == "" {
		return nil
	}
	m, ok := g.vocabulary.municipalities.known(place.Country + "\x00" + place.Municipality)
	if !ok {
		return nil
	}
	return p.here.of(m)
}

// gatherLines takes the helplines that gatherHere has not.
func (g *gathering) gatherLines() error {
	if !g.kinds[slices.Index(directory.Searchable, directory.KindHelpline)] {
		return nil
	}
	for i := range g.parts {
		p := &g.parts[i]
		for _, n := range p.lines {
			if g.sameMunicipality(p, n) {
				continue
			}
			if err := g.consider(p, n, math.Inf(1)); err != nil {
				return err
			}
		}
	}
	return nil
}

// around gives the entries that are about where the query asks for, so that
// nothing else is looked at; nil where it asks for everywhere. A line that is
// named may be anywhere, so lines are among them.
func (g *gathering) around() set {
	box := g.Box != nil && simple(*g.Box)
	if g.RadiusKM == 0 && !box {
		return nil
	}
	around := newSet(g.size())
	g.boxed = box
	for i := range g.parts {
		p := &g.parts[i]
		if box {
			p.boxes.in(*g.Box, func(n uint32) { around.set(p.first + n) })
			continue
		}
		p.within(g.from, g.limit.all, func(n uint32, _ float64) { around.set(p.first + n) })
		for n := uint32(p.points); n < uint32(p.count()); n++ {
			around.set(p.first + n)
		}
	}
	return around
}

func (g *gathering) gatherBox() (err error) {
	g.boxed = true
	for i := range g.parts {
		p := &g.parts[i]
		p.boxes.in(*g.Box, func(n uint32) {
			if err == nil {
				err = g.consider(p, n, g.chordOf(p, n))
			}
		})
	}
	return err
}

// gatherTopics takes what has any of the topics of the filter.
func (g *gathering) gatherTopics() error {
	for i := range g.parts {
		p := &g.parts[i]
		var numbers []uint32
		for topic, wanted := range g.topics {
			if wanted {
				for _, pair := range p.meetsTo.of(uint32(topic)) {
					numbers = append(numbers, number(pair))
				}
			}
		}
		slices.Sort(numbers)
		for _, n := range slices.Compact(numbers) {
			if err := g.consider(p, n, g.chordOf(p, n)); err != nil {
				return err
			}
		}
	}
	return nil
}

// patience is how many entries are looked at between two looks at the
// deadline.
const patience = 1 << 12

func (g *gathering) gatherAll() error {
	for i := range g.parts {
		p := &g.parts[i]
		for n := range uint32(p.count()) {
			if err := g.consider(p, n, g.chordOf(p, n)); err != nil {
				return err
			}
		}
	}
	return nil
}
