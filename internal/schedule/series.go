package schedule

import (
	"iter"
	"math"
	"slices"
	"time"

	"github.com/teambition/rrule-go"
)

// ahead is how far, in days, dates are moved into the future while a rule is
// expanded: 7,600 years, 19 whole cycles of the calendar, so that months,
// weekdays, leap years and ISO weeks all stay where they are. rrule-go gives up
// only in the year 9999; a rule that never happens (30 February) would make it
// look through eight thousand years, and this way it looks through four hundred
// at most.
const ahead = 19 * 146097

// dates yields the day numbers from first to last on which the series starts,
// in order. loc is needed for an UNTIL that is an instant.
func (s *Series) dates(r *rule, first, last int, loc *time.Location) iter.Seq[int] {
	return func(yield func(int) bool) {
		option := r.option
		option.Dtstart = s.anchor(&option, first)
		generator, err := rrule.NewRRule(option)
		if err != nil {
			return // parseRule lets no such rule through
		}
		start, end := s.Start.number(), r.end(loc)
		next := generator.Iterator()
		for {
			t, ok := next()
			number := int(t.Unix()/secondsPerDay) - ahead
			if !ok || number > last || !end.IsZero() && s.startsOn(number, loc).After(end) {
				return
			}
			if number < start || number < first || s.excepts(number) {
				continue
			}
			if !yield(number) {
				return
			}
		}
	}
}

// happens says whether the series has any date at all.
func (s *Series) happens(r *rule, loc *time.Location) bool {
	for range s.dates(r, s.Start.number(), math.MaxInt, loc) {
		return true
	}
	return false
}

// anchor is the DTSTART from which a rule gives the same dates from first on as
// it does from the start of the series: as near to first as INTERVAL allows, so
// that a weekly rule of 1998 costs no more than one of last week. A rule with
// COUNT has to be counted from its start.
//
// An anchor in months or years is the first day of one, so what such a rule
// leaves to be taken from DTSTART is written into option.
func (s *Series) anchor(option *rrule.ROption, first int) time.Time {
	if len(option.Byweekday)+len(option.Bymonthday)+len(option.Byweekno) == 0 {
		switch option.Freq {
		case rrule.MONTHLY:
			option.Bymonthday = []int{s.Start.Day}
		case rrule.YEARLY:
			option.Bymonthday = []int{s.Start.Day}
			if len(option.Bymonth) == 0 {
				option.Bymonth = []int{int(s.Start.Month)}
			}
		}
	}
	start := s.Start.number()
	if option.Count > 0 || first <= start {
		return aheadOf(start)
	}
	interval, to := max(option.Interval, 1), dateNumbered(first)
	switch option.Freq {
	case rrule.DAILY:
		start += (first - start) / interval * interval
	case rrule.WEEKLY:
		start += (first - start) / (7 * interval) * 7 * interval
	case rrule.MONTHLY:
		months := (to.Year-s.Start.Year)*12 + int(to.Month-s.Start.Month)
		months = months / interval * interval
		start = Date{s.Start.Year, s.Start.Month + time.Month(months), 1}.number()
	case rrule.YEARLY:
		years := (to.Year - s.Start.Year) / interval * interval
		start = Date{s.Start.Year + years, time.January, 1}.number()
	}
	return aheadOf(start)
}

func aheadOf(number int) time.Time {
	return time.Unix(int64(number+ahead)*secondsPerDay, 0).UTC()
}

// startsOn is the instant at which an occurrence on a day begins.
func (s *Series) startsOn(number int, loc *time.Location) time.Time {
	if s.Opens == nil {
		return resolve(number, 0, loc)
	}
	return resolve(number, *s.Opens, loc)
}

func (s *Series) excepts(number int) bool {
	return len(s.Except) > 0 && slices.Contains(s.Except, dateNumbered(number))
}

// end is the last instant at which UNTIL lets an occurrence start; zero if the
// rule has none. A date means the whole of that day.
func (r *rule) end(loc *time.Location) time.Time {
	hour, minute, second := r.until.Clock()
	switch date := dateOf(r.until); r.untilLayout {
	case "":
		return time.Time{}
	case rrule.DateFormat:
		return date.At(midnight, loc).Add(-time.Second)
	case rrule.LocalDateTimeFormat:
		return date.At(Clock(hour*60+minute), loc).Add(time.Duration(second) * time.Second)
	}
	return r.until
}
