package api_test

import (
	"encoding/json"
	"fmt"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"

	"walkin/api"
	"walkin/internal/directory"
	"walkin/internal/geo"
	"walkin/internal/sqlite"
)

// mapServer is a server over a real catalogue with something at the
// antimeridian, an activity that two centres hold, and enough for pages. Its
// entries were changed a minute apart, from mapBegin on.
func mapServer(t *testing.T) (*service, *sqlite.Catalogue) {
	t.Helper()
	clock := mapBegin
	c, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "catalogue.db"), sqlite.Options{Now: func() time.Time { return clock }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	at := func(id string, lat, lon float64) *directory.Centre {
		return &directory.Centre{ID: id, Name: id, Kind: directory.YouthCafe, Topics: []string{"loneliness"},
			Location: directory.Location{Country: "NL", Municipality: "GM0344", Point: &geo.Point{Lat: lat, Lon: lon}, Precision: directory.PreciseTown}}
	}
	entries := append(sample(), at("pacific-east", -17, -179.5), at("pacific-west", -17, 179.5),
		&directory.Activity{ID: "joint", Centres: []string{"pacific-east", "pacific-west", "dk-hidden"}, Title: directory.Text{"nl": "Samen"}, Rhythm: directory.Varying, Topics: []string{"loneliness"}})
	for i := range 30 {
		entries = append(entries, at(fmt.Sprintf("nl-%02d", i), 52+float64(i)/100, 5))
	}
	for _, e := range entries {
		if _, err := c.Put(t.Context(), e, directory.Edit{Author: author}); err != nil {
			t.Fatal(e.Key(), err)
		}
		clock = clock.Add(time.Minute)
	}
	return serve(t, func(o *api.Options) { o.Catalogue = c }), c
}

var mapBegin = time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)

type mapLink struct{ Href, Rel, Type string }

type mapDocument struct {
	Links       []mapLink
	ConformsTo  []string
	Collections []mapDocument
	ID          string
	Extent      struct {
		Spatial *struct {
			BBox [][]float64
			CRS  string
		}
		Temporal struct{ Interval [][]*time.Time }
	}
}

type mapPage struct {
	Type                          string
	TimeStamp                     time.Time
	NumberMatched, NumberReturned int
	Features                      []mapFeature
	Links                         []mapLink
}

type mapFeature struct {
	Type, ID string
	Geometry *struct {
		Type        string
		Coordinates json.RawMessage
	}
	Properties map[string]any
	Links      []mapLink
}

func (p mapPage) ids() string {
	ids := make([]string, len(p.Features))
	for i, f := range p.Features {
		ids[i] = f.ID
	}
	return strings.Join(ids, " ")
}

func linkOf(links []mapLink, rel string) mapLink {
	i := slices.IndexFunc(links, func(l mapLink) bool { return l.Rel == rel })
	if i < 0 {
		return mapLink{}
	}
	return links[i]
}

// at gives the path of an absolute address of the server.
func (s *service) at(address string) string {
	path, ok := strings.CutPrefix(address, s.url)
	if !ok {
		s.t.Errorf("%q is not an address of %s", address, s.url)
	}
	return path
}

func (s *service) mapPage(path string) mapPage {
	s.t.Helper()
	a := s.do("GET", path, "")
	if a.StatusCode != 200 || a.Header.Get("Content-Type") != "application/geo+json" {
		s.t.Fatalf("%s: %d, %s: %s", path, a.StatusCode, a.Header.Get("Content-Type"), a.body)
	}
	var p mapPage
	a.json(s.t, &p)
	return p
}

func (s *service) mapDocument(path string) mapDocument {
	s.t.Helper()
	a := s.do("GET", path, "")
	if a.StatusCode != 200 || a.Header.Get("Content-Type") != "application/json" {
		s.t.Fatalf("%s: %d, %s: %s", path, a.StatusCode, a.Header.Get("Content-Type"), a.body)
	}
	var d mapDocument
	a.json(s.t, &d)
	return d
}

const centresOnMap = "/ogc/collections/centres/items"

