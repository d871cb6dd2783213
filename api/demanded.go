package api

import (
	"context"

	"github.com/labstack/echo/v4"

	"walkin/internal/demand"
	"walkin/internal/schedule"
)

// maxWeeks is how many weeks one may ask for at once.
const maxWeeks = 160

// usualWeeks is how many are shown where nobody says: a quarter of a year.
const usualWeeks = 13

// ReadDemand answers staff with what was released of past weeks.
func (s *Server) ReadDemand(c echo.Context, params ReadDemandParams) error {
	from, to, err := s.weeksIn(said(params.From), said(params.To))
	if err != nil {
		return err
	}
	weeks, years, err := s.released(c.Request().Context(), from, to)
	if err != nil {
		return err
	}
	return confidentially(c, DemandReport{
		Counting: s.tally != nil, Method: demand.Method, Weeks: each(weeks, releasedTable), Years: each(years, releasedTable),
	})
}

// weeksIn reads from which week to which; the quarter of a year that ended with
// the last week where an address does not say.
func (s *Server) weeksIn(first, last string) (from, to schedule.Week, err error) {
	to = schedule.WeekOf(s.today()).Add(-1)
	if last != "" {
		if to, err = weekIn(last); err != nil {
			return from, to, invalidAt("to", "A week is one of ISO 8601, such as 2026-W47.")
		}
	}
	from = to.Add(1 - usualWeeks)
	if first != "" {
		if from, err = weekIn(first); err != nil {
			return from, to, invalidAt("from", "A week is one of ISO 8601, such as 2026-W47.")
		}
	}
	if n := to.Since(from); n < 0 || n >= maxWeeks {
		return from, to, invalidAt("from", "Ask for 1 to 160 weeks, the first before the last.")
	}
	return from, to, nil
}

// released gives the tables of some weeks, and of the years that they lie in and
// the one before: a year is released when it is over.
func (s *Server) released(ctx context.Context, from, to schedule.Week) (weeks, years []demand.Table, err error) {
	if s.demand == nil {
		return nil, nil, nil
	}
	if weeks, err = s.demand.Released(ctx, demand.Period(from.String()), demand.Period(to.String())); err != nil {
		return nil, nil, err
	}
	years, err = s.demand.Released(ctx, demand.Year(from.Year-1), demand.Year(to.Year))
	return weeks, years, err
}

// releasedTable gives the wire type of a table.
func releasedTable(t demand.Table) Release {
	return Release{Period: string(t.Period), Rows: each(t.Rows, func(r demand.Row) Demanded {
		return Demanded{
			Country: r.Country, Region: optional(r.Region), Municipality: optional(r.Municipality),
			Topic: r.Topic, Outcome: DemandedOutcome(r.Outcome), Searches: r.Searches,
		}
	})}
}
