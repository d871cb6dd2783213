package intake

import (
	"slices"
	"strings"

	"walkin/internal/schedule"
)

// An item is one statement of an hours text: days, a time, "closed".
type item struct {
	says    meaning // weekday, since (a time), shut, agreed, always, evenWeeks, oddWeeks, everyOther, ordinal, ofMonth, each, holiday, exception, a part of the day, or stop
	days    int     // bits
	number  int     // of an ordinal
	part    meaning // of the day, joined to a weekday
	opens   *schedule.Clock
	closes  *schedule.Clock
	at, end int  // bytes of the text
	parted  bool // a comma or the like stands before it
	joined  bool // "and" or "or" stands before it
	wide    bool // of a cadence: it names weeks, not days
}

// stop is a line break or a semicolon: what follows is about other days.
const stop meaning = 100

// An hoursReader turns tokens into items.
type hoursReader struct {
	text   string
	lang   string
	tokens []token
	pos    int
	items  []item
	parted bool
	joined bool
	faults []Fault
}

func (r *hoursReader) fail(code Code, at, end int, params ...string) {
	if len(r.faults) < 5 {
		r.faults = append(r.faults, fault(code, append([]string{"text", strings.TrimSpace(r.text[at:end])}, params...)...))
	}
}

// phrase gives the phrase at a token.
func (r *hoursReader) phrase(pos int) (phrase, bool) {
	return phraseAt(r.lang, r.tokens[min(pos, len(r.tokens)):])
}

// says tells whether a phrase of one of the meanings stands at a token, and
// how many tokens it has.
func (r *hoursReader) says(pos int, wanted ...meaning) (tokens int, ok bool) {
	p, ok := r.phrase(pos)
	if !ok {
		return 0, false
	}
	for _, m := range wanted {
		if p.says == m {
			return len(p.tokens), true
		}
	}
	return 0, false
}

func (r *hoursReader) tokenIs(pos int, s string) bool {
	return pos < len(r.tokens) && r.tokens[pos].is(s)
}

// put adds an item that stands in tokens from..to.
func (r *hoursReader) put(i item, from, to int) {
	i.at, i.end = r.tokens[from].at, r.tokens[to-1].end
	i.parted, i.joined = r.parted, r.joined
	r.parted, r.joined = false, false
	r.items = append(r.items, i)
	r.pos = to
}

// read reads all items.
func (r *hoursReader) read() {
	for r.pos < len(r.tokens) {
		t := r.tokens[r.pos]
		switch {
		case t.is("\n"), t.is(";"), t.is("•"), t.is("|"), t.is("·"):
			r.put(item{says: stop}, r.pos, r.pos+1)
			continue
		case strings.Contains(",./()-:", t.text):
			r.parted = r.parted || !t.is(":")
			r.pos++
			continue
		case t.is("+"), t.is("&"):
			r.joined = true
			r.pos++
			continue
		}
		if r.ordinals() || r.words() || r.time() {
			continue
		}
		r.unknown()
	}
}

// unknown faults what stands here, up to the next that is understood.
func (r *hoursReader) unknown() {
	from := r.pos
	number := r.tokens[from].number()
	for r.pos++; r.pos < len(r.tokens); r.pos++ {
		t := r.tokens[r.pos]
		if number && !t.gap && (t.number() || strings.Contains("-:.", t.text)) {
			continue // all of "25-26"
		}
		if _, ok := r.phrase(r.pos); ok || t.number() || strings.Contains("\n;,", t.text) {
			break
		}
	}
	r.fail(CodeHours, r.tokens[from].at, r.tokens[r.pos-1].end)
}

