package osm

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"walkin/internal/schedule"
)

// Format writes a schedule that [schedule.Schedule.Validate] has passed. The
// error is an [*UnsayableError]. A schedule that says nothing is "unknown".
func Format(s *schedule.Schedule) (string, error) {
	if s == nil {
		s = new(schedule.Schedule)
	}
	w := &writer{schedule: s}
	ruled := len(s.Weekly)+len(s.Series)+len(s.Sessions) > 0
	if s.Doubt != "" || !ruled {
		w.doubted()
	} else {
		w.hours()
		w.holidays()
		w.sessions()
		if len(w.rules) == 0 && w.err == nil { // all that there was is cancelled
			w.rules = append(w.rules, rule{state: off})
		}
	}
	w.exceptions()
	if w.err != nil {
		return "", w.err
	}
	return w.text(), nil
}

// A writer turns the parts of a schedule into rules.
type writer struct {
	schedule *schedule.Schedule
	rules    []rule
	err      error
}

func (w *writer) refuse(pointer, why string, args ...any) {
	if w.err == nil {
		w.err = &UnsayableError{pointer, fmt.Sprintf(why, args...)}
	}
}

// text joins the rules. Hours round the clock alone have a word of their own.
func (w *writer) text() string {
	if r := w.rules[0]; r.String() == "Mo-Su 00:00-24:00" && (len(w.rules) == 1 || !w.rules[1].additive) {
		return strings.Replace(w.join(), "Mo-Su 00:00-24:00", "24/7", 1)
	}
	return w.join()
}

func (w *writer) join() string {
	var b strings.Builder
	for i := range w.rules {
		switch {
		case i == 0:
		case w.rules[i].additive:
			b.WriteString(", ")
		default:
			b.WriteString("; ")
		}
		b.WriteString(w.rules[i].String())
	}
	return b.String()
}

// doubted writes a schedule of which nothing is known for certain. Its hours
// are told in the comment, as far as there are words for them.
func (w *writer) doubted() {
	words := []string{}
	if w.schedule.Doubt != "" {
		words = append(words, w.schedule.Doubt)
	}
	sure := *w.schedule
	sure.Doubt, sure.Exceptions, sure.Country, sure.Holidays = "", nil, "", ""
	if len(sure.Weekly)+len(sure.Series)+len(sure.Sessions) > 0 {
		if text, err := Format(&sure); err == nil {
			words = append(words, text)
		} else {
			w.refuse("/doubt", "the hours that are in doubt cannot be told: %v", err)
		}
	}
	w.rules = append(w.rules, rule{state: unknown, comment: quotable(strings.Join(words, ": "))})
}

// hours writes weekly hours and series, those in doubt first: of two rules for
// the same time the later counts, and what is open for certain is.
func (w *writer) hours() {
	var found []rule
	for i := range w.schedule.Weekly {
		h := &w.schedule.Weekly[i]
		r := timed(h.Opens, h.Closes, h.Doubt, h.Note)
		for _, day := range h.Days {
			r.days |= dayOf(day)
		}
		r.dates = within(h.From, h.Until)
		found = append(found, r)
	}
	for i := range w.schedule.Series {
		if r, err := seriesRule(&w.schedule.Series[i]); err != nil {
			w.refuse(fmt.Sprintf("/series/%d", i), "%v", err)
		} else {
			found = append(found, r)
		}
	}
	slices.SortStableFunc(found, func(a, b rule) int { return rank(&a) - rank(&b) })
	w.annotate(found)
	for _, r := range gathered(found) {
		r.additive = w.touches(&r)
		w.rules = append(w.rules, r)
	}
	w.checkNights()
}

// annotate puts the note of the whole schedule, which has no place of its own,
// to its first rule.
func (w *writer) annotate(found []rule) {
	if note := quotable(w.schedule.Note); note != "" && len(found) > 0 {
		found[0].comment = strings.TrimPrefix(found[0].comment+"; "+note, "; ")
	}
}

func rank(r *rule) int {
	if r.state == unknown {
		return 0
	}
	return 1
}

// touches says whether a rule after ";" would take hours from an earlier one:
// it may then only be added.
func (w *writer) touches(r *rule) bool {
	for i := range w.rules {
		before := &w.rules[i]
		if before.on()&r.on() != 0 || before.spills() {
			return true
		}
	}
	return false
}

