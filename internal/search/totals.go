package search

import (
	"encoding/binary"
	"math"
	"slices"
	"sort"
	"strconv"
	"sync"
	"sync/atomic"

	"walkin/internal/directory"
)

// totals keep how many entries of a segment match, wherever they are asked
// from, and their facets. Counting them takes longer than finding the first
// page, and a segment does not change: what is dead in it meanwhile is taken
// off again.
type totals struct {
	counts sync.Map // string → total
	size   atomic.Int64
}

// total holds from one moment to another, between which no activity ends.
type total struct {
	count       int
	facets      []tally
	counts      func() facetCounts // of them, worked out once
	from, until int64              // Unix seconds
}

type facetCounts = map[directory.Facet][]directory.FacetCount

// maxTotals bounds how many counts are kept of one segment, those of facets
// among them.
const maxTotals = 1 << 18

// size is what it counts for: its key and itself weigh as some values do.
func (t *total) size() (n int64) {
	n = 8
	for i := range t.facets {
		n += int64(len(t.facets[i].yes) + len(t.facets[i].unknown))
	}
	return n
}

// everywhere says whether what matches is the same wherever it is asked from.
func (g *gathering) everywhere() bool { return g.RadiusKM == 0 && g.Box == nil && g.Travel == "" }

// total counts all that matches, and the asked facets, of a question that is
// asked everywhere and was read.
func (g *gathering) total() (count int, counts facetCounts, err error) {
	key := g.filters()
	facets := newTallies(g.Facets)
	for i := range g.parts {
		p := &g.parts[i]
		var r *reading // nil: all of the part
		if g.scales != nil {
			r = g.readings[i]
		}
		all, err := g.totalOf(p, r, key)
		if err != nil {
			return 0, nil, err
		}
		if len(g.parts) == 1 && p.dead == nil {
			return all.count, all.counts(), nil
		}
		count += all.count
		for i := range facets {
			facets[i].add(&all.facets[i])
		}
		dead, err := g.matching(p, r, func(yield func(n uint32) bool) { p.dead.each(0, uint32(p.count()), yield) })
		if err == nil {
			count -= len(dead)
			err = g.tally(facets, p, dead, -1)
		}
		if err != nil {
			return 0, nil, err
		}
	}
	return count, countsOf(g.Facets, facets), nil
}

// totalOf counts what matches of a segment, dead or not.
func (g *gathering) totalOf(p *part, r *reading, key string) (total, error) {
	if kept, ok := p.totals.counts.Load(key); ok {
		if t := kept.(total); t.from <= g.moment && g.moment < t.until {
			return t, nil
		}
	}
	t := total{facets: newTallies(g.Facets), from: math.MinInt64, until: math.MaxInt64}
	next := sort.Search(len(p.ends), func(i int) bool { return p.ends[i] > g.moment })
	if next > 0 {
		t.from = p.ends[next-1]
	}
	if next < len(p.ends) {
		t.until = p.ends[next]
	}
	numbers, err := g.matching(p, r, nil)
	if err == nil {
		t.count = len(numbers)
		err = g.tally(t.facets, p, numbers, 1)
	}
	if err != nil {
		return total{}, err
	}
	wanted, facets := slices.Clone(g.Facets), t.facets
	t.counts = sync.OnceValue(func() facetCounts { return countsOf(wanted, facets) })
	if p.totals.size.Add(t.size()) > maxTotals {
		p.totals.counts.Clear()
		p.totals.size.Store(t.size())
	}
	p.totals.counts.Store(key, t)
	return t, nil
}

// matching gives the entries of a part that match, dead or not: of all of them,
// or of some, in the order of their numbers.
func (g *gathering) matching(p *part, r *reading, of func(yield func(n uint32) bool)) (numbers []uint32, err error) {
	looked := 0
	take := func(n uint32, h *hit) bool {
		if looked++; looked%patience == 0 && g.ctx.Err() != nil {
			err = g.ctx.Err()
			return false
		}
		var fits directory.Ternary
		if fits, err = g.fits(p, n, h); fits != directory.No {
			numbers = append(numbers, p.first+n)
		}
		return err == nil
	}
	switch {
	case r == nil && of == nil:
		for n := range uint32(p.count()) {
			if !take(n, &noHit) {
				break
			}
		}
	case r == nil:
		of(func(n uint32) bool { return take(n, &noHit) })
	case of == nil:
		for i, n := range r.numbers {
			if h := r.hits[i].unpack(); !take(n, &h) {
				break
			}
		}
	default:
		at := 0
		of(func(n uint32) bool {
			at += gallop(r.numbers[at:], n)
			if at == len(r.numbers) || r.numbers[at] != n {
				return at < len(r.numbers)
			}
			h := r.hits[at].unpack()
			return take(n, &h)
		})
	}
	return numbers, err
}

// filters writes down what decides what matches, and the asked facets.
func (g *gathering) filters() string {
	key := make([]byte, 0, 160)
	for i, in := range g.kinds {
		if in {
			key = append(key, byte('0'+i))
		}
	}
	lists := func(list []string) {
		for _, word := range list {
			key = append(append(key, word...), ',')
		}
		key = append(key, ';')
	}
	lists(g.asked.Query.Topics)
	lists(g.Languages)
	lists(g.Accessibility)
	for _, p := range g.promises {
		key = append(key, byte('a'+p))
	}
	key = binary.BigEndian.AppendUint16(key, g.channels)
	lists([]string{string(g.Audience), string(g.Setting), g.Country, g.Municipality, g.Network, g.home()})
	key = strconv.AppendBool(strconv.AppendBool(key, g.MeetAtDoor), g.Near != nil)
	if g.Age != nil {
		key = strconv.AppendInt(key, int64(*g.Age), 10)
	}
	key = strconv.AppendBool(strconv.AppendBool(key, g.OpenAt != nil), len(g.Kinds) == 0)
	opening := g.OpenAt != nil
	for _, facet := range g.Facets {
		key = append(append(key, ';'), facet...)
		opening = opening || facet == directory.FacetOpen
	}
	if opening {
		// Within a minute no hours begin or end.
		if key = append(key, '@'); g.minute != nil {
			key = strconv.AppendInt(key, g.minute.from, 10)
		} else {
			key = g.at.UTC().AppendFormat(key, "20060102150405.999999999")
		}
	}
	if g.scales != nil {
		key = binary.BigEndian.AppendUint64(append(key, '"'), g.scales.key)
	}
	return string(key)
}
