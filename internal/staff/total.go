package staff

import (
	"slices"
	"strconv"
	"strings"

	"walkin/internal/schedule"
)

// Bounds is how many a band is at least and at most; open says that it has no
// upper end. What was not counted is nothing.
func (b Band) Bounds() (low, high int, open bool) {
	from, to, _ := strings.Cut(string(b), "-")
	from, open = strings.CutSuffix(from, "+")
	low, _ = strconv.Atoi(from)
	if high, _ = strconv.Atoi(to); to == "" {
		high = low
	}
	return low, high, open
}

// Total is bands of several places added up.
type Total struct {
	Places int  `json:"places"` // that counted
	Low    int  `json:"low"`    // how many it was at least
	High   int  `json:"high"`   // and at most
	Open   bool `json:"open"`   // or more than that
}

// add adds the band of one place.
func (t *Total) add(b Band) {
	if b == NotCounted {
		return
	}
	low, high, open := b.Bounds()
	t.plus(Total{1, low, high, open})
}

func (t *Total) plus(other Total) {
	t.Places += other.Places
	t.Low, t.High, t.Open = t.Low+other.Low, t.High+other.High, t.Open || other.Open
}

// Hours are hours of several places added up.
type Hours struct {
	Places int     `json:"places"` // that counted
	Hours  float64 `json:"hours"`
}

func (h *Hours) add(hours *float64) {
	if hours != nil {
		h.plus(Hours{1, *hours})
	}
}

func (h *Hours) plus(other Hours) {
	h.Places += other.Places
	h.Hours += other.Hours
}

// AreaCount is what the places of an area counted in a week, added up: what
// stays of a place that is no more, and what leaders look at together.
type AreaCount struct {
	Week           schedule.Week `json:"week"`
	Places         int           `json:"places"` // that counted anything
	Visits         Total         `json:"visits"`
	FirstTime      Total         `json:"first_time"`
	Talks          Total         `json:"talks"`
	Activities     Total         `json:"activities"`
	HandedOn       Total         `json:"handed_on"` // to wherever
	TurnedAway     Total         `json:"turned_away"`
	HoursHeld      Hours         `json:"hours_held"`
	HoursPlanned   Hours         `json:"hours_planned"`
	StaffHours     Hours         `json:"staff_hours"`
	VolunteerHours Hours         `json:"volunteer_hours"`
}

// Add adds the count of one place.
func (a *AreaCount) Add(c Count) {
	a.Week = c.Week
	a.Places++
	a.Visits.add(c.Visits)
	a.FirstTime.add(c.FirstTime)
	a.Talks.add(c.Talks)
	a.Activities.add(c.Activities)
	var handed Total
	for _, b := range []Band{c.ReferralsOut.Centre, c.ReferralsOut.Activity, c.ReferralsOut.Helpline, c.ReferralsOut.Other} {
		handed.add(b)
	}
	handed.Places = min(handed.Places, 1)
	a.HandedOn.plus(handed)
	a.TurnedAway.add(c.TurnedAway)
	a.HoursHeld.add(c.HoursHeld)
	a.HoursPlanned.add(c.HoursPlanned)
	a.StaffHours.add(c.StaffHours)
	a.VolunteerHours.add(c.VolunteerHours)
}

// Merge adds what other places of the area counted in the same week.
func (a *AreaCount) Merge(other AreaCount) {
	a.Week = other.Week
	a.Places += other.Places
	a.Visits.plus(other.Visits)
	a.FirstTime.plus(other.FirstTime)
	a.Talks.plus(other.Talks)
	a.Activities.plus(other.Activities)
	a.HandedOn.plus(other.HandedOn)
	a.TurnedAway.plus(other.TurnedAway)
	a.HoursHeld.plus(other.HoursHeld)
	a.HoursPlanned.plus(other.HoursPlanned)
	a.StaffHours.plus(other.StaffHours)
	a.VolunteerHours.plus(other.VolunteerHours)
}

// AddUp adds up what places of an area counted, and what is kept of those that
// are no more, by week, the oldest first.
func AddUp(counts []Count, merged []AreaCount) []AreaCount {
	var weeks []AreaCount
	of := func(week schedule.Week) *AreaCount {
		i, found := slices.BinarySearchFunc(weeks, week, func(a AreaCount, w schedule.Week) int { return a.Week.Compare(w) })
		if !found {
			weeks = slices.Insert(weeks, i, AreaCount{Week: week})
		}
		return &weeks[i]
	}
	for _, c := range counts {
		of(c.Week).Add(c)
	}
	for _, m := range merged {
		of(m.Week).Merge(m)
	}
	return weeks
}