// words reads a phrase that is no time.
func (r *hoursReader) words() bool {
	p, ok := r.phrase(r.pos)
	if !ok {
		return false
	}
	from, to := r.pos, r.pos+len(p.tokens)
	switch p.says {
	case weekday:
		r.weekdays(p)
	case filler:
		r.pos = to
	case clockMark, till, since, between, noon, midnight:
		if r.time() {
			return true
		}
		if _, days := r.says(to, weekday); p.says == since && days { // "van maandag tot vrijdag"
			r.pos = to
			return true
		}
		return false
	case and, or:
		r.joined, r.pos = true, to
	case each:
		r.put(item{says: each}, from, to)
	case ordinal:
		r.put(item{says: ordinal, number: p.value}, from, to)
	case anteMeridie, postMeridie:
		return false
	default:
		wide := p.says == evenWeeks || p.says == oddWeeks || p.says == everyOther && slices.ContainsFunc(p.tokens, func(t string) bool {
			return strings.HasPrefix(t, "uge") || strings.HasPrefix(t, "week") || strings.HasPrefix(t, "wek") || strings.HasPrefix(t, "dag")
		})
		r.put(item{says: p.says, wide: wide}, from, to)
	}
	return true
}

// weekdays reads a weekday or a range of them.
func (r *hoursReader) weekdays(p phrase) {
	from, to := r.pos, r.pos+len(p.tokens)
	days, part := p.value&allDays, meaning(p.value>>8)
	if r.tokenIs(to, ".") { // "man."
		to++
	}
	next := to
	switch n, ok := r.says(to, till); {
	case ok:
		next = to + n
	case r.tokenIs(to, "-"):
		next = to + 1
	}
	last, ok := r.phrase(next)
	if next == to || !ok || last.says != weekday || !oneDay(last.value) || !oneDay(days) {
		r.put(item{says: weekday, days: days, part: part}, from, to)
		return
	}
	to = next + len(last.tokens)
	end := last.value & allDays
	for d := days; d != end; {
		if d = d << 1; d > 1<<schedule.Sat {
			d = 1 << schedule.Sun
		}
		days |= d
	}
	if again, ok := r.says(to+1, weekday); ok && r.tokenIs(to, "-") { // "ma-wo-vr": a range or a list
		r.fail(CodeHours, r.tokens[from].at, r.tokens[to+again].end)
	}
	r.put(item{says: weekday, days: days, part: meaning(last.value >> 8)}, from, to)
}

func oneDay(bits int) bool { bits &= allDays; return bits != 0 && bits&(bits-1) == 0 }

// ordinals reads "1.", "1. og 3." where a weekday follows.
func (r *hoursReader) ordinals() bool {
	var found []item
	pos := r.pos
	for {
		if pos+1 >= len(r.tokens) || !r.tokens[pos].number() || len(r.tokens[pos].text) != 1 || r.tokens[pos+1].gap {
			break
		}
		n := int(r.tokens[pos].text[0] - '0')
		ending := false
		for _, e := range ordinalEndings {
			ending = ending || r.tokens[pos+1].is(e)
		}
		if n < 1 || n > 5 || !ending {
			break
		}
		found = append(found, item{says: ordinal, number: n, at: r.tokens[pos].at, end: r.tokens[pos+1].end, joined: len(found) > 0 || r.joined, parted: len(found) == 0 && r.parted})
		pos += 2
		if n, ok := r.says(pos, and); ok && pos+n < len(r.tokens) && r.tokens[pos+n].number() {
			pos += n
		} else if pos+1 < len(r.tokens) && strings.Contains(",/&+", r.tokens[pos].text) && r.tokens[pos+1].number() {
			pos++
		} else if ok {
			if _, more := r.says(pos+n, ordinal); more { // "1. og sidste"
				break
			}
		}
	}
	if len(found) == 0 {
		return false
	}
	if n, ok := r.says(pos, and); ok {
		if _, more := r.says(pos+n, ordinal); !more {
			return false
		}
	} else if _, ok := r.says(pos, weekday); !ok {
		return false
	}
	r.items = append(r.items, found...)
	r.parted, r.joined, r.pos = false, false, pos
	return true
}
