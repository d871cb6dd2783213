package web

import (
	"strings"
	"time"

	"walkin/internal/directory"
	"walkin/internal/schedule"
)

// Opening is what is said of a door at a moment.
type Opening struct {
	State string // "open", "closed" or "unknown": which door is drawn
	Words string
}

// Light says whether there is light behind the door: somebody is there now.
func (o Opening) Light() bool { return o.State == string(schedule.Open) }

// lifeWords are said of what is not in use, whatever its hours.
var lifeWords = map[directory.Status]string{
	directory.StatusPaused: "time.paused", directory.StatusPlanned: "time.planned",
	directory.StatusClosed: "time.ended", directory.StatusMoved: "time.moved",
}

// Opening says whether something is open at a moment. The times of a status
// are wall-clock times where it is.
func (w *Words) Opening(life directory.Status, s schedule.Status, now time.Time) Opening {
	if key := lifeWords[life]; key != "" {
		return Opening{State: string(schedule.Closed), Words: w.Say(key)}
	}
	o := Opening{State: string(s.State)}
	switch s.State {
	case schedule.Open:
		o.Words = w.openUntil(s.Until, now)
	case schedule.Closed:
		o.Words = w.opens(s, now)
	default:
		o.State, o.Words = string(schedule.Unknown), w.Say("time.unknown")
		if s.Until != nil || s.Next != nil {
			o.Words = w.Say("time.maybe")
		}
	}
	return o
}

func (w *Words) openUntil(until *time.Time, now time.Time) string {
	switch {
	case until == nil:
		return w.Say("time.always")
	case until.Sub(now) < 24*time.Hour:
		return w.Say("time.open_until", "time", clock(*until))
	}
	return w.Say("time.open_until_day", "day", w.Weekday(*until), "time", clock(*until))
}

func (w *Words) opens(s schedule.Status, now time.Time) string {
	if s.Next == nil {
		if s.Reason != "" {
			return w.Say("time.closed_reason", "reason", s.Reason)
		}
		return w.Say("time.closed")
	}
	switch days := daysBetween(now, *s.Next); {
	case days == 0:
		return w.Say("time.opens_today", "time", clock(*s.Next))
	case days == 1:
		return w.Say("time.opens_tomorrow", "time", clock(*s.Next))
	case days < 7:
		return w.Say("time.opens_day", "day", w.Weekday(*s.Next), "time", clock(*s.Next))
	}
	return w.Say("time.opens_date", "date", w.ShortDate(*s.Next), "time", clock(*s.Next))
}

// Soon says when a moment is, as shortly as it can be understood.
func (w *Words) Soon(at, now time.Time) string {
	switch days := daysBetween(now, at); {
	case days == 0:
		return clock(at)
	case days == 1:
		return w.Say("time.tomorrow") + " " + clock(at)
	case days > 1 && days < 7:
		return w.Weekday(at) + " " + clock(at)
	}
	return w.ShortDate(at) + " " + clock(at)
}

// clock gives the wall-clock time, which is written alike in all languages of
// the interface.
func clock(t time.Time) string { return t.Format("15:04") }

// daysBetween gives how many midnights lie between two moments where the
// second one is.
func daysBetween(now, then time.Time) int {
	return dayNumber(then) - dayNumber(now.In(then.Location()))
}

func dayNumber(t time.Time) int {
	y, m, d := t.Date()
	return int(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// Weekday gives the name of the day.
func (w *Words) Weekday(t time.Time) string { return w.Say("day." + isoDay(t.Weekday())) }

// ShortWeekday gives the short name of the day.
func (w *Words) ShortWeekday(t time.Time) string { return w.Say("day.short." + isoDay(t.Weekday())) }

// isoDay gives the number of a day, from Monday (ISO 8601).
func isoDay(d time.Weekday) string { return string(rune('1' + (int(d)+6)%7)) }

// Date gives a day with its year.
func (w *Words) Date(t time.Time) string {
	return w.Say("date", "day", t.Day(), "month", w.month(t.Month()), "year", t.Year())
}

// ShortDate gives a day without its year.
func (w *Words) ShortDate(t time.Time) string {
	return w.Say("date.short", "day", t.Day(), "month", w.month(t.Month()))
}

// DayAndDate gives a day by its name and its date.
func (w *Words) DayAndDate(t time.Time) string { return w.Weekday(t) + " " + w.ShortDate(t) }

// DayAndTime gives a moment with its day.
func (w *Words) DayAndTime(t time.Time) string {
	return w.DayAndDate(t) + " " + w.isolated(clock(t))
}

func (w *Words) month(m time.Month) string {
	return w.Say("month." + strings.TrimLeft(time.Date(2000, m, 1, 0, 0, 0, 0, time.UTC).Format("01"), "0"))
}

// Seen gives the date of a source as exactly as it is known: "2023", "2023-05"
// or "2023-05-17".
func (w *Words) Seen(date string) string {
	if t, err := time.Parse(time.DateOnly, date); err == nil {
		return w.Date(t)
	}
	if t, err := time.Parse("2006-01", date); err == nil {
		return w.month(t.Month()) + " " + t.Format("2006")
	}
	return date
}
