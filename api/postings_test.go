package api_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"maps"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"walkin/api"
	"walkin/data"
	"walkin/internal/directory"
	"walkin/internal/sqlite"
)

// shelved is a real catalogue filled with entries.
func shelved(t testing.TB, list ...directory.Entry) *sqlite.Catalogue {
	t.Helper()
	c, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "catalogue.db"), sqlite.Options{Now: func() time.Time { return now.Add(-time.Hour) }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	if _, _, _, err := c.PutAll(t.Context(), list, author, nil); err != nil {
		t.Fatal(err)
	}
	return c
}

// serveCatalogue serves a real catalogue. The index is only asked for the
// taxonomy.
func serveCatalogue(t *testing.T, list ...directory.Entry) (*service, *sqlite.Catalogue) {
	t.Helper()
	c := shelved(t, list...)
	return serve(t, func(o *api.Options) { o.Catalogue, o.Index = c, newMemory(list...) }), c
}

func builtinEntries(t testing.TB) []directory.Entry {
	t.Helper()
	content, err := data.Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	var list []directory.Entry
	for line := range bytes.Lines(content) {
		e, err := directory.DecodeLine(line)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, e)
	}
	return list
}

func TestTheListingFeedIsReadPageByPage(t *testing.T) {
	entries := builtinEntries(t)
	s, c := serveCatalogue(t, entries...)
	var want, helplines int
	for _, e := range entries {
		if directory.Posted(e) {
			want++
		}
		if e.Key().Kind == directory.KindHelpline {
			helplines++
		}
	}
	// Twice the same page is the same to the byte, last pages above all.
	first := s.do("GET", "/feeds/listings", "")
	var page listingPage
	first.json(t, &page)
	if len(page.Items) != 500 || first.Header.Get("Cache-Control") != "public, max-age=3600" || first.Header.Get("Content-Type") != "application/json" {
		t.Errorf("the first page has %d items, %v", len(page.Items), first.Header)
	}
	last := page.Items[499].Modified
	if page.Next != fmt.Sprintf("%s/feeds/listings?afterChangeNumber=%d", s.url, last) {
		t.Errorf("the next page is %s after %d", page.Next, last)
	}
	for n := 1; n < len(page.Items); n++ {
		if page.Items[n].Modified <= page.Items[n-1].Modified {
			t.Fatalf("item %d is not after the one before", n)
		}
	}
	p := follow(s, "")
	p.read()
	if len(p.kept) != want || len(p.seen) != want || helplines == 0 {
		t.Errorf("the feed has %d entries in %d items, want %d", len(p.kept), len(p.seen), want)
	}
	end := s.do("GET", strings.TrimPrefix(p.next, s.url), "")
	if end.Header.Get("Cache-Control") != "public, max-age=8" {
		t.Errorf("the last page may be kept for %s", end.Header.Get("Cache-Control"))
	}
	if again := s.do("GET", strings.TrimPrefix(p.next, s.url), ""); again.body != end.body || !strings.Contains(end.body, `"items":[]`) {
		t.Errorf("the last page is once %s, then %s", end.body, again.body)
	}
	if r := s.do("GET", strings.TrimPrefix(p.next, s.url), "", "If-None-Match", end.Header.Get("ETag")); r.StatusCode != 304 {
		t.Errorf("an unchanged last page is answered with %d", r.StatusCode)
	}
	// Another order of the parameters is another address, and its own next.
	for _, address := range []string{"/feeds/listings?country=DK&afterChangeNumber=9007199254740991", "/feeds/listings?afterChangeNumber=9007199254740991&country=DK", "/feeds/listings?network=none"} {
		s.do("GET", address, "").json(t, &page)
		if page.Next != s.url+address || len(page.Items) > 0 {
			t.Errorf("the next page of %s is %s", address, page.Next)
		}
	}
	// An edit moves its entry to the end, and a portal that waited there hears.
	e, err := c.Entry(t.Context(), directory.Key{Kind: directory.KindCentre, ID: "dk-headspace-aarhus"})
	if err != nil {
		t.Fatal(err)
	}
	changed := *e.Entry.(*directory.Centre)
	changed.Name = "headspace Aarhus, nye døre"
	write(t, c, &changed)
	if p.read(); !slices.Equal(p.seen, []string{"centre:dk-headspace-aarhus"}) || !strings.Contains(p.kept["centre:dk-headspace-aarhus"], "nye døre") {
		t.Errorf("heard of %v", p.seen)
	}
}

