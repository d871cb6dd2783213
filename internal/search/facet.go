package search

import (
	"cmp"
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
		for kind, n := range g.numbered(4, func(p *part, n uint32) uint32 { return uint32(p.traits[n].kind()) }) {
			if n > 0 {
				t.yes[string(directory.Searchable[kind])] = n
			}
		}
	case directory.FacetTopic:
		topics := v.topics.all()
		of := make([]int, len(topics))
		for _, number := range g.numbers {
			p, n := g.part(number)
			for _, topic := range p.topicsOf(n) {
				of[topic]++
			}
		}
		for topic, n := range of {
			if n > 0 {
				t.yes[topics[topic]] = n
			}
		}
	case directory.FacetPromise:
		for packed, n := range g.numbered(1<<(2*len(directory.AllPromises)), func(p *part, n uint32) uint32 { return uint32(p.promises[n]) }) {
			for i, promise := range directory.AllPromises {
				t.answer(string(promise), promised(uint16(packed), i), n)
			}
		}
	case directory.FacetLanguage:
		languages := v.languages.all()
		for i, n := range g.numbered(len(languages), func(p *part, n uint32) uint32 { return p.languages[n] }) {
			t.list(languages[i], n)
		}
	case directory.FacetChannel:
		for packed, n := range g.numbered(1<<len(directory.AllChannels), func(p *part, n uint32) uint32 { return uint32(p.channels[n]) }) {
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
		for i, n := range g.numbered(len(needs), func(p *part, n uint32) uint32 { return p.needs[n] }) {
			t.needs(needs[i], n)
		}
	case directory.FacetCountry:
		countries := v.countries.all()
		for i, n := range g.numbered(len(countries), func(p *part, n uint32) uint32 { return uint32(p.country[n]) }) {
			t.value(countries[i], n)
		}
	case directory.FacetMunicipality:
		for i, n := range g.numbered(len(g.municipalities), func(p *part, n uint32) uint32 { return p.municipal[n] }) {
			t.value(g.municipalities[i].code, n)
		}
	case directory.FacetNetwork:
		for i, n := range g.numbered(len(g.networkLists), func(p *part, n uint32) uint32 { return p.networks[n] }) {
			t.each(g.networkLists[i], n)
		}
	case directory.FacetOpen:
		return g.countOpen(t)
	}
	return nil
}

// numbered counts matches by a number below size that each has.
func (g *gathering) numbered(size int, of func(p *part, n uint32) uint32) []int {
	counts := make([]int, size)
	for _, number := range g.numbers {
		counts[of(g.part(number))]++
	}
	return counts
}

func (g *gathering) countOpen(t *tally) error {
	open := newMemo(true, len(g.hours))
	for _, number := range g.numbers {
		p, n := g.part(number)
		var now directory.Ternary
		if p.traits[n].helpline() {
			state, _, err := g.sieve.state(p, n)
			if err != nil {
				return err
			}
			now = openness(state)
		} else {
			now = open.ask(p.hours[n], g.openNow)
		}
		t.answer("now", now, 1)
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
