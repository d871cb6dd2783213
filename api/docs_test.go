package api_test

import (
	"regexp"
	"strings"
	"testing"

	"walkin/api"
	"walkin/data"
)

func TestTheReferenceShowsTheWholeContract(t *testing.T) {
	s := serve(t)
	page := s.do("GET", "/docs", "")
	for path, item := range s.doc.Paths.Map() {
		for method, o := range item.Operations() {
			if !strings.Contains(page.body, `<article id="`+o.OperationID+`">`) || !strings.Contains(page.body, method+`</span> `+path) {
				t.Errorf("%s is not there", o.OperationID)
			}
		}
	}
	for name := range s.doc.Components.Schemas {
		if !strings.Contains(page.body, `<article id="schema-`+name+`">`) {
			t.Errorf("the schema %s is not there", name)
		}
	}
	ids := map[string]bool{}
	for _, m := range regexp.MustCompile(`id="([^"]+)"`).FindAllStringSubmatch(page.body, -1) {
		if ids[m[1]] {
			t.Errorf("two elements have the id %s", m[1])
		}
		ids[m[1]] = true
	}
	for _, m := range regexp.MustCompile(`href="#([^"]+)"`).FindAllStringSubmatch(page.body, -1) {
		if !ids[m[1]] {
			t.Errorf("a link leads to #%s, which is not there", m[1])
		}
	}
	// Properties stand in the order of the contract.
	near := page.body[strings.Index(page.body, `id="schema-Near"`):]
	if lat, place := strings.Index(near, "<code>lat</code>"), strings.Index(near, "<code>place</code>"); lat < 0 || place < lat {
		t.Error("the properties of Near are out of order")
	}
	search := page.body[strings.Index(page.body, `id="schema-SearchRequest"`):]
	if text, near, age := strings.Index(search, "<code>text</code>"), strings.Index(search, "<code>near</code>"), strings.Index(search, "<code>age</code>"); text > near || near > age {
		t.Error("the properties of SearchRequest are out of order")
	}
}

func TestThePagesLoadNothingFromOutsideAndRunNothing(t *testing.T) {
	s := serve(t, func(o *api.Options) { o.BaseURL = "https://walkin.example" })
	for _, path := range []string{"/docs", "/problems/invalid", "/about-the-data"} {
		page := s.do("GET", path, "")
		// A link is not a load.
		page.body = regexp.MustCompile(`<a href="https://[^"]+">`).ReplaceAllString(page.body, "<a>")
		for _, unwanted := range []string{"<script", "<img", "<iframe", " style=", " onclick", "@import", `src="`, `href="http`} {
			if strings.Contains(page.body, unwanted) {
				t.Errorf("%s holds %s", path, unwanted)
			}
		}
		policy := page.Header.Get("Content-Security-Policy")
		if !strings.Contains(policy, "style-src 'self'") || strings.Contains(policy, "unsafe") || !strings.Contains(policy, "frame-ancestors 'none'") {
			t.Errorf("%s: the policy is %s", path, policy)
		}
	}
	style := s.do("GET", "/docs/style.css", "")
	if strings.Contains(style.body, "url(") || !strings.HasPrefix(style.Header.Get("Content-Type"), "text/css") {
		t.Error("the style sheet loads something, or is none")
	}
}

func TestWhatTheFeedsNameAsTheirHomeAndLicenceIsThere(t *testing.T) {
	s, _ := serveCatalogue(t, sample()...)
	var feed struct{ License string }
	s.do("GET", "/feeds/listings", "").json(t, &feed)
	page := s.do("GET", strings.TrimPrefix(feed.License, s.url), "")
	if page.StatusCode != 200 || !strings.HasPrefix(page.Header.Get("Content-Type"), "text/html") {
		t.Fatalf("%s: %d %s", feed.License, page.StatusCode, page.body)
	}
	if !strings.Contains(page.body, data.GeoAttribution) || !strings.Contains(page.body, `<a href="https://www.geonames.org/">`) {
		t.Error("the page does not say what the licences ask for")
	}
	var reader struct {
		Home string `json:"home_page_url"`
	}
	s.do("GET", "/feeds/listings.json", "").json(t, &reader)
	if a := s.do("GET", strings.TrimPrefix(reader.Home, s.url), ""); a.StatusCode != 200 && a.Header.Get("Location") != "/docs" {
		t.Errorf("%s: %d", reader.Home, a.StatusCode)
	}
}

func TestTheExamplesOfTheReferenceCanBeSent(t *testing.T) {
	s := serve(t)
	page := s.do("GET", "/docs", "")
	sent := 0
	for _, m := range regexp.MustCompile(`curl -H &#39;Content-Type: application/json&#39; &#39;http://localhost:8080([^&]+)&#39; -d &#39;(.*?)&#39;</code>`).FindAllStringSubmatch(page.body, -1) {
		if strings.Contains(m[1], "{") {
			continue // of an entry, which the reader has to name
		}
		sent++
		if a := s.do("POST", m[1], strings.NewReplacer("&#34;", `"`, "&#39;", "'", "&amp;", "&").Replace(m[2])); a.StatusCode/100 != 2 {
			t.Errorf("%s %s: %d %s", m[1], m[2], a.StatusCode, a.body)
		}
	}
	if sent != 6 {
		t.Errorf("%d examples were found, want 6", sent)
	}
}
