package api

import (
	"github.com/labstack/echo/v4"

	"walkin/internal/problem"
)

// Health says that the process is up and answers.
func (s *Server) Health(c echo.Context) error {
	return private(c, Health{Status: Ok})
}

// Stop makes the server say that it is not ready, so that a balancer sends
// nobody here any more. Requests are answered as before.
func (s *Server) Stop() { s.stopping.Store(true) }

// Ready says that the index holds the last change of the catalogue, so that a
// balancer may send people here.
func (s *Server) Ready(c echo.Context) error {
	last, err := s.catalogue.LastChange(c.Request().Context())
	if err != nil {
		return problem.Wrap(err, problem.Unavailable, "The catalogue cannot be read.")
	}
	if s.stopping.Load() {
		return problem.New(problem.Unavailable, "The server is stopping.")
	}
	indexed := s.index.Position()
	if indexed != last {
		return problem.New(problem.Unavailable, "The index holds change %d of %d.", indexed, last)
	}
	return private(c, Readiness{Status: "ready", Change: int64(last), Indexed: int64(indexed)})
}

// ReadContract serves openapi.yaml.
func (s *Server) ReadContract(c echo.Context) error {
	return unlessKnown(c, "", contractYAML, "application/yaml", keepWords)
}
