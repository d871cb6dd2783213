package schedule

import "fmt"

// A Clock is a time of day in minutes after midnight, 0 to 1440, where 1440 is
// the end of the day. Its JSON form is "09:30", and "24:00" for the end.
type Clock int

// midnight is 24:00.
const midnight Clock = 24 * 60

// ParseClock reads "HH:MM" from "00:00" to "24:00" and nothing else.
func ParseClock(s string) (Clock, error) {
	if len(s) != len("HH:MM") || s[2] != ':' {
		return 0, badClock(s)
	}
	for _, i := range [...]int{0, 1, 3, 4} {
		if s[i] < '0' || s[i] > '9' {
			return 0, badClock(s)
		}
	}
	hour := Clock(s[0]-'0')*10 + Clock(s[1]-'0')
	minute := Clock(s[3]-'0')*10 + Clock(s[4]-'0')
	c := hour*60 + minute
	if minute > 59 || !c.Valid() {
		return 0, badClock(s)
	}
	return c, nil
}

func badClock(s string) error {
	return fmt.Errorf("parse clock %.20q: want a time from 00:00 to 24:00", s)
}

// Valid says whether c lies between 00:00 and 24:00.
func (c Clock) Valid() bool { return c >= 0 && c <= midnight }

// String is the time as "09:30".
func (c Clock) String() string { return fmt.Sprintf("%02d:%02d", int(c)/60, int(c)%60) }

// MarshalText writes the JSON form.
func (c Clock) MarshalText() ([]byte, error) {
	if !c.Valid() {
		return nil, fmt.Errorf("write clock: %d minutes is not between 00:00 and 24:00", int(c))
	}
	return []byte(c.String()), nil
}

// UnmarshalText reads the JSON form.
func (c *Clock) UnmarshalText(text []byte) error {
	parsed, err := ParseClock(string(text))
	if err != nil {
		return err
	}
	*c = parsed
	return nil
}
