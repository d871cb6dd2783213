package web

import (
	"io"
	"slices"
	"strconv"
	"time"

	"walkin/data"
	"walkin/internal/coverage"
	"walkin/internal/directory"
	"walkin/internal/geo"
)

// everywhere asks for all three countries in an address; no country at all is
// that of the site.
const everywhere = "all"

// Coverage is what the page of coverage shows.
type Coverage struct {
	Page
	Report   *coverage.Report
	Networks []*directory.Network
	Sites    []geo.Place // towns of which to ask what a place in them would add
	Towns    func(box geo.Box, limit int) []geo.Place
	LeftOut  bool // part of the address could not be read
}

// Coverage draws the page: who has a place nearby.
func (s *Site) Coverage(w io.Writer, c Coverage) error {
	view, err := s.coverageView(c)
	if err != nil {
		return err
	}
	return s.draw(w, c.Lang(), "coverage", "layout", view)
}

// coverageView is the view of it.
type coverageView struct {
	Coverage
	Where, Headline, Range, Without, Perhaps string
	Counts                                   string // that what may fit counts in maps and lists, where some do
	KM                                       string
	Asked                                    string // which places count, if not all
	Up                                       *Link  // to all municipalities, from one
	Form                                     coverageForm
	Figures                                  []figureRow
	Unsure                                   bool // there is something to count apart
	Map                                      *coverageMap
	Spots, Next, Evenings                    []labelled
	SpotsSay, WhatIf                         string
	First                                    areaTable
	Every                                    *areaTable
	Quality                                  []string
	Changed                                  string // since the day with which is compared
	Date, Attribution                        string
	CSV, JSON, GeoJSON                       string
}

func (s *Site) coverageView(c Coverage) (*coverageView, error) {
	w, r := c.Words, c.Report
	q := r.Question
	i := slices.Index(coverage.Distances[:], q.Reach)
	v := &coverageView{Coverage: c, KM: w.decimal(q.Reach, 1), Where: w.coverageOf(r), Attribution: data.GeoAttribution, Date: w.Date(r.On.In(time.UTC))}
	v.Unsure = r.Total.Doors.Perhaps > 0 || r.Total.Perhaps != r.Total.Sure && !sameMeasure(r.Total)
	v.headline(max(i, 0))
	v.figures()
	v.lists()
	v.rows(max(i, 0))
	v.quality()
	v.changed()
	v.form()
	v.links()
	var err error
	v.Map, err = s.coverageMap(v, max(i, 0))
	return v, err
}

// headline says who has a place within the i-th distance, and who has none: nobody
// of whom it is only unknown.
func (v *coverageView) headline(i int) {
	w, total := v.Words, v.Report.Total
	sure, perhaps := total.Sure.Within[i], total.Perhaps.Within[i]
	key := "coverage.headline"
	if v.Unsure {
		key = "coverage.headline_sure"
		v.Perhaps, v.Counts = w.Say("coverage.perhaps_says", "n", hundred(perhaps.Value)), w.Say("coverage.perhaps_counts")
	}
	v.Headline = w.Say(key, "where", w.isolated(v.Where), "n", hundred(sure.Value), "km", v.KM)
	if hundred(sure.Low) != hundred(sure.High) {
		v.Range = w.Say("coverage.range", "low", hundred(sure.Low), "high", hundred(sure.High))
	}
	if without := w.about(total.People * (1 - perhaps.Value)); without != "0" {
		v.Without = w.Say("coverage.without", "n", without)
	}
	if total.Perhaps.Nearest == nil {
		v.Perhaps, v.Without = w.Say("coverage.no_place"), ""
	}
}

func sameMeasure(r coverage.Row) bool {
	return r.Sure.Within == r.Perhaps.Within && r.Sure.Number == r.Perhaps.Number && r.Sure.Hours == r.Perhaps.Hours
}

// coverageOf names the people of a report.
func (w *Words) coverageOf(r *coverage.Report) string {
	switch q := r.Question; {
	case r.Total.Name != "":
		return r.Total.Name
	case q.Country != "":
		return w.country(q.Country)
	}
	return w.Say("coverage.everywhere")
}

// changed compares with the day before.
func (v *coverageView) changed() {
	w, r := v.Words, v.Report
	if r.Before == nil {
		v.Changed = w.Say("coverage.no_before")
		return
	}
	v.Changed = w.Say("coverage.before", "date", w.Date(r.Before.On.In(time.UTC)), "km", v.KM,
		"places", r.Before.Doors.Fit, "share", hundred(r.Before.CoveredSure), "places_now", r.Total.Doors.Fit, "now", hundred(r.CoveredSure))
}

func (v *coverageView) quality() {
	w, t := v.Words, v.Report.Total.Doors
	v.Quality = []string{w.Say("coverage.counted", "n", t.Fit)}
	for _, q := range []struct {
		key string
		n   int
	}{{"coverage.maybe", t.Perhaps}, {"coverage.rough", t.Approximate}, {"coverage.nowhere", t.NoPoint}, {"coverage.no_hours", t.NoHours}} {
		if q.n > 0 {
			v.Quality = append(v.Quality, w.Say(q.key, "n", q.n))
		}
	}
	v.Quality = append(v.Quality, w.Say("coverage.verified", "n", t.Verified))
}

// root stands before the addresses of pages in the language.
func (w *Words) root() string { return "/" + w.Lang }

// coverPromises are the promises that are offered on the page: those that young
// people ask about first.
var coverPromises = []directory.Promise{directory.Free, directory.Anonymous, directory.NoAppointment}

func (w *Words) plainNumber(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }
