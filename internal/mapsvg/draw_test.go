package mapsvg_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"walkin/internal/geo"
	"walkin/internal/mapsvg"
)

// A node is an element of an SVG.
type node struct {
	XMLName xml.Name
	Attrs   []xml.Attr `xml:",any,attr"`
	Nodes   []node     `xml:",any"`
	Text    string     `xml:",chardata"`
}

func (n node) attr(name string) string {
	for _, a := range n.Attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func (n node) has(class string) bool { return slices.Contains(strings.Fields(n.attr("class")), class) }

// all gives the elements with a class, in the order of the document.
func (n node) all(class string) (found []node) {
	if n.has(class) {
		found = append(found, n)
	}
	for _, child := range n.Nodes {
		found = append(found, child.all(class)...)
	}
	return found
}

// parse reads an SVG and holds what every one of them must keep: that it is XML with
// known elements, without style, script or addresses elsewhere.
func parse(t testing.TB, b []byte) node {
	t.Helper()
	var n node
	dec := xml.NewDecoder(bytes.NewReader(b))
	if err := dec.Decode(&n); err != nil {
		t.Fatalf("%v in %s", err, b)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		t.Fatalf("something follows: %v", err)
	}
	known := []string{"svg", "title", "desc", "rect", "path", "circle", "g", "a", "text"}
	attributes := []string{"xmlns", "class", "role", "direction", "viewBox", "lang", "width", "height", "d", "fill", "stroke-width", "stroke-dasharray",
		"stroke-linecap", "text-anchor", "font-size", "x", "y", "r", "transform", "href", "aria-label", "aria-hidden"}
	var check func(n node)
	check = func(n node) {
		if !slices.Contains(known, n.XMLName.Local) || n.XMLName.Space != "http://www.w3.org/2000/svg" {
			t.Fatalf("there is a %v", n.XMLName)
		}
		for _, a := range n.Attrs {
			if !slices.Contains(attributes, a.Name.Local) {
				t.Fatalf("there is an attribute %s=%q", a.Name.Local, a.Value)
			}
			if slices.Contains([]string{"d", "transform", "x", "y"}, a.Name.Local) && strings.Trim(a.Value, "Mzqhv0123456789.- (transle)") != "" {
				t.Fatalf("%s is %q", a.Name.Local, a.Value)
			}
		}
		for _, child := range n.Nodes {
			check(child)
		}
	}
	check(n)
	return n
}

func TestDrawKeepsTheOrderOfTheList(t *testing.T) {
	for name, m := range scenes(t) {
		t.Run(name, func(t *testing.T) {
			svg := parse(t, draw(t, m))
			last, shown := 0, 0
			for _, pin := range svg.all("map-pin") {
				first, _, _ := strings.Cut(pin.attr("aria-label"), " ")
				number, err := strconv.Atoi(first)
				if err != nil || number <= last {
					t.Errorf("%q follows %d", pin.attr("aria-label"), last)
				}
				last = number
				shown += 1 + strings.Count(pin.attr("aria-label"), "; ")
			}
			want := 0
			for _, p := range m.Pins {
				if m.View.Box(m.Size).Contains(p.Point) {
					want++
				}
			}
			if shown != want {
				t.Errorf("%d pins are told of, %d are in the view", shown, want)
			}
			if n := len(svg.all("map-town")); n > 12 || n == 0 && len(m.Towns) > 8 {
				t.Errorf("%d of %d names are shown", n, len(m.Towns))
			}
			if len(svg.all("map-scale")) != 1 || len(svg.all("map-land")) != 1 {
				t.Error("there is no scale, or no land")
			}
			if svg.Nodes[0].Text != m.Title || svg.Nodes[1].Text != m.Description || svg.attr("role") != "group" || svg.attr("lang") != "en" {
				t.Errorf("the head is %+v %+v", svg.Attrs, svg.Nodes[:2])
			}
		})
	}
}

func TestDrawIsSmallAndAlwaysTheSame(t *testing.T) {
	fresh, err := mapsvg.Open()
	if err != nil {
		t.Fatal(err)
	}
	for name, m := range scenes(t) {
		b := draw(t, m)
		if limit := 30_000; len(b) > limit {
			t.Errorf("%s has %d bytes", name, len(b))
		}
		if m.View.Zoom >= 11 && len(b) > 15_000 {
			t.Errorf("%s, a town, has %d bytes", name, len(b))
		}
		var again bytes.Buffer
		if err := fresh.Draw(&again, m); err != nil || !bytes.Equal(again.Bytes(), b) || !bytes.Equal(draw(t, m), b) {
			t.Errorf("%s is not the same again: %v", name, err)
		}
	}
}

func TestTheBackgroundIsSmallWhereThereIsMostToDraw(t *testing.T) {
	wide := mapsvg.Size{Width: 640, Height: 480}
	for _, p := range []geo.Point{{Lat: 50.75, Lon: 4.3}, {Lat: 51.75, Lon: 4.9}, {Lat: 55.25, Lon: 10.5}, {Lat: 57, Lon: 4.1}} {
		for zoom := mapsvg.MinZoom; zoom <= mapsvg.MaxZoom; zoom += 0.5 {
			v := mapsvg.View{Centre: p, Zoom: zoom}.Clamp(wide)
			if b := draw(t, &mapsvg.Map{View: v, Size: wide}); len(b) > 25_000 {
				t.Errorf("%s has %d bytes", v, len(b))
			}
		}
	}
}

func TestAPinSaysWithoutColourWhatItIs(t *testing.T) {
	at := geo.Point{Lat: 56.156, Lon: 10.21}
	shapes := make(map[string]string)
	for _, kind := range []mapsvg.Kind{mapsvg.KindCentre, mapsvg.KindActivity, mapsvg.KindHelpline} {
		for _, state := range []mapsvg.State{mapsvg.StateOpen, mapsvg.StateClosed, mapsvg.StateUnknown} {
			for _, approximate := range []bool{false, true} {
				name := fmt.Sprintf("%s %s %v", kind, state, approximate)
				svg := parse(t, draw(t, &mapsvg.Map{
					View: mapsvg.Fit([]geo.Point{at}, phone), Size: phone,
					Pins: []mapsvg.Pin{{Point: at, Number: 7, Kind: kind, State: state, Title: "Huset & haven, open until 20", Href: "#r7", Approximate: approximate}},
				}))
				pin := svg.all("map-pin")[0]
				if pin.XMLName.Local != "a" || pin.attr("href") != "#r7" || pin.attr("aria-label") != "7 Huset & haven, open until 20" ||
					!pin.has("map-pin-"+string(state)) || pin.all("map-number")[0].Text != "7" {
					t.Errorf("%s is %+v", name, pin)
				}
				if len(svg.all("map-area")) == 1 != approximate {
					t.Errorf("%s: a soft circle is not for the approximate alone", name)
				}
				shape := ""
				for _, n := range pin.Nodes {
					shape += n.attr("d") + n.attr("stroke-dasharray")
				}
				for other, s := range shapes {
					if s == shape {
						t.Errorf("%s looks as %s", name, other)
					}
				}
				shapes[name] = shape
			}
		}
	}
}

func TestHrefStaysOnTheSite(t *testing.T) {
	at := geo.Point{Lat: 56.156, Lon: 10.21}
	for _, tt := range []struct {
		href string
		ok   bool
	}{
		{"#r1", true}, {"/en/place/huset", true}, {"place/huset?x=1&y=2#a", true}, {"?map=56,10,11", true}, {"/a:b", true}, {"#a:b", true},
		{"", false}, {"javascript:alert(1)", false}, {"JaVaScRiPt:alert(1)", false}, {"java\nscript:alert(1)", false}, {" javascript:alert(1)", false},
		{"https://elsewhere.example/", false}, {"//elsewhere.example/", false}, {`/\elsewhere.example/`, false}, {`\\elsewhere.example`, false},
		{"data:text/html,x", false}, {"/a b", false}, {"/\t/elsewhere.example", false}, {"\x00javascript:x", false}, {"mailto:a@b.example", false},
	} {
		svg := parse(t, draw(t, &mapsvg.Map{
			View: mapsvg.Fit([]geo.Point{at}, phone), Size: phone, Pins: []mapsvg.Pin{{Point: at, Number: 1, Title: "x", Href: tt.href}},
		}))
		pin := svg.all("map-pin")[0]
		if pin.attr("aria-label") != "1 x" || (pin.XMLName.Local == "a") != tt.ok || tt.ok && pin.attr("href") != tt.href || !tt.ok && pin.attr("href") != "" {
			t.Errorf("%q becomes a %s to %q", tt.href, pin.XMLName.Local, pin.attr("href"))
		}
	}
}

func TestGroupNamesTheBadge(t *testing.T) {
	at := geo.Point{Lat: 56.156, Lon: 10.21}
	var pins []mapsvg.Pin
	for i := range 7 {
		pins = append(pins, mapsvg.Pin{Point: at, Number: i + 1, State: mapsvg.StateClosed, Title: "x", Href: "#r"})
	}
	pins[4].State = mapsvg.StateOpen
	m := &mapsvg.Map{View: mapsvg.Fit([]geo.Point{at}, phone), Size: phone, Pins: pins, Group: func(p []mapsvg.Pin) (string, string) {
		return "?map=" + mapsvg.Fit(points(p), phone).String(), fmt.Sprintf("%d places", len(p))
	}}
	all := parse(t, draw(t, m)).all("map-pin")
	if len(all) != 1 || !all[0].has("map-badge") || !all[0].has("map-pin-open") || all[0].attr("aria-label") != "7 places" ||
		!strings.HasPrefix(all[0].attr("href"), "?map=56.1") || all[0].all("map-number")[0].Text != "1–7" {
		t.Errorf("%+v", all)
	}
}

func TestABadgeHasTheNumbersOfTheList(t *testing.T) {
	at := geo.Point{Lat: 56.156, Lon: 10.21}
	for _, tt := range []struct {
		numbers []int
		want    string
	}{
		{[]int{1, 2, 3, 4}, "1–4"},
		{[]int{2, 3, 4, 9}, "2–4·9"},
		{[]int{1, 2, 4, 5}, "1·2·4·5"},
		{[]int{10, 20, 30, 40}, "10 +3"},
		{[]int{0, 0, 0, 0, 0}, "×5"},
	} {
		m := &mapsvg.Map{View: mapsvg.Fit([]geo.Point{at}, phone), Size: phone}
		for _, n := range tt.numbers {
			m.Pins = append(m.Pins, mapsvg.Pin{Point: at, Number: n, Title: "x"})
		}
		if got := parse(t, draw(t, m)).all("map-number"); len(got) != 1 || got[0].Text != tt.want {
			t.Errorf("%d has the badge %+v, want %q", tt.numbers, got, tt.want)
		}
	}
}

func TestARowStandsFromWestToEast(t *testing.T) {
	m := &mapsvg.Map{View: mapsvg.View{Centre: geo.Point{Lat: 56.156, Lon: 10.21}, Zoom: 10}, Size: phone}
	for i, lon := range []float64{10.212, 10.21, 10.211} {
		m.Pins = append(m.Pins, mapsvg.Pin{Point: geo.Point{Lat: 56.156, Lon: lon}, Number: i + 1, Title: "x", Href: "#r"})
	}
	svg := parse(t, draw(t, m))
	var x []float64
	for i, pin := range svg.all("map-pin") {
		if pin.attr("aria-label") != strconv.Itoa(i+1)+" x" {
			t.Errorf("number %d of the document is %s", i+1, pin.attr("aria-label"))
		}
		at, _, _ := strings.Cut(strings.TrimPrefix(pin.attr("transform"), "translate("), " ")
		f, err := strconv.ParseFloat(at, 64)
		if err != nil {
			t.Fatal(err)
		}
		x = append(x, f)
	}
	if len(x) != 3 || x[1] >= x[2] || x[2] >= x[0] || len(svg.all("map-leader")) != 1 {
		t.Errorf("they stand at %v", x)
	}
}

func TestDrawWithoutAStage(t *testing.T) {
	for name, m := range map[string]*mapsvg.Map{
		"the zero map": {}, "at sea": {View: mapsvg.View{Centre: geo.Point{Lat: 56, Lon: 4}, Zoom: 12}, Size: phone},
		"at the corner": {View: mapsvg.View{Centre: geo.Point{Lat: 90, Lon: -180}, Zoom: 5}, Size: mapsvg.Size{Width: 2048, Height: 2048}},
	} {
		svg := parse(t, draw(t, m))
		if len(svg.all("map-sea")) != 1 || len(svg.all("map-pin")) != 0 {
			t.Errorf("%s: %+v", name, svg)
		}
	}
}

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, io.ErrClosedPipe }

