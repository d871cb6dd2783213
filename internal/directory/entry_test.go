package directory_test

import (
	"bytes"
	"reflect"
	"slices"
	"strings"
	"testing"

	"walkin/internal/directory"
	"walkin/internal/geo"
	"walkin/internal/problem"
	"walkin/internal/schedule"
)

// Everything in the built-in catalogue survives being written and read, with
// the same bytes.
func TestEncodingIsFaithful(t *testing.T) {
	for _, e := range catalogue(t) {
		line, err := directory.EncodeLine(e)
		if err != nil {
			t.Fatal(err)
		}
		back, err := directory.DecodeLine(line)
		if err != nil {
			t.Fatalf("%s: %v", e.Key(), err)
		}
		again, err := directory.EncodeLine(back)
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(e, back) || !bytes.Equal(line, again) {
			t.Errorf("%s changes when it is written and read", e.Key())
		}
	}
}

func TestDecodingRefuses(t *testing.T) {
	for name, line := range map[string]string{
		"an unknown field":       `{"kind":"centre","entry":{"id":"a","name":"A","topics":["x"],"location":{"country":"DK"},"colour":"blue"}}`,
		"an unknown nested one":  `{"kind":"centre","entry":{"id":"a","name":"A","topics":["x"],"location":{"country":"DK","planet":"Mars"}}}`,
		"an unknown kind":        `{"kind":"pub","entry":{}}`,
		"an unknown answer":      `{"kind":"centre","entry":{"id":"a","promises":{"free":"perhaps"}}}`,
		"a number for a word":    `{"kind":"centre","entry":{"id":7}}`,
		"what is not JSON":       `name;town`,
		"two entries":            `{"kind":"topic","entry":{"id":"a"}}{"kind":"topic","entry":{"id":"b"}}`,
		"an unknown outer field": `{"kind":"topic","entry":{},"extra":1}`,
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := directory.DecodeLine([]byte(line)); problem.KindOf(err) != problem.Invalid {
				t.Errorf("got %v, want it refused as invalid", err)
			}
		})
	}
	if _, err := directory.Decode(directory.KindTopic, []byte(`{"id":"a"}{"id":"b"}`)); problem.KindOf(err) != problem.Invalid {
		t.Errorf("two values: got %v", err)
	}
}

func TestKeys(t *testing.T) {
	k := directory.Key{Kind: directory.KindCentre, ID: "dk-headspace-odense"}
	if back, err := directory.ParseKey(k.String()); err != nil || back != k {
		t.Errorf("got %v, %v", back, err)
	}
	for _, bad := range []string{"", "centre", "centre:", "pub:x", "centre:Ø", "centre:a b", "centre:-a", "centre:" + strings.Repeat("a", 101)} {
		if _, err := directory.ParseKey(bad); err == nil {
			t.Errorf("%q is taken for a key", bad)
		}
	}
}

// centre is a valid one, changed by f.
func centre(f func(*directory.Centre)) *directory.Centre {
	c := &directory.Centre{ID: "a", Name: "A", Topics: []string{"hangout"}, Location: directory.Location{Country: "DK"}}
	f(c)
	return c
}

