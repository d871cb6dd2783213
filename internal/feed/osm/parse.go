package osm

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"walkin/internal/schedule"
)

// maxBytes bounds a text that is read; the longest of the map have some
// hundred.
const maxBytes = 4000

// Parse reads a text as the schedule of a place in a time zone (an IANA name)
// and a country (DK, NL, BE, or "" if no public holidays apply). The error is a
// [*SyntaxError] that names the place in the text. What it gives has passed
// [schedule.Schedule.Validate].
func Parse(text, zone, country string) (*schedule.Schedule, error) {
	if len(text) > maxBytes {
		return nil, &SyntaxError{Offset: maxBytes, Near: near(text, maxBytes), Why: "the text is longer than " + strconv.Itoa(maxBytes) + " bytes"}
	}
	p := &parser{text: text}
	rules := p.rules()
	if p.err != nil {
		return nil, p.err
	}
	return assemble(text, rules, zone, country)
}

// A parser turns a text into rules. After an error it stands still.
type parser struct {
	text string
	pos  int
	err  *SyntaxError
}

func (p *parser) fail(at int, why string) {
	if p.err == nil {
		p.err = &SyntaxError{at, near(p.text, at), why}
	}
}

// near is what stands at a place, up to the end of the word and at most 20
// bytes.
func near(text string, at int) string {
	if at >= len(text) {
		return ""
	}
	rest := text[at:]
	end := strings.IndexFunc(rest, func(r rune) bool { return unicode.IsSpace(r) || r == ';' || r == ',' })
	switch {
	case end == 0:
		_, end = utf8.DecodeRuneInString(rest)
	case end < 0:
		end = len(rest)
	}
	for end = min(end, 20); end > 0 && end < len(rest) && !utf8.RuneStart(rest[end]); {
		end--
	}
	return rest[:end]
}

func (p *parser) rules() []rule {
	var rules []rule
	additive := false
	for p.err == nil {
		r := p.rule()
		r.additive = additive
		rules = append(rules, r)
		p.space()
		switch {
		case p.err != nil || p.pos == len(p.text):
			return rules
		case p.take(";"):
			additive = false
		case p.take(","):
			additive = true
		default:
			p.fail(p.pos, "this is not part of the subset that is read")
		}
		p.space()
		if p.pos == len(p.text) && !additive {
			return rules // a text may end with ";"
		}
	}
	return rules
}

func (p *parser) rule() rule {
	p.space()
	r := rule{at: p.pos, state: open}
	begun := p.pos
	if p.word("24/7") {
		r.days, r.spans = allDays, []span{{to: dayMinutes}}
	} else {
		p.when(&r)
		p.weekdays(&r)
		p.times(&r)
	}
	p.stateOf(&r)
	if p.err == nil && p.pos == begun {
		p.fail(p.pos, "a rule is expected here")
	}
	return r
}

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

// digits is the number of digits that come next.
func (p *parser) digits() int {
	n := 0
	for p.pos+n < len(p.text) && p.text[p.pos+n] >= '0' && p.text[p.pos+n] <= '9' {
		n++
	}
	return n
}

// number reads a number of so many digits.
func (p *parser) number(fewest, most int, what string) int {
	n := p.digits()
	if n < fewest || n > most {
		p.fail(p.pos, what)
		return 0
	}
	v, _ := strconv.Atoi(p.text[p.pos : p.pos+n]) // few digits always convert
	p.pos += n
	return v
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
		if p.err == nil && (from < 1 || to > 53 || to < from || step < 1) {
			p.fail(at, "weeks are 1 to 53, the lower first")
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

// stateOf reads a state and a comment.
func (p *parser) stateOf(r *rule) {
	p.space()
	r.stated = true
	switch {
	case p.word("open"):
	case p.word("off"), p.word("closed"):
		r.state = off
	case p.word("unknown"):
		r.state = unknown
	default:
		r.stated = false
	}
	p.space()
	if !p.take(`"`) {
		return
	}
	end := strings.IndexByte(p.text[p.pos:], '"')
	if end < 0 {
		p.fail(p.pos-1, "the quotation mark is never closed")
		return
	}
	r.comment = quotable(p.text[p.pos : p.pos+end])
	p.pos += end + 1
	if !r.stated {
		r.state = unknown // a comment alone: section on rule modifiers
	}
}

// space passes over white space.
func (p *parser) space() {
	for p.pos < len(p.text) && strings.IndexByte(" \t\n\r", p.text[p.pos]) >= 0 {
		p.pos++
	}
}

// spaceBefore passes over white space if one of some marks follows it.
func (p *parser) spaceBefore(marks ...string) {
	before := p.pos
	p.space()
	if !slices.ContainsFunc(marks, p.peek) {
		p.pos = before
	}
}

func (p *parser) peek(mark string) bool {
	return p.err == nil && strings.HasPrefix(p.text[p.pos:], mark)
}

// take passes over a mark if it comes next.
func (p *parser) take(mark string) bool {
	if !p.peek(mark) {
		return false
	}
	p.pos += len(mark)
	return true
}

// word passes over a word if it comes next and goes no further.
func (p *parser) word(word string) bool {
	if !p.peek(word) {
		return false
	}
	after, _ := utf8.DecodeRuneInString(p.text[p.pos+len(word):])
	if unicode.IsLetter(after) || unicode.IsDigit(after) {
		return false
	}
	p.pos += len(word)
	return true
}
