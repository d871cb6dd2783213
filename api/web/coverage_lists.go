package web

import (
	"math"
	"slices"
	"strconv"
	"time"

	"walkin/internal/coverage"
	"walkin/internal/directory"
	"walkin/internal/geo"
)

// labelled is a line of a list whose mark is on the map.
type labelled struct{ Label, Text, More, Href string }

// named is how many white spots are listed and marked on the map.
const named = 10

// lists writes the white spots, the next places and the evenings.
func (v *coverageView) lists() {
	w, r := v.Words, v.Report
	v.SpotsSay = w.Say("coverage.no_spots")
	if r.SpotCount > 0 {
		v.SpotsSay = w.Say("coverage.spots_says", "km", v.KM, "n", r.SpotCount, "people", w.about(r.SpotPeople))
	}
	for i, s := range r.Spots[:min(len(r.Spots), named)] {
		l := labelled{Label: strconv.Itoa(i + 1), Text: w.Say("coverage.spot", "town", w.site(s.Town), "n", w.about(s.People))}
		if !math.IsInf(s.Nearest, 1) {
			l.More = w.Say("coverage.spot_far", "km", w.decimal(s.Nearest/1000, 0))
		}
		v.Spots = append(v.Spots, l)
	}
	adds := func(key string, g coverage.Gain) string {
		return w.Say(key, "town", w.site(g.Town), "n", w.about(g.People), "share", hundred(g.Share), "km", v.KM)
	}
	for i, g := range r.Next {
		v.Next = append(v.Next, labelled{Label: string(rune('A' + i)), Text: adds("coverage.adds", g)})
	}
	if r.WhatIf != nil {
		v.WhatIf = adds("coverage.if_says", *r.WhatIf)
	}
	v.evenings()
}

// site names a town, and the municipality where that is called otherwise; of a
// point, the town that is nearest and where it is.
func (w *Words) site(p geo.Place) string {
	name, of := p.Name, p.MunicipalityName
	if p.Kind == "" {
		of = p.ID
	}
	if of != "" && of != name {
		name += " (" + of + ")"
	}
	return w.isolated(name)
}

// evenings writes the doors and evenings that would add most, those of a door that
// add the same in one line.
func (v *coverageView) evenings() {
	w := v.Words
	type line struct {
		door   *coverage.Door
		people string
		days   string
	}
	var lines []line
	for _, e := range v.Report.Evenings {
		day, people := w.Say("day."+isoDay(time.Weekday(e.Day))), w.about(e.People)
		i := slices.IndexFunc(lines, func(l line) bool { return l.door == e.Door && l.people == people })
		if i < 0 {
			lines = append(lines, line{e.Door, people, day})
			continue
		}
		lines[i].days += ", " + day
	}
	for _, l := range lines {
		v.Evenings = append(v.Evenings, labelled{
			Text: l.door.Name, Href: w.Page(directory.Key{Kind: directory.KindCentre, ID: l.door.Centre}),
			More: w.Say("coverage.evening_of", "day", l.days, "n", l.people),
		})
	}
}
