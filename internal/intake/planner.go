package intake

import (
	"slices"

	"walkin/internal/schedule"
)

// A group is the days that are being spoken of.
type group struct {
	days    int
	holiday bool
	cadence cadence
	part    meaning
	first   int // of its statements
	said    bool
	at, end int
}

// A planner turns items into a schedule.
type planner struct {
	*hoursReader
	zone        string
	defaultDays int

	statements []statement
	group      *group
	ahead      cadence // stands before days to come
	shutAhead  *item
	scope      *item // weeks named before days: of how many groups is not said
	opened     *item // the same, while its first days are still to come
	holidays   schedule.HolidayRule
	doubt      bool
	besides    bool // "or by appointment": the hours stand
	always     bool
}

func (p *planner) plan() schedule.Schedule {
	p.items = p.reordered()
	if p.defaultDays != 0 {
		p.group = &group{days: p.defaultDays}
	}
	for i := range p.items {
		if len(p.faults) > 0 {
			return schedule.Schedule{}
		}
		p.take(i)
	}
	p.close()
	if p.shutAhead != nil || p.ahead.says != 0 {
		p.fail(CodeHoursUnclear, 0, len(p.text))
	}
	p.compare()
	if len(p.faults) > 0 {
		return schedule.Schedule{}
	}
	return p.schedule()
}

// next gives the item after one; the zero item after the last.
func (p *planner) next(i int) item {
	if i+1 < len(p.items) {
		return p.items[i+1]
	}
	return item{}
}

// take reads one item.
func (p *planner) take(i int) {
	it, next := p.items[i], p.next(i)
	switch it.says {
	case stop:
		carried := p.group != nil && !p.group.said && slices.Contains([]meaning{since, shut, always, agreed}, next.says)
		if !carried && p.defaultDays == 0 {
			p.close()
		}
	case weekday:
		p.days(it)
	case each:
	case ordinal:
		p.ahead.says = ordinal
		p.ahead.numbers = append(p.ahead.numbers, it.number)
	case ofMonth:
		p.month(it)
	case evenWeeks, oddWeeks, everyOther:
		p.weeks(it, next)
	case holiday:
		if n := len(p.statements); it.joined && n > 0 && p.statements[n-1].shut && p.group != nil && p.group.said { // "lukket lørdag og helligdage"
			p.holidays = schedule.HolidaysClosed
			return
		}
		if p.group == nil || p.group.said {
			p.open(it, 0)
		}
		p.group.holiday = true
	case exception:
		if next.says != holiday {
			p.fail(CodeHours, it.at, it.end)
			return
		}
		p.holidays = schedule.HolidaysClosed
		p.items[i+1].says = filler
	case shut:
		p.shut(i, it, next)
	case agreed:
		p.appointment(it)
	case always:
		p.roundTheClock(it, next)
	case morning, afternoon, evening:
		if p.group != nil {
			p.group.part = it.says
		}
	case since:
		p.hours(it)
	}
}

// open begins to speak of other days.
func (p *planner) open(it item, days int) {
	p.close()
	if p.scope != nil && p.ahead.says == 0 && p.shutAhead == nil {
		p.fail(CodeHoursUnclear, p.scope.at, it.end) // "lige uger: man 10-12, tir 12-14"
	}
	p.group = &group{days: days, cadence: p.ahead, first: len(p.statements), at: it.at, end: it.end, part: it.part}
	if p.ahead.says != 0 {
		p.scope, p.opened = p.opened, nil
	}
	p.ahead = cadence{}
}

// close ends a group. Days of which nothing is said are unknown.
func (p *planner) close() {
	g := p.group
	p.group = nil
	if g == nil || g.said || g.at == g.end && g.days == p.defaultDays && p.defaultDays != 0 {
		return
	}
	if g.holiday {
		p.fail(CodeHoursUnclear, g.at, g.end)
		return
	}
	p.statements = append(p.statements, statement{days: g.days, cadence: g.cadence, at: g.at, end: g.end})
}

