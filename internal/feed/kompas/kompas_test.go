package kompas_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"walkin/internal/directory"
	"walkin/internal/feed/kompas"
	"walkin/internal/geo"
	"walkin/internal/schedule"
)

// marker is an address that must never leave.
const marker = "Skjultgade 77"

var topics = map[string]*directory.Topic{
	"loneliness":    {ID: "loneliness", Kind: directory.TopicAbout, Label: directory.Text{"da": "Ensomhed"}, Socialkompas: "udfordring: ensomhed"},
	"talk":          {ID: "talk", Kind: directory.TopicAbout, Label: directory.Text{"da": "Nogen at tale med"}, Socialkompas: "aktivitet: rådgivning"},
	"football":      {ID: "football", Kind: directory.TopicActivity, Label: directory.Text{"da": "Fodbold"}},
	"young_parents": {ID: "young_parents", Kind: directory.TopicGroup, Label: directory.Text{"da": "Unge forældre"}},
	"wheelchair":    {ID: "wheelchair", Kind: directory.TopicAccess, Label: directory.Text{"da": "Kørestol"}},
}

func topic(id string) *directory.Topic { return topics[id] }

func years(n int) *int { return &n }

func clock(s string) *schedule.Clock {
	c, err := schedule.ParseClock(s)
	if err != nil {
		panic(err)
	}
	return &c
}

// complete is a centre that meets every rule.
func complete() kompas.Material {
	return kompas.Material{
		Topic: topic,
		Organisation: &directory.Organisation{
			ID: "huset", Name: "Foreningen Huset", Kind: "association", Country: "DK",
			Identifiers: map[directory.Register]string{directory.RegisterCVR: "12345678"}, Basis: directory.BasisStatutes,
		},
		Entry: &directory.Centre{
			ID: "dk-huset", Organisation: "huset", Name: "Huset",
			Description: directory.Text{"da": "Et sted at være. Kom, som du er."},
			Location: directory.Location{Street: "Fiskergade 1", PostalCode: "8000", Town: "Aarhus C", Municipality: "0751", Country: "DK",
				Point: &geo.Point{Lat: 56.15, Lon: 10.2}, Precision: directory.PreciseExact},
			Hours: schedule.Schedule{Zone: "Europe/Copenhagen", Weekly: []schedule.Weekly{
				{Days: []schedule.Day{schedule.Mon, schedule.Tue, schedule.Wed, schedule.Thu}, Opens: clock("12:00"), Closes: clock("17:30")},
				{Days: []schedule.Day{schedule.Sat}, Note: "kun om sommeren"},
			}},
			Contact:  directory.Contact{Phone: "+4512345678"},
			Ages:     directory.Ages{Min: years(12), Max: years(25)},
			Promises: directory.Promises{NoReferral: directory.Yes, Free: directory.Yes},
			Topics:   []string{"loneliness", "talk", "football", "young_parents", "wheelchair"},
			Photos:   []directory.Photo{{File: "rum.jpg", Shows: "room", Alt: directory.Text{"da": "Stuen"}}},
		},
	}
}

