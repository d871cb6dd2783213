package listing_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"walkin/internal/directory"
	"walkin/internal/feed/listing"
)

func TestNoFormShowsMoreOfAnAddressThanItMay(t *testing.T) {
	for name, b := range map[string][]byte{
		"RPDE": rpde(t, items(t)), "NDJSON": lines(t, listed(items(t))), "CSV": table(t, listed(items(t))), "GeoJSON": collection(t, listed(items(t))),
		"JSON Feed": must(t)(listing.JSONFeed(head, items(t))), "Atom": must(t)(listing.Atom(head, items(t))),
	} {
		for _, secret := range []string{marker, "Skjult", "8123", "56.12", "10.654"} {
			if bytes.Contains(b, []byte(secret)) {
				t.Errorf("%s shows %s:\n%s", name, secret, b)
			}
		}
		// The area may be shown, and is.
		if name != "Atom" && !bytes.Contains(b, []byte("56.1")) {
			t.Errorf("%s lacks the coarse point:\n%s", name, b)
		}
		if !bytes.Contains(b, []byte("Markby")) {
			t.Errorf("%s lacks the town of the coarse point", name)
		}
	}
}

func TestRPDE(t *testing.T) {
	var page struct {
		Next, License string
		Items         []struct {
			State, Kind, ID string
			Modified        uint64
			Data            map[string]any
		}
	}
	b := rpde(t, items(t))
	if err := json.Unmarshal(b, &page); err != nil {
		t.Fatalf("%v in %s", err, b)
	}
	if page.Next != "https://walkin.example/feeds/listings?afterChangeNumber=20" || page.License == "" || len(page.Items) != 6 {
		t.Errorf("the page is %+v", page)
	}
	first, last := page.Items[0], page.Items[5]
	if first.State != "updated" || first.ID != "centre:open" || first.Modified != 11 || first.Data["name"] != open.Name ||
		first.Data["links"].(map[string]any)["self"] != "https://walkin.example/v1/open" ||
		first.Data["links"].(map[string]any)["page"] != "https://walkin.example/c/open" ||
		first.Data["operator"].(map[string]any)["name"] != operator.Name || first.Data["description"].(map[string]any)["en"] != open.Description["en"] {
		t.Errorf("the first item is %+v", first)
	}
	if hosts := page.Items[3].Data["at"].([]any); hosts[0].(map[string]any)["location"].(map[string]any)["visibility"] != "hidden" {
		t.Errorf("it happens at %v", hosts)
	}
	if last.State != "deleted" || last.ID != "activity:left" || last.Data != nil || bytes.Contains(b, []byte(`"data":null`)) {
		t.Errorf("the last item is %+v", last)
	}
	// No member of an entry stands there twice.
	for _, i := range items(t) {
		dec := json.NewDecoder(bytes.NewReader(i.Body))
		if _, err := dec.Token(); i.Listed && err != nil {
			t.Fatal(err)
		}
		for dec.More() {
			name, _ := dec.Token()
			if slices.Contains([]any{"links", "updated", "revision", "operator", "at"}, any(name)) {
				t.Errorf("%s has a member %s of its own", i.Key, name)
			}
			var skipped json.RawMessage
			_ = dec.Decode(&skipped)
		}
	}
	if again := rpde(t, items(t)); !bytes.Equal(b, again) {
		t.Error("the same items give other bytes")
	}
	if got, want := string(rpde(t, nil)), `{"next":"https://walkin.example/feeds/listings?afterChangeNumber=20","items":[],"license":"https://walkin.example/license"}`+"\n"; got != want {
		t.Errorf("the last page is %s", got)
	}
}

func TestNDJSON(t *testing.T) {
	list := listed(items(t))
	rows := bytes.Split(bytes.TrimSuffix(lines(t, list), []byte("\n")), []byte("\n"))
	if len(rows) != len(list) {
		t.Fatalf("%d lines for %d items", len(rows), len(list))
	}
	for n, row := range rows {
		var l struct {
			Kind  directory.Kind
			Entry struct{ ID string }
		}
		if err := json.Unmarshal(row, &l); err != nil || l.Kind != list[n].Key.Kind || l.Entry.ID != list[n].Key.ID {
			t.Errorf("%s: %v", row, err)
		}
	}
}

func TestJSONFeed(t *testing.T) {
	b := must(t)(listing.JSONFeed(head, items(t)))
	var f struct {
		Version, Title, Language string
		Next                     string `json:"next_url"`
		Items                    []struct {
			ID, URL, Title, Language string
			External                 string    `json:"external_url"`
			Text                     string    `json:"content_text"`
			Modified                 time.Time `json:"date_modified"`
			Tags                     []string
			Walkin                   struct {
				Modified uint64
				Data     map[string]any
			} `json:"_walkin"`
		}
	}
	if err := json.Unmarshal(b, &f); err != nil {
		t.Fatal(err)
	}
	if f.Version != "https://jsonfeed.org/version/1.1" || f.Next != head.Next || f.Language != "en" || len(f.Items) != 5 {
		t.Errorf("%+v", f)
	}
	first := f.Items[0]
	if first.ID != "centre:open" || first.Title != open.Name || first.External != "https://open.example" || first.Language != "en" ||
		!first.Modified.Equal(at) || !slices.Equal(first.Tags, []string{"TALK", "MUSIC"}) || first.Walkin.Modified != 11 || first.Walkin.Data["id"] != "open" ||
		first.Text != open.Description["en"]+"\n@Torvet 1, 8000 Aarhus C\nMo,Tu 12:00-17:00; PH off\n+4570201201\nhttps://open.example" {
		t.Errorf("%+v", first)
	}
	if inside := f.Items[3]; inside.Title != "Evening" || inside.Text != "Krisehus" {
		t.Errorf("%+v", inside)
	}
}

