package schedule_test

import (
	"encoding/json"
	"testing"
	"time"

	"pgregory.net/rapid"

	"walkin/internal/schedule"
)

func TestAWeekBelongsToTheYearOfItsThursday(t *testing.T) {
	for day, want := range map[string]string{
		"2026-11-25": "2026-W48", "2026-11-22": "2026-W47", "2026-01-01": "2026-W01", "2027-01-01": "2026-W53",
		"2027-01-03": "2026-W53", "2027-01-04": "2027-W01", "2024-12-30": "2025-W01", "2023-01-01": "2022-W52",
	} {
		d, err := schedule.ParseDate(day)
		if err != nil {
			t.Fatal(err)
		}
		if got := schedule.WeekOf(d).String(); got != want {
			t.Errorf("%s is in %s, want %s", day, got, want)
		}
	}
}

func TestWhatIsNoWeekIsRefused(t *testing.T) {
	for _, s := range []string{"", "2026-47", "2026-W00", "2026-W54", "2025-W53", "2026-W1", "2026-w47", "2026-W47 ", "26-W47", "2026-W471", "+026-W47", "0000-W01"} {
		if w, err := schedule.ParseWeek(s); err == nil {
			t.Errorf("%q is read as %v", s, w)
		}
	}
	if _, err := json.Marshal(schedule.Week{2025, 53}); err == nil {
		t.Error("a week that 2025 does not have is written")
	}
}

func TestEveryDayIsInTheSevenOfItsWeek(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		day := schedule.DateIn(time.Unix(rapid.Int64Range(0, 4e9).Draw(t, "day"), 0), time.UTC)
		week := schedule.WeekOf(day)
		if days := week.Days(); day.Before(days[0]) || day.After(days[6]) || days[0].Weekday() != schedule.Mon {
			t.Fatalf("%s is not in %s, which is %v", day, week, days)
		}
		if again, err := schedule.ParseWeek(week.String()); err != nil || again != week {
			t.Fatalf("%s is read as %s, %v", week, again, err)
		}
		n := rapid.IntRange(-200, 200).Draw(t, "weeks")
		if later := week.Add(n); later.Since(week) != n || later.Compare(week) != min(1, max(-1, n)) {
			t.Fatalf("%d weeks after %s is %s", n, week, later)
		}
	})
}
