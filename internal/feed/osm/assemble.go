package osm

import (
	"fmt"
	"slices"
	"strings"

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
