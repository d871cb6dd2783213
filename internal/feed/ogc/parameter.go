package ogc

import (
	"strings"
	"time"

	"walkin/internal/geo"
	"walkin/internal/problem"
)

// Box reads the numbers of a bbox: west, south, east, north, or with heights
// west, south, lowest, east, north, highest. A west that is east of the east is
// a box across the antimeridian. No feature has a height, so heights are only
// held against each other. What is wrong is a problem of kind Invalid.
func Box(numbers []float64) (geo.Box, error) {
	var box geo.Box
	switch len(numbers) {
	case 4:
		box = geo.Box{West: numbers[0], South: numbers[1], East: numbers[2], North: numbers[3]}
	case 6:
		box = geo.Box{West: numbers[0], South: numbers[1], East: numbers[3], North: numbers[4]}
		if !(numbers[2] <= numbers[5]) {
			return box, invalid("bbox", "The lowest height is above the highest.")
		}
	default:
		return box, invalid("bbox", "A box is four numbers, west, south, east, north, or six with the heights between them.")
	}
	if !box.Valid() {
		return box, invalid("bbox", "A box is west, south, east, north in degrees: latitudes of -90 to 90, and the south not above the north.")
	}
	return box, nil
}

const datetimeForm = "A time is an RFC 3339 date-time such as 2026-11-01T00:00:00Z or a date, or two of them with / between, of which one may be left open (..)."

// Datetime reads a datetime: an instant, a day (in UTC), or an interval with
// at most one open end, written ".." or left out. The bounds are inclusive; nil
// is an open one. What is wrong is a problem of kind Invalid.
func Datetime(s string) (from, to *time.Time, err error) {
	begin, end, interval := strings.Cut(s, "/")
	if !interval {
		first, last, ok := stretch(begin)
		if !ok {
			return nil, nil, invalid("datetime", datetimeForm)
		}
		return &first, &last, nil
	}
	open := func(bound string) bool { return bound == "" || bound == ".." }
	if open(begin) && open(end) {
		return nil, nil, invalid("datetime", datetimeForm)
	}
	if !open(begin) {
		first, _, ok := stretch(begin)
		if !ok {
			return nil, nil, invalid("datetime", datetimeForm)
		}
		from = &first
	}
	if !open(end) {
		_, last, ok := stretch(end)
		if !ok {
			return nil, nil, invalid("datetime", datetimeForm)
		}
		to = &last
	}
	if from != nil && to != nil && to.Before(*from) {
		return nil, nil, invalid("datetime", "The end comes before the start.")
	}
	return from, to, nil
}

// stretch gives the first and the last moment of a time or a day; both are the
// same for a time.
func stretch(s string) (first, last time.Time, ok bool) {
	if day, err := time.Parse(time.DateOnly, s); err == nil {
		return day, day.AddDate(0, 0, 1).Add(-time.Millisecond), true
	}
	// RFC 3339 lets T and Z be small letters, package time does not.
	t, err := time.Parse(time.RFC3339, strings.ToUpper(s))
	return t.UTC(), t.UTC(), err == nil && t.UTC().Year() >= 0 && t.UTC().Year() <= 9999
}

func invalid(parameter, detail string) error {
	return problem.InvalidFields("The request breaks a rule.", []problem.Field{{Pointer: parameter, Detail: detail}})
}
