package mapsvg

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"sync"

	"walkin/internal/geo"
)

// A Map is what one SVG shows. Its words are the caller's.
type Map struct {
	View View // as Clamp has it
	Size Size

	// Lang is the language of the words, as in HTML; "" says nothing.
	Lang string
	// Title names the map, and Description says in a sentence what it shows.
	Title, Description string

	// Pins are the results, in the order of the list. Those that the view does not
	// show are left out.
	Pins []Pin
	// Group gives where the badge of several pins leads and what it is called: such as
	// a closer view, and "7 places". Without it a badge leads where its first pin does,
	// and is called by all their titles.
	Group func(pins []Pin) (href, title string)

	// You is where the person who looks stands, if they said so; YouTitle is what that is
	// called. A map with it is for that person alone and must not be cached.
	You      *geo.Point
	YouTitle string

	// Towns are names that may be shown, the most important first.
	Towns []Town
	// Kilometre is the sign for one, "km" if empty.
	Kilometre string
}

// buffers lends what a map is put together in.
var buffers = sync.Pool{New: func() any { b := make([]byte, 0, 48<<10); return &b }}

// Draw writes a map as one svg element, fit to stand in an HTML page or, being XML
// with its namespace, alone. The same map always gives the same bytes. A point that is
// not on the map is left out, whatever it is. The only errors are those of w.
func (a *Atlas) Draw(w io.Writer, m *Map) error {
	lent := buffers.Get().(*[]byte)
	defer buffers.Put(lent)
	f := newFrame(m.View.Clamp(m.Size), m.Size)
	b := appendHead((*lent)[:0], m, f)
	b = append(b, a.background(f)...)

	var spots []spot
	for i := range m.Pins {
		if x, y, on := f.place(m.Pins[i].Point); on {
			spots = append(spots, spot{&m.Pins[i], i, x, y})
		}
	}
	groups := arrange(spots, f)
	areas := make([]rect, len(groups))
	for i := range groups {
		areas[i] = groups[i].area
	}
	_, length := scaleBar(f)
	others := append(make([]rect, 0, 2), scaleArea(f, length))
	if m.You != nil {
		if x, y, on := f.place(*m.You); on {
			others = append(others, rect{x - 9, y - 9, x + 9, y + 9})
		}
	}
	b = appendAreas(b, spots)
	b = append(b, `<g aria-hidden="true">`...)
	b = appendTowns(b, m.Towns, areas, others, f)
	b = appendScale(b, m.Kilometre, f)
	b = append(b, `</g>`...)
	b = appendYou(b, m, f)
	b = appendLeaders(b, groups)
	b = append(b, `<g text-anchor="middle" font-size="13">`...)
	b = appendGroups(b, groups, m.Group)
	b = append(b, `</g></svg>`...)

	*lent = b
	if _, err := w.Write(b); err != nil {
		return fmt.Errorf("draw map: %w", err)
	}
	return nil
}

func appendHead(b []byte, m *Map, f frame) []byte {
	b = append(b, `<svg xmlns="http://www.w3.org/2000/svg" class="map" role="group" direction="ltr" viewBox="0 0 `...)
	b = strconv.AppendInt(b, int64(f.width), 10)
	b = append(b, ' ')
	b = strconv.AppendInt(b, int64(f.height), 10)
	b = append(b, '"')
	if m.Lang != "" {
		b = append(b, ` lang="`...)
		b = appendText(b, m.Lang)
		b = append(b, '"')
	}
	b = append(b, '>')
	if m.Title != "" {
		b = append(b, `<title>`...)
		b = appendText(b, m.Title)
		b = append(b, `</title>`...)
	}
	if m.Description != "" {
		b = append(b, `<desc>`...)
		b = appendText(b, m.Description)
		b = append(b, `</desc>`...)
	}
	return b
}

