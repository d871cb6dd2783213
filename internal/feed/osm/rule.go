package osm

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"walkin/internal/schedule"
)

// The first and last day that a schedule knows. A range that begins or ends
// there has no such bound.
var (
	firstDay = schedule.Date{Year: 1970, Month: 1, Day: 1}
	lastDay  = schedule.Date{Year: 2199, Month: 12, Day: 31}
)

const (
	dayMinutes = 24 * 60
	allMonths  = months(1<<12 - 1)
)

// The states of a rule.
type state string

const (
	open    state = "open"
	off     state = "off"
	unknown state = "unknown"
)

// A rule is one rule of a text. Days and months of which none is named are all
// of them.
type rule struct {
	at       int  // where it begins in the text
	additive bool // after ","
	dates    *dates
	months   months
	weeks    []int
	holiday  bool // PH
	days     days
	nth      []nth
	spans    []span // none: the whole day
	state    state
	stated   bool // the state is written out
	comment  string
}

// dates are a range of days, both included.
type dates struct{ from, until schedule.Date }

// nth is the first, second or, from the end, last weekday of its kind in a month.
type nth struct {
	day schedule.Day
	n   int
}

// A span is a time of day in minutes after midnight; to is after from and lies
// past 1440 in the next day.
type span struct {
	from, to int
	openEnd  bool
}

// spills says whether the rule runs on into the day after one of its days.
func (r *rule) spills() bool {
	return slices.ContainsFunc(r.spans, func(s span) bool { return s.to > dayMinutes })
}

// days is a set of weekdays, by the bits of schedule.Day.
type days uint8

const allDays = days(1<<7 - 1)

func dayOf(d schedule.Day) days { return 1 << d }

func (d days) has(day schedule.Day) bool { return d&dayOf(day) != 0 }

// next is the set of the days after those.
func (d days) next() days { return (d<<1 | d>>6) & allDays }

// week lists the weekdays from Monday on.
var week = []schedule.Day{schedule.Mon, schedule.Tue, schedule.Wed, schedule.Thu, schedule.Fri, schedule.Sat, schedule.Sun}

var dayWords = map[schedule.Day]string{
	schedule.Mon: "Mo", schedule.Tue: "Tu", schedule.Wed: "We", schedule.Thu: "Th",
	schedule.Fri: "Fr", schedule.Sat: "Sa", schedule.Sun: "Su",
}

// list gives the days of the set from Monday on.
func (d days) list() []schedule.Day {
	return slices.DeleteFunc(slices.Clone(week), func(day schedule.Day) bool { return !d.has(day) })
}

// String writes "Mo-Th,Sa".
func (d days) String() string {
	return ranges(len(week), func(i int) bool { return d.has(week[i]) }, func(i int) string { return dayWords[week[i]] })
}

// months is a set of months; January is the first bit.
type months uint16

var monthWords = []string{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"}

func (m months) String() string {
	return ranges(12, func(i int) bool { return m&(1<<i) != 0 }, func(i int) string { return monthWords[i] })
}

// ranges writes the members of a set of n as "a-c,f": two neighbours stand by
// themselves, more are a range.
func ranges(n int, has func(int) bool, word func(int) string) string {
	var parts []string
	for i := 0; i < n; i++ {
		if !has(i) {
			continue
		}
		j := i
		for j+1 < n && has(j+1) {
			j++
		}
		switch {
		case j >= i+2:
			parts = append(parts, word(i)+"-"+word(j))
		case j == i+1:
			parts = append(parts, word(i), word(j))
		default:
			parts = append(parts, word(i))
		}
		i = j
	}
	return strings.Join(parts, ",")
}

// weekText writes weeks as "week 02-52/2" or "week 12,43".
func weekText(weeks []int) string {
	if n := len(weeks); n > 2 {
		step := weeks[1] - weeks[0]
		even := true
		for i := 1; i < n; i++ {
			even = even && weeks[i]-weeks[i-1] == step
		}
		if even && step > 1 {
			return fmt.Sprintf("week %02d-%02d/%d", weeks[0], weeks[n-1], step)
		}
	}
	return "week " + ranges(54, func(i int) bool { return slices.Contains(weeks, i) }, func(i int) string { return fmt.Sprintf("%02d", i) })
}

func dateText(d schedule.Date) string {
	return fmt.Sprintf("%04d %s %02d", d.Year, monthWords[d.Month-1], d.Day)
}

func (d *dates) String() string {
	if d.from == d.until {
		return dateText(d.from)
	}
	return dateText(d.from) + "-" + dateText(d.until)
}

func clockText(minutes int) string { return fmt.Sprintf("%02d:%02d", minutes/60, minutes%60) }

func (s span) String() string {
	if s.to > dayMinutes {
		return clockText(s.from) + "-" + clockText(s.to-dayMinutes)
	}
	return clockText(s.from) + "-" + clockText(s.to)
}

// String writes the rule without what joins it to the one before.
func (r *rule) String() string {
	var parts []string
	add := func(s string) {
		if s != "" {
			parts = append(parts, s)
		}
	}
	if r.dates != nil {
		add(r.dates.String())
	}
	if r.months != 0 && r.months != allMonths {
		add(r.months.String())
	}
	if len(r.weeks) > 0 {
		add(weekText(r.weeks))
	}
	if r.holiday {
		add("PH")
	}
	add(r.dayText())
	times := make([]string, len(r.spans))
	for i, s := range r.spans {
		times[i] = s.String()
	}
	add(strings.Join(times, ","))
	if r.state != open || r.comment != "" || len(r.spans) == 0 {
		add(string(r.state))
	}
	if r.comment != "" {
		add(`"` + r.comment + `"`)
	}
	return strings.Join(parts, " ")
}

func (r *rule) dayText() string {
	parts := make([]string, 0, 2)
	if r.days != 0 {
		parts = append(parts, r.days.String())
	}
	for _, day := range week {
		var numbers []string
		for _, n := range r.nth {
			if n.day == day {
				numbers = append(numbers, strconv.Itoa(n.n))
			}
		}
		if len(numbers) > 0 {
			parts = append(parts, dayWords[day]+"["+strings.Join(numbers, ",")+"]")
		}
	}
	return strings.Join(parts, ",")
}

// quotable gives words that may stand between quotation marks.
func quotable(words string) string {
	clean := func(r rune) rune {
		switch {
		case r == '"':
			return '”'
		case unicode.IsControl(r):
			return ' '
		}
		return r
	}
	return strings.TrimSpace(strings.Map(clean, strings.ToValidUTF8(words, "\uFFFD")))
}
