package intake

import (
	"strconv"

	"walkin/internal/schedule"
)

// A reading is a time of day as it is written.
type reading struct {
	hour, minute int
	half         meaning // anteMeridie or postMeridie, or 0
	exact        bool    // written so that 3 cannot mean 15: "03", "3:00", "3u"
	marked       bool    // it can be nothing but a time
	bare         string  // four digits without anything between
}

// time reads a time with its end, as far as they are said.
func (r *hoursReader) time() bool {
	from := r.pos
	pos, marked := r.marks(from)
	lead := meaning(0)
	if p, ok := r.phrase(pos); ok && (p.says == since || p.says == till || p.says == between) {
		lead = p.says
		pos, marked = r.marks(pos + len(p.tokens))
	}
	first, next, ok := r.clock(pos)
	if !ok {
		return false
	}
	first.marked = first.marked || marked
	if lead == till {
		if c, ok := first.alone(); ok {
			r.put(item{says: since, closes: &c}, from, next)
			return true
		}
		return false
	}
	pos = next
	joins := false
	if n, ok := r.says(pos, till); ok {
		pos, joins = pos+n, true
	} else if n, ok := r.says(pos, and); ok && lead == between {
		pos, joins = pos+n, true
	} else if r.tokenIs(pos, "-") {
		pos, joins = pos+1, true
	}
	if joins {
		pos, _ = r.marks(pos)
		if last, end, ok := r.clock(pos); ok {
			if r.tokenIs(end, "-") && end+1 < len(r.tokens) && r.tokens[end+1].number() {
				r.fail(CodeHours, r.tokens[from].at, r.tokens[end+1].end)
			}
			r.span(first, last, from, end)
			return true
		}
		if n, ok := r.says(pos, midnight); ok {
			r.span(first, reading{hour: 24, exact: true}, from, pos+n)
			return true
		}
		if !r.tokenIs(next, "-") || lead == between {
			return false
		}
	}
	if c, ok := first.alone(); ok && (first.marked || lead == since) {
		r.put(item{says: since, opens: &c}, from, next)
		return true
	}
	return false
}

// marks skips "kl.", "uur" and the like.
func (r *hoursReader) marks(pos int) (next int, any bool) {
	for {
		n, ok := r.says(pos, clockMark)
		if !ok {
			return pos, any
		}
		pos, any = pos+n, true
		if r.tokenIs(pos, ".") {
			pos++
		}
	}
}

// clock reads one time of day.
func (r *hoursReader) clock(pos int) (c reading, next int, ok bool) {
	if n, ok := r.says(pos, noon); ok {
		return reading{hour: 12, exact: true, marked: true}, pos + n, true
	}
	if pos >= len(r.tokens) || !r.tokens[pos].number() {
		return c, pos, false
	}
	text := r.tokens[pos].text
	switch len(text) {
	case 1, 2:
		c.hour, _ = strconv.Atoi(text)
		c.exact = text[0] == '0' && len(text) == 2
	case 4:
		c.hour, _ = strconv.Atoi(text[:2])
		c.minute, _ = strconv.Atoi(text[2:])
		c.exact, c.bare = true, text
	default:
		return c, pos, false
	}
	pos++
	if c.bare == "" && r.adjacent(pos) && (r.tokens[pos].is(":") || r.tokens[pos].is(".") || r.tokens[pos].is("u") || r.tokens[pos].is("h")) && r.adjacent(pos+1) && r.tokens[pos+1].number() {
		if len(r.tokens[pos+1].text) != 2 {
			return c, pos, false
		}
		c.minute, _ = strconv.Atoi(r.tokens[pos+1].text)
		c.exact, c.marked = true, true
		pos += 2
	}
	if p, ok := r.phrase(pos); ok && (p.says == anteMeridie || p.says == postMeridie) {
		if c.hour < 1 || c.hour > 12 {
			return c, pos, false
		}
		c.half, c.exact, c.marked = p.says, true, true
		pos += len(p.tokens)
		if r.tokenIs(pos, ".") {
			pos++
		}
	} else if p, ok := r.phrase(pos); ok && p.says == clockMark && r.trailing(p.tokens[0]) {
		c.marked = true
		pos += len(p.tokens)
		if r.tokenIs(pos, ".") {
			pos++
		}
	}
	if p, ok := r.phrase(pos); ok && c.hour == 12 && c.minute == 0 && c.half == 0 && (p.says == noon || p.says == midnight) {
		if c.exact, c.marked = true, true; p.says == midnight {
			c.hour = 24
		}
		pos += len(p.tokens)
	}
	return c, pos, c.hour <= 24 && c.minute <= 59 && (c.hour < 24 || c.minute == 0)
}