func TestAnEmptyListingFeedPointsToItself(t *testing.T) {
	s, _ := serveCatalogue(t)
	for _, address := range []string{"/feeds/listings", "/feeds/listings?country=DK"} {
		var page listingPage
		s.do("GET", address, "").json(t, &page)
		if page.Next != s.url+address || page.Items == nil || len(page.Items) > 0 {
			t.Errorf("%s: %+v", address, page)
		}
	}
	for _, form := range []string{".json", ".atom", ".csv", ".ndjson", ".geojson"} {
		if a := s.do("GET", "/feeds/listings"+form, ""); a.StatusCode != 200 {
			t.Errorf("%s: %d", form, a.StatusCode)
		}
	}
}

func TestListingFeedsRefuseWhatTheyCannotRead(t *testing.T) {
	s, _ := serveCatalogue(t, sample()...)
	for _, tt := range []struct{ address, names string }{
		{"/feeds/listings?afterChangeNumber=0", "afterChangeNumber"},
		{"/feeds/listings?afterChangeNumber=-1", "afterChangeNumber"},
		{"/feeds/listings?afterChangeNumber=1.5", "afterChangeNumber"},
		{"/feeds/listings?afterChangeNumber=1e3", "afterChangeNumber"},
		{"/feeds/listings?afterChangeNumber=x", "afterChangeNumber"},
		{"/feeds/listings?afterChangeNumber=", "afterChangeNumber"},
		{"/feeds/listings?afterChangeNumber=9007199254740992", "afterChangeNumber"},
		{"/feeds/listings?afterChangeNumber=1&afterChangeNumber=2", "afterChangeNumber"},
		{"/feeds/listings?afterTimestamp=1&afterId=2", "afterId"},
		{"/feeds/listings?country=dk", "country"},
		{"/feeds/listings?topic=none", "topic"},
		{"/feeds/listings?q=ensom", "q"},
		{"/feeds/listings.json?before=0", "before"},
		{"/feeds/listings.atom?before=-1", "before"},
		{"/feeds/listings.csv?topic=none", "topic"},
		{"/feeds/listings.ndjson?lat=1", "lat"},
		{"/feeds/listings.geojson?bbox=1,2,3,4", "bbox"},
		{"/v1/changes?after=-1", "after"},
		{"/v1/changes?after=x", "after"},
		{"/v1/changes?limit=0", "limit"},
		{"/v1/changes?limit=501", "limit"},
	} {
		a := s.do("GET", tt.address, "")
		var p api.Problem
		a.json(t, &p)
		if a.StatusCode != 400 || p.Errors == nil || (*p.Errors)[0].Pointer != tt.names {
			t.Errorf("%s: %d %s", tt.address, a.StatusCode, a.body)
		}
	}
	// A number from the future is a place where nothing has happened yet.
	for _, address := range []string{"/feeds/listings?afterChangeNumber=123456", "/feeds/listings.json?before=9007199254740991", "/v1/changes?after=9007199254740991"} {
		if a := s.do("GET", address, ""); a.StatusCode != 200 {
			t.Errorf("%s: %d %s", address, a.StatusCode, a.body)
		}
	}
}

