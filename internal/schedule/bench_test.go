package schedule_test

import (
	"strings"
	"testing"
	"time"

	"walkin/internal/schedule"
)

// hostile holds rules that have no date, or none for centuries, and schedules
// of many. Validate refuses all but the last two.
var hostile = []string{
	"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
	"FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30,31",
	"FREQ=MONTHLY;BYDAY=MO;BYMONTHDAY=1;BYSETPOS=2",
	"FREQ=MONTHLY;BYDAY=MO;BYSETPOS=366",
	"FREQ=DAILY;INTERVAL=7;BYDAY=TU",
	"FREQ=YEARLY;BYDAY=" + strings.Repeat("MO,", 58) + "MO",
	"FREQ=DAILY;COUNT=1000",
}

// An unbounded search would look through eight thousand years; the number of
// allocations tells without a clock how far it went.
func TestHostileRulesCostLittle(t *testing.T) {
	from := instant(t, "2026-11-23 09:00")
	for _, rule := range hostile {
		s := ofRule(rule, date(t, "1970-01-01"))
		allocations := testing.AllocsPerRun(3, func() { s.Spans(from, from.Add(schedule.Horizon)) })
		if allocations > 20_000 {
			t.Errorf("%s: %v allocations", rule, allocations)
		}
	}
}

func TestTwoWeeksOfWeeklyHoursAllocateLittle(t *testing.T) {
	s := ordinary(t)
	from := instant(t, "2026-11-23 09:00")
	if n := testing.AllocsPerRun(10, func() { s.Spans(from, from.Add(schedule.Horizon)) }); n > 5 {
		t.Errorf("%v allocations", n)
	}
}

// ordinary is a place as there are many: weekdays, a late evening, holidays not
// spoken of and one closure.
func ordinary(t testing.TB) *schedule.Schedule {
	return parse(t, `"country":"DK","weekly":[{"days":["mon","tue","wed","thu"],"opens":"12:00","closes":"17:00"},`+
		`{"days":["fri"],"opens":"19:00","closes":"01:00"}],"exceptions":[{"from":"2026-12-20","until":"2027-01-03","closed":true}]`)
}

func BenchmarkSpans(b *testing.B) {
	from := instant(b, "2026-11-23 09:00")
	to := from.Add(schedule.Horizon)
	for name, s := range map[string]*schedule.Schedule{
		"weekly": ordinary(b),
		"always": schedule.Always("Europe/Copenhagen"),
		"series": parse(b, `"series":[{"start":"2019-01-02","opens":"15:00","closes":"17:00","rule":"FREQ=MONTHLY;BYDAY=1WE"}]`),
		"none":   parse(b, `"note":"ring først"`),
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				s.Spans(from, to)
			}
		})
	}
}

func BenchmarkAt(b *testing.B) {
	s, at := ordinary(b), instant(b, "2026-11-23 09:00")
	b.ReportAllocs()
	for b.Loop() {
		s.At(at)
	}
}

func BenchmarkSpansOfHostileRules(b *testing.B) {
	from := instant(b, "2026-11-23 09:00")
	for _, rule := range hostile {
		b.Run(rule[:min(45, len(rule))], func(b *testing.B) {
			s := ofRule(rule, schedule.Date{Year: 1970, Month: time.January, Day: 1})
			for b.Loop() {
				s.Spans(from, from.Add(schedule.Horizon))
			}
		})
	}
}
