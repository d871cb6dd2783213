package api

import (
	"context"
	"time"

	"github.com/labstack/echo/v4"

	"walkin/api/web"
	"walkin/internal/directory"
	"walkin/internal/referral"
	"walkin/internal/schedule"
)

// This file holds what is said of a card whose time lies outside opening hours.
// It is said to the member of staff and stands in nobody's way: a place may
// well open for somebody whom it expects.

// cardWarning says that a place is not open at a time, or not known to be, as a
// form has the time; "" if it is open, or if there is no time to speak of.
func (s *Server) cardWarning(ctx context.Context, w *web.Words, key directory.Key, day, clock string, zone *time.Location) string {
	on, err := schedule.ParseDate(day)
	if err != nil {
		return ""
	}
	if clock == "" {
		return s.outsideHours(ctx, w, key, nil, on)
	}
	at, err := schedule.ParseClock(clock)
	if err != nil {
		return ""
	}
	when := on.At(at, zone)
	return s.outsideHours(ctx, w, key, &when, on)
}

// madeWarnings says it of each place on a card that was just made: who makes a
// card without looking at it once more has not seen it.
func (s *Server) madeWarnings(c echo.Context, w *web.Words, draft referral.Draft) (warnings []string, err error) {
	from, err := s.refersFrom(c, draft.From)
	if err != nil {
		return nil, err
	}
	for _, p := range draft.Places {
		when := p.When
		if when != nil {
			local := when.In(zoneAt(from))
			when = &local
		}
		if says := s.outsideHours(c.Request().Context(), w, p.Key, when, p.Day); says != "" {
			warnings = append(warnings, s.titleOf(c.Request().Context(), p.Key, w.Lang)+": "+says)
		}
	}
	return warnings, nil
}

// outsideHours says that a place is not open at a moment, or where that is nil
// at no time of a day.
func (s *Server) outsideHours(ctx context.Context, w *web.Words, key directory.Key, when *time.Time, day schedule.Date) string {
	change, err := s.catalogue.Entry(ctx, key)
	if err != nil {
		return "" // that there is no such place is said elsewhere
	}
	var status directory.Status
	var hours *schedule.Schedule
	switch e := change.Entry.(type) {
	case *directory.Centre:
		status, hours = e.Status, &e.Hours
	case *directory.Activity:
		status, hours = e.Status, &e.Hours
	default:
		return "" // nobody comes to a line
	}
	var state schedule.State
	var said string
	switch {
	case when != nil:
		state, said = status.At(hours, *when).State, w.DayAndTime(*when)
	case day != (schedule.Date{}):
		state, said = onceOn(status, hours, day, s.now()), w.DayAndDate(day.In(time.UTC))
	default:
		return ""
	}
	switch state {
	case schedule.Open:
		return ""
	case schedule.Closed:
		return w.Say("card_new.warn.closed", "when", said)
	}
	return w.Say("card_new.warn.unknown", "when", said)
}

// onceOn says whether a place is open at some time of a day, or of what is left
// of it. A night before that runs on into the day is none of its hours.
func onceOn(status directory.Status, hours *schedule.Schedule, day schedule.Date, now time.Time) schedule.State {
	zone, err := schedule.Location(hours.Zone)
	if err != nil {
		return schedule.Unknown
	}
	from, to := day.In(zone), day.AddDays(1).In(zone)
	at := status.At(hours, from)
	switch {
	case now.After(from):
		at = status.At(hours, now)
	case at.State == schedule.Open && at.Until != nil && at.Until.Before(to) && status.At(hours, from.Add(-time.Minute)).State == schedule.Open:
		at = status.At(hours, *at.Until)
	}
	switch {
	case at.State == schedule.Open, at.Next != nil && at.Next.Before(to):
		return schedule.Open
	case at.State == schedule.Closed && (at.Until == nil || !at.Until.Before(to)):
		return schedule.Closed
	}
	return schedule.Unknown
}
