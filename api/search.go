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
	now := s.now()
	crisis, err := s.crisis(value, now)
	if err != nil {
		return err
	}
	if crisis != nil && !goesOn(value) {
		return private(c, s.alone(crisis))
	}
	answer, err := s.search(c, body, value, now)
	switch {
	case err == nil && crisis != nil:
		answer.Crisis = crisis
	case err != nil && crisis != nil && problem.KindOf(err) != problem.Invalid:
		if problem.KindOf(err) != problem.TooMany {
			s.logFailure(c, err)
		}
		return private(c, s.alone(crisis))
	case err != nil:
		return err
	}
	return private(c, answer)
}

// goesOn says whether a request asks for places after a crisis answer.
func goesOn(value any) bool {
	request, _ := value.(map[string]any)
	beyond, _ := request["beyond_crisis"].(bool)
	return beyond
}

// search makes the search itself: limit, rules, index.
func (s *Server) search(c echo.Context, body []byte, value any, now time.Time) (SearchAnswer, error) {
	if err := s.admit(c); err != nil {
		return SearchAnswer{}, err
	}
	var request SearchRequest
	if err := s.decode("Search", body, value, &request); err != nil {
		return SearchAnswer{}, err
	}
	query, others, err := s.query(request, now)
	if err != nil {
		return SearchAnswer{}, err
	}
	return s.ask(c.Request().Context(), query, others)
}

// SearchByAddress answers a search that stands in an address: closed
// vocabularies only. Its now is the beginning of the minute, so that the
// answer can be kept for one.
func (s *Server) SearchByAddress(c echo.Context, params SearchByAddressParams) error {
	if params.Place != nil {
		if _, ok := s.gazetteer.Place(*params.Place); !ok {
			return invalidAt("place", "A place stands in an address by its id only, such as DK:8000; POST /v1/places finds it.")
		}
	}
	query, others, err := s.query(asRequest(params), s.now().Truncate(time.Minute))
	if err != nil {
		return inAddress(err)
	}
	answer, err := s.ask(c.Request().Context(), query, others)
	if err != nil {
		return inAddress(err)
	}
	return public(c, answer, keepOpen)
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

// ask puts a query to the index. Others are the places that the text of
// near.place may have meant beside the one taken.
func (s *Server) ask(ctx context.Context, query directory.Query, others []geo.Place) (SearchAnswer, error) {
	answer, err := s.index.Search(ctx, query)
	if err != nil {
		return SearchAnswer{}, err
	}
	if answer.Understood.Place == nil && query.Near != nil {
		answer.Understood.Place = query.Near.Place
	}
	if len(answer.Understood.Places) == 0 {
		answer.Understood.Places = others
	}
	wire := s.answer(ctx, answer, query)
	wire.Crisis, err = s.crisisOfTopics(query)
	return wire, err
}
