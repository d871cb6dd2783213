package listing_test

import (
	"bytes"
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

func clock(s string) *schedule.Clock {
	c, err := schedule.ParseClock(s)
	if err != nil {
		panic(err)
	}
	return &c
}

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
	i, err := listing.NewItem(p, referred, "https://walkin.example/v1/"+e.Key().ID, "https://walkin.example/c/"+e.Key().ID)
	if err != nil {
		t.Fatal(err)
	}
	return i
}

func gone(t testing.TB, position uint64, key directory.Key) *listing.Item {
	t.Helper()
	i, err := listing.NewItem(directory.Posting{Position: position, Key: key, At: at}, nil, "https://walkin.example/v1/"+key.ID, "")
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
		Hours: schedule.Schedule{Zone: "Europe/Copenhagen", Country: "DK", Holidays: schedule.HolidaysClosed,
			Weekly: []schedule.Weekly{{Days: []schedule.Day{schedule.Mon, schedule.Tue}, Opens: clock("12:00"), Closes: clock("17:00")}}},
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
