package osm_test

import (
	"bytes"
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"walkin/data"
	"walkin/internal/directory"
	"walkin/internal/schedule"
)

// from is a Monday before Christmas; the weeks of these tests begin there.
var from = schedule.Date{Year: 2026, Month: 12, Day: 7}

const weeks = 6

func location(t fataler, zone string) *time.Location {
	loc, err := schedule.Location(zone)
	if err != nil {
		t.Fatalf("%v", err)
	}
	return loc
}

type fataler interface{ Fatalf(string, ...any) }

// states writes the spans of a schedule without their words, those that touch
// joined.
func states(s *schedule.Schedule, loc *time.Location, from, to time.Time) []string {
	var list []string
	var last schedule.Span
	end := func() {
		if last.State != "" {
			list = append(list, fmt.Sprint(last.From.In(loc).Format("2006-01-02 15:04"), " - ", last.To.In(loc).Format("2006-01-02 15:04"), " ", last.State))
		}
	}
	for _, span := range s.Spans(from, to) {
		if span.State == last.State && span.From.Equal(last.To) {
			last.To = span.To
			continue
		}
		end()
		last = span
	}
	end()
	return list
}

// centres gives the hours of all centres of the built-in catalogue.
func centres(t testing.TB) map[string]*schedule.Schedule {
	t.Helper()
	content, err := data.Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	found := make(map[string]*schedule.Schedule)
	for line := range bytes.Lines(content) {
		e, err := directory.DecodeLine(bytes.TrimSpace(line))
		if err != nil {
			t.Fatal(err)
		}
		if centre, ok := e.(*directory.Centre); ok {
			found[centre.ID] = &centre.Hours
		}
	}
	return found
}

// draw draws schedules that bear on the weeks of these tests. Most can be said
// in opening_hours, and some cannot.
func draw(t *rapid.T) *schedule.Schedule {
	opens := rapid.SampledFrom([]schedule.Clock{0, 8 * 60, 9*60 + 30, 12 * 60, 13 * 60, 16 * 60, 20 * 60, 22 * 60})
	closes := rapid.SampledFrom([]schedule.Clock{60, 120, 10 * 60, 12 * 60, 14*60 + 15, 17 * 60, 21 * 60, 24 * 60})
	perhaps := func(g *rapid.Generator[schedule.Clock], name string) *schedule.Clock {
		if rapid.IntRange(0, 9).Draw(t, name+" known") == 0 {
			return nil
		}
		return new(g.Draw(t, name))
	}
	day := rapid.Custom(func(t *rapid.T) schedule.Date { return from.AddDays(rapid.IntRange(-30, 50).Draw(t, "day")) })
	words := rapid.SampledFrom([]string{"", "", "", "hver anden \"onsdag\"", "efter aftale; ring"})
	s := &schedule.Schedule{
		Zone:     rapid.SampledFrom([]string{"Europe/Copenhagen", "Europe/Amsterdam", "Europe/Brussels"}).Draw(t, "zone"),
		Holidays: rapid.SampledFrom([]schedule.HolidayRule{"", "closed", "open"}).Draw(t, "holidays"),
	}
	countries := map[string]string{"Europe/Copenhagen": "DK", "Europe/Amsterdam": "NL", "Europe/Brussels": "BE"}
	if s.Country = countries[s.Zone]; rapid.IntRange(0, 4).Draw(t, "no country") == 0 {
		s.Country, s.Holidays = "", ""
	}
	if rapid.IntRange(0, 12).Draw(t, "doubted") == 0 {
		s.Doubt = "stand 2018"
	}
	for range rapid.IntRange(0, 3).Draw(t, "weekly") {
		w := schedule.Weekly{
			Days:  rapid.SliceOfNDistinct(rapid.SampledFrom([]schedule.Day{0, 1, 2, 3, 4, 5, 6}), 1, 5, rapid.ID).Draw(t, "days"),
			Opens: perhaps(opens, "opens"), Closes: perhaps(closes, "closes"), Note: words.Draw(t, "note"),
		}
		if rapid.IntRange(0, 5).Draw(t, "in doubt") == 0 {
			w.Doubt = words.Draw(t, "doubt")
		}
		if rapid.IntRange(0, 4).Draw(t, "bounded") == 0 {
			w.From = new(day.Draw(t, "from"))
		}
		if rapid.IntRange(0, 4).Draw(t, "ending") == 0 {
			w.Until = new(day.Draw(t, "until"))
			if w.From != nil && w.Until.Before(*w.From) {
				w.Until = w.From
			}
		}
		s.Weekly = append(s.Weekly, w)
	}
	rules := []string{"FREQ=MONTHLY;BYDAY=2SA,4SA", "FREQ=MONTHLY;BYDAY=-1FR", "FREQ=YEARLY;BYDAY=TH;BYWEEKNO=2,50,52", "FREQ=WEEKLY;BYDAY=MO,TU", "FREQ=DAILY;UNTIL=20261220", "FREQ=WEEKLY;INTERVAL=2"}
	if rapid.IntRange(0, 3).Draw(t, "series") == 0 {
		s.Series = append(s.Series, schedule.Series{Start: from.AddDays(-300), Rule: rapid.SampledFrom(rules).Draw(t, "rule"), Opens: perhaps(opens, "opens"), Closes: perhaps(closes, "closes")})
	}
	for range rapid.IntRange(0, 2).Draw(t, "sessions") {
		s.Sessions = append(s.Sessions, schedule.Session{
			Date: day.Draw(t, "date"), Opens: perhaps(opens, "opens"), Closes: perhaps(closes, "closes"), Title: words.Draw(t, "title"),
			Cancelled: rapid.IntRange(0, 5).Draw(t, "cancelled") == 0,
		})
	}
	for range rapid.IntRange(0, 2).Draw(t, "exceptions") {
		e := schedule.Exception{From: day.Draw(t, "from"), Closed: true, Reason: words.Draw(t, "reason")}
		if rapid.Bool().Draw(t, "long") {
			e.Until = e.From.AddDays(rapid.IntRange(0, 20).Draw(t, "days"))
		}
		if rapid.Bool().Draw(t, "changed") {
			e.Closed, e.Hours = false, []schedule.Hours{{Opens: opens.Draw(t, "opens"), Closes: closes.Draw(t, "closes")}}
		}
		s.Exceptions = append(s.Exceptions, e)
	}
	return s
}