// on gives the weekdays on which a rule may hold.
func (r *rule) on() days {
	on := r.days
	for _, n := range r.nth {
		on |= dayOf(n.day)
	}
	if on == 0 {
		return allDays
	}
	return on
}

// timed begins a rule with times, of which none or either may not be known.
func timed(opens, closes *schedule.Clock, doubt, note string) rule {
	r := rule{state: open, comment: quotable(note)}
	var s span
	s.to = dayMinutes
	if opens != nil {
		s.from = int(*opens)
	}
	if closes != nil {
		s.to = int(*closes)
	}
	if opens != nil && s.to <= s.from {
		s.to += dayMinutes
	}
	missing := ""
	switch {
	case opens == nil && closes == nil:
		missing = "times not known"
	case opens == nil:
		missing = "opening time not known"
	case closes == nil:
		missing = "closing time not known"
	}
	if opens != nil || closes != nil {
		r.spans = []span{s}
	}
	if doubt != "" || missing != "" {
		words := []string{}
		for _, said := range []string{quotable(doubt), missing, r.comment} {
			if said != "" {
				words = append(words, said)
			}
		}
		r.state, r.comment = unknown, strings.Join(words, "; ")
	}
	return r
}

// within gives the range of days on which a rule holds, nil for all.
func within(from, until *schedule.Date) *dates {
	if from == nil && until == nil {
		return nil
	}
	d := dates{firstDay, lastDay}
	if from != nil {
		d.from = *from
	}
	if until != nil {
		d.until = *until
	}
	return &d
}

// gathered puts rules together that differ in their days or their times alone.
func gathered(rules []rule) []rule {
	// On each day, the times of all rules that are else the same.
	type sameKey struct {
		head, tail string
		day        schedule.Day
	}
	var list []rule
	at := make(map[sameKey]int)
	for _, r := range rules {
		if len(r.nth) > 0 || len(r.spans) == 0 {
			list = append(list, r)
			continue
		}
		for _, day := range r.days.list() {
			single := r
			single.days = dayOf(day)
			key := sameKey{frame(&r), string(r.state) + r.comment, day}
			if i, known := at[key]; known {
				list[i].spans = append(slices.Clone(list[i].spans), r.spans...)
				slices.SortFunc(list[i].spans, func(a, b span) int { return a.from - b.from })
				continue
			}
			at[key] = len(list)
			list = append(list, single)
		}
	}
	// Days with the same times are one rule.
	var together []rule
	for _, r := range list {
		like := func(o rule) bool {
			return len(r.nth)+len(o.nth) == 0 && frame(&o) == frame(&r) && o.state == r.state && o.comment == r.comment && slices.Equal(o.spans, r.spans)
		}
		if i := slices.IndexFunc(together, like); i >= 0 {
			together[i].days |= r.days
		} else {
			together = append(together, r)
		}
	}
	slices.SortStableFunc(together, func(a, b rule) int {
		if c := rank(&a) - rank(&b); c != 0 {
			return c
		}
		return firstOf(&a) - firstOf(&b)
	})
	return together
}

// frame is what stands before the days of a rule.
func frame(r *rule) string {
	bare := rule{dates: r.dates, months: r.months, weeks: r.weeks, state: open, spans: []span{{to: 1}}}
	return bare.String()
}

// firstOf is the place in the week of a rule's first day.
func firstOf(r *rule) int {
	return slices.IndexFunc(week, func(d schedule.Day) bool { return r.on().has(d) })
}

// checkNights refuses hours that run past midnight where the next day decides
// over them: this language cuts a night off at the next day's rule, and a
// schedule lets it run to its end.
func (w *writer) checkNights() {
	s := w.schedule
	for i := range w.rules {
		r := &w.rules[i]
		if !r.spills() || s.Country == "" || s.Holidays == schedule.HolidaysOpen {
			continue
		}
		if s.Holidays == schedule.HolidaysClosed {
			w.refuse("/holidays", "hours past midnight run on into a public holiday")
			continue
		}
		for j := range w.rules {
			if intoNextDay(r, &w.rules[j]) {
				w.refuse("/holidays", "the night of a public holiday overlaps the hours of the next day")
			}
		}
	}
}

