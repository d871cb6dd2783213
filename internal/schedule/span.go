package schedule

import (
	"slices"
	"time"
)

// A Span is a stretch of time during which a schedule is open or unknown. It
// begins at From and ends before To, both in the schedule's zone.
type Span struct {
	From, To time.Time
	State    State // Open or Unknown
	// Reason says why it is unknown (a holiday's name, the words of doubt) or
	// why the hours are not the usual ones (an exception's reason).
	Reason string
	Note   string
}

// Spans is the schedule from one instant to another: in order, not overlapping,
// cut off at from and to, at most [MaxWindow] long. Between spans it is closed.
//
// Spans that touch are one if they say the same, so that a place that never
// closes has a single span. Where two rules that say different things overlap,
// the one that began first keeps the time they share.
//
// Two weeks of weekly hours cost a few microseconds. It is safe for concurrent
// use as long as nobody changes the schedule.
func (s *Schedule) Spans(from, to time.Time) []Span {
	if s == nil {
		s = new(Schedule)
	}
	from, to = from.Round(0), earlier(to, from.Add(MaxWindow)).Round(0)
	if !from.Before(to) {
		return nil
	}
	loc, err := zone(s.Zone)
	if err != nil {
		return []Span{{From: from, To: to, State: Unknown, Reason: s.Doubt}}
	}
	from, to = from.In(loc), to.In(loc)
	if s.silent() && len(s.Exceptions) == 0 {
		return []Span{{From: from, To: to, State: Unknown, Reason: s.Doubt}}
	}
	p := s.plan(from, to, loc)
	open := make([]Span, 0, len(p.days)) // most places open once a day
	var unknown []Span
	add := func(sl slot) {
		begins, ends := p.times(&sl)
		span := Span{
			From: later(from, begins), To: earlier(to, ends),
			State: sl.state, Reason: sl.reason, Note: sl.note,
		}
		switch {
		case sl.cancelled, !span.From.Before(span.To):
		case sl.state == Open:
			open = append(open, span)
		default:
			unknown = append(unknown, span)
		}
	}
	p.changed(add)
	if p.silent {
		p.silence(add)
	} else {
		p.ruled(add)
	}
	return overlay(tidy(open), tidy(unknown))
}

// tidy sorts spans of one state, joins those that say the same and cuts off
// what the one before already covers. It works in place.
func tidy(spans []Span) []Span {
	slices.SortStableFunc(spans, func(a, b Span) int { return a.From.Compare(b.From) })
	kept := spans[:0]
	for _, span := range spans {
		if len(kept) > 0 {
			before := &kept[len(kept)-1]
			same := span.Reason == before.Reason && span.Note == before.Note
			if same && !span.From.After(before.To) {
				before.To = later(before.To, span.To)
				continue
			}
			span.From = later(span.From, before.To)
		}
		if span.From.Before(span.To) {
			kept = append(kept, span)
		}
	}
	return kept
}

// overlay lays open spans over unknown ones. Both are tidy, and so is what
// comes out.
func overlay(open, unknown []Span) []Span {
	if len(open) == 0 {
		return unknown
	}
	if len(unknown) == 0 {
		return open
	}
	// Each open span cuts at most one unknown span in two.
	result := make([]Span, 0, 2*len(open)+len(unknown))
	covered := unknown[0].From // open spans are in the result up to here
	for _, u := range unknown {
		u.From = later(u.From, covered)
		for len(open) > 0 && open[0].From.Before(u.To) {
			if u.From.Before(open[0].From) {
				left := u
				left.To = open[0].From
				result = append(result, left)
			}
			result = append(result, open[0])
			covered = open[0].To
			u.From = later(u.From, covered)
			open = open[1:]
		}
		if u.From.Before(u.To) {
			result = append(result, u)
		}
	}
	return append(result, open...)
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
