package api

import (
	"context"
	"math"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"walkin/api/web"
	"walkin/api/web/console"
	"walkin/internal/directory"
	"walkin/internal/referral"
	"walkin/internal/schedule"
)

// MatchReferral answers who fits somebody better than the place where they are.
func (s *Server) MatchReferral(c echo.Context) error {
	body, value, err := readBody(c)
	if err != nil {
		return err
	}
	var request MatchRequest
	if err := s.decode("MatchReferral", body, value, &request); err != nil {
		return err
	}
	found, err := s.match(c, needed{
		Need: referral.Need{
			From: request.From, Topics: request.Topics, Age: request.Age, Languages: said(request.Languages), AccessNeeds: said(request.AccessNeeds),
			Promises: words[directory.Promise](said(request.Promises)), RadiusKM: said(request.RadiusKm), Country: said(request.Country),
			Limit: said(request.Limit), When: each(said(request.When), matchWindow),
		},
		town: said(request.Near),
	})
	if err != nil {
		return err
	}
	wire := func(m referral.Match) ReferralMatch { return s.referralMatch(m, found) }
	answer := MatchAnswer{
		Crisis: s.crisis(found.distress), Matches: each(found.Matches, wire), Total: found.Total,
		Own: each(found.Own, wire), Lines: each(found.Lines, wire),
		Relaxed: each(found.Relaxed, func(r directory.Relaxation) ReferralRelaxation {
			return ReferralRelaxation{Dropped: ReferralRelaxationDropped(r.Dropped), From: optional(r.From), To: optional(r.To)}
		}),
	}
	if found.need.Near != nil {
		near := place(*found.need.Near)
		answer.Near = &near
	}
	return answerWith(c, http.StatusOK, answer)
}

func matchWindow(w MatchWindow) referral.Window {
	return referral.Window{From: w.From, To: said(w.To)}
}

// needed is a need as it was asked for, with the town as it was typed.
type needed struct {
	referral.Need
	town string // id or text; "" for none
}

// matched is what fits a need, and what it is told with.
type matched struct {
	referral.Answer
	need      referral.Need
	from      *directory.Centre
	distress  *distress // the people to call first; nil for none
	explainer console.Explainer
}

// match puts a need to the directory, for somebody who may hand people on from
// that centre. Nothing of it is kept.
func (s *Server) match(c echo.Context, n needed) (*matched, error) {
	ctx, actor, now := c.Request().Context(), actorOf(c), s.now()
	from, err := s.refersFrom(c, n.From)
	if err != nil {
		return nil, err
	}
	d, err := s.referralDirectory(ctx)
	if err != nil {
		return nil, err
	}
	if n.town != "" {
		country := n.Country
		if country == "" {
			country = from.Location.Country
		}
		places := s.placesNamed(n.town, country)
		if len(places) == 0 {
			return nil, invalidAt("/near", "No place is called that. A postcode, a town or an id from POST /v1/places is understood.")
		}
		n.Near = &places[0]
	}
	if err := n.Validate(d); err != nil {
		return nil, err
	}
	found := &matched{Answer: d.Match(n.Need, now), need: n.Need, from: from}
	found.explainer = s.explainer(ctx, s.console.Words(actor.Lang), from, now)
	if len(found.Crisis) > 0 {
		asked := asking{lang: actor.Lang, topics: n.Topics, country: from.Location.Country}
		if n.Near != nil {
			asked.place = n.Near.ID
		}
		if found.distress, err = s.crisisOfTopics(asked, now); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// explainer gives what says reasons in words.
func (s *Server) explainer(ctx context.Context, w *web.Words, from *directory.Centre, now time.Time) console.Explainer {
	return console.Explainer{
		Words: w, Now: now.In(zoneAt(from)),
		Topic: func(id string) string { return s.topicRef(id, w.Lang).Label },
		Title: func(key directory.Key) string { return s.titleOf(ctx, key, w.Lang) },
	}
}

// titleOf gives what an entry is called, in a language if it has it; its id
// where it is there no more.
func (s *Server) titleOf(ctx context.Context, key directory.Key, lang string) string {
	change, err := s.catalogue.Entry(ctx, key)
	if err != nil {
		return key.ID
	}
	return nameOf(change.Entry, lang)
}

// referralMatch gives the wire type of a match.
func (s *Server) referralMatch(m referral.Match, found *matched) ReferralMatch {
	lang := found.explainer.Words.Lang
	title, in := m.Title(lang)
	wire := ReferralMatch{
		As: ReferralMatchAs(m.Kind), Kind: SearchableKind(m.Key.Kind), Id: m.Key.ID, Title: title, Lang: optional(in), Stop: optional(m.Stop),
		Location: s.optionalLocation(m.Where), Open: openState(m.Open), Opens: m.Opens,
		For: each(m.For, found.reason), Against: each(m.Against, found.reason), Unknown: each(m.Unknown, found.reason),
	}
	if m.Centre != "" {
		key := directory.Key{Kind: directory.KindCentre, ID: m.Centre}
		wire.Centre = &Reference{Id: m.Centre, Name: found.explainer.Title(key)}
	}
	if m.DistanceM != nil && m.Where != nil && m.Where.Point != nil {
		metres := math.Round(*m.DistanceM)
		wire.DistanceM = &metres
	}
	return wire
}

func (m *matched) reason(r referral.Reason) ReferralReason {
	wire := ReferralReason{
		Code: ReferralReasonCode(r.Code), Value: optional(r.Value), At: r.At, Text: m.explainer.Says(r),
		Days: optionalEach(r.Days, func(d schedule.Day) ReferralReasonDays {
			name, _ := d.MarshalText()
			return ReferralReasonDays(name)
		}),
	}
	if r.Entry != (directory.Key{}) {
		wire.Activity = &Reference{Id: r.Entry.ID, Name: m.explainer.Title(r.Entry)}
	}
	return wire
}
