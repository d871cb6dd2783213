package schedule_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"walkin/internal/schedule"
)

func TestRulesThatAreRefused(t *testing.T) {
	tests := []struct{ name, rule, words string }{
		{"no rule", "", "is not one of"},
		{"no frequency", "INTERVAL=2", "FREQ must be"},
		{"by the second", "FREQ=SECONDLY;INTERVAL=1", "FREQ must be"},
		{"by the hour", "FREQ=HOURLY", "FREQ must be"},
		{"a time of day", "FREQ=DAILY;BYHOUR=9", `"BYHOUR" is not one of`},
		{"minutes", "FREQ=DAILY;BYMINUTE=9,10", "is not one of"},
		{"seconds", "FREQ=DAILY;BYSECOND=9", "is not one of"},
		{"Easter, which the RFC does not know", "FREQ=YEARLY;BYEASTER=400", "is not one of"},
		{"a start inside the rule", "DTSTART=20260101;FREQ=DAILY", "is not one of"},
		{"a second line", "FREQ=DAILY\nRRULE:FREQ=DAILY", "FREQ must be"},
		{"a prefix", "RRULE:FREQ=DAILY", "is not one of"},
		{"a part twice", "FREQ=DAILY;FREQ=DAILY", "twice"},
		{"more than 200 bytes", "FREQ=YEARLY;BYMONTHDAY=" + strings.Repeat("1,", 100) + "1", "longer than 200"},
		{"an interval of nothing", "FREQ=DAILY;INTERVAL=0", "INTERVAL must be"},
		{"a negative interval", "FREQ=DAILY;INTERVAL=-1", "interval"},
		{"an interval beyond all plans", "FREQ=DAILY;INTERVAL=1001", "INTERVAL must be"},
		{"a count of nothing", "FREQ=DAILY;COUNT=0", "COUNT must be"},
		{"a count beyond all plans", "FREQ=DAILY;COUNT=1001", "COUNT must be"},
		{"count and until", "FREQ=DAILY;COUNT=3;UNTIL=20270101", "exclude each other"},
		{"an until that is no date", "FREQ=DAILY;UNTIL=tomorrow", "not understood"},
		{"numbered days in a week", "FREQ=WEEKLY;BYDAY=1MO", "numbered days"},
		{"day number nought", "FREQ=MONTHLY;BYDAY=0MO", "1 to 5"},
		{"a 53rd Monday of the month, on which rrule-go panics", "FREQ=MONTHLY;BYDAY=53MO", "1 to 5"},
		{"a 53rd Monday from the end of December", "FREQ=YEARLY;BYMONTH=12;BYDAY=-53MO", "1 to 5"},
		{"a 54th Monday", "FREQ=YEARLY;BYDAY=54MO", "53"},
		{"numbered and plain days", "FREQ=MONTHLY;BYDAY=1MO,TU", "mixes"},
		{"an unknown day", "FREQ=WEEKLY;BYDAY=ON", "undefined weekday"},
		{"days of the month in a week", "FREQ=WEEKLY;BYMONTHDAY=1", "BYMONTHDAY needs"},
		{"the 32nd", "FREQ=MONTHLY;BYMONTHDAY=32", "bymonthday must be"},
		{"a 13th month", "FREQ=YEARLY;BYMONTH=13", "bymonth must be"},
		{"a choice from nothing", "FREQ=MONTHLY;BYSETPOS=1", "to pick from"},
		{"a choice within a week", "FREQ=WEEKLY;BYDAY=MO,TU;BYSETPOS=1", "BYSETPOS needs"},
		{"week numbers in a month", "FREQ=MONTHLY;BYWEEKNO=3;BYDAY=MO", "BYWEEKNO needs"},
		{"week numbers without a day", "FREQ=YEARLY;BYWEEKNO=3", "BYWEEKNO needs BYDAY"},
		{"week numbers from the end", "FREQ=YEARLY;BYWEEKNO=-1;BYDAY=MO", "1 to 53"},
		{"week numbers with a numbered day", "FREQ=YEARLY;BYWEEKNO=3;BYDAY=1MO", "exclude BYWEEKNO"},
		{"weeks that are not ISO weeks", "FREQ=YEARLY;BYWEEKNO=3;BYDAY=MO;WKST=SU", "WKST must be MO"},
		{"30 February", "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30", "never gives a date"},
		{"30 February by the year", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "never gives a date"},
		{"every twelfth month from November, in May", "FREQ=MONTHLY;INTERVAL=12;BYMONTH=5", "never gives a date"},
		{"every seventh day from a Wednesday, on Thursdays", "FREQ=DAILY;INTERVAL=7;BYDAY=TH", "never gives a date"},
		{"a fifth Monday that is the first of the month", "FREQ=MONTHLY;BYDAY=5MO;BYMONTHDAY=1", "exclude BYWEEKNO, BYMONTHDAY"},
		{"a second choice from a single day", "FREQ=MONTHLY;BYDAY=MO;BYMONTHDAY=1;BYSETPOS=2", "never gives a date"},
		{"an end before the start", "FREQ=DAILY;UNTIL=20260101", "never gives a date"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := ofRule(test.rule, schedule.Date{Year: 2026, Month: time.November, Day: 25})
			wrong := s.Validate()
			if len(wrong) != 1 || wrong[0].Pointer != "/series/0/rule" || !strings.Contains(wrong[0].Detail, test.words) {
				t.Errorf("got %v, want one about %q", wrong, test.words)
			}
		})
	}
}

