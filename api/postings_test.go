package api_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"sync"
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

// listingPage is a page of RPDE as a portal reads it.
type listingPage struct {
	Next  string
	Items []listingItem
}

type listingItem struct {
	State, Kind, ID string
	Modified        uint64
	Data            json.RawMessage
}

// portal follows /feeds/listings: it keeps what is updated and drops what is
// deleted.
type portal struct {
	s     *service
	query string
	next  string
	kept  map[string]string
	seen  []string // ids of the last reading
}

func follow(s *service, query string) *portal {
	return &portal{s: s, query: query, next: s.url + "/feeds/listings" + query, kept: make(map[string]string)}
}

// read goes to the last page.
func (p *portal) read() {
	p.s.t.Helper()
	p.seen = nil
	for {
		page, err := p.page()
		if err != nil {
			p.s.t.Error(err)
			return
		}
		if len(page.Items) == 0 && page.Next == p.next {
			return
		}
		for _, i := range page.Items {
			p.seen = append(p.seen, i.ID)
			if i.State == "updated" {
				p.kept[i.ID] = string(i.Data)
			} else {
				delete(p.kept, i.ID)
			}
		}
		p.next = page.Next
	}
}

func (p *portal) page() (page listingPage, err error) {
	response, body, err := p.s.fetch("GET", strings.TrimPrefix(p.next, p.s.url))
	if err != nil || response.StatusCode != 200 {
		return page, fmt.Errorf("%s: %d %w", p.next, response.StatusCode, err)
	}
	return page, json.Unmarshal(body, &page)
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
	if _, err := c.Put(context.Background(), e, sqlite.Edit{Author: author}); err != nil {
		t.Errorf("%s: %v", e.Key(), err)
	}
}

// editor changes a catalogue as staff and imports do, a few entries at a time:
// words, addresses, statuses, rhythms, networks; it deletes, and brings back
// what was deleted.
type editor struct {
	t       testing.TB
	c       *sqlite.Catalogue
	dice    *rand.Rand
	entries []directory.Entry
	joined  [][]string // networks to join
	deleted map[directory.Key]bool
	edited  map[string]bool // ids as RPDE has them
	pending map[directory.Key]directory.Entry
}

func newEditor(t testing.TB, c *sqlite.Catalogue, entries []directory.Entry) *editor {
	e := &editor{t: t, c: c, dice: rand.New(rand.NewPCG(1, 2)), entries: slices.Clone(entries), joined: [][]string{nil},
		deleted: map[directory.Key]bool{}, edited: map[string]bool{}, pending: map[directory.Key]directory.Entry{}}
	for _, entry := range entries {
		if key := entry.Key(); key.Kind == directory.KindNetwork {
			e.joined = append(e.joined, []string{key.ID})
		}
	}
	return e
}

// edit makes the nth edit.
func (e *editor) edit(n int) {
	i := e.dice.IntN(len(e.entries))
	entry := e.varied(e.entries[i], n)
	if entry == nil {
		return
	}
	key := entry.Key()
	e.edited[key.String()] = true
	if (key.Kind == directory.KindActivity || key.Kind == directory.KindHelpline) && !e.deleted[key] && e.dice.IntN(3) == 0 {
		e.commit()
		if _, err := e.c.Delete(context.Background(), key, sqlite.Edit{Author: author}); err != nil {
			e.t.Errorf("%s: %v", key, err)
		}
		e.deleted[key] = true
		return
	}
	delete(e.deleted, key)
	e.entries[i], e.pending[key] = entry, entry
	if e.dice.IntN(10) == 0 {
		e.commit()
	}
}

func (e *editor) commit() {
	entries := slices.Collect(maps.Values(e.pending))
	clear(e.pending)
	if _, _, _, err := e.c.PutAll(context.Background(), entries, author, nil); err != nil {
		e.t.Error(err)
	}
}

func (e *editor) varied(entry directory.Entry, n int) directory.Entry {
	words := directory.Text{"da": fmt.Sprintf("Rettet %d gange", n)}
	switch old := entry.(type) {
	case *directory.Centre:
		changed := *old
		changed.Description, changed.MovedTo = words, ""
		changed.Status = []directory.Status{"", directory.StatusOpen, directory.StatusPaused, directory.StatusClosed}[e.dice.IntN(4)]
		changed.Location.Municipality = []string{"0751", "0461", old.Location.Municipality}[e.dice.IntN(3)]
		return &changed
	case *directory.Activity:
		changed := *old
		changed.Description = words
		changed.Rhythm = []directory.Rhythm{directory.Fixed, directory.Varying}[e.dice.IntN(2)]
		return &changed
	case *directory.Helpline:
		changed := *old
		changed.Description = words
		return &changed
	case *directory.Organisation:
		changed := *old
		changed.Description = words
		changed.Networks = e.joined[e.dice.IntN(len(e.joined))]
		return &changed
	}
	return nil
}

