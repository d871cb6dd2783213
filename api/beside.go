package api

import (
	"context"
	"slices"
	"strings"
	"time"

	"walkin/api/web"
	"walkin/internal/directory"
)

// outOfReach is how far away, in metres, is too far for an afternoon without a
// car; what is nearer comes before what fits better.
const outOfReach = 50_000

// maxNearAnyway is how many places stand before those that fit and are far.
const maxNearAnyway = 5

// nearAnyway puts the nearest places, whatever they are about, before an answer
// all of which is too far to go to, and gives their number: who asks about
// anxiety in Amsterdam is not helped by a door in Esbjerg first.
func (s *Server) nearAnyway(ctx context.Context, lang string, ask web.Ask, asked directory.Query, answer *directory.Answer) (int, error) {
	if asked.Near == nil || ask.Cursor != "" || ask.Chat || len(ask.Topics) == 0 && ask.Text == "" {
		return 0, nil
	}
	for _, r := range answer.Results {
		if r.DistanceM != nil && *r.DistanceM <= outOfReach {
			return 0, nil
		}
	}
	// By its words a topic also finds what is related to it.
	related := ask
	related.Text, related.Topics = s.labels(ask.Topics, lang), nil
	if ask.Text != "" {
		related.Text = ask.Text
	}
	anything := ask
	anything.Text, anything.Topics = "", nil
	for _, a := range []web.Ask{related, anything} {
		request := asRequestOf(a, lang)
		request.Limit, request.RadiusKm, request.Facets = optional(maxNearAnyway), optional(outOfReach/1000.0), nil
		query, _, err := s.query(request, asked.Now)
		if err != nil {
			return 0, err
		}
		near, err := s.index.Search(ctx, query)
		if err != nil {
			return 0, err
		}
		// What nobody knows the place of is not near, and stands in the answer already.
		found := slices.DeleteFunc(slices.Clone(near.Results), func(r directory.Result) bool { return r.DistanceM == nil })
		if len(near.Relaxed) == 0 && len(found) > 0 {
			answer.Results = append(found, answer.Results...)
			return len(found), nil
		}
	}
	return 0, nil
}

// labels gives what topics are called, but for those of a crisis: they are
// never searched for as words.
func (s *Server) labels(topics []string, lang string) string {
	var all []string
	for _, id := range topics {
		if t := s.index.Taxonomy().Topic(id); t != nil && !t.Crisis {
			label, _ := t.Label.Pick(lang)
			all = append(all, label)
		}
	}
	return strings.Join(all, " ")
}

// without counts what would be found without each part of a question, most
// first: nobody shall stand before a wall without being told which stone to
// take out (EXPERIENCE-AND-SAFETY, U16).
func (s *Server) without(ctx context.Context, lang string, ask web.Ask, now time.Time) ([]web.Without, error) {
	var all []web.Without
	for _, what := range ask.Wants() {
		request := asRequestOf(ask.Drop(what), lang)
		request.Limit, request.Facets = optional(1), nil
		query, _, err := s.query(request, now)
		if err != nil {
			continue // without it, another part of the question makes no sense
		}
		answer, err := s.index.Search(ctx, query)
		if err != nil {
			return nil, err
		}
		if len(answer.Relaxed) == 0 {
			all = append(all, web.Without{What: what, Total: answer.Total})
		}
	}
	slices.SortStableFunc(all, func(a, b web.Without) int { return b.Total - a.Total })
	return all[:min(len(all), 3)], nil
}
