package intake

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"walkin/internal/schedule"
)

// firstDay is where series begin to count whose beginning nobody states.
var firstDay = schedule.Date{Year: 1970, Month: 1, Day: 1}

// reordered gives the items with days before times. In "10-16 mandag-fredag"
// times come first: then all of a line must be so.
func (p *planner) reordered() []item {
	if p.defaultDays != 0 {
		return p.items
	}
	var all []item
	carried := false
	for from := 0; from < len(p.items); {
		to := from
		for to < len(p.items) && p.items[to].says != stop {
			to++
		}
		line := p.items[from:to]
		if !carried && timeFirst(line) {
			line = p.swapped(line)
		}
		carried = len(line) > 0 && !slices.ContainsFunc(line, stating) && slices.ContainsFunc(line, naming)
		all = append(all, line...)
		if to < len(p.items) {
			all = append(all, p.items[to])
		}
		from = to + 1
	}
	return all
}

// naming says whether an item names days, and stating whether it says
// something of them.
func naming(i item) bool {
	return slices.Contains([]meaning{weekday, ordinal, each, ofMonth, evenWeeks, oddWeeks, everyOther, holiday}, i.says)
}
func stating(i item) bool { return slices.Contains([]meaning{since, always, shut, agreed}, i.says) }

// timeFirst says whether a line has days and begins with a time.
func timeFirst(line []item) bool {
	i := slices.IndexFunc(line, func(i item) bool { return naming(i) || stating(i) })
	return i >= 0 && (line[i].says == since || line[i].says == always && len(line) > 2) && slices.ContainsFunc(line, func(i item) bool { return i.says == weekday })
}

// swapped puts the days of a line before their times.
func (p *planner) swapped(line []item) []item {
	var all []item
	for len(line) > 0 {
		days := slices.IndexFunc(line, naming)
		if days < 0 {
			return append(all, line...)
		}
		rest := days
		for rest < len(line) && !stating(line[rest]) {
			rest++
		}
		if rest < len(line) && !line[rest].parted && line[rest].says != agreed {
			p.fail(CodeHoursUnclear, line[0].at, line[rest].end)
			return nil
		}
		all = append(append(all, line[days:rest]...), line[:days]...)
		if line = line[rest:]; len(line) > 0 && line[0].says != agreed {
			all = append(all, item{says: stop})
		}
	}
	return all
}

// compare faults two statements about one day that cannot both be meant.
func (p *planner) compare() {
	var kept []statement
	for _, s := range p.statements {
		again := false
		for _, k := range kept {
			days := s.days & k.days
			if days == 0 || !s.cadence.meets(k.cadence) {
				continue
			}
			if s.days == k.days && s.cadence.says == k.cadence.says && sameTime(s, k) && slices.Equal(s.cadence.numbers, k.cadence.numbers) {
				again = true
			} else if s.shut != k.shut || !s.shut && overlap(s, k) {
				p.fail(CodeHoursTwice, min(s.at, k.at), max(s.end, k.end), "day", daysIn(days)[0].String())
				return
			}
		}
		if !again {
			kept = append(kept, s)
		}
	}
	p.statements = kept
}

func sameTime(a, b statement) bool {
	equal := func(a, b *schedule.Clock) bool { return a == nil && b == nil || a != nil && b != nil && *a == *b }
	return a.shut == b.shut && a.doubt == b.doubt && equal(a.opens, b.opens) && equal(a.closes, b.closes)
}

// overlap says whether two statements of times share some.
func overlap(a, b statement) bool {
	aFrom, aTo := a.bounds()
	bFrom, bTo := b.bounds()
	return aFrom < bTo && bFrom < aTo
}

// bounds are the minutes in which a statement may hold.
func (s statement) bounds() (from, to schedule.Clock) {
	to = aDay
	if s.opens != nil {
		from = *s.opens
	}
	if s.closes != nil {
		if to = *s.closes; to <= from {
			to += aDay
		}
	}
	return from, to
}

// schedule writes down what was stated.
func (p *planner) schedule() schedule.Schedule {
	if p.always {
		return *schedule.Always(p.zone)
	}
	s := schedule.Schedule{Zone: p.zone, Country: zoneCountry[p.zone]}
	words := shorten(strings.Join(strings.Fields(p.text), " "), 200)
	for _, st := range p.statements {
		if st.shut {
			continue
		}
		doubt := ""
		if st.doubt || !st.cadence.certain() {
			doubt = words
		}
		days := daysIn(st.days)
		if st.cadence.says == 0 || !st.cadence.certain() {
			s.Weekly = append(s.Weekly, schedule.Weekly{Days: days, Opens: st.opens, Closes: st.closes, Doubt: doubt})
			continue
		}
		s.Series = append(s.Series, schedule.Series{Start: firstDay, Opens: st.opens, Closes: st.closes, Rule: st.cadence.rule(days), Doubt: doubt})
	}
	if s.Country != "" {
		s.Holidays = p.holidays
	}
	switch {
	case p.doubt:
		s.Doubt = words
	case len(p.statements) == 0:
		if p.text != "" {
			p.fail(CodeHours, 0, len(p.text))
		}
		return schedule.Schedule{}
	case len(s.Weekly)+len(s.Series) == 0 && p.defaultDays == 0:
		p.fail(CodeHoursClosed, 0, len(p.text))
		return schedule.Schedule{}
	}
	if p.besides {
		s.Note = words
	}
	return s
}

// rule is the cadence in the words of RFC 5545.
func (c cadence) rule(days []schedule.Day) string {
	var names, weeks []string
	for _, d := range days {
		name := strings.ToUpper(d.String()[:2])
		if c.says != ordinal {
			names = append(names, name)
		}
		for _, n := range c.numbers {
			names = append(names, fmt.Sprint(n)+name)
		}
	}
	if c.says == ordinal {
		return "FREQ=MONTHLY;BYDAY=" + strings.Join(names, ",")
	}
	first := 1
	if c.says == evenWeeks {
		first = 2
	}
	for w := first; w <= 53; w += 2 {
		weeks = append(weeks, strconv.Itoa(w))
	}
	return "FREQ=YEARLY;BYDAY=" + strings.Join(names, ",") + ";BYWEEKNO=" + strings.Join(weeks, ",")
}

// shorten cuts a text to so many characters.
func shorten(s string, limit int) string {
	runes := []rune(s)
	if len(runes) <= limit {
		return s
	}
	return string(runes[:limit-1]) + "…"
}
