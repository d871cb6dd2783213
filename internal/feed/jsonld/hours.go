package jsonld

import (
	"slices"
	"time"

	"walkin/internal/schedule"
)

// specialDays is for how many days ahead special days are named.
const specialDays = 366

var dayNames = map[schedule.Day]string{
	schedule.Mon: "Monday", schedule.Tue: "Tuesday", schedule.Wed: "Wednesday", schedule.Thu: "Thursday",
	schedule.Fri: "Friday", schedule.Sat: "Saturday", schedule.Sun: "Sunday",
}

// weekly gives the weekly hours that are certain.
func weekly(s *schedule.Schedule) []node {
	if s.Doubt != "" {
		return nil
	}
	var list []node
	for i := range s.Weekly {
		w := &s.Weekly[i]
		if w.Doubt != "" || w.Opens == nil || w.Closes == nil {
			continue
		}
		n := hours(*w.Opens, *w.Closes)
		days := make([]string, len(w.Days))
		for j, day := range w.Days {
			days[j] = context + "/" + dayNames[day]
		}
		n.put("dayOfWeek", days)
		if w.From != nil {
			n.put("validFrom", w.From.String())
		}
		if w.Until != nil {
			n.put("validThrough", w.Until.String())
		}
		list = append(list, n)
	}
	return list
}

// hours gives an opening and a closing. A closing before the opening falls on
// the next day, so midnight is 00:00; a day and a night end a minute early, since
// two equal times would be no time at all.
func hours(opens, closes schedule.Clock) node {
	end := closes % (24 * 60)
	if end == opens {
		end = (opens + 24*60 - 1) % (24 * 60)
	}
	return node{"@type": "OpeningHoursSpecification", "opens": opens.String(), "closes": end.String()}
}

// special gives, for a year from a day on, the days on which an exception or a
// public holiday stands instead of the weekly hours. A specification without
// "opens" is closed. Days one after another that say the same are one.
func special(s *schedule.Schedule, now time.Time) []node {
	loc, err := schedule.Location(s.Zone)
	if err != nil {
		return nil
	}
	today := schedule.DateIn(now, loc)
	var list, before []node // before are those of the day before
	for i := range specialDays {
		day := today.AddDays(i)
		nodes := specialOn(s, day)
		if len(nodes) > 0 && alike(nodes, before) {
			for _, n := range before {
				n["validThrough"] = day.String()
			}
			continue
		}
		list, before = append(list, nodes...), nodes
	}
	return list
}

// specialOn gives what stands on a day instead of the weekly hours, nothing if
// they hold.
func specialOn(s *schedule.Schedule, day schedule.Date) []node {
	var nodes []node
	e := exceptionOn(s, day)
	switch {
	case e != nil && !e.Closed:
		for _, h := range e.Hours {
			nodes = append(nodes, hours(h.Opens, h.Closes))
		}
	case e != nil:
		nodes = []node{{"@type": "OpeningHoursSpecification"}}
		nodes[0].put("description", e.Reason)
	case s.Holidays == schedule.HolidaysClosed:
		name, is := schedule.HolidayOn(s.Country, day)
		if !is {
			return nil
		}
		nodes = []node{{"@type": "OpeningHoursSpecification"}}
		nodes[0].put("description", name)
	}
	for _, n := range nodes {
		n["validFrom"], n["validThrough"] = day.String(), day.String()
	}
	return nodes
}

// exceptionOn gives the exception that holds on a day: the shortest, of equally
// long ones the last; nil if there is none.
func exceptionOn(s *schedule.Schedule, day schedule.Date) *schedule.Exception {
	var holds *schedule.Exception
	length := func(e *schedule.Exception) time.Duration {
		return last(e).In(time.UTC).Sub(e.From.In(time.UTC))
	}
	for i := range s.Exceptions {
		e := &s.Exceptions[i]
		if !day.Before(e.From) && !day.After(last(e)) && (holds == nil || length(e) <= length(holds)) {
			holds = e
		}
	}
	return holds
}

func last(e *schedule.Exception) schedule.Date {
	if e.Until == (schedule.Date{}) {
		return e.From
	}
	return e.Until
}

// alike says whether two days say the same.
func alike(a, b []node) bool {
	return slices.EqualFunc(a, b, func(a, b node) bool {
		return a["opens"] == b["opens"] && a["closes"] == b["closes"] && a["description"] == b["description"]
	})
}
