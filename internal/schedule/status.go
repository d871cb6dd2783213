package schedule

import "time"

// Horizon is how far [Schedule.At] looks ahead.
const Horizon = 14 * 24 * time.Hour

// A Status is what is said of a schedule at an instant. Its times are in the
// schedule's zone.
type Status struct {
	State State `json:"state"`
	// Until is when the state ends; nil if not within [Horizon]. For a closed
	// schedule that is the start of the next open or unknown span, so a Until
	// before Next means "perhaps open from then".
	Until *time.Time `json:"until,omitempty"`
	// Next is when the next certain opening begins, after the present one if
	// it is open; nil if not within [Horizon].
	Next *time.Time `json:"next,omitempty"`
	// Reason is the name of a holiday, the reason of an exception or the words
	// of doubt, if one of them made the state what it is.
	Reason string `json:"reason,omitempty"`
	// Note holds the words of the rule that is in force.
	Note string `json:"note,omitempty"`
}

// At is the state at t.
func (s *Schedule) At(t time.Time) Status {
	t = t.Round(0)
	limit := t.Add(Horizon)
	spans := s.Spans(t, limit)
	if len(spans) == 0 || spans[0].From.After(t) {
		status := Status{State: Closed, Reason: s.closedBy(t)}
		if len(spans) > 0 {
			status.Until = &spans[0].From
		}
		status.Next = nextOpening(spans)
		return status
	}

	now := spans[0]
	status := Status{State: now.State, Reason: now.Reason, Note: now.Note}
	// Spans that touch are told apart by their words; the state runs on.
	for spans = spans[1:]; len(spans) > 0; spans = spans[1:] {
		if spans[0].State != now.State || !spans[0].From.Equal(now.To) {
			break
		}
		now.To = spans[0].To
	}
	if now.To.Before(limit) {
		status.Until = &now.To
	}
	status.Next = nextOpening(spans)
	return status
}

// nextOpening is the start of the first open span.
func nextOpening(spans []Span) *time.Time {
	for i := range spans {
		if spans[i].State == Open {
			return &spans[i].From
		}
	}
	return nil
}

// closedBy names the exception or the holiday of a day on which the schedule is
// closed.
func (s *Schedule) closedBy(t time.Time) string {
	loc, err := zone(s.Zone)
	if err != nil {
		return ""
	}
	day := s.plan(t, t, loc).days[1] // the first is the day before
	switch {
	case day.exception != nil:
		return day.exception.Reason
	case s.Holidays == HolidaysClosed:
		return day.holiday
	}
	return ""
}
