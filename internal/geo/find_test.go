package geo_test

import (
	"strings"
	"testing"

	"walkin/internal/geo"
)

func load(t testing.TB) *geo.Gazetteer {
	t.Helper()
	g, err := geo.Load()
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// briefly writes places as "DK:8000 Aarhus C".
func briefly(places []geo.Place) string {
	var b strings.Builder
	for i, p := range places {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(p.ID + " " + p.Name)
	}
	return b.String()
}

const (
	aarhus    = "DK:g2624652 Aarhus"
	kobenhavn = "DK:g2618425 København"
	amsterdam = "NL:g2759794 Amsterdam"
	denHaag   = "NL:g2747373 Den Haag"
	gent      = "BE:g2797656 Gent"
	brussel   = "BE:g2800866 Bruxelles / Brussel"
)

func TestFind(t *testing.T) {
	g := load(t)
	for _, tt := range []struct{ name, text, country, want string }{
		{"a code of several countries gives all, ours first", "8000", "", "DK:8000 Aarhus C, BE:8000 Brugge, CH:8000 Zürich"},
		{"the page's country comes first", "8000", "BE", "BE:8000 Brugge, DK:8000 Aarhus C, CH:8000 Zürich"},
		{"the country may be in lower case", "8000", "ch", "CH:8000 Zürich, DK:8000 Aarhus C, BE:8000 Brugge"},
		{"an unknown country is no country", "8000", "XX", "DK:8000 Aarhus C, BE:8000 Brugge, CH:8000 Zürich"},
		{"another code of several countries", "9000", "", "DK:9000 Aalborg, BE:9000 Gent, CH:9000 St. Gallen"},
		{"a code with its town means that town's", "8000 Aarhus", "BE", "DK:8000 Aarhus C"},
		{"the town may come first", "gent 9000", "", "BE:9000 Gent"},
		{"the town may be in another language", "8000 Bruges", "", "BE:8000 Brugge"},
		{"an address", "Nørregade 10, 8000 Aarhus C", "", "DK:8000 Aarhus C"},
		{"a code with another town gives both", "8000 Odense", "DK",
			"DK:8000 Aarhus C, BE:8000 Brugge, CH:8000 Zürich, DK:g2615876 Odense"},
		{"a code that does not exist leaves the town", "0000 Odense", "", "DK:g2615876 Odense"},
		{"a country sign before a code", "DK-8000", "BE", "DK:8000 Aarhus C"},
		{"an old country sign", "B-9000 Gent", "", "BE:9000 Gent"},
		{"a country sign without a hyphen", "dk8000", "", "DK:8000 Aarhus C"},
		{"Luxembourg's sign", "L-1130", "", "LU:1130 Luxembourg"},
		{"a Dutch code with letters", "1012 AB", "", "NL:1012 Amsterdam"},
		{"a Dutch code without the space", "1012ab", "DK", "NL:1012 Amsterdam"},
		{"a Swedish code", "111 20", "", "SE:11120 Stockholm"},
		{"a Swedish code without the space", "11120", "SE",
			"SE:11120 Stockholm, FI:11120 Riihimäki, FR:11120 Saint-Nazaire-d'Aude"},
		{"a British code", "SW1A 1AA", "", "GB:SW1A Westminster Abbey"},
		{"a British code without the space", "sw1a1aa", "", "GB:SW1A Westminster Abbey"},
		{"an Irish code", "D02 AF30", "", "IE:D02 Dublin 2"},
		{"a French code for large receivers falls back", "59000 CEDEX 9", "", "FR:59000 Lille"},
		{"digits of another script", "٨٠٠٠", "DK", "DK:8000 Aarhus C, BE:8000 Brugge, CH:8000 Zürich"},
		{"a Danish code with an abbreviated district", "2100 Kbh Ø", "", "DK:2100 København Ø"},

		{"Danish letters", "århus", "", aarhus},
		{"the letter spelled out", "aarhus", "", aarhus},
		{"the letter without its ring", "arhus", "", aarhus},
		{"capitals", "ÅRHUS", "", aarhus},
		{"a district of the post", "Aarhus C", "", "DK:8000 Aarhus C"},
		{"the local name", "København", "", kobenhavn},
		{"the local name spelled out", "koebenhavn", "", kobenhavn},
		{"the local name stripped", "kobenhavn", "", kobenhavn},
		{"the English name", "copenhagen", "", kobenhavn},
		{"an abbreviation", "kbh", "", kobenhavn},
		{"an airport's", "CPH", "", kobenhavn},
		{"a postal district, abbreviated", "Kbh Ø", "", "DK:2100 København Ø"},
		{"a hidden character and a look-alike", "kо\u200bge", "", "DK:g2618415 Køge"},
		{"the same name without letters of its own", "koge", "", "DK:g2618415 Køge"},
		{"Dutch", "Gent", "BE", gent + ", NL:g2755597 Gendt"},
		{"an apostrophe inside", "a'dam", "", amsterdam},
		{"without the apostrophe", "adam", "", amsterdam},
		{"another one", "R'dam", "", "NL:g2747891 Rotterdam"},
		{"a name of two words", "den haag", "", denHaag},
		{"the official name", "'s-Gravenhage", "", denHaag},
		{"the same with another apostrophe", "’s gravenhage", "", denHaag},
		{"the English name of two words", "The Hague", "", denHaag},
		{"one of two local names", "brussel", "", brussel},
		{"the other", "Bruxelles", "", brussel},
		{"both", "Bruxelles / Brussel", "", brussel},
		{"a saint in short", "St. Gallen", "CH", "CH:g2658822 St. Gallen, AT:g2766725 Sankt Gallen"},
		{"a place with its country", "Odense, Danmark", "", "DK:g2615876 Odense"},
		{"a municipality by its title", "Aarhus Kommune", "", "DK:m0751 Aarhus"},
		{"a municipality without a town", "Voorne aan Zee", "", "NL:mGM1992 Voorne aan Zee"},
		{"a municipality much larger than its town", "Pelt", "", "BE:m72043 Pelt, BE:g2789403 Overpelt"},
		{"towns of one name, the larger first", "Hengelo", "", "NL:g2754394 Hengelo, NL:g2754395 Hengelo"},
		{"a shared name, the country first", "Bergen", "NO",
			"NO:g3161732 Bergen, NL:g2759154 Bergen, BE:g2790869 Mons"},
		{"a short name of three towns", "Nykøbing", "",
			"DK:g2615961 Nykøbing Falster, DK:g2615964 Nykøbing Mors, DK:g2615962 Nykøbing Sjælland"},
		{"the exact spelling excludes the nearly equal", "Goes", "NL", "NL:g2755476 Goes, FR:g3015757 Goès"},
		{"a great city of another country before our hamlet", "Zürich", "", "CH:g2657896 Zürich, NL:8751 Pingjum"},

		{"two letters swapped", "odnese", "", "DK:g2615876 Odense"},
		{"a letter left out", "roterdam", "", "NL:g2747891 Rotterdam"},
		{"a letter changed", "aalbarg", "", "DK:g2624886 Aalborg"},
		{"a letter put in", "antwerrpen", "", "BE:g2803138 Antwerpen"},
		{"the first letter must be right", "bdense", "", ""},
		{"two slips are too many", "odnsee", "", ""},
		{"a short word must be right", "kgoe", "", ""},

		{"nothing", "", "DK", ""},
		{"white space", " \t\u00a0", "DK", ""},
		{"a single letter", "å", "DK", ""},
		{"no word at all", "?!", "DK", ""},
		{"no name of any place", "xyzzy", "DK", ""},
		{"the beginning of a name", "odens kommun", "DK", ""},
		{"an everyday word", "ensom", "DK", ""},
		{"a sentence", "jeg har ingen at snakke med", "DK", ""},
		{"10,000 characters", strings.Repeat("Odense ", 1429), "DK", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := g.Find(tt.text, tt.country, 10)
			if tt.want == "" {
				if len(got) > 0 {
					t.Errorf("Find(%q, %q) = %s, want nothing", tt.text, tt.country, briefly(got))
				}
				return
			}
			if b := briefly(got); b != tt.want && !strings.HasPrefix(b, tt.want+", ") {
				t.Errorf("Find(%q, %q)\n got %s\nwant %s", tt.text, tt.country, b, tt.want)
			}
		})
	}
}

