package schedule_test

import (
	"encoding/json"
	"testing"

	"walkin/internal/schedule"
)

func TestParseClock(t *testing.T) {
	for s, want := range map[string]schedule.Clock{"00:00": 0, "09:30": 570, "23:59": 1439, "24:00": 1440} {
		if c, err := schedule.ParseClock(s); err != nil || c != want || c.String() != s {
			t.Errorf("ParseClock(%q) = %d, %v", s, c, err)
		}
	}
	for _, s := range []string{"", "9:30", "0930", "24:01", "25:00", "12:60", "12.30", "12:3x", "+1:30", "12:30:00", "１２:30"} {
		if c, err := schedule.ParseClock(s); err == nil {
			t.Errorf("ParseClock(%q) = %v, want an error", s, c)
		}
	}
}

func TestImpossibleValuesAreNotWritten(t *testing.T) {
	for name, value := range map[string]any{
		"clock after the day":  schedule.Clock(1441),
		"clock before the day": schedule.Clock(-1),
		"zero date":            schedule.Date{},
		"30 February":          schedule.Date{Year: 2026, Month: 2, Day: 30},
		"eighth day":           schedule.Day(7),
	} {
		if text, err := json.Marshal(value); err == nil {
			t.Errorf("%s was written as %s", name, text)
		}
	}
}

func TestParseDay(t *testing.T) {
	for _, s := range []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"} {
		if d, err := schedule.ParseDay(s); err != nil || d.String() != s {
			t.Errorf("ParseDay(%q) = %v, %v", s, d, err)
		}
	}
	for _, s := range []string{"", "Mon", "monday", "man", "ma"} {
		if d, err := schedule.ParseDay(s); err == nil {
			t.Errorf("ParseDay(%q) = %v, want an error", s, d)
		}
	}
}

func FuzzParseClock(f *testing.F) {
	for _, s := range []string{"09:30", "24:00", "24:01", "-1:00"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if c, err := schedule.ParseClock(s); err == nil && (c.String() != s || !c.Valid()) {
			t.Errorf("ParseClock(%q) = %v", s, c)
		}
	})
}
