package feed

import (
	"strings"
	"time"

	"walkin/internal/schedule"
)

// often are the words on how often something happens in which the catalogue was
// gathered, in Danish and Dutch.
var often = map[string][2]string{
	"daily":                          {"hver dag", "elke dag"},
	"weekly":                         {"hver uge", "elke week"},
	"weekly (weekend)":               {"hver weekend", "elk weekend"},
	"twice weekly":                   {"to gange om ugen", "twee keer per week"},
	"every two weeks":                {"hver anden uge", "om de twee weken"},
	"every second week":              {"hver anden uge", "om de twee weken"},
	"every second week (even weeks)": {"i lige uger", "in even weken"},
	"monthly":                        {"hver måned", "elke maand"},
	"yearly":                         {"hvert år", "elk jaar"},
	"once":                           {"én gang", "één keer"},
	"varying":                        {"på skiftende tidspunkter", "op wisselende tijden"},
	"how often is not said":          {"hvor tit er ikke oplyst", "hoe vaak is niet bekend"},
}

// Often gives words on how often something happens in the language, where all of
// them are known: "monthly, fri, from 2023-03" is "hver måned, fredag, fra marts
// 2023". Anything else is given as it was written.
func (s *Speech) Often(words string) string {
	parts := strings.Split(words, ", ")
	for i, part := range parts {
		if parts[i] = s.part(part); parts[i] == "" {
			return words
		}
	}
	return strings.Join(parts, ", ")
}

// part gives one part of such words, "" where it is not known.
func (s *Speech) part(words string) string {
	if in, ok := often[words]; ok {
		return map[string]string{"da": in[0], "nl": in[1], "en": words}[s.lang]
	}
	if since, ok := strings.CutPrefix(words, "from "); ok {
		return lead(s.from(), s.moment(since))
	}
	if end, ok := strings.CutPrefix(words, "until "); ok {
		return lead(map[string]string{"da": "til", "nl": "tot en met", "en": "until"}[s.lang], s.moment(end))
	}
	for day := schedule.Sun; day <= schedule.Sat; day++ {
		if strings.EqualFold(words, time.Weekday(day).String()[:3]) {
			return s.Day(day)
		}
	}
	return ""
}

// lead puts a word before others, and nothing before none.
func lead(word, others string) string {
	if others == "" {
		return ""
	}
	return word + " " + others
}

// moment gives a date, a month or a year that is written as 2023-03-10, 2023-03
// or 2023; "" for anything else.
func (s *Speech) moment(iso string) string {
	if t, err := time.Parse(time.DateOnly, iso); err == nil {
		return s.DateOfYear(schedule.Date{Year: t.Year(), Month: t.Month(), Day: t.Day()})
	}
	if t, err := time.Parse("2006-01", iso); err == nil {
		return s.months[t.Month()-1] + " " + iso[:4]
	}
	if _, err := time.Parse("2006", iso); err == nil {
		return iso
	}
	return ""
}
