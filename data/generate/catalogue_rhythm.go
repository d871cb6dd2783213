package main

import (
	"strings"

	"walkin/internal/directory"
	"walkin/internal/schedule"
)

// rhythm gives the schedule of an activity, and the words on how often for what
// a schedule cannot say. Nothing of the raw schedule is lost: what is in no
// rule is in the words.
func (k *maker) rhythm(a rawActivity, country string) (hours schedule.Schedule, words string) {
	raw := a.Schedule
	if raw.Date != "" {
		hours.Sessions = []schedule.Session{k.session(a)}
		settle(&hours, country)
		return hours, ""
	}
	f, ok := k.mapping.frequencies[raw.Frequency]
	if !ok {
		k.summary.undecide("frequencies.csv has no treatment of %q of %s", raw.Frequency, a.ID)
		return hours, raw.Frequency
	}
	if f.words == "" {
		f.words = raw.Frequency
	}
	rule, err := weeklyRule(raw.Days, raw.Starts, raw.Ends, raw.ValidFrom, raw.ValidTo)
	if err != nil {
		k.summary.undecide("schedule of %s: %v", a.ID, err)
		return hours, raw.Frequency
	}
	switch {
	case f.treatment == onRule:
		hours.Series = []schedule.Series{k.series(a, f, rule)}
		words = f.words
	case f.treatment == wordsInstead || len(rule.Days) == 0:
		return hours, rawWords(a, f.words)
	case f.treatment == doubtful:
		rule.Doubt, words = f.words, f.words
		hours.Weekly = []schedule.Weekly{rule}
	default:
		hours.Weekly = []schedule.Weekly{rule}
	}
	k.addDoubts(&hours, a.ID, "")
	settle(&hours, country)
	return hours, words
}

func (k *maker) session(a rawActivity) schedule.Session {
	var s schedule.Session
	rule, err := weeklyRule(nil, a.Schedule.Starts, a.Schedule.Ends, a.Schedule.Date, "")
	if err != nil || len(a.Schedule.Date) != len("2024-10-23") {
		k.summary.undecide("date of %s: %q", a.ID, a.Schedule.Date)
		return s
	}
	return schedule.Session{Date: *rule.From, Opens: rule.Opens, Closes: rule.Closes}
}

// series puts an activity on the dates of its rule, from the first day of which
// the source knows.
func (k *maker) series(a rawActivity, f frequency, w schedule.Weekly) schedule.Series {
	from := w.From
	if from == nil {
		from, _ = firstDay(a.SourceSeen)
	}
	if from == nil {
		k.summary.undecide("%s has a rule for its dates, and no day to count from", a.ID)
		from = new(schedule.Date)
	}
	return schedule.Series{Start: *from, Opens: w.Opens, Closes: w.Closes, Rule: f.rule}
}

// rawWords puts a raw schedule in words: "weeks 30-32, mon, tue, 17:00-21:00".
func rawWords(a rawActivity, often string) string {
	s := a.Schedule
	var words []string
	add := func(before, w string) {
		if w != "" {
			words = append(words, before+w)
		}
	}
	add("", often)
	add("", strings.Join(s.Days, ", "))
	if s.Starts != "" || s.Ends != "" {
		add("", s.Starts+"-"+s.Ends)
	}
	add("from ", s.ValidFrom)
	add("until ", s.ValidTo)
	return strings.Join(words, ", ")
}

// repeated gives the part of a centre's drop-in hours that an activity repeats,
// with all that makes them uncertain, and whether it repeats them at all: the
// same times, on no other days.
func repeated(centre *directory.Centre, a rawActivity) (schedule.Schedule, bool) {
	want, err := weeklyRule(a.Schedule.Days, a.Schedule.Starts, a.Schedule.Ends, a.Schedule.ValidFrom, a.Schedule.ValidTo)
	if err != nil || len(want.Days) == 0 {
		return schedule.Schedule{}, false
	}
	hours := centre.Hours
	hours.Weekly = nil
	found := 0
	for _, rule := range centre.Hours.Weekly {
		if !sameClock(rule.Opens, want.Opens) || !sameClock(rule.Closes, want.Closes) {
			continue
		}
		days := common(rule.Days, want.Days)
		if len(days) == 0 {
			continue
		}
		found += len(days)
		rule.Days = days
		if want.From != nil {
			rule.From = want.From
		}
		if want.Until != nil {
			rule.Until = want.Until
		}
		hours.Weekly = append(hours.Weekly, rule)
	}
	return hours, found == len(want.Days)
}

func sameClock(a, b *schedule.Clock) bool {
	if a == nil || b == nil {
		return a == b
	}
	return *a == *b
}

func common(a, b []schedule.Day) []schedule.Day {
	var days []schedule.Day
	for _, d := range a {
		if within([]schedule.Day{d}, b) {
			days = append(days, d)
		}
	}
	return days
}
