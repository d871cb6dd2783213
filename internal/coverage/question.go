package coverage

import (
	"fmt"
	"slices"
	"strings"

	"walkin/internal/directory"
	"walkin/internal/geo"
	"walkin/internal/problem"
)

// Hours is when a door must be open in a usual week.
type Hours string

// The hours that can be asked for.
const (
	Evening Hours = "evening" // after 17:00, on any day
	Weekend Hours = "weekend" // on Saturday or Sunday
)

// AllHours lists them.
var AllHours = []Hours{Evening, Weekend}

// Distances are those for which the share of inhabitants is given, in km.
var Distances = [...]float64{3, 5, 10, 20}

// The reach of a question in km.
const (
	DefaultReach = 10
	MinReach     = 1
	MaxReach     = 50 // beyond it everybody in these countries is within reach
)

// A Question asks who is within reach of which doors. Country and Municipality
// say whose inhabitants it is about, the rest which doors count; all of it holds.
type Question struct {
	Country      string // of [Countries]; "" for all three
	Municipality string // code; "" for all of them
	Promises     []directory.Promise
	Hours        []Hours
	Age          *int   // years
	Network      string // id: whoever runs the door belongs to it
	// Reach is how far, in km, somebody goes: for white spots, the number of
	// doors within reach, and what one more would add. 0 means DefaultReach.
	Reach float64
	// WhatIf is a town of which to say what a door in it would add.
	WhatIf *geo.Place
}

// Complete checks a question and gives it with its defaults, each list once and in
// its own order, so that one question has one form.
func (q Question) Complete(people *People) (Question, error) {
	var wrong []problem.Field
	say := func(pointer, format string, args ...any) {
		wrong = append(wrong, problem.Field{Pointer: pointer, Detail: fmt.Sprintf(format, args...)})
	}
	if q.Reach == 0 {
		q.Reach = DefaultReach
	}
	if !(q.Reach >= MinReach && q.Reach <= MaxReach) {
		say("reach_km", "A reach is %d to %d km.", MinReach, MaxReach)
	}
	if q.Country != "" && !slices.Contains(Countries, q.Country) {
		say("country", "Where people live is known of %s.", strings.Join(Countries, ", "))
	}
	var promises []directory.Promise
	for _, p := range directory.AllPromises {
		if slices.Contains(q.Promises, p) {
			promises = append(promises, p)
		}
	}
	for _, p := range q.Promises {
		if !slices.Contains(directory.AllPromises, p) {
			say("promise", "That is not one of the promises.")
		}
	}
	var hours []Hours
	for _, h := range AllHours {
		if slices.Contains(q.Hours, h) {
			hours = append(hours, h)
		}
	}
	for _, h := range q.Hours {
		if !slices.Contains(AllHours, h) {
			say("hours", "Hours are evening or weekend.")
		}
	}
	q.Promises, q.Hours = promises, hours
	if q.Age != nil && (*q.Age < 0 || *q.Age > 120) {
		say("age", "An age is 0 to 120 years.")
	}
	if err := problem.InvalidFields("The question breaks a rule.", wrong); err != nil {
		return q, err
	}
	if q.Municipality == "" {
		return q, nil
	}
	m, known := people.Municipality(q.Municipality)
	if !known || q.Country != "" && q.Country != m.Country {
		return q, problem.New(problem.NotFound, "There is no such municipality. Its code has four digits in DK, GM and four in NL, five in BE.")
	}
	q.Country = m.Country
	return q, nil
}

// String gives a question in one form: two that are complete have the same one if,
// and only if, they ask the same.
func (q Question) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s %v %v %q %v", q.Country, q.Municipality, q.Promises, q.Hours, q.Network, q.Reach)
	if q.Age != nil {
		fmt.Fprintf(&b, " age %d", *q.Age)
	}
	if q.WhatIf != nil {
		fmt.Fprintf(&b, " if %q", q.WhatIf.ID)
	}
	return b.String()
}

// about says whether the question is about a municipality.
func (q Question) about(country, code string) bool {
	return (q.Country == "" || q.Country == country) && (q.Municipality == "" || q.Municipality == code)
}
