package osm

import (
	"fmt"
	"strings"
	"time"

	"walkin/internal/schedule"
)

// writeHours turns hours into weekly hours, and into series where they depend
// on the month or the week.
func (a *assembler) writeHours() {
	s := &a.schedule
	for i := range a.hours {
		r := &a.hours[i]
		for _, t := range r.times() {
			opens, closes, doubt, note := r.parts(t)
			if r.months == allMonths && len(r.weeks)+len(r.nth) == 0 {
				w := schedule.Weekly{Days: r.days.list(), Opens: opens, Closes: closes, Doubt: doubt, Note: note}
				if d := r.dates; d != nil && d.from != firstDay {
					w.From = &d.from
				}
				if d := r.dates; d != nil && d.until != lastDay {
					w.Until = &d.until
				}
				s.Weekly = append(s.Weekly, w)
				continue
			}
			series := schedule.Series{Start: firstDay, Rule: r.recurrence(), Opens: opens, Closes: closes, Doubt: doubt, Note: note}
			if r.dates != nil {
				series.Start = r.dates.from
			}
			s.Series = append(s.Series, series)
		}
	}
	if !a.silent() && len(a.hours)+len(a.sessions) == 0 {
		// Closed for ever but for exceptions, which only an exception can say: a
		// schedule without any rule is unknown, and what a text leaves out is not.
		s.Exceptions = append(s.Exceptions, schedule.Exception{From: firstDay, Until: lastDay, Closed: true})
	}
}

// parts gives the times of a rule as a schedule has them.
func (r *rule) parts(t span) (opens, closes *schedule.Clock, doubt, note string) {
	opens = new(schedule.Clock(t.from))
	switch {
	case t.openEnd:
	case t.to > dayMinutes:
		closes = new(schedule.Clock(t.to - dayMinutes))
	default:
		closes = new(schedule.Clock(t.to))
	}
	if r.state != unknown {
		return opens, closes, "", r.comment
	}
	if doubt = r.comment; doubt == "" {
		doubt = "unknown"
	}
	return opens, closes, doubt, ""
}

// recurrence writes the days of a rule in the words of RFC 5545.
func (r *rule) recurrence() string {
	var byDay []string
	for _, day := range r.days.list() {
		byDay = append(byDay, strings.ToUpper(dayWords[day]))
	}
	for _, n := range r.nth {
		byDay = append(byDay, fmt.Sprintf("%d%s", n.n, strings.ToUpper(dayWords[n.day])))
	}
	rule := ";BYDAY=" + strings.Join(byDay, ",")
	switch {
	case len(r.nth) > 0:
		rule = "FREQ=MONTHLY" + rule
	case len(r.weeks) > 0:
		rule = "FREQ=YEARLY" + rule + ";BYWEEKNO=" + list(r.weeks)
	default:
		var numbers []int
		for m := range 12 {
			if r.months&(1<<m) != 0 {
				numbers = append(numbers, m+1)
			}
		}
		rule = "FREQ=WEEKLY" + rule + ";BYMONTH=" + list(numbers)
	}
	if r.dates != nil && r.dates.until != lastDay {
		rule += ";UNTIL=" + r.dates.until.In(time.UTC).Format("20060102")
	}
	return rule
}

func list(numbers []int) string {
	return strings.ReplaceAll(strings.Trim(fmt.Sprint(numbers), "[]"), " ", ",")
}
