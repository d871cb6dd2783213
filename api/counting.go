package api

import (
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"walkin/api/web/console"
	"walkin/internal/directory"
	"walkin/internal/problem"
	"walkin/internal/schedule"
	"walkin/internal/staff"
)

// Counting answers with the page on which a place counts its week: the week
// before, unless another is asked for.
func (s *Server) Counting(c echo.Context, page console.Page) error {
	mine, err := s.centresOf(c.Request().Context(), actorOf(c), staff.Refer)
	if err != nil {
		return err
	}
	if len(mine) == 0 {
		return s.showCounting(c, page, http.StatusOK, nil, nil, schedule.Week{}, nil)
	}
	centre := mine[0]
	switch id := c.QueryParam("centre"); {
	case id == "" && len(mine) > many:
		return s.showCounting(c, page, http.StatusOK, mine, nil, schedule.Week{}, nil)
	case id != "":
		if centre, err = s.counting(c.Request().Context(), actorOf(c), id); err != nil {
			return err
		}
	}
	week := schedule.WeekOf(s.todayAt(centre)).Add(-1)
	if asked := c.QueryParam("week"); asked != "" {
		if week, err = weekIn(asked); err != nil {
			return err
		}
	}
	return s.showCounting(c, page, http.StatusOK, mine, centre, week, nil)
}

// showCounting shows the page of a centre and a week, with a form as it was
// sent, or for nil with what is counted already. For no centre it asks for one.
func (s *Server) showCounting(c echo.Context, page console.Page, status int, mine []*directory.Centre, centre *directory.Centre, week schedule.Week, form *console.CountForm) error {
	write := hoursIn(page.Lang())
	page.Title, page.Here = page.Words.Say("part.count"), "count"
	view := console.Counting{Page: page}
	if centre == nil && len(mine) > 0 {
		view.Centres = append(view.Centres, console.Option{Label: page.Words.Say("places.choose"), Chosen: true})
	}
	for _, m := range mine {
		view.Centres = append(view.Centres, console.Option{Value: m.ID, Label: m.Name, Chosen: centre != nil && m.ID == centre.ID})
	}
	if centre != nil {
		if hours, known := centre.PlannedHours(week); known {
			view.Planned = write(&hours)
		}
		last := schedule.WeekOf(s.todayAt(centre))
		for ago := range staff.CountedBack + 1 {
			view.Weeks = append(view.Weeks, view.WeekChoice(last.Add(-ago), week))
		}
		counts, err := s.office.Counts(c.Request().Context(), []string{centre.ID}, last.Add(-staff.CountedBack), last)
		if err != nil {
			return err
		}
		of := func(w schedule.Week) *staff.Count {
			if i := slices.IndexFunc(counts, func(c staff.Count) bool { return c.Week == w }); i >= 0 {
				return &counts[i]
			}
			return nil
		}
		for ago := 1; ago <= staff.CountedBack; ago++ {
			view.Past = append(view.Past, view.PastWeek(last.Add(-ago), of(last.Add(-ago)), write))
		}
		switch counted := of(week); {
		case form != nil:
			view.Form = *form
		case counted != nil:
			view.Form = console.FormOfCount(*counted, write)
		default:
			view.Form = console.FormOfCount(staff.Count{Centre: centre.ID, Week: week}, write)
		}
	}
	return s.showConsole(c, status, func(w io.Writer) error { return s.console.Counting(w, view) })
}

// CountWeek writes the count that a form has.
func (s *Server) CountWeek(c echo.Context, page console.Page) error {
	ctx, actor := c.Request().Context(), actorOf(c)
	values, err := readForm(c)
	if err != nil {
		return err
	}
	form, count := console.ReadCountForm(func(name string) string { return strings.TrimSpace(values.Get(name)) })
	centre, err := s.counting(ctx, actor, form.Centre)
	if err != nil {
		return err
	}
	if count.Week, err = weekIn(form.Week); err != nil {
		return err
	}
	again := func(word string) error {
		mine, err := s.centresOf(ctx, actor, staff.Refer)
		if err != nil {
			return err
		}
		page.Fault = page.Words.Say(word)
		return s.showCounting(c, page, http.StatusBadRequest, mine, centre, count.Week, &form)
	}
	for _, h := range []struct {
		typed string
		into  **float64
	}{{form.HoursHeld, &count.HoursHeld}, {form.StaffHours, &count.StaffHours}, {form.VolunteerHours, &count.VolunteerHours}} {
		var ok bool
		if *h.into, ok = readHours(h.typed); !ok {
			return again("count.bad_hours")
		}
	}
	if staff.Countable(count.Week, s.todayAt(centre)) != nil {
		return again("count.too_late")
	}
	if _, err = s.putCount(ctx, actor, centre, count); problem.KindOf(err) == problem.Invalid {
		return again("count.fault")
	} else if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, consoleRoot+"/count?"+url.Values{
		"centre": {centre.ID}, "week": {count.Week.String()}, "done": {"count_saved"},
	}.Encode())
}

// readHours reads hours as people write them, with a comma or a point; nothing
// is not counted.
func readHours(typed string) (*float64, bool) {
	if typed == "" {
		return nil, true
	}
	if strings.Trim(typed, "0123456789.,") != "" {
		return nil, false // ParseFloat knows more forms than people do
	}
	hours, err := strconv.ParseFloat(strings.Replace(typed, ",", ".", 1), 64)
	return &hours, err == nil
}

// hoursIn writes hours as a language does.
func hoursIn(lang string) func(*float64) string {
	return func(hours *float64) string {
		if lang == "en" {
			return quarters(hours)
		}
		return strings.Replace(quarters(hours), ".", ",", 1)
	}
}

// CountSheet answers with all counts of the member's centres as CSV.
func (s *Server) CountSheet(c echo.Context, _ console.Page) error {
	ctx := c.Request().Context()
	mine, err := s.centresOf(ctx, actorOf(c), staff.Refer)
	if err != nil {
		return err
	}
	names, ids := make(map[string]string), []string{}
	for _, centre := range mine {
		names[centre.ID], ids = centre.Name, append(ids, centre.ID)
	}
	counts, err := s.office.Counts(ctx, ids, schedule.Week{Year: 2000, Number: 1}, schedule.Week{Year: 9998, Number: 1})
	if err != nil {
		return err
	}
	rows := [][]string{{
		"centre_id", "centre", "week", "hours_held", "hours_planned", "visits", "first_time", "talks", "activities", "turned_away",
		"referrals_to_centre", "referrals_to_activity", "referrals_to_helpline", "referrals_to_other", "staff_hours", "volunteer_hours",
	}}
	for _, n := range counts {
		rows = append(rows, []string{
			n.Centre, names[n.Centre], n.Week.String(), quarters(n.HoursHeld), quarters(n.HoursPlanned),
			bandCell(n.Visits), bandCell(n.FirstTime), bandCell(n.Talks), bandCell(n.Activities), bandCell(n.TurnedAway),
			bandCell(n.ReferralsOut.Centre), bandCell(n.ReferralsOut.Activity), bandCell(n.ReferralsOut.Helpline), bandCell(n.ReferralsOut.Other),
			quarters(n.StaffHours), quarters(n.VolunteerHours),
		})
	}
	return sendSheet(c, "walkin-counts", rows)
}

// bandCell writes a band so that a spreadsheet takes it for words: "1-4" would
// become the fourth of January.
func bandCell(b staff.Band) string { return strings.ReplaceAll(string(b), "-", " to ") }
