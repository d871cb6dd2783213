package api

import (
	"cmp"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"walkin/api/web/console"
	"walkin/internal/directory"
	"walkin/internal/schedule"
)

// Area answers with the week of all places of an area side by side.
func (s *Server) Area(c echo.Context, page console.Page) error {
	a, err := areaIn(c)
	if err != nil {
		return err
	}
	return s.showArea(c, page, http.StatusOK, a, "")
}

// showArea shows the week of an area, with what was typed if it led nowhere.
func (s *Server) showArea(c echo.Context, page console.Page, status int, a area, typed string) error {
	ctx := c.Request().Context()
	page.Title, page.Here = page.Words.Say("part.area"), "area"
	view := console.AreaWeek{Page: page}
	var err error
	if view.Choose, err = s.areaForm(ctx, page, actorOf(c), "area", a); err != nil {
		return err
	}
	view.Choose.Where = typed
	if status == http.StatusOK {
		if a = a.orMine(view.Choose); a.municipality != "" {
			for i, m := range view.Choose.Mine {
				view.Choose.Mine[i].Chosen = m.Value == a.municipality
			}
		}
	}
	g, err := s.surroundings(ctx, page, a)
	if err != nil {
		return err
	}
	if a.around != "" && g.name == "" {
		view.Fault = page.Words.Say("area.no_point")
	}
	if view.Name, view.Cut = g.name, g.cut; g.name != "" {
		week := s.weekOf(a)
		view.Week, view.Dates, view.Sheet = week.String(), page.Dates(week), consoleRoot+"/area.csv"+a.query(week)
		view.Before, view.After = consoleRoot+"/area"+a.query(week.Add(-1)), consoleRoot+"/area"+a.query(week.Add(1))
		view.Show(directory.Area(g.centres, g.activities, week), func(topic string) string { return s.topicRef(topic, page.Lang()).Label })
	}
	return s.showConsole(c, status, func(w io.Writer) error { return s.console.Area(w, view) })
}

// weekOf is the week of an area, else the present one where this directory is.
func (s *Server) weekOf(a area) schedule.Week {
	if a.week != (schedule.Week{}) {
		return a.week
	}
	return schedule.WeekOf(s.today())
}

// AreaSheet answers with the same week as CSV: one row for each time of a door,
// each activity, each evening and each thing held twice.
func (s *Server) AreaSheet(c echo.Context, page console.Page) error {
	a, err := areaIn(c)
	if err != nil {
		return err
	}
	if a.municipality+a.network+a.around == "" {
		return invalidAt("municipality", "Name a municipality, a network, or a place to look around.")
	}
	g, err := s.surroundings(c.Request().Context(), page, a)
	if err != nil {
		return err
	}
	week := directory.Area(g.centres, g.activities, s.weekOf(a))
	rows := areaRows(week, page.Lang(), func(topic string) string { return s.topicRef(topic, page.Lang()).Label })
	return sendSheet(c, "walkin-area-"+week.Week.String(), rows)
}

// areaRows writes the week of an area. A time that nobody knows is said to be
// unknown: a cell left empty would be read as closed.
func areaRows(week directory.AreaWeek, lang string, topic func(string) string) [][]string {
	rows := [][]string{{"date", "what", "state", "from", "to", "centre_id", "centre", "town", "title", "note"}}
	at := func(day schedule.Date, what string, state schedule.State, from, to string, c *directory.Centre, title, note string) {
		row := []string{day.String(), what, string(state), from, to, "", "", "", title, note}
		if c != nil {
			row[5], row[6], row[7] = c.ID, c.Name, c.Location.Town
		}
		rows = append(rows, row)
	}
	activity := func(day schedule.Date, what string, c *directory.Centre, o directory.AreaActivity, note string) {
		from, to := "unknown", "unknown"
		if o.StartKnown {
			from = clockCell(o.Start)
		}
		if o.EndKnown {
			to = endCell(o.End)
		}
		title, _ := o.Activity.Title.Pick(lang)
		at(day, what, o.State, from, to, c, title, note)
	}
	for _, d := range week.Doors {
		stop := ""
		if d.Stop != nil {
			stop, _ = d.Stop.Name.Pick(lang)
		}
		for _, day := range d.Days {
			if len(day.Spans) == 0 {
				at(day.Date, "hours", schedule.Closed, "", "", d.Centre, stop, cmp.Or(restingWord(&d), day.Reason))
			}
			for _, span := range day.Spans {
				at(day.Date, "hours", span.State, clockCell(span.From), endCell(span.To), d.Centre, stop, span.Reason)
			}
			for _, o := range day.Activities {
				activity(day.Date, "activity", d.Centre, o, o.Reason)
			}
		}
	}
	for i, e := range week.Evenings {
		for _, o := range week.Groups[i] {
			activity(e.Date, "activity", nil, o, o.Reason)
		}
		var names []string
		for _, c := range append(append([]*directory.Centre{}, e.Open...), e.Perhaps...) {
			names = append(names, c.Name)
		}
		at(e.Date, "evening", e.State(), directory.EveningBegins.String(), "24:00", nil, "", strings.Join(names, "; "))
	}
	for _, d := range week.Doubles {
		about := make([]string, len(d.Topics))
		for i, id := range d.Topics {
			about[i] = topic(id)
		}
		other, _ := d.Other.Activity.Title.Pick(lang)
		activity(d.Date, "double", nil, d.One, other+" ("+clockCell(d.Other.Start)+" to "+endCell(d.Other.End)+"): "+strings.Join(about, ", "))
	}
	for _, a := range week.Undated {
		title, _ := a.Title.Pick(lang)
		rows = append(rows, []string{"", "activity", string(schedule.Unknown), "unknown", "unknown", strings.Join(a.Centres, ";"), "", "", title, ""})
	}
	return rows
}

// restingWord is the status of a place that is not in use.
func restingWord(d *directory.AreaDoor) string {
	if d.InUse() {
		return ""
	}
	return string(d.Centre.Status)
}

func clockCell(t time.Time) string { return t.Format("15:04") }

// endCell writes an end; midnight is that of the day.
func endCell(t time.Time) string {
	if end := clockCell(t); end != "00:00" {
		return end
	}
	return "24:00"
}
