package api_test

import (
	"encoding/csv"
	"math"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unsafe"

	"walkin/api"
	"walkin/internal/coverage"
	"walkin/internal/directory"
	"walkin/internal/geo"
)

// servedBuiltin is a server with the catalogue that the program starts with.
func servedBuiltin(t *testing.T, change ...func(*api.Options)) *service {
	t.Helper()
	entries := builtinEntries(t)
	c := shelved(t, entries...)
	return serve(t, append(change, func(o *api.Options) { o.Catalogue, o.Index = c, newMemory(entries...) })...)
}

func TestCoverageIsToldInEveryForm(t *testing.T) {
	t.Parallel()
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
		"a network that is none":           {"/v1/coverage?network=no-such-network", 400, "network"},
		"a town that is none":              {"/v1/coverage?what_if=DK:g1", 400, "what_if"},
		"a municipality is no place to be": {"/v1/coverage?what_if=DK:m0461", 400, "what_if"},
		"where somebody stands":            {"/v1/coverage?lat=55", 400, "address"},
	} {
		t.Run(name, func(t *testing.T) {
			if a := s.do("GET", c.path, ""); a.StatusCode != c.status || !strings.Contains(a.body, c.says) {
				t.Errorf("%d %s", a.StatusCode, a.body)
			}
		})
	}
}

// TestWhatAPlaceThereWouldAdd asks of a town, a postcode and a point.
func TestWhatAPlaceThereWouldAdd(t *testing.T) {
	s := servedBuiltin(t)
	for site, want := range map[string]string{"DK:8000": "DK:8000", "56.1697,9.5452": "56.170,9.545"} {
		var c api.Coverage
		s.do("GET", "/v1/coverage?country=DK&what_if="+site, "").json(t, &c)
		if c.WhatIf == nil || c.WhatIf.Town.Id != want {
			t.Errorf("%s: %+v", site, c.WhatIf)
		}
	}
	a := s.do("GET", "/da/coverage?what_if=56.1697,9.5452", "", "Accept", "text/html")
	if !strings.Contains(a.body, " (56.170,9.545)") || !strings.Contains(a.body, "what_if=56.170") {
		t.Error("the page does not say what a place at a point would add, or loses it on the way to the sheet")
	}
}

