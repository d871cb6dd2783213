package schedule

import (
	"cmp"
	"fmt"
	"time"
)

// A Week is a week of ISO 8601: it begins on a Monday, and the first of a year
// is the one that holds its first Thursday. It is comparable with ==. Its JSON
// form is "2026-W47".
type Week struct{ Year, Number int }

// WeekOf is the week that a date lies in.
func WeekOf(d Date) Week {
	year, number := d.In(time.UTC).ISOWeek()
	return Week{year, number}
}

// ParseWeek reads "2026-W47" and nothing else; a week that its year does not
// have is an error.
func ParseWeek(s string) (Week, error) {
	var w Week
	_, err := fmt.Sscanf(s, "%4d-W%2d", &w.Year, &w.Number)
	if err != nil || w.String() != s || !w.Valid() {
		return Week{}, fmt.Errorf("parse week %.20q: want a week such as 2026-W47", s)
	}
	return w, nil
}

// Valid says whether the calendar has this week, in the years 1 to 9999.
func (w Week) Valid() bool {
	return w.Year >= 1 && w.Year <= 9999 && w.Number >= 1 && WeekOf(w.Monday()) == w
}

// Monday is the first day of the week.
func (w Week) Monday() Date {
	// The fourth of January is always in the first week.
	fourth := Date{w.Year, time.January, 4}
	return fourth.AddDays(7*(w.Number-1) - (int(fourth.Weekday())+6)%7)
}

// Days are Monday to Sunday.
func (w Week) Days() (days [7]Date) {
	for i := range days {
		days[i] = w.Monday().AddDays(i)
	}
	return days
}

// Add is the week n weeks later; n may be negative.
func (w Week) Add(n int) Week { return WeekOf(w.Monday().AddDays(7 * n)) }

// Since is how many weeks lie between an earlier week and this one.
func (w Week) Since(earlier Week) int { return (w.Monday().number() - earlier.Monday().number()) / 7 }

// Compare is -1, 0 or +1 as w is before, equal to or after v.
func (w Week) Compare(v Week) int {
	return cmp.Or(cmp.Compare(w.Year, v.Year), cmp.Compare(w.Number, v.Number))
}

// String is the week as "2026-W47".
func (w Week) String() string { return fmt.Sprintf("%04d-W%02d", w.Year, w.Number) }

// MarshalText writes the JSON form.
func (w Week) MarshalText() ([]byte, error) {
	if !w.Valid() {
		return nil, fmt.Errorf("write week: %d-%d is not in the calendar", w.Year, w.Number)
	}
	return []byte(w.String()), nil
}

// UnmarshalText reads the JSON form.
func (w *Week) UnmarshalText(text []byte) error {
	parsed, err := ParseWeek(string(text))
	if err != nil {
		return err
	}
	*w = parsed
	return nil
}
