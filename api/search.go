package api

import (
	"context"
	"time"

	"github.com/labstack/echo/v4"

	"walkin/internal/directory"
	"walkin/internal/geo"
	"walkin/internal/problem"
)

// Search answers what somebody asks in their own words.
//
// The crisis gate comes first: before the limit of the address, before the
// rules of the other fields, before the index. A crisis query is answered with
// people to call whatever else is wrong, and with nothing but them unless the
// person has seen them and wants to go on.
func (s *Server) Search(c echo.Context) error {
	body, value, err := readBody(c)
	if err != nil {
		return err
	}
	now, asked := s.now(), readAsking(value)
	crisis, misplaced, err := s.crisisOfText(asked, now)
	switch {
	case err != nil:
		return err
	case crisis != nil && !asked.beyond:
		if asked.settled {
			s.countCrisis(c, crisis)
		}
		return s.alone(c, crisis)
	case crisis == nil:
		if crisis, err = s.crisisOfTopics(asked, now); err != nil {
			return err
		}
	}
	answer, err := guarded(s, c, crisis, func() (page, error) {
		var request SearchRequest
		if err := s.decode("Search", body, value, &request); err != nil {
			return page{}, err
		}
		if misplaced { // then there is nowhere to measure from
			request.Near, request.RadiusKm, request.Travel, request.Sort = nil, nil, nil, nil
		}
		// Who goes on after people to call was counted when they were shown.
		request.Settled = optional(asked.settled && !asked.beyond)
		return s.search(c, request, now)
	})
	if err != nil {
		return err
	}
	if answer == nil {
		return s.alone(c, crisis)
	}
	answer.Crisis = s.crisis(crisis)
	return private(c, answer)
}

// SearchByAddress answers a search that stands in an address: closed
// vocabularies only. Its now is the beginning of the minute, so that the
// answer can be kept for one.
func (s *Server) SearchByAddress(c echo.Context, params SearchByAddressParams) error {
	now := s.now().Truncate(time.Minute)
	crisis, err := s.crisisOfTopics(asking{
		place: said(params.Place), lang: said(params.Lang), country: said(params.Country), topics: said(params.Topics),
	}, now)
	if err != nil {
		return err
	}
	answer, err := guarded(s, c, crisis, func() (page, error) {
		if params.Place != nil {
			if _, ok := s.gazetteer.Place(*params.Place); !ok {
				return page{}, invalidAt("place", "A place stands in an address by its id only, such as DK:8000; POST /v1/places finds it.")
			}
		}
		return s.search(c, asRequest(params), now)
	})
	if err != nil {
		return inAddress(err)
	}
	if answer == nil {
		return s.alone(c, crisis)
	}
	answer.Crisis = s.crisis(crisis)
	return public(c, answer, keepOpen)
}

// guarded makes a search under the limit of the address. There is no answer,
// and no error, where nothing but the people to call can be given: a crisis is
// told what is wrong with its question, and is not turned away for any other
// cause, be it a limit or a fault of ours.
func guarded[A any](s *Server, c echo.Context, crisis *distress, search func() (A, error)) (*A, error) {
	var answer A
	err := s.admit(c)
	if err == nil {
		err = s.recovered(func(echo.Context) error {
			answer, err = search()
			return err
		})(c)
	}
	switch kind := problem.KindOf(err); {
	case err == nil:
		return &answer, nil
	case crisis == nil || kind == problem.Invalid:
		return nil, err
	case kind != problem.TooMany:
		s.logFailure(c, err)
	}
	return nil, nil
}

// asRequest gives the parameters of an address as the body that would say the
// same.
func asRequest(p SearchByAddressParams) SearchRequest {
	r := SearchRequest{
		Lang: p.Lang, RadiusKm: p.RadiusKm, Kinds: p.Kinds, Topics: p.Topics, Age: p.Age, Languages: p.Languages,
		Promises: p.Promises, Channels: p.Channels, Accessibility: p.Accessibility, Audience: p.Audience, Setting: p.Setting,
		MeetAtDoor: p.MeetAtDoor, OpenAt: p.OpenAt, Travel: p.Travel, Country: p.Country, Municipality: p.Municipality,
		Network: p.Network, Sort: p.Sort, Limit: p.Limit, Cursor: p.Cursor, Facets: p.Facets,
	}
	if p.Place != nil {
		r.Near = &Near{Place: p.Place}
	}
	return r
}

// search puts a request to the index, and counts it if it is settled.
func (s *Server) search(c echo.Context, request SearchRequest, now time.Time) (page, error) {
	ctx := c.Request().Context()
	query, others, err := s.query(request, now)
	if err != nil {
		return page{}, err
	}
	answer, err := s.ask(ctx, query, others)
	if err != nil {
		return page{}, err
	}
	wire, err := s.wire(ctx, answer, query)
	if err != nil || !said(request.Settled) {
		return wire, err
	}
	wire.Counted = s.count(c, s.wanted(c, query, answer), now)
	return wire, nil
}

// ask puts a query to the index. Others are the places that the text of
// near.place may have meant beside the one taken.
func (s *Server) ask(ctx context.Context, query directory.Query, others []geo.Place) (directory.Answer, error) {
	answer, err := s.index.Search(ctx, query)
	if err != nil {
		return directory.Answer{}, err
	}
	if answer.Understood.Place == nil && query.Near != nil {
		answer.Understood.Place = query.Near.Place
	}
	if len(answer.Understood.Places) == 0 {
		answer.Understood.Places = others
	}
	return answer, nil
}

// wire gives an answer to a query as the contract has it.
func (s *Server) wire(ctx context.Context, answer directory.Answer, query directory.Query) (page, error) {
	wire, err := s.answer(ctx, answer, query)
	if err != nil {
		return page{}, err
	}
	wire.Lines = optionalEach(s.lines(answer.Understood.Topics, s.askerOf(query), query.Now), contacted(query.Now))
	return wire, nil
}
