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
	l := &listing{snapshot: s, query: q, under: under}
	for i := range s.parts {
		if err := l.read(ctx, &s.parts[i]); err != nil {
			return nil, false, err
		}
	}
	slices.SortFunc(l.found, func(a, b occurrence) int {
		return cmp.Or(a.Start.Compare(b.Start), strings.Compare(a.id, b.id))
	})
	shown := l.found[:min(len(l.found), q.Limit)]
	happenings := make([]directory.Happening, len(shown))
	for i, o := range shown {
		r, err := s.row(o.number)
		if err != nil {
			return nil, false, err
		}
		happenings[i] = happening(r, r.entry.(*directory.Activity), o.Occurrence, q.Lang)
	}
	return happenings, len(l.found) > q.Limit, nil
}

// occurrence is one time that an activity takes place.
type occurrence struct {
	schedule.Occurrence
	number uint32
	id     string
}

// listing gathers what happens. Hours that activities share are laid out once.
type listing struct {
	*snapshot
	query directory.WhatsOnQuery
	under map[string]bool
	times map[uint32][]schedule.Occurrence // by number of hours
	found []occurrence
}

func (l *listing) read(ctx context.Context, p *part) error {
	q, v := &l.query, l.vocabulary
	if l.times == nil {
		l.times = make(map[uint32][]schedule.Occurrence)
	}
	hours, topics, networks, municipalities := v.hours.all(), v.topics.all(), v.networks.all(), v.municipalities.all()
	country, known := v.countries.known(q.Country)
	centre, isThere := v.keys.known(directory.Key{Kind: directory.KindCentre, ID: q.Centre}.String())
	if q.Country != "" && !known || q.Centre != "" && !isThere {
		return nil
	}
	for n := range uint32(p.count()) {
		t := p.traits[n]
		switch {
		case directory.Searchable[t.kind()] != directory.KindActivity, t.unlisted(), t.paused(), p.dead.has(n),
			q.Country != "" && uint32(p.country[n]) != country,
			q.Municipality != "" && municipalities[p.municipal[n]].code != q.Municipality,
			q.Network != "" && !slices.Contains(networks[p.networks[n]], q.Network),
			q.Centre != "" && !slices.Contains(p.refsOf(n), centre),
			q.Rhythm != "" && t.rhythm() != q.Rhythm,
			q.Age != nil && fits(p.ages[n], *q.Age) == directory.No,
			len(q.Topics) > 0 && !slices.ContainsFunc(p.topicsOf(n), func(topic uint16) bool { return l.under[topics[topic]] }):
			continue
		}
		times, ok := l.times[p.hours[n]]
		if !ok {
			if err := ctx.Err(); err != nil {
				return err
			}
			times = hours[p.hours[n]].schedule.Occurrences(q.From, q.To)
			l.times[p.hours[n]] = times
		}
		for _, o := range times {
			l.found = append(l.found, occurrence{o, p.first + n, string(p.id(n))})
		}
	}
	return nil
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
