package search

import (
	"slices"
	"strings"

	"walkin/internal/directory"
)

// called is a centre by its names, without the rest of it.
type called struct {
	number         uint32
	name, fullName []string // folded and collapsed; the full one is also of who runs it and its town
	country, id    string
}

// centresCalled calls yield with the centres that have all words in their full
// name, the last one perhaps only in its beginning.
func (s *snapshot) centresCalled(typed []string, yield func(called)) {
	words, countries := s.vocabulary.tokens.all(), s.vocabulary.countries.all()
	last := len(typed) - 1
	whole := make([]uint32, last)
	for i := range whole {
		var ok bool
		if whole[i], ok = s.vocabulary.tokens.known(typed[i]); !ok {
			return
		}
	}
	begun := make(bits, len(words)/64+1)
	var begins []uint32
	for i, word := range words {
		if strings.HasPrefix(word, typed[last]) {
			begun.set(uint32(i))
			begins = append(begins, uint32(i))
		}
	}
	for i := range s.parts {
		p := &s.parts[i]
		for _, n := range p.having(whole, begins) {
			full := p.fullName(n)
			if p.dead.has(n) || p.traits[n].unlisted() || directory.Searchable[p.traits[n].kind()] != directory.KindCentre ||
				!slices.ContainsFunc(full, begun.has) || slices.ContainsFunc(whole, func(w uint32) bool { return !slices.Contains(full, w) }) {
				continue
			}
			c := called{number: p.first + n, country: countries[p.country[n]], id: string(p.id(n)), fullName: make([]string, len(full))}
			for i, w := range full {
				c.fullName[i] = words[w]
			}
			c.name = c.fullName[:p.nameTokens[n]]
			yield(c)
		}
	}
}

// having gives the entries that have the rarest of some words, or any of
// others where there are none.
func (s *segment) having(whole, any []uint32) []uint32 {
	var pairs postings
	if len(whole) > 0 {
		pairs = s.tokenOf.of(whole[0])
		for _, w := range whole[1:] {
			if of := s.tokenOf.of(w); len(of) < len(pairs) {
				pairs = of
			}
		}
	}
	numbers := make([]uint32, 0, len(pairs))
	for _, pair := range pairs {
		numbers = append(numbers, number(pair))
	}
	if len(whole) == 0 {
		for _, w := range any {
			for _, pair := range s.tokenOf.of(w) {
				numbers = append(numbers, number(pair))
			}
		}
		slices.Sort(numbers)
		numbers = slices.Compact(numbers)
	}
	return numbers
}
