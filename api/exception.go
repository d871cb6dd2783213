package api

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"walkin/internal/directory"
	"walkin/internal/problem"
	"walkin/internal/schedule"
	"walkin/internal/staff"
)

// PostException posts an exception to the hours of an entry.
func (s *Server) PostException(c echo.Context, kind PostExceptionParamsKind, id EntryId) error {
	body, value, err := readBody(c)
	if err != nil {
		return err
	}
	var request ExceptionRequest
	if err := s.decode("PostException", body, value, &request); err != nil {
		return err
	}
	exception, err := exceptionOf(request.From, said(request.Until), said(request.Reason))
	if err != nil {
		return err
	}
	for _, h := range said(request.Hours) {
		opens, err := schedule.ParseClock(h.Opens)
		if err != nil {
			return invalidAt("/hours", "A time is such as 12:00.")
		}
		closes, err := schedule.ParseClock(h.Closes)
		if err != nil {
			return invalidAt("/hours", "A time is such as 17:00.")
		}
		exception.Closed, exception.Hours = false, append(exception.Hours, schedule.Hours{Opens: opens, Closes: closes})
	}
	done, err := s.carry(c.Request().Context(), actorOf(c), excepting(directory.Key{Kind: directory.Kind(kind), ID: id}, exception))
	if err != nil {
		return err
	}
	return s.tell(c, done)
}

// excepting is the proposal to post an exception.
func excepting(key directory.Key, exception schedule.Exception) proposal {
	return proposal{key: key, make: func(e directory.Entry) (directory.Entry, error) { return except(e, exception) }}
}

// exceptionOf reads an exception that closes.
func exceptionOf(from, until, reason string) (schedule.Exception, error) {
	exception := schedule.Exception{Closed: true, Reason: strings.TrimSpace(reason)}
	for _, day := range []struct {
		at, text string
		into     *schedule.Date
	}{{"/from", from, &exception.From}, {"/until", until, &exception.Until}} {
		if day.text == "" && day.at == "/until" {
			continue
		}
		if err := day.into.UnmarshalText([]byte(day.text)); err != nil || !day.into.Valid() {
			return exception, invalidAt(day.at, "A day is such as 2026-11-27.")
		}
	}
	if exception.Until == exception.From {
		exception.Until = schedule.Date{}
	}
	return exception, nil
}

// CloseCentres closes several centres on the same days: all of them or none.
func (s *Server) CloseCentres(c echo.Context) error {
	body, value, err := readBody(c)
	if err != nil {
		return err
	}
	var request ClosureRequest
	if err := s.decode("CloseCentres", body, value, &request); err != nil {
		return err
	}
	exception, err := exceptionOf(request.From, said(request.Until), said(request.Reason))
	if err != nil {
		return err
	}
	answer, err := s.closeAll(c.Request().Context(), actorOf(c), request.Centres, exception)
	if err != nil {
		return err
	}
	return answerWith(c, http.StatusOK, answer)
}

// closeAll closes centres on the same days. Rights and rules are held against
// all of them before anything is written; where a network wants to be asked,
// drafts wait.
func (s *Server) closeAll(ctx context.Context, actor staff.Actor, centres []string, exception schedule.Exception) (ClosureAnswer, error) {
	answer := ClosureAnswer{Changed: []string{}, Waiting: []string{}}
	var steps []directory.Step
	var waiting []proposal
	seen := make(map[string]bool)
	for _, id := range centres {
		if seen[id] {
			continue
		}
		seen[id] = true
		p := excepting(directory.Key{Kind: directory.KindCentre, ID: id}, exception)
		p.may = staff.Edit
		before, err := s.present(ctx, actor, p)
		if err != nil {
			return answer, err
		}
		after, err := except(before.Entry, exception)
		if err != nil {
			return answer, err
		}
		waits, err := s.permit(ctx, actor, p, before.Entry, after)
		switch {
		case err != nil:
			return answer, err
		case waits:
			waiting, answer.Waiting = append(waiting, p), append(answer.Waiting, id)
		default:
			revision := before.Revision
			steps, answer.Changed = append(steps, directory.Step{Key: p.key, Entry: after, IfRevision: &revision}), append(answer.Changed, id)
		}
	}
	// What waits is kept first, and taken back if the rest cannot be written.
	var drafts []string
	undo := func(err error) error {
		for _, id := range drafts {
			err = errors.Join(err, s.office.DecideDraft(context.WithoutCancel(ctx), id, staff.DraftWithdrawn, actor.ID))
		}
		return err
	}
	for _, p := range waiting {
		done, err := s.carry(ctx, actor, p)
		if err != nil {
			return answer, undo(err)
		}
		if done.draft != nil {
			drafts = append(drafts, done.draft.ID)
		}
	}
	if _, err := s.writer.Apply(ctx, steps, actor.Author(), nil); err != nil {
		return answer, undo(err)
	}
	return answer, nil
}

// except adds an exception to the hours of a centre or an activity: "closed on
// Friday: illness". One for the same days takes the place of an earlier one.
func except(e directory.Entry, exception schedule.Exception) (directory.Entry, error) {
	return rescheduled(e, func(hours schedule.Schedule) schedule.Schedule {
		var kept []schedule.Exception
		for _, old := range hours.Exceptions {
			if old.From != exception.From || old.Until != exception.Until {
				kept = append(kept, old)
			}
		}
		hours.Exceptions = append(kept, exception)
		return hours
	})
}

// rescheduled gives an entry with other hours.
func rescheduled(e directory.Entry, change func(schedule.Schedule) schedule.Schedule) (directory.Entry, error) {
	switch e := e.(type) {
	case *directory.Centre:
		c := *e
		c.Hours = zoned(change(c.Hours), c.Location.Country)
		return &c, nil
	case *directory.Activity:
		a := *e
		country := ""
		if a.Location != nil {
			country = a.Location.Country
		}
		a.Hours = zoned(change(a.Hours), country)
		return &a, nil
	}
	return nil, problem.New(problem.Invalid, "Only a centre or an activity has hours that can be excepted, and a %s is neither.", e.Key().Kind)
}

// zoned gives hours the zone of a country, where nobody has said theirs yet.
func zoned(hours schedule.Schedule, country string) schedule.Schedule {
	if hours.Zone == "" {
		if hours.Zone = schedule.ZoneIn(country); hours.Zone == "" {
			hours.Zone = schedule.ZoneIn("DK")
		}
	}
	return hours
}

// localTime gives a time as clocks show it in the country of this directory.
func (s *Server) localTime(t time.Time) time.Time {
	return t.In(directory.ZoneOf(&schedule.Schedule{}, s.country))
}

// today is the day in the country of this directory.
func (s *Server) today() schedule.Date {
	return schedule.DateIn(s.now(), s.localTime(s.now()).Location())
}
