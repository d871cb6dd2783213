package mapsvg

import (
	"math"
	"strconv"
)

// A path writes the d of an SVG path: tenths of a px, relative to the last point,
// with no sign that can be spared.
type path struct {
	b      []byte
	x, y   int // the last point, in tenths of a px
	dotted bool
	joined bool // the last thing written was a number
}

// move begins a new stretch at a point.
func (p *path) move(x, y float64) {
	p.x, p.y = tenths(x), tenths(y)
	p.b = append(p.b, 'M')
	p.joined = false
	p.number(p.x)
	p.number(p.y)
	p.b = append(p.b, 'l')
	p.joined = false
}

// line draws to a point. It gives false, and writes nothing, if that is where the
// pen is.
func (p *path) line(x, y float64) bool {
	if tenths(x) == p.x && tenths(y) == p.y {
		return false
	}
	p.segment(x, y)
	return true
}

// segment draws to a point, and be it where the pen is.
func (p *path) segment(x, y float64) {
	tx, ty := tenths(x), tenths(y)
	p.number(tx - p.x)
	p.number(ty - p.y)
	p.x, p.y = tx, ty
}

func (p *path) number(n int) {
	p.b, p.dotted = appendTenths(p.b, n, p.joined, p.dotted)
	p.joined = true
}

// tenths gives a length in tenths of a px, kept within what can be written.
func tenths(px float64) int {
	return int(math.Round(min(max(px*10, -1e8), 1e8)))
}

// appendTenths appends a number of tenths after another one (joined), which had a
// decimal point (dotted).
func appendTenths(b []byte, n int, joined, dotted bool) ([]byte, bool) {
	whole, part := n/10, n%10
	if n < 0 {
		b = append(b, '-')
		whole, part = -whole, -part
	} else if joined && (whole != 0 || part == 0 || !dotted) {
		b = append(b, ' ')
	}
	if whole != 0 || part == 0 {
		b = strconv.AppendInt(b, int64(whole), 10)
	}
	if part == 0 {
		return b, false
	}
	return append(b, '.', '0'+byte(part)), true
}
