package api

import (
	"cmp"
	"context"
	"io"
	"net/http"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"walkin/api/web/console"
	"walkin/internal/demand"
	"walkin/internal/directory"
	"walkin/internal/schedule"
	"walkin/internal/staff"
)

// spans are over how many weeks one can look back.
var spans = []int{4, usualWeeks, 26, 52}

// span is over how many weeks to look back.
func (a area) span() int { return cmp.Or(a.weeks, usualWeeks) }

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
	if a.municipality != "" {
		asked, err := s.askedIn(ctx, page, actorOf(c), a)
		if err != nil {
			return err
		}
		for _, weeks := range spans {
			of := area{municipality: a.municipality, weeks: weeks}
			view.Spans = append(view.Spans, console.Option{
				Value: consoleRoot + "/demand" + of.query(schedule.Week{}), Label: page.Words.Say("demand.weeks", "n", weeks), Chosen: weeks == a.span(),
			})
		}
		view.Sheet = consoleRoot + "/demand.csv" + a.query(schedule.Week{})
		view.Week = consoleRoot + "/area" + area{municipality: a.municipality}.query(schedule.Week{})
		view.Show(asked)
	}
	return s.showConsole(c, status, func(w io.Writer) error { return s.console.Demand(w, view) })
}

// spanIn reads over how many weeks to look back.
func spanIn(text string) (int, error) {
	weeks, err := strconv.Atoi(text)
	if err != nil || !slices.Contains(spans, weeks) {
		return 0, invalidAt("weeks", "One can look back over 4, 13, 26 or 52 weeks.")
	}
	return weeks, nil
}

// askedIn gathers what is asked for in a municipality over some weeks, up to the
// last that is over, and what there is.
func (s *Server) askedIn(ctx context.Context, page console.Page, actor staff.Actor, of area) (a console.Asked, err error) {
	code, weeks := of.municipality, of.span()
	m, err := s.municipality(code)
	if err != nil {
		return a, err
	}
	a.Country, a.Municipality, a.Name = m.Country, code, m.Name
	a.To = schedule.WeekOf(s.today()).Add(-1)
	a.From = a.To.Add(1 - weeks)
	if a.Weeks, a.Years, err = s.released(ctx, a.From, a.To); err != nil {
		return a, err
	}
	if a.Before, _, err = s.released(ctx, a.From.Add(-weeks), a.From.Add(-1)); err != nil {
		return a, err
	}
	if s.areas != nil {
		a.Area, _ = s.areas.Of(a.Country, code)
	}
	there, err := s.surroundings(ctx, page, area{municipality: code})
	if err != nil {
		return a, err
	}
	a.Cut, a.Twice = there.cut, directory.Area(there.centres, there.activities, schedule.WeekOf(s.today()))
	a.Topic = s.topicNamed(page)
	if a.Offered, err = s.offered(ctx, a); err != nil {
		return a, err
	}
	// Who works for one place would read the figures of another off the sums, by
	// taking away their own, or by looking again when somebody else has counted.
	a.Hidden = actor.May(staff.Refer, staff.Subject{Municipalities: []string{staff.MunicipalityID(a.Country, code)}}) != staff.Allowed
	if !a.Hidden {
		a.Counts, err = s.countsIn(ctx, a)
	}
	return a, err
}

// countsIn adds up what the places of a municipality counted themselves, by week.
func (s *Server) countsIn(ctx context.Context, a console.Asked) ([]staff.AreaCount, error) {
	if err := s.mergeCounts(ctx); err != nil {
		return nil, err
	}
	var ids []string
	err := s.eachEntry(ctx, directory.Listing{Kind: directory.KindCentre, Country: a.Country, Municipality: a.Municipality}, func(change directory.Change) error {
		ids = append(ids, change.Key.ID)
		return nil
	})
	if err != nil {
		return nil, err
	}
	counts, err := s.office.Counts(ctx, ids, a.From, a.To)
	if err != nil {
		return nil, err
	}
	merged, err := s.office.AreaCounts(ctx, staff.MunicipalityID(a.Country, a.Municipality), a.From, a.To)
	return staff.AddUp(counts, merged), err
}

// topicNamed gives what topics are called in the language of a page, and what
// stands in the place of one.
func (s *Server) topicNamed(page console.Page) func(id string) (string, string) {
	return func(id string) (string, string) {
		if id == demand.Anything || id == demand.Unmatched {
			return page.Words.Say("demand.topic_" + id), page.Lang()
		}
		t := s.topicRef(id, page.Lang())
		return t.Label, said(t.Lang)
	}
}

// offered counts what a municipality has about each topic that was asked for, or
// something below it. It reads all there is: what was left out of a count would
// look as if nobody offered it.
func (s *Server) offered(ctx context.Context, a console.Asked) (map[string]console.Offer, error) {
	offered, about := make(map[string]console.Offer), make(map[string][]string)
	for _, l := range demand.Lines(a.Weeks) {
		if under := s.index.Taxonomy().Under(l.Topic); len(under) > 0 && a.Area.Within(l.Area) {
			offered[l.Topic], about[l.Topic] = console.Offer{}, under
		}
	}
	count := func(kind directory.Kind, topics func(directory.Entry) []string, add func(*console.Offer)) error {
		l := directory.Listing{Kind: kind, Country: a.Country, Municipality: a.Municipality, Listed: true}
		return s.eachEntry(ctx, l, func(change directory.Change) error {
			for topic, under := range about {
				if slices.ContainsFunc(topics(change.Entry), func(id string) bool { return slices.Contains(under, id) }) {
					o := offered[topic]
					add(&o)
					offered[topic] = o
				}
			}
			return nil
		})
	}
	err := count(directory.KindCentre, func(e directory.Entry) []string { return e.(*directory.Centre).Topics }, func(o *console.Offer) { o.Centres++ })
	if err == nil {
		err = count(directory.KindActivity, func(e directory.Entry) []string { return e.(*directory.Activity).Topics }, func(o *console.Offer) { o.Activities++ })
	}
	return offered, err
}
