package schedule

import (
	"fmt"
	"slices"
	"time"
)

// A Day is a day of the week, numbered as [time.Weekday] is. Its JSON form is
// "mon" to "sun".
type Day time.Weekday

// The days of the week.
const (
	Sun Day = iota
	Mon
	Tue
	Wed
	Thu
	Fri
	Sat
)

var dayNames = []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}

// ParseDay reads "mon" to "sun" and nothing else.
func ParseDay(s string) (Day, error) {
	i := slices.Index(dayNames, s)
	if i < 0 {
		return 0, fmt.Errorf("parse day %.20q: want one of mon, tue, wed, thu, fri, sat, sun", s)
	}
	return Day(i), nil
}

// weekdayOf is the weekday of a day number; 1 January 1970 was a Thursday.
func weekdayOf(number int) Day {
	return Day(((number+int(Thu))%7 + 7) % 7)
}

// Valid says whether d is one of the seven.
func (d Day) Valid() bool { return d >= Sun && d <= Sat }

// String is the JSON form.
func (d Day) String() string {
	if !d.Valid() {
		return fmt.Sprintf("day(%d)", int(d))
	}
	return dayNames[d]
}

// MarshalText writes the JSON form.
func (d Day) MarshalText() ([]byte, error) {
	if !d.Valid() {
		return nil, fmt.Errorf("write day: %d is not a day of the week", int(d))
	}
	return []byte(dayNames[d]), nil
}

// UnmarshalText reads the JSON form.
func (d *Day) UnmarshalText(text []byte) error {
	parsed, err := ParseDay(string(text))
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}
