// Package feed holds what several feeds share. Each feed is a package below
// it, which turns values of the directory into bytes.
package feed

import (
	"fmt"
	"strconv"
	"strings"

	"walkin/internal/schedule"
)

// Speech is how a language writes days, dates and times of day.
type Speech struct {
	lang   string
	days   [7]string // from Sunday
	months [12]string
	dot    string // between hours and minutes
	short  bool   // "10" for "10.00"
	before string // stands before a time of day
	after  string // stands behind it
	dateOf string // day of the week, day of the month, month
}

var speeches = map[string]*Speech{
	"da": {
		lang: "da", dot: ".", short: true, before: "kl. ", dateOf: "%s den %d. %s",
		days:   [7]string{"søndag", "mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag"},
		months: [12]string{"januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober", "november", "december"},
	},
	"nl": {
		lang: "nl", dot: ".", after: " uur", dateOf: "%s %d %s",
		days:   [7]string{"zondag", "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag"},
		months: [12]string{"januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december"},
	},
	"en": {
		lang: "en", dot: ":", dateOf: "%s %d %s",
		days:   [7]string{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
		months: [12]string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
	},
}

// SpeechOf gives the speech of Danish (da), Dutch (nl) or English (en); that of
// English for any other language.
func SpeechOf(lang string) *Speech {
	if s := speeches[lang]; s != nil {
		return s
	}
	return speeches["en"]
}

// Lang is the tag of the language.
func (s *Speech) Lang() string { return s.lang }

// Day is the name of a day of the week: "mandag".
func (s *Speech) Day(d schedule.Day) string {
	if !d.Valid() {
		return ""
	}
	return s.days[d]
}

// Date is a date with its day of the week and without its year: "mandag den
// 23. november", "maandag 23 november", "Monday 23 November".
func (s *Speech) Date(d schedule.Date) string {
	return fmt.Sprintf(s.dateOf, s.Day(d.Weekday()), d.Day, s.months[d.Month-1])
}

// DateOfYear is a date with its year and without its day of the week: "23.
// november 2026".
func (s *Speech) DateOfYear(d schedule.Date) string {
	dot := ""
	if s.lang == "da" {
		dot = "."
	}
	return fmt.Sprintf("%d%s %s %d", d.Day, dot, s.months[d.Month-1], d.Year)
}

// Hours is a time of day with its end, each as far as it is known: "kl.
// 15.30–17", "15.30–17.00 uur", "15:30–17:00"; "" where neither is.
func (s *Speech) Hours(opens, closes *schedule.Clock) string {
	switch {
	case opens != nil && closes != nil:
		return s.before + s.clock(*opens) + "–" + s.clock(*closes) + s.after
	case opens != nil:
		return s.from() + " " + s.before + s.clock(*opens) + s.after
	case closes != nil:
		return s.until() + " " + s.before + s.clock(*closes) + s.after
	}
	return ""
}

func (s *Speech) from() string {
	return map[string]string{"da": "fra", "nl": "vanaf", "en": "from"}[s.lang]
}

func (s *Speech) until() string {
	return map[string]string{"da": "til", "nl": "tot", "en": "until"}[s.lang]
}

// clock is a time of day without the words around it. Closing at the end of
// the day is 24, as signs on doors have it.
func (s *Speech) clock(c schedule.Clock) string {
	if hour, minute := int(c)/60, int(c)%60; s.short && minute == 0 {
		return strconv.Itoa(hour)
	} else if s.short {
		return fmt.Sprintf("%d%s%02d", hour, s.dot, minute)
	} else {
		return fmt.Sprintf("%02d%s%02d", hour, s.dot, minute)
	}
}

// List joins words as the language does: "mandag, onsdag og fredag".
func (s *Speech) List(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	and := map[string]string{"da": " og ", "nl": " en ", "en": " and "}[s.lang]
	return strings.Join(words[:len(words)-1], ", ") + and + words[len(words)-1]
}

// Days names days of the week from Monday on, each once, and three or more in a
// row by their ends: "mandag–torsdag og lørdag".
func (s *Speech) Days(days []schedule.Day) string {
	var set [7]bool // from Monday
	for _, d := range days {
		if d.Valid() {
			set[(int(d)+6)%7] = true
		}
	}
	name := func(i int) string { return s.days[(i+1)%7] }
	var words []string
	for i := 0; i < 7; i++ {
		if !set[i] {
			continue
		}
		last := i
		for last < 6 && set[last+1] {
			last++
		}
		if last-i >= 2 {
			words = append(words, name(i)+"–"+name(last))
			i = last
		} else {
			words = append(words, name(i))
		}
	}
	return s.List(words)
}