// ofRule is a schedule of one series without times.
func ofRule(rule string, start schedule.Date) *schedule.Schedule {
	return &schedule.Schedule{
		Zone:   "Europe/Copenhagen",
		Series: []schedule.Series{{Start: start, Rule: rule}},
	}
}

func TestRulesThatPlacesUse(t *testing.T) {
	tests := []struct{ name, start, rule, from, want string }{
		{"the first Wednesday of the month", "2026-01-01", "FREQ=MONTHLY;BYDAY=1WE", "2026-11-20", "12-02 01-06 02-03"},
		{"the last Friday of the month", "2026-01-01", "FREQ=MONTHLY;BYDAY=-1FR", "2026-11-20", "11-27 12-25 01-29"},
		{"2nd and 4th Saturday of the month", "2026-01-01", "FREQ=MONTHLY;BYDAY=2SA,4SA", "2026-11-20", "11-28 12-12 12-26"},
		{"every second week from its start", "2026-11-11", "FREQ=WEEKLY;INTERVAL=2", "2026-11-20", "11-25 12-09 12-23"},
		{"Wednesday of even weeks, across week 53", "2026-01-01", "FREQ=YEARLY;BYDAY=WE;BYWEEKNO=2,4,6,8,10,12,14,16,18,20,22,24,26,28,30,32,34,36,38,40,42,44,46,48,50,52", "2026-12-20", "12-23 01-13 01-27"},
		{"the last working day, as Outlook writes it", "2026-01-01", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "2026-11-20", "11-30 12-31 01-29"},
		{"the second Tuesday, as Outlook writes it", "2026-01-01", "FREQ=MONTHLY;BYDAY=TU;BYSETPOS=2", "2026-11-20", "12-08 01-12 02-09"},
		{"the 31st, which some months lack", "2026-01-31", "FREQ=MONTHLY", "2026-11-20", "12-31 01-31 03-31"},
		{"the day of its start each year", "2020-12-01", "FREQ=YEARLY", "2026-11-20", "12-01 12-01"},
		{"Mondays in winter", "2026-01-01", "FREQ=WEEKLY;BYDAY=MO;BYMONTH=12,1", "2026-11-20", "12-07 12-14 12-21"},
		{"an end date is the last day", "2026-11-01", "FREQ=WEEKLY;BYDAY=WE;UNTIL=20261202", "2026-11-20", "11-25 12-02"},
		{"an instant ends it in the zone: 2 December begins at 23:00 UTC", "2026-11-01", "FREQ=WEEKLY;BYDAY=WE;UNTIL=20261201T230000Z", "2026-11-20", "11-25 12-02"},
		{"one second before is too early", "2026-11-01", "FREQ=WEEKLY;BYDAY=WE;UNTIL=20261201T225959Z", "2026-11-20", "11-25"},
		{"a local time ends it too", "2026-11-01", "FREQ=WEEKLY;BYDAY=WE;UNTIL=20261201T235959", "2026-11-20", "11-25"},
		{"a count is counted from the start", "2026-11-04", "FREQ=WEEKLY;COUNT=4", "2026-11-20", "11-25"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := ofRule(test.rule, date(t, test.start))
			if wrong := s.Validate(); len(wrong) > 0 {
				t.Fatal(wrong)
			}
			from := date(t, test.from).In(location(t, s.Zone))
			var got []string
			for _, o := range s.Occurrences(from, from.Add(schedule.MaxWindow)) {
				got = append(got, o.Start.Format("01-02"))
			}
			// The first three in two years, or all if there are fewer.
			if want := strings.Fields(test.want); !slices.Equal(got[:min(3, len(got))], want) {
				t.Errorf("got %v, want %v", got, want)
			}
		})
	}
}

