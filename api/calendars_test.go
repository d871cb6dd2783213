package api_test

import (
	"encoding/json"
	"encoding/xml"
	"strings"
	"testing"
	"time"

	"walkin/api"
	"walkin/internal/directory"
	"walkin/internal/schedule"
)

// comingFeed is what these tests look at of a JSON Feed.
type comingFeed struct {
	Version string `json:"version"`
	Self    string `json:"feed_url"`
	Walkin  struct {
		More bool `json:"more"`
	} `json:"_walkin"`
	Items []struct {
		ID      string   `json:"id"`
		URL     string   `json:"url"`
		Title   string   `json:"title"`
		Content string   `json:"content_text"`
		Tags    []string `json:"tags"`
		Walkin  struct {
			Activity string     `json:"activity"`
			Start    time.Time  `json:"start"`
			End      *time.Time `json:"end"`
			State    string     `json:"state"`
		} `json:"_walkin"`
	} `json:"items"`
}

func (s *service) coming(path string) comingFeed {
	s.t.Helper()
	a := s.do("GET", path, "")
	if a.StatusCode != 200 {
		s.t.Fatalf("%s: %d %s", path, a.StatusCode, a.body)
	}
	var f comingFeed
	a.json(s.t, &f)
	return f
}

func TestACentreAsACalendar(t *testing.T) {
	s := serve(t)
	a := s.do("GET", "/centres/dk-aarhus.ics?lang=da", "")
	if a.StatusCode != 200 || a.Header.Get("Content-Type") != "text/calendar; charset=utf-8" || !strings.HasPrefix(a.Header.Get("Cache-Control"), "public") {
		t.Fatalf("%d %v", a.StatusCode, a.Header)
	}
	for _, want := range []string{
		"BEGIN:VCALENDAR\r\n", "TZID:Europe/Copenhagen\r\n", "UID:centre-dk-aarhus-weekly-1@walkin\r\n", "SUMMARY:headspace Aarhus: åbent\r\n",
		"RRULE:FREQ=WEEKLY;BYDAY=MO,SA;UNTIL=20271227T225959Z\r\n", "LOCATION:Fiskergade 1\\, 8000 Aarhus C\r\n", "GEO:56.15;10.2\r\n", "END:VCALENDAR\r\n",
		// The activity is about loneliness, so the name of its centre stands for its title.
		"UID:activity-dk-cooking-weekly-1@walkin\r\n", "SUMMARY:headspace Aarhus\r\n", "STATUS:CANCELLED\r\n",
	} {
		if !strings.Contains(a.body, want) {
			t.Errorf("there is no %q", want)
		}
	}
	for _, unwanted := range []string{"Fællesspisning", "Ensomhed", "loneliness", "Vi laver mad", "Et sted at tale"} {
		if strings.Contains(a.body, unwanted) {
			t.Errorf("there is a %q", unwanted)
		}
	}
	if again := s.do("GET", "/centres/dk-aarhus.ics?lang=da", "", "If-None-Match", a.Header.Get("ETag")); again.StatusCode != 304 {
		t.Errorf("asked again: %d", again.StatusCode)
	}
	// What was written a moment ago is there, though no index has heard of it.
	cooking := *s.memory.changes[directory.Key{Kind: directory.KindActivity, ID: "dk-cooking"}].Entry.(*directory.Activity)
	cooking.Hours = weekly("18:00", "19:00", schedule.Tue)
	s.memory.put(&cooking)
	if again := s.do("GET", "/centres/dk-aarhus.ics?lang=da", "", "If-None-Match", a.Header.Get("ETag")); again.StatusCode != 200 || !strings.Contains(again.body, "BYDAY=TU") {
		t.Errorf("after an edit: %d", again.StatusCode)
	}
	if a := s.do("GET", "/activities/dk-cooking.ics", ""); !strings.Contains(a.body, "BYDAY=TU") || !strings.Contains(a.body, "LOCATION:Fiskergade 1") {
		t.Errorf("the calendar of the activity: %s", a.body)
	}
	if a := s.do("GET", "/centres/dk-closed.ics", ""); a.StatusCode != 200 || strings.Contains(a.body, "VEVENT") || !strings.Contains(a.body, "VTIMEZONE") {
		t.Errorf("a closed centre: %d %s", a.StatusCode, a.body)
	}
}