func (p *planner) days(it item) {
	if p.shutAhead != nil {
		p.open(it, it.days)
		p.state(statement{shut: true}, it)
		p.shutAhead = nil
		return
	}
	if p.group != nil && p.defaultDays != 0 && p.group.days == p.defaultDays && it.days == p.defaultDays {
		if p.ahead.says != 0 {
			p.group.cadence, p.ahead = p.ahead, cadence{}
		}
		return // "mandag" in the column of Monday
	}
	if p.group == nil || p.group.said || p.defaultDays != 0 {
		if p.defaultDays != 0 {
			p.fail(CodeHoursUnclear, it.at, it.end)
		}
		p.open(it, it.days)
		return
	}
	// Another day beside those of which nothing has been said yet.
	if p.ahead.says != 0 || p.group.part != 0 && it.part != p.group.part {
		p.fail(CodeHoursUnclear, p.group.at, it.end)
		return
	}
	if p.group.days == 0 && !p.group.holiday || p.group.cadence.says != 0 && p.group.cadence.says != ordinal && !it.joined && it.parted {
		p.fail(CodeHoursUnclear, p.group.at, it.end)
		return
	}
	p.group.days |= it.days
	p.group.end = it.end
}

// state says something of the group.
func (p *planner) state(s statement, it item) {
	s.days, s.cadence, s.at, s.end = p.group.days, p.group.cadence, it.at, it.end
	if s.days != 0 {
		p.statements = append(p.statements, s)
	}
	p.group.said = true
}

func (p *planner) shut(i int, it, next item) {
	switch g := p.group; {
	case g != nil && !g.said:
		if g.holiday {
			p.holidays = schedule.HolidaysClosed
		}
		p.state(statement{shut: true}, it)
	case next.says == holiday:
		p.holidays = schedule.HolidaysClosed
		p.items[i+1].says = filler
	case next.says == weekday:
		p.close()
		p.shutAhead = &it
	case g == nil && len(p.items) == 1:
		p.fail(CodeHoursClosed, it.at, it.end)
	default:
		p.fail(CodeHoursUnclear, it.at, it.end)
	}
}

func (p *planner) appointment(it item) {
	switch g := p.group; {
	case g != nil && !g.said:
		p.state(statement{doubt: true}, it)
	case it.joined && len(p.statements) > 0:
		p.besides = true
	case g == nil || it.parted || len(p.statements) == g.first:
		p.doubt = true
	default:
		for i := g.first; i < len(p.statements); i++ {
			if p.statements[i].shut {
				p.fail(CodeHoursUnclear, it.at, it.end)
			}
			p.statements[i].doubt = true
		}
	}
}

func (p *planner) roundTheClock(it, next item) {
	switch {
	case p.group != nil:
		opens, closes := schedule.Clock(0), aDay
		p.hours(item{says: since, opens: &opens, closes: &closes, at: it.at, end: it.end})
	case len(p.items) == 1 || next.says == weekday && next.days == allDays && len(p.items) == 2:
		p.always = true
		if next.says == weekday {
			p.items = p.items[:1]
		}
	default:
		p.fail(CodeHoursNoDay, it.at, it.end)
	}
}

func (p *planner) hours(it item) {
	g := p.group
	switch {
	case g == nil || g.days == 0 && !g.holiday:
		p.fail(CodeHoursNoDay, it.at, it.end)
		return
	case g.holiday:
		p.fail(CodeHoursUnclear, g.at, it.end)
		return
	case it.opens != nil && g.part != 0:
		early := map[meaning]schedule.Clock{morning: 0, afternoon: 12 * 60, evening: 15 * 60}[g.part]
		if *it.opens < early || g.part == morning && *it.opens > 12*60 {
			p.fail(CodeHoursHalf, g.at, it.end)
			return
		}
	}
	p.state(statement{opens: it.opens, closes: it.closes}, it)
}
