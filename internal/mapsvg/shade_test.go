package mapsvg_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"walkin/internal/geo"
	"walkin/internal/mapsvg"
)

func shaded(t *testing.T, change func(*mapsvg.Shaded)) string {
	t.Helper()
	m := mapsvg.Shaded{
		View: mapsvg.View{Centre: geo.Point{Lat: 55.4, Lon: 10.4}, Zoom: 7}, Size: mapsvg.Size{Width: 360, Height: 400}, Title: "A & B",
		Countries: []string{"DK"}, Places: []geo.Point{{Lat: 55.4, Lon: 10.4}, {Lat: 10, Lon: 10}},
		Marks: []mapsvg.Mark{{Point: geo.Point{Lat: 56, Lon: 10}, Label: "<1>"}, {Point: geo.Point{Lat: 55, Lon: 10}, Label: "A", Next: true}},
		Class: func(_, code string) (int, bool) { return len(code) % 3, code != "0461" },
	}
	if change != nil {
		change(&m)
	}
	var b bytes.Buffer
	if err := open(t).DrawShaded(&b, &m); err != nil {
		t.Fatal(err)
	}
	for dec := xml.NewDecoder(bytes.NewReader(b.Bytes())); ; {
		if _, err := dec.Token(); errors.Is(err, io.EOF) {
			return b.String()
		} else if err != nil {
			t.Fatal(err)
		}
	}
}

func TestAShadedMapHasAPatternForEachClassThatIsThere(t *testing.T) {
	svg := shaded(t, nil)
	if n := strings.Count(svg, `<pattern id="map-shade-`); n != mapsvg.Shades {
		t.Errorf("%d patterns", n)
	}
	if n := strings.Count(svg, `class="map-shade"`); n != 1 { // all codes of DK have four digits
		t.Errorf("%d classes are drawn", n)
	}
	for what, want := range map[string]int{`class="map-place"`: 1, "map-mark-spot": 1, "map-mark-next": 1, "&lt;1&gt;": 1, "style=": 0, "<1>": 0} {
		if n := strings.Count(svg, what); n != want {
			t.Errorf("%s is there %d times, want %d", what, n, want)
		}
	}
	if svg != shaded(t, nil) {
		t.Error("the same map is drawn in two ways")
	}
}

// TestEachMunicipalityIsInItsClass: moving one from a class to another changes
// both, and a country without a class is plain.
func TestEachMunicipalityIsInItsClass(t *testing.T) {
	other := shaded(t, func(m *mapsvg.Shaded) {
		m.Class = func(_, code string) (int, bool) {
			if code == "0751" {
				return 9, true // taken for the last
			}
			return -3, true // and for the first
		}
	})
	if strings.Count(other, `fill="url(#map-shade-0)"`) != 1 || strings.Count(other, `fill="url(#map-shade-4)"`) != 1 {
		t.Error("the classes are not the first and the last")
	}
	plain := shaded(t, func(m *mapsvg.Shaded) { m.Class = func(string, string) (int, bool) { return 0, false } })
	if strings.Contains(plain, `class="map-shade"`) {
		t.Error("nothing has a class, and something is shaded")
	}
	nowhere := shaded(t, func(m *mapsvg.Shaded) { m.Countries = []string{"SE"} })
	if strings.Contains(nowhere, `class="map-shade"`) {
		t.Error("a country without municipalities is shaded")
	}
}

// TestAMarkThatWouldCoverAnotherStepsAside: ten marks at one point are all to be
// read, the first is where it belongs, and each that moved has a line to its point.
func TestAMarkThatWouldCoverAnotherStepsAside(t *testing.T) {
	at := geo.Point{Lat: 55.4, Lon: 10.4}
	svg := shaded(t, func(m *mapsvg.Shaded) {
		m.Marks = nil
		for i := range 10 {
			m.Marks = append(m.Marks, mapsvg.Mark{Point: at, Label: string(rune('A' + i)), Next: i%2 == 1})
		}
	})
	var seats [][2]float64
	for _, m := range regexp.MustCompile(`class="map-mark map-mark-\w+" transform="translate\(([\d.-]+)[ ,]([\d.-]+)\)"`).FindAllStringSubmatch(svg, -1) {
		x, _ := strconv.ParseFloat(m[1], 64)
		y, _ := strconv.ParseFloat(m[2], 64)
		seats = append(seats, [2]float64{x, y})
	}
	if len(seats) != 10 || math.Hypot(seats[0][0]-180, seats[0][1]-200) > 1 {
		t.Fatalf("marks are at %v", seats)
	}
	for i, a := range seats {
		for _, b := range seats[:i] {
			if math.Hypot(a[0]-b[0], a[1]-b[1]) < 14 {
				t.Errorf("marks at %v and %v cover each other", a, b)
			}
		}
	}
	if n := strings.Count(regexp.MustCompile(`class="map-leader"[^>]*`).FindString(svg), "M"); n != 9 {
		t.Errorf("%d lines lead from marks to their point", n)
	}
	if places, towns := strings.Index(svg, "map-place"), strings.Index(svg, "map-scale"); places < towns {
		t.Error("towns are drawn over places")
	}
}
