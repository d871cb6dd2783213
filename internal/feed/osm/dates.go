package osm

import (
	"slices"
	"strings"
	"time"

	"walkin/internal/schedule"
)

// when reads a range of dates, months and weeks.
func (p *parser) when(r *rule) {
	p.space()
	if p.digits() == 4 {
		r.dates = p.dates()
	} else if m, ok := p.month(); ok {
		r.months = p.monthList(m)
	}
	p.space()
	if p.word("week") {
		if r.months != 0 {
			p.fail(p.pos, "months and weeks together are not read")
		}
		r.weeks = p.weekList()
	}
}

func (p *parser) dates() *dates {
	from := p.date()
	d := &dates{from, from}
	p.spaceBefore("-", "+")
	switch {
	case p.take("+"):
		d.until = lastDay
	case p.take("-"):
		p.space()
		at := p.pos
		d.until = p.laterDate(from)
		if p.err == nil && d.until.Before(from) {
			p.fail(at, "the range ends before it begins")
		}
	}
	return d
}

// date reads "2026 Dec 24".
func (p *parser) date() schedule.Date {
	at := p.pos
	d := schedule.Date{Year: p.number(4, 4, "a year is expected here")}
	p.space()
	m, ok := p.month()
	if !ok {
		p.fail(p.pos, "a month and a day are expected after the year")
	}
	p.space()
	d.Month = m
	d.Day = p.number(1, 2, "a day of the month is expected here")
	p.real(at, d)
	return d
}

// laterDate reads the end of a range, which may leave out what it has in common
// with the beginning: "2027 Jan 02", "Dec 26", "26".
func (p *parser) laterDate(from schedule.Date) schedule.Date {
	at := p.pos
	if p.digits() == 4 {
		return p.date()
	}
	d := from
	if m, ok := p.month(); ok {
		d.Month = m
		p.space()
	}
	d.Day = p.number(1, 2, "the end of the range is expected here")
	p.real(at, d)
	return d
}

// real refuses a date that the calendar or a schedule does not have.
func (p *parser) real(at int, d schedule.Date) {
	if p.err == nil && (!d.Valid() || d.Before(firstDay) || d.After(lastDay)) {
		p.fail(at, "there is no such date in the years 1970 to 2199")
	}
}

func (p *parser) month() (m time.Month, ok bool) {
	for i, word := range monthWords {
		if p.word(word) {
			return time.Month(i + 1), true
		}
	}
	return 0, false
}

// monthList reads the months after the first one.
func (p *parser) monthList(first time.Month) months {
	list := p.monthRange(first)
	for {
		p.space()
		if n := p.digits(); n > 0 && !strings.HasPrefix(p.text[p.pos+n:], ":") {
			p.fail(p.pos, "a date needs its year; without one it would come every year")
			return 0
		}
		before := p.pos
		if !p.take(",") {
			return list
		}
		p.space()
		m, ok := p.month()
		if !ok {
			p.pos = before // the comma begins another rule
			return list
		}
		list |= p.monthRange(m)
	}
}

func (p *parser) monthRange(from time.Month) months {
	to := from
	if p.take("-") {
		m, ok := p.month()
		if !ok {
			p.fail(p.pos, "a month is expected here")
		}
		to = m
	}
	var set months
	for m := from; p.err == nil; m = m%12 + 1 {
		set |= 1 << (m - 1)
		if m == to {
			break
		}
	}
	return set
}

func (p *parser) weekList() []int {
	var list []int
	for p.err == nil {
		p.space()
		at := p.pos
		from := p.number(1, 2, "the number of a week is expected here")
		to, step := from, 1
		if p.take("-") {
			to = p.number(1, 2, "the number of a week is expected here")
			if p.take("/") {
				step = p.number(1, 2, "a number of weeks is expected here")
			}
		}
		if from < 1 || to > 53 || to < from || step < 1 {
			p.fail(at, "weeks are 1 to 53, the lower first")
		}
		if p.err != nil {
			break
		}
		for w := from; w <= to; w += step {
			list = append(list, w)
		}
		before := p.pos
		if !p.take(",") {
			break
		}
		if p.space(); p.digits() == 0 {
			p.pos = before
			break
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}