// holidays writes what public holidays do to hours; sessions they leave alone.
func (w *writer) holidays() {
	s := w.schedule
	if s.Country == "" || len(w.rules) == 0 {
		return
	}
	if s.Holidays == schedule.HolidaysClosed {
		w.rules = append(w.rules, rule{holiday: true, state: off})
		return
	}
	for _, r := range slices.Clone(w.rules) {
		if r.state != open {
			continue
		}
		r.additive, r.holiday = true, true
		if s.Holidays == schedule.HolidaysUnknown {
			r.state, r.comment = unknown, "holiday hours not known"
		}
		w.rules = append(w.rules, r)
	}
}

func (w *writer) sessions() {
	for i := range w.schedule.Sessions {
		session := &w.schedule.Sessions[i]
		if session.Cancelled {
			continue
		}
		words := session.Title
		if session.Note != "" {
			words = strings.TrimPrefix(words+": "+session.Note, ": ")
		}
		r := timed(session.Opens, session.Closes, "", words)
		r.dates = &dates{session.Date, session.Date}
		r.additive = len(w.rules) > 0
		if r.state == unknown && w.hides(session) {
			w.refuse(fmt.Sprintf("/sessions/%d", i), "a session without times on a day with hours")
		}
		w.rules = append(w.rules, r)
	}
}

// hides says whether a session of unknown times would hide hours that are
// certain: of two rules for the same time the later counts.
func (w *writer) hides(session *schedule.Session) bool {
	loc, err := schedule.Location(w.schedule.Zone)
	if err != nil {
		return false
	}
	day := session.Date.In(loc)
	open := func(s schedule.Span) bool { return s.State == schedule.Open }
	return slices.ContainsFunc(w.schedule.Spans(day, session.Date.AddDays(1).In(loc)), open)
}

// exceptions writes exceptions, the longest first, since the last counts.
func (w *writer) exceptions() {
	list := make([]int, len(w.schedule.Exceptions))
	for i := range list {
		list[i] = i
	}
	slices.SortStableFunc(list, func(a, b int) int {
		return rangeOf(&w.schedule.Exceptions[b]).length() - rangeOf(&w.schedule.Exceptions[a]).length()
	})
	for _, i := range list {
		e := &w.schedule.Exceptions[i]
		if cutsNight(w.schedule, i) {
			w.refuse(fmt.Sprintf("/exceptions/%d", i), "hours past midnight run on into its first day or out of its last")
		}
		r := rule{dates: rangeOf(e), state: off, comment: quotable(e.Reason)}
		if !e.Closed {
			r.state = open
			for _, h := range e.Hours {
				hours := timed(&h.Opens, &h.Closes, "", "")
				r.spans = append(r.spans, hours.spans...)
			}
		}
		w.rules = append(w.rules, r)
	}
}

func rangeOf(e *schedule.Exception) *dates {
	d := &dates{e.From, e.From}
	if e.Until != (schedule.Date{}) {
		d.until = e.Until
	}
	return d
}

// length is the number of days from the first to the last.
func (d *dates) length() int {
	return int(d.until.In(time.UTC).Sub(d.from.In(time.UTC)) / (24 * time.Hour))
}

// cutsNight says whether a night runs into the first day of an exception, or
// would without it run out of the last. In a schedule a night belongs to the
// day on which it begins; here it is cut at midnight, and its second half left
// to the rules of the day after.
func cutsNight(s *schedule.Schedule, index int) bool {
	e := &s.Exceptions[index]
	without := *s
	without.Exceptions = slices.Delete(slices.Clone(s.Exceptions), index, index+1)
	return runsInto(s, e.From) || runsInto(&without, rangeOf(e).until.AddDays(1))
}

// runsInto says whether something that began the evening before runs into a day.
func runsInto(s *schedule.Schedule, d schedule.Date) bool {
	loc, err := schedule.Location(s.Zone)
	if err != nil {
		return false
	}
	midnight := d.In(loc)
	for _, o := range s.Occurrences(midnight, midnight.Add(time.Minute)) {
		if o.Start.Before(midnight) && !o.Cancelled {
			return true
		}
	}
	return false
}
