package schedule

import (
	"slices"
	"time"
)

// An Occurrence is one rule on one day, for calendars. Its times are in the
// schedule's zone.
type Occurrence struct {
	// Start and End bound the time during which State holds: where the source
	// gives no opening, Start is the beginning of the day, and where it gives
	// no closing, End is the end of the day.
	Start, End           time.Time
	StartKnown, EndKnown bool
	// State is Open or Unknown, or Closed if Cancelled.
	State State
	// Cancelled: it would have taken place, but for an exception or a holiday
	// that Reason names, or because the session itself is cancelled.
	Cancelled bool
	// Reason as in [Span].
	Reason string
	Title  string // of a session
	Note   string
}

// AllDay says that the day is known and the time is not.
func (o Occurrence) AllDay() bool { return !o.StartKnown && !o.EndKnown }

// Occurrences lists what touches the time from one instant to another, by
// start, at most [MaxWindow] long. Unlike spans, occurrences are whole, neither
// joined nor cut, may overlap, and stay in the list when cancelled. On a day
// with changed hours these stand instead of the rules.
//
// A schedule with doubt has unknown occurrences; one without rules, or whose
// zone cannot be read, has none.
func (s *Schedule) Occurrences(from, to time.Time) []Occurrence {
	to = earlier(to, from.Add(MaxWindow))
	if s == nil || !from.Before(to) {
		return nil
	}
	loc, err := zone(s.Zone)
	if err != nil {
		return nil
	}
	var occurrences []Occurrence
	p := s.plan(from, to, loc)
	add := func(sl slot) {
		begins, ends := p.times(&sl)
		if !begins.Before(ends) || !begins.Before(to) || !ends.After(from) {
			return
		}
		occurrences = append(occurrences, newOccurrence(&sl, begins, ends))
	}
	p.changed(add)
	p.ruled(add)
	slices.SortStableFunc(occurrences, func(a, b Occurrence) int {
		if c := a.Start.Compare(b.Start); c != 0 {
			return c
		}
		return a.End.Compare(b.End)
	})
	return occurrences
}

// newOccurrence makes an occurrence of a slot and its instants.
func newOccurrence(s *slot, begins, ends time.Time) Occurrence {
	return Occurrence{
		Start: begins, End: ends, StartKnown: s.fromKnown, EndKnown: s.toKnown,
		State: s.state, Cancelled: s.cancelled,
		Reason: s.reason, Title: s.title, Note: s.note,
	}
}
