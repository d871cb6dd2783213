package api

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"walkin/api/web/console"
	"walkin/internal/directory"
	"walkin/internal/schedule"
	"walkin/internal/staff"
)

// AddException posts an exception to the hours.
func (s *Server) AddException(kind directory.Kind) consoleHandler {
	return func(c echo.Context, page console.Page) error {
		values, err := readForm(c)
		if err != nil {
			return err
		}
		exception, err := exceptionOf(values.Get("from"), values.Get("until"), values.Get("reason"))
		if err == nil {
			var spans []schedule.Hours
			if spans, err = console.ReadHours(values.Get("instead")); len(spans) > 0 {
				exception.Closed, exception.Hours = false, spans
			}
		}
		key := directory.Key{Kind: kind, ID: c.Param("id")}
		var done outcome
		if err == nil {
			done, err = s.carry(c.Request().Context(), actorOf(c), excepting(key, exception))
		}
		if _, ok := faultOf(page, err); ok {
			page.Fault = page.Words.Say("edit.exception_wrong")
			return s.editAgain(c, page, kind)
		}
		if err != nil {
			return err
		}
		return seeOther(c, console.AddressOf(key), doneWord(done, "posted"))
	}
}

// editAgain shows the page of an entry with what went wrong beside its form.
func (s *Server) editAgain(c echo.Context, page console.Page, kind directory.Kind) error {
	change, err := s.recordFor(c, string(kind), c.Param("id"), staff.See)
	if err != nil {
		return err
	}
	form, err := console.NewForm(page.Words, change.Entry, change.Revision, textLang("", change.Entry), s.index.Taxonomy())
	if err != nil {
		return err
	}
	return s.showEdit(c, page, http.StatusBadRequest, change, form, nil)
}

// RemoveException takes an exception off.
func (s *Server) RemoveException(kind directory.Kind) consoleHandler {
	return func(c echo.Context, _ console.Page) error {
		values, err := readForm(c)
		if err != nil {
			return err
		}
		wanted, err := exceptionOf(values.Get("from"), values.Get("until"), "")
		if err != nil {
			return err
		}
		key := directory.Key{Kind: kind, ID: c.Param("id")}
		done, err := s.carry(c.Request().Context(), actorOf(c), proposal{key: key, make: func(before directory.Entry) (directory.Entry, error) {
			return rescheduled(before, func(hours schedule.Schedule) schedule.Schedule {
				var kept []schedule.Exception
				for _, x := range hours.Exceptions {
					if x.From != wanted.From || x.Until != wanted.Until {
						kept = append(kept, x)
					}
				}
				hours.Exceptions = kept
				return hours
			})
		}})
		if err != nil {
			return err
		}
		return seeOther(c, console.AddressOf(key), doneWord(done, "exception_off"))
	}
}

// ClosePlaces closes several places on the same days.
func (s *Server) ClosePlaces(c echo.Context, _ console.Page) error {
	values, err := readForm(c)
	if err != nil {
		return err
	}
	exception, err := exceptionOf(values.Get("from"), values.Get("until"), values.Get("reason"))
	if err != nil {
		return err
	}
	answer, err := s.closeAll(c.Request().Context(), actorOf(c), values["centre"], exception)
	if err != nil {
		return err
	}
	if len(answer.Changed) == 0 && len(answer.Waiting) > 0 {
		return seeOther(c, consoleRoot, "waits")
	}
	return seeOther(c, consoleRoot, "closed")
}
