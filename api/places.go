package api

import (
	"cmp"

	"github.com/labstack/echo/v4"

	"walkin/internal/problem"
)

// defaultPlaces is how many places are given to who asks for no number.
const defaultPlaces = 10

// FindPlaces answers with the places that a text may mean. A crisis text is
// answered with people to call, before every limit and rule: somebody may type
// into the wrong box.
func (s *Server) FindPlaces(c echo.Context) error {
	body, value, err := readBody(c)
	if err != nil {
		return err
	}
	answer := PlacesAnswer{Places: []Place{}}
	crisis, _, err := s.crisisOfText(readAsking(value), s.now())
	if err != nil {
		return err
	}
	if crisis != nil {
		answer.Crisis = s.crisis(crisis)
		return private(c, answer)
	}
	if err := s.admit(c); err != nil {
		return err
	}
	var request PlacesRequest
	if err := s.decode("FindPlaces", body, value, &request); err != nil {
		return err
	}
	limit := defaultPlaces
	if request.Limit != nil {
		limit = *request.Limit
	}
	answer.Places = each(s.gazetteer.Find(request.Text, cmp.Or(said(request.Country), s.country), limit), place)
	return private(c, answer)
}

// ReadPlace answers with one place.
func (s *Server) ReadPlace(c echo.Context, id string) error {
	p, ok := s.gazetteer.Place(id)
	if !ok {
		return problem.New(problem.NotFound, "There is no place with this id.")
	}
	return public(c, place(p), keepPlaces)
}