func TestAnOpslagSaysWhatTheRulesSayOfIt(t *testing.T) {
	centre := func(m kompas.Material) *directory.Centre { return m.Entry.(*directory.Centre) }
	for _, c := range []struct {
		name    string
		change  func(*kompas.Material)
		state   kompas.State
		needs   []string
		refused []string
	}{
		{"all that the portal asks for is there", func(*kompas.Material) {}, kompas.Ready, nil, nil},
		{"a referral is required", func(m *kompas.Material) { centre(*m).Promises.NoReferral = directory.No },
			kompas.Refused, nil, []string{"no_referral_needed"}},
		{"an assessment is required", func(m *kompas.Material) { centre(*m).Promises.NoAssessment = directory.No },
			kompas.Refused, nil, []string{"no_referral_needed"}},
		{"nobody says whether a referral is required", func(m *kompas.Material) { centre(*m).Promises.NoReferral = directory.Unknown },
			kompas.Needs, []string{"no_referral_needed"}, nil},
		{"the organisation is Dutch", func(m *kompas.Material) { m.Organisation.Country = "NL" },
			kompas.Refused, nil, []string{"organisation"}},
		{"the organisation is a party", func(m *kompas.Material) { m.Organisation.Kind = "political_party" },
			kompas.Refused, nil, []string{"organisation"}},
		{"the organisation is a company", func(m *kompas.Material) { m.Organisation.Kind = "company" },
			kompas.Needs, []string{"nonprofit_note"}, nil},
		{"the CVR number and the basis are not known", func(m *kompas.Material) { m.Organisation.Identifiers, m.Organisation.Basis = nil, "" },
			kompas.Needs, []string{"organisation.cvr", "eligibility_basis"}, nil},
		{"nobody is named behind it", func(m *kompas.Material) { m.Organisation = nil },
			kompas.Needs, []string{"organisation.name", "organisation.cvr", "eligibility_basis"}, nil},
		{"it costs something", func(m *kompas.Material) { centre(*m).Promises.Free = directory.No },
			kompas.Needs, []string{"nonprofit_note"}, nil},
		{"there is no photo", func(m *kompas.Material) { centre(*m).Photos = nil }, kompas.Needs, []string{"image"}, nil},
		{"no age is stated", func(m *kompas.Material) { centre(*m).Ages = directory.Ages{} }, kompas.Needs, []string{"age_groups"}, nil},
		{"its only topic is an access need", func(m *kompas.Material) { centre(*m).Topics = []string{"wheelchair"} },
			kompas.Needs, []string{"challenges"}, nil},
		{"no hours are stated", func(m *kompas.Material) { centre(*m).Hours = schedule.Schedule{} }, kompas.Needs, []string{"times"}, nil},
		{"there is no way to reach it", func(m *kompas.Material) { centre(*m).Contact = directory.Contact{} },
			kompas.Needs, []string{"contact"}, nil},
		{"its text is not in Danish", func(m *kompas.Material) { centre(*m).Description = directory.Text{"en": "A place"} },
			kompas.Needs, []string{"body"}, nil},
		{"what is refused still says what is missing", func(m *kompas.Material) {
			centre(*m).Promises.NoReferral, centre(*m).Photos = directory.No, nil
		}, kompas.Refused, []string{"image"}, []string{"no_referral_needed"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := complete()
			c.change(&m)
			lint := kompas.Of(m).Lint
			if lint.State != c.state || !slices.Equal(fields(lint.Needs), c.needs) || !slices.Equal(fields(lint.Refused), c.refused) {
				t.Errorf("%s, needs %v, refused %v; want %s, %v, %v", lint.State, fields(lint.Needs), fields(lint.Refused), c.state, c.needs, c.refused)
			}
		})
	}
}

func fields(remarks []kompas.Remark) []string {
	var list []string
	for _, r := range remarks {
		list = append(list, r.Field)
	}
	return list
}

func TestTopicsFallIntoTheThreeDimensions(t *testing.T) {
	o := kompas.Of(complete())
	ids := func(terms []kompas.Term) string {
		var list []string
		for _, t := range terms {
			list = append(list, t.ID)
		}
		return strings.Join(list, " ")
	}
	if got := ids(o.Challenges); got != "loneliness" {
		t.Errorf("challenges %s", got)
	}
	if got := ids(o.ActivityTypes); got != "talk football" {
		t.Errorf("activity types %s", got)
	}
	if got := ids(o.TargetGroups); got != "young_parents" {
		t.Errorf("target groups %s", got)
	}
}

func TestTimesAreSaidInDanish(t *testing.T) {
	o := kompas.Of(complete())
	if want := "Mandag–torsdag kl. 12–17.30. Lørdag (spørg stedet om tidspunktet) (kun om sommeren)."; o.Times.Text != want {
		t.Errorf("%q, want %q", o.Times.Text, want)
	}
	m := complete()
	m.Entry.(*directory.Centre).Hours.Doubt = "stand 2012"
	o = kompas.Of(m)
	if !strings.Contains(o.Times.Text, "Usikkert: Stand 2012.") || len(o.Times.Schedule) != 0 {
		t.Errorf("doubtful hours are given as rules: %+v", o.Times)
	}
}

func TestVaryingAndRepeatedActivitiesAreLeftOut(t *testing.T) {
	for _, c := range []struct {
		name  string
		entry directory.Entry
		want  bool
	}{
		{"a centre", &directory.Centre{}, true},
		{"a planned centre", &directory.Centre{Status: directory.StatusPlanned}, false},
		{"a closed helpline", &directory.Helpline{Status: directory.StatusClosed}, false},
		{"a fixed activity", &directory.Activity{Rhythm: directory.Fixed}, true},
		{"a varying activity", &directory.Activity{Rhythm: directory.Varying}, false},
		{"an activity that repeats its centre's hours", &directory.Activity{Rhythm: directory.Fixed, Repeats: true}, false},
		{"an organisation", &directory.Organisation{}, false},
	} {
		if got := kompas.Wanted(c.entry); got != c.want {
			t.Errorf("%s: %t", c.name, got)
		}
	}
}

