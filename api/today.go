package api

import (
	"cmp"
	"context"
	"io"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"walkin/api/web"
	"walkin/internal/directory"
)

// week is how far ahead somebody who is bored looks.
const week = 7 * 24 * time.Hour

// Today answers with what one can come along to, near a place named by its id.
func (s *Server) Today(c echo.Context, page web.Page) error {
	ask := web.ReadAddress(c.QueryParams())
	page.Query = web.Ask{Place: ask.Place, Age: ask.Age}.Address()
	if sent, err := s.again(c, page, keepOpen); sent {
		return err
	}
	return s.showToday(c, page, ask, keepOpen)
}

// TodayNear answers the form in which somebody types a place.
func (s *Server) TodayNear(c echo.Context, page web.Page) error {
	values, err := readForm(c)
	if err != nil {
		return err
	}
	ask, now := web.ReadForm(values), s.now()
	crisis, _, err := s.crisisOfText(asking{text: ask.PlaceText, lang: page.Lang()}, now)
	if err != nil {
		return err
	}
	if crisis != nil { // somebody may type into the wrong box
		return s.show(c, page, http.StatusOK, 0, func(w io.Writer) error {
			page.Path = "/"
			return s.pages.Finder(w, s.inDistress(web.Question{Page: page, Now: now}, crisis))
		})
	}
	if err := s.admit(c); err != nil {
		return err
	}
	return s.showToday(c, page, ask, 0)
}

func (s *Server) showToday(c echo.Context, page web.Page, ask web.Ask, keep time.Duration) error {
	view := web.Today{Page: page, Ask: ask, Now: s.now().Truncate(time.Minute)}
	if name := cmp.Or(ask.Place, ask.PlaceText); name != "" {
		if places := s.placesNamed(name, ""); len(places) > 0 {
			view.Place, view.Country = &places[0], places[0].Country
		} else {
			view.Unplaced = true
		}
	}
	var err error
	if view.Happenings, err = s.happeningsToday(c.Request().Context(), view); err != nil {
		return err
	}
	return s.show(c, page, http.StatusOK, keep, func(w io.Writer) error { return s.pages.Today(w, view) })
}

// happeningsToday gives what happens in the coming week in a country.
func (s *Server) happeningsToday(ctx context.Context, t web.Today) ([]directory.Happening, error) {
	query := directory.WhatsOnQuery{
		From: t.Now, To: t.Now.Add(week), Lang: t.Lang(), Country: t.Country, Limit: 2000,
	}
	if t.Ask.Age > 0 {
		query.Age = &t.Ask.Age
	}
	happenings, _, err := s.index.WhatsOn(ctx, query)
	return happenings, err
}
