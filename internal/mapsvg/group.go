package mapsvg

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// maxRow is how many pins stand beside each other before they become one badge.
const maxRow = 3

// A rect is an area of the map in px.
type rect struct{ left, top, right, bottom float64 }

func (r rect) overlaps(o rect) bool {
	return r.left < o.right && o.left < r.right && r.top < o.bottom && o.top < r.bottom
}

// A spot is a pin that is on the map, and where.
type spot struct {
	pin   *Pin
	order int // in the list
	x, y  float64
}

// A group is one pin, a row of a few that would hide each other, or a badge for more.
type group struct {
	spots []spot // in the order of the list
	label string // of a badge
	area  rect
}

// tip gives where the tip of a group is.
func (g *group) tip() (x, y float64) { return (g.area.left + g.area.right) / 2, g.area.bottom }

// stand gives where the tip of a pin of a row is, or that of the badge. The pins of a
// row stand from west to east, whatever their numbers, so that no two leaders cross.
func (g *group) stand(n int) (x, y float64) {
	x, y = g.tip()
	if g.label != "" {
		return x, y
	}
	rank := 0
	for i, s := range g.spots {
		if s.x < g.spots[n].x || s.x == g.spots[n].x && i < n {
			rank++
		}
	}
	return x + pinWidth*(float64(rank)-float64(len(g.spots)-1)/2), y
}

// settle gives a group its size and its place: above the middle of its points, and on
// the map altogether.
func (g *group) settle(f frame) {
	var x, y float64
	for _, s := range g.spots {
		x += s.x / float64(len(g.spots))
		y += s.y / float64(len(g.spots))
	}
	width, height := float64(pinWidth*len(g.spots)), float64(pinHeight)
	if g.label = ""; len(g.spots) > maxRow {
		g.label = numbers(g.spots)
		width, height = max(pinWidth, 16+7.5*float64(utf8.RuneCountInString(g.label))), 32
	}
	x = min(max(x, width/2+2), max(f.width-width/2-2, f.width/2))
	y = min(max(y, height+2), f.height-2)
	g.area = rect{x - width/2, y - height, x + width/2, y}
}

// arrange joins the pins that would overlap, until none does: first come, first
// joined, so the same list always gives the same map. It is meant for a page of
// results, some hundred pins at most: its time grows with the square of them.
func arrange(spots []spot, f frame) []group {
	groups := make([]group, len(spots))
	for i := range spots {
		groups[i].spots = spots[i : i+1 : i+1]
		groups[i].settle(f)
	}
	// Those before i are apart from each other.
	for i := 0; i < len(groups); i++ {
		for k := range i {
			if !groups[k].area.overlaps(groups[i].area) {
				continue
			}
			groups[k].spots = merged(groups[k].spots, groups[i].spots)
			groups[k].settle(f)
			groups = append(groups[:i], groups[i+1:]...)
			i = k - 1 // it has grown, and may reach others
			break
		}
	}
	return groups
}

// merged joins two lists of spots by their order.
func merged(a, b []spot) []spot {
	all := make([]spot, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		if a[0].order <= b[0].order {
			all, a = append(all, a[0]), a[1:]
		} else {
			all, b = append(all, b[0]), b[1:]
		}
	}
	return append(append(all, a...), b...)
}

// numbers writes the numbers of pins shortly: "3–5", "2–4·9", or the first and how many
// more, "2 +5", where that would be long. Pins without numbers are counted: "×4".
func numbers(spots []spot) string {
	const enough = 9 // runes
	var all []string
	first := 0
	for i := 0; i < len(spots); i++ {
		n := spots[i].pin.Number
		if n <= 0 {
			continue
		}
		end := n
		for i+1 < len(spots) && spots[i+1].pin.Number == end+1 {
			end++
			i++
		}
		switch {
		case end == n:
			all = append(all, strconv.Itoa(n))
		case end == n+1:
			all = append(all, strconv.Itoa(n), strconv.Itoa(end))
		default:
			all = append(all, strconv.Itoa(n)+"–"+strconv.Itoa(end))
		}
		if first == 0 {
			first = n
		}
	}
	if len(all) == 0 {
		return "×" + strconv.Itoa(len(spots))
	}
	if text := strings.Join(all, "·"); utf8.RuneCountInString(text) <= enough {
		return text
	}
	return strconv.Itoa(first) + " +" + strconv.Itoa(len(spots)-1)
}
