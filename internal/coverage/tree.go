package coverage

import (
	"math"
	"slices"

	"walkin/internal/geo"
)

// radius of the sphere that [geo.Distance] measures on, in metres.
const radius = 6_378_137

// A vector is a point of the unit sphere. Between two of them the square of the
// straight line through the earth grows with the distance along its surface, so
// distances can be compared without a sine or a root.
type vector [3]float64

func vectorOf(p geo.Point) vector {
	lat, lon := p.Lat*math.Pi/180, p.Lon*math.Pi/180
	return vector{math.Cos(lat) * math.Cos(lon), math.Cos(lat) * math.Sin(lon), math.Sin(lat)}
}

// squared gives the square of the chord between points that lie so many metres
// apart; less than nothing is nothing that any two points reach.
func squared(metres float64) float64 {
	if metres < 0 {
		return -1
	}
	chord := 2 * math.Sin(min(metres/(2*radius), math.Pi/2))
	return chord * chord
}

// metres undoes squared.
func metres(squared float64) float64 {
	if math.IsInf(squared, 1) {
		return squared
	}
	return 2 * radius * math.Asin(min(math.Sqrt(squared)/2, 1))
}

func (v vector) to(w vector) float64 {
	x, y, z := v[0]-w[0], v[1]-w[1], v[2]-w[2]
	return x*x + y*y + z*z
}

// leaf is how many points are looked at one by one.
const leaf = 16

// A tree finds the points near another one: a kd-tree with boxes.
type tree struct {
	at    []vector
	id    []int32 // of each point, its place in what the tree was made of
	nodes []node  // the first is the root; none for no points
}

type node struct {
	low, high vector
	from, to  int32 // of the points below it
	right     int32 // the left one follows; 0 for a leaf
	after     int32 // the node behind all that are below it
}

// grow makes a tree of points. The same points give the same tree.
func grow(points []vector) *tree {
	t := &tree{at: slices.Clone(points), id: make([]int32, len(points))}
	for i := range t.id {
		t.id[i] = int32(i)
	}
	if len(points) > 0 {
		t.split(0, len(points))
	}
	return t
}

// split adds the node of a stretch of points, and those below it.
func (t *tree) split(from, to int) {
	n := len(t.nodes)
	t.nodes = append(t.nodes, node{low: t.at[from], high: t.at[from], from: int32(from), to: int32(to)})
	box := &t.nodes[n]
	for _, p := range t.at[from+1 : to] {
		for axis := range p {
			box.low[axis], box.high[axis] = min(box.low[axis], p[axis]), max(box.high[axis], p[axis])
		}
	}
	if to-from <= leaf {
		box.after = int32(len(t.nodes))
		return
	}
	axis := 0
	for a := range box.low {
		if box.high[a]-box.low[a] > box.high[axis]-box.low[axis] {
			axis = a
		}
	}
	t.sort(from, to, axis)
	middle := (from + to) / 2
	t.split(from, middle)
	t.nodes[n].right = int32(len(t.nodes))
	t.split(middle, to)
	t.nodes[n].after = int32(len(t.nodes))
}

func (t *tree) sort(from, to, axis int) {
	type member struct {
		at vector
		id int32
	}
	part := make([]member, to-from)
	for i := range part {
		part[i] = member{t.at[from+i], t.id[from+i]}
	}
	slices.SortFunc(part, func(a, b member) int {
		switch {
		case a.at[axis] < b.at[axis]:
			return -1
		case a.at[axis] > b.at[axis]:
			return 1
		}
		return int(a.id - b.id)
	})
	for i, m := range part {
		t.at[from+i], t.id[from+i] = m.at, m.id
	}
}

// away gives the least square of a chord from a point to the box of a node.
func (n *node) away(p vector) float64 {
	x := max(n.low[0]-p[0], p[0]-n.high[0], 0)
	y := max(n.low[1]-p[1], p[1]-n.high[1], 0)
	z := max(n.low[2]-p[2], p[2]-n.high[2], 0)
	return x*x + y*y + z*z
}

// within calls visit with the points whose chord to p has at most a square, in an
// order that does not depend on p.
func (t *tree) within(p vector, most float64, visit func(id int32, squared float64)) {
	for n := 0; n < len(t.nodes); {
		box := &t.nodes[n]
		switch {
		case box.away(p) > most:
			n = int(box.after)
			continue
		case box.right == 0:
			for i := box.from; i < box.to; i++ {
				if s := p.to(t.at[i]); s <= most {
					visit(t.id[i], s)
				}
			}
		}
		n++
	}
}

// nearest gives the square of the chord from p to the nearest point, or most if
// none is nearer than that.
func (t *tree) nearest(p vector, most float64) float64 {
	if len(t.nodes) == 0 {
		return most
	}
	return t.search(0, p, most)
}

func (t *tree) search(n int32, p vector, most float64) float64 {
	box := &t.nodes[n]
	if box.right == 0 {
		for i := box.from; i < box.to; i++ {
			most = min(most, p.to(t.at[i]))
		}
		return most
	}
	first, second := n+1, box.right
	a, b := t.nodes[first].away(p), t.nodes[second].away(p)
	if b < a {
		first, second, a, b = second, first, b, a
	}
	if a < most {
		most = t.search(first, p, most)
	}
	if b < most {
		most = t.search(second, p, most)
	}
	return most
}