// TestTheMapServerKeepsTheStandard goes through the requirements of the
// conformance classes that it declares. The names are the standard's own (OGC
// 17-069, annex A).
func TestTheMapServerKeepsTheStandard(t *testing.T) {
	s, catalogue := mapServer(t)
	refused := func(paths ...string) func(*testing.T) {
		return func(t *testing.T) {
			for _, path := range paths {
				if a := s.do("GET", path, ""); a.StatusCode != 400 || a.Header.Get("Content-Type") != "application/problem+json" {
					t.Errorf("%s: %d %s", path, a.StatusCode, a.body)
				}
			}
		}
	}
	for _, requirement := range []struct {
		name string
		test func(*testing.T)
	}{
		{"/req/core/root-op", func(t *testing.T) {
			s.mapDocument("/ogc/")
			a, err := s.client.Get(s.url + "/ogc") // not in the contract, which has the slash
			if err != nil {
				t.Fatal(err)
			}
			defer a.Body.Close()
			if a.StatusCode != 200 {
				t.Errorf("without the slash: %d", a.StatusCode)
			}
		}},
		{"/req/core/root-success", func(t *testing.T) {
			links := s.mapDocument("/ogc/").Links
			for rel, path := range map[string]string{
				"self": "/ogc/", "service-desc": "/ogc/api", "service-doc": "/docs", "conformance": "/ogc/conformance", "data": "/ogc/collections",
			} {
				if got := s.at(linkOf(links, rel).Href); got != path {
					t.Errorf("%s leads to %s", rel, got)
				}
				if a := s.do("GET", path, ""); a.StatusCode != 200 || !strings.HasPrefix(a.Header.Get("Content-Type"), strings.Split(linkOf(links, rel).Type, ";")[0]) {
					t.Errorf("%s: %d, %s", rel, a.StatusCode, a.Header.Get("Content-Type"))
				}
			}
		}},
		{"/req/core/api-definition-success", func(t *testing.T) {
			a := s.do("GET", "/ogc/api", "")
			doc, err := openapi3.NewLoader().LoadFromData([]byte(a.body))
			if err != nil {
				t.Fatal(err)
			}
			if err := doc.Validate(t.Context()); err != nil {
				t.Error(err)
			}
		}},
		{"/req/oas30/oas-definition-1", func(t *testing.T) {
			a := s.do("GET", "/ogc/api", "")
			if got := a.Header.Get("Content-Type"); got != "application/vnd.oai.openapi+json;version=3.0" {
				t.Error(got)
			}
			var d struct {
				OpenAPI    string
				Servers    []struct{ URL string }
				Paths      map[string]any
				Components struct {
					Parameters map[string]struct {
						Schema struct{ Maximum, Default int }
					}
				}
			}
			a.json(t, &d)
			if d.OpenAPI != "3.0.3" || s.at(d.Servers[0].URL) != "/ogc" {
				t.Errorf("%s at %v", d.OpenAPI, d.Servers)
			}
			for _, path := range []string{"/", "/api", "/conformance", "/collections", "/collections/centres", "/collections/activities/items", "/collections/helplines/items/{id}"} {
				if d.Paths[path] == nil {
					t.Errorf("%s is not defined", path)
				}
			}
			if len(d.Paths) != 4+3*3 {
				t.Errorf("%d paths", len(d.Paths))
			}
			// Where QGIS reads how large a page may be.
			if l := d.Components.Parameters["limit"].Schema; l.Maximum != 1000 || l.Default != 100 {
				t.Errorf("limit %+v", l)
			}
			if strings.Contains(a.body, "/v1/search") || strings.Contains(a.body, "SearchRequest") {
				t.Error("it holds what is not of the map server")
			}
		}},
		{"/req/core/conformance-success", func(t *testing.T) {
			for _, class := range []string{"core", "geojson", "oas30"} {
				if !slices.Contains(s.mapDocument("/ogc/conformance").ConformsTo, "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/"+class) {
					t.Error(class)
				}
			}
		}},
		{"/req/core/query-param-unknown", refused("/ogc/?lang=da", "/ogc/api?x=1", "/ogc/conformance?x=1", "/ogc/collections?x=1", "/ogc/collections/centres?limit=1",
			centresOnMap+"?bbox-crs=x", centresOnMap+"?title=x", centresOnMap+"?q=x", centresOnMap+"/dk-aarhus?limit=1")},
		{"/req/core/query-param-invalid", refused(
			centresOnMap+"?limit=0", centresOnMap+"?limit=-1", centresOnMap+"?limit=ten", centresOnMap+"?limit=1.5", centresOnMap+"?limit=99999999999999999999",
			centresOnMap+"?bbox=1,2,3", centresOnMap+"?bbox=1,2,3,4,5", centresOnMap+"?bbox=1,2,3,4,5,6,7", centresOnMap+"?bbox=a,b,c,d", centresOnMap+"?bbox=", centresOnMap+"?bbox=NaN,0,1,1",
			centresOnMap+"?bbox=11,57,10,56", centresOnMap+"?bbox=10,57,11,56", centresOnMap+"?bbox=0,-91,1,0", centresOnMap+"?bbox=1e400,0,1,1", centresOnMap+"?bbox=0,0,9,1,1,8",
			centresOnMap+"?datetime=yesterday", centresOnMap+"?datetime=2026-13-01", centresOnMap+"?datetime=..", centresOnMap+"?datetime=../..", centresOnMap+"?datetime=/",
			centresOnMap+"?datetime=2026-11-02T00:00:00Z/2026-11-01T00:00:00Z", centresOnMap+"?datetime=2026-11-01T00:00:00", centresOnMap+"?datetime=a/b/c",
			centresOnMap+"?country=dk", centresOnMap+"?kind=castle", centresOnMap+"?topic=nonsense", centresOnMap+"?rhythm=fixed", centresOnMap+"?group=suicide", centresOnMap+"?f=xml",
			"/ogc/collections/helplines/items?kind=youth_cafe", "/ogc/collections/activities/items?kind=youth_cafe", "/ogc/collections/helplines/items?centre=dk-aarhus")},
		{"/req/core/fc-md-op, fc-md-success, fc-md-items", func(t *testing.T) {
			list := s.mapDocument("/ogc/collections")
			var ids []string
			for _, c := range list.Collections {
				ids = append(ids, c.ID)
			}
			if got := strings.Join(ids, " "); got != "centres activities helplines" {
				t.Error(got)
			}
			if s.at(linkOf(list.Links, "self").Href) != "/ogc/collections" {
				t.Error("no link to itself")
			}
		}},
		{"/req/core/fc-md-items-links", func(t *testing.T) {
			for _, c := range s.mapDocument("/ogc/collections").Collections {
				l := linkOf(c.Links, "items")
				if l.Type != "application/geo+json" || s.at(l.Href) != "/ogc/collections/"+c.ID+"/items" {
					t.Errorf("%+v", l)
				}
				s.mapPage(s.at(l.Href))
			}
		}},
		{"/req/core/fc-md-extent", func(t *testing.T) {
			c := s.mapDocument("/ogc/collections/centres")
			if box := c.Extent.Spatial.BBox[0]; !slices.Equal(box, []float64{-179.5, -17, 179.5, 56.15}) || c.Extent.Spatial.CRS != "http://www.opengis.net/def/crs/OGC/1.3/CRS84" {
				t.Errorf("%+v", c.Extent.Spatial)
			}
			if i := c.Extent.Temporal.Interval[0]; !i[0].Equal(mapBegin) || i[1] != nil {
				t.Errorf("%v", i)
			}
			if s.mapDocument("/ogc/collections/helplines").Extent.Spatial != nil {
				t.Error("helplines are somewhere")
			}
		}},
		{"/req/core/sfc-md-op, sfc-md-success", func(t *testing.T) {
			for _, c := range s.mapDocument("/ogc/collections").Collections {
				if one := s.mapDocument(s.at(linkOf(c.Links, "self").Href)); one.ID != c.ID || !slices.Equal(one.Links, c.Links) {
					t.Errorf("%+v is not %+v", one, c)
				}
			}
			if a := s.do("GET", "/ogc/collections/castles", ""); a.StatusCode != 404 {
				t.Errorf("%d", a.StatusCode)
			}
		}},
		{"/req/core/fc-op, fc-response", func(t *testing.T) {
			p := s.mapPage(centresOnMap)
			if p.Type != "FeatureCollection" || len(p.Features) != 35 || strings.Contains(p.ids(), "dk-closed") {
				t.Errorf("%d features: %s", len(p.Features), p.ids())
			}
			if a := s.do("GET", "/ogc/collections/castles/items", ""); a.StatusCode != 404 {
				t.Errorf("%d", a.StatusCode)
			}
		}},
		{"/req/core/fc-limit-response-1", func(t *testing.T) {
			for limit, want := range map[string]int{"1": 1, "7": 7, "35": 35, "1000": 35, "10000": 35} {
				if p := s.mapPage(centresOnMap + "?limit=" + limit); len(p.Features) != want || p.NumberReturned != want {
					t.Errorf("limit %s: %d features", limit, len(p.Features))
				}
			}
		}},
		{"/req/core/fc-links", func(t *testing.T) {
			// Every page has a link to itself and all but the last to the next;
			// following them gives every feature once, whatever is written
			// meanwhile.
			seen := map[string]int{}
			path := centresOnMap + "?limit=4&topic=loneliness"
			for pages := 1; path != ""; pages++ {
				p := s.mapPage(path)
				if self := s.at(linkOf(p.Links, "self").Href); !sameAddress(self, path) {
					t.Errorf("%s says that it is %s", path, self)
				}
				for _, f := range p.Features {
					seen[f.ID]++
				}
				if pages == 2 {
					late := &directory.Centre{ID: "aaa", Name: "aaa", Topics: []string{"loneliness"}, Location: directory.Location{Country: "NL"}}
					if _, err := catalogue.Put(t.Context(), late, directory.Edit{Author: author}); err != nil {
						t.Fatal(err)
					}
				}
				next := linkOf(p.Links, "next")
				if path = ""; next.Href != "" {
					path = s.at(next.Href)
				}
				if pages > 20 {
					t.Fatal("there is no end")
				}
			}
			if _, err := catalogue.Delete(t.Context(), directory.Key{Kind: directory.KindCentre, ID: "aaa"}, directory.Edit{Author: author}); err != nil {
				t.Fatal(err)
			}
			if len(seen) != 34 { // the bare one is about gambling
				t.Errorf("%d features", len(seen))
			}
			for id, n := range seen {
				if n != 1 {
					t.Errorf("%s came %d times", id, n)
				}
			}
		}},
		{"/req/core/fc-rel-type", func(t *testing.T) {
			for _, l := range s.mapPage(centresOnMap + "?limit=2").Links {
				if l.Type == "" || l.Rel == "" {
					t.Errorf("%+v", l)
				}
			}
		}},
		{"/req/core/fc-timeStamp", func(t *testing.T) {
			if p := s.mapPage(centresOnMap); !p.TimeStamp.Equal(now.Truncate(time.Second)) {
				t.Errorf("%s, and it is %s", p.TimeStamp, now)
			}
		}},
		{"/req/core/fc-numberMatched", func(t *testing.T) {
			if p := s.mapPage(centresOnMap + "?limit=3&country=NL"); p.NumberMatched != 32 {
				t.Errorf("%d", p.NumberMatched)
			}
		}},
		{"/req/core/fc-numberReturned", func(t *testing.T) {
			if p := s.mapPage(centresOnMap + "?limit=3&country=NL"); p.NumberReturned != len(p.Features) {
				t.Errorf("%d of %d", p.NumberReturned, len(p.Features))
			}
		}},
		{"/req/core/fc-bbox-definition, fc-bbox-response", func(t *testing.T) {
			for box, want := range map[string]string{
				"10,56,11,57":                "dk-aarhus dk-bare dk-hidden", // what shows no point is everywhere
				"4.9,52.1,5.1,52.12":         "dk-bare dk-hidden nl-10 nl-11 nl-12",
				"4.9,52.1,0,5.1,52.12,100":   "dk-bare dk-hidden nl-10 nl-11 nl-12",
				"179,-18,-179,-16":           "dk-bare dk-hidden pacific-east pacific-west",
				"179,-18,180,-16":            "dk-bare dk-hidden pacific-west",
				"-180,-18,-179,-16":          "dk-bare dk-hidden pacific-east",
				"10.2,56.15,10.2,56.15":      "dk-aarhus dk-bare dk-hidden",
				"0,0,1,1":                    "dk-bare dk-hidden",
				"10,56,11,57&country=NL":     "",
				"-180,-90,180,90&country=DK": "dk-aarhus dk-bare dk-hidden",
			} {
				p := s.mapPage(centresOnMap + "?bbox=" + box)
				if p.ids() != want || p.NumberMatched != len(p.Features) {
					t.Errorf("%s: %q (%d), want %q", box, p.ids(), p.NumberMatched, want)
				}
			}
			if p := s.mapPage("/ogc/collections/activities/items?bbox=179,-18,180,-16"); p.ids() != "joint" {
				t.Errorf("activities: %s", p.ids())
			}
		}},
		{"/req/core/fc-time-definition, fc-time-response", func(t *testing.T) {
			updated := func(id string) time.Time {
				a := s.do("GET", centresOnMap+"/"+id, "")
				var f mapFeature
				a.json(t, &f)
				at, err := time.Parse(time.RFC3339, f.Properties["updated"].(string))
				if err != nil {
					t.Fatal(err)
				}
				return at
			}
			third, fifth := updated("nl-03"), updated("nl-05")
			stamp := func(at time.Time) string { return at.Format(time.RFC3339) }
			for datetime, want := range map[string]string{
				stamp(third): "nl-03",
				stamp(third.In(time.FixedZone("", 3600))):                "nl-03",
				strings.ToLower(stamp(third)):                            "nl-03",
				stamp(third) + "/" + stamp(fifth):                        "nl-03 nl-04 nl-05",
				stamp(third) + "/" + stamp(third):                        "nl-03",
				"../" + stamp(mapBegin):                                  "",
				"/" + stamp(mapBegin):                                    "",
				stamp(updated("nl-28")) + "/..":                          "nl-28 nl-29",
				stamp(updated("nl-28")) + "/":                            "nl-28 nl-29",
				"2026-11-02":                                             "",
				"2026-11-02/..":                                          "",
				stamp(third.Add(time.Second)):                            "",
				stamp(third.Add(-time.Second)) + "/" + stamp(third) + "": "nl-03",
			} {
				p := s.mapPage(centresOnMap + "?datetime=" + url.QueryEscape(datetime))
				if p.ids() != want || p.NumberMatched != len(p.Features) {
					t.Errorf("%s: %q (%d), want %q", datetime, p.ids(), p.NumberMatched, want)
				}
			}
			if p := s.mapPage(centresOnMap + "?datetime=2026-11-01"); p.NumberMatched != 35 {
				t.Errorf("the whole day: %d", p.NumberMatched)
			}
		}},
		{"/rec/core/fc-filters", func(t *testing.T) {
			for path, want := range map[string]string{
				"centres/items?kind=counselling":                "dk-aarhus",
				"centres/items?municipality=0751":               "dk-aarhus dk-hidden",
				"centres/items?network=headspace-danmark":       "dk-aarhus",
				"centres/items?organisation=dsi&country=DK":     "dk-aarhus",
				"centres/items?topic=addiction":                 "dk-bare",
				"activities/items?rhythm=varying":               "dk-secret-group joint",
				"activities/items?centre=dk-aarhus":             "dk-cooking",
				"helplines/items?group=young_people&country=DK": "dk-chat",
				"helplines/items?country=BE&f=json":             "be-chat be-general be-lifeline",
			} {
				if p := s.mapPage("/ogc/collections/" + path); p.ids() != want || p.NumberMatched != len(p.Features) {
					t.Errorf("%s: %q (%d), want %q", path, p.ids(), p.NumberMatched, want)
				}
			}
		}},
		{"/req/core/f-op, f-success", func(t *testing.T) {
			for id, status := range map[string]int{"dk-aarhus": 200, "dk-closed": 404, "nowhere": 404, "..%2f..": 404, "aaa": 410} {
				if a := s.do("GET", centresOnMap+"/"+id, ""); a.StatusCode != status {
					t.Errorf("%s: %d", id, a.StatusCode)
				}
			}
		}},
		{"/req/core/f-links", func(t *testing.T) {
			var f mapFeature
			s.do("GET", centresOnMap+"/dk-aarhus", "").json(t, &f)
			for rel, path := range map[string]string{"self": centresOnMap + "/dk-aarhus", "alternate": "/v1/centres/dk-aarhus", "collection": "/ogc/collections/centres"} {
				if got := s.at(linkOf(f.Links, rel).Href); got != path {
					t.Errorf("%s: %s", rel, got)
				} else if a := s.do("GET", path, ""); a.StatusCode != 200 && rel != "alternate" {
					t.Errorf("%s: %d", path, a.StatusCode)
				}
			}
		}},
		{"/req/core/crs84", func(t *testing.T) {
			var f mapFeature
			s.do("GET", centresOnMap+"/dk-aarhus", "").json(t, &f)
			if f.Geometry.Type != "Point" || string(f.Geometry.Coordinates) != "[10.2,56.15]" {
				t.Errorf("%+v", f.Geometry)
			}
		}},
		{"/req/geojson/content", func(t *testing.T) {
			for _, collection := range []string{"centres", "activities", "helplines"} {
				for _, f := range s.mapPage("/ogc/collections/" + collection + "/items").Features {
					if f.Type != "Feature" || f.ID == "" || f.Properties["title"] == "" || f.Properties["updated"] == nil {
						t.Errorf("%+v", f)
					}
					if _, ok := f.Properties["verified_at"]; !ok || collection == "helplines" && f.Geometry != nil {
						t.Errorf("%s %s: %+v", collection, f.ID, f)
					}
				}
			}
		}},
		{"/req/core/http: HEAD, ETag and compression", func(t *testing.T) {
			for _, path := range []string{"/ogc/", "/ogc/api", "/ogc/collections", centresOnMap, centresOnMap + "/dk-aarhus"} {
				a := s.do("GET", path, "")
				tag := a.Header.Get("ETag")
				if b := s.do("GET", path, "", "If-None-Match", tag); tag == "" || b.StatusCode != 304 {
					t.Errorf("%s: %q, %d", path, tag, b.StatusCode)
				}
				if b := s.do("HEAD", path, ""); b.StatusCode != 200 || b.Header.Get("ETag") != tag {
					t.Errorf("HEAD %s: %d, %q", path, b.StatusCode, b.Header.Get("ETag"))
				}
			}
		}},
	} {
		t.Run(requirement.name, func(t *testing.T) {
			s.t = t
			requirement.test(t)
		})
	}
}