func TestEveryFormHasTheSameFilters(t *testing.T) {
	t.Parallel()
	entries := builtinEntries(t)
	s, c := serveCatalogue(t, entries...)
	taxonomy := newMemory(entries...).Taxonomy()
	for _, query := range []url.Values{
		{}, {"country": {"NL"}}, {"municipality": {"0751"}}, {"network": {"headspace-danmark"}}, {"topic": {"mental_wellbeing"}}, {"topic": {"addiction"}},
		{"country": {"BE"}, "topic": {"talk_to_someone"}}, {"network": {"overkop"}, "country": {"BE"}}, {"network": {"none"}},
	} {
		want := catalogued(t, c, taxonomy, query)
		if len(want) == 0 && query.Get("network") != "none" {
			t.Errorf("nothing matches %v", query)
		}
		address := "?" + query.Encode()
		if len(query) == 0 {
			address = ""
		}
		p := follow(s, address)
		p.read()
		got := map[string][]string{"RPDE": slices.Sorted(maps.Keys(p.kept))}
		for _, line := range strings.Split(strings.TrimSuffix(s.do("GET", "/feeds/listings.ndjson"+address, "").body, "\n"), "\n") {
			var l struct {
				Kind  string
				Entry struct{ ID string }
			}
			if line == "" {
				continue
			}
			if err := json.Unmarshal([]byte(line), &l); err != nil {
				t.Fatal(err)
			}
			got["NDJSON"] = append(got["NDJSON"], l.Kind+":"+l.Entry.ID)
		}
		rows, err := csv.NewReader(strings.NewReader(s.do("GET", "/feeds/listings.csv"+address, "").body)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows[1:] {
			got["CSV"] = append(got["CSV"], row[0])
		}
		var collection struct{ Features []struct{ ID string } }
		s.do("GET", "/feeds/listings.geojson"+address, "").json(t, &collection)
		for _, f := range collection.Features {
			got["GeoJSON"] = append(got["GeoJSON"], f.ID)
		}
		for next := s.url + "/feeds/listings.json" + address; next != ""; {
			var f struct {
				Next  string `json:"next_url"`
				Items []struct{ ID string }
			}
			s.do("GET", strings.TrimPrefix(next, s.url), "").json(t, &f)
			for _, i := range f.Items {
				got["JSON Feed"] = append(got["JSON Feed"], i.ID)
			}
			next = f.Next
		}
		for next := s.url + "/feeds/listings.atom" + address; next != ""; {
			var f struct {
				Links []struct {
					Rel  string `xml:"rel,attr"`
					Href string `xml:"href,attr"`
				} `xml:"link"`
				Entries []struct {
					ID string `xml:"id"`
				} `xml:"entry"`
			}
			if err := xml.Unmarshal([]byte(s.do("GET", strings.TrimPrefix(next, s.url), "").body), &f); err != nil {
				t.Fatal(err)
			}
			next = ""
			for _, l := range f.Links {
				if l.Rel == "next" {
					next = l.Href
				}
			}
			for _, e := range f.Entries {
				kind, id, _ := strings.Cut(strings.TrimPrefix(e.ID, s.url+"/v1/"), "/")
				got["Atom"] = append(got["Atom"], map[string]string{"centres": "centre", "activities": "activity", "helplines": "helpline"}[kind]+":"+id)
			}
		}
		for _, form := range []string{"RPDE", "NDJSON", "CSV", "GeoJSON", "JSON Feed", "Atom"} {
			slices.Sort(got[form])
			if !slices.Equal(got[form], want) {
				t.Errorf("%v as %s: %d entries, want %d", query, form, len(got[form]), len(want))
			}
		}
	}
}

// catalogued asks the lists of the catalogue, which know nothing of the feed,
// what the feed should hold.
func catalogued(t testing.TB, c *sqlite.Catalogue, taxonomy *directory.Taxonomy, query url.Values) []string {
	t.Helper()
	names := []string{}
	for _, kind := range []directory.Kind{directory.KindCentre, directory.KindActivity, directory.KindHelpline} {
		changes, err := c.Entries(t.Context(), directory.Listing{
			Kind: kind, Country: query.Get("country"), Municipality: query.Get("municipality"), Network: query.Get("network"),
			Topics: taxonomy.Under(query.Get("topic")), Limit: 1_000_000,
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, change := range changes {
			if directory.Posted(change.Entry) {
				names = append(names, change.Key.String())
			}
		}
	}
	slices.Sort(names)
	return names
}

func write(t testing.TB, c *sqlite.Catalogue, e directory.Entry) {
	t.Helper()
	if _, err := c.Put(context.Background(), e, directory.Edit{Author: author}); err != nil {
		t.Errorf("%s: %v", e.Key(), err)
	}
}

func TestWhatIsHiddenLeavesByNoListing(t *testing.T) {
	s, c := serveCatalogue(t, sample()...)
	// What was visible once and is hidden now is shown by no form any more.
	exposed := &directory.Centre{ID: "dk-exposed", Name: "Flyttet i skjul", Topics: []string{"loneliness"},
		Location: directory.Location{Street: "Forrædergade 3", Country: "DK", Municipality: "0751"}}
	write(t, c, exposed)
	concealed := *exposed
	concealed.Location.Visibility = directory.VisibleNone
	write(t, c, &concealed)
	for _, path := range []string{
		"/feeds/listings", "/feeds/listings.json", "/feeds/listings.atom", "/feeds/listings.csv", "/feeds/listings.ndjson", "/feeds/listings.geojson", "/v1/changes?limit=500",
	} {
		a := s.do("GET", path, "")
		for _, secret := range []string{marker, "Skjult", "Forræder", "56.123456", "10.654321", "Hemmelighed", author, "vurderingstekst", "hverdagsord"} {
			// The area of the group shows its town.
			if strings.Contains(a.body, secret) && secret != "Hemmelighed" {
				t.Errorf("%s: %s left", path, secret)
			}
		}
		if !strings.Contains(a.body, "Flyttet i skjul") {
			t.Errorf("%s does not show the hidden centre at all", path)
		}
	}
}