func TestFormsOfEntriesThatAreNot(t *testing.T) {
	s := serve(t)
	s.memory.remove(directory.Key{Kind: directory.KindActivity, ID: "dk-cooking"})
	for path, want := range map[string]int{
		"/centres/nowhere.ics": 404, "/activities/nowhere.ics": 404, "/activities/dk-cooking.ics": 410, "/activities/dk-cooking.jsonld": 410,
		"/centres/.ics": 404, "/centres/dk-aarhus": 404, "/centres/dk-aarhus.pdf": 404, "/centres/DK%20AARHUS.ics": 404, "/centres/dk-aarhus.ics.ics": 404,
		"/organisations/nowhere.jsonld": 404, "/organisations/dsi.ics": 404, "/centres/dk-aarhus.ics?year=2026": 400, "/centres/dk-aarhus.ics?q=x": 400,
		"/feeds/whats-on.json?centre=nowhere": 404, "/feeds/whats-on.json?topic=nothing": 400, "/feeds/whats-on.atom?weeks=0": 400, "/feeds/whats-on.ics?weeks=9": 400,
		"/feeds/whats-on.json?limit=0": 400, "/feeds/whats-on.json?age=-1": 400, "/feeds/whats-on.json?rhythm=often": 400, "/feeds/whats-on.json?from=2026-13-01": 400,
		"/feeds/whats-on.json?country=Denmark": 400, "/feeds/whats-on": 404, "/centres/dk-aarhus.ics?lang=": 400,
	} {
		if a := s.do("GET", path, ""); a.StatusCode != want {
			t.Errorf("%s: %d, want %d: %s", path, a.StatusCode, want, a.body)
		}
	}
	if a := s.do("POST", "/centres/dk-aarhus.ics", ""); a.StatusCode != 405 {
		t.Errorf("POST: %d", a.StatusCode)
	}
	head := s.do("HEAD", "/centres/dk-aarhus.ics", "")
	if head.StatusCode != 200 || head.Header.Get("ETag") == "" {
		t.Errorf("HEAD: %d %v", head.StatusCode, head.Header)
	}
	if s.do("GET", "/centres/dk-aarhus.ics", ""); !strings.Contains(s.log.String(), `"route":"/centres/:id.ics"`) {
		t.Error("the log does not name the route")
	}
	if strings.Contains(s.log.String(), "nowhere") {
		t.Error("the log names what was asked for")
	}
}

func TestWhatIsOn(t *testing.T) {
	s := serve(t)
	f := s.coming("/feeds/whats-on.json?lang=da")
	if f.Version != "https://jsonfeed.org/version/1.1" || !strings.HasPrefix(f.Self, s.url+"/feeds/whats-on.json") || f.Walkin.More || len(f.Items) != 4 {
		t.Fatalf("%+v", f)
	}
	item := f.Items[0]
	if item.Walkin.Activity != "dk-secret-group" || item.Title != "Hemmelig gruppe (22.11. 10:00-11:00)" || item.Walkin.State != "open" ||
		item.URL != s.url+"/a/dk-secret-group" || item.Tags[0] != "Gambling" || item.Content != "Hemmelighed" {
		t.Errorf("%+v", item)
	}
	// The fixed one is on its way just now, too, and ends before the last hour.
	counts := map[string]int{
		"rhythm=fixed":                 5,
		"rhythm=all":                   9,
		"rhythm=all&limit=3":           3,
		"rhythm=all&weeks=1":           3,
		"rhythm=all&centre=dk-aarhus":  5,
		"rhythm=all&topic=addiction":   4, // gambling is below it
		"rhythm=all&topic=loneliness":  5,
		"rhythm=all&network=overkop":   0,
		"rhythm=all&municipality=0751": 9,
		"rhythm=all&municipality=0101": 0,
		"rhythm=all&country=NL":        0,
		"rhythm=all&age=14":            9, // no activity says for whom
	}
	for query, want := range counts {
		f := s.coming("/feeds/whats-on.json?" + query)
		if len(f.Items) != want || f.Walkin.More != (query == "rhythm=all&limit=3") {
			t.Errorf("%s: %d items, more %v; want %d", query, len(f.Items), f.Walkin.More, want)
		}
		for i := 1; i < len(f.Items); i++ {
			if f.Items[i].Walkin.Start.Before(f.Items[i-1].Walkin.Start) || f.Items[i].ID == f.Items[i-1].ID {
				t.Errorf("%s: items %d and %d are out of order or one", query, i-1, i)
			}
		}
	}
	// Behind a closed door nothing takes place.
	behind := *s.memory.changes[directory.Key{Kind: directory.KindActivity, ID: "dk-cooking"}].Entry.(*directory.Activity)
	behind.ID, behind.Centres = "dk-behind-a-closed-door", []string{"dk-closed"}
	s.memory.put(&behind)
	if f := s.coming("/feeds/whats-on.json?rhythm=all"); len(f.Items) != 9 {
		t.Errorf("behind a closed door: %d items", len(f.Items))
	}
	if a := s.do("GET", "/activities/dk-behind-a-closed-door.ics", ""); strings.Contains(a.body, "VEVENT") {
		t.Errorf("behind a closed door: %s", a.body)
	}
	a := s.do("GET", "/feeds/whats-on.json", "")
	if again := s.do("GET", "/feeds/whats-on.json", "", "If-None-Match", a.Header.Get("ETag")); again.StatusCode != 304 {
		t.Errorf("asked again: %d", again.StatusCode)
	}
	s.memory.remove(directory.Key{Kind: directory.KindActivity, ID: "dk-secret-group"})
	again := s.do("GET", "/feeds/whats-on.json", "", "If-None-Match", a.Header.Get("ETag"))
	if again.StatusCode != 200 || strings.Contains(again.body, "dk-secret-group") {
		t.Errorf("after a deletion: %d %s", again.StatusCode, again.body)
	}
}

