package listing_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"walkin/internal/directory"
	"walkin/internal/feed/listing"
	"walkin/internal/geo"
	"walkin/internal/schedule"
)

var at = time.Date(2026, 11, 21, 13, 0, 0, 0, time.UTC)

// marker is an address that must not leave.
const marker = "Skjultgade 77"

var point = geo.Point{Lat: 56.123456, Lon: 10.654321}

func secret(v directory.Visibility) directory.Location {
	return directory.Location{Street: marker, PostalCode: "8123", Town: "Markby", Municipality: "0751", Country: "DK",
		Point: &point, Precision: directory.PreciseExact, Visibility: v}
}

// post makes a posting of an entry as the catalogue would give it.
func post(t testing.TB, position uint64, e directory.Entry, referred ...directory.Entry) *listing.Item {
	t.Helper()
	body, err := directory.Encode(e)
	if err != nil {
		t.Fatal(err)
	}
	p := directory.Posting{Position: position, Key: e.Key(), Listed: true, Number: position, Revision: 2, At: at, Body: body}
	keys, err := listing.References(p)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range referred {
		if !slices.Contains(keys, r.Key()) {
			t.Errorf("%s is not found to refer to %s", e.Key(), r.Key())
		}
	}
	i, err := listing.NewItem(p, referred, "https://walkin.example/v1/"+e.Key().ID)
	if err != nil {
		t.Fatal(err)
	}
	return i
}

func gone(t testing.TB, position uint64, key directory.Key) *listing.Item {
	t.Helper()
	i, err := listing.NewItem(directory.Posting{Position: position, Key: key, At: at}, nil, "https://walkin.example/v1/"+key.ID)
	if err != nil {
		t.Fatal(err)
	}
	return i
}

var (
	age12, age25 = 12, 25
	operator     = &directory.Organisation{ID: "dsi", Name: "Det <Sociale> & Netværk", Country: "DK", Networks: []string{"net"}}
	open         = &directory.Centre{
		ID: "open", Name: "=HYPERLINK(\"https://evil.example\")", Organisation: "dsi",
		Description: directory.Text{"da": "Et \"sted\"\nat tale", "en": "A place\tto talk \u2028 <b>&amp;</b>"},
		Location: directory.Location{Street: "@Torvet 1", PostalCode: "8000", Town: "Aarhus C", Municipality: "0751", Country: "DK",
			Point: &geo.Point{Lat: 56.15, Lon: 10.2}, Precision: directory.PreciseExact},
		Contact: directory.Contact{Phone: "+4570201201", URL: "https://open.example", Email: "open@example.org"},
		Ages:    directory.Ages{Min: &age12, Max: &age25}, Promises: directory.Promises{Free: directory.Yes, Anonymous: directory.No},
		Topics: []string{"talk", "music"}, Status: directory.StatusPaused,
		Provenance: directory.Provenance{SourceURL: "https://source.example", SourceSeen: "2026-08", VerifiedAt: &schedule.Date{Year: 2026, Month: 11, Day: 1}},
	}
	hidden = &directory.Centre{ID: "hidden", Name: "Krisehus", Location: secret(directory.VisibleNone), Topics: []string{"talk"},
		Arrival: directory.Arrival{WayToDoor: directory.Text{"da": "Gå ind ad " + marker}},
		Photos:  []directory.Photo{{File: marker + ".jpg", Shows: "door"}},
		Stops:   []directory.OutreachStop{{ID: "bus", Name: directory.Text{"da": "Bus"}, Location: secret(directory.VisibleNone)}}}
	coarse = &directory.Activity{ID: "coarse", Title: directory.Text{"da": "Gruppe"}, Rhythm: directory.Fixed, Topics: []string{"talk"},
		Location: func() *directory.Location { l := secret(directory.VisibleArea); return &l }()}
	inside = &directory.Activity{ID: "inside", Title: directory.Text{"da": "Aften", "en": "Evening"}, Rhythm: directory.Fixed, Topics: []string{"music"},
		Centres: []string{"hidden"}, Cost: directory.Text{"da": "+20 kr."}}
	line = &directory.Helpline{ID: "line", Name: "Linjen", Country: "DK", Nationwide: true, Groups: []directory.HelplineGroup{directory.GroupYoungPeople},
		Lines: []directory.Line{{Channel: directory.Phone, Number: "70 20 12 01", Dial: "+4570201201"}, {Channel: directory.Chat, URL: "https://chat.example"}}}
)

func items(t testing.TB) []*listing.Item {
	return []*listing.Item{
		post(t, 11, open, operator), post(t, 12, hidden), post(t, 15, coarse), post(t, 16, inside, hidden), post(t, 17, line),
		gone(t, 20, directory.Key{Kind: directory.KindActivity, ID: "left"}),
	}
}

