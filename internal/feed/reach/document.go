// Package reach writes a report of package coverage as JSON, CSV and GeoJSON: who
// lives within reach of an open door. The same report gives the same bytes.
package reach

import (
	"encoding/json"
	"io"
	"math"

	"walkin/data"
	"walkin/internal/coverage"
	"walkin/internal/directory"
	"walkin/internal/geo"
	"walkin/internal/schedule"
)

// Method says in five lines what the figures rest on and where they end. It stands
// beside them in every form.
var Method = []string{
	"Distances are straight lines to the places in this directory, and only to those: what nobody has entered is missing, and water and ferries are not seen.",
	"Inhabitants: Denmark 2026 and the Netherlands 2021 on a grid of 1 km, joined to municipalities by code; Belgium 2020 by a model, so each of its figures is an estimate.",
	"Where only the postcode or the town of a place is known, low and high hold if all such places lie as far off as they may: 3 km for a postcode, 5 km for a town. White spots and what one more place adds take the points as they are.",
	"\"sure\" counts places that are known to fit what was asked, \"perhaps\" also those of which it is unknown. Unknown is never no.",
	"Open hours for each 1,000 inhabitants: two-step floating catchment area with half, whole and double the reach as its range; places whose hours are unknown are not in it.",
}

// Document is a report as JSON. Shares are 0 to 1, distances metres.
type Document struct {
	Date        schedule.Date `json:"date"`
	Question    Question      `json:"question"`
	Method      []string      `json:"method"`
	Total       Area          `json:"total"`
	Areas       []Area        `json:"areas"`
	Covered     float64       `json:"covered"`
	CoveredSure float64       `json:"covered_sure"`
	Before      *Before       `json:"before,omitempty"`
	WhiteSpots  WhiteSpots    `json:"white_spots"`
	Next        []Gain        `json:"next"`
	Bound       float64       `json:"next_bound"` // 1 − 1/e
	Evenings    []Opening     `json:"evenings"`
	WhatIf      *Gain         `json:"what_if,omitempty"`
	Attribution string        `json:"attribution"`
}

// Question is what was asked.
type Question struct {
	Country      string              `json:"country,omitempty"`
	Municipality string              `json:"municipality,omitempty"`
	Promises     []directory.Promise `json:"promises,omitempty"`
	Hours        []coverage.Hours    `json:"hours,omitempty"`
	Age          *int                `json:"age,omitempty"`
	Network      string              `json:"network,omitempty"`
	ReachKM      float64             `json:"reach_km"`
}

// Area is a row of the report.
type Area struct {
	Country      string  `json:"country,omitempty"`
	Municipality string  `json:"municipality,omitempty"`
	Name         string  `json:"name,omitempty"`
	Inhabitants  int     `json:"inhabitants"`
	Estimated    bool    `json:"estimated"` // where in it they live is
	Youth15to24  int     `json:"youth_15_24,omitempty"`
	Youth12to25  int     `json:"youth_12_25_estimated,omitempty"`
	Places       Places  `json:"places"`
	Sure         Measure `json:"sure"`
	Perhaps      Measure `json:"perhaps"`
}

// Places counts the doors of an area.
type Places struct {
	Fit          int `json:"fit"`
	Perhaps      int `json:"perhaps"`
	Not          int `json:"not"`
	Unlocated    int `json:"unlocated"`
	Approximate  int `json:"approximate"`
	HoursUnknown int `json:"hours_unknown"`
	Verified     int `json:"verified_90_days"`
	// Hours a week that are known to be open, and those of them after 17:00.
	Hours   float64 `json:"weekly_hours"`
	Evening float64 `json:"evening_hours"`
}

// Before is the answer to the same question a quarter of a year before.
type Before struct {
	Date        schedule.Date `json:"date"`
	Places      Places        `json:"places"`
	Covered     float64       `json:"covered"`
	CoveredSure float64       `json:"covered_sure"`
}

// Measure is what is measured.
type Measure struct {
	Within  []Within `json:"within"`
	Nearest *Range   `json:"nearest_m,omitempty"`
	Number  Range    `json:"number"`
	Hours   Range    `json:"hours_per_1000"`
}

// Within is the share of inhabitants with a place within a distance.
type Within struct {
	KM float64 `json:"km"`
	Range
}

// Range is a figure and how low and high it may be.
type Range struct {
	Low   float64 `json:"low"`
	Value float64 `json:"value"`
	High  float64 `json:"high"`
}

// WhiteSpots are the largest, and how many there are.
type WhiteSpots struct {
	Count       int    `json:"count"`
	Inhabitants int    `json:"inhabitants"`
	Largest     []Spot `json:"largest"`
}

