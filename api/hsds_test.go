package api_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"walkin/api"
	"walkin/internal/directory"
	"walkin/internal/feed/hsds"
	"walkin/internal/geo"
	"walkin/internal/schedule"
)

// hsdsPage is a page as a reader of HSDS sees it.
type hsdsPage struct {
	TotalItems int               `json:"total_items"`
	TotalPages int               `json:"total_pages"`
	PageNumber int               `json:"page_number"`
	Size       int               `json:"size"`
	FirstPage  bool              `json:"first_page"`
	LastPage   bool              `json:"last_page"`
	Empty      bool              `json:"empty"`
	Contents   []json.RawMessage `json:"contents"`
	Crisis     json.RawMessage   `json:"crisis"`
}

// hsdsSchemas compiles the schemas that a service has at /hsds/schema.
func hsdsSchemas(t *testing.T, s *service) map[string]*jsonschema.Schema {
	t.Helper()
	var index struct{ Files []string }
	s.do("GET", "/hsds/schema", "").json(t, &index)
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	for _, address := range index.Files {
		doc, err := jsonschema.UnmarshalJSON(strings.NewReader(s.do("GET", strings.TrimPrefix(address, s.url), "").body))
		if err != nil {
			t.Fatal(err)
		}
		if err := compiler.AddResource(address, doc); err != nil {
			t.Fatal(err)
		}
	}
	compiled := map[string]*jsonschema.Schema{}
	for _, address := range index.Files {
		if name := strings.TrimSuffix(address[strings.LastIndexByte(address, '/')+1:], ".json"); name != "openapi" {
			compiled[name] = compiler.MustCompile(address)
		}
	}
	return compiled
}

// holds holds JSON against a schema and looks for null in it.
func holds(t *testing.T, where string, schema *jsonschema.Schema, body []byte) {
	t.Helper()
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
	if err == nil {
		err = schema.Validate(value)
	}
	if err != nil {
		t.Errorf("%s: %v", where, err)
	}
	if bytes.Contains(body, []byte(":null")) || bytes.Contains(body, []byte("[null")) {
		t.Errorf("%s: there is null in %s", where, body)
	}
}

// hsdsLists are the lists with the schema of what is in them.
var hsdsLists = map[string]string{
	"services": "service", "service_at_locations": "service_at_location", "organizations": "organization",
	"taxonomies": "taxonomy", "taxonomy_terms": "taxonomy_term",
}

// TestTheValidatorOfOpenReferralUKWouldPass asks as that validator does (its
// rules as of March 2026): the version at the root, the first, the middle and
// the last page of every list, each 2xx and true to its schema, each object by
// its id; and all of that again with filters.
func TestTheValidatorOfOpenReferralUKWouldPass(t *testing.T) {
	if testing.Short() {
		t.Skip("one reader after the other: nothing for the race detector")
	}
	s, _ := serveCatalogue(t, builtinEntries(t)...)
	var root struct {
		Version    string
		Profile    string
		OpenapiURL string `json:"openapi_url"`
	}
	for _, path := range []string{"/hsds/", "/hsds"} {
		s.do("GET", path, "").json(t, &root)
		if root.Version != "HSDS-UK-3.0" || root.Profile != s.url+"/hsds/profile" || root.OpenapiURL != s.url+"/hsds/schema/openapi.json" {
			t.Errorf("%s says %+v", path, root)
		}
	}
	schemas := hsdsSchemas(t, s)
	get := func(path string) answer {
		began := time.Now()
		a := s.do("GET", path, "")
		if a.StatusCode != 200 {
			t.Fatalf("%s: status %d: %s", path, a.StatusCode, a.body)
		}
		if took := time.Since(began); took > 5*time.Second {
			t.Errorf("%s took %s, and the validator waits for 5 s", path, took)
		}
		return a
	}
	validated := 0
	for list, name := range hsdsLists {
		for _, filter := range []string{"", "full=true", "per_page=500", "day=MO", "age=15", "minimum_age=12&maximum_age=25", "start_time=12:00&end_time=18:00", "modified_after=2020-01-01T00:00:00Z"} {
			if filter != "" && name != "service" && name != "service_at_location" {
				continue
			}
			var first hsdsPage
			get("/hsds/"+list+"?"+filter).json(t, &first)
			if first.Empty || !first.FirstPage || first.TotalItems == 0 {
				t.Errorf("%s?%s is empty", list, filter)
			}
			for _, n := range []int{1, max(first.TotalPages/2, 1), first.TotalPages} {
				var p hsdsPage
				get(fmt.Sprintf("/hsds/%s?%s&page=%d", list, filter, n)).json(t, &p)
				if p.PageNumber != n || p.Size != len(p.Contents) || p.LastPage != (n == p.TotalPages) || p.TotalItems != first.TotalItems {
					t.Errorf("%s?%s page %d says %d, %d, %t, %d", list, filter, n, p.PageNumber, p.Size, p.LastPage, p.TotalItems)
				}
				for i, object := range p.Contents {
					holds(t, list, schemas[name], object)
					validated++
					if i > 0 {
						continue
					}
					var id struct{ ID string }
					if err := json.Unmarshal(object, &id); err != nil {
						t.Fatal(err)
					}
					holds(t, list+"/"+id.ID, schemas[name], []byte(get("/hsds/"+list+"/"+id.ID).body))
				}
			}
		}
	}
	t.Logf("%d objects held", validated)
}

