package web

import (
	"slices"
	"strconv"
	"time"

	"walkin/internal/directory"
	"walkin/internal/schedule"
)

// week is seven days of hours, today and the six after it: on a Sunday evening
// a week from Monday would show six days that are gone. What it says stands in
// the list; the strip shows it once more to those who see.
type week struct {
	Days    []weekDay
	Ticks   []string // the times beside the strip, top to bottom; none: no strip
	Always  string   // it never closes
	Unknown string   // nobody has told us
	Doubt   Said     // the words of the source that make all of it uncertain
	Note    Said
	Some    bool // on at least one day something is open or may be
}

// weekDay is one day of it.
type weekDay struct {
	Name, Short, Date string
	Today             bool
	Times             []stretch
	Closed            string // why there are none: closed, or not known
	Reason            Said
	Changed           bool // not as on other such days
	Silent            bool // there is nothing to say of it
	Bars              []bar
}

// stretch is a time in which a door is open, or may be.
type stretch struct {
	Words   string
	Perhaps bool
	Reason  Said
	Note    Said
	within
}

// stripHeight is how many parts the strip is high.
const stripHeight = 240

// latest is how far into the night after a day its column may reach.
const latest = 30 * 60

// within is an occurrence in minutes of its day.
type within struct {
	schedule.Occurrence
	from, to int
}

// week gives the seven days from that of a moment on. Lang is the language in
// which the source writes.
func (w *Words) week(h *schedule.Schedule, now time.Time, lang string) week {
	v := week{Doubt: w.quoted(h.Doubt, lang), Note: w.quoted(h.Note, lang)}
	loc, err := schedule.Location(h.Zone)
	if !stated(h) || err != nil {
		v.Unknown = w.Say("place.hours_unknown")
		return v
	}
	if h.RoundTheClock() {
		v.Always = w.Say("time.always")
	}
	today := schedule.DateIn(now, loc)
	all := h.Occurrences(today.In(loc), today.AddDays(7).In(loc))
	days := make([][]within, 7)
	for i := range 7 {
		day := today.AddDays(i)
		for _, o := range all {
			if schedule.DateIn(o.Start, loc) == day {
				days[i] = append(days[i], within{o, minutesOf(o.Start, day, loc), minutesOf(o.End, day, loc)})
			}
		}
		v.Days = append(v.Days, w.weekDay(h, day, loc, days[i], lang))
		v.Days[i].Today = i == 0
		v.Some = v.Some || len(v.Days[i].Times) > 0
		// What is doubtful is doubtful on all days; it is said once, above.
		v.Days[i].Silent = h.Doubt != "" && len(v.Days[i].Times) == 0 && v.Days[i].Reason.Text == ""
	}
	if v.Some && v.Always == "" {
		v.strip(days)
	}
	return v
}

// hoursOf gives the hours of one day.
func (w *Words) hoursOf(h *schedule.Schedule, day schedule.Date, loc *time.Location, lang string) weekDay {
	var of []within
	for _, o := range h.Occurrences(day.In(loc), day.AddDays(1).In(loc)) {
		if schedule.DateIn(o.Start, loc) == day {
			of = append(of, within{o, minutesOf(o.Start, day, loc), minutesOf(o.End, day, loc)})
		}
	}
	return w.weekDay(h, day, loc, of, lang)
}

// stated says whether a schedule says anything of when.
func stated(h *schedule.Schedule) bool {
	return len(h.Weekly)+len(h.Series)+len(h.Sessions)+len(h.Exceptions) > 0
}

// minutesOf gives a moment in minutes after the midnight of a day, by the
// clocks on its walls: on the two odd nights of a year they are what people
// look at.
func minutesOf(t time.Time, day schedule.Date, loc *time.Location) int {
	t = t.In(loc)
	minutes := t.Hour()*60 + t.Minute()
	for d := day; d.Before(schedule.DateIn(t, loc)); d = d.AddDays(1) {
		minutes += 24 * 60
	}
	return minutes
}

func (w *Words) weekDay(h *schedule.Schedule, day schedule.Date, loc *time.Location, occurrences []within, lang string) weekDay {
	noon := day.At(12*60, loc)
	d := weekDay{Name: w.Weekday(noon), Short: w.ShortWeekday(noon), Date: w.ShortDate(noon)}
	exception := exceptionOn(h, day)
	d.Changed = exception != nil
	for _, o := range occurrences {
		if o.Cancelled {
			d.Reason, d.Changed = w.quoted(o.Reason, lang), true
			continue
		}
		s := stretch{Words: w.stretch(o), Perhaps: o.State == schedule.Unknown, Note: w.quoted(o.Note, lang), within: o}
		if o.Reason != h.Doubt { // which stands above all of it
			s.Reason = w.quoted(o.Reason, lang)
		}
		if !slices.ContainsFunc(d.Times, func(t stretch) bool { return t.Words == s.Words && t.Note == s.Note }) {
			d.Times = append(d.Times, s)
		}
	}
	if len(d.Times) > 0 {
		d.Reason = Said{}
		return d
	}
	d.Closed = w.Say("place.closed_day")
	switch status := h.At(noon); {
	case status.State == schedule.Unknown:
		d.Closed = w.Say("place.day_unknown")
	case d.Reason.Text == "":
		d.Reason = w.quoted(status.Reason, lang)
	}
	return d
}

// stretch writes a time as far as it is known.
func (w *Words) stretch(o within) string {
	said := w.fromTo(clockOf(o.from), clockOf(o.to))
	switch {
	case o.AllDay():
		said = w.Say("time.day_only")
	case !o.EndKnown:
		said = w.Say("place.from", "time", clockOf(o.from))
	case !o.StartKnown:
		said = w.Say("place.until", "time", clockOf(o.to))
	case o.from == 0 && o.to == 24*60:
		said = w.Say("time.round_clock")
	}
	if o.State == schedule.Unknown && !o.AllDay() {
		return w.Say("place.perhaps", "time", said)
	}
	return said
}

// fromTo writes a time with its end, which stays left to right in an Arabic
// sentence.
func (w *Words) fromTo(from, to string) string {
	if w.Dir == "rtl" {
		return "\u2066" + from + "–" + to + "\u2069"
	}
	return from + "–" + to
}

// clockOf writes minutes of a day; those past midnight are of the next, whose
// first is the 24th hour of this.
func clockOf(minutes int) string {
	hour := minutes / 60
	if hour > 24 || hour == 24 && minutes%60 > 0 {
		hour %= 24
	}
	return twoDigits(hour) + ":" + twoDigits(minutes%60)
}

func twoDigits(n int) string {
	if n < 10 {
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}

// aheadDays is how far exceptions and holidays are said before they come: one
// plans a visit, not a year.
const aheadDays = 28

// coming gives the next times at which something that is not of every week
// happens, at most so many.
func (w *Words) coming(h *schedule.Schedule, now time.Time, lang string, most int) []weekDay {
	loc, err := schedule.Location(h.Zone)
	if err != nil {
		return nil
	}
	today := schedule.DateIn(now, loc)
	all := h.Occurrences(now, now.Add(directory.MaxSpan))
	var list []weekDay
	for i := 0; i < len(all) && len(list) < most; {
		day := schedule.DateIn(all[i].Start, loc)
		var of []within
		for ; i < len(all) && schedule.DateIn(all[i].Start, loc) == day; i++ {
			o := all[i]
			of = append(of, within{o, minutesOf(o.Start, day, loc), minutesOf(o.End, day, loc)})
		}
		d := w.weekDay(h, day, loc, of, lang)
		d.Today = day == today
		list = append(list, d)
	}
	return list
}