// Town is a town of the gazetteer.
type Town struct {
	ID           string  `json:"id"`
	Name         string  `json:"name"`
	Country      string  `json:"country"`
	Municipality string  `json:"municipality,omitempty"`
	Lat          float64 `json:"lat"`
	Lon          float64 `json:"lon"`
}

// Spot is a white spot.
type Spot struct {
	Near        Town    `json:"near"`
	Lat         float64 `json:"lat"`
	Lon         float64 `json:"lon"`
	Inhabitants int     `json:"inhabitants"`
	Estimated   bool    `json:"estimated"`
	NearestM    *int    `json:"nearest_m,omitempty"`
}

// Gain is what a place in a town would add.
type Gain struct {
	Town    Town    `json:"town"`
	Adds    int     `json:"adds"`
	Covered float64 `json:"covered"`
}

// Opening is a door that could be open on an evening.
type Opening struct {
	Centre string       `json:"centre"`
	Stop   string       `json:"stop,omitempty"`
	Name   string       `json:"name"`
	Day    schedule.Day `json:"day"`
	Adds   int          `json:"adds"`
}

// New makes the document of a report.
func New(r *coverage.Report) Document {
	q := r.Question
	d := Document{
		Date: r.On, Method: Method, Total: area(r.Total), Covered: round(r.Covered, 4), CoveredSure: round(r.CoveredSure, 4), Bound: round(1-1/math.E, 4), Attribution: data.GeoAttribution,
		Question:   Question{q.Country, q.Municipality, q.Promises, q.Hours, q.Age, q.Network, q.Reach},
		Areas:      make([]Area, len(r.Areas)),
		WhiteSpots: WhiteSpots{Count: r.SpotCount, Inhabitants: whole(r.SpotPeople), Largest: make([]Spot, len(r.Spots))},
		Next:       make([]Gain, len(r.Next)), Evenings: make([]Opening, len(r.Evenings)),
	}
	for i, a := range r.Areas {
		d.Areas[i] = area(a)
	}
	for i, s := range r.Spots {
		d.WhiteSpots.Largest[i] = Spot{Near: town(s.Town), Lat: s.Point.Lat, Lon: s.Point.Lon, Inhabitants: whole(s.People), Estimated: s.Model}
		if !math.IsInf(s.Nearest, 1) {
			m := whole(s.Nearest)
			d.WhiteSpots.Largest[i].NearestM = &m
		}
	}
	for i, g := range r.Next {
		d.Next[i] = gain(g)
	}
	for i, o := range r.Evenings {
		d.Evenings[i] = Opening{o.Door.Centre, o.Door.Stop, o.Door.Name, o.Day, whole(o.People)}
	}
	if b := r.Before; b != nil {
		d.Before = &Before{b.On, places(b.Doors), round(b.Covered, 4), round(b.CoveredSure, 4)}
	}
	if r.WhatIf != nil {
		g := gain(*r.WhatIf)
		d.WhatIf = &g
	}
	return d
}

// WriteJSON writes the report as one object.
func WriteJSON(w io.Writer, r *coverage.Report) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(New(r))
}

func area(r coverage.Row) Area {
	return Area{
		Country: r.Country, Municipality: r.Municipality, Name: r.Name, Inhabitants: whole(r.People), Estimated: r.Model,
		Youth15to24: r.Youth15to24, Youth12to25: r.Youth12to25,
		Places: places(r.Doors), Sure: measure(r.Sure), Perhaps: measure(r.Perhaps),
	}
}

func places(t coverage.Tally) Places {
	return Places{t.Fit, t.Perhaps, t.Not, t.NoPoint, t.Approximate, t.NoHours, t.Verified, round(t.Hours, 1), round(t.Evening, 1)}
}

func measure(m coverage.Measure) Measure {
	d := Measure{Within: make([]Within, len(m.Within)), Number: between(m.Number, 3), Hours: between(m.Hours, 4)}
	for i, w := range m.Within {
		d.Within[i] = Within{coverage.Distances[i], between(w, 4)}
	}
	if m.Nearest != nil {
		n := between(*m.Nearest, 0)
		d.Nearest = &n
	}
	return d
}

func between(r coverage.Range, digits int) Range {
	return Range{round(r.Low, digits), round(r.Value, digits), round(r.High, digits)}
}

func gain(g coverage.Gain) Gain {
	return Gain{Town: town(g.Town), Adds: whole(g.People), Covered: round(g.Share, 4)}
}

func town(p geo.Place) Town {
	return Town{p.ID, p.Name, p.Country, p.Municipality, p.Lat, p.Lon}
}

// round rounds to some digits, so that no figure claims to be more exact than it
// is; it gives 0 for −0.
func round(x float64, digits int) float64 {
	parts := math.Pow10(digits)
	return math.Round(x*parts)/parts + 0
}

func whole(x float64) int { return int(math.Round(x)) }
