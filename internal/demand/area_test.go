package demand_test

import (
	"testing"

	"walkin/internal/demand"
	"walkin/internal/geo"
)

func TestSmallMunicipalitiesAreMergedUpward(t *testing.T) {
	for _, c := range []struct {
		name, country, code string
		want                demand.Area
		counted             bool
	}{
		{"a large municipality is its own area", "DK", "0751", aarhus, true},
		{"small ones are the rest of their region, where together they are large", "DK", "0741", midt, true},
		{"a single small one is part of the rest of its country", "DK", "0825", denmark, true},
		{"young people are counted where their number is known", "NL", "GM0331", demand.Area{Country: "NL"}, true},
		{"who does not say where is in the rest of the country", "DK", "", denmark, true},
		{"so is a code that nobody knows", "DK", "9999", denmark, true},
		{"a country that is not listed is not counted", "DE", "", demand.Area{Country: "DE"}, false},
	} {
		if got, ok := land.Of(c.country, c.code); got != c.want || ok != c.counted {
			t.Errorf("%s: %+v, %v", c.name, got, ok)
		}
	}
	for _, c := range []struct {
		part, whole demand.Area
		within      bool
	}{
		{aarhus, aarhus, true}, {aarhus, midt, false}, {aarhus, denmark, true}, {midt, denmark, true}, {midt, aarhus, false}, {aarhus, horsens, false},
		{denmark, midt, false}, {denmark, demand.Area{Country: "NL"}, false}, {demand.Area{}, denmark, false},
	} {
		if c.part.Within(c.whole) != c.within {
			t.Errorf("%+v is within %+v: %v", c.part, c.whole, !c.within)
		}
	}
	for _, c := range []struct {
		area demand.Area
		has  bool
	}{
		{aarhus, true}, {midt, true}, {denmark, true},
		{demand.Area{Country: "DK", Region: "Midt", Municipality: "0741"}, false}, // small
		{demand.Area{Country: "DK", Region: "Nord", Municipality: "0751"}, false}, // elsewhere
		{demand.Area{Country: "DK", Region: "Nord"}, false},                       // nobody counts there
		{demand.Area{Country: "DE"}, false}, {demand.Area{}, false},
	} {
		if land.Has(c.area) != c.has {
			t.Errorf("%+v can be counted under: %v", c.area, !c.has)
		}
	}
}

func TestNoAreaOfTheThreeCountriesIsSmall(t *testing.T) {
	g, err := geo.Load()
	if err != nil {
		t.Fatal(err)
	}
	var all []geo.Municipality
	for _, country := range []string{"DK", "NL", "BE"} {
		all = append(all, g.Municipalities(country)...)
	}
	areas := demand.NewAreas(all)
	inhabitants := make(map[demand.Area]int)
	for _, m := range all {
		area, ok := areas.Of(m.Country, m.Code)
		if !ok || !areas.Has(area) || area.Country != m.Country || area.Region != "" && area.Region != m.Region || area.Municipality != "" && area.Municipality != m.Code {
			t.Fatalf("%s is counted under %+v, %v", m.Name, area, ok)
		}
		inhabitants[area] += m.Population
	}
	if len(inhabitants) < 300 {
		t.Errorf("%d areas are left", len(inhabitants))
	}
	for area, n := range inhabitants {
		if n < 25_000 && area.Region != "" { // 5,000 young people are one in six, or at the most one in five
			t.Errorf("%+v has %d inhabitants", area, n)
		}
	}
}
