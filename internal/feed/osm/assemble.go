package osm

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"walkin/internal/schedule"
)

// An assembler makes a schedule of rules that come in the order in which a
// schedule ranks them.
type assembler struct {
	text     string
	schedule schedule.Schedule
	hours    []rule // weekly hours and series
	holidays []rule // "PH ..." with times
	sessions []rule
	dated    []rule // exceptions
	ruled    bool   // there was a rule besides exceptions and a bare "unknown"
	stage    int
	err      *SyntaxError
}

// The stages of a text; a rule of an earlier one does not come after a later.
const (
	stageHours = iota
	stageHolidays
	stageSessions
	stageExceptions
)

func (a *assembler) fail(r *rule, why string, args ...any) {
	if a.err == nil {
		a.err = &SyntaxError{r.at, near(a.text, r.at), fmt.Sprintf(why, args...)}
	}
}

func assemble(text string, rules []rule, zone, country string) (*schedule.Schedule, error) {
	a := &assembler{text: text, schedule: schedule.Schedule{Zone: zone, Country: country}}
	for i := range rules {
		a.add(&rules[i])
	}
	a.writeHours()
	a.writeHolidays()
	a.writeSessions()
	a.writeExceptions()
	if a.err != nil {
		return nil, a.err
	}
	if wrong := a.schedule.Validate(); len(wrong) > 0 {
		return nil, &SyntaxError{0, near(text, 0), wrong[0].Pointer + ": " + wrong[0].Detail}
	}
	return &a.schedule, nil
}

// add sorts a rule into its stage.
func (a *assembler) add(r *rule) {
	stage := a.stageOf(r)
	if stage < a.stage {
		a.fail(r, "hours come first, then public holidays, dated sessions and exceptions")
	}
	a.stage = stage
	switch {
	case slices.ContainsFunc(r.spans, func(s span) bool { return s.openEnd }) && len(r.spans) > 1:
		a.fail(r, "an open end beside other times is not read")
	case r.state == off && len(r.spans) > 0:
		a.fail(r, "times that are off are not read; give the times that are open")
	case r.dates != nil && r.months != 0:
		a.fail(r, "a range of dates and months together are not read")
	case len(r.nth) > 0 && (r.months != 0 || len(r.weeks) > 0):
		a.fail(r, "numbered weekdays of certain months or weeks are not read")
	case len(r.nth) > 0 && r.days != 0:
		a.fail(r, "numbered and plain weekdays together are not read")
	}
	switch stage {
	case stageExceptions:
		a.dated = append(a.dated, *r)
	case stageSessions:
		a.sessions, a.ruled = append(a.sessions, *r), true
	case stageHolidays:
		a.holiday(r)
	default:
		a.hour(r)
	}
}

// stageOf tells the kinds of rule apart. A single day is a session if it is
// added or stands first, and an exception if it replaces.
func (a *assembler) stageOf(r *rule) int {
	bare := len(r.weeks)+len(r.nth) == 0 && r.days == 0 && r.months == 0
	switch {
	case r.holiday:
		return stageHolidays
	case r.dates == nil || !bare:
		return stageHours
	case !r.additive && (a.ruled || a.schedule.Doubt != "" || len(a.dated) > 0 || a.stage > stageHours || a.silent()):
		return stageExceptions
	case r.state == off:
		return stageExceptions
	case r.dates.from == r.dates.until:
		return stageSessions
	}
	return stageHours
}

// silent says whether the text began with "unknown" alone.
func (a *assembler) silent() bool { return strings.HasPrefix(strings.TrimSpace(a.text), "unknown") }

// hour takes hours of weekdays.
func (a *assembler) hour(r *rule) {
	everything := r.dates == nil && r.months == 0 && len(r.weeks)+len(r.nth) == 0 && r.days == 0
	if r.state == unknown && everything && len(r.spans) == 0 {
		if a.ruled || a.stage > stageHours || a.schedule.Doubt != "" {
			a.fail(r, "a text that is unknown as a whole has no other hours")
		}
		a.schedule.Doubt = r.comment
		return
	}
	if a.silent() {
		a.fail(r, "a text that is unknown as a whole has no other hours")
	}
	a.ruled = true
	r.everyDay()
	if r.additive {
		a.addHours(r)
		return
	}
	var kept []rule
	for i := range a.hours {
		kept = append(kept, a.left(a.hours[i], r)...)
	}
	a.hours = kept
	if r.state != off {
		a.hours = append(a.hours, *r)
	}
}

// everyDay fills in the days and months of a rule that names none.
func (r *rule) everyDay() {
	if r.days == 0 && len(r.nth) == 0 {
		r.days = allDays
	}
	if r.months == 0 {
		r.months = allMonths
	}
}

// addHours takes hours after a comma. Of two rules for the same time the later
// counts here, and what is open in a schedule.
func (a *assembler) addHours(r *rule) {
	if r.state == off {
		a.fail(r, "a rule that is off replaces others, so it follows a semicolon")
	}
	for i := range a.hours {
		if h := &a.hours[i]; r.uncertain() && !h.uncertain() && overlap(h, r) {
			a.fail(r, "what is unknown comes before what is open at the same time")
		}
	}
	a.hours = append(a.hours, *r)
}

