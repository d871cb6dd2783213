package api

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"walkin/internal/directory"
	"walkin/internal/problem"
	"walkin/internal/staff"
)

// ReadAssessments answers with how the places of a network stand.
func (s *Server) ReadAssessments(c echo.Context, id EntryId) error {
	ctx := c.Request().Context()
	change, err := s.read(ctx, directory.KindNetwork, id)
	if err == nil {
		err = s.may(ctx, actorOf(c), staff.See, change.Entry)
	}
	if err != nil {
		return err
	}
	network := change.Entry.(*directory.Network)
	centres, err := s.centresIn(ctx, network.ID)
	if err != nil {
		return err
	}
	answer := Assessments{Criteria: []CriterionCount{}, Places: []PlaceStanding{}}
	ids := make([]string, len(centres))
	for i, centre := range centres {
		ids[i] = centre.ID
		answer.Places = append(answer.Places, PlaceStanding{Centre: centre.ID, Name: centre.Name, Standings: each(network.Standing(centre.ID), standing)})
	}
	for _, n := range network.Counts(ids) {
		answer.Criteria = append(answer.Criteria, CriterionCount{
			Criterion: n.Criterion.ID, Text: required(n.Criterion.Text), Met: n.Met, NotMet: n.NotMet, Unknown: n.Unknown,
		})
	}
	return answerWith(c, http.StatusOK, answer)
}

// centresIn gives the centres of a network, by id.
func (s *Server) centresIn(ctx context.Context, network string) ([]*directory.Centre, error) {
	var centres []*directory.Centre
	for after := ""; ; {
		changes, err := s.catalogue.Entries(ctx, directory.Listing{Kind: directory.KindCentre, Network: network, After: after, Limit: maxMine})
		if err != nil {
			return nil, err
		}
		for _, change := range changes {
			centres = append(centres, change.Entry.(*directory.Centre))
		}
		if len(changes) < maxMine {
			return centres, nil
		}
		after = changes[len(changes)-1].Key.ID
	}
}

func standing(st directory.Standing) Standing {
	wire := Standing{Criterion: st.Criterion.ID, Met: ternary(st.Met), By: optional(st.By), Why: optional(st.Why)}
	if st.On.Valid() {
		wire.On = optional(st.On.String())
	}
	return wire
}

// AssessPlace records whether a place meets a criterion.
func (s *Server) AssessPlace(c echo.Context, id EntryId) error {
	body, value, err := readBody(c)
	if err != nil {
		return err
	}
	var request AssessmentRequest
	if err := s.decode("AssessPlace", body, value, &request); err != nil {
		return err
	}
	var met directory.Ternary
	if err := met.UnmarshalText([]byte(request.Met)); err != nil {
		return invalidAt("/met", "A criterion is met (yes), not met (no) or unknown.")
	}
	done, err := s.assess(c.Request().Context(), actorOf(c), id, request.Centre, request.Criterion, met, said(request.Why))
	if err != nil {
		return err
	}
	return s.tell(c, done)
}

// assess records an assessment: today, by the member. Two assessors at work at
// the same moment do not lose each other's: whoever is late tries again on the
// state that the other left.
func (s *Server) assess(ctx context.Context, actor staff.Actor, network, centre, criterion string, met directory.Ternary, why string) (outcome, error) {
	key := directory.Key{Kind: directory.KindNetwork, ID: network}
	change, err := s.catalogue.Entry(ctx, key)
	if err == nil {
		err = s.may(ctx, actor, staff.Assess, change.Entry)
	}
	if err != nil {
		return outcome{}, err
	}
	in, err := s.centresIn(ctx, network)
	if err != nil {
		return outcome{}, err
	}
	known := false
	for _, place := range in {
		known = known || place.ID == centre
	}
	if !known {
		return outcome{}, invalidAt("/centre", "The network has no such place.")
	}
	for {
		done, err := s.carry(ctx, actor, proposal{
			key: key, by: directory.Edit{IfRevision: &change.Revision}, may: staff.Assess, settles: directory.Editing{Assess: true},
			make: func(before directory.Entry) (directory.Entry, error) {
				return before.(*directory.Network).Assess(centre, criterion, met, actor.Author(), s.today(), why)
			},
		})
		if problem.KindOf(err) != problem.Stale {
			return done, err
		}
		if change, err = s.catalogue.Entry(ctx, key); err != nil {
			return outcome{}, err
		}
	}
}
