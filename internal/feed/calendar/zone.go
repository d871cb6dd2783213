package calendar

import (
	"fmt"
	"time"
)

// Forms of time (RFC 5545, sections 3.3.4 and 3.3.5).
const (
	dateForm  = "20060102"
	localForm = "20060102T150405"
	utcForm   = "20060102T150405Z"
)

// An observance is a stretch of time with one offset, as a VTIMEZONE has it.
type observance struct {
	daylight bool
	from, to int // seconds ahead of UTC, before it begins and after
	name     string
	onset    string // local time, by the clocks before the change
}

// writeZone writes a VTIMEZONE (section 3.6.5) with the changes of clocks that
// bear on the time from one instant to another. They are listed, not ruled: a
// rule would have to be guessed from the dates, and a date cannot be wrong. Each
// has a part of its own, because ical.js 2.2.1, which Thunderbird rests on,
// forgets the first of a part that lists more (RDATE).
func (l *lines) writeZone(loc *time.Location, from, to time.Time) {
	l.line("BEGIN", "VTIMEZONE")
	l.line("TZID", loc.String())
	for _, o := range observances(loc, from, to) {
		part := "STANDARD"
		if o.daylight {
			part = "DAYLIGHT"
		}
		l.line("BEGIN", part)
		l.line("DTSTART", o.onset)
		l.line("TZOFFSETFROM", offset(o.from))
		l.line("TZOFFSETTO", offset(o.to))
		l.text("TZNAME", o.name)
		l.line("END", part)
	}
	l.line("END", "VTIMEZONE")
}

// observances gives those of a zone from the one in force at an instant on.
func observances(loc *time.Location, from, to time.Time) []observance {
	var found []observance
	for at := from.In(loc); ; {
		begins, ends := at.ZoneBounds()
		name, after := at.Zone()
		o := observance{daylight: at.IsDST(), from: after, to: after, name: name, onset: "19700101T000000"}
		if !begins.IsZero() {
			_, o.from = begins.Add(-time.Second).Zone()
			o.onset = begins.In(time.FixedZone("", o.from)).Format(localForm)
		}
		found = append(found, o)
		if ends.IsZero() || !ends.Before(to) {
			return found
		}
		at = ends
	}
}

// offset writes seconds ahead of UTC as "+0100", or with seconds where a zone
// of long ago has them.
func offset(seconds int) string {
	sign := '+'
	if seconds < 0 {
		sign, seconds = '-', -seconds
	}
	s := fmt.Sprintf("%c%02d%02d", sign, seconds/3600, seconds/60%60)
	if seconds%60 != 0 {
		s += fmt.Sprintf("%02d", seconds%60)
	}
	return s
}
