package schedule_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"walkin/internal/schedule"
)

// fataler is what testing and rapid have in common.
type fataler interface {
	Helper()
	Fatal(args ...any)
}

// date reads a date that the test itself wrote.
func date(t fataler, s string) schedule.Date {
	t.Helper()
	d, err := schedule.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func location(t fataler, name string) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

func TestParseDate(t *testing.T) {
	for _, s := range []string{"2026-11-25", "2028-02-29", "0001-01-01", "9999-12-31"} {
		if d, err := schedule.ParseDate(s); err != nil || d.String() != s {
			t.Errorf("ParseDate(%q) = %v, %v", s, d, err)
		}
	}
	for _, s := range []string{"", "2026", "2026-11", "2026-1-5", "2027-02-29", "2026-13-01", "2026-11-25T10:00", "25-11-2026", "0000-01-01", " 2026-11-25"} {
		if d, err := schedule.ParseDate(s); err == nil {
			t.Errorf("ParseDate(%q) = %v, want an error", s, d)
		}
	}
}

func TestDatesFollowTheCalendar(t *testing.T) {
	leap := date(t, "2028-02-29")
	if got := leap.AddDays(1); got != date(t, "2028-03-01") {
		t.Errorf("the day after 29 February 2028 is %v", got)
	}
	if got := leap.AddDays(366); got != date(t, "2029-03-01") {
		t.Errorf("366 days after 29 February 2028 is %v", got)
	}
	if got := leap.Weekday(); got != schedule.Tue {
		t.Errorf("29 February 2028 is a %v", got)
	}
	if got := date(t, "1969-12-31").Weekday(); got != schedule.Wed {
		t.Errorf("31 December 1969 is a %v", got)
	}
}

func TestDateArithmeticAgreesWithPackageTime(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base := time.Date(rapid.IntRange(1, 9000).Draw(t, "year"), 1, 1, 0, 0, 0, 0, time.UTC)
		days := rapid.IntRange(-300, 3000).Draw(t, "days")
		a := schedule.DateIn(base, time.UTC)
		b, want := a.AddDays(days), base.AddDate(0, 0, days)
		if want.Year() < 1 {
			return
		}
		if b.In(time.UTC) != want || b.Weekday() != schedule.Day(want.Weekday()) {
			t.Fatalf("%v + %d days = %v, a %v", a, days, b, b.Weekday())
		}
		if a.Before(b) != (days > 0) || a.After(b) != (days < 0) || (a.Compare(b) == 0) != (days == 0) {
			t.Fatalf("%v against %v compares as %d", a, b, a.Compare(b))
		}
	})
}

func TestWallClockOnDSTNights(t *testing.T) {
	tests := []struct {
		name, date, clock, want string
	}{
		{"02:30 on the autumn night is the first of the two", "2026-10-25", "02:30", "2026-10-25T02:30:00+02:00"},
		{"02:00 on the autumn night is the first of the two", "2026-10-25", "02:00", "2026-10-25T02:00:00+02:00"},
		{"03:00 on the autumn night is after the repeated hour", "2026-10-25", "03:00", "2026-10-25T03:00:00+01:00"},
		{"02:30 on the spring night moves to 03:30", "2026-03-29", "02:30", "2026-03-29T03:30:00+02:00"},
		{"02:00 on the spring night moves to 03:00", "2026-03-29", "02:00", "2026-03-29T03:00:00+02:00"},
		{"03:00 on the spring night is the same instant", "2026-03-29", "03:00", "2026-03-29T03:00:00+02:00"},
		{"01:59 on the spring night is still winter", "2026-03-29", "01:59", "2026-03-29T01:59:00+01:00"},
		{"24:00 is the start of the next date", "2026-10-25", "24:00", "2026-10-26T00:00:00+01:00"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			clock, err := schedule.ParseClock(test.clock)
			if err != nil {
				t.Fatal(err)
			}
			got := date(t, test.date).At(clock, location(t, "Europe/Copenhagen"))
			if got.Format(time.RFC3339) != test.want {
				t.Errorf("got %s, want %s", got.Format(time.RFC3339), test.want)
			}
		})
	}
}

func TestWallClockWhereOffsetsAreOdd(t *testing.T) {
	// Lord Howe moves by half an hour; Beirut and Havana at midnight itself.
	tests := []struct{ zone, date, clock, want string }{
		{"Australia/Lord_Howe", "2026-10-04", "02:15", "2026-10-04T02:45:00+11:00"},
		{"Australia/Lord_Howe", "2026-04-05", "01:45", "2026-04-05T01:45:00+11:00"},
		{"Asia/Beirut", "2026-03-29", "00:00", "2026-03-29T01:00:00+03:00"},
		{"America/Havana", "2026-11-01", "00:30", "2026-11-01T00:30:00-04:00"},
		{"Pacific/Kiritimati", "2026-06-01", "12:00", "2026-06-01T12:00:00+14:00"},
	}
	for _, test := range tests {
		clock, _ := schedule.ParseClock(test.clock)
		got := date(t, test.date).At(clock, location(t, test.zone)).Format(time.RFC3339)
		if got != test.want {
			t.Errorf("%s %s %s: got %s, want %s", test.zone, test.date, test.clock, got, test.want)
		}
	}
}

func FuzzParseDate(f *testing.F) {
	f.Add("2026-11-25")
	f.Add("2027-02-29")
	f.Add("+026-11-25")
	f.Fuzz(func(t *testing.T, s string) {
		d, err := schedule.ParseDate(s)
		if err != nil {
			return
		}
		if d.String() != s || !d.Valid() {
			t.Errorf("ParseDate(%q) = %v", s, d)
		}
		if again := d.AddDays(1).AddDays(-1); again != d {
			t.Errorf("%v there and back is %v", d, again)
		}
	})
}
