package coverage_test

import (
	"bytes"
	"context"
	"sync"
	"testing"

	"walkin/data"
	"walkin/internal/coverage"
	"walkin/internal/directory"
	"walkin/internal/geo"
	"walkin/internal/sample"
	"walkin/internal/schedule"
)

var on = schedule.Date{Year: 2026, Month: 11, Day: 25}

var loaded = sync.OnceValue(func() *coverage.Survey {
	gazetteer, err := geo.Load()
	if err != nil {
		panic(err)
	}
	people, err := coverage.Load()
	if err != nil {
		panic(err)
	}
	s := &coverage.Survey{People: people, Names: gazetteer, On: on}
	for _, country := range coverage.Countries {
		s.Sites = append(s.Sites, gazetteer.TownsIn(country)...)
	}
	return s
})

// survey gives a survey with doors of centres.
func survey(centres []*directory.Centre, networks map[string][]string) *coverage.Survey {
	s := *loaded()
	s.Doors = coverage.Doors(centres, func(id string) []string { return networks[id] }, on)
	return &s
}

// builtin gives the survey of the catalogue that the program starts with.
var builtin = sync.OnceValue(func() *coverage.Survey {
	content, err := data.Catalogue()
	if err != nil {
		panic(err)
	}
	var centres []*directory.Centre
	networks := make(map[string][]string)
	for line := range bytes.Lines(content) {
		e, err := directory.DecodeLine(line)
		if err != nil {
			panic(err)
		}
		switch e := e.(type) {
		case *directory.Centre:
			centres = append(centres, e)
		case *directory.Organisation:
			networks[e.ID] = e.Networks
		}
	}
	return survey(centres, networks)
})

// generated gives a survey with so many invented centres.
func generated(tb testing.TB, n int, countries ...string) *coverage.Survey {
	tb.Helper()
	c, err := sample.New(n*4, 1)
	if err != nil {
		tb.Fatal(err)
	}
	var centres []*directory.Centre
	for e := range c.Entries() {
		d, ok := e.(*directory.Centre)
		for _, country := range countries {
			if ok && d.Location.Country == country && len(centres) < n {
				centres = append(centres, d)
			}
		}
		if len(centres) == n {
			return survey(centres, nil)
		}
	}
	tb.Fatalf("%d centres only", len(centres))
	return nil
}

func ask(tb testing.TB, s *coverage.Survey, q coverage.Question) *coverage.Report {
	tb.Helper()
	q, err := q.Complete(s.People)
	if err != nil {
		tb.Fatal(err)
	}
	r, err := s.Ask(context.Background(), q, nil)
	if err != nil {
		tb.Fatal(err)
	}
	return r
}

// open gives a schedule of the same hours on some days.
func open(from, to schedule.Clock, days ...schedule.Day) schedule.Schedule {
	return schedule.Schedule{Zone: "Europe/Copenhagen", Country: "DK", Weekly: []schedule.Weekly{{Days: days, Opens: &from, Closes: &to}}}
}

// centre gives a centre with an exact point.
func centre(id string, lat, lon float64) *directory.Centre {
	return &directory.Centre{ID: id, Name: id, Topics: []string{"hangout"}, Location: directory.Location{
		Country: "DK", Point: &geo.Point{Lat: lat, Lon: lon}, Precision: directory.PreciseExact,
	}}
}
