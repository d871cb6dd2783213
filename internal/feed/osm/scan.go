package osm

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

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
