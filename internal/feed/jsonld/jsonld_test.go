package jsonld_test

import (
	"bytes"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"walkin/data"
	"walkin/internal/directory"
	"walkin/internal/feed/jsonld"
	"walkin/internal/geo"
	"walkin/internal/schedule"
)

var options = jsonld.Options{
	Lang: "da", Base: "https://walkin.example", Now: time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC),
	Label: func(topic string) string { return "label of " + topic },
}

// vocabulary is what schema.org defines: the properties of types and what they
// inherit.
type vocabulary struct {
	Types map[string]struct {
		Parents    []string `json:"parents"`
		Properties []string `json:"properties"`
	} `json:"types"`
}

func readVocabulary(t *testing.T) vocabulary {
	t.Helper()
	b, err := os.ReadFile("testdata/schema-org.json")
	if err != nil {
		t.Fatal(err)
	}
	var v vocabulary
	if err := json.Unmarshal(b, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

func (v vocabulary) has(typ, property string) bool {
	t := v.Types[typ]
	return slices.Contains(t.Properties, property) ||
		slices.ContainsFunc(t.Parents, func(parent string) bool { return v.has(parent, property) })
}

// check walks over a document and names what schema.org does not know.
func (v vocabulary) check(t *testing.T, at string, value any, seen map[string]int) {
	t.Helper()
	switch value := value.(type) {
	case []any:
		for _, member := range value {
			v.check(t, at, member, seen)
		}
	case map[string]any:
		typ, typed := value["@type"].(string)
		if typed {
			seen[typ]++
		}
		if _, known := v.Types[typ]; typed && !known {
			t.Errorf("%s: schema.org's list has no type %s", at, typ)
		}
		for name, member := range value {
			if !strings.HasPrefix(name, "@") && !v.has(typ, name) {
				t.Errorf("%s: schema.org has no %s of %s", at, name, typ)
			}
			if name == "@graph" || !strings.HasPrefix(name, "@") {
				v.check(t, at+"/"+name, member, seen)
			}
		}
	case nil, string:
		if value == nil || value == "" {
			t.Errorf("%s: a value that is not known is not left out", at)
		}
	}
}

func decode(t *testing.T, b []byte, err error) map[string]any {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	var value map[string]any
	if err := json.Unmarshal(b, &value); err != nil {
		t.Fatalf("%v in %s", err, b)
	}
	if value["@context"] != "https://schema.org" {
		t.Errorf("no context in %s", b)
	}
	return value
}

func TestOnlyWordsOfSchemaOrgForTheWholeCatalogue(t *testing.T) {
	v, seen, n := readVocabulary(t), make(map[string]int), 0
	content, err := data.Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	organisations, centres := make(map[string]*directory.Organisation), make(map[string]*directory.Centre)
	check := func(id string, b []byte, err error) {
		v.check(t, id, decode(t, b, err), seen)
		n++
	}
	for line := range bytes.Lines(content) {
		e, err := directory.DecodeLine(bytes.TrimSpace(line))
		if err != nil {
			t.Fatal(err)
		}
		switch e := e.(type) {
		case *directory.Organisation:
			organisations[e.ID] = e
			b, err := jsonld.Organisation(e, options)
			check(e.ID, b, err)
		case *directory.Centre:
			centres[e.ID] = e
			b, err := jsonld.Centre(e, organisations[e.Organisation], options)
			check(e.ID, b, err)
		case *directory.Activity:
			var at *directory.Centre
			if len(e.Centres) > 0 {
				at = centres[e.Centres[0]]
			}
			b, err := jsonld.Activity(e, at, organisations[e.Organisation], options)
			check(e.ID, b, err)
		}
	}
	centre, activity := full()
	b, err := jsonld.Centre(centre, &directory.Organisation{ID: "dsi", Name: "DSI", Networks: []string{"net"}}, options)
	check("full centre", b, err)
	b, err = jsonld.Activity(activity, centre, nil, options)
	check("full activity", b, err)
	t.Logf("%d documents, %v", n, seen)
	for typ := range v.Types {
		abstract := slices.Contains([]string{"Thing", "Audience", "ContactPoint", "PropertyValue"}, typ)
		if seen[typ] == 0 && !abstract && typ != "VirtualLocation" {
			t.Errorf("no document has a %s", typ)
		}
	}
}

func clock(s string) *schedule.Clock {
	c, _ := schedule.ParseClock(s)
	return &c
}

func day(s string) schedule.Date {
	d, _ := schedule.ParseDate(s)
	return d
}

// full has everything that bears on a document.
func full() (*directory.Centre, *directory.Activity) {
	low, high, seats := 12, 25, 20
	from, until := day("2026-01-05"), day("2026-12-20")
	hours := schedule.Schedule{
		Zone: "Europe/Copenhagen", Country: "DK", Holidays: schedule.HolidaysClosed,
		Weekly: []schedule.Weekly{
			{Days: []schedule.Day{schedule.Mon, schedule.Wed}, Opens: clock("12:00"), Closes: clock("20:00"), From: &from, Until: &until},
			{Days: []schedule.Day{schedule.Fri}, Opens: clock("20:00"), Closes: clock("02:00")},
			{Days: []schedule.Day{schedule.Sat}, Opens: clock("20:00"), Closes: clock("24:00")},
			{Days: []schedule.Day{schedule.Tue}, Opens: clock("20:00"), Closes: clock("22:00"), Doubt: "måske"},
			{Days: []schedule.Day{schedule.Thu}},
		},
		Exceptions: []schedule.Exception{
			{From: day("2026-12-22"), Until: day("2027-01-02"), Closed: true, Reason: "Juleferie"},
			{From: day("2026-12-28"), Hours: []schedule.Hours{{Opens: *clock("10:00"), Closes: *clock("12:00")}}},
			{From: day("2026-07-01"), Until: day("2026-07-31"), Closed: true},
		},
	}
	centre := &directory.Centre{
		ID: "huset", Organisation: "dsi", Name: "Huset", Kind: directory.CounsellingHouse, Hours: hours,
		Description: directory.Text{"da": "Et hus", "en": "A house"}, Contact: directory.Contact{Phone: "+4570221000", URL: "https://huset.example"},
		Location: directory.Location{Street: "Fiskergade 1", PostalCode: "8000", Town: "Aarhus C", Country: "DK", Point: &geo.Point{Lat: 56.15, Lon: 10.2}, Precision: directory.PreciseExact},
		Ages:     directory.Ages{Min: &low, Max: &high}, Promises: directory.Promises{Free: directory.Yes}, Languages: []string{"da", "en"},
		AccessNeeds: directory.AccessNeeds{"wheelchair": directory.Yes, "hearing": directory.No, "vision": directory.Unknown}, Topics: []string{"loneliness"},
	}
	event := hours
	event.Series = []schedule.Series{
		{Start: day("2026-01-07"), Opens: clock("17:00"), Closes: clock("19:00"), Rule: "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE;UNTIL=20271231", Except: []schedule.Date{day("2026-12-09")}},
		{Start: day("2026-01-07"), Rule: "FREQ=YEARLY;BYDAY=TH;BYWEEKNO=2,4"},
	}
	event.Sessions = []schedule.Session{
		{Date: day("2026-11-25"), Opens: clock("22:00"), Closes: clock("01:00"), Title: "Filmaften"},
		{Date: day("2026-11-26"), Cancelled: true}, {Date: day("2020-11-26")},
	}
	return centre, &directory.Activity{
		ID: "mad", Organisation: "dsi", Centres: []string{"huset"}, Title: directory.Text{"da": "Madaften"}, Description: directory.Text{"da": "Vi laver mad"},
		Rhythm: directory.Fixed, Hours: event, Ages: directory.Ages{Min: &low}, Promises: directory.Promises{Free: directory.Yes}, Capacity: &seats,
		Setting: directory.Indoors, Topics: []string{"loneliness"},
	}
}

func TestACentreInTheWordsOfSchemaOrg(t *testing.T) {
	centre, _ := full()
	b, err := jsonld.Centre(centre, nil, options)
	document := string(b)
	decode(t, b, err)
	for _, want := range []string{
		`"opens":"12:00","validFrom":"2026-01-05","validThrough":"2026-12-20"`,
		`{"@type":"OpeningHoursSpecification","closes":"02:00","dayOfWeek":["https://schema.org/Friday"],"opens":"20:00"}`,
		`{"@type":"OpeningHoursSpecification","closes":"00:00","dayOfWeek":["https://schema.org/Saturday"],"opens":"20:00"}`,
		`{"@type":"OpeningHoursSpecification","description":"Juleferie","validFrom":"2026-12-22","validThrough":"2026-12-27"}`,
		`{"@type":"OpeningHoursSpecification","closes":"12:00","opens":"10:00","validFrom":"2026-12-28","validThrough":"2026-12-28"}`,
		`{"@type":"OpeningHoursSpecification","description":"Juleferie","validFrom":"2026-12-29","validThrough":"2027-01-02"}`,
		`{"@type":"OpeningHoursSpecification","description":"Langfredag","validFrom":"2027-03-26","validThrough":"2027-03-26"}`,
		`"isAccessibleForFree":true`, `"latitude":56.15`, `"suggestedMaxAge":25`, `"availableLanguage":["da","en"]`,
		`{"@type":"LocationFeatureSpecification","name":"label of hearing","value":false}`,
	} {
		if !strings.Contains(document, want) {
			t.Errorf("there is no %s", want)
		}
	}
	for _, unwanted := range []string{"Tuesday", "Thursday", "loneliness", "vision", "2026-07", "null"} {
		if strings.Contains(document, unwanted) {
			t.Errorf("there is a %s", unwanted)
		}
	}
	if t.Failed() {
		t.Log(document)
	}
}

func TestAnActivityInTheWordsOfSchemaOrg(t *testing.T) {
	centre, activity := full()
	b, err := jsonld.Activity(activity, centre, nil, options)
	document := string(b)
	decode(t, b, err)
	for _, want := range []string{
		`"repeatFrequency":"P2W"`, `"byDay":["WE"]`, `"endDate":"2027-12-31"`, `"2026-12-09"`, `"startDate":"2026-11-25T22:00:00+01:00"`, `"endDate":"2026-11-26T01:00:00+01:00"`,
		`"eventStatus":"https://schema.org/EventCancelled"`, `"name":"Filmaften"`, `"maximumAttendeeCapacity":20`, `"scheduleTimezone":"Europe/Copenhagen"`,
	} {
		if !strings.Contains(document, want) {
			t.Errorf("there is no %s", want)
		}
	}
	for _, unwanted := range []string{"Tuesday", "P1Y", "2020-", "loneliness"} {
		if strings.Contains(document, unwanted) {
			t.Errorf("there is a %s", unwanted)
		}
	}
	if t.Failed() {
		t.Log(document)
	}
}

func TestWhatIsHiddenIsNotSaid(t *testing.T) {
	const marker = "Skjultgade 77"
	for _, visibility := range []directory.Visibility{directory.VisibleArea, directory.VisibleNone} {
		centre, activity := full()
		centre.Location.Street, centre.Location.Visibility = marker, visibility
		centre.Location.Point = &geo.Point{Lat: 56.123456, Lon: 10.654321}
		own := centre.Location
		alone := *activity
		alone.Location, alone.Centres = &own, nil
		for name, write := range map[string]func() ([]byte, error){
			"centre":              func() ([]byte, error) { return jsonld.Centre(centre, nil, options) },
			"activity":            func() ([]byte, error) { return jsonld.Activity(activity, centre, nil, options) },
			"activity of its own": func() ([]byte, error) { return jsonld.Activity(&alone, nil, nil, options) },
			"activity of both":    func() ([]byte, error) { return jsonld.Activity(&alone, centre, nil, options) },
		} {
			b, err := write()
			decode(t, b, err)
			for _, secret := range []string{marker, "56.1", "10.6", "GeoCoordinates", "8000"} {
				if strings.Contains(string(b), secret) {
					t.Errorf("%s, %s: %s is said in %s", name, visibility, secret, b)
				}
			}
		}
	}
}

func TestWhatIsUnknownIsLeftOut(t *testing.T) {
	bare := &directory.Centre{ID: "bare", Name: "Bare", Location: directory.Location{Country: "DK"}, Topics: []string{"x"}, Promises: directory.Promises{Free: directory.No}}
	b, err := jsonld.Centre(bare, nil, options)
	want := `{"@context":"https://schema.org","@graph":[{"@id":"https://walkin.example/v1/centres/bare","@type":"Place","address":{"@type":"PostalAddress","addressCountry":"DK"},"name":"Bare"},` +
		`{"@id":"https://walkin.example/v1/centres/bare#service","@type":"Service","availableChannel":{"@type":"ServiceChannel","serviceLocation":{"@id":"https://walkin.example/v1/centres/bare"}},"name":"Bare"}]}`
	if err != nil || string(b) != want {
		t.Errorf("%s, %v", b, err)
	}
	doubted, _ := full()
	doubted.Hours.Doubt = "stand 2012"
	doubted.Hours.Exceptions, doubted.Hours.Holidays = nil, ""
	if b, _ = jsonld.Centre(doubted, nil, options); strings.Contains(string(b), "pening") {
		t.Errorf("hours in doubt are said: %s", b)
	}
	paused, _ := full()
	paused.Status = directory.StatusPaused
	if b, _ = jsonld.Centre(paused, nil, options); strings.Contains(string(b), "pening") {
		t.Errorf("hours of a paused centre are said: %s", b)
	}
}
