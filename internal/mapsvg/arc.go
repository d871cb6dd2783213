package mapsvg

import (
	"slices"

	"github.com/paulmach/orb"
)

// nobody is the neighbour of a region at the sea.
const nobody = -1

// An arc is a stretch of border between two regions, or between one and the sea.
// Regions that are cut into arcs can be simplified without gaps between them, each
// border is drawn once, and the coast of many regions is what has land on one side.
type arc struct {
	points      orb.LineString
	left, right int // regions, or nobody
}

// cut cuts the borders of regions into arcs. It relies on neighbours having the
// same points along their border, as those in package data do; where they have
// not, both are coasts.
func cut(regions []region) []arc {
	type edge [2]orb.Point
	owner := make(map[edge]int)
	for i, r := range regions {
		for _, ring := range r.rings {
			for n := 1; n < len(ring); n++ {
				owner[edge{ring[n-1], ring[n]}] = i
			}
		}
	}
	degree := make(map[orb.Point]int)
	for e := range owner {
		degree[e[0]]++
		if _, both := owner[edge{e[1], e[0]}]; !both {
			degree[e[1]]++
		}
	}
	var arcs []arc
	for i, r := range regions {
		for _, ring := range r.rings {
			ring = fromNode(ring, degree)
			for start, n := 0, 1; n < len(ring); n++ {
				if n < len(ring)-1 && degree[ring[n]] == 2 {
					continue
				}
				right, shared := owner[edge{ring[start+1], ring[start]}]
				if !shared {
					right = nobody
				}
				if !shared || i < right { // the other side of it is the same arc
					arcs = append(arcs, arc{orb.LineString(ring[start : n+1]), i, right})
				}
				start = n
			}
		}
	}
	return arcs
}

// fromNode turns a closed ring so that it begins where more than two edges meet, if
// it has such a point.
func fromNode(ring orb.Ring, degree map[orb.Point]int) orb.Ring {
	n := slices.IndexFunc(ring, func(p orb.Point) bool { return degree[p] != 2 })
	if n <= 0 {
		return ring
	}
	return slices.Concat(ring[n:], ring[1:n+1])
}

// union gives the closed rings around some of the regions, land to the left.
func union(arcs []arc, in func(region int) bool) []orb.Ring {
	var edges []orb.LineString
	from := make(map[orb.Point][]int)
	for _, a := range arcs {
		left, right := a.left != nobody && in(a.left), a.right != nobody && in(a.right)
		if left == right {
			continue
		}
		line := a.points
		if right {
			line = slices.Clone(line)
			slices.Reverse(line)
		}
		from[line[0]] = append(from[line[0]], len(edges))
		edges = append(edges, line)
	}
	var rings []orb.Ring
	used := make([]bool, len(edges))
	for first := range edges {
		if used[first] {
			continue
		}
		var ring orb.Ring
		for next := first; next >= 0; {
			used[next] = true
			ring = append(ring, edges[next]...)
			end := ring[len(ring)-1]
			next = -1
			if end == ring[0] {
				break
			}
			ring = ring[:len(ring)-1] // the next begins with it
			for _, n := range from[end] {
				if !used[n] {
					next = n
				}
			}
		}
		if len(ring) > 0 && ring[0] != ring[len(ring)-1] {
			ring = append(ring, ring[0])
		}
		rings = append(rings, ring)
	}
	return rings
}
