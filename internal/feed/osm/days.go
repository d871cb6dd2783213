package osm

import (
	"walkin/internal/schedule"
)

// weekdays reads "PH", "Mo-Fr,Su" and "Sa[2,4]".
func (p *parser) weekdays(r *rule) {
	p.space()
	if at := p.pos; p.word("PH") {
		r.holiday = true
		if p.peek(",") {
			p.fail(at, "public holidays in a list with weekdays are not read; give them a rule of their own")
		}
		p.space()
	}
	if p.word("SH") {
		p.fail(p.pos-2, "school holidays are not read")
	}
	for p.err == nil {
		day, ok := p.weekday()
		if !ok {
			return
		}
		switch {
		case p.take("["):
			p.nths(r, day)
		case p.take("-"):
			at := p.pos
			to, ok := p.weekday()
			if !ok {
				p.fail(at, "a weekday is expected here")
				return
			}
			for d := day; ; d = (d + 1) % 7 {
				r.days |= dayOf(d)
				if d == to {
					break
				}
			}
		default:
			r.days |= dayOf(day)
		}
		before := p.pos
		p.space()
		if !p.take(",") {
			p.pos = before
			return
		}
		p.space()
		if p.word("PH") || p.word("SH") {
			p.fail(p.pos-2, "holidays in a list with weekdays are not read; give them a rule of their own")
		}
		if !p.startsWeekday() {
			p.pos = before // the comma begins another rule
			return
		}
	}
}

func (p *parser) startsWeekday() bool {
	at := p.pos
	_, ok := p.weekday()
	p.pos = at
	return ok
}

func (p *parser) weekday() (schedule.Day, bool) {
	for _, day := range week {
		if p.word(dayWords[day]) {
			return day, true
		}
	}
	return 0, false
}

// nths reads the numbers of a weekday in its month and the bracket after them.
func (p *parser) nths(r *rule, day schedule.Day) {
	for p.err == nil {
		at := p.pos
		negative := p.take("-")
		n := p.number(1, 1, "the number of a weekday in its month is expected here")
		if n < 1 || n > 5 {
			p.fail(at, "a weekday comes 1 to 5 times in a month")
		}
		if negative {
			n = -n
		}
		r.nth = append(r.nth, nth{day, n})
		switch {
		case p.take(","):
		case p.take("]"):
			return
		default:
			p.fail(p.pos, "a comma or a closing bracket is expected here")
		}
	}
}