// sameAddress compares addresses whose parameters may stand in another order.
func sameAddress(a, b string) bool {
	u, errU := url.Parse(a)
	v, errV := url.Parse(b)
	return errU == nil && errV == nil && u.Path == v.Path && u.Query().Encode() == v.Query().Encode()
}

func TestNothingHiddenIsOnTheMap(t *testing.T) {
	s, _ := mapServer(t)
	for _, path := range []string{centresOnMap, centresOnMap + "/dk-hidden", "/ogc/collections/activities/items", "/ogc/collections/activities/items/dk-secret-group",
		"/ogc/collections/activities/items/joint", "/ogc/collections", centresOnMap + "?bbox=10.654,56.123,10.655,56.124"} {
		a := s.do("GET", path, "")
		for _, secret := range []string{marker, "Hemmelighed", "56.12345", "10.65432", author} {
			if secret == "Hemmelighed" && strings.Contains(path, "activities") {
				continue // the town of an area address is shown
			}
			if a.StatusCode != 200 || strings.Contains(a.body, secret) {
				t.Errorf("%s: %d, %q is in it", path, a.StatusCode, secret)
			}
		}
	}
	// Whether a hidden place lies in a box cannot be found out either.
	var f mapFeature
	s.do("GET", centresOnMap+"/dk-hidden", "").json(t, &f)
	if f.Geometry != nil || f.Properties["street"] != nil || f.Properties["town"] != nil || f.Properties["municipality"] != "0751" {
		t.Errorf("%+v", f)
	}
	for _, box := range []string{"10.65,56.12,10.66,56.13", "0,0,1,1"} {
		if p := s.mapPage(centresOnMap + "?country=DK&bbox=" + box); !strings.Contains(p.ids(), "dk-hidden") {
			t.Errorf("%s: %s", box, p.ids())
		}
	}
}
