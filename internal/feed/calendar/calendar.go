package calendar

import (
	"io"
	"slices"
	"time"

	"walkin/internal/directory"
	"walkin/internal/schedule"
)

// Options are what a calendar needs beside the entries.
type Options struct {
	Lang    string // of its words, where there are any: "da"
	Now     time.Time
	Neutral *Neutral
}

// WriteCentre writes the calendar of a centre: its drop-in hours, those of its
// stops, and the activities at it. Activities that only repeat the hours of the
// centre are left out.
func WriteCentre(w io.Writer, change directory.Change, activities []directory.Change, o Options) error {
	centre := change.Entry.(*directory.Centre).Public()
	var subjects []subject
	if InUse(centre.Status) {
		subjects = append(subjects, centreSubject(centre, change, o))
		for _, stop := range centre.Stops {
			subjects = append(subjects, stopSubject(centre, stop, change, o))
		}
		for _, a := range activities {
			activity := a.Entry.(*directory.Activity).Public()
			if InUse(activity.Status) && !activity.Repeats {
				subjects = append(subjects, activitySubject(activity, a, &change, o))
			}
		}
	}
	return write(w, o.Neutral.Centre(centre), centre.Location.Country, subjects, o)
}

// WriteActivity writes the calendar of an activity; at is the last change of
// the centre where it happens, nil if it is at none.
func WriteActivity(w io.Writer, change directory.Change, at *directory.Change, o Options) error {
	activity := change.Entry.(*directory.Activity).Public()
	s := activitySubject(activity, change, at, o)
	country := ""
	switch {
	case at != nil:
		country = at.Entry.(*directory.Centre).Location.Country
	case activity.Location != nil:
		country = activity.Location.Country
	}
	var subjects []subject
	open := at == nil || InUse(at.Entry.(*directory.Centre).Status)
	if InUse(activity.Status) && open {
		subjects = append(subjects, s)
	}
	return write(w, s.title, country, subjects, o)
}

func write(w io.Writer, title, country string, subjects []subject, o Options) error {
	var used []*time.Location
	for i := range subjects {
		if loc, err := schedule.Location(subjects[i].hours.Zone); err == nil {
			used = appendZone(used, loc)
		}
	}
	if len(used) == 0 {
		loc, err := schedule.Location(schedule.ZoneIn(country))
		if err != nil {
			loc = time.UTC
		}
		used = append(used, loc)
	}
	first := schedule.Date{Year: o.Now.In(used[0]).Year(), Month: time.January, Day: 1}
	last := schedule.Date{Year: first.Year + 1, Month: time.December, Day: 31}

	l := newLines(w)
	l.head(title, o)
	for _, loc := range used {
		l.writeZone(loc, first.In(loc), last.AddDays(3).In(loc)) // a night may end after the last day
	}
	for i := range subjects {
		l.writeEvents(&subjects[i], first, last, o)
	}
	l.line("END", "VCALENDAR")
	return l.flush()
}

// head opens a calendar. Its name has two spellings, of RFC 7986 and of those
// who came before it, and so has the time after which to ask again.
func (l *lines) head(title string, o Options) {
	if title == "" {
		title = in(wordCalendar, o.Lang)
	}
	l.line("BEGIN", "VCALENDAR")
	l.line("VERSION", "2.0")
	l.line("PRODID", "-//walkin//calendar//EN")
	l.line("CALSCALE", "GREGORIAN")
	l.line("METHOD", "PUBLISH")
	l.text("NAME", title)
	l.text("X-WR-CALNAME", title)
	l.line("REFRESH-INTERVAL;VALUE=DURATION", "PT6H")
	l.line("X-PUBLISHED-TTL", "PT6H")
}

func appendZone(list []*time.Location, loc *time.Location) []*time.Location {
	same := func(l *time.Location) bool { return l.String() == loc.String() }
	if slices.ContainsFunc(list, same) {
		return list
	}
	return append(list, loc)
}
