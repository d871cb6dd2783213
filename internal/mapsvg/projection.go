package mapsvg

import (
	"math"

	"github.com/paulmach/orb"

	"walkin/internal/geo"
)

// The area that the outline covers, in WGS 84 degrees.
const (
	worldWest, worldEast   = -11.5, 32.0
	worldSouth, worldNorth = 41.0, 71.5
)

// inWorld tells whether a point lies where there is a map. NaN does not.
func inWorld(p geo.Point) bool {
	return p.Lon >= worldWest && p.Lon <= worldEast && p.Lat >= worldSouth && p.Lat <= worldNorth
}

// project gives the place of a point in the Web Mercator world of a zoom, which is
// 256 px wide at zoom 0 and twice as wide at the next; y grows to the south.
func project(lat, lon, zoom float64) orb.Point {
	wide := worldWidth(zoom)
	phi := lat * math.Pi / 180
	return orb.Point{
		(lon + 180) / 360 * wide,
		(1 - math.Asinh(math.Tan(phi))/math.Pi) / 2 * wide,
	}
}

// unproject undoes project.
func unproject(p orb.Point, zoom float64) geo.Point {
	wide := worldWidth(zoom)
	return geo.Point{
		Lat: math.Atan(math.Sinh((1-2*p[1]/wide)*math.Pi)) * 180 / math.Pi,
		Lon: p[0]/wide*360 - 180,
	}
}

// worldWidth gives the width of the whole earth in px.
func worldWidth(zoom float64) float64 { return 256 * math.Exp2(zoom) }

// pixelsPerKilometre gives the scale of a zoom at a latitude, on the sphere that
// package geo measures on.
func pixelsPerKilometre(lat, zoom float64) float64 {
	const around = 2 * math.Pi * 6378.137
	return worldWidth(zoom) / around / math.Cos(lat*math.Pi/180)
}
