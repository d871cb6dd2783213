package api

import (
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/labstack/echo/v4"

	"walkin/api/web/console"
	"walkin/internal/directory"
	"walkin/internal/referral"
	"walkin/internal/schedule"
)

// Cards answers with who may come to the member's centres, and with the cards
// that those have sent.
func (s *Server) Cards(c echo.Context, page console.Page) error {
	sent, expected, err := s.handedOver(c)
	if err != nil {
		return err
	}
	ctx, w := c.Request().Context(), page.Words
	name := func(key directory.Key) string { return s.titleOf(ctx, key, w.Lang) }
	centre := func(id string) string { return name(directory.Key{Kind: directory.KindCentre, ID: id}) }
	page.Title, page.Here = w.Say("part.cards"), "cards"
	view := console.Cards{Page: page}
	for _, answer := range referral.Welcomes {
		view.Welcomes = append(view.Welcomes, console.Option{Value: string(answer), Label: w.Say("cards.welcome." + string(answer))})
	}
	for _, e := range expected {
		line := console.ExpectedLine{
			ID: e.Hash.String(), Centre: e.Centre, Name: name(e.Key), Says: w.Say("cards.may_come"),
			State: w.Say("cards.state." + string(e.State)), Over: e.State == referral.Arrived,
		}
		if e.Key.Kind == directory.KindActivity {
			line.Activity = e.Key.ID
		}
		if e.Day != (schedule.Date{}) {
			noon := e.Day.At(12*60, time.UTC)
			line.Says = w.Say("cards.may_come_day", "day", w.Weekday(noon)+" "+w.ShortDate(noon))
		}
		if e.From != "" {
			line.From = centre(e.From)
		}
		if e.Welcome != "" {
			line.Welcome = w.Say("cards.welcome." + string(e.Welcome))
		}
		view.Expected = append(view.Expected, line)
	}
	for _, h := range sent {
		line := console.SentLine{
			ID: h.Hash.String(), From: h.From, FromName: centre(h.From), Revoked: h.Revoked, Usable: !h.Revoked,
			Made: w.Date(h.Made.In(time.UTC)), Until: w.Date(h.Expires.In(time.UTC)),
		}
		for _, p := range h.Places {
			place := console.SentPlaceLine{Name: name(p.Key), State: w.Say("cards.state." + string(p.State))}
			if p.Welcome != "" {
				place.Welcome = w.Say("cards.welcome." + string(p.Welcome))
			}
			line.Places = append(line.Places, place)
		}
		view.Sent = append(view.Sent, line)
	}
	return s.showConsole(c, http.StatusOK, func(out io.Writer) error { return s.console.Cards(out, view) })
}

// WelcomeCard says to who may come how they find us.
func (s *Server) WelcomeCard(c echo.Context, _ console.Page) error {
	return s.deed(c, "card_answered", func(values url.Values) error {
		centre := values.Get("centre")
		return s.answerCard(c, c.Param("id"), centre, placeAt(centre, values.Get("activity")), referral.Welcome(values.Get("welcome")))
	})
}

// MarkCard says whether they came.
func (s *Server) MarkCard(c echo.Context, _ console.Page) error {
	return s.deed(c, "card_marked", func(values url.Values) error {
		centre := values.Get("centre")
		return s.markCard(c, c.Param("id"), centre, placeAt(centre, values.Get("activity")), referral.State(values.Get("state")))
	})
}

// TakeCardBack revokes a card.
func (s *Server) TakeCardBack(c echo.Context, _ console.Page) error {
	return s.deed(c, "card_revoked", func(values url.Values) error {
		return s.revokeCard(c, c.Param("id"), values.Get("from"))
	})
}

// deed does something to a card, and leads back to the list of them.
func (s *Server) deed(c echo.Context, done string, do func(url.Values) error) error {
	values, err := readForm(c)
	if err == nil {
		err = do(values)
	}
	if err != nil {
		return err
	}
	return seeOther(c, cardsRoot, done)
}
