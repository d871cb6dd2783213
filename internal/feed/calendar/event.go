package calendar

import (
	"strconv"
	"strings"
	"time"

	"walkin/internal/schedule"
)

// writeEvents writes the events of a subject: one for each rule, with its
// exceptions, and one for each occurrence in which the rule does not hold as it
// usually does.
func (l *lines) writeEvents(s *subject, first, last schedule.Date, o Options) {
	sessions := make(map[string]int) // by day: the number of a session would change with the list
	for _, r := range s.hours.Recurrences(first, last) {
		uid := s.uid + "-" + string(r.Part) + "-" + strconv.Itoa(r.Index+1)
		if r.Part == schedule.PartSession || r.Part == schedule.PartException {
			day := s.uid + "-" + string(r.Part) + "-" + r.Occurrences[0].Start.Format(dateForm)
			sessions[day]++
			uid = day + "-" + strconv.Itoa(sessions[day])
		}
		l.writeRecurrence(s, &r, uid+"@walkin", o)
	}
}

// A pattern is what most occurrences of a rule have in common.
type pattern struct {
	clock, length time.Duration // of the day, and how long, by the clocks of an ordinary day
	timed, ends   bool
	state         schedule.State
	reason        string
}

// usual gives the pattern of a rule, and an occurrence like it: the commonest
// state and reason, the earlier one of two that are equally common.
func usual(r *schedule.Recurrence) (pattern, *schedule.Occurrence) {
	type saying struct {
		state  schedule.State
		reason string
	}
	counts := make(map[saying]int)
	for i := range r.Occurrences {
		if o := &r.Occurrences[i]; !o.Cancelled {
			counts[saying{o.State, o.Reason}]++
		}
	}
	example, most := &r.Occurrences[0], 0
	for i := range r.Occurrences {
		o := &r.Occurrences[i]
		if n := counts[saying{o.State, o.Reason}]; !o.Cancelled && n > most {
			example, most = o, n
		}
	}
	p := pattern{timed: example.StartKnown, ends: example.StartKnown && example.EndKnown, state: example.State, reason: example.Reason}
	if p.timed {
		p.clock = time.Duration(r.Opens) * time.Minute
	}
	if p.ends {
		p.length = time.Duration(r.Closes-r.Opens) * time.Minute
	}
	return p, example
}

// holds says whether an occurrence is as usual, and its times are so clear that
// every reader finds them from the rule alone. A night that is an hour longer
// or shorter, an hour that comes twice and one that is left out are better
// written out: readers differ over them.
func (p pattern) holds(o *schedule.Occurrence) bool {
	if o.Cancelled || o.State != p.state || o.Reason != p.reason {
		return false
	}
	start := midnight(o.Start).Add(p.clock)
	if p.timed && !unmistakable(o.Start, start) {
		return false
	}
	return !p.ends || o.End.Sub(o.Start) == p.length && unmistakable(o.End, start.Add(p.length))
}

// unmistakable says whether an instant is the only one at which clocks show a
// time, and they do.
func unmistakable(t, wall time.Time) bool {
	shows := func(t time.Time) bool { return t.Format(localForm) == wall.Format(localForm) }
	return shows(t) && !shows(t.Add(time.Hour)) && !shows(t.Add(-time.Hour))
}

func (l *lines) writeRecurrence(s *subject, r *schedule.Recurrence, uid string, o Options) {
	p, example := usual(r)
	single := len(r.Occurrences) == 1
	if single {
		example = &r.Occurrences[0]
	}
	zone := example.Start.Location().String()
	first := &r.Occurrences[0]

	l.begin(s, uid)
	if single {
		l.times(first, zone, p.holds(first))
	} else {
		day := midnight(first.Start)
		if p.timed {
			start := day.Add(p.clock)
			l.line("DTSTART;TZID="+zone, start.Format(localForm))
			switch {
			case p.ends && p.holds(first):
				l.line("DTEND;TZID="+zone, start.Add(p.length).Format(localForm))
			case p.ends: // from the ends of an odd night a wrong length would be taken
				l.line("DURATION", "PT"+strconv.Itoa(int(p.length.Minutes()))+"M")
			}
		} else {
			l.line("DTSTART;VALUE=DATE", day.Format(dateForm))
		}
		l.repeats(r, p, zone)
	}
	l.says(s, example, o)
	if single {
		return
	}
	for i := range r.Occurrences {
		occurrence := &r.Occurrences[i]
		if p.holds(occurrence) {
			continue
		}
		l.begin(s, uid)
		l.instant("RECURRENCE-ID", midnight(occurrence.Start).Add(p.clock), zone, p.timed)
		l.times(occurrence, zone, false)
		l.says(s, occurrence, o)
	}
}