// trailing tells the marks that stand behind a time ("uur") from those before
// the next one ("kl.", "om").
func (r *hoursReader) trailing(mark string) bool {
	return mark == "u" || mark == "uur" || mark == "h" || mark == "hrs" || mark == "o"
}

// adjacent tells whether a token follows the one before without space.
func (r *hoursReader) adjacent(pos int) bool { return pos < len(r.tokens) && !r.tokens[pos].gap }

// minutes are those after midnight, the half of the day taken into account.
func (c reading) minutes() schedule.Clock {
	hour := c.hour
	switch {
	case c.half == anteMeridie && hour == 12:
		hour = 0
	case c.half == postMeridie && hour < 12:
		hour += 12
	}
	return schedule.Clock(hour*60 + c.minute)
}

// doubtful says that the hour may be one of the afternoon.
func (c reading) doubtful() bool { return !c.exact && c.half == 0 && c.hour >= 1 && c.hour <= 5 }

// alone gives a time that has no other beside it.
func (c reading) alone() (schedule.Clock, bool) {
	return c.minutes(), c.minutes() < 24*60 && c.minutes() > 0 && !c.doubtful() && c.bare == ""
}

// aDay is 24:00.
const aDay schedule.Clock = 24 * 60

// span puts the time between two readings. Hours past midnight are taken as
// such only where they begin in the afternoon: "9-5" is more likely a slip of
// somebody who means 17.
func (r *hoursReader) span(first, last reading, from, to int) {
	at, end := r.tokens[from].at, r.tokens[to-1].end
	r.pos = to
	if year(first.bare) && year(last.bare) || (first.bare == "") != (last.bare == "") && (year(first.bare) || year(last.bare)) {
		r.fail(CodeHours, at, end)
		return
	}
	if first.half == 0 && last.half == postMeridie && first.hour <= 12 {
		first.half, first.exact = postMeridie, true
		if first.minutes() >= last.minutes() {
			first.half = anteMeridie
		}
	} else if first.half == 0 && last.half == anteMeridie && first.hour < last.hour && last.hour != 12 {
		first.half, first.exact = anteMeridie, true
	}
	if last.half != 0 && first.half == 0 && first.hour <= 12 {
		r.fail(CodeHoursHalf, at, end)
		return
	}
	opens, closes := first.minutes(), last.minutes()
	switch {
	case first.doubtful():
		r.fail(CodeHoursHalf, at, end)
	case opens == 0 && closes == 0 && first.exact:
		closes = aDay
		fallthrough
	case opens < closes:
		r.put(item{says: since, opens: &opens, closes: &closes}, from, to)
	case opens == aDay || opens == closes:
		r.fail(CodeHoursBackward, at, end)
	case closes <= 8*60 && opens >= 15*60 && (last.exact || last.hour <= 6), closes == 0 && last.exact, first.half != 0 && last.half != 0 && closes <= 8*60:
		r.put(item{says: since, opens: &opens, closes: &closes}, from, to)
	default:
		r.fail(CodeHoursBackward, at, end)
	}
}

// year says whether four digits may be a year.
func year(digits string) bool { return len(digits) == 4 && digits >= "1900" && digits <= "2199" }
