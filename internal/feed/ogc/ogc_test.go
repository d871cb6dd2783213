package ogc_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"walkin/internal/directory"
	"walkin/internal/feed/ogc"
	"walkin/internal/geo"
	"walkin/internal/problem"
	"walkin/internal/schedule"
)

// marker is an address that must never leave.
const marker = "Skjultgade 77"

func TestDatetime(t *testing.T) {
	day := func(d, hour int) string {
		return time.Date(2026, 11, d, hour, 0, 0, 0, time.UTC).Format("2006-01-02T15:04:05.000Z")
	}
	const open = "open"
	for s, want := range map[string][2]string{
		"2026-11-02T03:00:00Z":                              {day(2, 3), day(2, 3)},
		"2026-11-02t03:00:00z":                              {day(2, 3), day(2, 3)},
		"2026-11-02T04:00:00+01:00":                         {day(2, 3), day(2, 3)},
		"2026-11-02":                                        {day(2, 0), "2026-11-02T23:59:59.999Z"},
		"2026-11-02/2026-11-03":                             {day(2, 0), "2026-11-03T23:59:59.999Z"},
		"2026-11-02T03:00:00Z/2026-11-03T04:00:00Z":         {day(2, 3), day(3, 4)},
		"2026-11-02T03:00:00Z/..":                           {day(2, 3), open},
		"2026-11-02T03:00:00Z/":                             {day(2, 3), open},
		"../2026-11-02T03:00:00Z":                           {open, day(2, 3)},
		"/2026-11-02T03:00:00Z":                             {open, day(2, 3)},
		"2026-11-02T03:00:00Z/2026-11-02T03:00:00Z":         {day(2, 3), day(2, 3)},
		"2026-11-02T03:00:00.123Z/2026-11-02T03:00:00.123Z": {"2026-11-02T03:00:00.123Z", "2026-11-02T03:00:00.123Z"},
	} {
		from, to, err := ogc.Datetime(s)
		said := func(at *time.Time) string {
			if at == nil {
				return open
			}
			return at.Format("2006-01-02T15:04:05.000Z07:00")
		}
		if got := [2]string{said(from), said(to)}; err != nil || got != want {
			t.Errorf("%s: %v, want %v (%v)", s, got, want, err)
		}
	}
	for _, s := range []string{"", "..", "../..", "/", "../", "now", "2026-11-31", "2026-11-02T25:00:00Z", "2026-11-02T03:00:00", "2026-11-03/2026-11-02", "2026-11-02/2026-11-03/2026-11-04", "2026", "2026-11-02 03:00:00Z"} {
		if _, _, err := ogc.Datetime(s); problem.KindOf(err) != problem.Invalid {
			t.Errorf("%q is taken: %v", s, err)
		}
	}
}

func FuzzDatetime(f *testing.F) {
	for _, s := range []string{"2026-11-02", "2026-11-02T03:00:00Z/..", "/", "0000-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		from, to, err := ogc.Datetime(s)
		switch {
		case err != nil && (from != nil || to != nil):
			t.Error("an error and a time")
		case err == nil && from == nil && to == nil:
			t.Error("neither an error nor a time")
		case from != nil && to != nil && to.Before(*from):
			t.Errorf("%s to %s", from, to)
		}
	})
}

func TestBox(t *testing.T) {
	for _, c := range []struct {
		name    string
		numbers []float64
		want    geo.Box
		ok      bool
	}{
		{"four numbers", []float64{1, 2, 3, 4}, geo.Box{West: 1, South: 2, East: 3, North: 4}, true},
		{"six numbers with heights", []float64{1, 2, -10, 3, 4, 100}, geo.Box{West: 1, South: 2, East: 3, North: 4}, true},
		{"across the antimeridian", []float64{179, 2, -179, 4}, geo.Box{West: 179, South: 2, East: -179, North: 4}, true},
		{"a point", []float64{1, 2, 1, 2}, geo.Box{West: 1, South: 2, East: 1, North: 2}, true},
		{"the corners in the wrong order", []float64{3, 4, 1, 2}, geo.Box{}, false},
		{"heights in the wrong order", []float64{1, 2, 100, 3, 4, -10}, geo.Box{}, false},
		{"no latitude", []float64{1, 2, 3, 91}, geo.Box{}, false},
		{"five numbers", []float64{1, 2, 3, 4, 5}, geo.Box{}, false},
		{"none", nil, geo.Box{}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := ogc.Box(c.numbers)
			if (err == nil) != c.ok || c.ok && got != c.want || !c.ok && problem.KindOf(err) != problem.Invalid {
				t.Errorf("%+v, %v", got, err)
			}
		})
	}
}

func material(e directory.Entry, centres ...*directory.Centre) ogc.Material {
	return ogc.Material{
		Change: directory.Change{Number: 7, Key: e.Key(), At: time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC), Entry: e}, Centres: centres,
		Municipality: func(string, string) string { return "Aarhus" },
	}
}

