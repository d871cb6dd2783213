package mapsvg_test

import (
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"walkin/internal/geo"
	"walkin/internal/mapsvg"
	"walkin/internal/problem"
)

var phone = mapsvg.Size{Width: 360, Height: 420}

func TestParseView(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		ok         bool
	}{
		{"as it is written", "56.156,10.21,11", true},
		{"a half zoom", "56.156,10.21,11.5", true},
		{"west of Greenwich", "51.5,-0.128,10", true},
		{"whole degrees", "56,10,5", true},
		{"nothing", "", false},
		{"a fourth decimal", "56.1561,10.21,11", false},
		{"a zero at the end", "56.10,10.21,11", false},
		{"a sign", "+56,10,11", false},
		{"a minus zero", "56,-0,11", false},
		{"a space", "56, 10,11", false},
		{"an exponent", "5.6e1,10,11", false},
		{"hexadecimal", "0x38,10,11", false},
		{"not a number", "NaN,10,11", false},
		{"no zoom", "56,10", false},
		{"four parts", "56,10,11,12", false},
		{"a third of a zoom", "56,10,11.3", false},
		{"too wide", "56,10,4", false},
		{"too close", "56,10,13.5", false},
		{"another continent", "40.7,-74,11", false},
		{"very long", strings.Repeat("5", 10_000), false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			v, err := mapsvg.ParseView(tt.text)
			if (err == nil) != tt.ok || err != nil && problem.KindOf(err) != problem.Invalid {
				t.Fatalf("%q gives %+v, %v", tt.text, v, err)
			}
			if tt.ok && v.String() != tt.text {
				t.Errorf("%q is written %q", tt.text, v)
			}
		})
	}
}

// FuzzParseView holds that what is read is written the same, and is a map.
func FuzzParseView(f *testing.F) {
	for _, s := range []string{"56.156,10.21,11", "41,-11.5,5", "71.5,32,13", "56,10,1e1", ",,", "56.156,10.21,NaN", "-0,0,5"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		v, err := mapsvg.ParseView(text)
		if err != nil {
			return
		}
		if v.String() != text {
			t.Fatalf("%q is written %q", text, v)
		}
		again, err := mapsvg.ParseView(v.Clamp(phone).String())
		if err != nil || again != v.Clamp(phone) {
			t.Fatalf("%q, clamped, is %+v: %v", text, again, err)
		}
	})
}

func anyView(t *rapid.T) mapsvg.View {
	strange := rapid.OneOf(rapid.Float64Range(-80, 80), rapid.Float64(), rapid.SampledFrom([]float64{math.NaN(), math.Inf(1), math.Inf(-1), 0}))
	return mapsvg.View{
		Centre: geo.Point{Lat: strange.Draw(t, "lat"), Lon: strange.Draw(t, "lon")},
		Zoom:   rapid.OneOf(rapid.Float64Range(4, 14), strange).Draw(t, "zoom"),
	}
}

func anySize(t *rapid.T) mapsvg.Size {
	side := rapid.OneOf(rapid.IntRange(200, 700), rapid.IntRange(-10, 5000))
	return mapsvg.Size{Width: side.Draw(t, "width"), Height: side.Draw(t, "height")}
}

func TestEveryViewHasANeighbourWithAnAddress(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v, s := anyView(t), anySize(t)
		part := rapid.Float64Range(-1, 1)
		for _, to := range []mapsvg.View{
			v.Clamp(s), v.Move(part.Draw(t, "east"), part.Draw(t, "south"), s), v.ZoomBy(1, s), v.ZoomBy(-1, s), v.ZoomBy(math.NaN(), s),
		} {
			if again, err := mapsvg.ParseView(to.String()); err != nil || again != to || to.Clamp(s) != to {
				t.Fatalf("%+v is read as %+v: %v; clamped it is %+v", to, again, err, to.Clamp(s))
			}
			if b := to.Box(s); !b.Valid() || !b.Contains(to.Centre) {
				t.Fatalf("%+v shows %+v", to, b)
			}
		}
	})
}