func TestTheWholeCatalogueStreamsAsHSDS(t *testing.T) {
	t.Parallel()
	entries := builtinEntries(t)
	s, _ := serveCatalogue(t, entries...)
	schemas := hsdsSchemas(t, s)
	back := map[directory.Key]bool{}
	for list, name := range hsdsLists {
		a := s.do("GET", "/hsds/"+list+"?format=ndjson"+map[bool]string{true: "&full=true"}[name != "taxonomy" && name != "taxonomy_term"], "")
		lines := 0
		for line := range strings.Lines(a.body) {
			lines++
			holds(t, list, schemas[name], []byte(line))
			if name == "taxonomy" || name == "service_at_location" || name == "taxonomy_term" {
				continue
			}
			// What is served in full can be imported, as far as the public may see it.
			e, err := hsds.DecodeLine([]byte(line))
			if err != nil {
				t.Fatalf("%v in %s", err, line)
			}
			back[e.Key()] = true
		}
		var p hsdsPage
		s.do("GET", "/hsds/"+list, "").json(t, &p)
		if lines != p.TotalItems {
			t.Errorf("%s has %d lines and %d items", list, lines, p.TotalItems)
		}
	}
	for _, e := range entries {
		switch e.Key().Kind {
		case directory.KindTopic, directory.KindNetwork:
		default:
			if !back[e.Key()] {
				t.Errorf("%s was not streamed", e.Key())
			}
		}
	}
}

func TestPagesOfHSDSHoldEveryServiceOnce(t *testing.T) {
	s, _ := serveCatalogue(t, builtinEntries(t)...)
	for list := range hsdsLists {
		seen, total := map[string]bool{}, 0
		for n := 1; ; n++ {
			var p hsdsPage
			s.do("GET", fmt.Sprintf("/hsds/%s?per_page=37&page=%d", list, n), "").json(t, &p)
			total = p.TotalItems
			for _, object := range p.Contents {
				var id struct{ ID string }
				if err := json.Unmarshal(object, &id); err != nil || seen[id.ID] {
					t.Fatalf("%s: %s comes twice (%v)", list, id.ID, err)
				}
				seen[id.ID] = true
			}
			if p.LastPage {
				break
			}
		}
		if len(seen) != total {
			t.Errorf("%s: %d on the pages, %d said", list, len(seen), total)
		}
		var beyond hsdsPage
		s.do("GET", "/hsds/"+list+"?page=9999", "").json(t, &beyond)
		if !beyond.Empty || beyond.Size != 0 || beyond.TotalItems != total {
			t.Errorf("%s: a page beyond the last says %+v", list, beyond)
		}
	}
}

