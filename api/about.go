package api

import (
	"io"
	"net/http"

	"github.com/labstack/echo/v4"

	"walkin/api/web"
)

// AboutTheData serves the page that the feeds name as their licence.
func (s *Server) AboutTheData(c echo.Context, page web.Page) error {
	return s.show(c, page, http.StatusOK, keepWords, func(w io.Writer) error { return s.pages.AboutTheData(w, page, s.contact, s.tally != nil) })
}

// Accessibility serves the accessibility statement.
func (s *Server) Accessibility(c echo.Context, page web.Page) error {
	return s.show(c, page, http.StatusOK, keepWords, func(w io.Writer) error { return s.pages.Accessibility(w, page, s.contact) })
}

// Embedding serves the page on how to put the finder on another site.
func (s *Server) Embedding(c echo.Context, page web.Page) error {
	return s.show(c, page, http.StatusOK, keepWords, func(w io.Writer) error { return s.pages.Embedding(w, page) })
}
