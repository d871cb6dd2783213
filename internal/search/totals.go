package search

import (
	"encoding/binary"
	"math"
	"sort"
	"strconv"
	"sync"
	"sync/atomic"

	"walkin/internal/directory"
)

// totals keep how many entries of a segment pass some filters, wherever they
// are asked from. Counting them takes longer than finding the first page, and
// a segment does not change: what is dead in it meanwhile is taken off again.
type totals struct {
	counts sync.Map // string → total
	size   atomic.Int64
}

// total holds from one moment to another, between which no activity ends.
type total struct {
	count       int
	from, until int64 // Unix seconds
}

// maxTotals bounds how many counts are kept of one segment.
const maxTotals = 4096

// total counts what passes the filters.
func (g *gathering) total() (count int, err error) {
	key := g.filters()
	for i := range g.parts {
		p := &g.parts[i]
		all, err := g.totalOf(p, key)
		if err != nil {
			return 0, err
		}
		count += all
		p.dead.each(0, uint32(p.count()), func(n uint32) bool {
			var fits directory.Ternary
			if fits, err = g.fits(p, n, &noHit); fits != directory.No {
				count--
			}
			return err == nil
		})
		if err != nil {
			return 0, err
		}
	}
	return count, nil
}

// totalOf counts what passes of a segment, dead or not.
func (g *gathering) totalOf(p *part, key string) (int, error) {
	if kept, ok := p.totals.counts.Load(key); ok && g.Travel == "" {
		if t := kept.(total); t.from <= g.moment && g.moment < t.until {
			return t.count, nil
		}
	}
	t := total{from: math.MinInt64, until: math.MaxInt64}
	next := sort.Search(len(p.ends), func(i int) bool { return p.ends[i] > g.moment })
	if next > 0 {
		t.from = p.ends[next-1]
	}
	if next < len(p.ends) {
		t.until = p.ends[next]
	}
	for n := range uint32(p.count()) {
		if n%patience == 0 && g.ctx.Err() != nil {
			return 0, g.ctx.Err()
		}
		fits, err := g.fits(p, n, &noHit)
		if err != nil {
			return 0, err
		}
		if fits != directory.No {
			t.count++
		}
	}
	if g.Travel == "" {
		if p.totals.size.Add(1) > maxTotals {
			p.totals.counts.Clear()
			p.totals.size.Store(1)
		}
		p.totals.counts.Store(key, t)
	}
	return t.count, nil
}

// filters writes the filters of a query down.
func (g *gathering) filters() string {
	key := make([]byte, 0, 128)
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
	lists([]string{string(g.Audience), string(g.Setting), g.Country, g.Municipality, g.Network, g.home(), strconv.FormatBool(g.MeetAtDoor)})
	if g.Age != nil {
		key = strconv.AppendInt(key, int64(*g.Age), 10)
	}
	if g.OpenAt != nil {
		key = append(g.OpenAt.UTC().AppendFormat(append(key, ';'), "20060102150405.999999999"), ';')
	}
	return string(key)
}
