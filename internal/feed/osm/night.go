package osm

import (
	"slices"
	"time"

	"walkin/internal/schedule"
)

// overlap says whether two rules can speak of the same time, the night after
// one of their days included.
func overlap(a, b *rule) bool {
	return a.on()&b.on() != 0 && meet(a, b, 0) || intoNextDay(a, b) || intoNextDay(b, a)
}

// intoNextDay says whether hours past midnight meet those of the next day.
func intoNextDay(r, next *rule) bool {
	return r.on().next()&next.on() != 0 && meet(r, next, dayMinutes)
}

// meet says whether the times of a rule meet those of another, so many minutes
// later.
func meet(a, b *rule, later int) bool {
	for _, s := range a.times() {
		for _, t := range b.times() {
			if s.from < t.to+later && t.from+later < s.to {
				return true
			}
		}
	}
	return false
}

// uncertain says whether a schedule of the rule is unknown.
func (r *rule) uncertain() bool {
	return r.state == unknown || slices.ContainsFunc(r.spans, func(s span) bool { return s.openEnd })
}

// times are those of a rule, the whole day if it names none.
func (r *rule) times() []span {
	if len(r.spans) == 0 {
		return []span{{to: dayMinutes}}
	}
	return r.spans
}

// checkNights refuses hours that run past midnight where the next day decides
// over them: this language cuts a night off at the next day's rule, and a
// schedule lets it run to its end.
func (w *writer) checkNights() {
	s := w.schedule
	for i := range w.rules {
		r := &w.rules[i]
		if !r.spills() || s.Country == "" || s.Holidays == schedule.HolidaysOpen {
			continue
		}
		if s.Holidays == schedule.HolidaysClosed {
			w.refuse("/holidays", "hours past midnight run on into a public holiday")
			continue
		}
		for j := range w.rules {
			if intoNextDay(r, &w.rules[j]) {
				w.refuse("/holidays", "the night of a public holiday overlaps the hours of the next day")
			}
		}
	}
}

// cutsNight says whether a night runs into the first day of an exception, or
// would without it run out of the last. In a schedule a night belongs to the
// day on which it begins; here it is cut at midnight, and its second half left
// to the rules of the day after.
func cutsNight(s *schedule.Schedule, index int) bool {
	e := &s.Exceptions[index]
	without := *s
	without.Exceptions = slices.Delete(slices.Clone(s.Exceptions), index, index+1)
	return runsInto(s, e.From) || runsInto(&without, rangeOf(e).until.AddDays(1))
}

// runsInto says whether something that began the evening before runs into a day.
func runsInto(s *schedule.Schedule, d schedule.Date) bool {
	loc, err := schedule.Location(s.Zone)
	if err != nil {
		return false
	}
	midnight := d.In(loc)
	for _, o := range s.Occurrences(midnight, midnight.Add(time.Minute)) {
		if o.Start.Before(midnight) && !o.Cancelled {
			return true
		}
	}
	return false
}
