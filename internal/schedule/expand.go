package schedule

import (
	"slices"
	"time"
)

// MaxWindow is the longest stretch of time that is expanded at once, two years.
// A longer one is cut off at its end, so that no question costs without bound.
const MaxWindow = 731 * 24 * time.Hour

// A slot is what one rule says of one day, in wall-clock time. Spans and
// occurrences are both made of slots.
type slot struct {
	day         int   // the number of the day on which it starts
	from, to    Clock // minutes after that day's midnight; past 1440 they lie in the next day
	fromKnown   bool
	toKnown     bool
	cancelled   bool // it stands in calendars, marked, and opens no door
	state       State
	reason      string
	title, note string
	part        Part
	index       int // among the rules of its part
}

// newSlot turns the times of a rule into a slot that still lacks its day.
func newSlot(opens, closes *Clock, doubt, note string) slot {
	s := slot{to: midnight, state: Open, reason: doubt, note: note}
	if opens != nil {
		s.from, s.fromKnown = *opens, true
	}
	if closes != nil {
		s.to, s.toKnown = *closes, true
	}
	if s.fromKnown && s.toKnown && s.to <= s.from {
		s.to += midnight
	}
	if doubt != "" || !s.fromKnown || !s.toKnown {
		s.state = Unknown
	}
	return s
}

// cancel marks a slot as not taking place.
func (s *slot) cancel(reason string) {
	s.cancelled, s.state, s.reason = true, Closed, reason
}

// doubt makes a slot that would be open unknown.
func (s *slot) doubt(reason string) {
	if s.state == Open {
		s.state, s.reason = Unknown, reason
	}
}

// A plannedDay is what stands over the rules on one day.
type plannedDay struct {
	number    int
	weekday   Day
	exception *Exception
	holiday   string // only a holiday that has an effect
}

// A plan is a schedule laid over a run of days.
type plan struct {
	*Schedule
	loc  *time.Location
	days []plannedDay
	// rules holds one for each series; nil if it cannot be read.
	rules []*rule
	// silent: nothing is known of a day without an exception.
	silent bool
	// displaced, if set, hears of every slot in whose place an exception has
	// put changed hours.
	displaced func(slot)
}

// plan looks at the days whose slots can touch [from, to): those of the window
// and the evening before it.
func (s *Schedule) plan(from, to time.Time, loc *time.Location) plan {
	p := plan{Schedule: s, loc: loc, silent: s.silent()}
	for i := range s.Series {
		r, err := parseRule(s.Series[i].Rule)
		p.silent = p.silent || err != nil
		p.rules = append(p.rules, r)
	}
	first, last := DateIn(from, loc).number()-1, DateIn(to, loc).number()
	p.days = make([]plannedDay, 0, last-first+1)
	for number := first; number <= last; number++ {
		day := plannedDay{number: number, weekday: weekdayOf(number)}
		if s.Country != "" && s.Holidays != HolidaysOpen {
			day.holiday, _ = HolidayOn(s.Country, dateNumbered(number))
		}
		p.days = append(p.days, day)
	}
	p.except(first, last)
	return p
}

// except lays the exceptions over the days: the shortest wins, then the last.
func (p *plan) except(first, last int) {
	for i := range p.Exceptions {
		e := &p.Exceptions[i]
		for n := max(first, e.From.number()); n <= min(last, e.last().number()); n++ {
			day := &p.days[n-first]
			if day.exception == nil || e.days() <= day.exception.days() {
				day.exception = e
			}
		}
	}
}

// hasRules says whether there is any statement but exceptions.
func (s *Schedule) hasRules() bool {
	return len(s.Weekly)+len(s.Series)+len(s.Sessions) > 0
}

// silent says that nothing is known of a day without an exception, whatever
// the rules are.
func (s *Schedule) silent() bool { return s.Doubt != "" || !s.hasRules() }

// changed yields the changed hours of exceptions.
func (p *plan) changed(yield func(slot)) {
	for i := range p.days {
		e := p.days[i].exception
		if e == nil || e.Closed {
			continue
		}
		for j, hours := range e.Hours {
			s := newSlot(&hours.Opens, &hours.Closes, "", "")
			s.day, s.reason = p.days[i].number, e.Reason
			s.part, s.index = PartException, j
			yield(s)
		}
	}
}

// silence yields a whole unknown day for every day of a silent plan of which no
// exception speaks.
func (p *plan) silence(yield func(slot)) {
	for i := range p.days {
		if p.days[i].exception == nil {
			s := newSlot(nil, nil, p.Doubt, "")
			s.day = p.days[i].number
			yield(s)
		}
	}
}

// ruled yields what the rules say, rule by rule, under the exceptions and
// holidays of each day.
func (p *plan) ruled(yield func(slot)) {
	for i := range p.Weekly {
		w := &p.Weekly[i]
		s := newSlot(w.Opens, w.Closes, w.Doubt, w.Note)
		s.part, s.index = PartWeekly, i
		for j := range p.days {
			if day := &p.days[j]; w.startsOn(day) {
				p.place(s, day, yield)
			}
		}
	}
	first, last := p.days[0].number, p.days[len(p.days)-1].number
	for i := range p.Series {
		if p.rules[i] == nil {
			continue
		}
		series := &p.Series[i]
		s := newSlot(series.Opens, series.Closes, series.Doubt, series.Note)
		s.part, s.index = PartSeries, i
		for number := range series.dates(p.rules[i], first, last, p.loc) {
			p.place(s, &p.days[number-first], yield)
		}
	}
	for i := range p.Sessions {
		session := &p.Sessions[i]
		number := session.Date.number()
		if number < first || number > last {
			continue
		}
		s := newSlot(session.Opens, session.Closes, "", session.Note)
		s.title = session.Title
		s.part, s.index = PartSession, i
		if session.Cancelled {
			s.cancel("")
		}
		// Without the holiday: a session names its own date.
		day := p.days[number-first]
		day.holiday = ""
		p.place(s, &day, yield)
	}
}

// place yields a rule's slot on a day, as what stands over that day leaves it.
func (p *plan) place(s slot, day *plannedDay, yield func(slot)) {
	s.day = day.number
	switch {
	case day.exception != nil && !day.exception.Closed:
		if p.displaced != nil {
			p.displaced(s)
		}
		return // the changed hours stand instead
	case day.exception != nil:
		s.cancel(day.exception.Reason)
	case day.holiday != "" && p.Holidays == HolidaysClosed:
		s.cancel(day.holiday)
	case day.holiday != "":
		s.doubt(day.holiday)
	}
	if p.Doubt != "" {
		s.doubt(p.Doubt)
	}
	yield(s)
}

// startsOn says whether the weekly hours start on a day.
func (w *Weekly) startsOn(day *plannedDay) bool {
	return slices.Contains(w.Days, day.weekday) &&
		(w.From == nil || day.number >= w.From.number()) &&
		(w.Until == nil || day.number <= w.Until.number())
}

// times are the instants at which a slot begins and ends.
func (p *plan) times(s *slot) (from, to time.Time) {
	return resolve(s.day, s.from, p.loc), resolve(s.day, s.to, p.loc)
}
