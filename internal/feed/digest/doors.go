package digest

import (
	"cmp"
	"slices"
	"strings"

	"walkin/internal/directory"
	"walkin/internal/schedule"
)

// centre says when a door is open in these days, and where that is not as
// usual. The centre is in its public form.
func (c *composer) centre(d *Digest, centre *directory.Centre) {
	line := Line{Name: centre.Name, URL: centre.Contact.URL}
	if centre.Status == directory.StatusPaused {
		line.Text = c.say.paused
		d.Notices = append(d.Notices, line)
		return
	}
	if !centre.Status.Listed() {
		return
	}
	week := c.week(&centre.Hours)
	line.Text = week.text
	if week.text == "" {
		line.Text = c.say.closedAll
	}
	if week.text == "" && silent(&centre.Hours) {
		c.unknown = append(c.unknown, line)
	} else {
		d.Doors = append(d.Doors, line)
	}
	for _, notice := range week.notices {
		d.Notices = append(d.Notices, Line{Name: line.Name, URL: line.URL, Text: notice})
	}
}

// ask ends the list of doors with those whose hours nobody states: a single one
// as any other, several in one line, so that a newsletter is not full of them.
func (c *composer) ask(d *Digest) {
	switch len(c.unknown) {
	case 0:
	case 1:
		c.unknown[0].Text = c.say.hoursUnknown
		d.Doors = append(d.Doors, c.unknown[0])
	default:
		names := make([]string, len(c.unknown))
		for i, line := range c.unknown {
			names[i] = line.Name
		}
		d.Doors = append(d.Doors, Line{Name: c.say.askHours, Text: c.Speech.List(names) + "."})
	}
}

// week is the hours of a door in words.
type week struct {
	text    string   // "mandag–torsdag kl. 12–17; lørdag kl. 10–14"
	notices []string // by day
}

// same are days with the same hours and the same remark.
type same struct {
	hours, remark string
	days          []schedule.Day
}

// week reads the schedule through the one evaluator: what stands in calendars,
// each occurrence on the day on which it begins.
func (c *composer) week(hours *schedule.Schedule) week {
	var w week
	var groups []same
	seen := make(map[schedule.Date]bool) // days of which an occurrence speaks
	for _, o := range hours.Occurrences(c.begin, c.end) {
		day := c.day(o.Start)
		if day < 0 {
			continue
		}
		date := c.From.AddDays(day)
		seen[date] = true
		times, why := c.times(o), doubt(hours, o, date)
		switch {
		case o.Cancelled:
			w.notice(c.fill(c.say.closed, c.Speech.Date(date)) + c.because(o.Reason))
			continue
		case o.Reason != "" && o.State == schedule.Open: // changed hours
			w.notice(capital(c.fill(c.say.changed, c.Speech.Date(date), times)) + c.because(o.Reason))
		case why != "" && why == holiday(hours, date):
			w.notice(capital(c.fill(c.say.unsure, c.Speech.Date(date))) + c.because(why))
		}
		remark := why
		if times == "" {
			times = c.say.askTime
		} else if why != "" {
			remark = joined(c.say.askFirst, why)
		}
		groups = add(groups, times, joined(remark, o.Note), date.Weekday())
	}
	for day := range Days {
		date := c.From.AddDays(day)
		if e := closing(hours, date); e != nil && !seen[date] {
			w.notice(c.fill(c.say.closed, c.Speech.Date(date)) + c.because(e.Reason))
		}
	}
	var said []string
	for _, g := range groups {
		words := c.Speech.Days(g.days) + " " + g.hours
		if g.hours == c.say.askTime {
			words = c.Speech.Days(g.days) + ": " + g.hours
		}
		if g.remark != "" {
			words += " (" + g.remark + ")"
		}
		said = append(said, words)
	}
	if w.text = capital(strings.Join(said, "; ")); w.text != "" {
		w.text += "."
	}
	return w
}

// notice keeps a notice, each once: two rules may be closed on the same day.
func (w *week) notice(words string) {
	if words += "."; !slices.Contains(w.notices, words) {
		w.notices = append(w.notices, words)
	}
}

func add(groups []same, hours, remark string, day schedule.Day) []same {
	for i := range groups {
		if groups[i].hours == hours && groups[i].remark == remark {
			groups[i].days = append(groups[i].days, day)
			return groups
		}
	}
	return append(groups, same{hours, remark, []schedule.Day{day}})
}

// closing gives the exception that closes a day, also of a door whose hours
// nobody states: a closure that was posted is known.
func closing(hours *schedule.Schedule, date schedule.Date) *schedule.Exception {
	for i := range hours.Exceptions {
		e := &hours.Exceptions[i]
		last := e.Until
		if last == (schedule.Date{}) {
			last = e.From
		}
		if e.Closed && !date.Before(e.From) && !date.After(last) {
			return e
		}
	}
	return nil
}

// doubt says why it is not certain that an occurrence takes place: words of the
// source, or a holiday; "" where only its end, or its time, is not known.
func doubt(hours *schedule.Schedule, o schedule.Occurrence, date schedule.Date) string {
	if o.State != schedule.Unknown {
		return ""
	}
	return cmp.Or(o.Reason, hours.Doubt, holiday(hours, date))
}

// holiday names the holiday on which nobody says whether the door is open.
func holiday(hours *schedule.Schedule, date schedule.Date) string {
	if hours.Holidays != schedule.HolidaysUnknown {
		return ""
	}
	name, _ := schedule.HolidayOn(hours.Country, date)
	return name
}
