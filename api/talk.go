package api

import (
	"io"
	"net/http"

	"github.com/labstack/echo/v4"

	"walkin/api/web"
	"walkin/internal/directory"
)

// TalkNow answers with the page of the people to call. It comes before every
// limit, and needs no index: where that is being made anew, the people are
// those that the program carries.
func (s *Server) TalkNow(c echo.Context, page web.Page) error {
	now, desk := s.now(), s.index.CrisisDesk()
	if desk == nil {
		desk = s.pages.Desk()
	}
	page.Path, page.Exit = c.Path(), true
	talk := web.Talk{Page: page, Now: now, Emergency: directory.Emergency}
	first := linesFirst(page.Lang(), s.country)
	for _, country := range append([]string{first}, listed[:]...) {
		if len(talk.Countries) > 0 && country == first {
			continue
		}
		contacts := desk.Contacts([]directory.HelplineGroup{directory.GroupCrisis}, directory.Asker{Lang: page.Lang(), Country: country}, now)
		talk.Countries = append(talk.Countries, web.Callable{Country: country, Contacts: contacts})
	}
	return s.show(c, http.StatusOK, 0, func(w io.Writer) error { return s.pages.Talk(w, talk) })
}

// linesFirst gives the country whose lines come first for who speaks a
// language: that of this directory where its people speak it or nobody's do.
func linesFirst(lang, home string) string {
	if spoken[home] == lang {
		return home
	}
	for _, country := range listed {
		if spoken[country] == lang {
			return country
		}
	}
	return home
}
