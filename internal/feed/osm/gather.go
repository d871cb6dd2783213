package osm

import (
	"fmt"
	"slices"
	"strings"

	"walkin/internal/schedule"
)

// hours writes weekly hours and series, those in doubt first: of two rules for
// the same time the later counts, and what is open for certain is.
func (w *writer) hours() {
	var found []rule
	for i := range w.schedule.Weekly {
		h := &w.schedule.Weekly[i]
		r := timed(h.Opens, h.Closes, h.Doubt, h.Note)
		for _, day := range h.Days {
			r.days |= dayOf(day)
		}
		r.dates = within(h.From, h.Until)
		found = append(found, r)
	}
	for i := range w.schedule.Series {
		if r, err := seriesRule(&w.schedule.Series[i]); err != nil {
			w.refuse(fmt.Sprintf("/series/%d", i), "%v", err)
		} else {
			found = append(found, r)
		}
	}
	slices.SortStableFunc(found, func(a, b rule) int { return rank(&a) - rank(&b) })
	w.annotate(found)
	for _, r := range gathered(found) {
		r.additive = w.touches(&r)
		w.rules = append(w.rules, r)
	}
	w.checkNights()
}

// annotate puts the note of the whole schedule, which has no place of its own,
// to its first rule.
func (w *writer) annotate(found []rule) {
	if note := quotable(w.schedule.Note); note != "" && len(found) > 0 {
		found[0].comment = strings.TrimPrefix(found[0].comment+"; "+note, "; ")
	}
}

func rank(r *rule) int {
	if r.state == unknown {
		return 0
	}
	return 1
}

// touches says whether a rule after ";" would take hours from an earlier one:
// it may then only be added.
func (w *writer) touches(r *rule) bool {
	for i := range w.rules {
		before := &w.rules[i]
		if before.on()&r.on() != 0 || before.spills() {
			return true
		}
	}
	return false
}

// on gives the weekdays on which a rule may hold.
func (r *rule) on() days {
	on := r.days
	for _, n := range r.nth {
		on |= dayOf(n.day)
	}
	if on == 0 {
		return allDays
	}
	return on
}

// timed begins a rule with times, of which none or either may not be known.
func timed(opens, closes *schedule.Clock, doubt, note string) rule {
	r := rule{state: open, comment: quotable(note)}
	var s span
	s.to = dayMinutes
	if opens != nil {
		s.from = int(*opens)
	}
	if closes != nil {
		s.to = int(*closes)
	}
	if opens != nil && s.to <= s.from {
		s.to += dayMinutes
	}
	missing := ""
	switch {
	case opens == nil && closes == nil:
		missing = "times not known"
	case opens == nil:
		missing = "opening time not known"
	case closes == nil:
		missing = "closing time not known"
	}
	if opens != nil || closes != nil {
		r.spans = []span{s}
	}
	if doubt != "" || missing != "" {
		words := []string{}
		for _, said := range []string{quotable(doubt), missing, r.comment} {
			if said != "" {
				words = append(words, said)
			}
		}
		r.state, r.comment = unknown, strings.Join(words, "; ")
	}
	return r
}

// within gives the range of days on which a rule holds, nil for all.
func within(from, until *schedule.Date) *dates {
	if from == nil && until == nil {
		return nil
	}
	d := dates{firstDay, lastDay}
	if from != nil {
		d.from = *from
	}
	if until != nil {
		d.until = *until
	}
	return &d
}

// gathered puts rules together that differ in their days or their times alone.
func gathered(rules []rule) []rule {
	// On each day, the times of all rules that are else the same.
	type sameKey struct {
		head, tail string
		day        schedule.Day
	}
	var list []rule
	at := make(map[sameKey]int)
	for _, r := range rules {
		if len(r.nth) > 0 || len(r.spans) == 0 {
			list = append(list, r)
			continue
		}
		for _, day := range r.days.list() {
			single := r
			single.days = dayOf(day)
			key := sameKey{frame(&r), string(r.state) + r.comment, day}
			if i, known := at[key]; known {
				list[i].spans = append(slices.Clone(list[i].spans), r.spans...)
				slices.SortFunc(list[i].spans, func(a, b span) int { return a.from - b.from })
				continue
			}
			at[key] = len(list)
			list = append(list, single)
		}
	}
	// Days with the same times are one rule.
	var together []rule
	for _, r := range list {
		like := func(o rule) bool {
			return len(r.nth)+len(o.nth) == 0 && frame(&o) == frame(&r) && o.state == r.state && o.comment == r.comment && slices.Equal(o.spans, r.spans)
		}
		if i := slices.IndexFunc(together, like); i >= 0 {
			together[i].days |= r.days
		} else {
			together = append(together, r)
		}
	}
	slices.SortStableFunc(together, func(a, b rule) int {
		if c := rank(&a) - rank(&b); c != 0 {
			return c
		}
		return firstOf(&a) - firstOf(&b)
	})
	return together
}

// frame is what stands before the days of a rule.
func frame(r *rule) string {
	bare := rule{dates: r.dates, months: r.months, weeks: r.weeks, state: open, spans: []span{{to: 1}}}
	return bare.String()
}

// firstOf is the place in the week of a rule's first day.
func firstOf(r *rule) int {
	return slices.IndexFunc(week, func(d schedule.Day) bool { return r.on().has(d) })
}
