package api

import (
	"github.com/labstack/echo/v4"

	"walkin/internal/problem"
)

// defaultPlaces is how many places are given to who asks for no number.
const defaultPlaces = 10

// FindPlaces answers with the places that a text may mean.
func (s *Server) FindPlaces(c echo.Context) error {
	body, value, err := readBody(c)
	if err != nil {
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
	country := s.country
	if request.Country != nil {
		country = *request.Country
	}
	return private(c, PlacesAnswer{Places: each(s.gazetteer.Find(request.Text, country, limit), place)})
}

// ReadPlace answers with one place.
func (s *Server) ReadPlace(c echo.Context, id string) error {
	p, ok := s.gazetteer.Place(id)
	if !ok {
		return problem.New(problem.NotFound, "There is no place with this id.")
	}
	return public(c, place(p), keepPlaces)
}
