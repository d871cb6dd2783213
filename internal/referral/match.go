package referral

import (
	"slices"
	"time"

	"walkin/internal/directory"
	"walkin/internal/schedule"
)

// maxLines is how many helplines an answer has at most.
const maxLines = 3

// Match answers a need, which must be valid, at a moment. The same need gets
// the same answer from the same directory.
func (d *Directory) Match(n Need, now time.Time) Answer {
	w := d.want(&n, now)
	answer := Answer{Crisis: w.crisis(), Own: w.ownMatches()}
	if len(answer.Crisis) == 0 {
		answer.Lines = w.lines()
	}
	fitting, relaxed := w.relax()
	answer.Relaxed, answer.Total = relaxed, len(fitting)
	limit := n.Limit
	if limit == 0 {
		limit = DefaultLimit
	}
	for _, j := range fitting[:min(limit, len(fitting))] {
		answer.Matches = append(answer.Matches, j.match)
	}
	return answer
}

// fitting gives all that fits, best first.
func (w *wanted) fitting() []*judgement {
	var found []*judgement
	for _, c := range w.directory.order {
		if c.ID != w.From {
			found = append(found, w.atCentre(c)...)
		}
	}
	for _, a := range w.directory.activities {
		if len(a.Centres) > 0 {
			continue
		}
		if j, ok := w.judge(w.directory.activityOffer(a, nil)); ok && !over(a, w.now) {
			found = append(found, j)
		}
	}
	return sorted(found)
}

// sorted puts judgements in order, and leaves each entry in once, where it is
// best: an activity may be at several places.
func sorted(found []*judgement) []*judgement {
	slices.SortFunc(found, func(a, b *judgement) int { return a.rank.compare(b.rank) })
	seen := make(map[directory.Key]bool, len(found))
	return slices.DeleteFunc(found, func(j *judgement) bool {
		again := seen[j.match.Key]
		seen[j.match.Key] = true
		return again
	})
}

// atCentre gives what fits at a centre: the place, with the activities that
// are a reason to go there, and apart from it what partners bring at hours of
// their own. Where the place does not fit but something that happens there
// does (its ages differ), that stands for itself.
func (w *wanted) atCentre(c *directory.Centre) []*judgement {
	var groups, apart []*judgement
	for _, a := range w.directory.at[c.ID] {
		if a.Repeats {
			continue
		}
		j, ok := w.judge(w.directory.activityOffer(a, c))
		switch {
		case !ok || over(a, w.now):
		case a.HostedBy != nil && timed(&a.Hours):
			w.colleagues(j, c)
			apart = append(apart, j)
		default:
			groups = append(groups, j)
		}
	}
	if place := w.atPlace(c, groups); place != nil {
		return append(apart, place)
	}
	if len(groups) > 0 {
		apart = append(apart, sorted(groups)[0])
	}
	return apart
}

// atPlace gives the place itself, if it fits, by its own topics or by those of
// what happens there.
func (w *wanted) atPlace(c *directory.Centre, groups []*judgement) *judgement {
	slices.SortFunc(groups, func(a, b *judgement) int { return a.rank.compare(b.rank) })
	var places []*judgement
	for _, o := range w.directory.places[c.ID] {
		if j, ok := w.judge(o); ok {
			places = append(places, j)
			continue
		}
		if len(groups) > 0 {
			// It fits only with what happens there, at the hours of that.
			with := o
			best := groups[0].offer
			with.topics, with.hours, with.registration = append(slices.Clone(o.topics), best.topics...), best.hours, best.registration
			if j, ok := w.judge(with); ok {
				places = append(places, j)
			}
		}
	}
	if len(places) == 0 {
		return nil
	}
	place := slices.MinFunc(places, func(a, b *judgement) int { return a.rank.compare(b.rank) })
	w.withGroups(place, groups)
	w.colleagues(place, c)
	return place
}

// maxGroups is how many activities are named as a reason to go to a place.
const maxGroups = 3

