package api

import (
	"github.com/labstack/echo/v4"

	"walkin/api/web"
	"walkin/api/web/console"
	"walkin/internal/directory"
	"walkin/internal/schedule"
)

func exceptionWords(words *web.Words, x schedule.Exception) string {
	says := words.Say("holidays.closed")
	if !x.Closed {
		says = ""
		for i, h := range x.Hours {
			if i > 0 {
				says += ", "
			}
			says += h.Opens.String() + "-" + h.Closes.String()
		}
	}
	if x.Reason != "" {
		says += " (" + x.Reason + ")"
	}
	return says
}

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
		if err != nil {
			return err
		}
		key := directory.Key{Kind: kind, ID: c.Param("id")}
		done, err := s.carry(c.Request().Context(), actorOf(c), excepting(key, exception))
		if err != nil {
			return err
		}
		return seeOther(c, console.AddressOf(key), doneWord(done, "posted"))
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