func TestAtom(t *testing.T) {
	b := must(t)(listing.Atom(head, items(t)))
	type link struct {
		Rel  string `xml:"rel,attr"`
		Href string `xml:"href,attr"`
	}
	var f struct {
		XMLName xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
		ID      string   `xml:"http://www.w3.org/2005/Atom id"`
		Author  string   `xml:"author>name"`
		Links   []link   `xml:"http://www.w3.org/2005/Atom link"`
		Entries []struct {
			ID         string    `xml:"id"`
			Title      string    `xml:"title"`
			Updated    time.Time `xml:"updated"`
			Author     string    `xml:"author>name"`
			Links      []link    `xml:"link"`
			Categories []struct {
				Term  string `xml:"term,attr"`
				Label string `xml:"label,attr"`
			} `xml:"category"`
			Content string `xml:"content"`
		} `xml:"http://www.w3.org/2005/Atom entry"`
		Deleted []struct {
			Ref  string    `xml:"ref,attr"`
			When time.Time `xml:"when,attr"`
		} `xml:"http://purl.org/atompub/tombstones/1.0 deleted-entry"`
	}
	dec := xml.NewDecoder(bytes.NewReader(b))
	dec.Strict = true
	if err := dec.Decode(&f); err != nil {
		t.Fatalf("%v in %s", err, b)
	}
	links := map[string]string{}
	for _, l := range f.Links {
		links[l.Rel] = l.Href
	}
	if f.ID != head.First || f.Author != "walkin" || links["self"] != head.Self || links["first"] != head.First || links["next"] != head.Next {
		t.Errorf("id %s, links %v", f.ID, links)
	}
	if len(f.Entries) != 5 || len(f.Deleted) != 1 {
		t.Fatalf("%d entries, %d deleted in\n%s", len(f.Entries), len(f.Deleted), b)
	}
	first := f.Entries[0]
	if first.ID != "https://walkin.example/v1/open" || !first.Updated.Equal(at) || first.Author != operator.Name ||
		first.Categories[1].Term != "music" || first.Categories[1].Label != "MUSIC" || !strings.HasPrefix(first.Content, open.Description["en"]) {
		t.Errorf("%+v", first)
	}
	if f.Deleted[0].Ref != "https://walkin.example/v1/left" || !f.Deleted[0].When.Equal(at) {
		t.Errorf("%+v", f.Deleted)
	}
}

func TestGeoJSON(t *testing.T) {
	var c struct {
		Type     string
		Bbox     []float64
		CRS      any
		Features []struct {
			Type, ID string
			Geometry *struct {
				Type        string
				Coordinates []float64
			}
			Properties map[string]any
		}
	}
	b := collection(t, listed(items(t)))
	if err := json.Unmarshal(b, &c); err != nil {
		t.Fatalf("%v in %s", err, b)
	}
	if c.Type != "FeatureCollection" || c.CRS != nil || len(c.Features) != 5 {
		t.Fatalf("%+v", c)
	}
	for n, want := range map[int][]float64{0: {10.2, 56.15}, 1: nil, 2: {10.65, 56.1}, 3: nil, 4: nil} {
		f := c.Features[n]
		if f.Type != "Feature" || (f.Geometry == nil) != (want == nil) {
			t.Errorf("feature %d is %+v", n, f)
			continue
		}
		if want != nil && (math.Abs(f.Geometry.Coordinates[0]-want[0]) > 1e-9 || math.Abs(f.Geometry.Coordinates[1]-want[1]) > 1e-9) {
			t.Errorf("feature %d lies at %v", n, f.Geometry.Coordinates)
		}
	}
	if want := []float64{10.2, 56.1, 10.65, 56.15}; !slices.EqualFunc(c.Bbox, want, func(a, b float64) bool { return math.Abs(a-b) < 1e-9 }) {
		t.Errorf("the box is %v", c.Bbox)
	}
	if p := c.Features[0].Properties; p["age_min"] != 12.0 || p["precision"] != "exact" || p["organisation"] != operator.Name || p["opening_hours"] != "Mo,Tu 12:00-17:00; PH off" || p["verified_at"] != "2026-11-01" {
		t.Errorf("%v", p)
	}
	empty := collection(t, nil)
	if !json.Valid(empty) || bytes.Contains(empty, []byte("bbox")) {
		t.Errorf("nothing is written as %s", empty)
	}
}