// A recurrence is a rule together with a naive reading of it, date by date.
type recurrence struct {
	rule  string
	holds func(start, d schedule.Date) bool
}

func drawRecurrence(t *rapid.T) recurrence {
	interval := rapid.SampledFrom([]int{1, 2, 3, 5, 12, 52}).Draw(t, "interval")
	day := schedule.Day(rapid.IntRange(0, 6).Draw(t, "weekday"))
	code := [...]string{"SU", "MO", "TU", "WE", "TH", "FR", "SA"}[day]
	nth := rapid.IntRange(1, 5).Draw(t, "nth")
	monthDay := rapid.SampledFrom([]int{1, 13, 28, 29, 30, 31}).Draw(t, "month day")
	month := rapid.IntRange(1, 12).Draw(t, "month")
	week := rapid.IntRange(1, 53).Draw(t, "week")

	monday := func(d schedule.Date) schedule.Date { return d.AddDays(-(int(d.Weekday()) + 6) % 7) }
	months := func(a, b schedule.Date) int { return (b.Year-a.Year)*12 + int(b.Month-a.Month) }
	between := func(a, b schedule.Date) int {
		return int(b.In(time.UTC).Sub(a.In(time.UTC)) / (24 * time.Hour))
	}
	return rapid.SampledFrom([]recurrence{
		{fmt.Sprintf("FREQ=DAILY;INTERVAL=%d", interval), func(s, d schedule.Date) bool {
			return between(s, d)%interval == 0
		}},
		{fmt.Sprintf("FREQ=DAILY;BYMONTH=%d;BYDAY=%s", month, code), func(_, d schedule.Date) bool {
			return int(d.Month) == month && d.Weekday() == day
		}},
		{fmt.Sprintf("FREQ=WEEKLY;INTERVAL=%d;BYDAY=FR,%s", interval, code), func(s, d schedule.Date) bool {
			return between(monday(s), monday(d))/7%interval == 0 && (d.Weekday() == day || d.Weekday() == schedule.Fri)
		}},
		{fmt.Sprintf("FREQ=WEEKLY;INTERVAL=%d;WKST=SU", interval), func(s, d schedule.Date) bool {
			return between(s, d)%(7*interval) == 0
		}},
		{fmt.Sprintf("FREQ=MONTHLY;INTERVAL=%d;BYDAY=%d%s", interval, nth, code), func(s, d schedule.Date) bool {
			return months(s, d)%interval == 0 && d.Weekday() == day && (d.Day-1)/7+1 == nth
		}},
		{fmt.Sprintf("FREQ=MONTHLY;BYDAY=-1%s", code), func(_, d schedule.Date) bool {
			return d.Weekday() == day && d.AddDays(7).Month != d.Month
		}},
		{fmt.Sprintf("FREQ=MONTHLY;INTERVAL=%d;BYMONTHDAY=%d,-1", interval, monthDay), func(s, d schedule.Date) bool {
			return months(s, d)%interval == 0 && (d.Day == monthDay || d.AddDays(1).Day == 1)
		}},
		{fmt.Sprintf("FREQ=MONTHLY;INTERVAL=%d", interval), func(s, d schedule.Date) bool {
			return months(s, d)%interval == 0 && d.Day == s.Day
		}},
		{fmt.Sprintf("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=%d", nth), func(_, d schedule.Date) bool {
			working := 0
			for i := 1; i <= d.Day; i++ {
				if w := (schedule.Date{Year: d.Year, Month: d.Month, Day: i}).Weekday(); w != schedule.Sat && w != schedule.Sun {
					working++
				}
			}
			return working == nth && d.Weekday() != schedule.Sat && d.Weekday() != schedule.Sun
		}},
		{"FREQ=YEARLY", func(s, d schedule.Date) bool { return d.Month == s.Month && d.Day == s.Day }},
		{fmt.Sprintf("FREQ=YEARLY;INTERVAL=2;BYMONTH=%d;BYMONTHDAY=%d", month, monthDay), func(s, d schedule.Date) bool {
			return (d.Year-s.Year)%2 == 0 && int(d.Month) == month && d.Day == monthDay
		}},
		{fmt.Sprintf("FREQ=YEARLY;BYDAY=%d%s", 10*nth, code), func(_, d schedule.Date) bool {
			return d.Weekday() == day && (d.In(time.UTC).YearDay()-1)/7+1 == 10*nth
		}},
		{fmt.Sprintf("FREQ=YEARLY;BYWEEKNO=%d,1;BYDAY=%s", week, code), func(_, d schedule.Date) bool {
			_, n := d.In(time.UTC).ISOWeek()
			return d.Weekday() == day && (n == week || n == 1)
		}},
	}).Draw(t, "recurrence")
}