// begin opens an event with what does not depend on its time.
func (l *lines) begin(s *subject, uid string) {
	l.line("BEGIN", "VEVENT")
	l.text("UID", uid)
	changed := s.changed.UTC().Format(utcForm)
	l.line("DTSTAMP", changed)
	l.line("LAST-MODIFIED", changed)
	l.line("SEQUENCE", strconv.Itoa(max(s.revision-1, 0)))
}

// says writes what an event says, and closes it. Opening hours keep nobody
// busy (TRANSP).
func (l *lines) says(s *subject, o *schedule.Occurrence, opts Options) {
	l.text("SUMMARY", s.summary(o, opts))
	l.text("DESCRIPTION", s.description(o, opts))
	l.text("LOCATION", s.where)
	if s.point != "" {
		l.line("GEO", s.point)
	}
	switch {
	case o.Cancelled:
		l.line("STATUS", "CANCELLED")
	case o.State == schedule.Unknown:
		l.line("STATUS", "TENTATIVE")
	default:
		l.line("STATUS", "CONFIRMED")
	}
	l.line("TRANSP", "TRANSPARENT")
	l.line("END", "VEVENT")
}

// times writes when one occurrence is. A time that is not known is left out: an
// event without an end is a moment, one without a beginning a day (section
// 3.6.1). What the clocks of its night could confuse is written in UTC.
func (l *lines) times(o *schedule.Occurrence, zone string, clear bool) {
	if !o.StartKnown {
		l.line("DTSTART;VALUE=DATE", o.Start.Format(dateForm))
		return
	}
	if !clear {
		l.line("DTSTART", o.Start.UTC().Format(utcForm))
		if o.EndKnown {
			l.line("DTEND", o.End.UTC().Format(utcForm))
		}
		return
	}
	l.line("DTSTART;TZID="+zone, o.Start.Format(localForm))
	if o.EndKnown {
		l.line("DTEND;TZID="+zone, o.End.Format(localForm))
	}
}

// instant writes a wall-clock time, or only its day.
func (l *lines) instant(name string, wall time.Time, zone string, timed bool) {
	if timed {
		l.line(name+";TZID="+zone, wall.Format(localForm))
	} else {
		l.line(name+";VALUE=DATE", wall.Format(dateForm))
	}
}

// repeats writes the rule up to its last occurrence, without the days on which
// it does not hold; or all its days, if telephones do not read such rules.
func (l *lines) repeats(r *schedule.Recurrence, p pattern, zone string) {
	form, parameter := dateForm, ";VALUE=DATE"
	if p.timed {
		form, parameter = localForm, ";TZID="+zone
	}
	last := &r.Occurrences[len(r.Occurrences)-1]
	if !plainRule(r.Rule) {
		// The first day is DTSTART already. A reader must count it once (section
		// 3.8.5.2), and ical.js would not count it at all if it stood only there.
		days := make([]string, len(r.Occurrences))
		for i := range r.Occurrences {
			days[i] = midnight(r.Occurrences[i].Start).Add(p.clock).Format(form)
		}
		l.line("RDATE"+parameter, strings.Join(days, ","))
		return
	}
	until := last.Start.Format(dateForm)
	if p.timed {
		// Section 3.3.10 wants UTC beside a TZID. The end of the day, not the
		// start of the occurrence, so that the hour that comes twice cuts none off.
		y, m, d := last.Start.Date()
		until = time.Date(y, m, d, 23, 59, 59, 0, last.Start.Location()).UTC().Format(utcForm)
	}
	l.line("RRULE", r.Rule+";UNTIL="+until)
	var without []string
	for _, d := range r.Dropped {
		day := midnightOf(d)
		if day.After(midnight(r.Occurrences[0].Start)) && day.Before(midnight(last.Start)) {
			without = append(without, day.Add(p.clock).Format(form))
		}
	}
	if len(without) > 0 {
		l.line("EXDATE"+parameter, strings.Join(without, ","))
	}
}

// plainRule says whether telephones are known to read a rule: every so many
// days, weeks, months or years, by weekday. Week numbers and picking from a set
// are read by few.
func plainRule(rule string) bool {
	parts := make(map[string]string)
	for part := range strings.SplitSeq(rule, ";") {
		name, value, _ := strings.Cut(part, "=")
		parts[name] = value
	}
	for name := range parts {
		switch name {
		case "FREQ", "INTERVAL", "WKST":
		case "BYDAY":
			if f := parts["FREQ"]; f != "WEEKLY" && f != "MONTHLY" {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// midnight and midnightOf give a day as wall-clock time: on a clock without
// changes a time of day can be added to it.
func midnight(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
}

func midnightOf(d schedule.Date) time.Time { return d.In(time.UTC) }
