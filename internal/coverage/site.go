package coverage

import (
	"fmt"
	"strconv"
	"strings"

	"walkin/internal/geo"
)

// SiteAt reads a point of which to ask what a door there would add: latitude and
// longitude in WGS 84 degrees, with a comma between them. It is kept to three
// decimals, some 100 m, so that no address holds more; its name is that of the
// nearest town, and its kind is empty. False is for anything else, and for a point
// that is near no town.
func SiteAt(text string, names Towns) (*geo.Place, bool) {
	first, second, _ := strings.Cut(text, ",")
	lat, err := strconv.ParseFloat(strings.TrimSpace(first), 64)
	if err != nil {
		return nil, false
	}
	lon, err := strconv.ParseFloat(strings.TrimSpace(second), 64)
	p := geo.Point{Lat: round3(lat), Lon: round3(lon)}
	if err != nil || !p.Valid() {
		return nil, false
	}
	site, metres := names.NearestTown(p)
	if metres > 1000*MaxReach { // of nobody's town, or at sea
		return nil, false
	}
	site.ID, site.Kind, site.Point = fmt.Sprintf("%.3f,%.3f", p.Lat, p.Lon), "", p
	return &site, true
}

func round3(degrees float64) float64 {
	rounded, _ := strconv.ParseFloat(strconv.FormatFloat(degrees, 'f', 3, 64), 64)
	return rounded
}