func TestSeriesAgreesWithADayByDayWalk(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		start := schedule.Date{Year: 1990, Month: 1, Day: 1}.AddDays(rapid.IntRange(0, 14000).Draw(t, "start"))
		first := start.AddDays(rapid.IntRange(-400, 9000).Draw(t, "window"))
		last := first.AddDays(rapid.IntRange(0, 700).Draw(t, "days"))
		r := drawRecurrence(t)
		count, until, rule := 0, schedule.Date{Year: 9999}, r.rule
		switch rapid.IntRange(0, 2).Draw(t, "end") {
		case 1:
			count = rapid.IntRange(1, 60).Draw(t, "count")
			rule += fmt.Sprintf(";COUNT=%d", count)
		case 2:
			until = first.AddDays(rapid.IntRange(-50, 300).Draw(t, "until"))
			rule += ";UNTIL=" + strings.ReplaceAll(until.String(), "-", "")
		}
		except := first.AddDays(rapid.IntRange(0, 60).Draw(t, "except"))

		s := ofRule(rule, start)
		s.Series[0].Except = []schedule.Date{except}
		for _, wrong := range s.Validate() {
			if strings.Contains(wrong.Detail, "never") {
				t.Skip(wrong.Detail)
			}
			t.Fatal(wrong)
		}
		var want []schedule.Date
		seen := 0
		for d := start; !d.After(last); d = d.AddDays(1) {
			if !r.holds(start, d) {
				continue
			}
			if seen++; count > 0 && seen > count || d.After(until) {
				break
			}
			if !d.Before(first) && d != except {
				want = append(want, d)
			}
		}

		loc := location(t, s.Zone)
		var got []schedule.Date
		for _, o := range s.Occurrences(first.In(loc), last.AddDays(1).In(loc)) {
			got = append(got, schedule.DateIn(o.Start, loc))
		}
		if !slices.Equal(got, want) {
			t.Fatalf("%s from %v in %v to %v: got %v, want %v", rule, start, first, last, got, want)
		}
	})
}

func FuzzRule(f *testing.F) {
	for _, rule := range []string{
		"FREQ=WEEKLY;INTERVAL=2;BYDAY=WE", "FREQ=MONTHLY;BYDAY=-1FR;BYSETPOS=1", "FREQ=YEARLY;BYWEEKNO=53;BYDAY=SU",
		"FREQ=YEARLY;BYDAY=53MO", "FREQ=YEARLY;BYDAY=-53SU;BYMONTHDAY=-31", "FREQ=DAILY;UNTIL=20261231T225959Z", "FREQ=DAILY;COUNT=1000",
	} {
		f.Add(rule, uint16(20000))
	}
	f.Fuzz(func(t *testing.T, rule string, start uint16) {
		first := schedule.Date{Year: 1970, Month: 1, Day: 1}.AddDays(int(start))
		s := ofRule(rule, first)
		if len(s.Validate()) > 0 {
			return
		}
		loc := location(t, s.Zone)
		from := first.In(loc)
		previous := from.Add(-time.Second)
		for _, o := range s.Occurrences(from, from.Add(schedule.MaxWindow)) {
			if !o.Start.After(previous) || !o.AllDay() || o.State != schedule.Unknown {
				t.Fatalf("%s: %v after %v", rule, o, previous)
			}
			previous = o.Start
		}
	})
}
