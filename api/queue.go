package api

import (
	"io"
	"net/http"

	"github.com/labstack/echo/v4"

	"walkin/api/web/console"
	"walkin/internal/directory"
	"walkin/internal/staff"
)

// maxQueue is how many reports the console shows at once; who has more begins
// with the newest.
const maxQueue = 100

// Queue answers with what the public says is wrong with the places of the
// member.
func (s *Server) Queue(c echo.Context, page console.Page) error {
	ctx := c.Request().Context()
	reports, err := s.reportsFor(ctx, actorOf(c), staff.ReportOpen)
	if err != nil {
		return err
	}
	view := console.Queue{Page: page, Total: len(reports)}
	view.Title, view.Here = page.Words.Say("queue.title"), "queue"
	for _, r := range reports[:min(len(reports), maxQueue)] {
		change, err := s.catalogue.Entry(ctx, reportedKey(r.Kind, r.Entry))
		if err != nil {
			return err
		}
		name, lang := titleIn(change.Entry, page.Lang())
		line := console.ReportLine{Report: r, Name: name, NameLang: lang, May: s.may(ctx, actorOf(c), staff.Edit, change.Entry) == nil}
		if change.Key.Kind != directory.KindHelpline {
			line.Href = pageOf("", change.Key)
		}
		view.All = append(view.All, line)
	}
	return s.showConsole(c, http.StatusOK, func(w io.Writer) error { return s.console.Queue(w, view) })
}

// titleIn gives the name of an entry in a language, or the nearest to it, with
// the language that it is in if that is another.
func titleIn(e directory.Entry, lang string) (name, in string) {
	switch e := e.(type) {
	case *directory.Centre:
		return e.Name, ""
	case *directory.Activity:
		name, in = e.Title.Pick(lang)
	case *directory.Helpline:
		return e.Name, ""
	}
	if in == lang {
		in = ""
	}
	return name, in
}

// SettleQueued answers a report from the console, or dismisses it.
func (s *Server) SettleQueued(c echo.Context, _ console.Page) error {
	values, err := readForm(c)
	if err != nil {
		return err
	}
	answer := values.Get("answer")
	if _, err := s.settleReport(c, c.Param("id"), answer); err != nil {
		return err
	}
	done := "report_answered"
	if answer == dismissed {
		done = "report_dismissed"
	}
	return seeOther(c, consoleRoot+"/queue", done)
}