func TestAListIsNarrowedByAllOfItsFilters(t *testing.T) {
	entries := sample()
	s, _ := serveCatalogue(t, entries...)
	id := func(kind directory.Kind, id string) string { return directory.Key{Kind: kind, ID: id}.UUID() }
	services := func(method, path, body string) []string {
		var p struct{ Contents []struct{ ID, Name string } }
		a := s.do(method, path, body)
		if a.StatusCode != 200 {
			t.Fatalf("%s %s: %s", path, body, a.body)
		}
		a.json(t, &p)
		names := []string{}
		for _, c := range p.Contents {
			names = append(names, c.Name)
		}
		return names
	}
	all := services("GET", "/hsds/services", "")
	for _, c := range []struct {
		name, query string
		keep        func(directory.Entry) bool
	}{
		{"an organization", "organization_id=" + id("organisation", "dsi"), func(e directory.Entry) bool { return operatedBy(e, "dsi") }},
		{"a network", "taxonomy_term_id=" + id("network", "headspace-danmark"), func(e directory.Entry) bool { return operatedBy(e, "dsi") }},
		{"an age that is welcome or may be", "age=11", func(e directory.Entry) bool { return agesOf(e).Fit(11) != directory.No }},
		{"a minimum age of at least", "minimum_age=12", func(e directory.Entry) bool { a := agesOf(e); return a.Min != nil && *a.Min >= 12 }},
		{"a maximum age of at most", "maximum_age=24", func(e directory.Entry) bool { a := agesOf(e); return a.Max != nil && *a.Max <= 24 }},
		{"changed since", "modified_after=" + url.QueryEscape(now.Add(-time.Hour).Format(time.RFC3339)), func(directory.Entry) bool { return true }},
		{"changed after all", "modified_after=" + url.QueryEscape(now.Add(time.Hour).Format(time.RFC3339)), func(directory.Entry) bool { return false }},
		{"any topic", "taxonomy_id=" + hsds.Topics.ID, func(e directory.Entry) bool { return len(topicsOf(e)) > 0 }},
		{"any network", "taxonomy_id=" + hsds.Networks.ID, func(e directory.Entry) bool { return operatedBy(e, "dsi") }},
		{"both of two", "organization_id=" + id("organisation", "dsi") + "&age=11", func(e directory.Entry) bool {
			return operatedBy(e, "dsi") && agesOf(e).Fit(11) != directory.No
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			want := map[string]bool{}
			for _, e := range entries {
				if name := serviceName(e); name != "" && c.keep(e) {
					want[name] = true
				}
			}
			got := services("GET", "/hsds/services?"+c.query, "")
			if len(got) != len(want) || len(all) <= len(got) && strings.HasPrefix(c.name, "a ") {
				t.Errorf("%v, want %v", got, want)
			}
			for _, name := range got {
				if !want[name] {
					t.Errorf("%s is among %v", name, got)
				}
			}
		})
	}
	around := services("POST", "/hsds/services", `{"latitude":56.15,"longitude":10.2,"radius_m":500}`)
	if len(around) == 0 || around[0] != "headspace Aarhus" || len(around) == len(all) {
		t.Errorf("around a position: %v", around)
	}
	if in := services("GET", "/hsds/service_at_locations?postcode=8000", ""); len(in) == 0 {
		t.Error("nothing is in a municipality")
	}
	if in := services("GET", "/hsds/service_at_locations?postcode=24937", ""); len(in) != 0 {
		t.Errorf("around a postcode that is in no municipality: %v", in)
	}
	if found := services("POST", "/hsds/services", `{"search":"headspace AARHUS"}`); len(found) == 0 || found[0] != "headspace Aarhus" {
		t.Errorf("a search finds %v", found)
	}
	if a := s.do("POST", "/hsds/service_at_locations", `{"search":"headspace fiskergade"}`); !strings.Contains(a.body, "headspace Aarhus") {
		t.Errorf("a search for a street finds %s", a.body)
	}
	if found := services("POST", "/hsds/services", `{"search":"headspace zyxw"}`); len(found) != 0 {
		t.Errorf("a search finds %v", found)
	}
}

func operatedBy(e directory.Entry, organisation string) bool {
	switch e := e.(type) {
	case *directory.Centre:
		return e.Organisation == organisation
	case *directory.Helpline:
		return e.Organisation == organisation
	case *directory.Activity:
		return e.Organisation == organisation || len(e.Centres) > 0 && e.Centres[0] == "dk-aarhus"
	}
	return false
}

func agesOf(e directory.Entry) directory.Ages {
	switch e := e.(type) {
	case *directory.Centre:
		return e.Ages
	case *directory.Activity:
		return e.Ages
	case *directory.Helpline:
		return e.Ages
	}
	return directory.Ages{}
}

func topicsOf(e directory.Entry) []string {
	switch e := e.(type) {
	case *directory.Centre:
		return e.Topics
	case *directory.Activity:
		return e.Topics
	case *directory.Helpline:
		return e.Topics
	}
	return nil
}

func serviceName(e directory.Entry) string {
	if s := (&hsds.Projection{Brief: true}).Service(e); s != nil {
		return s.Name
	}
	return ""
}

