package mapsvg_test

import (
	"bytes"
	"math"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"walkin/internal/geo"
	"walkin/internal/mapsvg"
)

// atlas is opened once for all tests.
var atlas = sync.OnceValues(mapsvg.Open)

func open(t testing.TB) *mapsvg.Atlas {
	t.Helper()
	a, err := atlas()
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func draw(t testing.TB, m *mapsvg.Map) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := open(t).Draw(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

var gazetteer = sync.OnceValues(geo.Load)

// towns gives the names that may stand on a view.
func towns(t testing.TB, v mapsvg.View, s mapsvg.Size) []mapsvg.Town {
	t.Helper()
	g, err := gazetteer()
	if err != nil {
		t.Fatal(err)
	}
	var list []mapsvg.Town
	for _, p := range g.Towns(v.Box(s), 30) {
		list = append(list, mapsvg.Town{Name: p.Name, Point: p.Point})
	}
	return list
}

// municipal stands n pins on Danish municipalities.
func municipal(t testing.TB, n int) []mapsvg.Pin {
	t.Helper()
	g, err := gazetteer()
	if err != nil {
		t.Fatal(err)
	}
	states := []mapsvg.State{mapsvg.StateOpen, mapsvg.StateClosed, mapsvg.StateUnknown}
	kinds := []mapsvg.Kind{mapsvg.KindCentre, mapsvg.KindCentre, mapsvg.KindActivity, mapsvg.KindCentre}
	var pins []mapsvg.Pin
	for i, m := range g.Municipalities("DK") {
		if len(pins) < n && i%2 == 0 {
			k := len(pins)
			pins = append(pins, mapsvg.Pin{
				Point: m.Point, Number: k + 1, Kind: kinds[k%len(kinds)], State: states[k%len(states)],
				Title: m.Name + ", open until 20", Href: "#result-" + m.Code, Approximate: k%5 == 0,
			})
		}
	}
	return pins
}

// around stands pins in a spiral around a point, as far as 5 km.
func around(p geo.Point, n int) []mapsvg.Pin {
	states := []mapsvg.State{mapsvg.StateOpen, mapsvg.StateClosed, mapsvg.StateUnknown}
	kinds := []mapsvg.Kind{mapsvg.KindCentre, mapsvg.KindActivity, mapsvg.KindCentre, mapsvg.KindHelpline, mapsvg.KindCentre}
	var pins []mapsvg.Pin
	for i := range n {
		d := 0.04 * float64(i+1) / float64(n)
		at := geo.Point{Lat: p.Lat + d*math.Cos(float64(i)*2.4), Lon: p.Lon + 1.8*d*math.Sin(float64(i)*2.4)}
		pins = append(pins, mapsvg.Pin{
			Point: at, Number: i + 1, Kind: kinds[i%len(kinds)], State: states[i%len(states)],
			Title: "A place with a name, closed, opens tomorrow at 12", Href: "#result-place", Approximate: i%7 == 3,
		})
	}
	return pins
}

// TestPage writes a page of maps to look at into the directory that MAPSVG_PAGE
// names.
func TestPage(t *testing.T) {
	dir := os.Getenv("MAPSVG_PAGE")
	if dir == "" {
		t.Skip("MAPSVG_PAGE names no directory")
	}
	css, err := os.ReadFile("testdata/map.css")
	if err != nil {
		t.Fatal(err)
	}
	for name, m := range scenes(t) {
		var b strings.Builder
		b.WriteString("<!doctype html><meta charset=utf-8><meta name=color-scheme content='light dark'><style>body{margin:8px}\n")
		b.Write(css)
		b.WriteString("</style>")
		b.Write(draw(t, m))
		t.Logf("%s: %s, %d bytes", name, m.View, len(draw(t, m)))
		if err := os.WriteFile(filepath.Join(dir, name+".html"), []byte(b.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func points(pins []mapsvg.Pin) []geo.Point {
	var list []geo.Point
	for _, p := range pins {
		list = append(list, p.Point)
	}
	return list
}

// scenes are maps as pages have them.
func scenes(t testing.TB) map[string]*mapsvg.Map {
	t.Helper()
	size := mapsvg.Size{Width: 360, Height: 420}
	all := make(map[string]*mapsvg.Map)
	add := func(name string, v mapsvg.View, s mapsvg.Size, pins []mapsvg.Pin) *mapsvg.Map {
		m := &mapsvg.Map{
			View: v, Size: s, Lang: "en", Title: "Map of the results", Description: "Numbered as in the list.",
			Pins: pins, Towns: towns(t, v, s),
		}
		all[name] = m
		return m
	}
	add("home", mapsvg.Fit(nil, size), size, nil)
	denmark := municipal(t, 40)
	add("country", mapsvg.Fit(points(denmark), size), size, denmark)
	wide := mapsvg.Size{Width: 640, Height: 480}
	add("country-wide", mapsvg.Fit(points(denmark), wide), wide, denmark)
	for name, p := range map[string]geo.Point{
		"odense": {Lat: 55.396, Lon: 10.388}, "aarhus": {Lat: 56.156, Lon: 10.21}, "utrecht": {Lat: 52.09, Lon: 5.12},
		"brussel": {Lat: 50.846, Lon: 4.352}, "kobenhavn": {Lat: 55.676, Lon: 12.568}, "enschede": {Lat: 52.22, Lon: 6.9},
	} {
		pins := around(p, 20)
		m := add(name, mapsvg.Fit(points(pins), size), size, pins)
		m.You = &geo.Point{Lat: p.Lat + 0.01, Lon: p.Lon - 0.01}
		m.YouTitle = "You are about here"
		few := around(p, 4)
		for zoom := mapsvg.MinZoom; zoom <= 13; zoom++ {
			v := mapsvg.View{Centre: p, Zoom: zoom}.Clamp(size)
			add(name+"-"+v.String()[len(v.String())-2:], v, size, few)
		}
	}
	return all
}
