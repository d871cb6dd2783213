package intake

import (
	"slices"

	"walkin/internal/schedule"
)

// A cadence says in which weeks days are meant.
type cadence struct {
	says     meaning // 0 for every week; evenWeeks, oddWeeks, everyOther or ordinal
	numbers  []int   // of an ordinal: the first and third of the month
	ofMonth  bool
	resolved bool // it stood before its days, or has been given its rules
}

// certain says whether it is known which weeks are meant.
func (c cadence) certain() bool { return c.says != everyOther && (c.says != ordinal || c.ofMonth) }

// meets says whether two cadences can fall on one date.
func (c cadence) meets(d cadence) bool {
	switch {
	case c.says == evenWeeks && d.says == oddWeeks, c.says == oddWeeks && d.says == evenWeeks:
		return false
	case c.says == ordinal && d.says == ordinal:
		return slices.ContainsFunc(c.numbers, func(n int) bool { return slices.Contains(d.numbers, n) }) ||
			slices.Contains(c.numbers, -1) || slices.Contains(d.numbers, -1)
	}
	return true
}

// A statement is hours, or closed doors, on some days.
type statement struct {
	days          int
	cadence       cadence
	opens, closes *schedule.Clock
	shut          bool
	doubt         bool // by appointment
	at, end       int
}

func (p *planner) month(it item) {
	switch {
	case p.group != nil && p.group.cadence.says == ordinal:
		p.group.cadence.ofMonth = true
		for i := p.group.first; i < len(p.statements); i++ {
			p.statements[i].cadence.ofMonth = p.statements[i].cadence.says == ordinal
		}
	case p.group != nil && p.group.cadence.says == everyOther:
	case p.ahead.says == ordinal: // "første i måneden: tirsdag"
		p.ahead.ofMonth = true
	default: // once a month, and it is not said when
		p.weeks(item{says: everyOther, at: it.at, end: it.end, parted: it.parted}, item{})
	}
}

// weeks reads a cadence, which may stand before its days or behind them.
func (p *planner) weeks(it, next item) {
	c := cadence{says: it.says}
	before := next.says == weekday || next.says == ordinal
	switch g := p.group; {
	case g == nil || before && (it.parted || it.joined) && !next.parted:
		if p.ahead.says != 0 {
			p.fail(CodeHoursUnclear, it.at, it.end)
		}
		if g != nil && !g.said && g.days != p.defaultDays {
			p.fail(CodeHoursUnclear, g.at, it.end)
		}
		p.ahead = c
		if it.wide {
			p.opened = &it
		}
	case before && !next.parted && g.said:
		p.fail(CodeHoursUnclear, it.at, next.end) // "man 10-12 hver anden tir 13-15"
	case !g.said && g.cadence.says == 0:
		g.cadence = c
	case g.said && (it.parted || it.joined) && next.says == since && !next.parted: // "…, ulige uger 14-16"
		p.group = &group{days: g.days, cadence: c, first: len(p.statements), at: it.at, end: it.end}
	case g.said:
		p.behind(g, c, it)
	default:
		p.fail(CodeHoursUnclear, g.at, it.end)
	}
}

// behind gives a cadence to what has just been said of a group.
func (p *planner) behind(g *group, c cadence, it item) {
	any := false
	for i := g.first; i < len(p.statements); i++ {
		if p.statements[i].cadence.says == 0 && !p.statements[i].cadence.resolved {
			p.statements[i].cadence, any = c, true
		}
	}
	if !any {
		p.fail(CodeHoursUnclear, it.at, it.end)
	}
}
