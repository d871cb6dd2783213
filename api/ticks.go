package api

import (
	"io"
	"net/http"

	"github.com/labstack/echo/v4"

	"walkin/api/web"
	"walkin/internal/directory"
	"walkin/internal/staff"
)

// ReportPlace takes down what somebody ticked on the page of a centre, and
// answers with a page that thanks for it.
func (s *Server) ReportPlace(c echo.Context, page web.Page) error {
	return s.takeTicks(c, page, directory.KindCentre, "/c/")
}

// ReportDoing is [Server.ReportPlace] for an activity.
func (s *Server) ReportDoing(c echo.Context, page web.Page) error {
	return s.takeTicks(c, page, directory.KindActivity, "/a/")
}

func (s *Server) takeTicks(c echo.Context, page web.Page, kind directory.Kind, root string) error {
	if foreign(c.Request()) {
		return errForeign
	}
	change, err := s.read(c.Request().Context(), kind, c.Param("id"))
	if err != nil {
		return err
	}
	values, err := readForm(c)
	if err != nil {
		return err
	}
	page.Path = root + change.Key.ID
	view := web.Message{Page: page, Heading: page.Words.Say("wrong.thanks"), Says: page.Words.Say("wrong.thanks_says"), Back: page.Root() + page.Path}
	view.Exit = s.crisisEntry(change.Entry)
	status := http.StatusOK
	if ticks := values["field"]; len(ticks) == 0 {
		status, view.Heading, view.Says = http.StatusBadRequest, page.Words.Say("wrong.none"), page.Words.Say("wrong.none_says")
	} else if err := s.fileReport(c, change.Key, words[staff.Part](ticks), page.Lang()); err != nil {
		return err
	}
	return s.show(c, view.Page, status, 0, func(w io.Writer) error { return s.pages.Message(w, view) })
}

// crisisEntry says whether the page of an entry is one for people in distress.
func (s *Server) crisisEntry(e directory.Entry) bool {
	switch e := e.(type) {
	case *directory.Centre:
		return s.inCrisis(e.Topics) || e.Kind == directory.CrisisCentre
	case *directory.Activity:
		return s.inCrisis(e.Topics)
	}
	return false
}
