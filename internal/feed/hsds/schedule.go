package hsds

import (
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"
	"time"

	"walkin/internal/directory"
	"walkin/internal/schedule"
)

// schedules gives hours as HSDS schedules, and what those cannot say.
//
// What is in doubt has words and no times. So has a rule that the fields of
// HSDS cannot hold (daily, or with BYSETPOS or BYMONTH), and a session that was
// cancelled has nothing at all.
func schedules(s *schedule.Schedule, parent string) ([]Schedule, *Opening) {
	list := slices.Collect(nameless(s))
	for i := range list {
		list[i].ID = directory.UUID("schedule:" + parent + ":" + strconv.Itoa(i))
	}
	o := Opening{TimeZone: s.Zone, HolidaysOf: s.Country, Holidays: s.Holidays, Exceptions: s.Exceptions, Doubt: s.Doubt, Note: s.Note}
	if o.TimeZone == "" && o.HolidaysOf == "" && o.Holidays == "" && len(o.Exceptions) == 0 && o.Doubt == "" && o.Note == "" {
		return list, nil
	}
	return list, &o
}

// nameless gives the schedules without their ids, which take longer to make than
// the rest.
func nameless(s *schedule.Schedule) iter.Seq[Schedule] {
	return func(yield func(Schedule) bool) {
		if s.Doubt != "" {
			yield(Schedule{Description: s.Doubt})
			return
		}
		for _, w := range s.Weekly {
			if !yield(ofWeekly(w)) {
				return
			}
		}
		for _, r := range s.Series {
			if !yield(ofSeries(r)) {
				return
			}
		}
		for _, one := range s.Sessions {
			if !one.Cancelled && !yield(Schedule{ValidFrom: &one.Date, ValidTo: &one.Date, DTStart: &one.Date,
				OpensAt: one.Opens, ClosesAt: one.Closes, Description: one.Title, Notes: one.Note}) {
				return
			}
		}
	}
}

func ofWeekly(w schedule.Weekly) Schedule {
	if w.Doubt != "" {
		return Schedule{Description: w.Doubt, Notes: w.Note}
	}
	days := make([]string, len(w.Days))
	for i, d := range w.Days {
		days[i] = dayCodes[d]
	}
	return Schedule{ValidFrom: w.From, ValidTo: w.Until, Freq: "WEEKLY", ByDay: strings.Join(days, ","),
		OpensAt: w.Opens, ClosesAt: w.Closes, Notes: w.Note}
}

// dayCodes are the weekdays of RFC 5545, from Sunday.
var dayCodes = []string{"SU", "MO", "TU", "WE", "TH", "FR", "SA"}

func ofSeries(r schedule.Series) Schedule {
	if r.Doubt != "" {
		return Schedule{Description: r.Doubt, Notes: r.Note}
	}
	s := Schedule{DTStart: &r.Start, OpensAt: r.Opens, ClosesAt: r.Closes, Notes: r.Note, ExceptDates: r.Except}
	if !s.rule(r.Rule) {
		return Schedule{Description: fmt.Sprintf("RFC 5545: %s from %s on%s", r.Rule, r.Start, times(r.Opens, r.Closes)), Notes: r.Note}
	}
	if len(r.Except) > 0 {
		// Said in words too: a reader without our profile sees no exceptions.
		dates := make([]string, len(r.Except))
		for i, d := range r.Except {
			dates[i] = d.String()
		}
		s.Description = "Not on " + strings.Join(dates, ", ") + "."
	}
	return s
}

func times(opens, closes *schedule.Clock) string {
	switch {
	case opens != nil && closes != nil:
		return fmt.Sprintf(", %s to %s", opens, closes)
	case opens != nil:
		return fmt.Sprintf(", from %s", opens)
	default:
		return ""
	}
}

// rule fills in a recurrence rule and says whether HSDS can hold it. A yearly
// rule by ISO weeks is a weekly one with byweekno there.
func (s *Schedule) rule(text string) bool {
	parts := make(map[string]string)
	for part := range strings.SplitSeq(text, ";") {
		name, value, _ := strings.Cut(part, "=")
		parts[name] = value
	}
	for name, value := range parts {
		switch name {
		case "FREQ":
			s.Freq = value
		case "INTERVAL":
			s.Interval, _ = strconv.Atoi(value)
		case "COUNT":
			s.Count, _ = strconv.Atoi(value)
		case "UNTIL":
			until, err := time.Parse("20060102", value) // with a time of day it is an instant, which a date cannot say
			if err != nil {
				return false
			}
			s.Until = &schedule.Date{Year: until.Year(), Month: until.Month(), Day: until.Day()}
		case "BYDAY":
			s.ByDay = value
		case "BYMONTHDAY":
			s.ByMonthDay = value
		case "BYWEEKNO":
			s.ByWeekNo = value
		case "WKST":
			s.WKST = value
		default:
			return false
		}
	}
	if s.Freq == "YEARLY" && s.ByWeekNo != "" && s.ByMonthDay == "" && s.Interval <= 1 {
		s.Freq = "WEEKLY"
		return true
	}
	return slices.Contains([]string{"WEEKLY", "MONTHLY"}, s.Freq) && s.ByWeekNo == ""
}

// hours reads back what schedules wrote.
func hours(list []Schedule, o *Opening) schedule.Schedule {
	var s schedule.Schedule
	if o != nil {
		s = schedule.Schedule{Zone: o.TimeZone, Country: o.HolidaysOf, Holidays: o.Holidays, Exceptions: o.Exceptions, Doubt: o.Doubt, Note: o.Note}
	}
	for _, one := range list {
		switch {
		case one.Freq == "WEEKLY" && one.DTStart == nil:
			s.Weekly = append(s.Weekly, schedule.Weekly{Days: days(one.ByDay), Opens: one.OpensAt, Closes: one.ClosesAt,
				From: one.ValidFrom, Until: one.ValidTo, Note: one.Notes})
		case one.Freq != "" && one.DTStart != nil:
			s.Series = append(s.Series, schedule.Series{Start: *one.DTStart, Opens: one.OpensAt, Closes: one.ClosesAt,
				Rule: one.ruleText(), Except: one.ExceptDates, Note: one.Notes})
		case one.DTStart != nil:
			s.Sessions = append(s.Sessions, schedule.Session{Date: *one.DTStart, Opens: one.OpensAt, Closes: one.ClosesAt,
				Title: one.Description, Note: one.Notes})
		}
	}
	return s
}

func days(codes string) []schedule.Day {
	var list []schedule.Day
	for code := range strings.SplitSeq(codes, ",") {
		if i := slices.Index(dayCodes, code); i >= 0 {
			list = append(list, schedule.Day(i))
		}
	}
	return list
}

// ruleText gives the recurrence rule in the order of RFC 5545, section 3.3.10.
func (s *Schedule) ruleText() string {
	freq := s.Freq
	if s.ByWeekNo != "" {
		freq = "YEARLY"
	}
	rule := "FREQ=" + freq
	add := func(name, value string) {
		if value != "" && value != "0" {
			rule += ";" + name + "=" + value
		}
	}
	add("INTERVAL", strconv.Itoa(s.Interval))
	add("COUNT", strconv.Itoa(s.Count))
	if s.Until != nil {
		add("UNTIL", strings.ReplaceAll(s.Until.String(), "-", ""))
	}
	add("BYDAY", s.ByDay)
	add("BYMONTHDAY", s.ByMonthDay)
	add("BYWEEKNO", s.ByWeekNo)
	add("WKST", s.WKST)
	return rule
}
