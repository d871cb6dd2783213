package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"walkin/internal/directory"
	"walkin/internal/schedule"
)

// spoken are the channels that hours without a channel are about.
var spoken = []directory.Channel{directory.Phone, directory.SMS, directory.WhatsApp, directory.Chat, directory.Video}

// venueHours gives the drop-in hours of a venue, and when somebody answers its
// telephone.
func (k *maker) venueHours(v rawVenue) (door, phone schedule.Schedule) {
	for _, h := range v.OpeningHours {
		verdict := k.noteVerdict(directory.KindCentre, v.ID, h.Note)
		if verdict.verdict == notePhone {
			k.addHours(&phone, v.ID, h, noteStands)
			continue
		}
		k.addHours(&door, v.ID, h, verdict.verdict)
	}
	k.addDoubts(&door, v.ID, "")
	k.addExtra(&door, v.ID, "")
	settle(&door, v.Address.Country)
	settle(&phone, v.Address.Country)
	return door, phone
}

// lineHours gives the hours of one channel of a helpline.
func (k *maker) lineHours(h rawHelpline, channel directory.Channel) schedule.Schedule {
	var s schedule.Schedule
	for _, hours := range h.OpeningHours {
		verdict := k.noteVerdict(directory.KindHelpline, h.ID, hours.Note)
		switch {
		case hours.Channel != "" && hours.Channel != string(channel):
			continue
		case hours.Channel == "" && verdict.channels != nil && !slices.Contains(verdict.channels, string(channel)):
			continue
		case hours.Channel == "" && !slices.Contains(spoken, channel):
			continue
		}
		k.addHours(&s, h.ID, hours, verdict.verdict)
	}
	k.addDoubts(&s, h.ID, string(channel))
	k.addExtra(&s, h.ID, string(channel))
	settle(&s, h.Country)
	return s
}

// noteVerdict looks a note up. A note that nobody has judged stops the maker.
func (k *maker) noteVerdict(kind directory.Kind, id, note string) noteVerdict {
	if note == "" {
		return noteVerdict{verdict: noteStands}
	}
	verdict, ok := k.mapping.notes[[2]string{string(kind), note}]
	if !ok {
		k.summary.undecide("hours.csv has no verdict on the note %q of %s", note, id)
		return noteVerdict{verdict: noteDoubt}
	}
	return verdict
}

// addHours adds raw hours to a schedule, as the verdict on their note wants.
func (k *maker) addHours(s *schedule.Schedule, id string, h rawHours, verdict string) {
	rule, err := weeklyRule(h.Days, h.Opens, h.Closes, "", "")
	if err != nil {
		k.summary.undecide("hours of %s: %v", id, err)
		return
	}
	switch verdict {
	case noteDoubt:
		rule.Doubt = h.Note
	case noteDoubtAll:
		s.Doubt = joinOnce(s.Doubt, h.Note)
	case noteNotHolidays:
		rule.Note, s.Holidays = h.Note, schedule.HolidaysClosed
	default:
		rule.Note = h.Note
	}
	s.Weekly = append(s.Weekly, rule)
}

// addDoubts lets the words of doubts.csv undo the hours so far.
func (k *maker) addDoubts(s *schedule.Schedule, id, channel string) {
	for _, d := range k.mapping.doubts[id] {
		if d.channel != "" && d.channel != channel || len(s.Weekly)+len(s.Series) == 0 {
			continue
		}
		if len(d.days) == 0 {
			s.Doubt = joinOnce(s.Doubt, d.words)
		}
		for i := range s.Weekly {
			if rule := &s.Weekly[i]; len(d.days) > 0 && within(rule.Days, d.days) {
				rule.Doubt = joinOnce(rule.Doubt, d.words)
			}
		}
	}
}

// addExtra adds the hours of extra-hours.csv.
func (k *maker) addExtra(s *schedule.Schedule, id, channel string) {
	for _, e := range k.mapping.extraHours[id] {
		if e.channel == channel {
			s.Weekly = append(s.Weekly, e.rule)
		}
	}
}

// settle gives a schedule that says anything its zone and the country whose
// holidays it may keep. What never closes keeps none.
func settle(s *schedule.Schedule, country string) {
	if len(s.Weekly)+len(s.Series)+len(s.Sessions) == 0 {
		return
	}
	s.Zone, s.Country = schedule.ZoneIn(country), country
	if len(s.Weekly) != 1 || s.Doubt != "" || s.Weekly[0].Doubt != "" {
		return
	}
	rule := s.Weekly[0]
	always := schedule.Always(s.Zone)
	if len(rule.Days) == 7 && rule.Opens != nil && *rule.Opens == *always.Weekly[0].Opens &&
		rule.Closes != nil && *rule.Closes == *always.Weekly[0].Closes {
		always.Note = rule.Note
		*s = *always
	}
}

// weeklyRule reads days, times and bounds, any of which but the days may be
// empty.
func weeklyRule(days []string, opens, closes, from, until string) (schedule.Weekly, error) {
	var w schedule.Weekly
	var err error
	if w.Days, err = parseDays(days); err != nil {
		return w, err
	}
	if w.Opens, err = parseClock(opens); err != nil {
		return w, err
	}
	if w.Closes, err = parseClock(closes); err != nil {
		return w, err
	}
	if w.From, err = firstDay(from); err != nil {
		return w, err
	}
	w.Until, err = lastDay(until)
	return w, err
}

func parseDays(names []string) ([]schedule.Day, error) {
	var days []schedule.Day
	for _, name := range names {
		d, err := schedule.ParseDay(name)
		if err != nil {
			return nil, err
		}
		days = append(days, d)
	}
	return days, nil
}

func parseClock(s string) (*schedule.Clock, error) {
	if s == "" {
		return nil, nil
	}
	c, err := schedule.ParseClock(s)
	return &c, err
}

// firstDay reads a date, month or year as the first day that it may mean.
func firstDay(s string) (*schedule.Date, error) {
	switch len(s) {
	case 0:
		return nil, nil
	case len("2024"):
		s += "-01-01"
	case len("2024-10"):
		s += "-01"
	}
	d, err := schedule.ParseDate(s)
	return &d, err
}

// lastDay reads a date, month or year as the last day that it may mean.
func lastDay(s string) (*schedule.Date, error) {
	d, err := firstDay(s)
	if d == nil || err != nil {
		return nil, err
	}
	switch len(s) {
	case len("2024"):
		*d = schedule.Date{Year: d.Year, Month: 12, Day: 31}
	case len("2024-10"):
		*d = d.AddDays(31)
		*d = d.AddDays(-d.Day)
	}
	return d, nil
}

// within says whether every one of days is among all.
func within(days, all []schedule.Day) bool {
	return !slices.ContainsFunc(days, func(d schedule.Day) bool { return !slices.Contains(all, d) })
}

// joinOnce adds words to words, unless they are there.
func joinOnce(words, more string) string {
	if words == "" || words == more {
		return more
	}
	if strings.Contains(words, more) {
		return words
	}
	return words + "; " + more
}

// number reads a number that may be missing.
func number(s string) (*int, error) {
	if s == "" {
		return nil, nil
	}
	n, err := strconv.Atoi(s)
	if err != nil {
		return nil, fmt.Errorf("%q is not a number", s)
	}
	return &n, nil
}
