package api

import (
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"
	openapi_types "github.com/oapi-codegen/runtime/types"

	"walkin/internal/directory"
	"walkin/internal/problem"
	"walkin/internal/referral"
	"walkin/internal/schedule"
	"walkin/internal/staff"
)

// MakeCard makes a hand-over card. Its code is told this once.
func (s *Server) MakeCard(c echo.Context, _ MakeCardParams) error {
	body, value, err := readBody(c)
	if err != nil {
		return err
	}
	var request CardRequest
	if err := s.decode("MakeCard", body, value, &request); err != nil {
		return err
	}
	draft := referral.Draft{
		From: request.From, Lang: string(request.Lang), TellFrom: said(request.TellFrom), Tell: said(request.Tell), Consent: request.Consent,
	}
	for i, p := range request.Places {
		wanted := referral.DraftPlace{Key: directory.Key{Kind: directory.Kind(p.Kind), ID: p.Id}, Centre: said(p.Centre), When: p.When}
		if p.Day != nil {
			if wanted.Day, err = schedule.ParseDate(*p.Day); err != nil {
				return invalidAt("/places/"+strconv.Itoa(i)+"/day", "That is no day of the calendar.")
			}
		}
		draft.Places = append(draft.Places, wanted)
	}
	named, err := once(c.Request(), actorOf(c), body)
	if err != nil {
		return err
	}
	card, code, err := s.makeCard(c, draft, named, c.Request().Header.Get("Idempotency-Key"))
	if err != nil {
		return err
	}
	page, err := s.cardPage(c, card, code)
	if err != nil {
		return err
	}
	return answerWith(c, http.StatusCreated, MadeCard{
		Id: card.Hash.String(), Code: code.Grouped(), Url: page.Address, Lang: CardLanguage(card.Lang), Made: card.Made, Expires: card.Expires,
		Places: each(card.Places, cardPlace), Message: s.pages.CardMessage(page),
	})
}

// makeCard makes and keeps a card, for somebody who may hand people on from
// that centre. Where the request names itself by a key, it is made once.
func (s *Server) makeCard(c echo.Context, draft referral.Draft, named *directory.Once, key string) (card referral.Card, code referral.Code, err error) {
	ctx := c.Request().Context()
	store, err := s.cards()
	if err != nil {
		return card, "", err
	}
	if _, err := s.refersFrom(c, draft.From); err != nil {
		return card, "", err
	}
	d, err := s.referralDirectory(ctx)
	if err != nil {
		return card, "", err
	}
	if card, code, err = referral.NewCard(d, draft, s.now()); err != nil {
		return card, "", err
	}
	if named == nil {
		return card, code, store.Put(ctx, card)
	}
	member := actorOf(c).ID
	return store.PutOnce(ctx, card, *named, func(salt referral.Salt) referral.Code { return salt.CodeOf(member, key) })
}

func cardPlace(p referral.CardPlace) CardPlace {
	return CardPlace{Kind: SearchableKind(p.Key.Kind), Id: p.Key.ID, Centre: optional(p.Centre), When: p.When, Day: dayIfAny(p.Day)}
}

func dayIfAny(d schedule.Date) *openapi_types.Date {
	if d == (schedule.Date{}) {
		return nil
	}
	return date(&d)
}

// ListReferrals answers with the cards that the member's centres have sent, and
// with those that somebody may bring there.
func (s *Server) ListReferrals(c echo.Context) error {
	sent, expected, err := s.handedOver(c)
	if err != nil {
		return err
	}
	day := func(d schedule.Date) openapi_types.Date { return openapi_types.Date{Time: d.In(time.UTC)} }
	return answerWith(c, http.StatusOK, ReferralList{
		Sent: each(sent, func(h referral.Handed) SentCard {
			return SentCard{
				Id: h.Hash.String(), From: h.From, Made: day(h.Made), Expires: day(h.Expires), Revoked: h.Revoked,
				Places: each(h.Places, func(p referral.HandedPlace) SentPlace {
					return SentPlace{Kind: SearchableKind(p.Key.Kind), Id: p.Key.ID, State: ReferralState(p.State), Welcome: optionalWord[Welcome](p.Welcome)}
				}),
			}
		}),
		Expected: each(expected, func(e referral.Expected) ExpectedCard {
			return ExpectedCard{
				Id: e.Hash.String(), Centre: e.Centre, Kind: SearchableKind(e.Key.Kind), Place: e.Key.ID, From: optional(e.From), Day: dayIfAny(e.Day),
				State: ReferralState(e.State), Welcome: optionalWord[Welcome](e.Welcome),
			}
		}),
	})
}

