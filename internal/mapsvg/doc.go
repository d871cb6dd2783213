// Package mapsvg draws an outline map as SVG: coast, borders, names of towns and
// numbered pins, made here and asking nobody else's server.
//
// [Open] simplifies the embedded outline for each zoom, once. [Fit] finds the view
// for some points, [View.Move] and [View.ZoomBy] the ones beside it for links, and
// [Atlas.Draw] writes a [Map]. At closer zooms the coast comes from the
// municipalities, and their borders are drawn, since the outline of a country has
// nothing to show inside Funen. Data that asks for it is to be named on the page:
// data.GeoAttribution.
//
// # Classes
//
// The SVG has no style of its own, so that a page may forbid inline styles. Only
// what would be wrong without a stylesheet (an area where a line is meant, the size of
// text) is a presentation attribute. testdata/map.css is an example to start from.
//
//	map             the svg element; the stylesheet makes it as wide as the page allows
//	map-sea         the ground
//	map-land        the land, one path
//	map-seam        land-coloured lines that close gaps along some borders
//	map-border      borders of municipalities, one path
//	map-nation      borders of countries, one path
//	map-town        a group: the circle map-dot, and a text
//	map-scale       a group: a path, and a text
//	map-area        the soft circle under an approximate point
//	map-you         a group: the circles map-you-ring and map-you-dot
//	map-leader      lines from pins that had to step aside to their points, one path
//	map-spot        dots at the points of a badge, one path: as wide as its stroke
//	map-pin         a pin or a badge: a link, or a group where there is none to follow
//	map-pin-open, map-pin-closed, map-pin-unknown   its state
//	map-pin-table, map-pin-lamp                     its kind, if not a door
//	map-badge       the badge of several pins; map-pin-open if one of them is
//
// and within a pin
//
//	map-target      what a finger hits, 28 by 37 px; for the ring of the focus
//	map-body        the outline
//	map-leaf        the swung leaf of an open door, filled
//	map-detail      strokes: knob, legs, post, rays
//	map-number      the number
//
// # Size
//
// A map is meant to be shown at its own size or larger: a pin is 28 px wide, and
// less than 24 is hard to hit. Pins of a page are for a list of some dozen; the time
// to place them grows with the square of their number.
package mapsvg
