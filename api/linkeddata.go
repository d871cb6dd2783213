package api

import (
	"context"

	"github.com/labstack/echo/v4"

	"walkin/internal/directory"
	"walkin/internal/feed/jsonld"
	"walkin/internal/problem"
)

const linkedDataType = "application/ld+json"

// ReadCentreLinkedData answers with a centre in the words of schema.org.
func (s *Server) ReadCentreLinkedData(c echo.Context, id EntryId, params ReadCentreLinkedDataParams) error {
	ctx := c.Request().Context()
	change, err := s.read(ctx, directory.KindCentre, id)
	if err != nil {
		return err
	}
	centre := change.Entry.(*directory.Centre)
	operator, err := s.operator(ctx, centre.Organisation)
	if err != nil {
		return err
	}
	return s.sendLinkedData(c, said(params.Lang), centre.Location.Country, func(o jsonld.Options) ([]byte, error) {
		return jsonld.Centre(centre, operator, o)
	})
}

// ReadActivityLinkedData answers with an activity in the words of schema.org.
func (s *Server) ReadActivityLinkedData(c echo.Context, id EntryId, params ReadActivityLinkedDataParams) error {
	ctx := c.Request().Context()
	change, err := s.read(ctx, directory.KindActivity, id)
	if err != nil {
		return err
	}
	activity := change.Entry.(*directory.Activity)
	at, err := s.venue(ctx, activity)
	if err != nil {
		return err
	}
	operator, err := s.operator(ctx, activity.Organisation)
	if err != nil {
		return err
	}
	var centre *directory.Centre
	if at != nil {
		centre = at.Entry.(*directory.Centre)
	}
	return s.sendLinkedData(c, said(params.Lang), countryOf(activity, at), func(o jsonld.Options) ([]byte, error) {
		return jsonld.Activity(activity, centre, operator, o)
	})
}

// ReadOrganisationLinkedData answers with an organisation in the words of
// schema.org.
func (s *Server) ReadOrganisationLinkedData(c echo.Context, id EntryId, params ReadOrganisationLinkedDataParams) error {
	change, err := s.read(c.Request().Context(), directory.KindOrganisation, id)
	if err != nil {
		return err
	}
	organisation := change.Entry.(*directory.Organisation)
	return s.sendLinkedData(c, said(params.Lang), organisation.Country, func(o jsonld.Options) ([]byte, error) {
		return jsonld.Organisation(organisation, o)
	})
}

// sendLinkedData sends a document, which changes with the day: exceptions that
// are over leave it.
func (s *Server) sendLinkedData(c echo.Context, lang, country string, write func(jsonld.Options) ([]byte, error)) error {
	now := s.now()
	lang = language(lang, country, s.country)
	body, err := write(jsonld.Options{
		Lang: lang, Base: s.base(c), Now: now,
		Label: func(topic string) string { return s.topicRef(topic, lang).Label },
	})
	if err != nil {
		return err
	}
	f := feed{contentType: linkedDataType, keep: keepWords, depends: []string{now.UTC().Format("2006-01-02")}}
	return s.sendFeed(c, f, append(body, '\n'))
}

// operator gives an organisation, nil for none and for one that was deleted
// since its id was read.
func (s *Server) operator(ctx context.Context, id string) (*directory.Organisation, error) {
	if id == "" {
		return nil, nil
	}
	change, err := s.read(ctx, directory.KindOrganisation, id)
	if kind := problem.KindOf(err); kind == problem.NotFound || kind == problem.Gone {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return change.Entry.(*directory.Organisation), nil
}
