package api

import (
	"context"
	"io"

	"github.com/labstack/echo/v4"

	"walkin/internal/directory"
	"walkin/internal/feed/kompas"
)

// ExportKompas answers with the postings for Det Sociale Kompas: the Danish
// entries, each with what the portal's rules say of it.
func (s *Server) ExportKompas(c echo.Context, params ExportKompasParams) error {
	ctx := c.Request().Context()
	newest, err := s.newest(ctx)
	if err != nil {
		return err
	}
	topics, err := s.topics(ctx)
	if err != nil {
		return err
	}
	topic := func(id string) *directory.Topic {
		t, _ := topics[id].Entry.(*directory.Topic)
		return t
	}
	f, begin := feed{contentType: echo.MIMEApplicationJSON, keep: keepWords, newest: newest}, kompas.NewJSON
	if said(params.Format) == "csv" {
		f.contentType, begin = "text/csv; charset=utf-8; header=present", kompas.NewCSV
	}
	return s.streamFeed(c, f, func(ctx context.Context, w io.Writer) error {
		sheet, err := begin(w)
		if err != nil {
			return err
		}
		for _, kind := range directory.Searchable {
			listing := directory.Listing{
				Kind: kind, Country: "DK", Municipality: said(params.Municipality), Organisation: said(params.Organisation),
			}
			err := s.eachPage(ctx, listing, func(changes []directory.Change) error {
				return s.writeOpslag(ctx, sheet, changes, topic, kompas.State(said(params.State)))
			})
			if err != nil {
				return err
			}
		}
		return sheet.Close()
	})
}

// writeOpslag writes the postings of one page, those in one state if one is
// named.
func (s *Server) writeOpslag(ctx context.Context, sheet kompas.Sheet, changes []directory.Change, topic func(string) *directory.Topic, state kompas.State) error {
	refer, err := s.refer(ctx, changes)
	if err != nil {
		return err
	}
	for _, change := range changes {
		if !kompas.Wanted(change.Entry) {
			continue
		}
		opslag := kompas.Of(kompas.Material{
			Entry: change.Entry, Organisation: refer.organisation(change.Entry), Centre: refer.centre(change.Entry), Topic: topic,
		})
		if state != "" && opslag.Lint.State != state {
			continue
		}
		if err := sheet.Write(opslag); err != nil {
			return err
		}
	}
	return nil
}
