package api

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"walkin/internal/directory"
	"walkin/internal/problem"
	"walkin/internal/schedule"
	"walkin/internal/staff"
)

// ReadCount answers with what a centre counted in a week.
func (s *Server) ReadCount(c echo.Context, id EntryId, week OfWeek) error {
	ctx := c.Request().Context()
	centre, err := s.counting(ctx, actorOf(c), id)
	if err != nil {
		return err
	}
	of, err := weekIn(week)
	if err != nil {
		return err
	}
	count, err := s.office.Count(ctx, centre.ID, of)
	if err != nil {
		return err
	}
	return confidentially(c, weekCount(count))
}

// WriteCount writes what a centre counted in a week.
func (s *Server) WriteCount(c echo.Context, id EntryId, week OfWeek) error {
	ctx := c.Request().Context()
	centre, err := s.counting(ctx, actorOf(c), id)
	if err != nil {
		return err
	}
	of, err := weekIn(week)
	if err != nil {
		return err
	}
	body, value, err := readBody(c)
	if err != nil {
		return err
	}
	var r CountRequest
	if err := s.decode("WriteCount", body, value, &r); err != nil {
		return err
	}
	referred := said(r.ReferralsOut)
	count := staff.Count{
		Week: of, HoursHeld: r.HoursHeld, Visits: band(r.Visits), FirstTime: band(r.FirstTime), Talks: band(r.Talks), Activities: band(r.Activities),
		ReferralsOut: staff.Referred{Centre: band(referred.Centre), Activity: band(referred.Activity), Helpline: band(referred.Helpline), Other: band(referred.Other)},
		TurnedAway:   band(r.TurnedAway), StaffHours: r.StaffHours, VolunteerHours: r.VolunteerHours,
	}
	if count, err = s.putCount(ctx, actorOf(c), centre, count); err != nil {
		return err
	}
	return confidentially(c, weekCount(count))
}

// counting gives a centre to somebody who may count there: who edits it or hands
// people on from it.
func (s *Server) counting(ctx context.Context, actor staff.Actor, id string) (*directory.Centre, error) {
	change, err := s.read(ctx, directory.KindCentre, id)
	if err != nil {
		return nil, err
	}
	err = s.may(ctx, actor, staff.Refer, change.Entry)
	if problem.KindOf(err) == problem.Forbidden {
		err = s.may(ctx, actor, staff.Edit, change.Entry)
	}
	if err != nil {
		return nil, err
	}
	return change.Entry.(*directory.Centre), nil
}

// putCount writes a count with the hours that the schedule held for its week.
func (s *Server) putCount(ctx context.Context, actor staff.Actor, centre *directory.Centre, count staff.Count) (staff.Count, error) {
	if err := staff.Countable(count.Week, s.todayAt(centre)); err != nil {
		return count, err
	}
	count.Centre = centre.ID
	if hours, known := centre.PlannedHours(count.Week); known {
		count.HoursPlanned = &hours
	}
	return count, s.office.PutCount(ctx, count, actor.ID)
}

// todayAt is what day it is at a centre.
func (s *Server) todayAt(centre *directory.Centre) schedule.Date {
	return schedule.DateIn(s.now(), directory.ZoneOf(&centre.Hours, centre.Location.Country))
}

// weekIn reads a week of an address.
func weekIn(text string) (schedule.Week, error) {
	week, err := schedule.ParseWeek(text)
	if err != nil {
		return week, invalidAt("week", "A week is one of ISO 8601, such as 2026-W47.")
	}
	return week, nil
}

// confidentially answers staff with what nobody else may have.
func confidentially(c echo.Context, value any) error {
	body, err := encode(value)
	if err != nil {
		return err
	}
	confidential(c)
	return send(c, http.StatusOK, echo.MIMEApplicationJSON, body)
}

func band(b *CountBand) staff.Band { return staff.Band(said(b)) }

func weekCount(c staff.Count) WeekCount {
	of := func(b staff.Band) *CountBand { return optionalWord[CountBand](b) }
	return WeekCount{
		Centre: c.Centre, Week: c.Week.String(), HoursHeld: c.HoursHeld, HoursPlanned: c.HoursPlanned,
		Visits: of(c.Visits), FirstTime: of(c.FirstTime), Talks: of(c.Talks), Activities: of(c.Activities),
		ReferralsOut: optional(ReferralsOut{
			Centre: of(c.ReferralsOut.Centre), Activity: of(c.ReferralsOut.Activity), Helpline: of(c.ReferralsOut.Helpline), Other: of(c.ReferralsOut.Other),
		}),
		TurnedAway: of(c.TurnedAway), StaffHours: c.StaffHours, VolunteerHours: c.VolunteerHours,
	}
}
