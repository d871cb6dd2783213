package web

import (
	"walkin/internal/directory"
	"walkin/internal/staff"
)

// Tick is something that one can tick on the page of a place.
type Tick struct{ Value, Label string }

// ticks are what can be wrong with an entry of a kind.
func (w *Words) ticks(kind directory.Kind) []Tick {
	var all []Tick
	for _, part := range staff.AllParts {
		if kind != directory.KindCentre && part == staff.PartPhotos {
			continue // only a centre has some
		}
		all = append(all, Tick{Value: string(part), Label: w.Say("wrong.field." + string(part))})
	}
	return all
}
