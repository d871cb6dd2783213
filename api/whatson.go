package api

import (
	"github.com/labstack/echo/v4"

	"walkin/internal/directory"
)

// WhatsOn answers with what happens between two times.
func (s *Server) WhatsOn(c echo.Context, params WhatsOnParams) error {
	from, to, err := window(params.From, params.To, s.now())
	if err != nil {
		return err
	}
	topics, err := s.under(params.Topic)
	if err != nil {
		return err
	}
	query := directory.WhatsOnQuery{
		From: from, To: to, Topics: topics,
		Lang: language(said(params.Lang), said(params.Country), s.country), Country: said(params.Country), Municipality: said(params.Municipality), Network: said(params.Network),
		Centre: said(params.Centre), Age: params.Age, Rhythm: directory.Rhythm(said(params.Rhythm)), Limit: defaultPage,
	}
	if params.Limit != nil {
		query.Limit = *params.Limit
	}
	happenings, more, err := s.index.WhatsOn(c.Request().Context(), query)
	if err != nil {
		return inAddress(err)
	}
	return public(c, WhatsOnAnswer{From: from, To: to, Occurrences: each(happenings, s.occurrence), More: more}, keepOpen)
}

func (s *Server) occurrence(h directory.Happening) Occurrence {
	wire := Occurrence{
		Activity: h.Activity.ID, Title: h.Title, Lang: optional(h.Lang), Rhythm: optionalWord[Rhythm](h.Activity.Rhythm),
		Start: h.Start, End: h.End, TimeKnown: &h.TimeKnown, State: OccurrenceState(h.State), Reason: optional(h.Reason),
		Location: s.optionalLocation(h.Where), Ages: ages(h.Activity.Ages), Topics: optionalWords[string](h.Activity.Topics),
	}
	if h.Centre != nil {
		wire.Centre = &Reference{Id: h.Centre.ID, Name: h.Centre.Name}
	}
	return wire
}
