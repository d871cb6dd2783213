package osm

import (
	"strings"
)

// times reads "10:00-12:00,13:00-17:00" and "14:00+".
func (p *parser) times(r *rule) {
	for p.err == nil {
		p.space()
		if !p.startsTime() {
			return
		}
		r.spans = append(r.spans, p.span())
		before := p.pos
		p.space()
		if !p.take(",") {
			p.pos = before
			return
		}
		if p.space(); !p.startsTime() {
			p.pos = before
			return
		}
	}
}

func (p *parser) startsTime() bool {
	n := p.digits()
	return (n == 1 || n == 2) && strings.HasPrefix(p.text[p.pos+n:], ":")
}

func (p *parser) span() span {
	at := p.pos
	s := span{from: p.clock(23, 59)}
	p.spaceBefore("-", "+")
	if p.take("+") {
		s.to, s.openEnd = dayMinutes, true
		return s
	}
	if !p.take("-") {
		p.fail(p.pos, "the end of the time is expected here")
		return s
	}
	p.space()
	if s.to = p.clock(48, 0); p.err != nil {
		return s
	}
	switch {
	case s.to <= s.from:
		s.to += dayMinutes
	case s.to > dayMinutes && s.to-dayMinutes > s.from:
		p.fail(at, "a time of more than 24 hours is not read")
	}
	if p.peek("+") || p.peek("/") {
		p.fail(p.pos, "this is not part of the subset that is read")
	}
	return s
}

// clock reads a time of day up to a last one.
func (p *parser) clock(lastHour, lastMinute int) int {
	at := p.pos
	hour := p.number(1, 2, "a time such as 09:30 is expected here")
	if !p.take(":") {
		p.fail(p.pos, "a time such as 09:30 is expected here")
	}
	minute := p.number(2, 2, "a time such as 09:30 is expected here")
	if p.err == nil && (minute > 59 || hour*60+minute > lastHour*60+lastMinute) {
		p.fail(at, "there is no such time of day")
	}
	return hour*60 + minute
}
