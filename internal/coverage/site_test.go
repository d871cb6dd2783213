package coverage_test

import (
	"testing"

	"walkin/internal/coverage"
	"walkin/internal/geo"
)

func TestAPointIsReadAsASite(t *testing.T) {
	s := builtin()
	for text, want := range map[string]string{
		"56.1697,9.5452":     "56.170,9.545", // the square of Silkeborg
		" 56.17 , 9.545 ":    "56.170,9.545",
		"56.16999999,9.5450": "56.170,9.545",
		"0,0":                "", // in the sea, off Africa
		"56.17":              "",
		"56.17,":             "",
		",9.5":               "",
		"91,9.5":             "",
		"NaN,NaN":            "",
		"Inf,9":              "",
		"silkeborg":          "",
		"":                   "",
	} {
		site, ok := coverage.SiteAt(text, s.Names)
		if ok != (want != "") {
			t.Errorf("%q is a site: %v", text, ok)
			continue
		}
		if ok && (site.ID != want || site.Name != "Silkeborg" || site.Kind != "" || site.Point != geo.Point{Lat: 56.17, Lon: 9.545}) {
			t.Errorf("%q is %+v", text, site)
		}
	}
}

// TestAPointAddsWhatATownThereWould asks once with a town and once with its point.
func TestAPointAddsWhatATownThereWould(t *testing.T) {
	s := *builtin()
	s.Sites = nil
	town := geo.Place{ID: "town", Point: geo.Point{Lat: 56.17, Lon: 9.545}}
	site, _ := coverage.SiteAt("56.17,9.545", s.Names)
	of := func(p *geo.Place) *coverage.Gain {
		return ask(t, &s, coverage.Question{Country: "DK", WhatIf: p}).WhatIf
	}
	if a, b := of(&town), of(site); a.People != b.People || a.Share != b.Share || a.People < 10_000 {
		t.Errorf("the town adds %v, its point %v", a, b)
	}
}
