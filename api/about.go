package api

import (
	"io"
	"net/http"

	"github.com/labstack/echo/v4"

	"walkin/api/web"
)

// AboutTheData serves the page that the feeds name as their licence.
func (s *Server) AboutTheData(c echo.Context, page web.Page) error {
	return s.show(c, http.StatusOK, keepWords, func(w io.Writer) error { return s.pages.AboutTheData(w, page, s.contact) })
}

// Accessibility serves the accessibility statement.
func (s *Server) Accessibility(c echo.Context, page web.Page) error {
	return s.show(c, http.StatusOK, keepWords, func(w io.Writer) error { return s.pages.Accessibility(w, page, s.contact) })
}
