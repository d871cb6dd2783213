package geo_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"walkin/internal/geo"
)

func TestBoxContains(t *testing.T) {
	denmark := geo.Box{West: 8, South: 54.5, East: 15.3, North: 57.8}
	for _, tt := range []struct {
		name string
		box  geo.Box
		p    geo.Point
		want bool
	}{
		{"a point inside", denmark, geo.Point{Lat: 56.15, Lon: 10.2}, true},
		{"a point on the edge", denmark, geo.Point{Lat: 54.5, Lon: 8}, true},
		{"a point south of it", denmark, geo.Point{Lat: 54.4, Lon: 10.2}, false},
		{"a point west of it", denmark, geo.Point{Lat: 56, Lon: 7.9}, false},
		{"a point east of it", denmark, geo.Point{Lat: 56, Lon: 15.4}, false},
		{"179 to -179 holds the west of the line", geo.Box{West: 179, South: -1, East: -179, North: 1}, geo.Point{Lon: 179.5}, true},
		{"179 to -179 holds the east of the line", geo.Box{West: 179, South: -1, East: -179, North: 1}, geo.Point{Lon: -179.5}, true},
		{"179 to -179 does not go round the other way", geo.Box{West: 179, South: -1, East: -179, North: 1}, geo.Point{}, false},
		{"179 to 181 is the same", geo.Box{West: 179, South: -1, East: 181, North: 1}, geo.Point{Lon: -179.5}, true},
		{"-181 to -179 is the same", geo.Box{West: -181, South: -1, East: -179, North: 1}, geo.Point{Lon: 179.5}, true},
		{"the whole world", geo.Box{West: -180, South: -90, East: 180, North: 90}, geo.Point{Lat: 1, Lon: 100}, true},
		{"a box of no width", geo.Box{West: 10, South: -1, East: 10, North: 1}, geo.Point{Lon: 11}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if !tt.box.Valid() {
				t.Fatal("the box is not valid")
			}
			if got := tt.box.Contains(tt.p); got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

func TestBoxContainsWhatIsCountedOff(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		west := rapid.IntRange(-180, 179).Draw(t, "west")
		width := rapid.IntRange(0, 359).Draw(t, "width")
		lon := rapid.IntRange(-180, 180).Draw(t, "lon")
		want := false
		for i := range width + 1 { // by whole degrees, eastwards
			want = want || (west+i-lon)%360 == 0
		}
		box := geo.Box{West: float64(west), South: -1, East: float64(west + width), North: 1}
		if got := box.Contains(geo.Point{Lon: float64(lon)}); got != want {
			t.Fatalf("%+v contains %d: got %v, want %v", box, lon, got, want)
		}
		box.West += float64(rapid.IntRange(-1, 1).Draw(t, "turns") * 360)
		if !box.Valid() {
			return
		}
		in := false
		for _, stretch := range box.Longitudes() {
			in = in || stretch[0] <= float64(lon) && float64(lon) <= stretch[1]
		}
		if want := box.Contains(geo.Point{Lon: float64(lon)}); in != want {
			t.Fatalf("%+v reaches over %v: has %d %v, want %v", box, box.Longitudes(), lon, in, want)
		}
	})
}

func TestABoxAroundAPointHoldsAllThatIsNear(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		at := geo.Point{Lat: rapid.Float64Range(-90, 90).Draw(t, "lat"), Lon: rapid.Float64Range(-180, 180).Draw(t, "lon")}
		metres := rapid.Float64Range(1, 1_000_000).Draw(t, "metres")
		box := geo.Around(at, metres)
		if !box.Valid() {
			t.Fatalf("%+v is not valid", box)
		}
		near := geo.Point{Lat: at.Lat + rapid.Float64Range(-9, 9).Draw(t, "north"), Lon: at.Lon + rapid.Float64Range(-20, 20).Draw(t, "east")}
		if near.Valid() && geo.Distance(at, near) <= metres && !box.Contains(near) {
			t.Fatalf("%+v does not hold %+v, %f m from %+v", box, near, geo.Distance(at, near), at)
		}
	})
	if b := geo.Around(geo.Point{Lat: 56, Lon: 10}, 15_000); b.North-b.South > 0.28 || b.East-b.West > 0.5 {
		t.Errorf("15 km around a point is %+v", b)
	}
}

func TestBoxValid(t *testing.T) {
	for _, tt := range []struct {
		name string
		box  geo.Box
	}{
		{"south above north", geo.Box{South: 2, North: 1}},
		{"north of the pole", geo.Box{North: 91}},
		{"not a number", geo.Box{West: math.NaN()}},
		{"infinite", geo.Box{East: math.Inf(1)}},
		{"not a latitude", geo.Box{South: math.NaN()}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if tt.box.Valid() {
				t.Error("it is valid")
			}
		})
	}
}
