package coverage

import (
	"walkin/internal/geo"
	"walkin/internal/schedule"
)

// A Range is a figure and how low and high it may really be; Low ≤ Value ≤ High.
type Range struct{ Low, Value, High float64 }

// A Measure is what is measured of some people and some doors.
type Measure struct {
	Within  [len(Distances)]Range // share of the people, 0 to 1, by [Distances]
	Nearest *Range                // mean distance to the nearest door, in metres; nil where there is none
	Number  Range                 // mean number of doors within reach
	// Hours are the weekly open hours for each 1,000 inhabitants by the two-step
	// floating catchment area: the hours of each door, shared among all who live
	// within reach of it, summed for each home. Low and High are the least and the
	// most of three reaches: half, whole and double. Only hours that are known count.
	Hours Range
}

// A Row is the measures of a municipality, a country or all of a question's people.
type Row struct {
	Country      string
	Municipality string // code; "" for more than one
	Name         string
	Point        geo.Point // inside a municipality
	People       float64
	Model        bool // where in it people live is an estimate
	Youth15to24  int  // 0 is unknown
	Youth12to25  int  // an estimate; 0 is unknown
	Doors        Tally
	Sure         Measure // doors that are known to fit
	Perhaps      Measure // and those of which it is unknown
}

// A Tally counts doors. What fits for certain and what may is told apart.
type Tally struct {
	Fit, Perhaps, Not int
	// Of those that fit or may:
	NoPoint     int // in no figure, since nobody knows where they are
	Approximate int // their point is that of a postcode, a town or an area
	NoHours     int // hours unknown, altogether or in part
	Verified    int // confirmed by a human in the 90 days before
	// Hours are those a week that are known to be open, Evening those of them
	// from 17:00 until midnight.
	Hours, Evening float64
}

// A Spot is an area in which many live and from which nothing is within reach.
type Spot struct {
	Town    geo.Place // nearest to where most of them live
	Point   geo.Point // where most of them live
	People  float64
	Cells   int
	Nearest float64 // metres from Point to the nearest door; +Inf where there is none
	Model   bool
}

// A Gain is what a door in a town would add.
type Gain struct {
	Town   geo.Place
	People float64 // who would have one within reach, and do not now
	Share  float64 // of the people with one within reach then, 0 to 1
}

// An Opening is an evening on which a door that is closed then would add most.
type Opening struct {
	Door   *Door
	Day    schedule.Day
	People float64 // who would have an open door within reach that evening
}

// A Report answers a question.
type Report struct {
	Question Question
	On       schedule.Date
	Total    Row
	Areas    []Row // municipalities, in the order of [Countries] and by code
	// Covered is the share of the people with a door within reach, be it one of
	// which it is unknown whether it fits: what is white, and what would be
	// gained, is beyond all of these.
	Covered     float64
	CoveredSure float64 // of those whose door is known to fit
	Before      *Before // nil where nothing is known of the time before
	// Spots are the largest white spots; SpotCount is how many there are and
	// SpotPeople who lives in all of them.
	Spots      []Spot
	SpotCount  int
	SpotPeople float64
	// Next are towns, the best first, and each counts what those before it leave.
	// Together they add at least 1 − 1/e, 63 per cent, of what the best so many
	// towns could (Nemhauser, Wolsey and Fisher, 1978).
	Next []Gain
	// Evenings are the doors and evenings that would add most, in the same way.
	Evenings []Opening
	WhatIf   *Gain
	// Places are the points of the doors that fit or may, wherever they are.
	Places []geo.Point
}
