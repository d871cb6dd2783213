package api

import (
	"bytes"
	"cmp"
	"io"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"walkin/api/web"
	"walkin/internal/coverage"
	"walkin/internal/directory"
	"walkin/internal/feed/reach"
	"walkin/internal/geo"
	"walkin/internal/problem"
)

// ReadCoverage answers with who lives within reach of a place.
func (s *Server) ReadCoverage(c echo.Context, params ReadCoverageParams) error {
	q := coverage.Question{
		Country: string(said(params.Country)), Promises: wordsOf[directory.Promise](params.Promise), Hours: wordsOf[coverage.Hours](params.Hours),
		Age: params.Age, Network: said(params.Network), Reach: float64(said(params.ReachKm)),
	}
	return s.sendCoverage(c, q, said(params.WhatIf), string(said(params.Format)))
}

// ReadCoverageOfMunicipality answers the same of one municipality.
func (s *Server) ReadCoverageOfMunicipality(c echo.Context, municipality string, params ReadCoverageOfMunicipalityParams) error {
	q := coverage.Question{
		Municipality: municipality, Promises: wordsOf[directory.Promise](params.Promise), Hours: wordsOf[coverage.Hours](params.Hours),
		Age: params.Age, Network: said(params.Network), Reach: float64(said(params.ReachKm)),
	}
	return s.sendCoverage(c, q, said(params.WhatIf), string(said(params.Format)))
}

// wordsOf gives a list of the contract as words of the field.
func wordsOf[To, From ~string](list *[]From) []To {
	var words []To
	for _, w := range said(list) {
		words = append(words, To(w))
	}
	return words
}

// coverageForms are the forms of a report: its type and how it is written.
var coverageForms = map[string]struct {
	contentType string
	write       func(io.Writer, *coverage.Report) error
}{
	"":        {echo.MIMEApplicationJSON, reach.WriteJSON},
	"json":    {echo.MIMEApplicationJSON, reach.WriteJSON},
	"csv":     {"text/csv; charset=utf-8; header=present", reach.WriteCSV},
	"geojson": {"application/geo+json", reach.WriteGeoJSON},
}

func (s *Server) sendCoverage(c echo.Context, q coverage.Question, whatIf, format string) error {
	var err error
	if q.WhatIf, err = s.siteOf(whatIf); err != nil {
		return err
	}
	report, err := s.coverage(c, q)
	if err != nil {
		return err
	}
	form := coverageForms[format]
	var b bytes.Buffer
	if err := form.write(&b, report); err != nil {
		return err
	}
	return s.sendFeed(c, feed{contentType: form.contentType, keep: keepWords}, b.Bytes())
}

// siteOf gives the town or postcode with an id, or a point, of which to say what a
// place there would add; nil for none.
func (s *Server) siteOf(asked string) (*geo.Place, error) {
	if asked == "" {
		return nil, nil
	}
	if p, ok := s.gazetteer.Place(asked); ok && p.Kind != geo.KindMunicipality {
		return &p, nil
	}
	if p, ok := coverage.SiteAt(asked, s.gazetteer); ok {
		return p, nil
	}
	return nil, invalidAt("what_if", "This is no town, postcode or point. POST /v1/places finds the id of a town; a point is 55.676,12.568.")
}

// sitesOffered is how many towns the page offers to put a place in.
const sitesOffered = 60

// CoveragePage shows who has a place nearby.
func (s *Server) CoveragePage(c echo.Context, page web.Page) error {
	q, whatIf, leftOut := web.ReadCoverage(c.QueryParams(), s.country)
	err := s.knowsNetwork(c.Request().Context(), q.Network)
	if problem.KindOf(err) == problem.Invalid {
		q.Network, leftOut, err = "", true, nil
	}
	if err != nil {
		return err
	}
	if q.WhatIf, err = s.siteOf(whatIf); err != nil {
		q.WhatIf, whatIf, leftOut = nil, "", true
	}
	page.Query = web.CoverageAddress(q, whatIf)
	keep := keepWords
	if leftOut { // it has the address of the page without what could not be read, and says more
		keep = 0
	} else if sent, err := s.again(c, page, keep); sent {
		return err
	}
	report, err := s.coverage(c, q)
	if problem.KindOf(err) == problem.NotFound {
		return s.show(c, page, http.StatusNotFound, 0, func(w io.Writer) error {
			return s.pages.Message(w, web.Message{Page: page, Heading: page.Words.Say("error.title"), Says: page.Words.Say("coverage.no_municipality"), Back: page.Root() + "/coverage"})
		})
	}
	if err != nil {
		return err
	}
	page.Country = cmp.Or(report.Question.Country, page.Country)
	view := web.Coverage{Page: page, Report: report, Towns: s.gazetteer.Towns, Sites: s.sites(report.Question), LeftOut: leftOut}
	err = s.eachEntry(c.Request().Context(), directory.Listing{Kind: directory.KindNetwork}, func(change directory.Change) error {
		view.Networks = append(view.Networks, change.Entry.(*directory.Network))
		return nil
	})
	if err != nil {
		return err
	}
	return s.show(c, page, http.StatusOK, keep, func(w io.Writer) error { return s.pages.Coverage(w, view) })
}

// sites gives the largest towns that a question is about.
func (s *Server) sites(q coverage.Question) []geo.Place {
	var sites []geo.Place
	for _, country := range coverage.Countries {
		if q.Country != "" && q.Country != country {
			continue
		}
		for _, p := range s.gazetteer.TownsIn(country) {
			if q.Municipality == "" || p.Municipality == q.Municipality {
				sites = append(sites, p)
			}
		}
	}
	slices.SortStableFunc(sites, func(a, b geo.Place) int { return cmp.Compare(b.Population, a.Population) })
	return sites[:min(len(sites), sitesOffered)]
}