func TestWhatIsOnInItsOtherForms(t *testing.T) {
	s := serve(t)
	a := s.do("GET", "/feeds/whats-on.atom?rhythm=all&lang=da", "")
	var feed struct {
		XMLName xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
		ID      string   `xml:"id"`
		Updated string   `xml:"updated"`
		Entries []struct {
			ID      string `xml:"id"`
			Title   string `xml:"title"`
			Updated string `xml:"updated"`
		} `xml:"entry"`
	}
	if err := xml.Unmarshal([]byte(a.body), &feed); err != nil {
		t.Fatalf("%v in %s", err, a.body)
	}
	if len(feed.Entries) != 9 || feed.ID == "" || feed.Updated == "" {
		t.Errorf("%+v", feed)
	}
	seen := make(map[string]bool)
	for _, e := range feed.Entries {
		if seen[e.ID] || e.ID == "" || e.Title == "" || e.Updated == "" {
			t.Errorf("%+v", e)
		}
		seen[e.ID] = true
	}
	ics := s.do("GET", "/feeds/whats-on.ics?rhythm=all&lang=da", "")
	if n := strings.Count(ics.body, "BEGIN:VEVENT"); n != 9 {
		t.Errorf("%d events", n)
	}
	// One group hides where it is, the other is about loneliness.
	for _, unwanted := range []string{"Hemmelig gruppe", "Fællesspisning", "Hemmelighed"} {
		if strings.Contains(strings.ReplaceAll(ics.body, "LOCATION:Hemmelighed", ""), unwanted) {
			t.Errorf("there is a %q", unwanted)
		}
	}
}

func TestEachFormOfAnEntry(t *testing.T) {
	s := serve(t, func(o *api.Options) { o.BaseURL = "https://walkin.example/" })
	for path, want := range map[string]string{
		"/centres/dk-aarhus.jsonld": `"@type":"Place"`, "/activities/dk-cooking.jsonld": `"@type":"Event"`, "/organisations/dsi.jsonld": `"@type":"Organization"`,
		"/centres/dk-bare.jsonld": `"@id":"https://walkin.example/v1/centres/dk-bare"`, "/centres/dk-hidden.jsonld": `{"@type":"PostalAddress","addressCountry":"DK"}`,
		"/activities/dk-secret-group.jsonld": `"addressLocality":"Hemmelighed"`,
	} {
		a := s.do("GET", path, "")
		if a.StatusCode != 200 || !json.Valid([]byte(a.body)) || !strings.Contains(a.body, want) || a.Header.Get("Content-Type") != "application/ld+json" {
			t.Errorf("%s: %d %s", path, a.StatusCode, a.body)
		}
	}
	hours := s.do("GET", "/v1/centres/dk-aarhus/hours", "")
	if want := `"osm_opening_hours":"Mo,Sa 12:00-20:00; PH off"`; !strings.Contains(hours.body, want) {
		t.Errorf("there is no %s in %s", want, hours.body)
	}
	for _, path := range []string{"/v1/centres/dk-bare/hours", "/v1/centres/dk-closed/hours"} {
		if a := s.do("GET", path, ""); strings.Contains(a.body, "osm_opening_hours") {
			t.Errorf("%s says %s", path, a.body)
		}
	}
}
