package mapsvg

import "strconv"

// scaleRoom is the longest scale bar, in px.
const scaleRoom = 110

// scaleArea gives where the scale bar stands, for the names to keep off.
func scaleArea(f frame, length float64) rect {
	return rect{4, f.height - 30, 16 + length, f.height}
}

// scaleBar gives the longest round distance that a bar may show, in km and in px, or
// none for a map too small for a bar.
func scaleBar(f frame) (km int, length float64) {
	perKm := pixelsPerKilometre(f.view.Centre.Lat, f.view.Zoom)
	for _, n := range [...]int{500, 200, 100, 50, 20, 10, 5, 2, 1} {
		if length := float64(n) * perKm; length <= scaleRoom && length <= f.width/2 {
			return n, length
		}
	}
	return 0, 0
}

// appendScale draws the scale bar in the lower left corner.
func appendScale(b []byte, unit string, f frame) []byte {
	km, length := scaleBar(f)
	if km == 0 {
		return b
	}
	b = append(b, `<g class="map-scale"`...)
	b = appendTranslate(b, 10, f.height-10)
	b = append(b, `><path fill="none" d="M0-5v5h`...)
	b, _ = appendTenths(b, tenths(length), false, false)
	b = append(b, `v-5"/><text font-size="11" text-anchor="middle" y="-6" x="`...)
	b, _ = appendTenths(b, tenths(length/2), false, false)
	b = append(b, `">`...)
	b = strconv.AppendInt(b, int64(km), 10)
	b = append(b, "\u00a0"...)
	if unit == "" {
		unit = "km"
	}
	b = appendText(b, unit)
	return append(b, `</text></g>`...)
}
