package search

import (
	"cmp"
	"slices"
	"strings"

	"walkin/internal/fold"
)

// call sorts the centres by the words of their names, so that those which begin
// with what is typed stand together.
func (s *segment) call(words []string) {
	s.called = nil
	for n := range uint32(s.count()) {
		if t := s.traits[n]; !t.unlisted() && t.centre() {
			s.called = append(s.called, n)
		}
	}
	slices.SortFunc(s.called, func(a, b uint32) int { return s.compareNames(a, s, b, words) })
}

// name gives the words of an entry's own name, by their numbers.
func (c *columns) name(n uint32) []uint32 { return c.fullName(n)[:c.nameTokens[n]] }

// compareNames is the order by name, then by id.
func (s *segment) compareNames(n uint32, other *segment, m uint32, words []string) int {
	byName := slices.CompareFunc(s.name(n), other.name(m), func(a, b uint32) int { return strings.Compare(words[a], words[b]) })
	return cmp.Or(byName, strings.Compare(string(s.id(n)), string(other.id(m))))
}

// candidate is a centre that may be suggested.
type candidate struct {
	p     *part
	n     uint32
	depth int // how far from what was typed; less is better
}

// What a candidate is worth less for.
const (
	withinName   = 1 // its name does not begin with what was typed
	otherCountry = 2
)

// completing finds the centres that are called what somebody types.
type completing struct {
	*snapshot
	words   []string // of names, by number
	country uint16
	any     bool // no country comes first
	limit   int
	best    []candidate // sorted
}

// centresCalled gives the first centres that have all words in their full name,
// the last one perhaps only in its beginning: first those whose own name begins
// so, in the country of the page, by name. Where they are misspelled, words that
// are in no name may have slips.
func (s *snapshot) centresCalled(typed []string, country string, limit int, misspelled bool) []candidate {
	c := &completing{snapshot: s, words: s.vocabulary.tokens.all(), any: country == "", limit: limit}
	if n, ok := s.vocabulary.countries.known(country); ok {
		c.country = uint16(n)
	}
	for i := range s.parts {
		c.beginning(&s.parts[i], typed)
	}
	if len(c.best) == limit && c.best[limit-1].depth == 0 {
		return c.best
	}
	meant := make([][]uint32, len(typed))
	last := len(typed) - 1
	for i, word := range typed[:last] {
		if n, ok := s.vocabulary.tokens.known(word); ok {
			meant[i] = []uint32{n}
		}
	}
	meant[last] = s.beginning(typed[last], c.words)
	for i, word := range typed {
		if len(meant[i]) == 0 && misspelled {
			meant[i] = s.slipped(word, i == last, c.words)
		}
	}
	c.within(meant, typed)
	return c.best
}

// beginning takes the centres whose own name begins with what was typed. They
// stand together, in their order.
func (c *completing) beginning(p *part, typed []string) {
	from, _ := slices.BinarySearchFunc(p.called, typed, func(n uint32, typed []string) int {
		for i, w := range p.name(n) {
			if i == len(typed) {
				return 1
			}
			if order := strings.Compare(c.words[w], typed[i]); order != 0 {
				return order
			}
		}
		return cmp.Compare(int(p.nameTokens[n]), len(typed))
	})
	here, elsewhere := 0, 0
	for _, n := range p.called[from:] {
		if !c.begins(p, n, typed) {
			break
		}
		if p.dead.has(n) {
			continue
		}
		if at := c.at(p, n, 0); at.depth == 0 {
			c.take(at)
			here++
		} else if elsewhere < c.limit {
			c.take(at)
			elsewhere++
		}
		if here == c.limit {
			return
		}
	}
}

// begins says whether the name of an entry begins with what was typed.
func (c *completing) begins(p *part, n uint32, typed []string) bool {
	name, last := p.name(n), len(typed)-1
	if len(name) <= last {
		return false
	}
	for i, word := range typed[:last] {
		if c.words[name[i]] != word {
			return false
		}
	}
	return strings.HasPrefix(c.words[name[last]], typed[last])
}

func (c *completing) at(p *part, n uint32, depth int) candidate {
	if !c.any && p.country[n] != c.country {
		depth += otherCountry
	}
	return candidate{p, n, depth}
}

// within takes the centres that have, for each word typed, one of those that
// may be meant in their full name.
func (c *completing) within(meant [][]uint32, typed []string) {
	if slices.ContainsFunc(meant, func(any []uint32) bool { return len(any) == 0 }) {
		return
	}
	in := make([]set, len(meant))
	for i, any := range meant {
		in[i] = newSet(len(c.words))
		for _, w := range any {
			in[i].set(w)
		}
	}
	for i := range c.parts {
		p := &c.parts[i]
		for _, n := range p.having(meant) {
			full := p.fullName(n)
			if p.dead.has(n) || p.traits[n].unlisted() || !p.traits[n].centre() ||
				slices.ContainsFunc(in, func(any set) bool { return !slices.ContainsFunc(full, any.has) }) || c.begins(p, n, typed) {
				continue
			}
			c.take(c.at(p, n, withinName))
		}
	}
}

// having gives the entries that have one of the words that may be meant at the
// place where those are rarest.
func (s *segment) having(meant [][]uint32) []uint32 {
	var rarest []postings
	fewest := -1
	for _, any := range meant {
		all, count := make([]postings, len(any)), 0
		for i, w := range any {
			all[i] = s.tokenOf.of(w)
			count += len(all[i])
		}
		if fewest < 0 || count < fewest {
			rarest, fewest = all, count
		}
	}
	numbers := make([]uint32, 0, fewest)
	for _, pairs := range rarest {
		for _, pair := range pairs {
			numbers = append(numbers, number(pair))
		}
	}
	if len(rarest) > 1 {
		slices.Sort(numbers)
		numbers = slices.Compact(numbers)
	}
	return numbers
}

// take keeps a candidate if it is among the first.
func (c *completing) take(new candidate) {
	compare := func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.depth, b.depth), a.p.compareNames(a.n, b.p.segment, b.n, c.words))
	}
	if len(c.best) == c.limit {
		if c.limit == 0 || compare(new, c.best[c.limit-1]) >= 0 {
			return
		}
		c.best = c.best[:c.limit-1]
	}
	at, _ := slices.BinarySearchFunc(c.best, new, compare)
	c.best = slices.Insert(c.best, at, new)
}

// slipped gives the words of names that a word may mean if it is misspelled, or
// whose beginning it may mean.
func (s *snapshot) slipped(word string, begun bool, words []string) []uint32 {
	if !spellable(word) || len(s.parts) == 0 {
		return nil
	}
	edits := 1
	if len(word) >= twiceWrong {
		edits = 2
	}
	var found []uint32
	near := fold.NewNear(word, edits)
	compare := func(n uint32) {
		if is, begins := near.Compare(words[n]); is || begun && begins {
			found = append(found, n)
		}
	}
	sorted := s.parts[0].spelled
	from, _ := slices.BinarySearchFunc(sorted, word[:1], func(n uint32, first string) int { return strings.Compare(words[n], first) })
	for _, n := range sorted[from:] {
		if !strings.HasPrefix(words[n], word[:1]) {
			break
		}
		compare(n)
	}
	for n := len(sorted); n < len(words); n++ {
		if strings.HasPrefix(words[n], word[:1]) {
			compare(uint32(n))
		}
	}
	return found
}
