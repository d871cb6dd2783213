package schedule_test

import (
	"testing"

	"walkin/internal/schedule"
)

func TestRoundTheClock(t *testing.T) {
	clock := func(c schedule.Clock) *schedule.Clock { return &c }
	week := []schedule.Day{schedule.Mon, schedule.Tue, schedule.Wed, schedule.Thu, schedule.Fri, schedule.Sat, schedule.Sun}
	from := &schedule.Date{Year: 2026, Month: 1, Day: 1}
	for name, c := range map[string]struct {
		weekly []schedule.Weekly
		doubt  string
		want   bool
	}{
		"every day from midnight to midnight": {[]schedule.Weekly{{Days: week, Opens: clock(0), Closes: clock(1440)}}, "", true},
		"a day and a night from nine":         {[]schedule.Weekly{{Days: week, Opens: clock(540), Closes: clock(540)}}, "", true},
		"in two rules":                        {[]schedule.Weekly{{Days: week[:5], Opens: clock(0), Closes: clock(1440)}, {Days: week[5:], Opens: clock(0), Closes: clock(1440)}}, "", true},
		"not on Sundays":                      {[]schedule.Weekly{{Days: week[:6], Opens: clock(0), Closes: clock(1440)}}, "", false},
		"not in the small hours":              {[]schedule.Weekly{{Days: week, Opens: clock(540), Closes: clock(300)}}, "", false},
		"in doubt":                            {[]schedule.Weekly{{Days: week, Opens: clock(0), Closes: clock(1440)}}, "stand 2012", false},
		"in doubt by its rule":                {[]schedule.Weekly{{Days: week, Opens: clock(0), Closes: clock(1440), Doubt: "?"}}, "", false},
		"only from a day on":                  {[]schedule.Weekly{{Days: week, Opens: clock(0), Closes: clock(1440), From: from}}, "", false},
		"without a time":                      {[]schedule.Weekly{{Days: week}}, "", false},
		"nothing at all":                      {nil, "", false},
	} {
		t.Run(name, func(t *testing.T) {
			s := schedule.Schedule{Zone: "Europe/Copenhagen", Weekly: c.weekly, Doubt: c.doubt}
			if got := s.RoundTheClock(); got != c.want {
				t.Errorf("got %t, want %t", got, c.want)
			}
		})
	}
	if !schedule.Always("Europe/Brussels").RoundTheClock() {
		t.Error("Always is not round the clock")
	}
}
