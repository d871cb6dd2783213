package api

import (
	"context"
	"io"
	"net/url"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"walkin/internal/directory"
	"walkin/internal/feed/ogc"
	"walkin/internal/problem"
)

// This file is the directory as a map server: OGC API - Features - Part 1. Its
// documents are made by package ogc.

// slashed lets the landing page be asked for without the slash at its end, as
// people type it.
func slashed(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if u := c.Request().URL; u.Path == "/ogc" {
			u.Path = "/ogc/"
		}
		return next(c)
	}
}

// ReadMapLanding answers with the landing page.
func (s *Server) ReadMapLanding(c echo.Context, _ ReadMapLandingParams) error {
	return s.sendMap(c, ogc.NewLanding(s.base(c)))
}

// ReadMapConformance answers with the conformance classes.
func (s *Server) ReadMapConformance(c echo.Context, _ ReadMapConformanceParams) error {
	return s.sendMap(c, ogc.NewConformance())
}

// ListMapCollections answers with the collections.
func (s *Server) ListMapCollections(c echo.Context, _ ListMapCollectionsParams) error {
	descriptions := make([]ogc.Description, len(ogc.Collections))
	for i, collection := range ogc.Collections {
		var err error
		if descriptions[i], err = s.describe(c, collection); err != nil {
			return err
		}
	}
	return s.sendMap(c, ogc.NewList(s.base(c), descriptions))
}

// ReadMapCollection answers with one collection.
func (s *Server) ReadMapCollection(c echo.Context, id CollectionId, _ ReadMapCollectionParams) error {
	collection, err := mapCollection(id)
	if err != nil {
		return err
	}
	description, err := s.describe(c, collection)
	if err != nil {
		return err
	}
	return s.sendMap(c, description)
}

func (s *Server) sendMap(c echo.Context, document any) error {
	body, err := encodeJSON(document)
	if err != nil {
		return err
	}
	return s.sendFeed(c, feed{contentType: echo.MIMEApplicationJSON, keep: keepWords}, body)
}

func mapCollection(id string) (ogc.Collection, error) {
	collection, ok := ogc.CollectionOf(id)
	if !ok {
		return collection, problem.New(problem.NotFound, "There is no such collection. GET /ogc/collections lists them.")
	}
	return collection, nil
}

func (s *Server) describe(c echo.Context, collection ogc.Collection) (ogc.Description, error) {
	ctx := c.Request().Context()
	box, err := s.catalogue.Extent(ctx, collection.Kind)
	if err != nil {
		return ogc.Description{}, err
	}
	first, err := s.catalogue.ChangesAfter(ctx, 0, 1)
	if err != nil {
		return ogc.Description{}, err
	}
	var since time.Time
	if len(first) > 0 {
		since = first[0].At
	}
	return ogc.Describe(s.base(c), collection, box, since), nil
}

// maxFeatures is the maximum of limit in the contract.
const maxFeatures = 1000

// ListMapFeatures answers with a page of features.
func (s *Server) ListMapFeatures(c echo.Context, id CollectionId, params ListMapFeaturesParams) error {
	collection, err := mapCollection(id)
	if err != nil {
		return err
	}
	listing, err := s.mapListing(collection, params)
	if err != nil {
		return err
	}
	newest, err := s.newest(c.Request().Context())
	if err != nil {
		return err
	}
	base, query := s.base(c), c.QueryParams()
	return s.streamFeed(c, feed{contentType: ogc.TypeGeoJSON, keep: keepWords, newest: newest}, func(ctx context.Context, w io.Writer) error {
		page, err := s.mapPage(ctx, base, collection, listing, query)
		if err != nil {
			return err
		}
		body, err := encodeJSON(page)
		if err == nil {
			_, err = w.Write(body)
		}
		return err
	})
}

// mapListing turns the parameters of a page into a question to the catalogue.
func (s *Server) mapListing(collection ogc.Collection, params ListMapFeaturesParams) (directory.Listing, error) {
	l := directory.Listing{
		Kind: collection.Kind, Listed: true, Limit: defaultPage, After: said(params.After),
		Country: said(params.Country), Municipality: said(params.Municipality), Network: said(params.Network), Organisation: said(params.Organisation),
		CentreKind: directory.CentreKind(said(params.Kind)), Rhythm: directory.Rhythm(said(params.Rhythm)),
		Centre: said(params.Centre), Group: directory.HelplineGroup(said(params.Group)),
	}
	if params.Limit != nil {
		l.Limit = min(*params.Limit, maxFeatures)
	}
	for name, given := range map[string]bool{
		"kind": params.Kind != nil, "rhythm": params.Rhythm != nil, "centre": params.Centre != nil, "group": params.Group != nil,
	} {
		if given && slices.Contains(misplaced[collection.ID], name) {
			return l, invalidAt(name, "The features of this collection have no such property.")
		}
	}
	var err error
	if l.Topics, err = s.under(params.Topic); err != nil {
		return l, err
	}
	if params.Bbox != nil {
		box, err := ogc.Box(*params.Bbox)
		if err != nil {
			return l, err
		}
		l.Box = &box
	}
	if params.Datetime != nil {
		l.ChangedFrom, l.ChangedTo, err = ogc.Datetime(*params.Datetime)
	}
	return l, err
}

func (s *Server) mapPage(ctx context.Context, base string, collection ogc.Collection, l directory.Listing, query url.Values) (ogc.Page, error) {
	matched, err := s.catalogue.Count(ctx, l)
	if err != nil {
		return ogc.Page{}, err
	}
	changes, next, err := s.page(ctx, l, &l.Limit)
	if err != nil {
		return ogc.Page{}, err
	}
	refer, err := s.refer(ctx, changes)
	if err != nil {
		return ogc.Page{}, err
	}
	features := make([]ogc.Feature, len(changes))
	for i, change := range changes {
		features[i] = s.feature(change, refer)
	}
	return ogc.NewPage(base, collection, query, features, matched, said(next), s.now()), nil
}

// ReadMapFeature answers with one feature.
func (s *Server) ReadMapFeature(c echo.Context, id CollectionId, feature EntryId, _ ReadMapFeatureParams) error {
	collection, err := mapCollection(id)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	change, err := s.read(ctx, collection.Kind, feature)
	if err != nil {
		return err
	}
	if !shownOnMaps(change.Entry) {
		return problem.New(problem.NotFound, "This %s is closed, moved or only planned, and so not on the map.", collection.Kind)
	}
	refer, err := s.refer(ctx, []directory.Change{change})
	if err != nil {
		return err
	}
	body, err := encodeJSON(ogc.Single(s.base(c), collection, s.feature(change, refer)))
	if err != nil {
		return err
	}
	return s.sendFeed(c, feed{contentType: ogc.TypeGeoJSON, keep: keepWords}, body)
}

func (s *Server) feature(change directory.Change, refer referred) ogc.Feature {
	return ogc.NewFeature(ogc.Material{
		Change: change, Organisation: refer.organisation(change.Entry), Centres: refer.venues(change.Entry), Municipality: s.municipalityName,
	})
}

func shownOnMaps(e directory.Entry) bool {
	switch e := e.(type) {
	case *directory.Centre:
		return e.Status.Listed()
	case *directory.Activity:
		return e.Status.Listed()
	case *directory.Helpline:
		return e.Status.Listed()
	}
	return false
}