// TestWhoFollowsTheFeedEndsWithTheCatalogue reads six parts of the feed all the
// while 5,000 edits and deletions happen.
func TestWhoFollowsTheFeedEndsWithTheCatalogue(t *testing.T) {
	entries := builtinEntries(t)
	s, c := serveCatalogue(t, entries...)
	taxonomy := newMemory(entries...).Taxonomy()
	queries := []string{"", "?country=DK", "?municipality=0751", "?network=headspace-danmark", "?topic=mental_wellbeing", "?country=BE&network=overkop&topic=talk_to_someone"}
	done := make(chan struct{})
	go func() {
		defer close(done)
		e := newEditor(t, c, entries)
		for n := range 5000 {
			e.edit(n)
		}
		e.commit()
	}()
	portals := make([]*portal, len(queries))
	items := make([]int, len(queries))
	var reading sync.WaitGroup
	for n, query := range queries {
		portals[n] = follow(s, query)
		reading.Go(func() {
			for written := false; ; {
				portals[n].read()
				items[n] += len(portals[n].seen)
				if written {
					return
				}
				select {
				case <-done:
					written = true
				case <-time.After(20 * time.Millisecond):
				}
			}
		})
	}
	reading.Wait()
	for n, query := range queries {
		values, _ := url.ParseQuery(strings.TrimPrefix(query, "?"))
		want := catalogued(t, c, taxonomy, values)
		if got := slices.Sorted(maps.Keys(portals[n].kept)); !slices.Equal(got, want) || len(want) == 0 {
			t.Errorf("%q: %d entries, want %d", query, len(got), len(want))
		}
		// What it knows of each is what one is told who comes only now: no
		// embedded name, network or address is old.
		late := follow(s, query)
		late.read()
		if !maps.Equal(late.kept, portals[n].kept) {
			t.Errorf("%q: what was followed is not what is there", query)
		}
		t.Logf("%q: %d items heard, %d entries kept", query, items[n], len(want))
	}
	if err := c.Check(t.Context()); err != nil {
		t.Error(err)
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

func TestStaffSystemsHearOfEveryChangeOnce(t *testing.T) {
	entries := sample()
	s, c := serveCatalogue(t, entries...)
	type page struct {
		Changes []struct {
			Number   uint64
			Kind, ID string
			Revision int
			Deleted  bool
			Entry    json.RawMessage
		}
		Next, Last uint64
	}
	known := map[string]string{}
	after := uint64(0)
	read := func() (heard []string) {
		for {
			a := s.do("GET", fmt.Sprintf("/v1/changes?limit=3&after=%d", after), "")
			var p page
			a.json(t, &p)
			if len(p.Changes) == 0 {
				if p.Next != after || p.Last != after {
					t.Errorf("the end is %s after %d", a.body, after)
				}
				return heard
			}
			for _, change := range p.Changes {
				key := change.Kind + ":" + change.ID
				heard = append(heard, key)
				if delete(known, key); !change.Deleted {
					known[key] = string(change.Entry)
				} else if change.Entry != nil {
					t.Errorf("a deleted one has an entry: %s", change.Entry)
				}
			}
			after = p.Next
		}
	}
	if heard := read(); len(heard) != len(entries) {
		t.Errorf("heard of %d, want %d", len(heard), len(entries))
	}
	write(t, c, &directory.Organisation{ID: "dsi", Name: "Nyt navn", Country: "DK"})
	write(t, c, &directory.Organisation{ID: "dsi", Name: "Nyere navn", Country: "DK"})
	gone := &directory.Centre{ID: "dk-gone-again", Name: "Kort", Topics: []string{"loneliness"}, Location: directory.Location{Country: "DK"}}
	write(t, c, gone)
	if _, err := c.Delete(t.Context(), gone.Key(), sqlite.Edit{Author: author}); err != nil {
		t.Fatal(err)
	}
	if heard := read(); !slices.Equal(heard, []string{"organisation:dsi", "centre:dk-gone-again"}) || !strings.Contains(known["organisation:dsi"], "Nyere navn") {
		t.Errorf("heard of %v", heard)
	}
	_, err := c.Each(t.Context(), func(change directory.Change) error {
		want, err := directory.Encode(directory.Public(change.Entry))
		if got := known[change.Key.String()]; err == nil && got != string(want) {
			t.Errorf("%s is known as %s, want %s", change.Key, got, want)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}
