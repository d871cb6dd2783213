package jsonld

import (
	"strconv"
	"strings"
	"time"

	"walkin/internal/directory"
	"walkin/internal/schedule"
)

// The addresses of words of schema.org.
const (
	scheduled = context + "/EventScheduled"
	cancelled = context + "/EventCancelled"
	offline   = context + "/OfflineEventAttendanceMode"
	online    = context + "/OnlineEventAttendanceMode"
)

// Activity gives an activity as an Event with its Schedule; at is the centre
// where it happens and operator who holds it, nil where that is not known.
func Activity(a *directory.Activity, at *directory.Centre, operator *directory.Organisation, o Options) ([]byte, error) {
	a = a.Public()
	n := node{"@context": context, "@type": "Event", "@id": o.id("activities", a.ID)}
	title, lang := a.Title.Pick(o.Lang)
	n.put("name", title)
	n.put("inLanguage", lang)
	n.put("description", o.text(a.Description))
	n.put("url", a.Contact.URL)
	n.put("audience", audience(a.Ages))
	n.put("location", o.venue(a, at))
	if a.Setting != "" {
		n.put("eventAttendanceMode", map[bool]string{true: online, false: offline}[a.Setting == directory.Online])
	}
	if a.Promises.Free == directory.Yes {
		n.put("isAccessibleForFree", true)
	}
	if a.Capacity != nil {
		n.put("maximumAttendeeCapacity", *a.Capacity)
	}
	if operator != nil {
		n.put("organizer", o.organisation(operator))
	}
	if a.Status == "" || a.Status == directory.StatusOpen {
		n.put("eventSchedule", schedules(&a.Hours))
		n.put("subEvent", o.sessions(a, title))
	}
	return encode(n)
}

// venue is where an activity happens.
func (o *Options) venue(a *directory.Activity, at *directory.Centre) node {
	switch {
	case a.Location != nil:
		n := node{"@type": "Place"}
		n.put("address", address(*a.Location))
		n.put("geo", geo(*a.Location))
		return n
	case at != nil:
		at = at.Public()
		n := node{"@type": "Place", "@id": o.id("centres", at.ID), "name": at.Name}
		n.put("address", address(at.Location))
		n.put("geo", geo(at.Location))
		return n
	case a.Setting == directory.Online && a.Contact.URL != "":
		return node{"@type": "VirtualLocation", "url": a.Contact.URL}
	}
	return nil
}

// sessions are the dated meetings that are not over, each an event.
func (o *Options) sessions(a *directory.Activity, title string) []node {
	loc, err := schedule.Location(a.Hours.Zone)
	if err != nil || a.Hours.Doubt != "" {
		return nil
	}
	today := schedule.DateIn(o.Now, loc)
	var list []node
	for i := range a.Hours.Sessions {
		s := &a.Hours.Sessions[i]
		if s.Date.Before(today) {
			continue
		}
		n := node{"@type": "Event", "name": title, "eventStatus": scheduled, "startDate": s.Date.String()}
		n.put("name", s.Title)
		if s.Opens != nil {
			n["startDate"] = s.Date.At(*s.Opens, loc).Format(time.RFC3339)
		}
		if s.Opens != nil && s.Closes != nil {
			day := s.Date
			if *s.Closes <= *s.Opens {
				day = day.AddDays(1)
			}
			n["endDate"] = day.At(*s.Closes, loc).Format(time.RFC3339)
		}
		e := exceptionOn(&a.Hours, s.Date)
		if s.Cancelled || e != nil && e.Closed {
			n["eventStatus"] = cancelled
		} else if e != nil {
			continue // the changed hours stand instead
		}
		list = append(list, n)
	}
	return list
}

// schedules are the rules that are certain. The day of one whose times are not
// known is.
func schedules(s *schedule.Schedule) []node {
	if s.Doubt != "" {
		return nil
	}
	var list []node
	for i := range s.Weekly {
		w := &s.Weekly[i]
		if w.Doubt != "" {
			continue
		}
		n := recurring(s, w.Opens, w.Closes, "P1W")
		days := make([]string, len(w.Days))
		for j, day := range w.Days {
			days[j] = context + "/" + dayNames[day]
		}
		n.put("byDay", days)
		if w.From != nil {
			n.put("startDate", w.From.String())
		}
		if w.Until != nil {
			n.put("endDate", w.Until.String())
		}
		list = append(list, n)
	}
	for i := range s.Series {
		if n := series(s, &s.Series[i]); n != nil && s.Series[i].Doubt == "" {
			list = append(list, n)
		}
	}
	return list
}

// recurring begins a Schedule.
func recurring(s *schedule.Schedule, opens, closes *schedule.Clock, every string) node {
	n := node{"@type": "Schedule", "repeatFrequency": every, "scheduleTimezone": s.Zone}
	if opens != nil {
		n["startTime"] = opens.String()
	}
	if closes != nil {
		n["endTime"] = (*closes % (24 * 60)).String()
	}
	n.put("exceptDate", closedDays(s))
	return n
}

// closedDays are the days of exceptions, which take the place of every rule.
func closedDays(s *schedule.Schedule) []string {
	var days []string
	for i := range s.Exceptions {
		e := &s.Exceptions[i]
		for day := e.From; !day.After(last(e)) && len(days) < specialDays; day = day.AddDays(1) {
			days = append(days, day.String())
		}
	}
	return days
}

// series gives a recurrence for which schema.org has words; nil for any other.
func series(s *schedule.Schedule, r *schedule.Series) node {
	parts := make(map[string]string)
	for part := range strings.SplitSeq(r.Rule, ";") {
		name, value, _ := strings.Cut(part, "=")
		parts[name] = value
	}
	unit, known := map[string]string{"DAILY": "D", "WEEKLY": "W", "MONTHLY": "M", "YEARLY": "Y"}[parts["FREQ"]]
	for name := range parts {
		switch name {
		case "FREQ", "INTERVAL", "COUNT", "WKST":
		case "UNTIL":
			known = known && len(parts["UNTIL"]) == len("20060102")
		case "BYDAY":
			known = known && (unit == "W" || unit == "M")
		default:
			known = false
		}
	}
	if !known {
		return nil
	}
	every := parts["INTERVAL"]
	if every == "" {
		every = "1"
	}
	n := recurring(s, r.Opens, r.Closes, "P"+every+unit)
	n["startDate"] = r.Start.String()
	if days := parts["BYDAY"]; days != "" {
		n["byDay"] = strings.Split(days, ",") // as in iCalendar, which schema.org allows here
	}
	if until, err := time.Parse("20060102", parts["UNTIL"]); err == nil {
		n["endDate"] = until.Format(time.DateOnly)
	}
	if count, err := strconv.Atoi(parts["COUNT"]); err == nil {
		n["repeatCount"] = count
	}
	days, _ := n["exceptDate"].([]string)
	for _, day := range r.Except {
		days = append(days, day.String())
	}
	n.put("exceptDate", days)
	return n
}
