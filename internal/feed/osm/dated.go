package osm

import (
	"slices"

	"walkin/internal/schedule"
)

// writeSessions turns single days into sessions.
func (a *assembler) writeSessions() {
	for i := range a.sessions {
		r := &a.sessions[i]
		if r.state == unknown {
			a.unknownSession(r)
			continue
		}
		for _, t := range r.times() {
			opens, closes, _, note := r.parts(t)
			a.schedule.Sessions = append(a.schedule.Sessions, schedule.Session{Date: r.dates.from, Opens: opens, Closes: closes, Note: note})
		}
	}
}

// unknownSession takes a day of which the times are not known, or one of them:
// a session has no doubt of another kind. It must not hide hours: of two rules
// for the same time the later counts here, and what is open in a schedule.
func (a *assembler) unknownSession(r *rule) {
	session := schedule.Session{Date: r.dates.from, Note: r.comment}
	if len(r.spans) > 1 {
		a.fail(r, "a day with several unknown times is not read")
	}
	for _, t := range r.spans {
		switch {
		case t.to == dayMinutes && t.from > 0:
			session.Opens = new(schedule.Clock(t.from))
		case t.from == 0 && t.to < dayMinutes:
			session.Closes = new(schedule.Clock(t.to))
		case t.from > 0 || t.to != dayMinutes:
			a.fail(r, "a session with times is open, not unknown")
		}
	}
	w := writer{schedule: &a.schedule}
	if a.err == nil && w.hides(&session) {
		a.fail(r, "what is unknown comes before what is open at the same time")
	}
	a.schedule.Sessions = append(a.schedule.Sessions, session)
}

// writeExceptions turns ranges of days that replace all else into exceptions.
// In the text the last counts, in a schedule the shortest.
func (a *assembler) writeExceptions() {
	for i := range a.dated {
		r := &a.dated[i]
		if r.state == unknown || slices.ContainsFunc(r.spans, func(s span) bool { return s.openEnd }) {
			a.fail(r, "an exception is off or has its times")
			return // an exception has no place for an end that is not known
		}
		if r.additive && r.state != off {
			a.fail(r, "after exceptions nothing can be added")
		}
		e := schedule.Exception{From: r.dates.from, Closed: r.state == off, Reason: r.comment}
		if r.dates.until != r.dates.from {
			e.Until = r.dates.until
		}
		if !e.Closed {
			for _, t := range r.times() {
				opens, closes, _, _ := r.parts(t)
				e.Hours = append(e.Hours, schedule.Hours{Opens: *opens, Closes: *closes})
			}
		}
		for j := range a.dated[:i] {
			if o := &a.dated[j]; !apart(o.dates, r.dates) && r.dates.length() > o.dates.length() {
				a.fail(r, "a longer exception after a shorter one within it is not read")
			}
		}
		a.schedule.Exceptions = append(a.schedule.Exceptions, e)
	}
	first := len(a.schedule.Exceptions) - len(a.dated)
	for i := range a.dated {
		if a.err == nil && cutsNight(&a.schedule, first+i) {
			a.fail(&a.dated[i], "it would cut a night of an earlier rule in two")
		}
	}
}
