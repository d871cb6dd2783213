package mapsvg

import (
	"slices"
	"unicode/utf8"

	"walkin/internal/geo"
)

// A Town is a name that may stand on a map.
type Town struct {
	Name  string
	Point geo.Point
}

// maxTowns is how many names a map bears at most: it shows where the pins are, and is
// not an atlas.
const maxTowns = 12

// The size of a name, in px. The width is that of a wide face: a name that is
// taken for wider than it is only keeps more distance.
const (
	letterWidth = 6.8
	nameHeight  = 15
	dotDistance = 5
)

// appendTowns writes the names that fit, the first of the list first, clear of pins, of
// what else is taken, and of each other. The name stands over its dot, or else under or
// beside it; where a pin covers the dot, as in the town that is asked for, over or
// under the pin.
func appendTowns(b []byte, towns []Town, pins, others []rect, f frame) []byte {
	taken := slices.Concat(pins, others)
	drawn := 0
	for _, t := range towns {
		if drawn == maxTowns {
			break
		}
		x, y, on := f.place(t.Point)
		letters := utf8.RuneCountInString(t.Name)
		if !on || letters == 0 || letters > 40 {
			continue
		}
		width := letterWidth * float64(letters)
		dot := rect{x - 3, y - 3, x + 3, y + 3}
		covered := hits(dot, pins)
		if !covered && hits(dot, taken) {
			continue
		}
		for _, side := range [...]struct {
			anchor string
			left   float64 // of the text, from the dot
			base   float64
		}{
			{"middle", -width / 2, -dotDistance},
			{"middle", -width / 2, dotDistance + 10},
			{"start", dotDistance + 1, 4},
			{"end", -dotDistance - 1 - width, 4},
			{"middle", -width / 2, 24},
			{"middle", -width / 2, -pinHeight - 9},
		} {
			if (side.base > dotDistance+10 || side.base < -dotDistance) != covered {
				continue // a name away from its dot is for a dot that is not seen
			}
			left, base := x+side.left, y+side.base
			area := rect{left, base - nameHeight + 4, left + width, base + 4}
			if area.left < 2 || area.top < 2 || area.right > f.width-2 || area.bottom > f.height-2 || hits(area, taken) {
				continue
			}
			taken = append(taken, area, dot)
			b = append(b, `<g class="map-town"`...)
			b = appendTranslate(b, x, y)
			b = append(b, '>')
			if !covered {
				b = append(b, `<circle class="map-dot" r="1.8"/>`...)
			}
			b = append(b, `<text font-size="12" text-anchor="`...)
			b = append(b, side.anchor...)
			at := 0.0
			switch side.anchor {
			case "start":
				at = dotDistance + 1
			case "end":
				at = -dotDistance - 1
			}
			b = append(b, `" x="`...)
			b, _ = appendTenths(b, tenths(at), false, false)
			b = append(b, `" y="`...)
			b, _ = appendTenths(b, tenths(side.base), false, false)
			b = append(b, `">`...)
			b = appendText(b, t.Name)
			b = append(b, `</text></g>`...)
			drawn++
			break
		}
	}
	return b
}

// hits tells whether an area overlaps one of those taken.
func hits(area rect, taken []rect) bool {
	for _, t := range taken {
		if t.overlaps(area) {
			return true
		}
	}
	return false
}