func TestMoveAndZoom(t *testing.T) {
	v, err := mapsvg.ParseView("56.156,10.21,10")
	if err != nil {
		t.Fatal(err)
	}
	if n := v.Move(0, -0.5, phone); n.Centre.Lat <= v.Centre.Lat || n.Centre.Lon != v.Centre.Lon || n.Zoom != v.Zoom {
		t.Errorf("the north of %s is %s", v, n)
	}
	if e := v.Move(0.5, 0, phone); e.Centre.Lon <= v.Centre.Lon || e.Centre.Lat != v.Centre.Lat {
		t.Errorf("the east of %s is %s", v, e)
	}
	if got := v.ZoomBy(1, phone).String(); got != "56.156,10.21,11" {
		t.Errorf("closer is %s", got)
	}
	last := mapsvg.View{Centre: v.Centre, Zoom: mapsvg.MaxZoom}
	if got := last.ZoomBy(1, phone); got != last {
		t.Errorf("closer than the closest is %s", got)
	}
	corner := mapsvg.View{Centre: geo.Point{Lat: 71.4, Lon: -11}, Zoom: 6}.Clamp(phone)
	if got := corner.Move(-1, -1, phone); got != corner {
		t.Errorf("the corner %s has %s beyond it", corner, got)
	}
}

func TestFitShowsAllPoints(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		middle := geo.Point{Lat: rapid.Float64Range(50, 58).Draw(t, "lat"), Lon: rapid.Float64Range(3, 14).Draw(t, "lon")}
		spread := rapid.SampledFrom([]float64{0, 0.01, 0.1, 1, 3}).Draw(t, "spread")
		var list []geo.Point
		for range rapid.IntRange(1, 20).Draw(t, "n") {
			list = append(list, geo.Point{
				Lat: middle.Lat + spread*rapid.Float64Range(-1, 1).Draw(t, "north"),
				Lon: middle.Lon + spread*rapid.Float64Range(-1, 1).Draw(t, "east"),
			})
		}
		s := mapsvg.Size{Width: rapid.IntRange(300, 900).Draw(t, "width"), Height: rapid.IntRange(300, 700).Draw(t, "height")}
		v := mapsvg.Fit(list, s)
		b := v.Box(s)
		for _, p := range list {
			if v.Zoom > mapsvg.MinZoom && !b.Contains(p) {
				t.Fatalf("%s does not show %+v", v, p)
			}
		}
		if wide := geo.Distance(geo.Point{Lat: v.Centre.Lat, Lon: b.West}, geo.Point{Lat: v.Centre.Lat, Lon: b.East}); wide < 2000 {
			t.Fatalf("%s is %f m wide", v, wide)
		}
		// Some closer view would not do.
		if spread >= 1 && len(list) > 1 && v.Zoom > 11 && geo.Distance(list[0], list[1]) > 30_000 {
			t.Fatalf("%s is too close", v)
		}
	})
}

func TestFitSaysNothingOfAStep(t *testing.T) {
	// Points that differ by some metres are shown by the same view.
	a := mapsvg.Fit([]geo.Point{{Lat: 56.1567, Lon: 10.2107}}, phone)
	b := mapsvg.Fit([]geo.Point{{Lat: 56.1568, Lon: 10.2109}}, phone)
	if a != b {
		t.Errorf("%s and %s", a, b)
	}
}

func TestFitOfNothingIsTheThreeCountries(t *testing.T) {
	for _, list := range [][]geo.Point{nil, {{Lat: math.NaN(), Lon: 10}}, {{Lat: 0, Lon: 0}}} {
		box := mapsvg.Fit(list, phone).Box(phone)
		for _, p := range []geo.Point{{Lat: 55.68, Lon: 12.57}, {Lat: 51.21, Lon: 2.93}, {Lat: 57.7, Lon: 10.6}, {Lat: 49.6, Lon: 5.8}} {
			if !box.Contains(p) {
				t.Errorf("%+v does not hold %+v", box, p)
			}
		}
	}
}
