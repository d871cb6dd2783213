package api

import (
	"io"
	"net/http"

	"github.com/labstack/echo/v4"

	"walkin/api/web/console"
	"walkin/internal/directory"
	"walkin/internal/problem"
	"walkin/internal/staff"
)

// MakeConfirmLink gives a text to send to whoever knows best whether a listing
// is still correct: it holds a link that is good once, for thirty days and for
// this alone, in the name of the member who made it.
func (s *Server) MakeConfirmLink(kind directory.Kind) consoleHandler {
	return func(c echo.Context, page console.Page) error {
		change, err := s.recordFor(c, string(kind), c.Param("id"), staff.Edit)
		if err != nil {
			return err
		}
		link, secret, hash := staff.NewLink(actorOf(c).ID, staff.ToConfirm, change.Key.String(), s.now())
		if err := s.office.PutLink(c.Request().Context(), link, hash); err != nil {
			return err
		}
		base, name := s.linkBase(c), nameOf(change.Entry, page.Lang())
		page.Here, page.Title = "places", page.Words.Say("confirm.mail_title")+": "+name
		view := console.Confirm{Page: page, Name: name, Back: console.AddressOf(change.Key)}
		view.Mail = page.Words.Say("confirm.mail", "name", name, "page", base+pageOf("", change.Key), "link", base+consoleRoot+"/confirm/"+secret)
		return s.showConsole(c, http.StatusOK, func(w io.Writer) error { return s.console.Confirm(w, view) })
	}
}

// ConfirmPage answers with the page behind such a link: a button. Opening it
// uses nothing up.
func (s *Server) ConfirmPage(c echo.Context, page console.Page) error {
	link, err := s.office.Link(c.Request().Context(), staff.HashOfLink(c.Param("secret")), staff.ToConfirm)
	if err != nil {
		return s.linkOver(c, page, err)
	}
	return s.showConfirm(c, page, link, false)
}

func (s *Server) showConfirm(c echo.Context, page console.Page, link staff.Link, thanks bool) error {
	key, err := directory.ParseKey(link.About)
	if err != nil {
		return err
	}
	change, err := s.catalogue.Entry(c.Request().Context(), key)
	if err != nil {
		return err
	}
	page.Title = page.Words.Say("confirm.title")
	view := console.Confirm{Page: page, Name: nameOf(change.Entry, page.Lang()), Public: pageOf("", key), Secret: c.Param("secret"), Thanks: thanks}
	return s.showConsole(c, http.StatusOK, func(w io.Writer) error { return s.console.Confirm(w, view) })
}

// UseConfirmLink confirms the entry in the name of the member who made the
// link, as far as they may still edit it.
func (s *Server) UseConfirmLink(c echo.Context, page console.Page) error {
	ctx := c.Request().Context()
	link, err := s.office.UseLink(ctx, staff.HashOfLink(c.Param("secret")), staff.ToConfirm)
	if err != nil {
		return s.linkOver(c, page, err)
	}
	member, err := s.office.Member(ctx, link.Member)
	if err != nil {
		return err
	}
	key, err := directory.ParseKey(link.About)
	if err != nil {
		return problem.New(problem.NotFound, "There is no such entry.")
	}
	if _, err := s.confirm(ctx, staff.Actor{Member: member}, key, directory.Edit{}); err != nil {
		return err
	}
	return s.showConfirm(c, page, link, true)
}
