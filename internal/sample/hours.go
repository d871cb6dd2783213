package sample

import (
	"walkin/internal/schedule"
)

// weekdays are the days on which a place is open, the most usual first.
var weekdays = [][]schedule.Day{
	{schedule.Mon, schedule.Tue, schedule.Wed, schedule.Thu, schedule.Fri},
	{schedule.Mon, schedule.Tue, schedule.Wed, schedule.Thu},
	{schedule.Wed},
	{schedule.Tue, schedule.Thu},
	{schedule.Mon, schedule.Wed},
	{schedule.Fri},
	{schedule.Wed, schedule.Fri},
	{schedule.Tue},
	{schedule.Mon, schedule.Wed, schedule.Fri},
	{schedule.Mon, schedule.Tue, schedule.Wed, schedule.Thu, schedule.Fri, schedule.Sat, schedule.Sun},
	{schedule.Sat},
	{schedule.Sun},
}

// openings are the times at which places open, in minutes after midnight, the
// most usual first; stays are for how many minutes. A café that opens at 21:00
// for five hours closes the day after.
var (
	openings = []schedule.Clock{14 * 60, 13 * 60, 15 * 60, 10 * 60, 12 * 60, 16 * 60, 9 * 60, 21 * 60}
	stays    = []schedule.Clock{3 * 60, 4 * 60, 2 * 60, 5 * 60}
)

// recurrences are the rules of series, the most usual first.
var recurrences = []string{
	"FREQ=WEEKLY;INTERVAL=2;BYDAY=WE",
	"FREQ=MONTHLY;BYDAY=1MO",
	"FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH",
	"FREQ=MONTHLY;BYDAY=-1FR",
	"FREQ=MONTHLY;BYDAY=3SU",
	"FREQ=WEEKLY;INTERVAL=3;BYDAY=SA",
}

// regular gives drop-in hours, and none at all for a third.
func (c *country) regular(d dice) schedule.Schedule {
	if d.chance(1.0 / 3) {
		return schedule.Schedule{}
	}
	s := c.schedule(d)
	if d.chance(0.08) {
		s.Series = []schedule.Series{series(d)}
	} else {
		s.Weekly = weekly(d)
	}
	if d.chance(0.10) {
		s.Exceptions = exceptions(d, c.words)
	}
	switch x := d.Float64(); {
	case x < 0.03:
		s.Doubt = oneOf(d, c.words.doubts)
	case x < 0.06 && len(s.Weekly) > 0:
		s.Weekly[0].Doubt = oneOf(d, c.words.doubts)
	case x < 0.08 && len(s.Weekly) > 0:
		s.Weekly[0].Closes = nil
	}
	return s
}

// dated gives the hours of an activity that varies: a series, sessions from
// [Moment] to two years later, or for a third none.
func (c *country) dated(d dice) schedule.Schedule {
	if d.chance(1.0 / 3) {
		return schedule.Schedule{}
	}
	s := c.schedule(d)
	if d.chance(0.5) {
		s.Series = []schedule.Series{series(d)}
		return s
	}
	opens, closes := span(d)
	day := today()
	for range d.between(4, 10) {
		day = day.AddDays(d.between(20, 70))
		s.Sessions = append(s.Sessions, schedule.Session{Date: day, Opens: new(opens), Closes: new(closes)})
	}
	return s
}

// answered gives the hours of a helpline; one in six never closes.
func (c *country) answered(d dice) schedule.Schedule {
	switch x := d.Float64(); {
	case x < 1.0/6:
		return *schedule.Always(c.zone)
	case x < 1.0/3:
		return schedule.Schedule{}
	}
	s := c.schedule(d)
	s.Weekly = weekly(d)
	return s
}

// schedule gives one without rules yet.
func (c *country) schedule(d dice) schedule.Schedule {
	s := schedule.Schedule{Zone: c.zone, Country: c.code}
	switch x := d.Float64(); {
	case x < 0.30:
		s.Holidays = schedule.HolidaysClosed
	case x < 0.35:
		s.Holidays = schedule.HolidaysOpen
	}
	return s
}

// weekly gives one of a few hundred patterns, and beside it the Saturday for
// some that are open on working days only.
func weekly(d dice) []schedule.Weekly {
	opens, closes := span(d)
	n := d.zipf(len(weekdays))
	rules := []schedule.Weekly{{Days: append([]schedule.Day(nil), weekdays[n]...), Opens: &opens, Closes: &closes}}
	if n < 2 && d.chance(0.2) {
		rules = append(rules, schedule.Weekly{
			Days: []schedule.Day{schedule.Sat}, Opens: new(schedule.Clock(11 * 60)), Closes: new(schedule.Clock(15 * 60)),
		})
	}
	return rules
}

func span(d dice) (opens, closes schedule.Clock) {
	const day = 24 * 60
	opens = ranked(d, openings)
	closes = opens + ranked(d, stays)
	if closes > day {
		closes -= day
	}
	return opens, closes
}

func series(d dice) schedule.Series {
	opens, closes := span(d)
	return schedule.Series{
		Start: today().AddDays(-d.between(1, 500)), Opens: &opens, Closes: &closes, Rule: ranked(d, recurrences),
	}
}

// exceptions gives a closed week or a day with other hours, in the half year
// around [Moment].
func exceptions(d dice, words *language) []schedule.Exception {
	from := today().AddDays(d.between(-90, 90))
	if d.chance(0.7) {
		return []schedule.Exception{{From: from, Until: from.AddDays(d.between(0, 9)), Closed: true, Reason: oneOf(d, words.closed)}}
	}
	opens, closes := span(d)
	return []schedule.Exception{{From: from, Hours: []schedule.Hours{{Opens: opens, Closes: closes}}}}
}
