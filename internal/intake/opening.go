package intake

import (
	"slices"
	"strings"

	"walkin/internal/schedule"
)

// hours changes a schedule as the line says: by a column for all hours, or by
// columns for weekdays, and by one for the days on which it is closed.
func (r *reader) hours(s *schedule.Schedule, zone string) {
	if text := r.text(fieldHours); !unsaid(text) {
		if read, ok := r.hoursText(fieldHours, text, zone); ok {
			replaceHours(s, read)
		}
	}
	r.weekdays(s, zone)
	if text := r.text(fieldClosures); !unsaid(text) {
		shut, wrong := closures(text)
		if wrong.Code != "" {
			r.blame(fieldClosures, wrong)
			return
		}
		if s.Zone == "" {
			s.Zone, s.Country = zone, zoneCountry[zone]
		}
		for _, e := range shut {
			known := slices.ContainsFunc(s.Exceptions, func(k schedule.Exception) bool {
				return k.Closed == e.Closed && k.From == e.From && k.Until == e.Until && k.Reason == e.Reason
			})
			if !known { // what somebody posted since stays
				s.Exceptions = append(s.Exceptions, e)
			}
		}
	}
}

// hoursText reads hours and blames what is wrong with them.
func (r *reader) hoursText(f field, text, zone string) (schedule.Schedule, bool) {
	s, faults := Hours(text, r.lang(), zone)
	for _, wrong := range faults {
		r.blame(f, wrong)
	}
	return s, len(faults) == 0
}

// replaceHours gives a schedule other rules. Its dated meetings and exceptions
// stay, and what it says of holidays unless the new rules say it.
func replaceHours(s *schedule.Schedule, read schedule.Schedule) {
	read.Sessions, read.Exceptions = s.Sessions, s.Exceptions
	if read.Holidays == "" && read.Country != "" && read.Country == s.Country {
		read.Holidays = s.Holidays
	}
	*s = read
}

// weekdays reads the columns of the weekdays. A day that says "lukket" is
// closed; one that is empty stays as it was, and is unknown if nothing was
// known of it.
func (r *reader) weekdays(s *schedule.Schedule, zone string) {
	said := 0
	var rules schedule.Schedule
	for _, d := range daysIn(allDays) {
		f := dayField(d)
		text := r.text(f)
		if unsaid(text) {
			continue
		}
		read, faults := hoursOf(text, r.lang(), zone, 1<<d)
		for _, wrong := range faults {
			r.blame(f, wrong)
		}
		if len(faults) > 0 {
			continue
		}
		if read.Doubt != "" { // "efter aftale" on this day
			read.Weekly = []schedule.Weekly{{Days: []schedule.Day{d}, Doubt: read.Doubt}}
		}
		said |= 1 << d
		rules.Weekly = append(rules.Weekly, read.Weekly...)
		rules.Series = append(rules.Series, read.Series...)
	}
	if said == 0 {
		return
	}
	for _, series := range s.Series {
		for _, d := range daysIn(said) {
			if _, days, _ := strings.Cut(series.Rule, "BYDAY="); days == "" || strings.Contains(days, strings.ToUpper(d.String()[:2])) {
				r.blame(dayField(d), fault(CodeHoursSeries, "day", d.String()))
				return
			}
		}
	}
	wasKnown := len(s.Weekly)+len(s.Series) > 0
	kept := schedule.Schedule{Zone: zone, Country: zoneCountry[zone], Series: append(slices.Clone(s.Series), rules.Series...), Note: s.Note}
	if s.Zone != "" {
		kept.Zone, kept.Country = s.Zone, s.Country
	}
	if said != allDays {
		kept.Doubt = s.Doubt
	}
	kept.Weekly = mergeDays(rules.Weekly)
	for _, w := range s.Weekly {
		w.Days = slices.DeleteFunc(slices.Clone(w.Days), func(d schedule.Day) bool { return said&(1<<d) != 0 })
		if len(w.Days) > 0 {
			kept.Weekly = append(kept.Weekly, w)
		}
	}
	if open := daysIn(allDays &^ said); !wasKnown && len(open) > 0 {
		kept.Weekly = append(kept.Weekly, schedule.Weekly{Days: open})
	}
	if len(kept.Weekly)+len(kept.Series) == 0 {
		r.blame(dayField(schedule.Mon), fault(CodeHoursClosed, "text", r.text(dayField(schedule.Mon))))
		return
	}
	replaceHours(s, kept)
}

// mergeDays puts days with the same hours together, from Monday.
func mergeDays(rules []schedule.Weekly) []schedule.Weekly {
	var merged []schedule.Weekly
	for _, w := range rules {
		i := slices.IndexFunc(merged, func(m schedule.Weekly) bool {
			return sameTime(statement{opens: m.Opens, closes: m.Closes}, statement{opens: w.Opens, closes: w.Closes}) && m.Doubt == w.Doubt && m.Note == w.Note
		})
		if i < 0 {
			merged = append(merged, w)
			continue
		}
		set := dayBits(merged[i].Days...) | dayBits(w.Days...)
		merged[i].Days = daysIn(set)
	}
	return merged
}
