package geo_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"walkin/internal/geo"
)

func TestTowns(t *testing.T) {
	g := load(t)
	funen := geo.Box{West: 9.79, South: 55, East: 10.85, North: 55.65}
	var names []string
	for _, p := range g.Towns(funen, 3) {
		names = append(names, p.Name)
	}
	if want := []string{"Odense", "Svendborg", "Nyborg"}; !slices.Equal(names, want) {
		t.Errorf("the largest towns of Funen are %q, want %q", names, want)
	}
	for name, box := range map[string]geo.Box{"the sea": {West: 3, South: 55.5, East: 4, North: 56}, "no box": {South: 2, North: 1}} {
		if got := g.Towns(box, 3); len(got) != 0 {
			t.Errorf("%s has the towns %v", name, got)
		}
	}
	if got := g.Towns(funen, 0); len(got) != 0 {
		t.Errorf("none are %v", got)
	}
}

func TestTownsAreTheFirstOfAll(t *testing.T) {
	g := load(t)
	rapid.Check(t, func(t *rapid.T) {
		b := geo.Box{South: rapid.Float64Range(41, 60).Draw(t, "south"), West: rapid.Float64Range(-10, 20).Draw(t, "west")}
		b.North, b.East = b.South+rapid.Float64Range(0, 3).Draw(t, "height"), b.West+rapid.Float64Range(0, 5).Draw(t, "width")
		few := rapid.IntRange(1, 20).Draw(t, "few")
		all := g.Towns(b, 50_000)
		if got := g.Towns(b, few); !slices.Equal(got, all[:min(few, len(all))]) {
			t.Fatalf("%d of %d are not the first", len(got), len(all))
		}
		for i, p := range all {
			if !b.Contains(p.Point) || i > 0 && p.Population > all[i-1].Population {
				t.Fatalf("%+v is number %d", p, i)
			}
		}
	})
}

func BenchmarkTowns(b *testing.B) {
	g := load(b)
	for name, box := range map[string]geo.Box{
		"town":    {West: 10.3, South: 55.35, East: 10.5, North: 55.45},
		"country": {West: 8, South: 54.5, East: 13, North: 58},
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				g.Towns(box, 30)
			}
		})
	}
}

func TestTownsInACountry(t *testing.T) {
	g := load(t)
	towns := g.TownsIn("DK")
	if len(towns) < 300 || towns[1].Name != "Aarhus" {
		t.Errorf("%d towns, the second is %s", len(towns), towns[1].Name)
	}
	for i, p := range towns {
		if p.Country != "DK" || p.Kind != geo.KindTown || p.Population <= 0 || i > 0 && p.Population > towns[i-1].Population {
			t.Fatalf("%d is %+v", i, p)
		}
	}
	if none := g.TownsIn("XX"); none != nil {
		t.Errorf("a country that is none has %d", len(none))
	}
}