// TestWhatIsUnknownIsNoNo: of what most places do not say, the page has how many have
// a place for certain, how many perhaps, and without are only the others.
func TestWhatIsUnknownIsNoNo(t *testing.T) {
	s := servedBuiltin(t)
	a := s.do("GET", "/en/coverage?country=DK&promise=confidential", "", "Accept", "text/html")
	for _, want := range []string{"certainly have a place", "it is 67 of 100. 1\u202f970\u202f000 people", "Places that may fit count here."} {
		if !strings.Contains(a.body, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if asked := regexp.MustCompile(`(?s)<p class="asked-for">.*?</p>`).FindString(a.body); !strings.Contains(asked, "confidential") || !strings.Contains(a.body, `value="confidential" checked`) {
		t.Errorf("a promise that the form does not offer at once is asked for and not shown: %s", asked)
	}
}

// TestAQuestionThatNoPlaceFits has an answer: nobody has one nearby.
func TestAQuestionThatNoPlaceFits(t *testing.T) {
	s := serve(t)
	s.memory.put(&directory.Network{ID: "only-planned", Name: "Only planned"})
	var c api.Coverage
	s.do("GET", "/v1/coverage?country=NL&network=only-planned", "").json(t, &c)
	if c.Total.Inhabitants == 0 || c.Total.Perhaps.Within[3].High != 0 || c.Total.Sure.NearestM != nil || c.Covered != 0 {
		t.Errorf("without a place: %+v", c.Total)
	}
}

// TestCoverageFollowsTheDirectory: what was worked out of an older state is not
// told of a newer one.
func TestCoverageFollowsTheDirectory(t *testing.T) {
	s := serve(t)
	fit := func() int {
		var c api.Coverage
		s.do("GET", "/v1/coverage?country=DK", "").json(t, &c)
		return c.Total.Places.Fit
	}
	before := fit()
	if fit() != before || before == 0 {
		t.Fatalf("%d places, and then %d", before, fit())
	}
	s.memory.put(&directory.Centre{ID: "one-more", Name: "One more", Topics: []string{"hangout"}, Location: directory.Location{Country: "DK"}})
	if after := fit(); after != before+1 {
		t.Errorf("after one more there are %d of %d places", after, before)
	}
}

// TestNewQuestionsOfCoverageAreRationed: each takes a good part of a second, so
// one address may ask fewer of them, and the same one again as it likes.
func TestNewQuestionsOfCoverageAreRationed(t *testing.T) {
	s := serve(t, func(o *api.Options) { o.RateLimit = api.RateLimit{PerMinute: 10_000, Burst: 10_000} })
	refused := 0
	for n := range 130 {
		a := s.do("GET", "/v1/coverage/0400?age="+strconv.Itoa(n%120), "")
		if a.StatusCode == http.StatusTooManyRequests {
			if refused++; a.Header.Get("Retry-After") == "" {
				t.Fatal("nobody says how long to wait")
			}
			break
		}
	}
	if refused == 0 {
		t.Error("one address may ask 120 new questions at once")
	}
	if a := s.do("GET", "/v1/coverage/0400?age=0", ""); a.StatusCode != http.StatusOK {
		t.Errorf("what was asked before is answered with %d", a.StatusCode)
	}
}

// TestThePageOfCoverage draws it in every language, for each kind of question.
func TestThePageOfCoverage(t *testing.T) {
	t.Parallel()
	s := servedBuiltin(t)
	for _, path := range []string{
		"/da/coverage", "/nl/coverage?country=NL&reach=5", "/en/coverage?municipality=0461&what_if=DK:g2615876", "/de/coverage?country=BE&hours=evening",
		"/fr/coverage?country=BE&promise=free&promise=anonymous", "/ar/coverage?country=all&age=15", "/uk/coverage?country=NL&network=headspace-danmark",
	} {
		a := s.do("GET", path, "", "Accept", "text/html")
		if a.StatusCode != http.StatusOK || strings.Count(a.body, "<svg") < 2 || strings.Contains(a.body, "coverage.") && strings.Contains(a.body, ">coverage.") {
			t.Errorf("%s: %d", path, a.StatusCode)
		}
		if !strings.Contains(a.body, "map-shade-0") || !strings.Contains(a.body, "<table") || len(a.body) > 500_000 {
			t.Errorf("%s has no map, or no table, or %d bytes", path, len(a.body))
		}
		if strings.Contains(a.body, "NaN") || strings.Contains(a.body, "Inf") || strings.Contains(a.body, "{km}") || strings.Contains(a.body, "{n}") {
			t.Errorf("%s says what nobody can read", path)
		}
		if again := s.do("GET", path, "", "Accept", "text/html"); again.body != a.body {
			t.Errorf("%s is drawn in another way the second time", path)
		}
	}
	if a := s.do("GET", "/da/coverage?municipality=9999", "", "Accept", "text/html"); a.StatusCode != http.StatusNotFound || !strings.Contains(a.body, "Den kommune kender vi ikke.") {
		t.Errorf("an unknown municipality: %d", a.StatusCode)
	}
	// What the address says and nobody knows is left out, not repeated, and said.
	const says = "Noget i linket kunne ikke læses"
	for _, part := range []string{"reach=1000", "hours=noon", "what_if=Kvistelurifax", "network=Kvistelurifax", "country=SE", "promise=love", "age=old", "hours=evening&hours=noon"} {
		a := s.do("GET", "/da/coverage?"+part, "", "Accept", "text/html")
		if a.StatusCode != 200 || strings.Contains(a.body, "Kvistelurifax") || !strings.Contains(a.body, says) || a.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("an address by hand, %s: %d, %s", part, a.StatusCode, a.Header.Get("Cache-Control"))
		}
	}
	for _, part := range []string{"", "country=&age=&reach=&network=&what_if=", "hours=evening&hours=evening&country=DK", "promise=free,anonymous", "network=headspace-danmark"} {
		if a := s.do("GET", "/da/coverage?"+part, "", "Accept", "text/html"); strings.Contains(a.body, says) {
			t.Errorf("an address in which all can be read, %q, is told otherwise", part)
		}
	}
}

// TestReportsThatAreKeptAreBounded: who asks one question after another does not
// fill the memory, be it with municipalities or with doors.
func TestReportsThatAreKeptAreBounded(t *testing.T) {
	const bytes = 20 << 20
	for name, c := range map[string]struct {
		report coverage.Report
		size   int // at least, in bytes
	}{
		"of two countries":      {coverage.Report{Areas: make([]coverage.Row, 99+342)}, (99 + 342) * int(unsafe.Sizeof(coverage.Row{}))},
		"of ten thousand doors": {coverage.Report{Places: make([]geo.Point, 10_000)}, 10_000 * int(unsafe.Sizeof(geo.Point{}))},
	} {
		if n := api.ReportsKept(slices.Repeat([]*coverage.Report{&c.report}, 1000)...); n == 0 || n*c.size > bytes {
			t.Errorf("%s: %d reports are kept, %d MB", name, n, n*c.size>>20)
		}
	}
}
