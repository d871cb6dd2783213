package console

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"walkin/internal/problem"
	"walkin/internal/schedule"
)

// HoursForm asks for weekly hours: a line a day, such as "12-17, 18:30-20". An
// empty day is closed, if any other is not. What a line cannot say (every
// other week, only in summer, a doubt) stands below and stays, unless somebody
// takes it out.
type HoursForm struct {
	Days  [7]DayLine // Monday first
	Other []OtherHours
	hours schedule.Schedule
}

// DayLine is the hours of one weekday.
type DayLine struct {
	Name  string // in the form: "hours.1" is Monday
	Label string
	Value string
	Wrong bool
}

// OtherHours is a rule that no line can say.
type OtherHours struct {
	Name   string // in the form, to take it out
	Says   string
	weekly int // its place among the weekly rules, -1 for a series
	series int
}

var week = [7]schedule.Day{schedule.Mon, schedule.Tue, schedule.Wed, schedule.Thu, schedule.Fri, schedule.Sat, schedule.Sun}

// plain says whether a line can say a rule.
func plain(w schedule.Weekly) bool {
	return w.Opens != nil && w.Closes != nil && w.From == nil && w.Until == nil && w.Doubt == "" && w.Note == ""
}

func (f form) hoursForm(hours schedule.Schedule) *HoursForm {
	h := &HoursForm{hours: hours}
	for i, day := range week {
		var spans []string
		for _, w := range hours.Weekly {
			if plain(w) && slices.Contains(w.Days, day) {
				spans = append(spans, w.Opens.String()+"-"+w.Closes.String())
			}
		}
		slices.Sort(spans)
		h.Days[i] = DayLine{Name: "hours." + strconv.Itoa(i+1), Label: f.words.Say("day." + strconv.Itoa(i+1)), Value: strings.Join(spans, ", ")}
	}
	for i, w := range hours.Weekly {
		if plain(w) {
			continue
		}
		h.Other = append(h.Other, OtherHours{Name: fmt.Sprintf("hours.weekly.%d", i), Says: weeklySays(f.words, w), weekly: i, series: -1})
	}
	for i, s := range hours.Series {
		h.Other = append(h.Other, OtherHours{
			Name: fmt.Sprintf("hours.series.%d", i), weekly: -1, series: i,
			Says: seriesSays(f.words, s),
		})
	}
	return h
}

// read sets the weekly rules and the series in a patch, if any was changed,
// and says whether every line could be read.
func (h *HoursForm) read(v url.Values, patch Patch, zone, country string) (ok bool) {
	if !v.Has(h.Days[0].Name) {
		return true
	}
	ok = true
	changed := false
	var weekly []schedule.Weekly
	for i := range h.Days {
		line := &h.Days[i]
		value := strings.TrimSpace(v.Get(line.Name))
		spans, err := readSpans(value)
		if line.Wrong = err != nil; line.Wrong {
			ok = false
		}
		was, _ := readSpans(line.Value)
		changed = changed || !slices.Equal(spans, was)
		line.Value = value
		for _, s := range spans {
			opens, closes := s[0], s[1]
			// Days of the same hours are one rule.
			at := slices.IndexFunc(weekly, func(w schedule.Weekly) bool { return *w.Opens == opens && *w.Closes == closes })
			if at < 0 {
				weekly = append(weekly, schedule.Weekly{Opens: &opens, Closes: &closes})
				at = len(weekly) - 1
			}
			weekly[at].Days = append(weekly[at].Days, week[i])
		}
	}
	series := slices.Clone(h.hours.Series)
	for _, o := range slices.Backward(h.Other) {
		out := v.Get(o.Name) == "out"
		changed = changed || out
		switch {
		case o.weekly >= 0 && !out:
			weekly = append(weekly, h.hours.Weekly[o.weekly])
		case o.series >= 0 && out:
			series = slices.Delete(series, o.series, o.series+1)
		}
	}
	if !changed || !ok {
		return ok
	}
	patch.Set("/hours/weekly", orNull(weekly))
	patch.Set("/hours/series", orNull(series))
	if h.hours.Zone == "" {
		patch.Set("/hours/zone", zone)
	}
	if h.hours.Country == "" {
		patch.Set("/hours/country", country)
	}
	return ok
}

func orNull[E any](list []E) any {
	if len(list) == 0 {
		return nil
	}
	return list
}

// readSpans reads "12-17, 18:30-20" and the ways in which Danes, Dutch and
// Flemings write it: "12.30–17", "13u30-16u30".
func readSpans(text string) ([][2]schedule.Clock, error) {
	var spans [][2]schedule.Clock
	for _, part := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return r == ',' || r == ';' || r == '+' }) {
		part = strings.NewReplacer("–", "-", "—", "-", " til ", "-", " tot ", "-", " to ", "-", "kl.", "", "kl", "", "uur", "").Replace(part)
		from, to, found := strings.Cut(part, "-")
		opens, errFrom := readClock(from)
		closes, errTo := readClock(to)
		if !found || errFrom != nil || errTo != nil || opens == closes && opens != 0 {
			return nil, fmt.Errorf("no hours")
		}
		spans = append(spans, [2]schedule.Clock{opens, closes})
	}
	slices.SortFunc(spans, func(a, b [2]schedule.Clock) int { return int(a[0]) - int(b[0]) })
	return spans, nil
}

// ReadHours reads the hours of one day, such as "12-17, 18:30-20"; none for an
// empty text.
func ReadHours(text string) ([]schedule.Hours, error) {
	spans, err := readSpans(text)
	if err != nil {
		return nil, problem.InvalidFields("The hours cannot be read.", []problem.Field{{Pointer: "/hours", Detail: "Hours are such as 12-17, 18:30-20."}})
	}
	var hours []schedule.Hours
	for _, s := range spans {
		hours = append(hours, schedule.Hours{Opens: s[0], Closes: s[1]})
	}
	return hours, nil
}

func readClock(s string) (schedule.Clock, error) {
	s = strings.TrimRight(strings.NewReplacer(".", ":", "u", ":", "h", ":").Replace(strings.TrimSpace(s)), ":")
	hour, minute, some := strings.Cut(s, ":")
	if !some {
		minute = "00"
	}
	if len(hour) == 1 {
		hour = "0" + hour
	}
	return schedule.ParseClock(hour + ":" + minute)
}