// hidden gives every kind of material with the marker in an address that is
// not to be shown.
func hidden(visibility directory.Visibility) []kompas.Material {
	secret := directory.Location{Street: marker, PostalCode: "8123", Town: "Aarhus", Municipality: "0751", Country: "DK",
		Point: &geo.Point{Lat: 56.123456, Lon: 10.654321}, Precision: directory.PreciseExact, Visibility: visibility}
	centre := complete()
	c := centre.Entry.(*directory.Centre)
	c.Location = secret
	c.Photos = []directory.Photo{{File: "door.jpg", Shows: "door", Alt: directory.Text{"da": "Døren i " + marker}}}
	c.Arrival.WayToDoor = directory.Text{"da": "Gå til " + marker}
	c.Stops = []directory.OutreachStop{{ID: "bus", Name: directory.Text{"da": "Bus"}, Location: secret}}
	at := complete()
	at.Centre = c
	at.Entry = &directory.Activity{ID: "group", Title: directory.Text{"da": "Gruppe"}, Centres: []string{c.ID}, Topics: []string{"football"}, Rhythm: directory.Fixed}
	own := complete()
	own.Entry = &directory.Activity{ID: "own", Title: directory.Text{"da": "Gruppe"}, Location: &secret, Topics: []string{"football"}, Rhythm: directory.Fixed}
	return []kompas.Material{centre, at, own}
}

func TestAHiddenAddressIsHiddenInEveryForm(t *testing.T) {
	for _, visibility := range []directory.Visibility{directory.VisibleArea, directory.VisibleNone} {
		for _, m := range hidden(visibility) {
			o := kompas.Of(m)
			for form, begin := range forms {
				for _, secret := range []string{marker, "8123", "door.jpg", "56.123", "10.654"} {
					if body := write(t, begin, o); strings.Contains(body, secret) {
						t.Errorf("%s, %s, %s: %q is in %s", visibility, o.ID, form, secret, body)
					}
				}
			}
		}
	}
}

var forms = map[string]func(*bytes.Buffer) (kompas.Sheet, error){
	"json": func(b *bytes.Buffer) (kompas.Sheet, error) { return kompas.NewJSON(b) },
	"csv":  func(b *bytes.Buffer) (kompas.Sheet, error) { return kompas.NewCSV(b) },
}

func write(t *testing.T, begin func(*bytes.Buffer) (kompas.Sheet, error), list ...kompas.Opslag) string {
	t.Helper()
	var b bytes.Buffer
	s, err := begin(&b)
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range list {
		if err := s.Write(o); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestTheJSONSaysWhatItRestsOnAndCounts(t *testing.T) {
	refused := complete()
	refused.Entry.(*directory.Centre).Promises.NoReferral = directory.No
	for _, list := range [][]kompas.Opslag{nil, {kompas.Of(complete()), kompas.Of(refused)}} {
		var document struct {
			Reading string
			Opslag  []kompas.Opslag
			Counts  map[kompas.State]int
		}
		if err := json.Unmarshal([]byte(write(t, forms["json"], list...)), &document); err != nil {
			t.Fatal(err)
		}
		if document.Reading != kompas.Reading || len(document.Opslag) != len(list) ||
			document.Counts[kompas.Ready] != len(list)/2 || document.Counts[kompas.Refused] != len(list)/2 || len(document.Counts) != 3 {
			t.Errorf("%+v", document)
		}
	}
}

func TestNoCellIsAFormula(t *testing.T) {
	m := complete()
	c := m.Entry.(*directory.Centre)
	c.Name, c.Description = `=HYPERLINK("https://example.org")`, directory.Text{"da": "@SUM(A1)\n\"citat\", komma"}
	m.Organisation.Name = "-1+1"
	o := kompas.Of(m)
	rows, err := csv.NewReader(strings.NewReader(write(t, forms["csv"], o))).ReadAll()
	if err != nil || len(rows) != 2 || len(rows[0]) != len(rows[1]) {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	cell := func(name string) string { return rows[1][slices.Index(rows[0], name)] }
	for name, want := range map[string]string{
		"title": "'" + c.Name, "body": "'@SUM(A1)\n\"citat\", komma", "organisation.name": "'-1+1",
		"contact.phone": "+4512345678", // a number is no formula
		"verified_at":   "", "geography.lat": "56.15",
	} {
		if got := cell(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
}
