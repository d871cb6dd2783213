package geo_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"walkin/internal/geo"
)

const radius = 6378137 // metres, the equator's

// haversine is the formula by hand, as a check on the library that Distance uses.
func haversine(a, b geo.Point) float64 {
	rad := math.Pi / 180
	dLat, dLon := (b.Lat-a.Lat)*rad/2, (b.Lon-a.Lon)*rad/2
	h := math.Pow(math.Sin(dLat), 2) + math.Cos(a.Lat*rad)*math.Cos(b.Lat*rad)*math.Pow(math.Sin(dLon), 2)
	return 2 * radius * math.Asin(math.Min(1, math.Sqrt(h)))
}

// cosines is the spherical law of cosines: another way to the same distance, exact
// but for points that are very near each other.
func cosines(a, b geo.Point) float64 {
	rad := math.Pi / 180
	c := math.Sin(a.Lat*rad)*math.Sin(b.Lat*rad) + math.Cos(a.Lat*rad)*math.Cos(b.Lat*rad)*math.Cos((b.Lon-a.Lon)*rad)
	return radius * math.Acos(math.Max(-1, math.Min(1, c)))
}

func TestDistanceAgreesWithTwoOtherFormulas(t *testing.T) {
	var grid []geo.Point
	for lat := -90.0; lat <= 90; lat += 30 {
		for lon := -180.0; lon <= 180; lon += 45 {
			grid = append(grid, geo.Point{Lat: lat, Lon: lon})
		}
	}
	for lat := 50.0; lat <= 58; lat += 1.3 {
		for lon := 2.5; lon <= 15; lon += 1.7 {
			grid = append(grid, geo.Point{Lat: lat, Lon: lon})
		}
	}
	for _, a := range grid {
		for _, b := range grid {
			got := geo.Distance(a, b)
			if want := haversine(a, b); math.Abs(got-want) > 0.5 {
				t.Fatalf("Distance(%v, %v) = %.2f m, haversine by hand %.2f m", a, b, got, want)
			}
			if want := cosines(a, b); math.Abs(got-want) > 0.5 {
				t.Fatalf("Distance(%v, %v) = %.2f m, law of cosines %.2f m", a, b, got, want)
			}
		}
	}
}

func TestDistanceOfKnownPlaces(t *testing.T) {
	aarhus := geo.Point{Lat: 56.1572, Lon: 10.2107}
	for _, tt := range []struct {
		name   string
		a, b   geo.Point
		metres float64
		within float64
	}{
		{"Aarhus to København", aarhus, geo.Point{Lat: 55.6761, Lon: 12.5683}, 157_000, 1_000},
		{"Amsterdam to Brussel", geo.Point{Lat: 52.3731, Lon: 4.8922}, geo.Point{Lat: 50.8467, Lon: 4.3525}, 173_500, 1_000},
		{"a place to itself", aarhus, aarhus, 0, 0},
		{"a degree of the equator", geo.Point{}, geo.Point{Lon: 1}, 111_319.5, 0.1},
		{"across the antimeridian", geo.Point{Lon: 179.5}, geo.Point{Lon: -179.5}, 111_319.5, 0.1},
		{"pole to pole", geo.Point{Lat: 90}, geo.Point{Lat: -90, Lon: 77}, math.Pi * radius, 0.1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := geo.Distance(tt.a, tt.b); math.Abs(got-tt.metres) > tt.within {
				t.Errorf("got %.1f m, want %.1f m within %.1f m", got, tt.metres, tt.within)
			}
		})
	}
}

func anyPoint() *rapid.Generator[geo.Point] {
	return rapid.Custom(func(t *rapid.T) geo.Point {
		return geo.Point{
			Lat: rapid.Float64Range(-90, 90).Draw(t, "lat"),
			Lon: rapid.Float64Range(-180, 180).Draw(t, "lon"),
		}
	})
}

func TestDistanceIsAMetric(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b, c := anyPoint().Draw(t, "a"), anyPoint().Draw(t, "b"), anyPoint().Draw(t, "c")
		ab, ba := geo.Distance(a, b), geo.Distance(b, a)
		if math.IsNaN(ab) || ab < 0 || ab > math.Pi*radius+0.1 || math.Abs(ab-ba) > 0.001 {
			t.Fatalf("there %v m, back %v m", ab, ba)
		}
		if round := ab + geo.Distance(b, c); geo.Distance(a, c) > round+0.5 {
			t.Fatalf("straight on is %v m, with a stop %v m", geo.Distance(a, c), round)
		}
	})
}

func TestPointValid(t *testing.T) {
	for _, tt := range []struct {
		name string
		p    geo.Point
		want bool
	}{
		{"Aarhus", geo.Point{Lat: 56.15, Lon: 10.2}, true},
		{"a corner of the map", geo.Point{Lat: -90, Lon: 180}, true},
		{"too far north", geo.Point{Lat: 90.1}, false},
		{"too far west", geo.Point{Lon: -180.1}, false},
		{"not a number", geo.Point{Lat: math.NaN()}, false},
		{"not a longitude", geo.Point{Lon: math.NaN()}, false},
		{"infinite", geo.Point{Lon: math.Inf(1)}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.p.Valid(); got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}
