package console

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"walkin/api/web"
)

// ruleSays says the rule of a series, of which [schedule.Series] lists the
// parts: "every 2 weeks: Wednesday".
func ruleSays(words *web.Words, rule string) string {
	parts := make(map[string]string)
	for part := range strings.SplitSeq(rule, ";") {
		name, value, _ := strings.Cut(part, "=")
		parts[name] = value
	}
	head := words.Say("rule." + strings.ToLower(parts["FREQ"]))
	if n := parts["INTERVAL"]; n != "" && n != "1" {
		head = words.Say("rule."+strings.ToLower(parts["FREQ"])+".n", "n", n)
	}
	var says []string
	switch weeks := parts["BYWEEKNO"]; {
	case weeks == "":
	case head == words.Say("rule.yearly"): // weeks by their numbers are those of every year
		head = weeksSay(words, weeks)
	default:
		says = append(says, weeksSay(words, weeks))
	}
	if days := parts["BYDAY"]; days != "" {
		says = append(says, listed(days, func(day string) string { return daySays(words, day) }))
	}
	if days := parts["BYMONTHDAY"]; days != "" {
		says = append(says, listed(days, func(day string) string {
			if n, last := strings.CutPrefix(day, "-"); last {
				return words.Say("rule.month_last", "n", n)
			}
			return words.Say("rule.month_day", "n", day)
		}))
	}
	if months := parts["BYMONTH"]; months != "" {
		says = append(says, words.Say("rule.months", "months", listed(months, func(n string) string { return words.Say("month." + n) })))
	}
	if which := parts["BYSETPOS"]; which != "" {
		says = append(says, words.Say("rule.only", "which", listed(which, func(n string) string { return nth(words, n) })))
	}
	if n := parts["COUNT"]; n != "" {
		says = append(says, words.Say("rule.times", "n", n))
	}
	if until := parts["UNTIL"]; len(until) >= 8 {
		if day, err := time.Parse("20060102", until[:8]); err == nil {
			says = append(says, words.Say("rule.until", "date", words.Date(day)))
		}
	}
	if len(says) == 0 {
		return head
	}
	return head + ": " + strings.Join(says, ", ")
}

// weeksSay says weeks by their numbers; half of the weeks of a year are even or
// odd to people.
func weeksSay(words *web.Words, weeks string) string {
	all := strings.Split(weeks, ",")
	for first, key := range map[int]string{2: "rule.even", 1: "rule.odd"} {
		var half []string
		for n := first; n <= 52; n += 2 {
			half = append(half, strconv.Itoa(n))
		}
		if slices.Equal(all, half) || first == 1 && slices.Equal(all, append(half, "53")) {
			return words.Say(key)
		}
	}
	return words.Say("rule.weeks", "weeks", strings.Join(all, ", "))
}

// daySays says a day of a rule: WE, or 3SU for the third Sunday.
func daySays(words *web.Words, day string) string {
	at := slices.Index([]string{"MO", "TU", "WE", "TH", "FR", "SA", "SU"}, day[max(0, len(day)-2):])
	if at < 0 {
		return day
	}
	says := words.Say("day." + strconv.Itoa(at+1))
	if n := strings.TrimPrefix(day[:len(day)-2], "+"); n != "" {
		return nth(words, n) + " " + says
	}
	return says
}

// nth says which one of several; a number below zero counts from the end.
func nth(words *web.Words, n string) string {
	n = strings.TrimPrefix(n, "+")
	if key := "rule.nth." + n; words.Knows(key) {
		return words.Say(key)
	}
	if back, ok := strings.CutPrefix(n, "-"); ok {
		return words.Say("rule.nth.end", "n", back)
	}
	return words.Say("rule.nth.more", "n", n)
}

// listed says each of a list with commas between.
func listed(list string, say func(string) string) string {
	all := strings.Split(list, ",")
	for i, one := range all {
		all[i] = say(one)
	}
	return strings.Join(all, ", ")
}
