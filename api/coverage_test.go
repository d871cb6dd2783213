package api_test

import (
	"encoding/csv"
	"math"
	"net/http"
	"strings"
	"testing"

	"walkin/api"
)

// servedBuiltin is a server with the catalogue that the program starts with.
func servedBuiltin(t *testing.T, change ...func(*api.Options)) *service {
	t.Helper()
	entries := builtinEntries(t)
	c := shelved(t, entries...)
	return serve(t, append(change, func(o *api.Options) { o.Catalogue, o.Index = c, newMemory(entries...) })...)
}

func TestCoverageIsToldInEveryForm(t *testing.T) {
	s := servedBuiltin(t)
	var c api.Coverage
	answer := s.do("GET", "/v1/coverage?country=DK&what_if=DK:g2615876", "")
	answer.json(t, &c)
	if len(c.Areas) != 99 || len(c.Method) != 5 || c.WhatIf == nil || !strings.Contains(c.Attribution, "Statistics Denmark") {
		t.Errorf("%d areas, %d lines of method, what if: %v", len(c.Areas), len(c.Method), c.WhatIf)
	}
	if people := c.Total.Inhabitants; math.Abs(float64(people)-6_031_247) > 30_000 {
		t.Errorf("%d live in Denmark", people)
	}
	if w := c.Total.Sure.Within; len(w) != 4 || w[2].Km != 10 || w[2].Value <= 0 || w[2].Low >= w[2].High {
		t.Errorf("within: %v", w)
	}
	if again := s.do("GET", "/v1/coverage?what_if=DK:g2615876&country=DK", ""); again.body != answer.body {
		t.Error("the same question has another answer")
	}
	if again := s.do("GET", "/v1/coverage?country=DK&what_if=DK:g2615876", "", "If-None-Match", answer.Header.Get("ETag")); again.StatusCode != http.StatusNotModified {
		t.Errorf("who has it gets %d", again.StatusCode)
	}

	sheet := s.do("GET", "/v1/coverage?country=DK&format=csv&promise=free,anonymous,no_appointment&hours=evening&age=15", "")
	lines, err := csv.NewReader(strings.NewReader(sheet.body)).ReadAll()
	if err != nil || len(lines) != 1+99+1 || lines[1][2] != "free;anonymous;no_appointment;evening;age 15" && lines[1][2] != "no_appointment;free;anonymous;evening;age 15" {
		t.Errorf("%d lines, the second is %q: %v", len(lines), lines[min(1, len(lines)-1)], err)
	}
	if !strings.HasPrefix(sheet.Header.Get("Content-Type"), "text/csv") {
		t.Errorf("a sheet is %s", sheet.Header.Get("Content-Type"))
	}

	var mapped struct {
		Type     string
		Features []struct {
			Geometry   struct{ Type string }
			Properties map[string]any
		}
	}
	s.do("GET", "/v1/coverage/0461?format=geojson", "").json(t, &mapped)
	if mapped.Type != "FeatureCollection" || len(mapped.Features) == 0 || !strings.HasSuffix(mapped.Features[0].Geometry.Type, "Polygon") ||
		mapped.Features[0].Properties["kind"] != "municipality" || mapped.Features[0].Properties["name"] != "Odense" {
		t.Errorf("a map is %+v", mapped)
	}
}

func TestCoverageOfAMunicipality(t *testing.T) {
	s := servedBuiltin(t)
	var c api.Coverage
	s.do("GET", "/v1/coverage/0461?reach_km=5", "").json(t, &c)
	if len(c.Areas) != 1 || *c.Total.Name != "Odense" || *c.Question.Country != "DK" || c.Total.Sure.Within[1].Value < 0.5 {
		t.Errorf("%+v", c.Total)
	}
}

func TestWhatCoverageCannotAnswer(t *testing.T) {
	s := servedBuiltin(t)
	for name, c := range map[string]struct {
		path   string
		status int
		says   string
	}{
		"no reach at all":                  {"/v1/coverage?reach_km=0", 400, "reach_km"},
		"a reach of a thousand kilometres": {"/v1/coverage?reach_km=1000", 400, "reach_km"},
		"another country":                  {"/v1/coverage?country=SE", 400, "country"},
		"an unknown municipality":          {"/v1/coverage/9999", 404, "municipality"},
		"a word that is none":              {"/v1/coverage?hours=noon", 400, "hours"},
		"a town that is none":              {"/v1/coverage?what_if=DK:8000", 400, "what_if"},
		"where somebody stands":            {"/v1/coverage?lat=55", 400, "address"},
	} {
		t.Run(name, func(t *testing.T) {
			if a := s.do("GET", c.path, ""); a.StatusCode != c.status || !strings.Contains(a.body, c.says) {
				t.Errorf("%d %s", a.StatusCode, a.body)
			}
		})
	}
	// A question that no place fits has an answer.
	var c api.Coverage
	s.do("GET", "/v1/coverage?country=NL&network=no-such-network", "").json(t, &c)
	if c.Total.Perhaps.Within[3].High != 0 || c.Total.Sure.NearestM != nil || c.Covered != 0 {
		t.Errorf("without a place: %+v", c.Total)
	}
}

// TestCoverageFollowsTheDirectory: what was worked out of an older state is not
// told of a newer one.
func TestCoverageFollowsTheDirectory(t *testing.T) {
	s := serve(t)
	var before, after api.Coverage
	s.do("GET", "/v1/coverage?country=DK", "").json(t, &before)
	fewer := serve(t, func(o *api.Options) {
		o.Catalogue, o.Index = newMemory(sample()[:0]...), newMemory(sample()[:0]...)
	})
	fewer.do("GET", "/v1/coverage?country=DK", "").json(t, &after)
	if before.Total.Places.Fit == 0 || after.Total.Places.Fit != 0 {
		t.Errorf("%d and %d places", before.Total.Places.Fit, after.Total.Places.Fit)
	}
}