// handedOver gives what the centres of a member have sent, and what they may
// expect.
func (s *Server) handedOver(c echo.Context) ([]referral.Handed, []referral.Expected, error) {
	ctx, actor := c.Request().Context(), actorOf(c)
	store, err := s.cards()
	if err != nil {
		return nil, nil, err
	}
	if actor.Token != nil && !slices.Contains(actor.Token.May, staff.Refer) {
		return nil, nil, problem.New(problem.Forbidden, "Your role does not let you do this here.")
	}
	mine, err := s.centresOf(ctx, actor, staff.Refer)
	if err != nil {
		return nil, nil, err
	}
	ids := each(mine, func(centre *directory.Centre) string { return centre.ID })
	sent, err := store.ForSending(ctx, actor.ID, ids...)
	if err != nil {
		return nil, nil, err
	}
	expected, err := store.ForReceiving(ctx, actor.ID, ids...)
	return sent, expected, err
}

// AnswerReferral says to somebody who may come how they find us.
func (s *Server) AnswerReferral(c echo.Context, id ReferralId) error {
	var request WelcomeRequest
	if err := s.readDeed(c, "AnswerReferral", &request); err != nil {
		return err
	}
	if err := s.answerCard(c, id, request.Centre, placeAt(request.Centre, said(request.Activity)), referral.Welcome(request.Welcome)); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

// MarkReferral says whether somebody came.
func (s *Server) MarkReferral(c echo.Context, id ReferralId) error {
	var request MarkRequest
	if err := s.readDeed(c, "MarkReferral", &request); err != nil {
		return err
	}
	if err := s.markCard(c, id, request.Centre, placeAt(request.Centre, said(request.Activity)), referral.State(request.State)); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

// RevokeReferral takes a card back.
func (s *Server) RevokeReferral(c echo.Context, id ReferralId) error {
	var request RevokeRequest
	if err := s.readDeed(c, "RevokeReferral", &request); err != nil {
		return err
	}
	if err := s.revokeCard(c, id, request.From); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

func (s *Server) readDeed(c echo.Context, operation string, request any) error {
	body, value, err := readBody(c)
	if err != nil {
		return err
	}
	return s.decode(operation, body, value, request)
}

// placeAt names what a card is for: a centre, or an activity there.
func placeAt(centre, activity string) directory.Key {
	if activity != "" {
		return directory.Key{Kind: directory.KindActivity, ID: activity}
	}
	return directory.Key{Kind: directory.KindCentre, ID: centre}
}

func (s *Server) answerCard(c echo.Context, id, centre string, place directory.Key, w referral.Welcome) error {
	return s.withCard(c, id, centre, func(store Referrals, hash referral.Hash) error {
		return store.Answer(c.Request().Context(), hash, centre, place, w)
	})
}

func (s *Server) markCard(c echo.Context, id, centre string, place directory.Key, state referral.State) error {
	return s.withCard(c, id, centre, func(store Referrals, hash referral.Hash) error {
		return store.Mark(c.Request().Context(), hash, centre, place, state)
	})
}

func (s *Server) revokeCard(c echo.Context, id, from string) error {
	return s.withCard(c, id, from, func(store Referrals, hash referral.Hash) error {
		return store.Revoke(c.Request().Context(), hash, from)
	})
}

// withCard does something to a card for a centre of the member's. A card of
// somebody else's, a centre of somebody else's and an id that is none are all
// the same: no such card (X1).
func (s *Server) withCard(c echo.Context, id, centre string, do func(Referrals, referral.Hash) error) error {
	store, err := s.cards()
	if err != nil {
		return err
	}
	_, err = s.refersFrom(c, centre)
	if err == nil {
		var hash referral.Hash
		if hash, err = referral.ParseHash(id); err == nil {
			err = do(store, hash)
		}
	}
	if problem.KindOf(err) == problem.NotFound {
		return noSuchCard()
	}
	return err
}
