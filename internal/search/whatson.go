package search

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"walkin/internal/directory"
	"walkin/internal/schedule"
)

// WhatsOn lists what happens between two times, soonest first, and says
// whether there is more than the limit.
func (x *Index) WhatsOn(ctx context.Context, q directory.WhatsOnQuery) ([]directory.Happening, bool, error) {
	s, err := x.hold()
	if err != nil {
		return nil, false, err
	}
	defer s.release()
	under := make(map[string]bool)
	for _, id := range q.Topics {
		for _, below := range s.taxonomy.Under(id) {
			under[below] = true
		}
	}
	var happenings []directory.Happening
	for _, r := range s.rows {
		activity, ok := rowActivity(r)
		if !ok || r.state == directory.StatusPaused || !takesPart(q, r, activity, under) {
			continue
		}
		if err := ctx.Err(); err != nil {
			return nil, false, err
		}
		for _, o := range activity.Hours.Occurrences(q.From, q.To) {
			happenings = append(happenings, happening(r, activity, o, q.Lang))
		}
	}
	slices.SortFunc(happenings, func(a, b directory.Happening) int {
		return cmp.Or(a.Start.Compare(b.Start), strings.Compare(a.Activity.ID, b.Activity.ID))
	})
	if len(happenings) > q.Limit {
		return happenings[:q.Limit], true, nil
	}
	return happenings, false, nil
}

func rowActivity(r *row) (*directory.Activity, bool) {
	if r == nil {
		return nil, false
	}
	activity, ok := r.entry.(*directory.Activity)
	return activity, ok
}

func takesPart(q directory.WhatsOnQuery, r *row, a *directory.Activity, under map[string]bool) bool {
	switch {
	case q.Country != "" && r.country != q.Country,
		q.Municipality != "" && r.municipality != q.Municipality,
		q.Network != "" && !slices.Contains(r.networks, q.Network),
		q.Centre != "" && !slices.Contains(a.Centres, q.Centre),
		q.Rhythm != "" && a.Rhythm != q.Rhythm,
		q.Age != nil && a.Ages.Fit(*q.Age) == directory.No:
		return false
	}
	return len(q.Topics) == 0 || slices.ContainsFunc(a.Topics, func(id string) bool { return under[id] })
}

func happening(r *row, a *directory.Activity, o schedule.Occurrence, lang string) directory.Happening {
	h := directory.Happening{
		Activity: a, Start: o.Start, TimeKnown: o.StartKnown, Reason: o.Reason,
		Centre: r.centre, Where: r.where, State: directory.TakesPlace,
	}
	h.Title, h.Lang = a.Title.Pick(lang)
	if o.Title != "" {
		h.Title, h.Lang = o.Title, ""
	}
	if o.EndKnown {
		h.End = &o.End
	}
	switch {
	case o.Cancelled:
		h.State = directory.Cancelled
	case o.State == schedule.Unknown:
		h.State = directory.AskFirst
	}
	return h
}
