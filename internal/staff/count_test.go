package staff_test

import (
	"math"
	"testing"

	"walkin/internal/schedule"
	"walkin/internal/staff"
)

func TestACountKeepsToItsRules(t *testing.T) {
	for name, c := range map[string]struct {
		count staff.Count
		wrong string // the pointer; "" if nothing is
	}{
		"nothing counted":               {staff.Count{}, ""},
		"all counted":                   {staff.Count{HoursHeld: new(12.25), Visits: staff.Band20, FirstTime: staff.Band1, StaffHours: new(0.0)}, ""},
		"a number instead of a band":    {staff.Count{Visits: "7"}, "/visits"},
		"a name instead of a band":      {staff.Count{ReferralsOut: staff.Referred{Other: "Anna"}}, "/referrals_out/other"},
		"more hours than a week has":    {staff.Count{HoursHeld: new(168.25)}, "/hours_held"},
		"less than none":                {staff.Count{HoursHeld: new(-1.0)}, "/hours_held"},
		"not a number":                  {staff.Count{StaffHours: new(math.NaN())}, "/staff_hours"},
		"endless":                       {staff.Count{VolunteerHours: new(math.Inf(1))}, "/volunteer_hours"},
		"minutes that give somebody up": {staff.Count{StaffHours: new(7.1)}, "/staff_hours"},
		"more newcomers than visits":    {staff.Count{Visits: staff.Band1, FirstTime: staff.Band5}, "/first_time"},
		"newcomers, and nobody counted": {staff.Count{FirstTime: staff.Band5}, ""},
	} {
		fields := c.count.Problems()
		switch {
		case c.wrong == "" && len(fields) > 0:
			t.Errorf("%s: %v", name, fields)
		case c.wrong != "" && (len(fields) != 1 || fields[0].Pointer != c.wrong):
			t.Errorf("%s: %v, want %s", name, fields, c.wrong)
		}
	}
}

func TestOnlyTheWeeksOfTheLastTwoMonthsAreCounted(t *testing.T) {
	monday := schedule.Date{Year: 2026, Month: 11, Day: 23}
	for week, want := range map[string]bool{
		"2026-W49": false, "2026-W48": true, "2026-W47": true, "2026-W40": true, "2026-W39": false, "2025-W48": false, "2027-W48": false,
	} {
		w, err := schedule.ParseWeek(week)
		if err != nil {
			t.Fatal(err)
		}
		if got := staff.Countable(w, monday) == nil; got != want {
			t.Errorf("%s can be counted: %v, want %v", week, got, want)
		}
	}
}

func TestWhatColleaguesAreToldKeepsToItsRules(t *testing.T) {
	long := make([]rune, staff.MaxColleaguesText+1)
	for i := range long {
		long[i] = 'å'
	}
	for name, c := range map[string]struct {
		told  staff.Colleagues
		wrong string
	}{
		"all of it":            {staff.Colleagues{Phone: "+4512345678", Email: "huset@example.dk", VisitingDays: map[string]string{"da": "Første tirsdag\nkl. 10"}}, ""},
		"nothing":              {staff.Colleagues{}, ""},
		"a phone with words":   {staff.Colleagues{Phone: "spørg Mette"}, "/phone"},
		"no address":           {staff.Colleagues{Email: "Mette <m@example.dk>"}, "/email"},
		"a language too many":  {staff.Colleagues{Note: map[string]string{"sv": "hej"}}, "/note"},
		"too long":             {staff.Colleagues{Note: map[string]string{"da": string(long)}}, "/note/da"},
		"nothing but space":    {staff.Colleagues{VisitingDays: map[string]string{"nl": " \n"}}, "/visiting_days/nl"},
		"turned the other way": {staff.Colleagues{Note: map[string]string{"en": "a\u202eb"}}, "/note/en"},
	} {
		fields := c.told.Problems()
		switch {
		case c.wrong == "" && len(fields) > 0:
			t.Errorf("%s: %v", name, fields)
		case c.wrong != "" && (len(fields) != 1 || fields[0].Pointer != c.wrong):
			t.Errorf("%s: %v, want %s", name, fields, c.wrong)
		}
	}
}
