package schedule

import (
	"cmp"
	"fmt"
	"time"
)

// A Date is a day of the Gregorian calendar, without a zone. It is comparable
// with ==. Its JSON form is "2026-11-25"; the zero Date has none.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// secondsPerDay is the length of a day on a calendar without zones.
const secondsPerDay = 24 * 60 * 60

// ParseDate reads "YYYY-MM-DD" (RFC 3339 full-date) and nothing else.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil || t.Year() == 0 {
		return Date{}, fmt.Errorf("parse date %.20q: want a date such as 2026-11-25", s)
	}
	return dateOf(t), nil
}

// DateIn is the date that the calendar shows at t in loc.
func DateIn(t time.Time, loc *time.Location) Date { return dateOf(t.In(loc)) }

func dateOf(t time.Time) Date {
	year, month, day := t.Date()
	return Date{Year: year, Month: month, Day: day}
}

// dateNumbered is the inverse of Date.number.
func dateNumbered(n int) Date {
	return dateOf(time.Unix(int64(n)*secondsPerDay, 0).UTC())
}

// number counts days from 1 January 1970.
func (d Date) number() int {
	t := time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC)
	return int(t.Unix() / secondsPerDay) // exact: always a midnight
}

// String is the date as "2026-11-25".
func (d Date) String() string {
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// Valid says whether the calendar has this date, in the years 1 to 9999.
func (d Date) Valid() bool {
	return d.Year >= 1 && d.Year <= 9999 && dateNumbered(d.number()) == d
}

// Weekday is the day of the week.
func (d Date) Weekday() Day { return weekdayOf(d.number()) }

// AddDays is the date n days later; n may be negative.
func (d Date) AddDays(n int) Date { return dateNumbered(d.number() + n) }

// Compare is -1, 0 or +1 as d is before, equal to or after e.
func (d Date) Compare(e Date) int {
	return cmp.Or(
		cmp.Compare(d.Year, e.Year),
		cmp.Compare(d.Month, e.Month),
		cmp.Compare(d.Day, e.Day),
	)
}

// Before says whether d comes before e.
func (d Date) Before(e Date) bool { return d.Compare(e) < 0 }

// After says whether d comes after e.
func (d Date) After(e Date) bool { return d.Compare(e) > 0 }

// In is the instant at which the date begins in loc.
func (d Date) In(loc *time.Location) time.Time { return d.At(0, loc) }

// At is the instant at which clocks in loc show c on this date; 24:00 is the
// start of the next date.
//
// Twice a year that is not the whole answer, and RFC 5545, section 3.3.5,
// gives the rest. An hour that comes twice (02:30 on an autumn night) means the
// first time. An hour that is left out (02:30 on a spring night) is counted
// with the offset from before the gap and so falls as much later as the gap is
// long (03:30).
func (d Date) At(c Clock, loc *time.Location) time.Time {
	return resolve(d.number(), c, loc)
}

// MarshalText writes the JSON form.
func (d Date) MarshalText() ([]byte, error) {
	if !d.Valid() {
		return nil, fmt.Errorf("write date: %d-%d-%d is not in the calendar", d.Year, d.Month, d.Day)
	}
	return []byte(d.String()), nil
}

// UnmarshalText reads the JSON form.
func (d *Date) UnmarshalText(text []byte) error {
	parsed, err := ParseDate(string(text))
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}
