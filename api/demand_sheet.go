package api

import (
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"walkin/api/web/console"
	"walkin/internal/demand"
	"walkin/internal/directory"
	"walkin/internal/staff"
)

// DemandSheet answers with the same as CSV: how it is counted first, then a row
// for each week, area, topic and outcome that was released, for what is offered,
// for what is held twice and for what the places counted.
func (s *Server) DemandSheet(c echo.Context, page console.Page) error {
	a, err := areaIn(c)
	if err != nil {
		return err
	}
	if a.municipality == "" {
		return invalidAt("municipality", "Name a municipality by its code.")
	}
	asked, err := s.askedIn(c.Request().Context(), page, actorOf(c), a)
	if err != nil {
		return err
	}
	sheet := demandSheet{{"what", "period", "country", "region", "municipality", "topic_id", "topic", "outcome", "about", "least", "most", "places", "note"}}
	for _, line := range demand.Method {
		sheet.add(map[string]string{"what": "method", "note": line})
	}
	sheet.searches(asked)
	sheet.offered(asked)
	sheet.counts(asked)
	return sendSheet(c, "walkin-demand-"+asked.Municipality+"-"+asked.To.String(), sheet)
}

// demandSheet is rows below their heads.
type demandSheet [][]string

func (s *demandSheet) add(cells map[string]string) {
	row := make([]string, len((*s)[0]))
	for i, head := range (*s)[0] {
		row[i] = cells[head]
	}
	*s = append(*s, row)
}

// searches adds what was released of the area, and of the wider ones.
func (s *demandSheet) searches(a console.Asked) {
	for _, t := range slices.Concat(a.Weeks, a.Years) {
		for _, r := range t.Rows {
			if !a.Area.Within(r.Area) {
				continue
			}
			label, _ := a.Topic(r.Topic)
			s.add(map[string]string{
				"what": "search", "period": string(t.Period), "country": r.Country, "region": r.Region, "municipality": r.Municipality,
				"topic_id": r.Topic, "topic": label, "outcome": string(r.Outcome), "about": strconv.Itoa(r.Searches),
			})
		}
	}
}

// offered adds what there is about what was asked for, and what there is twice.
func (s *demandSheet) offered(a console.Asked) {
	seen := make(map[string]bool)
	for _, l := range demand.Lines(a.Weeks) {
		there, known := a.Offered[l.Topic]
		if seen[l.Topic] || !known {
			continue
		}
		seen[l.Topic] = true
		label, _ := a.Topic(l.Topic)
		for _, offer := range []struct {
			what string
			n    int
		}{{"offered centres", there.Centres}, {"offered activities", there.Activities}} {
			s.add(map[string]string{"what": offer.what, "country": a.Country, "municipality": a.Municipality, "topic_id": l.Topic, "topic": label, "about": strconv.Itoa(offer.n)})
		}
	}
	title := func(o directory.AreaActivity) string {
		text, _ := o.Activity.Title.Pick("")
		return text
	}
	for _, t := range a.Twice.Doubles {
		for _, topic := range t.Topics {
			label, _ := a.Topic(topic)
			s.add(map[string]string{
				"what": "offered twice", "period": t.Date.String(), "country": a.Country, "municipality": a.Municipality, "topic_id": topic, "topic": label,
				"note": title(t.One) + "; " + title(t.Other),
			})
		}
	}
	if a.Cut {
		s.add(map[string]string{"what": "method", "note": "There is more here than was compared: more may be offered twice."})
	}
}

// counts adds what the places counted, each measure a row.
func (s *demandSheet) counts(a console.Asked) {
	for _, w := range a.Counts {
		for _, m := range []struct {
			what string
			of   staff.Total
		}{
			{"visits", w.Visits}, {"first_time", w.FirstTime}, {"talks", w.Talks}, {"activities", w.Activities}, {"handed_on", w.HandedOn}, {"turned_away", w.TurnedAway},
		} {
			if m.of.Places == 0 {
				continue
			}
			most := strconv.Itoa(m.of.High)
			if m.of.Open {
				most = "" // nobody knows
			}
			s.add(map[string]string{
				"what": "counted " + m.what, "period": w.Week.String(), "country": a.Country, "municipality": a.Municipality,
				"least": strconv.Itoa(m.of.Low), "most": most, "places": strconv.Itoa(m.of.Places),
			})
		}
		for _, m := range []struct {
			what string
			of   staff.Hours
		}{{"hours_held", w.HoursHeld}, {"hours_planned", w.HoursPlanned}, {"staff_hours", w.StaffHours}, {"volunteer_hours", w.VolunteerHours}} {
			if m.of.Places > 0 {
				s.add(map[string]string{
					"what": "counted " + m.what, "period": w.Week.String(), "country": a.Country, "municipality": a.Municipality,
					"about": quarters(&m.of.Hours), "places": strconv.Itoa(m.of.Places),
				})
			}
		}
	}
	if a.Hidden {
		s.add(map[string]string{"what": "method", "note": "What the places counted is left out: it is for those who work for the whole municipality."})
	}
}
