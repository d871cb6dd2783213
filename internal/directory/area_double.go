package directory

import (
	"slices"

	"walkin/internal/schedule"
)

// AreaDouble is two activities about the same, at the same time, at different
// places: perhaps one of them would serve better on another day.
type AreaDouble struct {
	Date       schedule.Date
	Topics     []string // that both have
	One, Other AreaActivity
}

// double notes what of a day is held twice. Only what is certain counts, with a
// beginning and an end: nobody should move a group for a guess. What shares a
// centre is a place's own affair.
func (a *AreaWeek) double(day schedule.Date, held []AreaActivity) {
	certain := func(o AreaActivity) bool { return o.State == schedule.Open && o.StartKnown && o.EndKnown }
	for i, one := range held {
		if !certain(one) {
			continue
		}
		for _, other := range held[i+1:] {
			if !other.Start.Before(one.End) {
				break // held is in the order of beginnings
			}
			topics := shared(one.Activity.Topics, other.Activity.Topics)
			if certain(other) && one.Activity != other.Activity && len(topics) > 0 &&
				len(shared(one.Activity.Centres, other.Activity.Centres)) == 0 {
				a.Doubles = append(a.Doubles, AreaDouble{day, topics, one, other})
			}
		}
	}
}

// shared gives what is in both lists, in the order of the first.
func shared(a, b []string) (both []string) {
	for _, s := range a {
		if slices.Contains(b, s) {
			both = append(both, s)
		}
	}
	return both
}
