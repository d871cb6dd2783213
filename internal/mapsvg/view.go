package mapsvg

import (
	"math"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"walkin/internal/geo"
	"walkin/internal/problem"
)

// The zooms that there are, in halves. At 5 a phone shows all three countries; at
// 13 it shows 4 km of Denmark.
const (
	MinZoom = 5.0
	MaxZoom = 13.0
	// fitZoom is the closest that Fit goes: 7 km on a phone, wide enough to know
	// where one is.
	fitZoom = 12.0
)

// home is the corners of what is shown where there is nothing to show: the three
// countries.
var home = []geo.Point{{Lat: 57.75, Lon: 2.6}, {Lat: 49.5, Lon: 15.1}}

// A View says which part of the earth a map shows, whatever its size. It is short
// enough for an address, and made by [Fit] it tells where the pins are and not
// where somebody stands.
type View struct {
	Centre geo.Point // WGS 84 degrees, three decimals
	Zoom   float64   // Web Mercator: the earth is 256 px wide at 0, twice as wide at 1
}

// A Size is that of a map in CSS px. Less than 128 or more than 2048 is taken for
// these.
type Size struct{ Width, Height int }

func (s Size) clamped() Size {
	return Size{min(max(s.Width, 128), 2048), min(max(s.Height, 128), 2048)}
}

// String writes a view as ParseView reads it: "56.156,10.21,11".
func (v View) String() string {
	b := make([]byte, 0, 24)
	b = strconv.AppendFloat(b, round(v.Centre.Lat, 1000), 'f', -1, 64)
	b = append(b, ',')
	b = strconv.AppendFloat(b, round(v.Centre.Lon, 1000), 'f', -1, 64)
	b = append(b, ',')
	return string(strconv.AppendFloat(b, round(v.Zoom, 2), 'f', -1, 64))
}

// ParseView reads the latitude, the longitude and the zoom of a view. Each view has
// one spelling only, so that caches hold it once: "56.10,10.2,11", "+56,10,11" and
// a point or zoom without a map are Invalid.
func ParseView(text string) (View, error) {
	invalid := problem.New(problem.Invalid, "a map view is a latitude, a longitude and a zoom, such as 56.156,10.21,11")
	if len(text) > 24 {
		return View{}, invalid
	}
	lat, rest, _ := strings.Cut(text, ",")
	lon, zoom, _ := strings.Cut(rest, ",")
	var v View
	for _, part := range [...]struct {
		text string
		to   *float64
	}{{lat, &v.Centre.Lat}, {lon, &v.Centre.Lon}, {zoom, &v.Zoom}} {
		n, err := strconv.ParseFloat(part.text, 64)
		if err != nil {
			return View{}, invalid
		}
		*part.to = n
	}
	if v.String() != text || !inWorld(v.Centre) || v.Zoom < MinZoom || v.Zoom > MaxZoom {
		return View{}, invalid
	}
	return v, nil
}

// round rounds to a part of one; it gives 0 for -0.
func round(x, parts float64) float64 { return math.Round(x*parts)/parts + 0 }

// Clamp gives the nearest view that there is a map for: a zoom that exists, and no
// edge of the world to be seen unless the map is larger than the world. A view of
// NaN becomes that of the three countries.
func (v View) Clamp(s Size) View {
	if math.IsNaN(v.Centre.Lat+v.Centre.Lon+v.Zoom) || math.IsInf(v.Centre.Lat+v.Centre.Lon, 0) {
		return Fit(nil, s)
	}
	s = s.clamped()
	v.Zoom = round(min(max(v.Zoom, MinZoom), MaxZoom), 2)
	at := project(min(max(v.Centre.Lat, worldSouth), worldNorth), min(max(v.Centre.Lon, worldWest), worldEast), v.Zoom)
	northWest, southEast := project(worldNorth, worldWest, v.Zoom), project(worldSouth, worldEast, v.Zoom)
	for i, side := range [...]int{s.Width, s.Height} {
		half := min(float64(side), southEast[i]-northWest[i]) / 2
		at[i] = min(max(at[i], northWest[i]+half), southEast[i]-half)
	}
	return rounded(at, v.Zoom)
}

// rounded gives the view around a point of the projected world.
func rounded(at orb.Point, zoom float64) View {
	p := unproject(at, zoom)
	return View{geo.Point{Lat: round(p.Lat, 1000), Lon: round(p.Lon, 1000)}, zoom}
}