var head = listing.Head{
	Title: "walkin", Lang: "en", Home: "https://walkin.example/", First: "https://walkin.example/feeds/listings.atom?country=DK&topic=talk",
	Self: "https://walkin.example/feeds/listings.atom?before=30", Next: "https://walkin.example/feeds/listings.atom?before=11&country=DK",
	Updated: at, Label: strings.ToUpper,
}

func rpde(t testing.TB, list []*listing.Item) []byte {
	t.Helper()
	b, err := listing.AppendRPDE(nil, list, "https://walkin.example/feeds/listings?afterChangeNumber=20", "https://walkin.example/license")
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func table(t testing.TB, list []*listing.Item) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := listing.NewCSV(&b, "en")
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range list {
		if err := w.Write(i); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func collection(t testing.TB, list []*listing.Item) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := listing.NewGeoJSON(&b, "en")
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range list {
		if err := w.Write(i); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func lines(t testing.TB, list []*listing.Item) []byte {
	t.Helper()
	var b []byte
	for _, i := range list {
		var err error
		if b, err = listing.AppendLine(b, i); err != nil {
			t.Fatal(err)
		}
	}
	return b
}

func must(t testing.TB) func(b []byte, err error) []byte {
	return func(b []byte, err error) []byte {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
}

// listed leaves out what is not: those forms have no word for it.
func listed(list []*listing.Item) []*listing.Item {
	return slices.DeleteFunc(slices.Clone(list), func(i *listing.Item) bool { return !i.Listed })
}

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
		first.Text != open.Description["en"]+"\n@Torvet 1, 8000 Aarhus C\n+4570201201\nhttps://open.example" {
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

func TestCSV(t *testing.T) {
	b := table(t, listed(items(t)))
	rows, err := csv.NewReader(bytes.NewReader(b)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	cell := func(row int, column string) string {
		n := slices.Index(rows[0], column)
		if n < 0 {
			t.Fatalf("there is no column %s", column)
		}
		return rows[row][n]
	}
	for column, want := range map[string]string{
		"id": "centre:open", "name": "'" + open.Name, "description": open.Description["en"], "language": "en", "status": "temporarily closed",
		"phone": "+4570201201", "minimum_age": "12", "maximum_age": "25", "taxonomy_term_ids": "talk;music", "organization_name": operator.Name,
		"address_1": "'@Torvet 1", "postal_code": "8000", "latitude": "56.15", "longitude": "10.2", "assured_date": "2026-11-01", "free": "yes",
		"anonymous": "no", "confidential": "unknown", "last_modified": "2026-11-21T13:00:00Z", "location_type": "physical",
	} {
		if got := cell(1, column); got != want {
			t.Errorf("%s is %q, want %q", column, got, want)
		}
	}
	if got := cell(3, "latitude"); got != "56.1" {
		t.Errorf("the coarse latitude is %s", got)
	}
	if cell(2, "latitude")+cell(2, "city")+cell(4, "address_1") != "" || cell(4, "location_name") != "Krisehus" || cell(4, "fees_description") != "'+20 kr." {
		t.Errorf("%v\n%v", rows[2], rows[4])
	}
	if cell(5, "location_type") != "virtual" || cell(5, "chat_url") != "https://chat.example" || cell(5, "status") != "active" {
		t.Errorf("%v", rows[5])
	}
	if !bytes.Contains(b, []byte("\r\n")) {
		t.Error("the lines do not end as RFC 4180 has it")
	}
}

// Whatever stands in a name, no cell of the table begins as a formula does.
func TestNoCellIsAFormula(t *testing.T) {
	for _, start := range []string{"=", "+", "-", "@", "\t", "\r", "\n", "=1+1", "-1+cmd|' /C calc'!A0", "+1+1", "@SUM(1)"} {
		e := *open
		e.Name, e.Description = start+"x", directory.Text{"da": start + "x"}
		e.Location.Street, e.Location.Town, e.Contact.URL = start+"x", start+"x", start+"x"
		rows, err := csv.NewReader(bytes.NewReader(table(t, []*listing.Item{post(t, 1, &e, operator)}))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for n, cell := range rows[1] {
			if cell != "" && strings.ContainsRune("=+-@\t\r\n", rune(cell[0])) && cell != "+4570201201" {
				t.Errorf("%s begins with %q", rows[0][n], cell)
			}
		}
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
	if p := c.Features[0].Properties; p["age_min"] != 12.0 || p["precision"] != "exact" || p["organisation"] != operator.Name || p["verified_at"] != "2026-11-01" {
		t.Errorf("%v", p)
	}
	empty := collection(t, nil)
	if !json.Valid(empty) || bytes.Contains(empty, []byte("bbox")) {
		t.Errorf("nothing is written as %s", empty)
	}
}
