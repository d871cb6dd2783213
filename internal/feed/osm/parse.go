package osm

import (
	"strconv"
	"strings"

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
