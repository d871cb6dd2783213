package osm

import (
	"fmt"
	"slices"

	"walkin/internal/schedule"
)

// holiday takes what is said of public holidays.
func (a *assembler) holiday(r *rule) {
	switch {
	case a.schedule.Country == "":
		a.fail(r, "without a country there are no public holidays")
	case len(a.hours) == 0:
		a.fail(r, "public holidays need hours that they bear on")
	case r.state == off && (r.additive || len(r.weeks)+len(r.nth) > 0 || r.days != 0 || r.months != 0 || r.dates != nil):
		a.fail(r, "only all public holidays together can be off, after a semicolon")
	case r.state == off && slices.ContainsFunc(a.hours, func(h rule) bool { return h.spills() }):
		a.fail(r, "it would cut off hours past midnight of the day before")
	case r.state == off:
		a.schedule.Holidays = schedule.HolidaysClosed
	default:
		a.holidays = append(a.holidays, *r)
	}
}

// writeHolidays checks that the rules for public holidays are the open hours
// once more: a schedule has no hours of their own for them.
func (a *assembler) writeHolidays() {
	if len(a.holidays) == 0 || a.err != nil {
		return
	}
	first := &a.holidays[0]
	if a.schedule.Holidays == schedule.HolidaysClosed {
		a.fail(first, "public holidays are off and have hours")
	}
	want := make(map[string]bool)
	for i := range a.hours {
		h := &a.hours[i]
		if h.state == open {
			h.key(want)
		}
		for j := range a.hours {
			if first.state == unknown && intoNextDay(h, &a.hours[j]) {
				a.fail(first, "the night of a public holiday overlaps the hours of the next day")
			}
		}
	}
	got := make(map[string]bool)
	for i := range a.holidays {
		r := &a.holidays[i]
		if r.state != first.state {
			a.fail(r, "some hours of public holidays are open and others unknown")
		}
		if !r.additive && slices.ContainsFunc(a.hours, func(h rule) bool { return h.spills() }) {
			a.fail(r, "it would cut off hours past midnight of the day before")
		}
		r.everyDay()
		r.key(got)
	}
	for key := range want {
		if !got[key] {
			a.fail(first, "public holidays have other hours than ordinary days")
		}
	}
	if len(got) != len(want) {
		a.fail(first, "public holidays have other hours than ordinary days")
	}
	if first.state == open {
		a.schedule.Holidays = schedule.HolidaysOpen
	}
}

// key adds the days and times of a rule, one by one, to a set.
func (r *rule) key(set map[string]bool) {
	bare := frame(&rule{dates: r.dates, months: r.months, weeks: r.weeks})
	for _, s := range r.times() {
		for _, day := range r.days.list() {
			set[fmt.Sprint(bare, day, s)] = true
		}
		for _, n := range r.nth {
			set[fmt.Sprint(bare, n, s)] = true
		}
	}
}
