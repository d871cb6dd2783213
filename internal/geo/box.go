package geo

import "math"

// A Box is an area between two meridians and two parallels, in WGS 84 degrees.
//
// It reaches from West eastwards to East, so a box across the antimeridian may be
// written 179 to -179 or 179 to 181. One that is 360 degrees wide or wider goes all
// the way round.
type Box struct {
	West  float64 `json:"west"`
	South float64 `json:"south"`
	East  float64 `json:"east"`
	North float64 `json:"north"`
}

// Around gives the smallest box with all that is within a distance in metres of a
// valid point.
func Around(p Point, metres float64) Box {
	const radius = 6_378_137 // as Distance has it
	reach := metres / radius * (1 + 1e-9)
	degrees := reach * 180 / math.Pi
	b := Box{West: -180, South: max(p.Lat-degrees, -90), East: 180, North: min(p.Lat+degrees, 90)}
	if b.South > -90 && b.North < 90 {
		wide := math.Asin(min(math.Sin(reach)/math.Cos(p.Lat*math.Pi/180), 1)) * 180 / math.Pi
		b.West, b.East = p.Lon-wide, p.Lon+wide
	}
	return b
}

// Valid tells whether the box is finite, has latitudes of the earth and its south not
// above its north. Longitudes up to a turn beyond ±180 are valid, since maps that
// wrap around send them.
func (b Box) Valid() bool {
	return b.South >= -90 && b.North <= 90 && b.South <= b.North &&
		math.Abs(b.West) <= 540 && math.Abs(b.East) <= 540
}

// Contains tells whether p lies in the box or on its edge.
func (b Box) Contains(p Point) bool {
	if p.Lat < b.South || p.Lat > b.North {
		return false
	}
	width := b.East - b.West
	if width >= 360 {
		return true
	}
	return turn(p.Lon-b.West) <= turn(width)
}

// Longitudes gives the meridians of the box as stretches, west to east, of the
// -180 to 180 degrees in which points lie: one, or several where the box touches
// or crosses the antimeridian. A point in [Box.Contains] lies in one of them.
func (b Box) Longitudes() [][2]float64 {
	if b.East-b.West >= 360 {
		return [][2]float64{{-180, 180}}
	}
	// Only what has to be is turned, so that an edge keeps its exact value.
	west, east := b.West, b.East
	for west >= 180 {
		west -= 360
	}
	for west < -180 {
		west += 360
	}
	for east >= west+360 {
		east -= 360
	}
	for east < west {
		east += 360
	}
	var stretches [][2]float64
	for _, shift := range [...]float64{-360, 0, 360} {
		if from, to := max(west+shift, -180), min(east+shift, 180); from <= to {
			stretches = append(stretches, [2]float64{from, to})
		}
	}
	return stretches
}

// turn brings an angle into 0 to 360 degrees.
func turn(degrees float64) float64 {
	if degrees = math.Mod(degrees, 360); degrees < 0 {
		degrees += 360
	}
	return degrees
}