// Box gives the area that a map of a size shows.
func (v View) Box(s Size) geo.Box {
	f := newFrame(v.Clamp(s), s)
	northWest := unproject(f.origin, f.view.Zoom)
	southEast := unproject(orb.Point{f.origin[0] + f.width, f.origin[1] + f.height}, f.view.Zoom)
	return geo.Box{West: northWest.Lon, South: southEast.Lat, East: southEast.Lon, North: northWest.Lat}
}

// Move gives the view that lies some parts of the map's width to the east and of its
// height to the south: Move(0, -0.5, s) goes north by half a map. Where the world
// ends it is the same view.
func (v View) Move(east, south float64, s Size) View {
	v, s = v.Clamp(s), s.clamped()
	at := project(v.Centre.Lat, v.Centre.Lon, v.Zoom)
	at[0] += east * float64(s.Width)
	at[1] += south * float64(s.Height)
	moved := View{unproject(at, v.Zoom), v.Zoom}
	if math.IsNaN(moved.Centre.Lat + moved.Centre.Lon) {
		return v
	}
	return moved.Clamp(s)
}

// ZoomBy gives the closer view (1: twice as close) or the wider one (-1) of the same
// centre. At the last zoom it is the same view.
func (v View) ZoomBy(steps float64, s Size) View {
	v = v.Clamp(s)
	closer := View{v.Centre, v.Zoom + steps}.Clamp(s)
	if closer.Zoom == v.Zoom {
		return v
	}
	return closer
}

// The room, in px, that Fit leaves around points: for the pin above each, and so
// that none looks as if it were cut off.
const (
	roomAbove  = 48.0
	roomBeside = 24.0
	roomBelow  = 24.0
)

// Fit gives the closest view that shows all points and the pins on them; that of DK,
// NL and BE where there are none. Points without a map are left out.
//
// The centre is snapped to a twentieth of the map's width, so that a view made
// from pins says no more than they do. A person's own position must not be among
// the points: a view is written into addresses.
func Fit(points []geo.Point, s Size) View {
	s = s.clamped()
	var in []geo.Point
	for _, p := range points {
		if inWorld(p) {
			in = append(in, p)
		}
	}
	if len(in) == 0 {
		in = home
	}
	width, height := float64(s.Width), float64(s.Height)
	beside, above, below := min(roomBeside, width/6), min(roomAbove, height/4), min(roomBelow, height/6)
	for zoom := fitZoom; ; zoom -= 0.5 {
		b := orb.Bound{Min: orb.Point{math.Inf(1), math.Inf(1)}, Max: orb.Point{math.Inf(-1), math.Inf(-1)}}
		for _, p := range in {
			b = b.Extend(project(p.Lat, p.Lon, zoom))
		}
		middle := b.Center()
		middle[1] -= (above - below) / 2
		grid := width / 20
		for i := range middle {
			middle[i] = math.Round(middle[i]/grid) * grid
		}
		v := rounded(middle, zoom).Clamp(s)
		f := newFrame(v, s)
		// What snapping may move is half the grid, and less than half the room.
		fits := b.Min[0]-f.origin[0] >= beside/2 && b.Min[1]-f.origin[1] >= above*3/4 &&
			f.origin[0]+width-b.Max[0] >= beside/2 && f.origin[1]+height-b.Max[1] >= below/2
		if fits || zoom <= MinZoom {
			return v
		}
	}
}

// A frame is a view of a size: it turns points into px of the map.
type frame struct {
	view          View
	width, height float64
	origin        orb.Point // the upper left corner, in px of the world
}

// newFrame frames a view that has been clamped.
func newFrame(v View, s Size) frame {
	s = s.clamped()
	f := frame{view: v, width: float64(s.Width), height: float64(s.Height)}
	at := project(v.Centre.Lat, v.Centre.Lon, v.Zoom)
	f.origin = orb.Point{at[0] - f.width/2, at[1] - f.height/2}
	return f
}

// place gives where a point is drawn, and whether that is on the map.
func (f frame) place(p geo.Point) (x, y float64, on bool) {
	if !inWorld(p) {
		return 0, 0, false
	}
	at := project(p.Lat, p.Lon, f.view.Zoom)
	x, y = at[0]-f.origin[0], at[1]-f.origin[1]
	return x, y, x >= 0 && x <= f.width && y >= 0 && y <= f.height
}
