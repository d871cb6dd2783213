package search

import (
	"cmp"
	"math"
	"slices"

	"walkin/internal/geo"
)

// The entries of a segment that have a point are a k-d tree over unit vectors,
// without a pole or an antimeridian: the middle one of a range parts it by the
// first coordinate, the middle ones of its halves by the second, and so on
// round. No node is stored; the order of the entries is the tree.

// leaf is a range that is looked through without parting it.
const leaf = 8

// unit gives the place of a point on a sphere of radius one.
func unit(p geo.Point) [3]float64 {
	lat, lon := p.Lat*math.Pi/180, p.Lon*math.Pi/180
	return [3]float64{math.Cos(lat) * math.Cos(lon), math.Cos(lat) * math.Sin(lon), math.Sin(lat)}
}

func narrow(v [3]float64) [3]float32 {
	return [3]float32{float32(v[0]), float32(v[1]), float32(v[2])}
}

// plant brings numbers into the order of the tree.
func plant(numbers []uint32, vector [][3]float32, axis int) {
	for len(numbers) > leaf {
		middle := len(numbers) / 2
		partition(numbers, middle, func(a, b uint32) int {
			return cmp.Or(cmp.Compare(vector[a][axis], vector[b][axis]), cmp.Compare(a, b))
		})
		axis = (axis + 1) % 3
		plant(numbers[:middle], vector, axis)
		numbers = numbers[middle+1:]
	}
}

// partition puts the element into a place that a sort would put there, smaller
// ones before it and larger ones behind it. Small parts are sorted outright.
func partition[E any](list []E, at int, compare func(a, b E) int) {
	for len(list) > 32 {
		// The middle of three, so that what is sorted already costs no more.
		a, b, c := list[0], list[len(list)/2], list[len(list)-1]
		if compare(a, b) > 0 {
			a, b = b, a
		}
		pivot := b
		if compare(b, c) > 0 {
			if pivot = c; compare(a, c) > 0 {
				pivot = a
			}
		}
		i, j := 0, len(list)-1
		for i <= j {
			for compare(list[i], pivot) < 0 {
				i++
			}
			for compare(list[j], pivot) > 0 {
				j--
			}
			if i <= j {
				list[i], list[j] = list[j], list[i]
				i, j = i+1, j-1
			}
		}
		switch {
		case at <= j:
			list = list[:j+1]
		case at >= i:
			list, at = list[i:], at-i
		default:
			return
		}
	}
	slices.SortFunc(list, compare)
}

// earth is the radius of geo.Distance, in metres.
const earth = 6378137.0

// blur is how far, in metres, a distance worked out from unit vectors in single
// precision may be off, with room to spare: half a metre was seen.
const blur = 4.0

// chord gives the square of the straight line through a sphere of radius one
// between points as far apart as a distance on the earth, in metres.
func chord(metres float64) float64 {
	if metres >= math.Pi*earth {
		return math.Inf(1)
	}
	half := math.Sin(max(metres, 0) / (2 * earth))
	return 4 * half * half
}

// between is the square of the straight line between two places.
func between(a *[3]float64, b *[3]float32) float64 {
	x, y, z := a[0]-float64(b[0]), a[1]-float64(b[1]), a[2]-float64(b[2])
	return x*x + y*y + z*z
}

// within calls yield with every entry at most about a chord away; blur may
// bring in some that are a little further.
func (s *segment) within(from *[3]float64, chord float64, yield func(n uint32, chord float64)) {
	s.ball(0, s.points, 0, from, chord, yield)
}

func (s *segment) ball(low, high, axis int, from *[3]float64, chord float64, yield func(uint32, float64)) {
	for high-low > leaf {
		middle := (low + high) / 2
		v := &s.vector[middle]
		apart := from[axis] - float64(v[axis])
		if d := between(from, v); d <= chord {
			yield(uint32(middle), d)
		}
		axis = nextAxis(axis)
		across := apart*apart <= chord
		switch {
		case across:
			s.ball(low, middle, axis, from, chord, yield)
			low = middle + 1
		case apart < 0:
			high = middle
		default:
			low = middle + 1
		}
	}
	for n := low; n < high; n++ {
		if d := between(from, &s.vector[n]); d <= chord {
			yield(uint32(n), d)
		}
	}
}

func nextAxis(axis int) int {
	if axis == 2 {
		return 0
	}
	return axis + 1
}

// nearest calls take with entries, the nearest first as far as the tree knows.
// Take gives the chord beyond which it wants no more.
func (s *segment) nearest(from *[3]float64, chord float64, take func(n uint32, chord float64) float64) float64 {
	return s.seek(0, s.points, 0, from, chord, take)
}

func (s *segment) seek(low, high, axis int, from *[3]float64, chord float64, take func(uint32, float64) float64) float64 {
	if high-low <= leaf {
		for n := low; n < high; n++ {
			if d := between(from, &s.vector[n]); d <= chord {
				chord = take(uint32(n), d)
			}
		}
		return chord
	}
	middle := (low + high) / 2
	v := &s.vector[middle]
	apart := from[axis] - float64(v[axis])
	axis = nextAxis(axis)
	if apart <= 0 {
		chord = s.seek(low, middle, axis, from, chord, take)
	} else {
		chord = s.seek(middle+1, high, axis, from, chord, take)
	}
	if d := between(from, v); d <= chord {
		chord = take(uint32(middle), d)
	}
	if apart*apart > chord {
		return chord
	}
	if apart <= 0 {
		return s.seek(middle+1, high, axis, from, chord, take)
	}
	return s.seek(low, middle, axis, from, chord, take)
}
