package mapsvg

import (
	"strconv"
	"strings"

	"walkin/internal/geo"
)

// A Kind says what a pin stands for, and so its shape.
type Kind string

// The kinds of pin. Any other is drawn as a centre.
const (
	KindCentre   Kind = "centre"   // a door
	KindActivity Kind = "activity" // a table
	KindHelpline Kind = "helpline" // a lamp
)

// A State says whether somebody is there now. It changes the shape of a pin as well
// as its class, and must be in the words of its title, too.
type State string

// The states of a pin. Any other is drawn as unknown.
const (
	StateOpen    State = "open"    // light behind the door, its leaf swung
	StateClosed  State = "closed"  // the door shut
	StateUnknown State = "unknown" // a dashed outline
)

// A Pin is a place on a map.
type Pin struct {
	Point  geo.Point
	Number int // as in the list beside the map; 0 has none
	Kind   Kind
	State  State
	// Title is the name and the state in words: "Headspace, open until 20". It is what
	// a screen reader says after the number.
	Title string
	// Href is where the pin leads: a path or "#id". Anything that could lead to another
	// site or run a script is left out, and the pin leads nowhere.
	Href string
	// Approximate marks a point that is only the centre of a town or of a postcode: a
	// soft circle shows about where, and the pin has no tip.
	Approximate bool
}

// The size of a pin, in px from its tip: at least 24 by 24, to be hit with a thumb.
const (
	pinWidth  = 28
	pinHeight = 37
)

// The outlines of pins, relative to the tip; flat ones have none.
const (
	doorSharp  = "M-11-5v-19a11 11 0 0 1 22 0v19h-6l-5 5-5-5z"
	doorFlat   = "M-11-5v-19a11 11 0 0 1 22 0v19z"
	tableBoard = "M-10-32h20q3 0 3 3v13q0 3-3 3h-20q-3 0-3-3v-13q0-3 3-3z"
	lampShade  = "M-8-34h16l5 20h-26z"

	// The leaf of an open door, the knob of a shut one; the legs of a table and the
	// foot of a lamp.
	doorLeaf  = "M11-5v-23q4 2 6 6v20z"
	doorKnob  = "M7-10v1.5"
	tablePost = "M-9-12l-3 11M9-12l3 11M0-12v12"
	tableLegs = "M-9-12l-3 11M9-12l3 11"
	lampPost  = "M0-14v14"
	lampFoot  = "M0-14v11M-6-2h12"
	// The light over an open table or lamp, which have no leaf.
	rays = "M0-36v-2M-8-35.5l-1.5-2M8-35.5l1.5-2"
)

// appendPin draws one pin with its tip at x, y in px.
func appendPin(b []byte, p *Pin, x, y float64) []byte {
	b = appendLink(b, p.Href, p.Number, p.Title)
	b = append(b, ` class="map-pin map-pin-`...)
	switch p.State {
	case StateOpen, StateClosed:
		b = append(b, p.State...)
	default:
		b = append(b, StateUnknown...)
	}
	if p.Kind == KindActivity {
		b = append(b, ` map-pin-table`...)
	}
	if p.Kind == KindHelpline {
		b = append(b, ` map-pin-lamp`...)
	}
	b = append(b, '"')
	b = appendTranslate(b, x, y)
	b = append(b, `><path class="map-target" fill="transparent" d="M-14-37h28v37h-28z"/>`...)
	outline, detail := doorSharp, ""
	middle := -13.0 // of the number
	switch {
	case p.Kind == KindActivity && p.Approximate:
		outline, detail, middle = tableBoard, tableLegs, -18
	case p.Kind == KindActivity:
		outline, detail, middle = tableBoard, tablePost, -18
	case p.Kind == KindHelpline && p.Approximate:
		outline, detail, middle = lampShade, lampFoot, -18.5
	case p.Kind == KindHelpline:
		outline, detail, middle = lampShade, lampPost, -18.5
	case p.Approximate:
		outline = doorFlat
	}
	b = append(b, `<path class="map-body" d="`...)
	b = append(b, outline...)
	b = append(b, '"')
	if p.State != StateOpen && p.State != StateClosed {
		b = append(b, ` stroke-dasharray="3 2"`...)
	}
	b = append(b, `/>`...)
	if detail != "" {
		b = appendPath(b, "map-detail", detail)
	}
	switch door := p.Kind != KindActivity && p.Kind != KindHelpline; {
	case door && p.State == StateOpen:
		b = appendPath(b, "map-leaf", doorLeaf)
	case door && p.State == StateClosed:
		b = appendPath(b, "map-detail", doorKnob)
	case p.State == StateOpen:
		b = appendPath(b, "map-detail", rays)
	}
	if p.Number > 0 {
		b = appendNumber(b, strconv.Itoa(p.Number), p.Number > 99, middle)
	}
	return appendEnd(b, p.Href)
}

// appendNumber writes the number of a pin, or the numbers of a badge, around y.
func appendNumber(b []byte, number string, small bool, y float64) []byte {
	b = append(b, `<text class="map-number" y="`...)
	b, _ = appendTenths(b, tenths(y), false, false)
	if small {
		b = append(b, `" font-size="10`...)
	}
	b = append(b, `">`...)
	b = append(b, number...)
	return append(b, `</text>`...)
}

// appendLink opens a link, or a group where there is no way to lead to; the caller
// writes the rest of the tag.
func appendLink(b []byte, href string, number int, title string) []byte {
	if local(href) {
		b = append(b, `<a href="`...)
		b = appendText(b, href)
		b = append(b, `" aria-label="`...)
	} else {
		b = append(b, `<g role="img" aria-label="`...)
	}
	if number > 0 {
		b = strconv.AppendInt(b, int64(number), 10)
		b = append(b, ' ')
	}
	b = appendText(b, title)
	return append(b, '"')
}

// appendEnd closes what appendLink opened.
func appendEnd(b []byte, href string) []byte {
	if local(href) {
		return append(b, `</a>`...)
	}
	return append(b, `</g>`...)
}

// local tells whether an address stays on this site: "#id", "/path", "path" or
// "?query", without what a browser reads as more than it seems.
func local(href string) bool {
	if href == "" || strings.HasPrefix(href, "//") {
		return false
	}
	for i := range len(href) {
		if c := href[i]; c <= ' ' || c == '\\' || c == 0x7f {
			return false
		}
	}
	path := href
	if i := strings.IndexAny(path, "/?#"); i >= 0 {
		path = path[:i]
	}
	return !strings.Contains(path, ":")
}

func appendPath(b []byte, class, d string) []byte {
	b = append(b, `<path class="`...)
	b = append(b, class...)
	b = append(b, `" d="`...)
	b = append(b, d...)
	return append(b, `"/>`...)
}

func appendTranslate(b []byte, x, y float64) []byte {
	b = append(b, ` transform="translate(`...)
	b, dotted := appendTenths(b, tenths(x), false, false)
	b, _ = appendTenths(b, tenths(y), true, dotted)
	return append(b, `)"`...)
}
