package schedule

import (
	"fmt"
	"slices"
	"unicode/utf8"

	"walkin/internal/problem"
)

// Limits of a schedule. They are far above what a place has and far below what
// would make an answer slow.
const (
	maxWeekly     = 100
	maxSeries     = 50
	maxSessions   = 1000
	maxExceptions = 400
	maxHours      = 20
	maxText       = 500 // characters
)

// The years in which dates may lie and holidays are known. The expansion of
// rules needs the upper one: see ahead.
const (
	firstYear = 1970
	lastYear  = 2199
)

// Validate lists what is wrong with the schedule: JSON pointers relative to it,
// such as "/weekly/0/opens", each with a sentence. It is empty for a schedule
// that may be stored.
func (s *Schedule) Validate() []problem.Field {
	if s == nil {
		return nil
	}
	var v validator
	v.schedule(s)
	for i := range s.Weekly {
		v.weekly(fmt.Sprintf("/weekly/%d", i), &s.Weekly[i])
	}
	for i := range s.Series {
		v.series(fmt.Sprintf("/series/%d", i), &s.Series[i], s.Zone)
	}
	for i := range s.Sessions {
		v.session(fmt.Sprintf("/sessions/%d", i), &s.Sessions[i])
	}
	for i := range s.Exceptions {
		v.exception(fmt.Sprintf("/exceptions/%d", i), &s.Exceptions[i])
	}
	return v.fields
}

// A validator collects what is wrong.
type validator struct{ fields []problem.Field }

// check notes a sentence about a part unless it is sound.
func (v *validator) check(sound bool, pointer, format string, args ...any) {
	if !sound {
		v.fields = append(v.fields, problem.At(pointer, format, args...))
	}
}

func (v *validator) schedule(s *Schedule) {
	anything := s.hasRules() || len(s.Exceptions) > 0 || s.Country != "" ||
		s.Holidays != "" || s.Doubt != "" || s.Note != ""
	if s.Zone != "" || anything {
		_, err := zone(s.Zone)
		v.check(err == nil, "/zone", "The time zone must be an IANA name such as Europe/Copenhagen.")
	}
	v.check(s.Country == "" || nationalHolidays(s.Country) != nil, "/country",
		"The country must be DK, NL or BE, or left out.")
	v.check(slices.Contains([]HolidayRule{HolidaysUnknown, HolidaysClosed, HolidaysOpen}, s.Holidays),
		"/holidays", "The holiday rule must be closed or open, or left out if it is not known.")
	v.check(s.Holidays == HolidaysUnknown || s.Country != "", "/holidays",
		"A holiday rule needs a country whose holidays apply.")
	v.count(len(s.Weekly), maxWeekly, "/weekly")
	v.count(len(s.Series), maxSeries, "/series")
	v.count(len(s.Sessions), maxSessions, "/sessions")
	v.count(len(s.Exceptions), maxExceptions, "/exceptions")
	v.text(s.Doubt, "/doubt")
	v.text(s.Note, "/note")
}

func (v *validator) weekly(at string, w *Weekly) {
	v.check(len(w.Days) > 0, at+"/days", "Weekly hours need at least one weekday.")
	for i, day := range w.Days {
		pointer := fmt.Sprintf("%s/days/%d", at, i)
		v.check(day.Valid(), pointer, "The weekday must be one of mon to sun.")
		v.check(!slices.Contains(w.Days[:i], day), pointer, "The weekday %s is named twice.", problem.Word(day.String()))
	}
	v.times(at, w.Opens, w.Closes)
	if w.From != nil {
		v.date(*w.From, at+"/from")
	}
	if w.Until != nil {
		v.date(*w.Until, at+"/until")
		v.check(w.From == nil || !w.Until.Before(*w.From), at+"/until", "The last day must not be before the first.")
	}
	v.text(w.Doubt, at+"/doubt")
	v.text(w.Note, at+"/note")
}

func (v *validator) series(at string, s *Series, zoneName string) {
	v.date(s.Start, at+"/start")
	v.times(at, s.Opens, s.Closes)
	v.count(len(s.Except), maxCount, at+"/except")
	for i, date := range s.Except {
		v.date(date, fmt.Sprintf("%s/except/%d", at, i))
	}
	v.text(s.Doubt, at+"/doubt")
	v.text(s.Note, at+"/note")
	r, err := parseRule(s.Rule)
	v.check(err == nil, at+"/rule", "The recurrence rule is not understood: %v.", err)
	// Whether it happens can only be asked of a series that is sound so far.
	if loc, zoneErr := zone(zoneName); err == nil && zoneErr == nil && inYears(s.Start) {
		v.check(s.happens(r, loc), at+"/rule", "The recurrence rule never gives a date.")
	}
}

func (v *validator) session(at string, s *Session) {
	v.date(s.Date, at+"/date")
	v.times(at, s.Opens, s.Closes)
	v.text(s.Title, at+"/title")
	v.text(s.Note, at+"/note")
}

func (v *validator) exception(at string, e *Exception) {
	v.date(e.From, at+"/from")
	if e.Until != (Date{}) {
		v.date(e.Until, at+"/until")
		v.check(!e.Until.Before(e.From), at+"/until", "The last day must not be before the first.")
	}
	v.check(!e.Closed || len(e.Hours) == 0, at+"/hours", "An exception is either closed or has changed hours, not both.")
	v.check(e.Closed || len(e.Hours) > 0, at+"/hours", "An exception that is not closed needs its changed hours.")
	v.count(len(e.Hours), maxHours, at+"/hours")
	for i := range e.Hours {
		v.times(fmt.Sprintf("%s/hours/%d", at, i), &e.Hours[i].Opens, &e.Hours[i].Closes)
	}
	v.text(e.Reason, at+"/reason")
}

// times checks an opening and a closing, either of which may be unknown.
func (v *validator) times(at string, opens, closes *Clock) {
	v.check(opens == nil || opens.Valid() && *opens < midnight, at+"/opens",
		"The opening time must be from 00:00 to 23:59.")
	v.check(closes == nil || closes.Valid(), at+"/closes",
		"The closing time must be from 00:00 to 24:00.")
	v.check(opens != nil || closes == nil || *closes != 0, at+"/closes",
		"A closing time of 00:00 without an opening time says nothing; the end of the day is 24:00.")
}

func (v *validator) date(d Date, pointer string) {
	v.check(inYears(d), pointer, "The date must exist and lie in the years %d to %d.", firstYear, lastYear)
}

func inYears(d Date) bool {
	return d.Year >= firstYear && d.Year <= lastYear && d.Valid()
}

func (v *validator) count(n, limit int, pointer string) {
	v.check(n <= limit, pointer, "There must be at most %d of these; there are %d.", limit, n)
}

func (v *validator) text(s, pointer string) {
	v.check(utf8.RuneCountInString(s) <= maxText, pointer, "The text must be at most %d characters.", maxText)
}
