package api

import (
	"context"
	"io"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"walkin/api/web"
	"walkin/internal/directory"
	"walkin/internal/problem"
	"walkin/internal/schedule"
)

// knockRate is how often one address may knock, anywhere.
var knockRate = RateLimit{PerMinute: 1, Burst: 1}

// noSuchKnock is what is said of a centre where one cannot knock: that of a
// page that does not exist.
var noSuchKnock = problem.New(problem.NotFound, "There is no page here.")

// canKnock says whether a centre is one where one can knock: it has opted in,
// and there is a console that shows it.
func (s *Server) canKnock(centre *directory.Centre) bool { return s.office != nil && centre.Knock }

// Knock takes a knock on the door of a centre. Nobody is left waiting for
// somebody who cannot see it: outside of opening hours, and while nobody looks
// at the console of the centre, the page says so at once.
func (s *Server) Knock(c echo.Context, page web.Page) error {
	if foreign(c.Request()) {
		return errForeign
	}
	change, err := s.read(c.Request().Context(), directory.KindCentre, c.Param("id"))
	if err != nil {
		return err
	}
	centre := change.Entry.(*directory.Centre)
	if !s.canKnock(centre) {
		return noSuchKnock
	}
	page.Path = "/c/" + centre.ID
	now := s.now()
	if !openForCertain(centre, now) {
		return s.showKnock(c, page, http.StatusOK, centre, web.KnockShut)
	}
	if !s.board.watched(centre.ID, now) {
		return s.showKnock(c, page, http.StatusOK, centre, web.KnockNobody)
	}
	if _, ok := s.knockers.take(c.RealIP(), now); !ok {
		return s.showKnock(c, page, http.StatusTooManyRequests, centre, web.KnockSoon)
	}
	id, ok := s.board.put(centre.ID, now)
	if !ok { // some thousand at once are no people
		return s.showKnock(c, page, http.StatusOK, centre, web.KnockNobody)
	}
	c.Response().Header().Set(echo.HeaderCacheControl, "no-store")
	return c.Redirect(http.StatusSeeOther, page.Root()+"/knock/"+id)
}

// Knocked answers with what has become of a knock.
func (s *Server) Knocked(c echo.Context, page web.Page) error {
	now := s.now()
	k, ok := s.board.of(c.Param("id"), now)
	if !ok {
		return s.showKnock(c, page, http.StatusGone, nil, web.KnockOver)
	}
	centre, err := s.knockedAt(c.Request().Context(), k)
	if err != nil {
		return err
	}
	return s.showKnock(c, page, http.StatusOK, centre, k.state(now))
}

// knockedAt gives the centre of a knock.
func (s *Server) knockedAt(ctx context.Context, k knock) (*directory.Centre, error) {
	change, err := s.read(ctx, directory.KindCentre, k.Centre)
	if err != nil {
		return nil, err
	}
	return change.Entry.(*directory.Centre), nil
}

// showKnock sends the page of a knock: kept by nobody, and with a title that
// says nothing.
func (s *Server) showKnock(c echo.Context, page web.Page, status int, centre *directory.Centre, state web.KnockState) error {
	view := web.Knock{Page: page, State: state}
	if centre != nil {
		view.Centre = centre.Public()
		view.Country = centre.Location.Country
		view.Exit = s.crisisEntry(centre)
	}
	return s.show(c, view.Page, status, 0, func(w io.Writer) error { return s.pages.Knock(w, view) })
}

// openForCertain says whether a centre is open, by the evaluator that all
// pages go by; what is unknown is not.
func openForCertain(centre *directory.Centre, now time.Time) bool {
	return centre.Status.At(&centre.Hours, now).State == schedule.Open
}

// foreign says whether a browser was made to send a form by another site. One
// that does not say where it comes from is believed: nothing is sent along that
// could be ridden on.
func foreign(r *http.Request) bool {
	site := r.Header.Get("Sec-Fetch-Site")
	return site != "" && site != "same-origin" && site != "none"
}
