package web

import (
	"cmp"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
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

// labelled is a line of a list whose mark is on the map.
type labelled struct{ Label, Text, More, Href string }

type figureRow struct {
	Name          string
	Sure, Perhaps figure
}

// figure is a number and how low and high it may be; the latter "" where it is
// exact.
type figure struct{ Value, Range string }

func (s *Site) coverageView(c Coverage) (*coverageView, error) {
	w, r := c.Words, c.Report
	q := r.Question
	i := slices.Index(coverage.Distances[:], q.Reach)
	v := &coverageView{Coverage: c, KM: w.decimal(q.Reach, 1), Where: w.coverageOf(r), Attribution: data.GeoAttribution, Date: w.Date(r.On.In(time.UTC))}
	v.Unsure = r.Total.Doors.Perhaps > 0 || r.Total.Perhaps != r.Total.Sure && !sameMeasure(r.Total)
	sure := r.Total.Sure.Within[max(i, 0)]
	v.Headline = w.Say("coverage.headline", "where", w.isolated(v.Where), "n", hundred(sure.Value), "km", v.KM)
	v.Without = w.Say("coverage.without", "n", w.about(r.Total.People*(1-sure.Value)))
	if hundred(sure.Low) != hundred(sure.High) {
		v.Range = w.Say("coverage.range", "low", hundred(sure.Low), "high", hundred(sure.High))
	}
	if v.Unsure {
		v.Perhaps = w.Say("coverage.perhaps_says", "n", hundred(r.Total.Perhaps.Within[max(i, 0)].Value))
	}
	if r.Total.Perhaps.Nearest == nil {
		v.Perhaps = w.Say("coverage.no_place")
	}
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

func (v *coverageView) figures() {
	w, t := v.Words, v.Report.Total
	add := func(name string, sure, perhaps figure) {
		v.Figures = append(v.Figures, figureRow{name, sure, perhaps})
	}
	for i, km := range coverage.Distances {
		add(w.Say("coverage.within", "km", w.decimal(km, 0)), w.figure(t.Sure.Within[i], 100, 0), w.figure(t.Perhaps.Within[i], 100, 0))
	}
	add(w.Say("coverage.nearest"), w.nearest(t.Sure.Nearest), w.nearest(t.Perhaps.Nearest))
	add(w.Say("coverage.number", "km", v.KM), w.figure(t.Sure.Number, 1, 1), w.figure(t.Perhaps.Number, 1, 1))
	sure, perhaps := w.figure(t.Sure.Hours, 1, 2), w.figure(t.Perhaps.Hours, 1, 2)
	if t.Doors.Hours == 0 && t.Doors.NoHours > 0 { // nobody knows, which is not none
		sure, perhaps = unknown, unknown
	}
	add(w.Say("coverage.per_thousand"), sure, perhaps)
}

// unknown is a figure that nobody knows.
var unknown = figure{Value: "–"}

// figure writes a range, times something, with some digits.
func (w *Words) figure(r coverage.Range, times float64, digits int) figure {
	low, high := w.decimal(r.Low*times, digits), w.decimal(r.High*times, digits)
	f := figure{Value: w.decimal(r.Value*times, digits)}
	if low != high {
		f.Range = w.Say("coverage.between", "low", low, "high", high)
	}
	return f
}

// nearest writes a distance in km; a dash where there is nothing to be near to.
func (w *Words) nearest(r *coverage.Range) figure {
	if r == nil {
		return unknown
	}
	return w.figure(*r, 0.001, 1)
}

// hundred writes a share as so many of a hundred.
func hundred(share float64) int { return int(math.Round(100 * share)) }

// decimal writes a number as the language does.
func (w *Words) decimal(x float64, digits int) string {
	parts := math.Pow10(digits)
	text := strconv.FormatFloat(math.Round(x*parts)/parts+0, 'f', -1, 64)
	if !strings.Contains(decimalPoint, w.Lang) {
		text = strings.Replace(text, ".", ",", 1)
	}
	return text
}

// about writes how many people: no more exactly than it is known, and with a
// narrow space between thousands.
func (w *Words) about(people float64) string {
	step := 10.0
	if people >= 1000 {
		step = 100
	}
	text := strconv.Itoa(int(math.Round(people/step) * step))
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "\u202f" + text[i:]
	}
	return text
}

// named is how many white spots are listed and marked on the map.
const named = 10

// lists writes the white spots, the next places and the evenings.
func (v *coverageView) lists() {
	w, r := v.Words, v.Report
	v.SpotsSay = w.Say("coverage.no_spots")
	if r.SpotCount > 0 {
		v.SpotsSay = w.Say("coverage.spots_says", "km", v.KM, "n", r.SpotCount, "people", w.about(r.SpotPeople))
	}
	for i, s := range r.Spots[:min(len(r.Spots), named)] {
		l := labelled{Label: strconv.Itoa(i + 1), Text: w.Say("coverage.spot", "town", w.isolated(s.Town.Name), "n", w.about(s.People))}
		if !math.IsInf(s.Nearest, 1) {
			l.More = w.Say("coverage.spot_far", "km", w.decimal(s.Nearest/1000, 0))
		}
		v.Spots = append(v.Spots, l)
	}
	adds := func(key string, g coverage.Gain) string {
		return w.Say(key, "town", w.isolated(g.Town.Name), "n", w.about(g.People), "share", hundred(g.Share), "km", v.KM)
	}
	for i, g := range r.Next {
		v.Next = append(v.Next, labelled{Label: string(rune('A' + i)), Text: adds("coverage.adds", g)})
	}
	if r.WhatIf != nil {
		v.WhatIf = adds("coverage.if_says", *r.WhatIf)
	}
	for _, e := range r.Evenings {
		v.Evenings = append(v.Evenings, labelled{
			Text: e.Door.Name, Href: w.Page(directory.Key{Kind: directory.KindCentre, ID: e.Door.Centre}),
			More: w.Say("coverage.evening_of", "day", w.Say("day."+isoDay(time.Weekday(e.Day))), "n", w.about(e.People)),
		})
	}
}

// areaTable is municipalities, those first where most have no place.
type areaTable struct {
	KM    string
	Young bool // it is known how many are young
	Rows  []areaRow
}

// areaRow is a municipality.
type areaRow struct {
	Name, Href, People, Young, None string
	Hours, Evening                  string // "–" where none are known
	Places                          int
	Share, Nearest                  figure
	none                            float64
}

// printedAreas is how many municipalities stand on the sheet of paper.
const printedAreas = 12

func (v *coverageView) rows(i int) {
	w, r := v.Words, v.Report
	all := areaTable{KM: v.KM}
	for _, a := range r.Areas {
		q := r.Question
		q.Municipality = a.Municipality
		row := areaRow{
			Name: a.Name, Href: w.root() + "/coverage" + CoverageAddress(q, ""), People: w.about(a.People), Places: a.Doors.Fit + a.Doors.Perhaps,
			none: a.People * (1 - a.Sure.Within[i].Value), Share: w.figure(a.Sure.Within[i], 100, 0), Nearest: w.nearest(a.Sure.Nearest),
		}
		row.None = w.about(row.none)
		row.Hours, row.Evening = w.weekly(a.Doors.Hours, a.Doors.NoHours), w.weekly(a.Doors.Evening, a.Doors.NoHours)
		if a.Youth12to25 > 0 {
			row.Young, all.Young = w.about(float64(a.Youth12to25)), true
		}
		all.Rows = append(all.Rows, row)
	}
	slices.SortStableFunc(all.Rows, func(a, b areaRow) int { return cmp.Compare(b.none, a.none) })
	v.First = all
	if len(all.Rows) > printedAreas {
		v.First.Rows, v.Every = all.Rows[:printedAreas], &all
	}
}

// weekly writes open hours a week, of some places of which some are unknown.
func (w *Words) weekly(hours float64, unstated int) string {
	switch {
	case unstated == 0:
		return w.decimal(hours, 0)
	case hours == 0:
		return unknown.Value
	}
	return w.Say("coverage.at_least", "n", w.decimal(hours, 0))
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
