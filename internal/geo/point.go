// Package geo says where things are: points and distances, and the gazetteer that
// turns what a person typed ("8000", "kbh", "'s-Gravenhage") into a place.
//
// All coordinates are WGS 84 degrees and all distances metres on a sphere. There is
// one distance formula, [Distance], for filter, order and display.
package geo

import (
	"math"

	"github.com/paulmach/orb"
	orbgeo "github.com/paulmach/orb/geo"
)

// A Point is a place on the earth in WGS 84 degrees, latitude first as people say it.
type Point struct {
	Lat float64 `json:"lat"` // -90 to 90, north is positive
	Lon float64 `json:"lon"` // -180 to 180, east is positive
}

// Valid tells whether p is a point on the earth. NaN is not.
func (p Point) Valid() bool {
	return math.Abs(p.Lat) <= 90 && math.Abs(p.Lon) <= 180
}

// Distance gives the metres between two valid points along a great circle, by the
// haversine formula on a sphere with the radius of the equator, 6,378,137 m. The earth is
// no sphere: in our latitudes the result is up to 0.3 per cent short, 45 m in 15 km.
func Distance(a, b Point) float64 {
	return orbgeo.DistanceHaversine(orb.Point{a.Lon, a.Lat}, orb.Point{b.Lon, b.Lat})
}
