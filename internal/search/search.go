package search

import (
	"context"
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
	page := cursor{Question: fingerprint(q), Now: q.Now.Unix(), Change: s.change}
	if from != nil {
		page.Now, page.Radius, page.Step = from.Now, from.Radius, from.Step
	}
	// A cursor carries whole seconds, so the first page counts in them too.
	q.Now = time.Unix(page.Now, 0).In(q.Now.Location())
	if openNow {
		q.OpenAt = &q.Now
	}
	found, err := x.find(ctx, s, q, from)
	if err != nil {
		return directory.Answer{}, err
	}
	page.Radius, page.Step = found.radius, found.step

	answer := directory.Answer{
		Understood: directory.Understood{Topics: found.topics, OpenAt: q.OpenAt},
		Total:      len(found.candidates),
		Relaxed:    found.relaxed,
		Change:     s.change,
		Facets:     s.facets(found.asked, found.candidates),
	}
	for _, id := range q.Topics {
		if !slices.Contains(answer.Understood.Topics, id) {
			answer.Understood.Topics = append(answer.Understood.Topics, id)
		}
	}
	if near := found.asked.Near; near != nil {
		answer.Understood.Place = near.Place
	}
	if places := found.asked.question.places; len(places) > 0 && found.asked.Near.Place == &places[0] {
		answer.Understood.Places = places[1:]
	}
	answer.Understood.Corrected = found.asked.question.corrected
	rest := found.candidates
	if from != nil {
		last := from.After.rank()
		i, exact := slices.BinarySearchFunc(rest, last, func(c candidate, k rank) int { return c.rank.compare(k) })
		if exact {
			i++
		}
		rest = rest[i:]
	}
	shown := rest[:min(len(rest), q.Limit)]
	answer.Results = x.results(s, found.asked, shown)
	if len(rest) > len(shown) {
		page.After = shown[len(shown)-1].rank.after()
		if answer.Next, err = page.encode(); err != nil {
			return directory.Answer{}, err
		}
	}
	return answer, nil
}

// found is what matched a query, in order.
type found struct {
	asked      *asked
	candidates []candidate
	radius     float64 // metres
	step       int     // of relaxing
	relaxed    []directory.Relaxation
	topics     []string // ids, as the text was understood before anything was relaxed
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
		radius := 0.0
		if from != nil {
			radius = from.Radius
		}
		f, err := s.run(ctx, steps.asked(s.taxonomy), radius)
		f.step, f.relaxed, f.topics = steps.done, steps.relaxed, understood.topicIDs()
		if err != nil || len(f.candidates) > 0 || from != nil || !steps.next() {
			return f, err
		}
	}
}

// run matches, judges and orders. A radius of 0 is worked out.
func (s *snapshot) run(ctx context.Context, a *asked, radius float64) (found, error) {
	hits, err := s.match(ctx, a.question)
	if err != nil {
		return found{}, err
	}
	var candidates []candidate
	for _, h := range hits {
		r := s.rows[h.row]
		c := candidate{hit: h, distance: a.distance(r)}
		if a.beyond(c, r) {
			continue
		}
		if c.verdict = a.judge(r, h, c.distance); c.fits != directory.No {
			candidates = append(candidates, c)
		}
	}
	if radius == 0 {
		radius = a.radiusFor(candidates)
	}
	for i := range candidates {
		candidates[i].rank = a.rankOf(candidates[i], s.rows[candidates[i].row], radius)
	}
	slices.SortFunc(candidates, func(b, c candidate) int { return b.rank.compare(c.rank) })
	return found{asked: a, candidates: candidates, radius: radius}, nil
}

// beyond says whether a row is outside the radius that was asked for. A place
// without a known distance is kept only in the municipality asked for.
func (a *asked) beyond(c candidate, r *row) bool {
	if a.RadiusKM == 0 || a.Near == nil {
		return false
	}
	if c.distance == nil {
		return r.helpline == nil && !a.sameMunicipality(c, r)
	}
	return *c.distance > a.RadiusKM*1000
}
