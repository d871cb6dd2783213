package search

import (
	"cmp"
	"slices"
	"sync"
)

// level is the hits of a reading with one beginning of the order.
type level struct {
	first   steps
	hits    []levelHit
	sorting sync.Once
}

// levelHit is a hit by its place in the reading, with what comes after its level
// in the order as far as it follows from the question: from steps.wordsAt to
// steps.evidenceAt.
type levelHit struct {
	place uint32
	rest  uint16
}

// byLevel gives the levels, the best first.
func (r *reading) byLevel() []level {
	r.sorting.Do(func() {
		var begin [levelCount + 1]uint32
		for _, h := range r.hits {
			begin[h>>packedLevel+1]++
		}
		found := 0
		for i := 1; i < len(begin); i++ {
			if begin[i] > 0 {
				found++
			}
			begin[i] += begin[i-1]
		}
		hits := make([]levelHit, len(r.hits))
		r.levels = make([]level, 0, found)
		for i := 0; i < levelCount; i++ {
			if from, to := begin[i], begin[i+1]; from < to {
				r.levels = append(r.levels, level{first: packedHit(i << packedLevel).first(), hits: hits[from:to]})
			}
		}
		for i, h := range r.hits {
			at := &begin[h>>packedLevel]
			hits[*at].place = uint32(i)
			*at++
		}
	})
	return r.levels
}

// sorted gives the hits of a level in the order of what follows from the
// question. What it costs to know that is spent on the levels that are reached.
func (l *level) sorted(r *reading, w *scales, p *part) []levelHit {
	l.sorting.Do(func() {
		for i := range l.hits {
			h := &l.hits[i]
			n := r.numbers[h.place]
			hit := r.hits[h.place].unpack()
			rest := steps(hit.missingWords)<<wordsAt | step(p.everyone(n), everyoneAt) | steps(w.evidence(hit.evidence, p, n))<<evidenceAt
			h.rest = uint16(rest >> evidenceAt)
		}
		slices.SortFunc(l.hits, func(a, b levelHit) int {
			return cmp.Or(cmp.Compare(a.rest, b.rest), cmp.Compare(a.place, b.place))
		})
	})
	return l.hits
}
