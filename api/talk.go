package api

import (
	"bytes"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"walkin/api/web"
	"walkin/internal/directory"
)

// TalkNow answers with the page of the people to call. It comes before every
// limit, and needs no index: where that is being made anew, the people are
// those that the program carries.
func (s *Server) TalkNow(c echo.Context, page web.Page) error {
	page.Path, page.Exit = c.Path(), true
	if sent, err := s.again(c, page, 0); sent {
		return err
	}
	now, desk := s.now().Truncate(time.Minute), s.index.CrisisDesk()
	if desk == nil {
		desk = s.pages.Desk()
	}
	talk := web.Talk{Page: page, Now: now, Emergency: directory.Emergency}
	first := linesFirst(page.Lang(), s.country)
	for _, country := range append([]string{first}, listed[:]...) {
		if len(talk.Countries) > 0 && country == first {
			continue
		}
		contacts := desk.Contacts([]directory.HelplineGroup{directory.GroupCrisis}, directory.Asker{Lang: page.Lang(), Country: country}, now)
		talk.Countries = append(talk.Countries, web.Callable{Country: country, Contacts: contacts})
	}
	var sheet bytes.Buffer
	if err := s.pages.Talk(&sheet, talk); err != nil {
		return err
	}
	// It is the same for everybody, so we may keep it; nobody else may.
	s.kept.keep(keyOf(page), now, page.Position, sheet.Bytes())
	return s.sendPage(c, http.StatusOK, 0, sheet.Bytes())
}

// linesFirst gives the country whose lines come first for who speaks a
// language: that of this directory where its people speak it or nobody's do.
func linesFirst(lang, home string) string {
	if web.SpokenIn[home] == lang {
		return home
	}
	for _, country := range listed {
		if web.SpokenIn[country] == lang {
			return country
		}
	}
	return home
}
