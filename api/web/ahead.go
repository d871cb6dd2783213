package web

import (
	"slices"
	"strings"
	"time"

	"walkin/internal/schedule"
)

func exceptionOn(h *schedule.Schedule, day schedule.Date) *schedule.Exception {
	for i := range h.Exceptions {
		e := &h.Exceptions[i]
		if !day.Before(e.From) && !day.After(lastOf(e)) {
			return e
		}
	}
	return nil
}

func lastOf(e *schedule.Exception) schedule.Date {
	if e.Until == (schedule.Date{}) {
		return e.From
	}
	return e.Until
}

// Ahead is a day, or some, on which a door is not open as it usually is.
type Ahead struct {
	When, Says string
	Reason     Said
}

// ahead gives the exceptions of the coming weeks, and the public holidays on
// which a door that is usually open is closed or may be.
func (w *Words) ahead(h *schedule.Schedule, now time.Time, lang string) []Ahead {
	loc, err := schedule.Location(h.Zone)
	if err != nil {
		return nil
	}
	today := schedule.DateIn(now, loc)
	horizon := today.AddDays(aheadDays)
	type dated struct {
		from schedule.Date
		Ahead
	}
	var all []dated
	for i := range h.Exceptions {
		e := &h.Exceptions[i]
		last := lastOf(e)
		if last.Before(today) || e.From.After(horizon) {
			continue
		}
		a := dated{e.From, Ahead{When: w.days(e.From, last, today), Says: w.Say("place.closed_day"), Reason: w.quoted(e.Reason, lang)}}
		if !e.Closed {
			var times []string
			for _, hours := range e.Hours {
				times = append(times, w.fromTo(hours.Opens.String(), hours.Closes.String()))
			}
			a.Says = strings.Join(times, ", ")
		}
		all = append(all, a)
	}
	for day := today; !day.After(horizon); day = day.AddDays(1) {
		name, holiday := schedule.HolidayOn(h.Country, day)
		if !holiday || exceptionOn(h, day) != nil || h.Holidays == schedule.HolidaysOpen {
			continue
		}
		for _, o := range h.Occurrences(day.In(loc), day.AddDays(1).In(loc)) {
			if schedule.DateIn(o.Start, loc) != day || o.Reason != name {
				continue
			}
			says := w.Say("place.closed_day")
			if o.State == schedule.Unknown {
				says = w.Say("place.maybe_closed")
			}
			all = append(all, dated{day, Ahead{When: w.days(day, day, today), Says: says, Reason: w.quoted(name, nativeOf(h.Country, nil))}})
			break
		}
	}
	slices.SortStableFunc(all, func(a, b dated) int { return a.from.Compare(b.from) })
	list := make([]Ahead, len(all))
	for i, a := range all {
		list[i] = a.Ahead
	}
	return list
}

// days writes a run of days: "today", "24 December", "24 December – 3 January".
func (w *Words) days(from, to, today schedule.Date) string {
	said := func(d schedule.Date) string {
		if d == today {
			return w.Say("time.today")
		}
		return w.ShortDate(d.In(time.UTC))
	}
	if from.Before(today) && to.After(today) {
		from = today
	}
	if from == to {
		return said(from)
	}
	return said(from) + " – " + said(to)
}
