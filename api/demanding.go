package api

import (
	"context"
	"io"
	"net/http"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"walkin/api/web/console"
	"walkin/internal/demand"
	"walkin/internal/directory"
	"walkin/internal/problem"
	"walkin/internal/schedule"
	"walkin/internal/staff"
)

// spans are over how many weeks one can look back.
var spans = []int{4, usualWeeks, 26, 52}

// fewestPlaces is how many places must have counted a week before it is shown to
// somebody who does not keep them all: of two, each would read the other's.
const fewestPlaces = 3

// heard is what is asked for in a municipality, and what there is.
type heard struct {
	country, code, name string
	area                demand.Area
	from, to            schedule.Week
	lines, before       []demand.Line // of these weeks, and of as many before them
	released            int           // weeks of which there is a table
	years               []demand.Table
	surroundings        surroundings
	week                directory.AreaWeek
	counts              []staff.AreaCount // by week
	hidden              bool              // some were counted by too few
}

// Demanded answers with what is asked for in a municipality and what is offered
// there, for the meeting of those who lead its places.
func (s *Server) Demanded(c echo.Context, page console.Page) error {
	a, err := areaIn(c)
	if err != nil {
		return err
	}
	return s.showDemanded(c, page, http.StatusOK, a, "")
}

// showDemanded shows it, with what was typed if it led nowhere.
func (s *Server) showDemanded(c echo.Context, page console.Page, status int, a area, typed string) error {
	ctx := c.Request().Context()
	page.Title, page.Here = page.Words.Say("part.demand"), "demand"
	view := console.Demand{Page: page, Counting: s.tally != nil}
	var err error
	if view.Choose, err = s.areaForm(ctx, page, actorOf(c), "demand", a); err != nil {
		return err
	}
	view.Choose.Networks, view.Choose.Centres, view.Choose.Where = nil, nil, typed
	if status == http.StatusOK {
		a = a.orMine(view.Choose)
	}
	weeks, err := spanIn(c)
	if err != nil {
		return err
	}
	if a.municipality != "" {
		d, err := s.askedIn(ctx, page, actorOf(c), a.municipality, weeks)
		if err != nil {
			return err
		}
		view.Name, view.Cut = d.name, d.surroundings.cut
		for _, n := range spans {
			view.Spans = append(view.Spans, view.Span(a.municipality, n, weeks))
		}
		view.Sheet = consoleRoot + "/demand.csv?municipality=" + a.municipality + "&weeks=" + strconv.Itoa(weeks)
		view.Week = consoleRoot + "/area" + a.query(schedule.Week{})
		view.Show(console.Asked{
			From: d.from, To: d.to, Released: d.released, Area: d.area, Lines: d.lines, Before: d.before, Years: d.years, Country: d.country,
			Counts: d.counts, Hidden: d.hidden, Doubles: d.week, Topic: s.topicNamed(page.Lang()), Offered: s.offered(d.surroundings),
		})
	}
	return s.showConsole(c, status, func(w io.Writer) error { return s.console.Demand(w, view) })
}

// spanIn reads over how many weeks to look back.
func spanIn(c echo.Context) (int, error) {
	asked := c.QueryParam("weeks")
	if asked == "" {
		return usualWeeks, nil
	}
	weeks, err := strconv.Atoi(asked)
	if err != nil || !slices.Contains(spans, weeks) {
		return 0, invalidAt("weeks", "One can look back over 4, 13, 26 or 52 weeks.")
	}
	return weeks, nil
}

// askedIn gathers what is asked for in a municipality over some weeks, up to the
// last that is over.
func (s *Server) askedIn(ctx context.Context, page console.Page, actor staff.Actor, code string, weeks int) (*heard, error) {
	d := &heard{code: code, to: schedule.WeekOf(s.today()).Add(-1)}
	d.from = d.to.Add(1 - weeks)
	for _, country := range listed {
		if m, ok := s.gazetteer.Municipality(country, code); ok {
			d.country, d.name = country, m.Name
		}
	}
	if d.country == "" {
		return nil, problem.New(problem.NotFound, "There is no municipality with this code.")
	}
	tables, years, err := s.released(ctx, d.from, d.to)
	if err != nil {
		return nil, err
	}
	before, _, err := s.released(ctx, d.from.Add(-weeks), d.from.Add(-1))
	if err != nil {
		return nil, err
	}
	d.lines, d.before, d.years, d.released = demand.Lines(tables), demand.Lines(before), years, len(tables)
	if s.tally != nil {
		d.area, _ = s.tally.Area(d.country, code)
	}
	if d.surroundings, err = s.surroundings(ctx, page, area{municipality: code}); err != nil {
		return nil, err
	}
	d.week = directory.Area(d.surroundings.centres, d.surroundings.activities, schedule.WeekOf(s.today()))
	return d, s.addCounts(ctx, d, actor)
}

// addCounts adds up what the places of the municipality counted themselves.
func (s *Server) addCounts(ctx context.Context, d *heard, actor staff.Actor) error {
	if err := s.mergeCounts(ctx); err != nil {
		return err
	}
	var ids []string
	err := s.eachEntry(ctx, directory.Listing{Kind: directory.KindCentre, Country: d.country, Municipality: d.code}, func(change directory.Change) error {
		ids = append(ids, change.Key.ID)
		return nil
	})
	if err != nil {
		return err
	}
	counts, err := s.office.Counts(ctx, ids, d.from, d.to)
	if err != nil {
		return err
	}
	id := staff.MunicipalityID(d.country, d.code)
	merged, err := s.office.AreaCounts(ctx, id, d.from, d.to)
	if err != nil {
		return err
	}
	all := staff.AddUp(counts, merged)
	if actor.May(staff.Refer, staff.Subject{Municipalities: []string{id}}) == staff.Allowed {
		d.counts = all
		return nil
	}
	for _, w := range all {
		if w.Places < fewestPlaces {
			d.hidden = true
			continue
		}
		d.counts = append(d.counts, w)
	}
	return nil
}

// topicNamed gives what topics are called in a language of the console.
func (s *Server) topicNamed(lang string) func(id string) (string, string) {
	return func(id string) (string, string) {
		t := s.topicRef(id, lang)
		return t.Label, said(t.Lang)
	}
}

// offered says how many places and activities of an area are about a topic, or
// something below it.
func (s *Server) offered(g surroundings) func(topic string) (centres, activities int) {
	return func(topic string) (centres, activities int) {
		under := s.index.Taxonomy().Under(topic)
		about := func(topics []string) bool {
			return slices.ContainsFunc(topics, func(id string) bool { return slices.Contains(under, id) })
		}
		for _, c := range g.centres {
			if about(c.Topics) {
				centres++
			}
		}
		for _, a := range g.activities {
			if about(a.Topics) {
				activities++
			}
		}
		return centres, activities
	}
}