func TestDrawGivesTheErrorOfTheWriter(t *testing.T) {
	if err := open(t).Draw(broken{}, &mapsvg.Map{}); !errors.Is(err, io.ErrClosedPipe) {
		t.Error(err)
	}
}

// area gives what a pin or badge covers, for all that is said of it: from its
// transform and its shape.
func area(t *rapid.T, pin node) [4]float64 {
	var x, y float64
	if _, err := fmt.Sscanf(spaced(pin.attr("transform")), "translate( %f %f )", &x, &y); err != nil {
		t.Fatalf("%v in %q", err, pin.attr("transform"))
	}
	half, height := 14.0, 37.0
	if pin.has("map-badge") {
		half, height = max(14, 8+3.75*float64(utf8.RuneCountInString(pin.all("map-number")[0].Text))), 32
	}
	return [4]float64{x - half, y - height, x + half, y}
}

// spaced puts spaces between the numbers of a transform.
func spaced(s string) string {
	var b strings.Builder
	dots := 0
	for _, r := range s {
		switch r {
		case '.':
			if dots++; dots == 2 && !strings.HasSuffix(b.String(), " ") && !strings.Contains(s, " ") && !strings.Contains(s[1:], "-") {
				b.WriteByte(' ')
			}
		case '-', ')':
			b.WriteByte(' ')
		}
		b.WriteRune(r)
		if r == '(' {
			b.WriteByte(' ')
		}
	}
	return b.String()
}

