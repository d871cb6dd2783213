package api

import (
	"io"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"walkin/api/web/console"
	"walkin/internal/directory"
	"walkin/internal/problem"
	"walkin/internal/staff"
)

// Knocks answers with the page that rings when somebody is outside. It is of
// one door: who keeps ten houses stands in one of them, and must not count as
// looking out of the others.
func (s *Server) Knocks(c echo.Context, page console.Page) error {
	mine, err := s.doors(c)
	if err != nil {
		return err
	}
	view := console.Knocks{Page: page}
	view.Title, view.Here = page.Words.Say("part.knocks"), "knocks"
	for _, centre := range mine {
		view.Doors = append(view.Doors, console.Door{ID: centre.ID, Name: centre.Name})
	}
	at := c.QueryParam("at")
	if at == "" && len(view.Doors) == 1 {
		at = view.Doors[0].ID
	}
	if at != "" {
		i := slices.IndexFunc(mine, func(centre *directory.Centre) bool { return centre.ID == at })
		if i < 0 {
			return problem.New(problem.NotFound, "There is no such door.")
		}
		view.At, view.Title = &view.Doors[i], view.Doors[i].Name
		view.Open = openForCertain(mine[i], s.now())
		view.Outside = s.outsideOf(at)
	}
	return s.showConsole(c, http.StatusOK, func(w io.Writer) error { return s.console.Knocks(w, view) })
}

// KnocksNow answers a page of [Server.Knocks] with who is outside, as JSON.
func (s *Server) KnocksNow(c echo.Context, _ console.Page) error {
	mine, err := s.doors(c)
	if err != nil {
		return err
	}
	at := c.QueryParam("at")
	if !slices.ContainsFunc(mine, func(centre *directory.Centre) bool { return centre.ID == at }) {
		return problem.New(problem.NotFound, "There is no such door.")
	}
	outside := s.outsideOf(at)
	return c.JSON(http.StatusOK, map[string]any{"state": console.DoorState(outside), "outside": outside})
}

// ComeOut says to somebody outside that they are fetched.
func (s *Server) ComeOut(c echo.Context, _ console.Page) error {
	k, ok := s.board.of(c.Param("id"), s.now())
	if !ok {
		return problem.New(problem.NotFound, "There is no such knock.")
	}
	mine, err := s.doors(c)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(mine, func(centre *directory.Centre) bool { return centre.ID == k.Centre }) {
		return problem.New(problem.NotFound, "There is no such knock.")
	}
	s.board.come(k.ID, s.now())
	return c.Redirect(http.StatusSeeOther, consoleRoot+"/knocks?at="+k.Centre+"&done=coming_out")
}

// doors gives the centres of the member where one can knock.
func (s *Server) doors(c echo.Context) ([]*directory.Centre, error) {
	mine, err := s.centresOf(c.Request().Context(), actorOf(c), staff.Refer)
	return slices.DeleteFunc(mine, func(centre *directory.Centre) bool { return !s.canKnock(centre) }), err
}

// outsideOf looks who is outside of a centre.
func (s *Server) outsideOf(centre string) []console.Outside {
	now := s.now()
	outside := []console.Outside{}
	for _, k := range s.board.look(centre, now) {
		outside = append(outside, console.Outside{ID: k.ID, Coming: k.Coming, Minutes: int(now.Sub(k.At).Minutes())})
	}
	return outside
}
