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
	plain := *w.schedule
	plain.Exceptions = nil // they come after sessions and replace both
	open := func(s schedule.Span) bool { return s.State == schedule.Open }
	return slices.ContainsFunc(plain.Spans(session.Date.In(loc), session.Date.AddDays(1).In(loc)), open)
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