// appendAreas draws the soft circles of approximate points, one for each point.
func appendAreas(b []byte, spots []spot) []byte {
	drawn := make(map[[2]float64]bool)
	for _, s := range spots {
		if at := [2]float64{s.x, s.y}; s.pin.Approximate && !drawn[at] {
			drawn[at] = true
			b = append(b, `<circle class="map-area" r="16"`...)
			b = appendTranslate(b, s.x, s.y)
			b = append(b, `/>`...)
		}
	}
	return b
}

func appendYou(b []byte, m *Map, f frame) []byte {
	if m.You == nil {
		return b
	}
	x, y, on := f.place(*m.You)
	if !on {
		return b
	}
	b = append(b, `<g class="map-you" role="img" aria-label="`...)
	b = appendText(b, m.YouTitle)
	b = append(b, '"')
	b = appendTranslate(b, x, y)
	return append(b, `><circle class="map-you-ring" r="8"/><circle class="map-you-dot" r="4"/></g>`...)
}

// appendLeaders draws a line to each pin that had to step aside from the point that it
// is for, and a dot for each point of a badge.
func appendLeaders(b []byte, groups []group) []byte {
	p := path{b: b}
	draw := func(badges bool) func() {
		return func() {
			for i := range groups {
				g := &groups[i]
				if badges != (g.label != "") {
					continue
				}
				for n, s := range g.spots {
					x, y := g.stand(n)
					if dx, dy := s.x-x, s.y-y; s.pin.Approximate || dx*dx+dy*dy <= 9 {
						continue
					}
					p.move(s.x, s.y)
					if badges {
						x, y = s.x, s.y // of no length: its round ends make it a dot
					}
					p.segment(x, y)
				}
			}
		}
	}
	p.element(`<path class="map-leader" fill="none" d="`, draw(false))
	p.element(`<path class="map-spot" fill="none" stroke-linecap="round" d="`, draw(true))
	return p.b
}

// appendGroups draws pins and badges in the order of the list, which is that of the
// tabulator key.
func appendGroups(b []byte, groups []group, name func([]Pin) (string, string)) []byte {
	type mark struct{ order, group, spot int }
	marks := make([]mark, 0, len(groups)*maxRow)
	for i := range groups {
		for n, s := range groups[i].spots {
			if n == 0 || groups[i].label == "" {
				marks = append(marks, mark{s.order, i, n})
			}
		}
	}
	slices.SortFunc(marks, func(a, b mark) int { return a.order - b.order })
	for _, m := range marks {
		g := &groups[m.group]
		if g.label != "" {
			b = appendBadge(b, g, name)
			continue
		}
		x, y := g.stand(m.spot)
		b = appendPin(b, g.spots[m.spot].pin, x, y)
	}
	return b
}

// appendBadge draws the badge of a group: light if somebody is there in any of its
// places.
func appendBadge(b []byte, g *group, name func([]Pin) (string, string)) []byte {
	pins := make([]Pin, len(g.spots))
	open := false
	for i, s := range g.spots {
		pins[i] = *s.pin
		open = open || s.pin.State == StateOpen
	}
	var href, title string
	if name != nil {
		href, title = name(pins)
	} else {
		var all []string
		for _, p := range pins {
			all = append(all, strings.TrimSpace(strconv.Itoa(p.Number)+" "+p.Title))
		}
		href, title = pins[0].Href, strings.Join(all, "; ")
	}
	b = appendLink(b, href, 0, title)
	b = append(b, ` class="map-pin map-badge`...)
	if open {
		b = append(b, ` map-pin-open`...)
	}
	b = append(b, '"')
	x, y := g.tip()
	b = appendTranslate(b, x, y)
	half := (g.area.right - g.area.left) / 2
	b = append(b, `><path class="map-body" d="M-5-6h`...)
	b, _ = appendTenths(b, tenths(17-half), false, false)
	b = append(b, `a12 12 0 0 1 0-24h`...)
	b, _ = appendTenths(b, tenths(2*half-24), false, false)
	b = append(b, `a12 12 0 0 1 0 24h`...)
	b, _ = appendTenths(b, tenths(17-half), false, false)
	b = append(b, `l-5 5z"/>`...)
	b = appendNumber(b, g.label, false, -13.5)
	return appendEnd(b, href)
}