// world is what the outline covers.
var world = geo.Box{West: -11.5, South: 41, East: 32, North: 71.5}

// within tells whether a point lies in a box by some degrees.
func within(b geo.Box, p geo.Point, by float64) bool {
	return p.Lat >= b.South+by && p.Lat <= b.North-by && p.Lon >= b.West+by && p.Lon <= b.East-by
}

func TestNoPinIsHiddenAndNothingGetsOut(t *testing.T) {
	text := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{
		`"><script>alert(1)</script>`, `' onload='x`, "]]>", "<!--", "&amp;&#0;", "\x00\x01\xff\uffff", "</title></svg>", strings.Repeat("å", 500),
	}))
	a, err := atlas()
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(rt *rapid.T) {
		v, s := anyView(rt), anySize(rt)
		centre := v.Clamp(s).Centre
		m := &mapsvg.Map{View: v, Size: s, Title: text.Draw(rt, "title"), Description: text.Draw(rt, "description"), Lang: text.Draw(rt, "lang"), Kilometre: text.Draw(rt, "km"), YouTitle: text.Draw(rt, "you")}
		spread := rapid.SampledFrom([]float64{0, 0.005, 0.05, 0.5, 5}).Draw(rt, "spread")
		near := func() geo.Point {
			p := geo.Point{Lat: centre.Lat + spread*rapid.Float64Range(-1, 1).Draw(rt, "north"), Lon: centre.Lon + spread*rapid.Float64Range(-1, 1).Draw(rt, "east")}
			if rapid.IntRange(0, 20).Draw(rt, "strange") == 0 {
				p = anyView(rt).Centre
			}
			return p
		}
		n := rapid.OneOf(rapid.IntRange(0, 12), rapid.IntRange(0, 100)).Draw(rt, "pins")
		box, certain, possible := v.Box(s), 0, 0
		for i := range n {
			p := mapsvg.Pin{
				Point: near(), Number: i + 1, Kind: mapsvg.Kind(text.Draw(rt, "kind")), State: mapsvg.State(text.Draw(rt, "state")),
				Title: "x", Href: text.Draw(rt, "href"), Approximate: rapid.Bool().Draw(rt, "approximate"),
			}
			if i < 5 {
				p.Title = strings.ReplaceAll(text.Draw(rt, "pin"), ";", "")
			}
			m.Pins = append(m.Pins, p)
			if within(box, p.Point, 1e-9) && within(world, p.Point, 0) {
				certain++
			}
			if within(box, p.Point, -1e-9) && within(world, p.Point, 0) {
				possible++
			}
		}
		for range rapid.IntRange(0, 5).Draw(rt, "towns") {
			m.Towns = append(m.Towns, mapsvg.Town{Name: text.Draw(rt, "name"), Point: near()})
		}
		if rapid.Bool().Draw(rt, "with you") {
			p := near()
			m.You = &p
		}
		var b bytes.Buffer
		if err := a.Draw(&b, m); err != nil {
			rt.Fatal(err)
		}
		pins := parse(t, b.Bytes()).all("map-pin")
		shown := 0
		var areas [][4]float64
		for _, p := range pins {
			got := area(rt, p)
			for i, other := range areas {
				const grid = 0.11 // coordinates are tenths
				if got[0] < other[2]-grid && other[0] < got[2]-grid && got[1] < other[3]-grid && other[1] < got[3]-grid {
					rt.Fatalf("pin %d at %v lies on another at %v", i, got, other)
				}
			}
			areas = append(areas, got)
			shown++
			if p.has("map-badge") {
				shown += strings.Count(p.attr("aria-label"), "; ")
			}
			if width := float64(min(max(s.Width, 128), 2048)); math.Min(got[0], width-got[2]) < 0 || got[1] < 0 {
				rt.Fatalf("a pin at %v is cut off at %f", got, width)
			}
		}
		if shown < certain || shown > possible {
			rt.Fatalf("%d of %d to %d pins are shown", shown, certain, possible)
		}
	})
}

func TestDrawInManyGoroutines(t *testing.T) {
	m := scenes(t)["odense"]
	want := draw(t, m)
	var group sync.WaitGroup
	for n := range 8 {
		group.Go(func() {
			for i := range 50 {
				moved := *m
				moved.View = m.View.Move(float64(n)/10, float64(i)/10, m.Size)
				if err := open(t).Draw(io.Discard, &moved); err != nil {
					t.Error(err)
				}
				var b bytes.Buffer
				if err := open(t).Draw(&b, m); err != nil || !bytes.Equal(b.Bytes(), want) {
					t.Errorf("it is not the same beside others: %v", err)
				}
			}
		})
	}
	group.Wait()
}