func TestValidationNamesTheField(t *testing.T) {
	eleven, ten := 11, 10
	noon := schedule.Clock(720)
	for name, c := range map[string]struct {
		entry   directory.Entry
		pointer string // "" for none
	}{
		"a valid centre":           {centre(func(*directory.Centre) {}), ""},
		"an id with capitals":      {centre(func(c *directory.Centre) { c.ID = "A" }), "/id"},
		"no name":                  {centre(func(c *directory.Centre) { c.Name = " " }), "/name"},
		"no topic":                 {centre(func(c *directory.Centre) { c.Topics = nil }), "/topics"},
		"a topic twice":            {centre(func(c *directory.Centre) { c.Topics = []string{"a", "a"} }), "/topics/1"},
		"a country in words":       {centre(func(c *directory.Centre) { c.Location.Country = "Denmark" }), "/location/country"},
		"a point off the globe":    {centre(func(c *directory.Centre) { c.Location.Point = &geo.Point{Lat: 91}; c.Location.Precision = "exact" }), "/location/point"},
		"a point of no precision":  {centre(func(c *directory.Centre) { c.Location.Point = &geo.Point{Lat: 55, Lon: 10} }), "/location/precision"},
		"a precision of no point":  {centre(func(c *directory.Centre) { c.Location.Precision = "exact" }), "/location/precision"},
		"ages the wrong way round": {centre(func(c *directory.Centre) { c.Ages = directory.Ages{Min: &eleven, Max: &ten} }), "/ages/max"},
		"a kind nobody knows":      {centre(func(c *directory.Centre) { c.Kind = "pub" }), "/kind"},
		"a script for an address":  {centre(func(c *directory.Centre) { c.Contact.URL = "javascript:alert(1)" }), "/contact/url"},
		"a number in words":        {centre(func(c *directory.Centre) { c.Contact.Phone = "113 of 0800-0113" }), "/contact/phone"},
		"no e-mail address":        {centre(func(c *directory.Centre) { c.Contact.Email = "a@b, c@d" }), "/contact/email"},
		"hours without a day": {centre(func(c *directory.Centre) {
			c.Hours = schedule.Schedule{Zone: "Europe/Copenhagen", Weekly: []schedule.Weekly{{Opens: &noon}}}
		}), "/hours/weekly/0/days"},
		"moved, and not where to":    {centre(func(c *directory.Centre) { c.Status = directory.StatusMoved }), "/moved_to"},
		"moved to itself":            {centre(func(c *directory.Centre) { c.Status, c.MovedTo = directory.StatusMoved, "a" }), "/moved_to"},
		"a photo without words":      {centre(func(c *directory.Centre) { c.Photos = []directory.Photo{{File: "a.jpg", Shows: "door"}} }), "/photos/0/alt"},
		"verified by, but not on":    {centre(func(c *directory.Centre) { c.Provenance.VerifiedBy = "anna" }), "/provenance/verified_at"},
		"a text in no language":      {centre(func(c *directory.Centre) { c.Description = directory.Text{"danish": "hej"} }), "/description/danish"},
		"an activity nowhere":        {&directory.Activity{ID: "a", Title: directory.Text{"da": "A"}, Rhythm: directory.Fixed, Topics: []string{"x"}}, "/location"},
		"an activity without rhythm": {&directory.Activity{ID: "a", Title: directory.Text{"da": "A"}, Centres: []string{"c"}, Topics: []string{"x"}}, "/rhythm"},
		"an offer hosted nowhere": {&directory.Activity{ID: "a", Title: directory.Text{"da": "A"}, Setting: directory.Online, Rhythm: directory.Fixed,
			Topics: []string{"x"}, HostedBy: &directory.Partner{Name: "P"}}, "/centres"},
		"a helpline for nothing": {&directory.Helpline{ID: "a", Name: "A", Country: "DK"}, "/groups"},
		"a number that cannot be dialled": {&directory.Helpline{ID: "a", Name: "A", Country: "DK", Groups: []directory.HelplineGroup{"other"},
			Lines: []directory.Line{{Channel: directory.Phone, Number: "70 20 12 01"}}}, "/lines/0/dial"},
		"a crisis topic without lines": {&directory.Topic{ID: "a", Kind: "topic", Label: directory.Text{"en": "A"}, Crisis: true}, "/helpline_group"},
		"a topic above itself":         {&directory.Topic{ID: "a", Kind: "topic", Label: directory.Text{"en": "A"}, Parent: "a"}, "/parent"},
		"a network nowhere":            {&directory.Network{ID: "a", Name: "A"}, "/countries"},
		"an assessment of no criterion": {&directory.Network{ID: "a", Name: "A", Countries: []string{"DK"},
			Assessments: []directory.Assessment{{Centre: "c", Criterion: "x"}}}, "/assessments/0/criterion"},
	} {
		t.Run(name, func(t *testing.T) {
			fields := c.entry.Problems()
			if c.pointer == "" {
				if len(fields) > 0 {
					t.Errorf("got %v, want none", fields)
				}
				return
			}
			i := slices.IndexFunc(fields, func(f problem.Field) bool { return f.Pointer == c.pointer })
			if i < 0 || !strings.HasSuffix(fields[i].Detail, ".") {
				t.Errorf("got %v, want a sentence about %s", fields, c.pointer)
			}
			if err := directory.Validate(c.entry); problem.KindOf(err) != problem.Invalid {
				t.Errorf("Validate gives %v", err)
			}
		})
	}
}