// The words of Open Referral UK are one-sided, and one schedule must keep both
// the day and the times.
func TestDayAndTimesAreMetByOneSchedule(t *testing.T) {
	entries := sample()
	two := weekly("10:00", "12:00", schedule.Mon)
	two.Weekly = append(two.Weekly, weekly("18:00", "21:00", schedule.Tue).Weekly...)
	entries = append(entries, &directory.Centre{ID: "dk-two", Name: "To tider", Topics: []string{"loneliness"},
		Location: directory.Location{Country: "DK"}, Hours: two})
	s, _ := serveCatalogue(t, entries...)
	for query, want := range map[string]bool{
		"day=MO": true, "day=MO&start_time=09:00": true, "day=MO&start_time=11:00": false, "day=TU&end_time=21:00": true,
		"day=TU&end_time=12:00": false, "start_time=18:00": true, "end_time=11:59": false, "day=SU": false,
	} {
		a := s.do("GET", "/hsds/service_at_locations?full=true&per_page=500&"+query, "")
		if got := strings.Contains(a.body, "To tider"); got != want {
			t.Errorf("%s: there is %t, want %t", query, got, want)
		}
	}
}

func TestWhatIsBadIsRefusedByHSDS(t *testing.T) {
	s, _ := serveCatalogue(t, sample()...)
	for _, c := range []struct{ path, pointer string }{
		{"/hsds/services?page=0", "page"},
		{"/hsds/services?page=x", "page"},
		{"/hsds/services?page=-1", "page"},
		{"/hsds/services?per_page=0", "per_page"},
		{"/hsds/services?per_page=501", "per_page"},
		{"/hsds/services?modified_after=yesterday", "modified_after"},
		{"/hsds/services?open_at=now", "open_at"},
		{"/hsds/services?format=xml", "format"},
		{"/hsds/services?day=Monday", "day"},
		{"/hsds/services?start_time=9", "start_time"},
		{"/hsds/services?frob=1", "frob"},
		{"/hsds/services?search=help", "search"},
		{"/hsds/services?latitude=56", "latitude"},
		{"/hsds/services?postcode=8000", "postcode"},
		{"/hsds/services?taxonomy_term_id=loneliness", "taxonomy_term_id"},
		{"/hsds/services?taxonomy_term_id=00000000-0000-0000-0000-000000000000", "taxonomy_term_id"},
		{"/hsds/services?organization_id=" + directory.Key{Kind: "topic", ID: "loneliness"}.UUID(), "organization_id"},
		{"/hsds/service_at_locations?proximity=500", "proximity"},
		{"/hsds/service_at_locations?postcode=notone", "postcode"},
	} {
		a := s.do("GET", c.path, "")
		var p struct {
			Errors []struct{ Pointer, Detail string }
		}
		a.json(t, &p)
		if a.StatusCode != 400 || len(p.Errors) != 1 || p.Errors[0].Pointer != c.pointer {
			t.Errorf("%s: status %d: %s", c.path, a.StatusCode, a.body)
		}
	}
	if a := s.do("GET", "/hsds/services?search=x", ""); !strings.Contains(a.body, "POST /hsds/services") {
		t.Errorf("the way to search is not told: %s", a.body)
	}
	for _, path := range []string{"services/x", "services/00000000-0000-0000-0000-000000000000", "organizations/" + directory.Key{Kind: "topic", ID: "loneliness"}.UUID(),
		"service_at_locations/x", "taxonomies/x", "taxonomy_terms/x", "schema/x.json", "profile/..%2fdoc.go"} {
		if a := s.do("GET", "/hsds/"+path, ""); a.StatusCode != 404 {
			t.Errorf("%s: status %d", path, a.StatusCode)
		}
	}
	for _, body := range []string{`{"page":0}`, `{"frob":1}`, `{"latitude":56}`, `{"radius_m":5}`, `[]`} {
		if a := s.do("POST", "/hsds/services", body); a.StatusCode != 400 {
			t.Errorf("%s: status %d: %s", body, a.StatusCode, a.body)
		}
	}
}

func TestACrisisQueryToHSDSIsAnsweredByPeople(t *testing.T) {
	entries := sample()
	c := shelved(t, entries...)
	s := serve(t, func(o *api.Options) {
		o.Catalogue, o.Index, o.RateLimit = c, newMemory(entries...), api.RateLimit{PerMinute: 1, Burst: 1}
	})
	for range 3 {
		for list := range hsdsLists {
			var p hsdsPage
			a := s.do("POST", "/hsds/"+list, `{"search":"jeg vil dø","frob":1}`)
			a.json(t, &p)
			if a.StatusCode != 200 || len(p.Crisis) == 0 || !p.Empty || a.Header.Get("Cache-Control") != "no-store" {
				t.Errorf("%s: status %d: %s", list, a.StatusCode, a.body)
			}
		}
	}
}

