package staff

import (
	"math"
	"slices"

	"walkin/internal/problem"
	"walkin/internal/schedule"
)

// Band is a number of people or of talks, as exactly as it is counted: never
// so that one person could be seen in it.
type Band string

// The bands (EXPERIENCE-AND-SAFETY, part 4a). What nobody counted is not none.
const (
	NotCounted Band = ""
	Band0      Band = "0"
	Band1      Band = "1-4"
	Band5      Band = "5-9"
	Band10     Band = "10-19"
	Band20     Band = "20-49"
	Band50     Band = "50+"
)

// AllBands lists the bands, the least first.
var AllBands = []Band{Band0, Band1, Band5, Band10, Band20, Band50}

// Count is what a place counted in a week. It has no names, no words of
// anybody's own, and nothing crossed with anything else, so that nobody who
// came can be found in it.
type Count struct {
	Centre string        `json:"centre"`
	Week   schedule.Week `json:"week"`
	// HoursHeld and HoursPlanned are for how many hours the place was open and
	// was to be; nil if nobody counted, or could know.
	HoursHeld    *float64 `json:"hours_held,omitempty"`
	HoursPlanned *float64 `json:"hours_planned,omitempty"`
	Visits       Band     `json:"visits,omitempty"`     // heads, each day anew
	FirstTime    Band     `json:"first_time,omitempty"` // of the visits, as people say themselves
	Talks        Band     `json:"talks,omitempty"`
	Activities   Band     `json:"activities,omitempty"` // held
	ReferralsOut Referred `json:"referrals_out,omitzero"`
	TurnedAway   Band     `json:"turned_away,omitempty"` // or left because it was full
	// StaffHours and VolunteerHours are all their hours together; nil if nobody
	// counted.
	StaffHours     *float64 `json:"staff_hours,omitempty"`
	VolunteerHours *float64 `json:"volunteer_hours,omitempty"`
}

// Referred is how many were handed on, by where to.
type Referred struct {
	Centre   Band `json:"centre,omitempty"` // another place
	Activity Band `json:"activity,omitempty"`
	Helpline Band `json:"helpline,omitempty"`
	Other    Band `json:"other,omitempty"` // a doctor, the municipality
}

// CountedBack is for how many weeks before the present one a count may still be
// written or changed.
const CountedBack = 8

// Countable gives an Invalid error if on some day the count of a week cannot be
// written: that week has not come, or is too long ago.
func Countable(week schedule.Week, today schedule.Date) error {
	detail := ""
	switch ago := schedule.WeekOf(today).Since(week); {
	case ago < 0:
		detail = "This week has not come yet."
	case ago > CountedBack:
		detail = "A count can be written for this week and the eight before it."
	default:
		return nil
	}
	return problem.InvalidFields("The count breaks a rule.", []problem.Field{{Pointer: "/week", Detail: detail}})
}

// Bounds of hours in a week: a door has 168, and a hundred people at work have
// some four thousand.
const (
	maxOpenHours = 168
	maxWorkHours = 5000
)

// Problems lists what breaks a rule.
func (c Count) Problems() []problem.Field {
	var fields []problem.Field
	add := func(pointer, detail string) { fields = append(fields, problem.Field{Pointer: pointer, Detail: detail}) }
	for _, h := range []struct {
		pointer string
		hours   *float64
		most    float64
		detail  string
	}{
		{"/hours_held", c.HoursHeld, maxOpenHours, "Hours are 0 to 168, in quarters."},
		{"/staff_hours", c.StaffHours, maxWorkHours, "Hours are 0 to 5000, in quarters."},
		{"/volunteer_hours", c.VolunteerHours, maxWorkHours, "Hours are 0 to 5000, in quarters."},
	} {
		if h.hours != nil && (!(*h.hours >= 0 && *h.hours <= h.most) || math.Mod(*h.hours*4, 1) != 0) {
			add(h.pointer, h.detail)
		}
	}
	for _, b := range c.bands() {
		if b.band != NotCounted && !slices.Contains(AllBands, b.band) {
			add(b.pointer, "A band is 0, 1-4, 5-9, 10-19, 20-49 or 50+; leave out what was not counted.")
		}
	}
	if c.Visits != NotCounted && slices.Index(AllBands, c.FirstTime) > slices.Index(AllBands, c.Visits) {
		add("/first_time", "No more can come for the first time than come.")
	}
	return fields
}

type pointed struct {
	pointer string
	band    Band
}

func (c Count) bands() []pointed {
	return []pointed{
		{"/visits", c.Visits}, {"/first_time", c.FirstTime}, {"/talks", c.Talks}, {"/activities", c.Activities},
		{"/referrals_out/centre", c.ReferralsOut.Centre}, {"/referrals_out/activity", c.ReferralsOut.Activity},
		{"/referrals_out/helpline", c.ReferralsOut.Helpline}, {"/referrals_out/other", c.ReferralsOut.Other},
		{"/turned_away", c.TurnedAway},
	}
}