// withGroups counts for a place what happens there.
func (w *wanted) withGroups(place *judgement, groups []*judgement) {
	place.rank.group = 1
	for i, g := range groups {
		a := g.match.Entry.(*directory.Activity)
		for t := range w.topics {
			if g.place[t] > place.place[t] {
				place.rank.topics -= int(g.place[t] - place.place[t])
				place.place[t] = g.place[t]
			}
		}
		place.rank.group = 0
		if g.rank.time < place.rank.time {
			place.rank.time, place.match.Opens = g.rank.time, g.match.Opens
			if g.match.Opens != nil {
				place.match.For = append(place.match.For, Reason{Code: ReasonOpens, At: g.match.Opens, Entry: a.Key()})
			}
		}
		if i < maxGroups {
			_, id := w.topics[slices.IndexFunc(g.place, func(c closeness) bool { return c != apart })].near(a.Topics)
			place.match.For = append(place.match.For, Reason{Code: ReasonGroup, Value: id, Entry: a.Key(), Days: days(&a.Hours, w.now)})
			if g.hostedBy != "" {
				place.match.For = append(place.match.For, Reason{Code: ReasonHostedBy, Value: g.hostedBy, Entry: a.Key(), Days: days(&a.Hours, w.now)})
			}
		}
	}
}

// days gives the days of the week on which something happens, Monday first.
func days(s *schedule.Schedule, now time.Time) []schedule.Day {
	var on [7]bool
	for _, weekly := range s.Weekly {
		for _, day := range weekly.Days {
			on[day] = true
		}
	}
	if len(s.Weekly) == 0 {
		for _, o := range s.Occurrences(now, now.AddDate(0, 1, 0)) {
			on[o.Start.Weekday()] = true
		}
	}
	var found []schedule.Day
	for i := range on {
		if day := schedule.Day((i + int(schedule.Mon)) % 7); on[day] {
			found = append(found, day)
		}
	}
	return found
}

// colleagues says who of one's own organisation or municipality is at a place.
func (w *wanted) colleagues(j *judgement, c *directory.Centre) {
	if w.from == nil {
		return
	}
	own := func(id string) bool {
		if id == "" {
			return false
		}
		o := w.directory.organisations[id]
		return id == w.from.Organisation ||
			o != nil && o.Kind == "municipality" && w.directory.inTown[[2]string{id, w.from.Location.Municipality}]
	}
	for _, p := range c.Partners {
		if own(p.Organisation) {
			j.speaksFor(ReasonColleague, p.Name)
		}
	}
	for _, a := range w.directory.at[c.ID] {
		if a.HostedBy != nil && own(a.HostedBy.Organisation) && available(a.Status) && !over(a, w.now) {
			j.match.For = append(j.match.For, Reason{Code: ReasonColleague, Value: a.HostedBy.Name, Entry: a.Key(), Days: days(&a.Hours, w.now)})
		}
	}
}

// lines gives the helplines for the topics asked for, best first.
func (w *wanted) lines() []Match {
	var found []*judgement
	for _, h := range w.directory.helplines {
		if !h.Reachable() || slices.Contains(h.Groups, directory.GroupEmergency) {
			continue
		}
		if j, ok := w.judge(lineOffer(h)); ok {
			found = append(found, j)
		}
	}
	var lines []Match
	for _, j := range sorted(found)[:min(maxLines, len(found))] {
		lines = append(lines, j.match)
	}
	return lines
}

// ownMatches gives what the centre that hands on has itself: the place, if it
// is there for this, and each of its activities that fits.
func (w wanted) ownMatches() []Match {
	if w.from == nil {
		return nil
	}
	w.own = true
	var found []*judgement
	if j, ok := w.judge(w.directory.places[w.from.ID][0]); ok {
		found = append(found, j)
	}
	for _, a := range w.directory.at[w.from.ID] {
		if a.Repeats {
			continue
		}
		if j, ok := w.judge(w.directory.activityOffer(a, w.from)); ok && !over(a, w.now) {
			found = append(found, j)
		}
	}
	var own []Match
	for _, j := range sorted(found) {
		own = append(own, j.match)
	}
	return own
}
