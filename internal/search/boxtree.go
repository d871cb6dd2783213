package search

import (
	"cmp"

	"walkin/internal/geo"
)

// boxTree is the entries with a point as a k-d tree over longitude and
// latitude, in its own order, for boxes on a map.
type boxTree struct {
	numbers []uint32
	at      [][2]float64 // longitude, latitude
}

func newBoxTree(lon, lat []float64) boxTree {
	t := boxTree{make([]uint32, len(lon)), make([][2]float64, len(lon))}
	for i := range t.numbers {
		t.numbers[i] = uint32(i)
	}
	t.plant(t.numbers, [2][]float64{lon, lat}, 0)
	for i, n := range t.numbers {
		t.at[i] = [2]float64{lon[n], lat[n]}
	}
	return t
}

func (t *boxTree) plant(numbers []uint32, by [2][]float64, axis int) {
	for len(numbers) > leaf {
		middle := len(numbers) / 2
		partition(numbers, middle, func(a, b uint32) int {
			return cmp.Or(cmp.Compare(by[axis][a], by[axis][b]), cmp.Compare(a, b))
		})
		axis = 1 - axis
		t.plant(numbers[:middle], by, axis)
		numbers = numbers[middle+1:]
	}
}

// simple says whether a box can be asked of the tree: one that does not go
// round the world or across the antimeridian.
func simple(b geo.Box) bool { return b.West >= -180 && b.East <= 180 && b.West <= b.East }

// in calls yield with every entry within a box. Only on its very edges is it
// geo.Box.Contains that decides.
func (t *boxTree) in(b geo.Box, yield func(n uint32)) {
	t.search(0, len(t.numbers), 0, &b, &everywhere, yield)
}

// everywhere is a box around all points there are.
var everywhere = geo.Box{West: -180, South: -90, East: 180, North: 90}

// edge is, in degrees, more than Contains can round.
const edge = 1e-9

// search looks through a range of the tree of which all points lie in a cell.
func (t *boxTree) search(low, high, axis int, b, cell *geo.Box, yield func(n uint32)) {
	if b.West+edge < cell.West && cell.East < b.East-edge && b.South < cell.South && cell.North < b.North {
		for _, n := range t.numbers[low:high] {
			yield(n)
		}
		return
	}
	if high-low <= leaf {
		for i := low; i < high; i++ {
			t.test(i, b, yield)
		}
		return
	}
	middle := (low + high) / 2
	t.test(middle, b, yield)
	at, below, above := t.at[middle][axis], *cell, *cell
	from, to := b.West, b.East
	if axis == 0 {
		below.East, above.West = at, at
	} else {
		below.North, above.South = at, at
		from, to = b.South, b.North
	}
	if at >= from-edge {
		t.search(low, middle, 1-axis, b, &below, yield)
	}
	if at <= to+edge {
		t.search(middle+1, high, 1-axis, b, &above, yield)
	}
}

func (t *boxTree) test(i int, b *geo.Box, yield func(n uint32)) {
	lon, lat := t.at[i][0], t.at[i][1]
	if lon < b.West-edge || lon > b.East+edge || lat < b.South || lat > b.North {
		return
	}
	if lon < b.West+edge || lon > b.East-edge {
		if !b.Contains(geo.Point{Lat: lat, Lon: lon}) {
			return
		}
	}
	yield(t.numbers[i])
}
