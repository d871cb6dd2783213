package search

import (
	"context"
	"math"
	"slices"
	"time"

	"walkin/internal/directory"
)

// Search answers a query that is valid and says when it was asked (Now). The
// crisis gate has run before; Search answers with places whatever the text
// says. Errors: Invalid for a cursor that is broken or of another query.
func (x *Index) Search(ctx context.Context, q directory.Query) (directory.Answer, error) {
	s, err := x.hold()
	if err != nil {
		return directory.Answer{}, err
	}
	defer s.release()

	q = q.WithDefaults()
	openNow := q.OpenAt != nil && q.OpenAt.Equal(q.Now)
	from, err := decodeCursor(q)
	if err != nil {
		return directory.Answer{}, err
	}
	now := q.Now.Unix()
	if from != nil {
		now = from.Now
	}
	// A cursor carries whole seconds, so the first page counts in them too.
	q.Now = time.Unix(now, 0).In(q.Now.Location())
	if openNow {
		q.OpenAt = &q.Now
	}
	found, err := x.find(ctx, s, q, from)
	if err != nil {
		return directory.Answer{}, err
	}
	defer found.gathering.release()
	answer := directory.Answer{
		Understood: directory.Understood{Topics: found.topics, OpenAt: q.OpenAt},
		Total:      found.total,
		Relaxed:    found.relaxed,
		Change:     s.change,
		Facets:     found.facets,
	}
	for _, id := range q.Topics {
		if !slices.Contains(answer.Understood.Topics, id) {
			answer.Understood.Topics = append(answer.Understood.Topics, id)
		}
	}
	if near := found.asked.Near; near != nil {
		answer.Understood.Place = near.Place
	}
	if places := found.question.places; len(places) > 0 && found.Near.Place == &places[0] {
		answer.Understood.Places = places[1:]
	}
	answer.Understood.Corrected = found.question.corrected
	if answer.Results, err = x.results(found.gathering, found.shown); err != nil {
		return directory.Answer{}, err
	}
	if found.more {
		last := found.rank(&found.shown[len(found.shown)-1])
		c := cursor{Question: fingerprint(q), Now: now, Change: s.change, Radius: found.radius.metres, Step: found.step, After: last.after()}
		if answer.Next, err = c.encode(); err != nil {
			return directory.Answer{}, err
		}
	}
	return answer, nil
}

// found is one page of what matched a query.
type found struct {
	*gathering
	shown   []ranked
	more    bool // there is another page
	total   int
	facets  map[directory.Facet][]directory.FacetCount
	step    int // of relaxing
	relaxed []directory.Relaxation
	topics  []string // ids, as the text was understood before anything was relaxed
}

// find runs a query, and relaxes it step by step while nothing is found. From
// a cursor it runs the step that the first page ended with.
func (x *Index) find(ctx context.Context, s *snapshot, q directory.Query, from *cursor) (found, error) {
	understood, err := x.understand(s, q)
	if err != nil {
		return found{}, err
	}
	if len(understood.places) > 0 && (q.Near == nil || q.Near.Place == nil) {
		q.Near = &directory.Near{Point: understood.places[0].Point, Place: &understood.places[0]}
	}
	steps := newRelaxing(s.taxonomy, understood, q)
	for {
		if from != nil && steps.done < from.Step {
			if steps.next() {
				continue
			}
		}
		f, err := s.run(ctx, steps.asked(s.taxonomy), from)
		f.step, f.relaxed, f.topics = steps.done, steps.relaxed, understood.topicIDs()
		if err != nil || f.total > 0 && !f.stray() || from != nil || !steps.next() {
			return f, err
		}
		f.gathering.release()
	}
}

// stray says whether a text that means nothing known has only a word in common
// with some entries, and those are out of reach: that is no answer.
func (f *found) stray() bool {
	if f.Near == nil || f.RadiusKM > 0 || f.Box != nil || len(f.question.topics) > 0 || len(f.question.words) == 0 || len(f.shown) == 0 {
		return false
	}
	first := &f.shown[0]
	return !f.hit(first.n).named && !math.IsInf(float64(first.chord), 1) && f.beyond(&first.match, &journeyBounds[len(journeys)-1])
}

// run matches, judges and orders.
func (s *snapshot) run(ctx context.Context, a *asked, from *cursor) (found, error) {
	if err := ctx.Err(); err != nil {
		return found{}, err
	}
	g := s.newGathering(ctx, a)
	p := &page{gathering: g, size: a.Limit + 1, first: make([]ranked, 0, min(a.Limit, directory.DefaultLimit)+2)}
	radius := a.RadiusKM * 1000
	if from != nil {
		last := from.After.rank()
		p.from, radius = &last, from.Radius
	}
	f := found{gathering: g}
	done, err := g.foremost(p, radius)
	g.summed = g.everywhere() && (g.scales == nil || g.readings != nil)
	if err == nil && !done {
		err = s.runAll(p, radius)
	}
	if err == nil && g.summed {
		f.total, f.facets, err = g.total()
	} else if err == nil {
		f.total = g.counted
		f.facets, err = g.facets()
	}
	if err != nil {
		return found{}, err
	}
	f.more, f.shown = p.behind > a.Limit, p.first[:min(len(p.first), a.Limit)]
	return f, nil
}

// foremost finds the first page without looking at all that matches; false
// where that cannot be.
func (g *gathering) foremost(p *page, radius float64) (done bool, err error) {
	switch {
	case !g.everywhere() || g.byOpening:
		return false, nil
	case g.scales != nil:
		return g.leading(p, radius)
	case !g.outward():
		return false, nil
	}
	if done, err = g.closest(p); err == nil && !done {
		done, err = g.spread(p, radius)
	}
	return done, err
}

// runAll looks at all that matches.
func (s *snapshot) runAll(p *page, radius float64) error {
	g := p.gathering
	g.matches, g.numbers, g.counted = g.matches[:0], g.numbers[:0], 0
	p.first, p.behind = p.first[:0], 0
	if g.Near == nil || radius > 0 {
		g.radius, g.page = newBound(radius), p
		return g.gather()
	}
	if err := g.gather(); err != nil {
		return err
	}
	g.radius = newBound(g.stretch())
	for i := range g.matches {
		g.add(&g.matches[i])
		if err := p.offer(&g.matches[i]); err != nil {
			return err
		}
	}
	return nil
}
