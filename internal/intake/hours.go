package intake

import (
	"math/bits"
	"strings"

	"walkin/internal/feed/osm"
	"walkin/internal/fold"
	"walkin/internal/schedule"
)

// maxHours bounds an hours text in bytes; more would not fit into the words of
// doubt that a schedule keeps.
const maxHours = 500

// Hours reads hours as people write them in Danish, Dutch or English ("Man-tor
// 12-17, fre lukket", "ma, wo en vr van 13u tot 17u", "første tirsdag i
// måneden 16-18") or as OpenStreetMap does, for a place in a time zone (an
// IANA name). lang says how a word is read that languages share: "to" is
// Thursday in Danish. A day that is not named is closed.
//
// Nothing is guessed: whatever is not understood, and whatever may mean two
// things, is a fault that quotes it, and the schedule is then the zero one.
// What the words themselves leave open ("hver anden onsdag", "efter aftale")
// is unknown, with the words as its doubt. A text without any word is the zero
// schedule without a fault.
func Hours(text, lang, zone string) (schedule.Schedule, []Fault) {
	return hoursOf(text, lang, zone, 0)
}

// hoursOf reads hours; days are those meant where the text names none.
func hoursOf(text, lang, zone string, days int) (schedule.Schedule, []Fault) {
	if len(text) > maxHours {
		return schedule.Schedule{}, []Fault{fault(CodeLong, "limit", "500")}
	}
	text = strings.TrimSpace(text)
	base, _, _ := strings.Cut(lang, "-")
	r := &hoursReader{text: text, lang: base, tokens: scan(text)}
	r.read()
	var s schedule.Schedule
	if len(r.faults) == 0 {
		p := planner{hoursReader: r, zone: zone, defaultDays: days}
		s = p.plan()
	}
	if len(r.faults) > 0 {
		if days == 0 && unread(r.faults) {
			if s, err := osm.Parse(text, zone, zoneCountry[zone]); err == nil {
				return *s, nil
			}
		}
		return schedule.Schedule{}, r.faults
	}
	for _, f := range s.Validate() {
		return schedule.Schedule{}, []Fault{ruleFault(f)}
	}
	return s, nil
}

// unread says whether words were not understood, rather than understood and
// found wanting: only then may another language be tried.
func unread(faults []Fault) bool {
	for _, f := range faults {
		if f.Code != CodeHours {
			return false
		}
	}
	return true
}

// zoneCountry gives the country whose public holidays a place keeps.
var zoneCountry = map[string]string{"Europe/Copenhagen": "DK", "Europe/Amsterdam": "NL", "Europe/Brussels": "BE"}

// unsaid says whether a cell holds words for "not known".
func unsaid(text string) bool {
	switch fold.Text(strings.Trim(text, " \t\r\n.")) {
	case "", "-", "–", "—", "?", "ved ikke", "ukendt", "uvist", "onbekend", "weet niet", "unknown", "not known", "nvt", "n.v.t", "n/a", "ikke oplyst", "niet bekend", "don't know":
		return true
	}
	return false
}

// daysIn gives the days of a set from Monday.
func daysIn(set int) []schedule.Day {
	days := make([]schedule.Day, 0, bits.OnesCount(uint(set)))
	for i := range 7 {
		if d := schedule.Day((int(schedule.Mon) + i) % 7); set&(1<<d) != 0 {
			days = append(days, d)
		}
	}
	return days
}