// overlap says whether two rules can speak of the same time, the night after
// one of their days included.
func overlap(a, b *rule) bool {
	return a.on()&b.on() != 0 && meet(a, b, 0) || intoNextDay(a, b) || intoNextDay(b, a)
}

// intoNextDay says whether hours past midnight meet those of the next day.
func intoNextDay(r, next *rule) bool {
	return r.on().next()&next.on() != 0 && meet(r, next, dayMinutes)
}

// meet says whether the times of a rule meet those of another, so many minutes
// later.
func meet(a, b *rule, later int) bool {
	for _, s := range a.times() {
		for _, t := range b.times() {
			if s.from < t.to+later && t.from+later < s.to {
				return true
			}
		}
	}
	return false
}

// uncertain says whether a schedule of the rule is unknown.
func (r *rule) uncertain() bool {
	return r.state == unknown || slices.ContainsFunc(r.spans, func(s span) bool { return s.openEnd })
}

// times are those of a rule, the whole day if it names none.
func (r *rule) times() []span {
	if len(r.spans) == 0 {
		return []span{{to: dayMinutes}}
	}
	return r.spans
}

// left gives what a later rule leaves of earlier hours.
func (a *assembler) left(earlier rule, later *rule) []rule {
	if earlier.spills() && (earlier.on()|earlier.on().next())&later.on() != 0 {
		a.fail(later, "it would cut a night of an earlier rule in two")
	}
	if earlier.on()&later.on() == 0 || earlier.months&later.months == 0 || apart(earlier.dates, later.dates) {
		return []rule{earlier}
	}
	product := func(r *rule) bool { return r.dates == nil && len(r.weeks)+len(r.nth) == 0 }
	if !product(&earlier) || !product(later) {
		a.fail(later, "it replaces hours of an earlier rule on some days only")
		return nil
	}
	var rest []rule
	if other := earlier; other.days&^later.days != 0 {
		other.days &^= later.days
		rest = append(rest, other)
	}
	if shared := earlier; shared.months&^later.months != 0 {
		shared.days &= later.days
		shared.months &^= later.months
		rest = append(rest, shared)
	}
	return rest
}

// apart says whether two ranges have no day in common; nil is all days.
func apart(a, b *dates) bool {
	return a != nil && b != nil && (a.until.Before(b.from) || b.until.Before(a.from))
}

// holiday takes what is said of public holidays.
func (a *assembler) holiday(r *rule) {
	switch {
	case a.schedule.Country == "":
		a.fail(r, "without a country there are no public holidays")
	case len(a.hours) == 0:
		a.fail(r, "public holidays need hours that they bear on")
	case r.state == off && (r.additive || len(r.weeks)+len(r.nth) > 0 || r.days != 0 || r.months != 0 || r.dates != nil):
		a.fail(r, "only all public holidays together can be off, after a semicolon")
	case r.state == off && slices.ContainsFunc(a.hours, func(h rule) bool { return h.spills() }):
		a.fail(r, "it would cut off hours past midnight of the day before")
	case r.state == off:
		a.schedule.Holidays = schedule.HolidaysClosed
	default:
		a.holidays = append(a.holidays, *r)
	}
}

// writeHolidays checks that the rules for public holidays are the open hours
// once more: a schedule has no hours of their own for them.
func (a *assembler) writeHolidays() {
	if len(a.holidays) == 0 || a.err != nil {
		return
	}
	first := &a.holidays[0]
	if a.schedule.Holidays == schedule.HolidaysClosed {
		a.fail(first, "public holidays are off and have hours")
	}
	want := make(map[string]bool)
	for i := range a.hours {
		h := &a.hours[i]
		if h.state == open {
			h.key(want)
		}
		for j := range a.hours {
			if first.state == unknown && intoNextDay(h, &a.hours[j]) {
				a.fail(first, "the night of a public holiday overlaps the hours of the next day")
			}
		}
	}
	got := make(map[string]bool)
	for i := range a.holidays {
		r := &a.holidays[i]
		if r.state != first.state {
			a.fail(r, "some hours of public holidays are open and others unknown")
		}
		if !r.additive && slices.ContainsFunc(a.hours, func(h rule) bool { return h.spills() }) {
			a.fail(r, "it would cut off hours past midnight of the day before")
		}
		r.everyDay()
		r.key(got)
	}
	for key := range want {
		if !got[key] {
			a.fail(first, "public holidays have other hours than ordinary days")
		}
	}
	if len(got) != len(want) {
		a.fail(first, "public holidays have other hours than ordinary days")
	}
	if first.state == open {
		a.schedule.Holidays = schedule.HolidaysOpen
	}
}

// key adds the days and times of a rule, one by one, to a set.
func (r *rule) key(set map[string]bool) {
	bare := frame(&rule{dates: r.dates, months: r.months, weeks: r.weeks})
	for _, s := range r.times() {
		for _, day := range r.days.list() {
			set[fmt.Sprint(bare, day, s)] = true
		}
		for _, n := range r.nth {
			set[fmt.Sprint(bare, n, s)] = true
		}
	}
}

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
	if a.ruled && len(a.hours) == 0 && len(a.sessions) == 0 {
		// Closed for ever, which only an exception can say.
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
