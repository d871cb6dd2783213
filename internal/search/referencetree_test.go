package search_test

import (
	"cmp"
	"slices"

	"walkin/internal/directory"
	"walkin/internal/geo"
)

// Both trees of the reference are k-d trees without nodes: the middle of a
// range parts it by one coordinate, the middles of its halves by the next.

// handful is a range that is looked through without parting it.
const handful = 8

// sphere is a tree over places on a sphere, with the labels in its order.
type sphere struct {
	nodes  []sphereNode
	labels []label
}

type sphereNode struct {
	at     [3]float32
	number uint32
}

func newSphere(vector [][3]float32, labels []label) *sphere {
	t := &sphere{make([]sphereNode, len(vector)), make([]label, len(vector))}
	for i := range t.nodes {
		t.nodes[i] = sphereNode{vector[i], uint32(i)}
	}
	halve(t.nodes, 0, 3, func(n *sphereNode, axis int) float32 { return n.at[axis] })
	for i := range t.nodes {
		t.labels[i] = labels[t.nodes[i].number]
	}
	return t
}

// halve sorts the nodes of a tree. It sorts more than it has to.
func halve[N any, C cmp.Ordered](nodes []N, axis, axes int, of func(n *N, axis int) C) {
	if len(nodes) <= handful {
		return
	}
	slices.SortFunc(nodes, func(a, b N) int { return cmp.Compare(of(&a, axis), of(&b, axis)) })
	middle := len(nodes) / 2
	halve(nodes[:middle], (axis+1)%axes, axes, of)
	halve(nodes[middle+1:], (axis+1)%axes, axes, of)
}

// seeking is a search for the nearest: so far those in order, and the square
// of the line beyond which none is looked for.
type seeking struct {
	from    [3]float32
	reach   float32
	wanted  condition
	nearest []distant
}

type distant struct {
	apart  float32
	number uint32
}

func (t *sphere) take(s *seeking, i int) {
	n := &t.nodes[i]
	apart := squared(&s.from, &n.at)
	if apart > s.reach || !t.labels[i].meets(&s.wanted) {
		return
	}
	at := len(s.nearest)
	if at < directory.DefaultLimit {
		s.nearest = append(s.nearest, distant{})
	} else {
		at--
	}
	for ; at > 0 && s.nearest[at-1].apart > apart; at-- {
		s.nearest[at] = s.nearest[at-1]
	}
	s.nearest[at] = distant{apart, n.number}
	if len(s.nearest) == directory.DefaultLimit {
		s.reach = s.nearest[directory.DefaultLimit-1].apart
	}
}

func (t *sphere) look(s *seeking, low, high, axis int) {
	for high-low > handful {
		middle := (low + high) / 2
		apart := s.from[axis] - t.nodes[middle].at[axis]
		if axis++; axis == 3 {
			axis = 0
		}
		// The half that it is in comes first; the other one is entered only if
		// the first left something to find there.
		if apart <= 0 {
			t.look(s, low, middle, axis)
			low = middle + 1
		} else {
			t.look(s, middle+1, high, axis)
			high = middle
		}
		t.take(s, middle)
		if apart*apart > s.reach {
			return
		}
	}
	for i := low; i < high; i++ {
		t.take(s, i)
	}
}

// plane is a tree over longitudes and latitudes.
type plane struct {
	nodes []planeNode
	whole [4]float64 // west, south, east, north
}

type planeNode struct {
	at     [2]float64
	number uint32
}

func newPlane(degree [][2]float64) *plane {
	t := &plane{nodes: make([]planeNode, len(degree)), whole: [4]float64{-180, -90, 180, 90}}
	for i := range t.nodes {
		t.nodes[i] = planeNode{degree[i], uint32(i)}
	}
	halve(t.nodes, 0, 2, func(n *planeNode, axis int) float64 { return n.at[axis] })
	return t
}

// count gives how many are in a box, and the first that it comes upon: as many
// as first has room for. A part of the tree that lies in the box as a whole is
// not looked into.
func (t *plane) count(b geo.Box, first []uint32) (int, []uint32) {
	c := counting{box: [4]float64{b.West, b.South, b.East, b.North}, first: first}
	t.part(&c, 0, len(t.nodes), 0, t.whole)
	return c.count, c.first
}

type counting struct {
	box   [4]float64
	count int
	first []uint32
}

func (c *counting) take(n *planeNode) {
	if n.at[0] < c.box[0] || n.at[1] < c.box[1] || n.at[0] > c.box[2] || n.at[1] > c.box[3] {
		return
	}
	c.count++
	if len(c.first) < cap(c.first) {
		c.first = append(c.first, n.number)
	}
}

func (t *plane) part(c *counting, low, high, axis int, cell [4]float64) {
	for high-low > handful {
		if cell[0] >= c.box[0] && cell[1] >= c.box[1] && cell[2] <= c.box[2] && cell[3] <= c.box[3] {
			c.count += high - low
			for i := low; i < high && len(c.first) < cap(c.first); i++ {
				c.first = append(c.first, t.nodes[i].number)
			}
			return
		}
		middle := (low + high) / 2
		n := &t.nodes[middle]
		at := n.at[axis]
		left, right := c.box[axis] <= at, c.box[axis+2] >= at
		below := cell
		below[axis+2] = at
		switch {
		case left && right:
			c.take(n)
			t.part(c, low, middle, 1-axis, below)
			low, cell[axis] = middle+1, at
		case left:
			high, cell = middle, below
		default:
			low, cell[axis] = middle+1, at
		}
		axis = 1 - axis
	}
	for i := low; i < high; i++ {
		c.take(&t.nodes[i])
	}
}