func TestFindLeavesOut(t *testing.T) {
	g := load(t)
	for _, tt := range []struct{ name, text, not string }{
		{"a municipality of its town's name", "Vejle", "DK:m0630"},
		{"the postcodes of a town", "Odense", "DK:5000"},
		{"the candidates of a nearby spelling", "Goes", "Gos"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			found := g.Find(tt.text, "", 50)
			if len(found) == 0 {
				t.Fatal("nothing was found")
			}
			for _, p := range found {
				if p.ID == tt.not || p.Name == tt.not {
					t.Errorf("Find(%q) gives %s %s", tt.text, p.ID, p.Name)
				}
			}
		})
	}
}

func TestFindGivesAtMostTheLimit(t *testing.T) {
	g := load(t)
	for _, limit := range []int{-1, 0, 1, 2, 3} {
		if got := g.Find("8000", "", limit); len(got) != max(limit, 0) {
			t.Errorf("Find with the limit %d gives %d places", limit, len(got))
		}
	}
}

// Whatever shares its name elsewhere, a municipality is found in its own country first.
func TestFindEveryMunicipalityByItsName(t *testing.T) {
	g := load(t)
	for _, country := range []string{"DK", "NL", "BE"} {
		for _, m := range g.Municipalities(country) {
			found := g.Find(m.Name, country, 3)
			if len(found) == 0 {
				t.Errorf("%s %s is not found", country, m.Name)
				continue
			}
			if found[0].Country != country {
				t.Errorf("%s %s is found as %s", country, m.Name, briefly(found))
			}
		}
	}
}

// FuzzFind holds that no text is too strange, that no answer is too long, and that
// each place can be asked for by its id.
func FuzzFind(f *testing.F) {
	for _, s := range []string{
		"8000", "1012 AB", "SW1A 1AA", "D02 AF30", "59000 CEDEX 9", "DK-8000", "'s-Gravenhage", "kbh Ø", "odnese", "St",
		"gemeente", "a,b,,c", "\xff8000", "b b b 9000 b", "111 20 111 20", "1000 1000 ab ab cedex cedex",
	} {
		f.Add(s, "DK")
	}
	g := load(f)
	f.Fuzz(func(t *testing.T, text, country string) {
		for _, places := range [][]geo.Place{g.Find(text, country, 5), g.Complete(text, country, 5)} {
			if len(places) > 5 {
				t.Fatalf("%d places for %q", len(places), text)
			}
			for _, p := range places {
				same, ok := g.Place(p.ID)
				if !ok || same != p || !p.Valid() || p.Name == "" {
					t.Fatalf("%q gives %+v, of which the id gives %+v", text, p, same)
				}
			}
		}
	})
}

func BenchmarkFind(b *testing.B) {
	g := load(b)
	for _, text := range []string{"8000", "8000 Aarhus", "århus", "Saint-Martin", "odnese", "xyzzyx"} {
		b.Run(text, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				g.Find(text, "DK", 5)
			}
		})
	}
}
