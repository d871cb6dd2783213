package mapsvg

import (
	"math"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/clip"
	"github.com/paulmach/orb/planar"
	"pgregory.net/rapid"
)

// square gives a ring around a unit square, land to the left.
func square(x, y float64) orb.Ring {
	return orb.Ring{{x, y}, {x + 1, y}, {x + 1, y + 1}, {x, y + 1}, {x, y}}
}

// An island in a lake of the first region is the second's; it has no node.
func TestCutAndUnion(t *testing.T) {
	hole := square(0.4, 0.4)
	for i := range hole {
		hole[i] = orb.Point{0.4 + (hole[i][0]-0.4)*0.2, 0.4 + (hole[i][1]-0.4)*0.2}
	}
	island := hole.Clone()
	hole.Reverse()
	regions := []region{{rings: []orb.Ring{square(0, 0), hole}}, {rings: []orb.Ring{square(1, 0), island}}, {rings: []orb.Ring{square(5, 5)}}}
	arcs := cut(regions)
	shared, coast := 0, 0
	for _, a := range arcs {
		if a.right == nobody {
			coast++
		} else {
			shared++
		}
	}
	if shared != 2 || coast != 3 {
		t.Errorf("%d shared and %d coast arcs, want 2 and 3: %v", shared, coast, arcs)
	}
	for _, tt := range []struct {
		name string
		in   func(int) bool
		area float64
		n    int
	}{
		{"all of them", func(int) bool { return true }, 3, 2},
		{"the one with the lake", func(i int) bool { return i == 0 }, 0.96, 2},
		{"the one with the island", func(i int) bool { return i == 1 }, 1.04, 2},
		{"neither of the neighbours", func(i int) bool { return i == 2 }, 1, 1},
		{"none", func(int) bool { return false }, 0, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			rings := union(arcs, tt.in)
			area := 0.0
			for _, r := range rings {
				if r[0] != r[len(r)-1] {
					t.Errorf("%v is open", r)
				}
				area += planar.Area(r)
			}
			if math.Abs(area-tt.area) > 1e-9 || len(rings) != tt.n {
				t.Errorf("%d rings with an area of %f, want %d with %f", len(rings), area, tt.n, tt.area)
			}
		})
	}
}

func TestWhatIsLeftOutOfAShapeIsNotInTheWindow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(3, 200).Draw(t, "points")
		var ring orb.Ring
		for i := range n { // a star
			angle := 2 * math.Pi * float64(i) / float64(n)
			r := rapid.Float64Range(1, 10).Draw(t, "radius")
			ring = append(ring, orb.Point{r * math.Cos(angle), r * math.Sin(angle)})
		}
		ring = append(ring, ring[0])
		x, y := rapid.Float64Range(-12, 12).Draw(t, "x"), rapid.Float64Range(-12, 12).Draw(t, "y")
		window := orb.Bound{Min: orb.Point{x, y}, Max: orb.Point{x + rapid.Float64Range(0.1, 8).Draw(t, "width"), y + 2}}
		want := planar.Area(clip.Ring(window, ring.Clone()))
		got := planar.Area(clip.Ring(window, newShape(ring).near(window, nil)))
		if math.Abs(got-want) > 1e-6 {
			t.Fatalf("the area in the window is %f, want %f", got, want)
		}
	})
}

func TestTheOutlineHasNoGaps(t *testing.T) {
	countries, err := readRegions("geo/outline.geojson")
	if err != nil {
		t.Fatal(err)
	}
	want := 0.0
	for _, c := range countries {
		for _, r := range c.rings {
			want += planar.Area(r)
		}
	}
	got := 0.0
	for _, r := range union(cut(countries), func(int) bool { return true }) {
		got += planar.Area(r)
	}
	if math.Abs(got-want) > 1e-6 || want < 500 {
		t.Errorf("the land covers %f square degrees, its countries %f", got, want)
	}
}
