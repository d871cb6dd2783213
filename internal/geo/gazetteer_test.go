package geo_test

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"walkin/internal/geo"
)

func TestPlace(t *testing.T) {
	g := load(t)
	for _, tt := range []struct{ name, id, want string }{
		{"a postcode", "DK:8000",
			`{"id":"DK:8000","name":"Aarhus C","kind":"postcode","country":"DK","postal_code":"8000","municipality":"0751","municipality_name":"Aarhus","lat":56.1535,"lon":10.2034}`},
		{"a postcode that is written with a space", "SE:11120",
			`{"id":"SE:11120","name":"Stockholm","kind":"postcode","country":"SE","postal_code":"111 20","lat":59.3326,"lon":18.0649}`},
		{"a town", "DK:g2624652",
			`{"id":"DK:g2624652","name":"Aarhus","kind":"town","country":"DK","municipality":"0751","municipality_name":"Aarhus","lat":56.15674,"lon":10.21076,"population":285273}`},
		{"a municipality", "BE:m44021",
			`{"id":"BE:m44021","name":"Gent","kind":"municipality","country":"BE","municipality":"44021","municipality_name":"Gent",`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p, ok := g.Place(tt.id)
			if !ok {
				t.Fatal("there is none")
			}
			got, err := json.Marshal(p)
			if err != nil {
				t.Fatal(err)
			}
			if !strings.HasPrefix(string(got), tt.want) {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
	for _, id := range []string{
		"", ":", "DK", "DK:", "DK:g", "DK:m", "DK:0001", "NL:g2624652", "DK:g99999999999", "DK:g-1", "XX:8000", "dk:8000", "DK:mGM0363",
	} {
		if p, ok := g.Place(id); ok {
			t.Errorf("Place(%q) = %+v", id, p)
		}
	}
}

func TestTownsHaveTheirLocalNames(t *testing.T) {
	g := load(t)
	for id, want := range map[string]string{
		"DK:g2618425": "København", "DK:g2624652": "Aarhus", "DK:g2624886": "Aalborg",
		"NL:g2747373": "Den Haag", "NL:g2747351": "'s-Hertogenbosch", "NL:g2759879": "Almere",
		"BE:g2800866": "Bruxelles / Brussel", "BE:g2789786": "Oostende", "BE:g2797656": "Gent", "BE:g2803138": "Antwerpen",
		"BE:g2795011": "Ixelles / Elsene", "BE:g2793722": "Kelmis", "BE:g2803201": "Anderlecht",
		"DE:g2867714": "München", "DE:g2886242": "Köln", "AT:g2761369": "Wien", "CH:g2657896": "Zürich",
		"CH:g2660646": "Genève", "CH:g2658822": "St. Gallen", "SE:g2711537": "Göteborg", "FI:g658225": "Helsinki",
		"NO:g3143244": "Oslo", "FR:g2996944": "Lyon", "FR:g2995469": "Marseille", "LU:g2960316": "Luxembourg",
		"GB:g2643743": "London", "IE:g2964180": "Galway",
	} {
		if p, ok := g.Place(id); !ok || p.Name != want {
			t.Errorf("%s is %q, want %q", id, p.Name, want)
		}
	}
}

func TestMunicipality(t *testing.T) {
	g := load(t)
	for country, want := range map[string]int{"DK": 99, "NL": 342, "BE": 565, "SE": 0} {
		if got := len(g.Municipalities(country)); got != want {
			t.Errorf("%s has %d municipalities, want %d", country, got, want)
		}
	}
	m, ok := g.Municipality("NL", "GM0363")
	if !ok || m.Name != "Amsterdam" || m.Population < 800_000 || m.Youth12to25 == 0 || !m.Valid() {
		t.Errorf("Amsterdam is %+v", m)
	}
	if m, _ := g.Municipality("DK", "0751"); m.Name != "Aarhus" || m.Youth12to25 != 0 || m.PopulationDate != "2026" {
		t.Errorf("Aarhus is %+v", m)
	}
	if _, ok := g.Municipality("DK", "GM0363"); ok {
		t.Error("Amsterdam is Danish")
	}
}

func TestMunicipalityByName(t *testing.T) {
	g := load(t)
	for _, tt := range []struct{ country, name, code string }{
		{"DK", "Aarhus Kommune", "0751"},
		{"DK", "Københavns kommune", "0101"},
		{"DK", "høje taastrup", "0169"},
		{"DK", "Høje-Tåstrup", "0169"},
		{"NL", "gemeente Utrecht", "GM0344"},
		{"NL", "'s-Gravenhage", "GM0518"},
		{"BE", "Elsene", "21009"},
		{"BE", "Ixelles", "21009"},
		{"BE", "Ixelles / Elsene", "21009"},
		{"BE", "Luik", "62063"},
		{"BE", "Sint Niklaas", "46021"},
		{"NL", "Elsene", ""},
		{"DK", "kommune", ""},
		{"DK", "", ""},
	} {
		m, ok := g.MunicipalityByName(tt.country, tt.name)
		if m.Code != tt.code || ok != (tt.code != "") {
			t.Errorf("MunicipalityByName(%q, %q) = %q, want %q", tt.country, tt.name, m.Code, tt.code)
		}
	}
}

func TestMunicipalityOfPostcode(t *testing.T) {
	g := load(t)
	for _, tt := range []struct{ country, code, want string }{
		{"DK", "8000", "Aarhus"},
		{"BE", "8000", "Brugge"},
		{"NL", "1012 AB", "Amsterdam"},
		{"NL", "2511", "'s-Gravenhage"},
		{"DK", "1012 AB", "København"},
		{"SE", "111 20", ""},
		{"DK", "0001", ""},
		{"DK", "Aarhus", ""},
		{"", "8000", ""},
	} {
		if m, ok := g.MunicipalityOfPostcode(tt.country, tt.code); m.Name != tt.want || ok != (tt.want != "") {
			t.Errorf("MunicipalityOfPostcode(%q, %q) = %q, want %q", tt.country, tt.code, m.Name, tt.want)
		}
	}
}

func TestComplete(t *testing.T) {
	g := load(t)
	for _, tt := range []struct{ name, prefix, country, want string }{
		{"the largest first", "od", "DK", "DK:g2615876 Odense"},
		{"a spelled-out letter", "aa", "DK", aarhus + ", DK:g2624886 Aalborg"},
		{"the letter itself", "år", "DK", aarhus},
		{"a letter without its stroke", "kob", "DK", kobenhavn},
		{"the letter spelled out", "koeb", "DK", kobenhavn},
		{"the page's country first", "ro", "NL", "NL:g2747891 Rotterdam"},
		{"a name in another language", "copenh", "DK", kobenhavn},
		{"two words", "den h", "NL", denHaag},
		{"a saint in full", "sint-n", "BE", "BE:g2786578 Sint-Niklaas"},
		{"a postcode", "8000", "DK", "DK:8000 Aarhus C"},
		{"a single letter", "o", "DK", ""},
		{"nothing", "", "DK", ""},
		{"no name", "xyzzy", "DK", ""},
		{"a slip is not corrected", "odnes", "DK", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := briefly(g.Complete(tt.prefix, tt.country, 5))
			if tt.want == "" && got != "" || !strings.HasPrefix(got, tt.want) {
				t.Errorf("Complete(%q, %q) = %s, want %s", tt.prefix, tt.country, got, tt.want)
			}
		})
	}
	if got := g.Complete("st", "DK", 3); len(got) != 3 {
		t.Errorf("Complete gives %d places, want the limit of 3", len(got))
	}
}

func TestNearestTown(t *testing.T) {
	g := load(t)
	for _, tt := range []struct {
		name   string
		p      geo.Point
		want   string
		within float64 // metres
	}{
		{"the middle of Odense", geo.Point{Lat: 55.3959, Lon: 10.3883}, "Odense", 100},
		{"the middle of Antwerpen", geo.Point{Lat: 51.2199, Lon: 4.4035}, "Antwerpen", 500},
		{"Christiansborg", geo.Point{Lat: 55.6762, Lon: 12.5801}, "København", 1_500},
		{"a point in the North Sea has a town far away", geo.Point{Lat: 56, Lon: 4}, "", 400_000},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p, metres := g.NearestTown(tt.p)
			if tt.want != "" && p.Name != tt.want || metres > tt.within || p.Kind != geo.KindTown {
				t.Errorf("got %s, %.0f m", p.Name, metres)
			}
			if d := geo.Distance(tt.p, p.Point); d != metres {
				t.Errorf("it says %.0f m and is %.0f m", metres, d)
			}
		})
	}
	for _, p := range []geo.Point{{Lat: math.NaN()}, {Lat: 91}} {
		if town, metres := g.NearestTown(p); town.ID != "" || !math.IsInf(metres, 1) {
			t.Errorf("the nearest town to %v is %s at %v m", p, town.Name, metres)
		}
	}
}

func TestCompleteMisspelled(t *testing.T) {
	g := load(t)
	for _, tt := range []struct{ name, prefix, want string }{
		{"a slip is corrected", "odnes", "DK:g2615876 Odense"},
		{"but none in the first letter", "pdens", ""},
		{"nor in a short word", "odns", ""},
		{"nor in a postcode", "500000", ""},
		{"no text is nothing", "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := briefly(g.CompleteMisspelled(tt.prefix, "DK", 5)); got != tt.want {
				t.Errorf("CompleteMisspelled(%q) = %s, want %s", tt.prefix, got, tt.want)
			}
		})
	}
}

func BenchmarkComplete(b *testing.B) {
	g := load(b)
	for _, prefix := range []string{"aa", "st", "kob", "odens"} {
		b.Run(prefix, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				g.Complete(prefix, "DK", 8)
			}
		})
	}
}

func BenchmarkNearestTown(b *testing.B) {
	g := load(b)
	p := geo.Point{Lat: 55.4, Lon: 10.4}
	for b.Loop() {
		g.NearestTown(p)
	}
}
