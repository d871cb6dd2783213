package intake

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"walkin/internal/schedule"
)

// The ways to write a date, folded. The day stands before the month always,
// as Danes, the Dutch and Flemings have it.
var (
	dateISO     = regexp.MustCompile(`^(\d{4})-(\d{1,2})-(\d{1,2})(?:[t ]00:00(?::00)?(?:\.0+)?z?)?$`)
	dateNumbers = regexp.MustCompile(`^(\d{1,2}) ?[./-] ?(\d{1,2})(?: ?[./-] ?| )(\d{4})$`)
	dateShort   = regexp.MustCompile(`^\d{1,2} ?[./-] ?\d{1,2} ?[./-] ?\d{2}$|^\d{1,2}\.? [a-z]{3,9}\.? '?\d{2}$`)
	dateWords   = regexp.MustCompile(`^(\d{1,2})(?:\.|e|ste|de|st|nd|rd|th)? ?([a-z]{3,9})\.?,? (\d{4})$`)
	dateEnglish = regexp.MustCompile(`^([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})$`)
	dateSerial  = regexp.MustCompile(`^(\d{1,7})(?:[.,]\d+)?$`)
	dateWeekday = regexp.MustCompile(`^([a-z]{2,9})\.?,? +(?:den |d\. ?|de |the |op )?(\d.*|[a-z]{3,9}\.? \d.*)$`)
)

// months are their beginnings, which the three languages share but for March,
// May and October.
var months = []string{"jan", "feb", "mar|maa|mrt", "apr", "maj|mei|may", "jun", "jul", "aug", "sep", "okt|oct", "nov", "dec"}

// monthNames are the full names, folded.
var monthNames = []string{
	"januar|januari|january", "februar|februari|february", "marts|maart|march", "april", "maj|mei|may", "juni|june",
	"juli|july", "august|augustus", "september|sept", "oktober|october", "november", "december",
}

func monthOf(word string) (time.Month, bool) {
	for i := range months {
		if slices.Contains(strings.Split(months[i], "|"), word) || slices.Contains(strings.Split(monthNames[i], "|"), word) {
			return time.Month(i + 1), true
		}
	}
	return 0, false
}

// The years whose dates are read, and the number that Excel has for the first
// and the last of their days.
const (
	firstYear   = 2000
	lastYear    = 2100
	firstSerial = 36526
	lastSerial  = 73415
)

// dateOf reads a date as Danes, the Dutch, Flemings and Excel write it:
// 3/11-2026, 3. november 2026, 2026-11-03, 46329.
func dateOf(text string) (schedule.Date, Code) {
	s := strings.ReplaceAll(words(text), "--", "-")
	weekdayBits := 0
	if m := dateWeekday.FindStringSubmatch(s); m != nil {
		if _, isMonth := monthOf(m[1]); !isMonth {
			for _, lang := range hourLanguages {
				if p, ok := lexicons[lang].longest(scan(m[1])); ok && p.says == weekday {
					weekdayBits |= p.value & allDays
				}
			}
			if weekdayBits == 0 {
				return schedule.Date{}, CodeDate
			}
			s = m[2]
		}
	}
	d, code := plainDate(s)
	if code == "" && weekdayBits != 0 && weekdayBits&(1<<d.Weekday()) == 0 {
		return schedule.Date{}, CodeDate // the weekday is that of another date
	}
	return d, code
}

func plainDate(s string) (schedule.Date, Code) {
	number := func(digits string) int { n, _ := strconv.Atoi(digits); return n }
	var d schedule.Date
	if m := dateISO.FindStringSubmatch(s); m != nil {
		d = schedule.Date{Year: number(m[1]), Month: time.Month(number(m[2])), Day: number(m[3])}
	} else if m := dateNumbers.FindStringSubmatch(s); m != nil {
		d = schedule.Date{Year: number(m[3]), Month: time.Month(number(m[2])), Day: number(m[1])}
	} else if m := dateWords.FindStringSubmatch(s); m != nil {
		d = schedule.Date{Year: number(m[3]), Day: number(m[1])}
		d.Month, _ = monthOf(m[2])
	} else if m := dateEnglish.FindStringSubmatch(s); m != nil {
		d = schedule.Date{Year: number(m[3]), Day: number(m[2])}
		d.Month, _ = monthOf(m[1])
	} else if m := dateSerial.FindStringSubmatch(s); m != nil {
		n := number(m[1])
		if n < firstSerial || n > lastSerial {
			return d, CodeDateRange
		}
		return schedule.Date{Year: 1899, Month: 12, Day: 30}.AddDays(n), ""
	} else if dateShort.MatchString(s) {
		return d, CodeDateYear
	} else {
		return d, CodeDate
	}
	switch {
	case d.Month < 1 || d.Month > 12 || d.Day < 1 || !d.Valid():
		return schedule.Date{}, CodeDate
	case d.Year < firstYear || d.Year > lastYear:
		return schedule.Date{}, CodeDateRange
	}
	return d, ""
}

