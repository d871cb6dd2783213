package osm

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"walkin/internal/schedule"
)

// seriesRule writes a recurrence for which there are words: every week, every
// day, certain weekdays of the month, certain weeks of the year.
func seriesRule(s *schedule.Series) (rule, error) {
	r := timed(s.Opens, s.Closes, s.Doubt, s.Note)
	if len(s.Except) > 0 {
		return r, errors.New("a series with dates left out")
	}
	parts := make(map[string]string)
	for part := range strings.SplitSeq(s.Rule, ";") {
		name, value, _ := strings.Cut(part, "=")
		parts[name] = value
	}
	freq := parts["FREQ"]
	for name, value := range parts {
		switch {
		case name == "FREQ", name == "WKST" && (freq != "YEARLY" || value == "MO"):
		case name == "INTERVAL" && value == "1":
		case name == "BYDAY":
		case name == "UNTIL" && len(value) == len("20060102"):
		case name == "BYMONTH" && freq == "WEEKLY":
		case name == "BYWEEKNO" && freq == "YEARLY":
		default:
			return r, errors.New("there are no words for " + name + "=" + value)
		}
	}
	if err := seriesDays(&r, freq, parts, s.Start.Weekday()); err != nil {
		return r, err
	}
	for number := range numbers(parts["BYMONTH"]) {
		r.months |= 1 << (number - 1)
	}
	if r.months != 0 && (s.Start != firstDay || parts["UNTIL"] != "") {
		return r, errors.New("months and a first or last day do not go together")
	}
	for number := range numbers(parts["BYWEEKNO"]) {
		r.weeks = append(r.weeks, number)
	}
	slices.Sort(r.weeks)
	r.weeks = slices.Compact(r.weeks)
	return r, seriesDates(&r, s.Start, parts["UNTIL"])
}

func seriesDays(r *rule, freq string, parts map[string]string, start schedule.Day) error {
	byDay := parts["BYDAY"]
	switch {
	case freq == "DAILY" && byDay == "":
		r.days = allDays
		return nil
	case freq == "WEEKLY" && byDay == "":
		r.days = dayOf(start)
		return nil
	case byDay == "" || freq == "YEARLY" && parts["BYWEEKNO"] == "":
		return errors.New("there are no words for such dates")
	}
	for text := range strings.SplitSeq(byDay, ",") {
		name := text[len(text)-2:]
		i := slices.IndexFunc(week, func(d schedule.Day) bool { return strings.ToUpper(dayWords[d]) == name })
		if number := strings.TrimPrefix(text[:len(text)-2], "+"); number != "" {
			n, err := strconv.Atoi(number)
			if err != nil || freq != "MONTHLY" {
				return errors.New("there are no words for BYDAY=" + byDay)
			}
			r.nth = append(r.nth, nth{week[i], n})
		} else {
			r.days |= dayOf(week[i])
		}
	}
	return nil
}

func seriesDates(r *rule, start schedule.Date, until string) error {
	var from, last *schedule.Date
	if start != firstDay {
		from = &start
	}
	if until != "" {
		t, err := time.Parse("20060102", until)
		if err != nil {
			return err
		}
		d := schedule.DateIn(t, time.UTC)
		if d.Before(start) {
			return errors.New("it ends before it begins")
		}
		last = &d
	}
	r.dates = within(from, last)
	return nil
}

// numbers yields the numbers of a list such as "1,12".
func numbers(list string) func(func(int) bool) {
	return func(yield func(int) bool) {
		for text := range strings.SplitSeq(list, ",") {
			if n, err := strconv.Atoi(text); err == nil && !yield(n) {
				return
			}
		}
	}
}
