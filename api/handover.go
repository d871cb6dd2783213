package api

import (
	"context"
	"io"
	"math"
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"walkin/api/web"
	"walkin/internal/directory"
	"walkin/internal/problem"
	"walkin/internal/referral"
	"walkin/internal/schedule"
)

// openingRate is how often one address may open cards. A code has 100 random
// bits, so guessing is hopeless at any rate; this keeps it from being a load.
var openingRate = RateLimit{PerMinute: 30, Burst: 30}

// publicReader is who the store writes down as having read a card by its code.
const publicReader = "public"

// cardRoot is where cards stand.
const cardRoot = "/r/"

// OpenCard answers with a hand-over card to whoever has its code: in the
// language of the card, or in the one of the address. A code that nobody has,
// one that is over and one that was taken back get one answer.
func (s *Server) OpenCard(c echo.Context, page web.Page) error {
	c.Response().Header().Set("X-Robots-Tag", "noindex, nofollow")
	if wait, ok := s.openings.take(c.RealIP(), s.now()); !ok {
		c.Response().Header().Set(echo.HeaderRetryAfter, strconv.Itoa(int(math.Ceil(wait.Seconds()))))
		return s.noCard(c, page, http.StatusTooManyRequests, "handover.slow")
	}
	card, code, err := s.openCard(c)
	switch problem.KindOf(err) {
	case problem.NotFound, problem.Gone:
		return s.noCard(c, page, http.StatusNotFound, "handover.over")
	}
	if err != nil {
		return err
	}
	if c.Path() == cardRoot+":code" {
		page.Words = s.pages.Words(card.Lang)
	}
	page.Path = cardRoot + string(code)
	shown, err := s.handOver(c.Request().Context(), page, card.Shown(), s.now())
	if err != nil {
		return err
	}
	if len(shown.Places) == 0 { // all were taken out of the directory since
		return s.noCard(c, page, http.StatusNotFound, "handover.over")
	}
	shown.Code = code.Grouped()
	if page.Home != "" { // no square without the address by which the public reaches us
		shown.Address = page.Home + page.Path
	}
	return s.show(c, page, http.StatusOK, 0, func(w io.Writer) error { return s.pages.HandOver(w, shown) })
}

// openCard gives the card of the code in an address.
func (s *Server) openCard(c echo.Context) (referral.Card, referral.Code, error) {
	if s.referrals == nil {
		return referral.Card{}, "", noSuchCard()
	}
	code, err := referral.ParseCode(c.Param("code"))
	if err != nil {
		return referral.Card{}, "", err
	}
	card, err := s.referrals.Card(c.Request().Context(), code.Hash(), publicReader)
	return card, code, err
}

// noCard says on a page that there is no card to see. Its language switch leads
// to the finder: the address is worth nothing.
func (s *Server) noCard(c echo.Context, page web.Page, status int, says string) error {
	page.Path = "/"
	return s.show(c, page, status, 0, func(w io.Writer) error {
		return s.pages.Message(w, web.Message{Page: page, Heading: page.Words.Say("handover.over_title"), Says: page.Words.Say(says)})
	})
}

// cardPage gives a card that was just made as who made it sees it: in its own
// language, as it is at the moment it was made, so that it says the same
// however often it is asked for.
func (s *Server) cardPage(c echo.Context, card referral.Card, code referral.Code) (web.HandOver, error) {
	page := web.Page{Words: s.pages.Words(card.Lang), Path: cardRoot + string(code), Home: s.baseURL, Origin: s.base(c)}
	shown, err := s.handOver(c.Request().Context(), page, card.Shown(), card.Made)
	shown.Code, shown.Address = code.Grouped(), page.Origin+page.Path
	return shown, err
}

// handOver gives what a card shows: of places that are still listed, and no
// more of them than the public may see.
func (s *Server) handOver(ctx context.Context, page web.Page, card referral.Card, now time.Time) (web.HandOver, error) {
	zone := time.UTC
	h := web.HandOver{Page: page, Now: now, Told: card.Tell}
	for _, p := range card.Places {
		shown, at, err := s.handOverPlace(ctx, page.Lang(), p)
		if unknown(err) {
			continue // taken out of the directory since
		}
		if err != nil {
			return h, err
		}
		if at != nil {
			zone = at
		}
		h.Places = append(h.Places, shown)
	}
	if card.From != "" {
		from, err := s.centreIfAny(ctx, card.From)
		if err != nil {
			return h, err
		}
		if from != nil {
			h.From = from.Name
		}
	}
	h.Expires = card.Expires.In(zone)
	return h, nil
}

// handOverPlace gives a place on a card, with the zone that it is in.
func (s *Server) handOverPlace(ctx context.Context, lang string, p referral.CardPlace) (web.HandOverPlace, *time.Location, error) {
	shown := web.HandOverPlace{Day: p.Day}
	if p.State == referral.Ready {
		shown.Welcome = p.Welcome
	}
	change, err := s.catalogue.Entry(ctx, p.Key)
	if err != nil {
		return shown, nil, err
	}
	var hours *schedule.Schedule
	var where directory.Location
	switch e := change.Entry.(type) {
	case *directory.Centre:
		e = e.Public()
		shown.Entry, where, hours = e, e.Location, &e.Hours
		shown.Sendable.Name = s.neutral().Centre(e)
	case *directory.Activity:
		e = e.Public()
		if shown.At, err = s.centreIfAny(ctx, p.Centre); err != nil {
			return shown, nil, err
		}
		title, _ := e.Title.Pick(lang)
		shown.Entry, hours, shown.Sendable.Name = e, &e.Hours, s.neutral().Activity(e, title)
		if shown.At != nil {
			where = shown.At.Location
			if shown.Sendable.Name == "" {
				shown.Sendable.Name = s.neutral().Centre(shown.At)
			}
		}
		if e.Location != nil {
			where = *e.Location
		}
	default:
		shown.Entry = change.Entry
	}
	shown.Municipality = s.municipalityName(where.Country, where.Municipality)
	zone := time.UTC
	if hours != nil {
		if zone, err = schedule.Location(hours.Zone); err != nil {
			if zone, err = schedule.Location(schedule.ZoneIn(where.Country)); err != nil {
				zone = time.UTC
			}
		}
	}
	if p.When != nil {
		when := p.When.In(zone)
		shown.When = &when
	}
	if hours == nil {
		return shown, nil, nil
	}
	return shown, zone, nil
}
