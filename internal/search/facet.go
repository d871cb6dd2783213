package search

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"walkin/internal/directory"
)

// maxFacetValues bounds how many values of one facet are given, most frequent
// first.
const maxFacetValues = 200

// facets counts the values of the asked facets over all matches, those that
// have a value and those that may have it apart. Lists that entries share are
// counted once each and told out at the end.
func (g *gathering) facets() (map[directory.Facet][]directory.FacetCount, error) {
	if len(g.Facets) == 0 {
		return nil, nil
	}
	counts := make(map[directory.Facet][]directory.FacetCount, len(g.Facets))
	for _, facet := range g.Facets {
		t := tally{yes: make(map[string]int), unknown: make(map[string]int)}
		if err := g.count(facet, &t); err != nil {
			return nil, err
		}
		counts[facet] = t.counts()
	}
	return counts, nil
}

// tally counts one facet.
type tally struct {
	yes, unknown map[string]int
	anything     int // entries that may have any value
}

func (g *gathering) count(facet directory.Facet, t *tally) error {
	v := g.vocabulary
	switch facet {
	case directory.FacetKind:
		const mask = 1<<kindBits - 1
		for kind, n := range counted(g, mask+1, mask, func(p *part) []traits { return p.traits }) {
			if n > 0 {
				t.yes[string(directory.Searchable[kind])] = n
			}
		}
	case directory.FacetTopic:
		topics := v.topics.all()
		of := make([]int, len(topics))
		for p, numbers := range g.byPart {
			for _, number := range numbers {
				for _, topic := range p.topicsOf(number - p.first) {
					of[topic]++
				}
			}
		}
		for topic, n := range of {
			if n > 0 {
				t.yes[topics[topic]] = n
			}
		}
	case directory.FacetPromise:
		size := 1 << (2 * len(directory.AllPromises))
		for packed, n := range counted(g, size, uint16(size-1), func(p *part) []uint16 { return p.promises }) {
			for i, promise := range directory.AllPromises {
				t.answer(string(promise), promised(uint16(packed), i), n)
			}
		}
	case directory.FacetLanguage:
		languages := v.languages.all()
		for i, n := range counted(g, len(languages), all, func(p *part) []uint32 { return p.languages }) {
			t.list(languages[i], n)
		}
	case directory.FacetChannel:
		size := 1 << len(directory.AllChannels)
		for packed, n := range counted(g, size, uint16(size-1), func(p *part) []uint16 { return p.channels }) {
			if packed == 0 {
				t.anything += n
			}
			for i, channel := range directory.AllChannels {
				if packed>>i&1 == 1 && n > 0 {
					t.yes[string(channel)] += n
				}
			}
		}
	case directory.FacetAccessibility:
		needs := v.needs.all()
		for i, n := range counted(g, len(needs), all, func(p *part) []uint32 { return p.needs }) {
			t.needs(needs[i], n)
		}
	case directory.FacetCountry:
		countries := v.countries.all()
		for i, n := range counted(g, len(countries), math.MaxUint16, func(p *part) []uint16 { return p.country }) {
			t.value(countries[i], n)
		}
	case directory.FacetMunicipality:
		for i, n := range counted(g, len(g.municipalities), all, func(p *part) []uint32 { return p.municipal }) {
			t.value(g.municipalities[i].code, n)
		}
	case directory.FacetNetwork:
		for i, n := range counted(g, len(g.networkLists), all, func(p *part) []uint32 { return p.networks }) {
			t.each(g.networkLists[i], n)
		}
	case directory.FacetOpen:
		return g.countOpen(t)
	}
	return nil
}

// byPart gives the matches part by part; those of one part may come in several
// pieces.
func (g *gathering) byPart(yield func(p *part, numbers []uint32) bool) {
	for rest := g.numbers; len(rest) > 0; {
		p, _ := g.part(rest[0])
		end := p.first + uint32(p.count())
		n := 1
		for n < len(rest) && p.first <= rest[n] && rest[n] < end {
			n++
		}
		if !yield(p, rest[:n]) {
			return
		}
		rest = rest[n:]
	}
}

const all = math.MaxUint32 // masks nothing
// counted counts matches by what stands in a column, masked to be below size.
func counted[T ~uint16 | uint32](g *gathering, size int, mask T, column func(p *part) []T) []int {
	counts := make([]int, size)
	for p, numbers := range g.byPart {
		values := column(p)
		for _, number := range numbers {
			counts[values[number-p.first]&mask]++
		}
	}
	return counts
}

func (g *gathering) countOpen(t *tally) error {
	open := newMemo(true, len(g.hours))
	var of [3]int // by directory.Ternary
	for p, numbers := range g.byPart {
		for i, number := range numbers {
			if i%patience == 0 && g.ctx.Err() != nil {
				return g.ctx.Err()
			}
			n := number - p.first
			if !p.traits[n].helpline() {
				of[open.ask(p.hours[n], g.openNow)]++
				continue
			}
			state, _, err := g.sieve.state(p, n)
			if err != nil {
				return err
			}
			of[openness(state)]++
		}
	}
	for answer, n := range of {
		t.answer("now", directory.Ternary(answer), n)
	}
	return nil
}

func (t *tally) answer(value string, answer directory.Ternary, n int) {
	switch {
	case n == 0:
	case answer == directory.Yes:
		t.yes[value] += n
	case answer == directory.Unknown:
		t.unknown[value] += n
	}
}

func (t *tally) value(v string, n int) {
	switch {
	case n == 0:
	case v == "":
		t.anything += n
	default:
		t.yes[v] += n
	}
}

func (t *tally) list(values []string, n int) {
	if len(values) == 0 {
		t.anything += n
	}
	t.each(values, n)
}

func (t *tally) each(values []string, n int) {
	for _, v := range values {
		if n > 0 {
			t.yes[v] += n
		}
	}
}

// needs counts access needs. One that an entry does not speak of is unknown.
func (t *tally) needs(needs directory.AccessNeeds, n int) {
	if n == 0 {
		return
	}
	t.anything += n
	for need, answer := range needs {
		if answer != directory.Unknown {
			t.unknown[need] -= n
		}
		if answer == directory.Yes {
			t.yes[need] += n
		}
	}
}

func (t *tally) counts() []directory.FacetCount {
	var counts []directory.FacetCount
	for v, n := range t.yes {
		counts = append(counts, directory.FacetCount{Value: v, Yes: n, Unknown: t.unknown[v] + t.anything})
	}
	for v, n := range t.unknown {
		if _, ok := t.yes[v]; !ok {
			counts = append(counts, directory.FacetCount{Value: v, Unknown: n + t.anything})
		}
	}
	slices.SortFunc(counts, func(a, b directory.FacetCount) int {
		return cmp.Or(cmp.Compare(b.Yes, a.Yes), cmp.Compare(b.Unknown, a.Unknown), strings.Compare(a.Value, b.Value))
	})
	return counts[:min(len(counts), maxFacetValues)]
}