// TestWhatIsHiddenLeavesByNoObjectOfHSDS looks for a secret address in every
// object that is served, in every way of asking.
func TestWhatIsHiddenLeavesByNoObjectOfHSDS(t *testing.T) {
	hidden := directory.Location{Street: marker, PostalCode: "8000", Town: "Hemmelighed", Municipality: "0751", Country: "DK",
		Point: &geo.Point{Lat: 56.123456, Lon: 10.654321}, Precision: directory.PreciseExact, Visibility: directory.VisibleNone}
	entries := append(sample(),
		&directory.Activity{ID: "dk-at-hidden", Title: directory.Text{"da": "Gruppe i huset"}, Centres: []string{"dk-hidden"}, Rhythm: directory.Fixed, Topics: []string{"loneliness"}},
		&directory.Centre{ID: "dk-hidden-stop", Name: "Bussen", Topics: []string{"loneliness"}, Location: directory.Location{Country: "DK"},
			Stops: []directory.OutreachStop{{ID: "bus", Name: directory.Text{"da": "Stop"}, Location: hidden}}})
	s, _ := serveCatalogue(t, entries...)
	answers := map[string]answer{}
	for list := range hsdsLists {
		for _, query := range []string{"?full=true&per_page=500", "?per_page=500", "?format=ndjson", "?format=ndjson&full=true", "?minimal=true"} {
			if strings.Contains(query, "full") && strings.HasPrefix(list, "taxonom") || strings.Contains(query, "minimal") && list == "taxonomies" {
				query = "?per_page=500"
			}
			answers[list+query] = s.do("GET", "/hsds/"+list+query, "")
		}
		answers["POST "+list] = s.do("POST", "/hsds/"+list, `{"format":"ndjson"}`)
	}
	for _, e := range entries {
		switch e.Key().Kind {
		case directory.KindOrganisation:
			answers[e.Key().ID] = s.do("GET", "/hsds/organizations/"+e.Key().UUID()+"?full_service=true", "")
		case directory.KindTopic, directory.KindNetwork:
			answers[e.Key().ID] = s.do("GET", "/hsds/taxonomy_terms/"+e.Key().UUID(), "")
		default:
			answers[e.Key().ID] = s.do("GET", "/hsds/services/"+e.Key().UUID(), "")
		}
		for _, site := range directory.Sites(e) {
			answers["at "+e.Key().ID+site.Stop] = s.do("GET", "/hsds/service_at_locations/"+site.UUID(), "")
		}
	}
	for where, a := range answers {
		if a.StatusCode != 200 {
			t.Errorf("%s: status %d: %s", where, a.StatusCode, a.body)
		}
		for _, secret := range []string{marker, "Skjult", "56.123456", "10.654321", author, "vurderingstekst", "hverdagsord"} {
			if strings.Contains(a.body, secret) {
				t.Errorf("%s: %s left", where, secret)
			}
		}
	}
	if !strings.Contains(answers["at dk-hidden-stopbus"].body, `"visibility":"hidden"`) {
		t.Errorf("the stop is not said to be hidden: %s", answers["at dk-hidden-stopbus"].body)
	}
	// Nor can it be found by asking where it is.
	for _, lat := range []float64{56.1234, 56.1} {
		a := s.do("POST", "/hsds/service_at_locations", fmt.Sprintf(`{"latitude":%g,"longitude":10.6543,"radius_m":3000}`, lat))
		if strings.Contains(a.body, "Bussen") || strings.Contains(a.body, "Krisehus") {
			t.Errorf("a hidden place is found around a position: %s", a.body)
		}
	}
}

func TestTheDescriptionOfHSDSIsValidOpenAPI(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("one reader after the other: nothing for the race detector")
	}
	s := serve(t)
	loader := openapi3.NewLoader()
	loader.IsExternalRefsAllowed = true
	files := map[string][]byte{} // they refer to each other many times
	loader.ReadFromURIFunc = func(_ *openapi3.Loader, u *url.URL) ([]byte, error) {
		if files[u.Path] == nil {
			files[u.Path] = []byte(s.do("GET", u.Path, "").body)
		}
		return files[u.Path], nil
	}
	doc, err := loader.LoadFromURI(&url.URL{Scheme: "http", Host: "walkin.example", Path: "/hsds/schema/openapi.json"})
	if err != nil {
		t.Fatal(err)
	}
	if doc.OpenAPI != "3.1.0" {
		t.Errorf("it is OpenAPI %s", doc.OpenAPI)
	}
	// What it describes is what there is.
	served := s.server.Routes()
	for path, item := range doc.Paths.Map() {
		route := "/hsds" + strings.NewReplacer("{", ":", "}", "").Replace(path)
		for method := range item.Operations() {
			if !strings.Contains(strings.Join(served[route], " "), method) {
				t.Errorf("%s %s is described and not served", method, path)
			}
		}
	}
}