// dates reads several dates in one cell.
func dates(text string) ([]schedule.Date, Code) {
	if d, code := dateOf(text); code == "" || code != CodeDate {
		return []schedule.Date{d}, code
	}
	var all []schedule.Date
	for _, p := range pieces(strings.NewReplacer(" og ", ";", " en ", ";", " and ", ";", ", ", ";").Replace(text), ";\n&|") {
		d, code := dateOf(p)
		if code != "" {
			return nil, code
		}
		all = append(all, d)
	}
	if len(all) == 0 {
		return nil, CodeDate
	}
	return all, ""
}

// closureParts tells the end of a closure from its beginning, and closureReason
// the reason.
var (
	closureParts = regexp.MustCompile(`\s+(?:-|–|—|til og med|til|t/m|tot en met|tot|to|until)\s+`)
	closureDay   = regexp.MustCompile(`^\d{1,2} ?[./-] ?\d{1,2}\.?$|^\d{1,2}\.? ?[a-zæøå]{3,9}\.?$`)
	yearAtEnd    = regexp.MustCompile(`(\d{4})\s*$`)
)

// closures reads the days on which a place is closed: "24/12-2026 til 1/1-2027:
// jul; 5/5-2026".
func closures(text string) ([]schedule.Exception, Fault) {
	var all []schedule.Exception
	for _, p := range pieces(text, ";\n") {
		days, reason, _ := strings.Cut(p, ":")
		if before, after, ok := strings.Cut(days, "("); ok && strings.HasSuffix(strings.TrimSpace(after), ")") {
			days, reason = before, strings.TrimSuffix(strings.TrimSpace(after), ")")
		}
		days = strings.TrimSpace(days)
		ends := closureParts.Split(days, 2)
		from := ends[0]
		if len(ends) == 2 && closureDay.MatchString(strings.ToLower(from)) {
			if m := yearAtEnd.FindStringSubmatch(ends[1]); m != nil {
				from = strings.TrimRight(from, ".") + " " + m[1] // the year of its end
			}
		}
		e := schedule.Exception{Closed: true, Reason: shorten(strings.TrimSpace(reason), 200)}
		var code Code
		if e.From, code = dateOf(from); code != "" {
			return nil, fault(code, "text", p)
		}
		if len(ends) == 2 {
			if e.Until, code = dateOf(ends[1]); code != "" {
				return nil, fault(code, "text", p)
			}
			if e.Until.Before(e.From) {
				return nil, fault(CodeDateRange, "text", p)
			}
		}
		all = append(all, e)
	}
	return all, Fault{}
}

var dayFraction = regexp.MustCompile(`^0?[.,]\d+$`)

// clockTimes reads the time of a dated meeting: "13-15", "kl. 19", "19:00".
func clockTimes(text, lang string) (opens, closes *schedule.Clock, ok bool) {
	if dayFraction.MatchString(text) { // as Excel stores a time
		f, err := strconv.ParseFloat("0"+strings.TrimLeft(strings.Replace(text, ",", ".", 1), "0"), 64)
		c := schedule.Clock(f*float64(aDay) + 0.5)
		return &c, nil, err == nil && c < aDay
	}
	base, _, _ := strings.Cut(lang, "-")
	for _, t := range []string{text, "kl. " + text} {
		r := &hoursReader{text: t, lang: base, tokens: scan(t)}
		r.read()
		if len(r.faults) == 0 && len(r.items) == 1 && r.items[0].says == since {
			return r.items[0].opens, r.items[0].closes, true
		}
	}
	return nil, nil, false
}
