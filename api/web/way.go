package web

import (
	"net/url"
	"strings"

	"walkin/internal/directory"
)

// Way is how to get to a door: the address in words, and what a telephone's own
// map makes of it. No map of anybody else is loaded, and where somebody goes is
// told to nobody but the map that they choose (EXPERIENCE-AND-SAFETY, U40).
type Way struct {
	Lines  []string // of the address
	Geo    string   // what follows "geo:"; "" where the telephone could only go astray
	Note   string   // what of the address is not known, or not public
	ToDoor Said     // the place's own words
	Copy   string   // the address in one line
}

// way gives the way to a location, which is already reduced to what the public
// may see. Municipality is the name of its.
func (w *Words) way(l directory.Location, municipality string, toDoor directory.Text) Way {
	way := Way{ToDoor: w.spoken(toDoor)}
	for _, line := range []string{l.Street, strings.TrimSpace(l.PostalCode + " " + l.Town)} {
		if line != "" {
			way.Lines = append(way.Lines, line)
		}
	}
	if len(way.Lines) == 0 && municipality != "" {
		way.Lines = append(way.Lines, municipality)
	}
	if l.Street != "" {
		way.Copy = strings.Join(way.Lines, ", ")
	}
	switch {
	case l.Visibility == directory.VisibleNone:
		way.Note = w.Say("place.address_hidden")
	case l.Visibility == directory.VisibleArea:
		way.Note = w.Say("place.address_area")
	case l.Street == "" && len(way.Lines) > 0:
		way.Note = w.Say("place.town_only")
	case l.Street == "":
		way.Note = w.Say("place.no_address")
	}
	switch {
	case l.Visibility == directory.VisibleNone || l.Visibility == directory.VisibleArea:
	case l.Point != nil && l.Precision.Door():
		way.Geo = geoAddress(l)
	case way.Copy != "" && l.Town != "":
		// The point is that of the town. The telephone looks the address up
		// itself; RFC 5870 has no word for that, and every map has learnt it.
		way.Geo = "0,0?q=" + url.PathEscape(way.Copy)
	}
	return way
}
