package web

import (
	"math"
	"strconv"
	"strings"

	"walkin/internal/directory"
)

// decimalPoint are the languages that write 2.4; the others write 2,4.
const decimalPoint = "en ar"

// Distance says how far something is. A point that is no door's gets whole
// kilometres and no less than one: nobody should look for a door at a town's
// centre.
func (w *Words) Distance(metres float64, precision directory.Precision) string {
	km := metres / 1000
	switch {
	case !precision.Door() || km >= 10:
		return w.Say("distance.km", "n", int(max(1, math.Round(km))))
	case metres < 950:
		return w.Say("distance.m", "n", int(max(1, math.Round(metres/50))*50))
	}
	figure := strconv.FormatFloat(math.Round(km*10)/10, 'f', -1, 64)
	if !strings.Contains(decimalPoint, w.Lang) {
		figure = strings.Replace(figure, ".", ",", 1)
	}
	return w.Say("distance.km", "n", figure)
}

// where says in which town a place is, and how far.
func (w *Words) where(l *directory.Location, metres *float64) string {
	if l == nil || l.Town == "" {
		if l != nil && metres != nil {
			return w.Distance(*metres, l.Precision)
		}
		return ""
	}
	switch {
	case metres == nil:
		return w.Say("card.in", "town", l.Town)
	case l.Precision.Door():
		return w.Say("card.far", "town", l.Town, "distance", w.Distance(*metres, l.Precision))
	}
	return w.Say("card.about", "town", l.Town, "distance", w.Distance(*metres, l.Precision))
}