func TestPublicHidesWhatVisibilityHides(t *testing.T) {
	const marker = "Markørvej 7"
	full := directory.Location{Street: marker, PostalCode: "5000", Town: "Odense", Municipality: "0461", Country: "DK",
		Point: &geo.Point{Lat: 55.4012345, Lon: 10.3887654}, Precision: directory.PreciseExact}
	for visibility, want := range map[directory.Visibility]struct{ street, town, point bool }{
		"":                     {true, true, true},
		directory.VisibleExact: {true, true, true},
		directory.VisibleArea:  {false, true, true},
		directory.VisibleNone:  {false, false, false},
	} {
		t.Run(string(visibility), func(t *testing.T) {
			l := full
			l.Visibility = visibility
			c := centre(func(c *directory.Centre) {
				c.Location = l
				c.Arrival.WayToDoor = directory.Text{"da": "Gå ad " + marker}
				c.Stops = []directory.OutreachStop{{ID: "s", Name: directory.Text{"da": "Bus"}, Location: l}}
			})
			for _, got := range []directory.Location{c.Public().Location, c.Public().Stops[0].Location} {
				if (got.Street != "") != want.street || (got.Town != "") != want.town || (got.Point != nil) != want.point {
					t.Errorf("got %+v", got)
				}
				if got.Point != nil && visibility == directory.VisibleArea && geo.Distance(*got.Point, *full.Point) < 300 {
					t.Errorf("the point is only %.0f m away from the door", geo.Distance(*got.Point, *full.Point))
				}
			}
			body, err := directory.Encode(c.Public())
			if err != nil {
				t.Fatal(err)
			}
			if shown := bytes.Contains(body, []byte(marker)); shown != want.street {
				t.Errorf("the street is shown: %t", shown)
			}
			if c.Location.Street != marker {
				t.Error("the original was changed")
			}
		})
	}
}

func TestTernaryLogic(t *testing.T) {
	all := []directory.Ternary{directory.Yes, directory.No, directory.Unknown}
	for _, a := range all {
		for _, b := range all {
			if a.And(b) != b.And(a) || a.Or(b) != b.Or(a) {
				t.Errorf("%s and %s do not commute", a, b)
			}
		}
		if a.And(directory.Yes) != a || a.And(directory.No) != directory.No || a.Or(directory.No) != a || a.Or(directory.Yes) != directory.Yes {
			t.Errorf("%s breaks Kleene's tables", a)
		}
	}
	if directory.Unknown.And(directory.Unknown) != directory.Unknown {
		t.Error("unknown and unknown is known")
	}
}

func TestAgesFit(t *testing.T) {
	twelve, twentyFive := 12, 25
	for name, c := range map[string]struct {
		ages directory.Ages
		age  int
		want directory.Ternary
	}{
		"inside both bounds":         {directory.Ages{Min: &twelve, Max: &twentyFive}, 15, directory.Yes},
		"on the lower bound":         {directory.Ages{Min: &twelve, Max: &twentyFive}, 12, directory.Yes},
		"on the upper bound":         {directory.Ages{Min: &twelve, Max: &twentyFive}, 25, directory.Yes},
		"below":                      {directory.Ages{Min: &twelve}, 11, directory.No},
		"above":                      {directory.Ages{Max: &twentyFive}, 26, directory.No},
		"only an upper bound stated": {directory.Ages{Max: &twentyFive}, 15, directory.Yes},
		"nothing stated":             {directory.Ages{}, 15, directory.Unknown},
		"all ages":                   {directory.Ages{All: true}, 70, directory.Yes},
	} {
		t.Run(name, func(t *testing.T) {
			if got := c.ages.Fit(c.age); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

func TestTextPick(t *testing.T) {
	text := directory.Text{"da": "Hej", "en": "Hello", "uk": "Привіт"}
	for _, c := range []struct {
		wanted []string
		lang   string
	}{{[]string{"uk"}, "uk"}, {[]string{"fr", "da"}, "da"}, {[]string{"fr"}, "en"}, {nil, "en"}} {
		if _, lang := text.Pick(c.wanted...); lang != c.lang {
			t.Errorf("of %v it picks %q, want %q", c.wanted, lang, c.lang)
		}
	}
	if s, lang := (directory.Text{"uk": "Привіт"}).Pick("da"); s != "Привіт" || lang != "uk" {
		t.Errorf("the only text is %q in %q", s, lang)
	}
	if s, lang := (directory.Text{}).Pick("da"); s != "" || lang != "" {
		t.Errorf("no text is %q in %q", s, lang)
	}
}