func placed(lat, lon float64, visibility directory.Visibility) directory.Location {
	return directory.Location{Street: marker, PostalCode: "8123", Town: "Aarhus C", Municipality: "0751", Country: "DK",
		Point: &geo.Point{Lat: lat, Lon: lon}, Precision: directory.PreciseExact, Visibility: visibility}
}

func encoded(t *testing.T, f ogc.Feature) string {
	t.Helper()
	b, err := json.Marshal(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestGeometry(t *testing.T) {
	at := func(lat, lon float64, v directory.Visibility) *directory.Centre {
		return &directory.Centre{ID: "c", Name: "c", Location: placed(lat, lon, v)}
	}
	own := placed(55, 12, "")
	hidden := placed(55, 12, directory.VisibleNone)
	joint := &directory.Activity{ID: "a", Title: directory.Text{"da": "Fælles"}}
	for _, c := range []struct {
		name string
		m    ogc.Material
		want string
	}{
		{"a centre is a point, longitude first", material(at(56.1, 10.2, "")), `{"type":"Point","coordinates":[10.2,56.1]}`},
		{"an area is a coarse point without the noise of computing", material(at(56.1499, 10.21, directory.VisibleArea)), `{"type":"Point","coordinates":[10.2,56.15]}`},
		{"a hidden place is nowhere", material(at(56.1, 10.2, directory.VisibleNone)), `null`},
		{"an activity is at its centre", material(joint, at(56.1, 10.2, "")), `{"type":"Point","coordinates":[10.2,56.1]}`},
		{"what two centres hold has two points", material(joint, at(56.1, 10.2, ""), at(57, 9.9, "")), `{"type":"MultiPoint","coordinates":[[10.2,56.1],[9.9,57]]}`},
		{"a hidden one of two is left out, and a point comes once", material(joint, at(56.1, 10.2, ""), at(57, 9.9, directory.VisibleNone), at(56.1, 10.2, "")), `{"type":"Point","coordinates":[10.2,56.1]}`},
		{"a place of its own counts alone", material(&directory.Activity{ID: "a", Location: &own}, at(56.1, 10.2, "")), `{"type":"Point","coordinates":[12,55]}`},
		{"a hidden place of its own is nowhere", material(&directory.Activity{ID: "a", Location: &hidden}, at(56.1, 10.2, "")), `null`},
		{"a helpline is nowhere", material(&directory.Helpline{ID: "h", Country: "DK"}), `null`},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := encoded(t, ogc.NewFeature(c.m)); !strings.Contains(got, `"geometry":`+c.want+`,"properties"`) {
				t.Errorf("want %s in %s", c.want, got)
			}
		})
	}
}

func TestAFeatureShowsWhatThePublicMaySee(t *testing.T) {
	for _, v := range []directory.Visibility{directory.VisibleArea, directory.VisibleNone} {
		secret := placed(56.123456, 10.654321, v)
		centre := &directory.Centre{ID: "c", Name: "Krisehus", Location: secret, Arrival: directory.Arrival{WayToDoor: directory.Text{"da": marker}},
			Stops: []directory.OutreachStop{{ID: "s", Location: secret}}}
		for _, m := range []ogc.Material{material(centre), material(&directory.Activity{ID: "a", Location: &secret}), material(&directory.Activity{ID: "b"}, centre)} {
			got := encoded(t, ogc.NewFeature(m))
			for _, word := range []string{marker, "8123", "56.123", "10.654"} {
				if strings.Contains(got, word) {
					t.Errorf("%s: %s is in %s", v, word, got)
				}
			}
			if !strings.Contains(got, `"visibility":"`+string(v)+`"`) {
				t.Errorf("nothing says that the address is not shown: %s", got)
			}
		}
	}
}

// The columns of an attribute table do not depend on what is known.
func TestAllPropertiesAreAlwaysThere(t *testing.T) {
	full := &directory.Centre{ID: "full", Name: "Huset", Kind: directory.YouthCafe, Description: directory.Text{"da": "Et sted", "en": "A place"},
		Location: placed(56, 10, ""), Access: directory.AccessWalkIn, Topics: []string{"x"}, Contact: directory.Contact{Phone: "12345678"}, Hours: *schedule.Always("Europe/Copenhagen")}
	bare := &directory.Centre{ID: "bare", Name: "Huset", Location: directory.Location{Country: "DK"}}
	keys := func(c *directory.Centre) map[string]any {
		var f struct{ Properties map[string]any }
		if err := json.Unmarshal([]byte(encoded(t, ogc.NewFeature(material(c)))), &f); err != nil {
			t.Fatal(err)
		}
		return f.Properties
	}
	a, b := keys(full), keys(bare)
	for name := range a {
		if _, ok := b[name]; !ok {
			t.Errorf("%s is missing where it is not known", name)
		}
	}
	if a["description"] != "Et sted" || a["lang"] != "da" || a["opening_hours"] != "24/7" || b["description"] != nil || b["opening_hours"] != "unknown" || b["free"] != "unknown" || b["verified_at"] != nil || b["updated"] != "2026-11-01T12:00:00Z" {
		t.Errorf("%v\n%v", a, b)
	}
}
