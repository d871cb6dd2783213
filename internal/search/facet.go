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

// tally counts one facet: the values of entries that have one, and those that
// may have it, apart.
type tally struct {
	yes, unknown map[string]int
	anything     int // entries that may have any value
}

func newTallies(facets []directory.Facet) []tally {
	tallies := make([]tally, len(facets))
	for i := range tallies {
		tallies[i] = tally{yes: make(map[string]int), unknown: make(map[string]int)}
	}
	return tallies
}

// facets counts the values of the asked facets over all matches.
func (g *gathering) facets() (facetCounts, error) {
	tallies := newTallies(g.Facets)
	for p, numbers := range g.byPart {
		if err := g.tally(tallies, p, numbers, 1); err != nil {
			return nil, err
		}
	}
	return countsOf(g.Facets, tallies), nil
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

// tally adds some matches of a part to the tallies of the asked facets, or with
// times -1 takes them off. Lists that entries share are counted once each and
// told out at the end.
func (g *gathering) tally(tallies []tally, p *part, numbers []uint32, times int) error {
	if len(numbers) == 0 {
		return nil
	}
	v := g.vocabulary
	for i, facet := range g.Facets {
		t := &tallies[i]
		switch facet {
		case directory.FacetKind:
			const mask = 1<<kindBits - 1
			for kind, n := range counted(p, numbers, mask+1, mask, p.traits) {
				if n > 0 {
					t.yes[string(directory.Searchable[kind])] += times * n
				}
			}
		case directory.FacetTopic:
			topics := v.topics.all()
			of := make([]int, len(topics))
			for _, number := range numbers {
				for _, topic := range p.topicsOf(number - p.first) {
					of[topic]++
				}
			}
			for topic, n := range of {
				t.value(topics[topic], times*n)
			}
		case directory.FacetPromise:
			size := 1 << (2 * len(directory.AllPromises))
			for packed, n := range counted(p, numbers, size, uint16(size-1), p.promises) {
				for i, promise := range directory.AllPromises {
					t.answer(string(promise), promised(uint16(packed), i), times*n)
				}
			}
		case directory.FacetLanguage:
			languages := v.languages.all()
			for i, n := range counted(p, numbers, len(languages), all, p.languages) {
				t.list(languages[i], times*n)
			}
		case directory.FacetChannel:
			size := 1 << len(directory.AllChannels)
			for packed, n := range counted(p, numbers, size, uint16(size-1), p.channels) {
				t.channels(uint16(packed), times*n)
			}
		case directory.FacetAccessibility:
			needs := v.needs.all()
			for i, n := range counted(p, numbers, len(needs), all, p.needs) {
				t.needs(needs[i], times*n)
			}
		case directory.FacetCountry:
			countries := v.countries.all()
			for i, n := range counted(p, numbers, len(countries), math.MaxUint16, p.country) {
				t.value(countries[i], times*n)
			}
		case directory.FacetMunicipality:
			for i, n := range counted(p, numbers, len(g.municipalities), all, p.municipal) {
				t.value(g.municipalities[i].code, times*n)
			}
		case directory.FacetNetwork:
			for i, n := range counted(p, numbers, len(g.networkLists), all, p.networks) {
				t.each(g.networkLists[i], times*n)
			}
		case directory.FacetOpen:
			of, err := g.opennesses(p, numbers)
			if err != nil {
				return err
			}
			for answer, n := range of {
				t.answer("now", directory.Ternary(answer), times*n)
			}
		}
	}
	return nil
}

const all = math.MaxUint32 // masks nothing

// counted counts matches of a part by what stands in a column, masked to be
// below size.
func counted[T ~uint16 | uint32](p *part, numbers []uint32, size int, mask T, column []T) []int {
	counts := make([]int, size)
	for _, number := range numbers {
		counts[column[number-p.first]&mask]++
	}
	return counts
}

// opennesses counts matches of a part by whether they are open.
func (g *gathering) opennesses(p *part, numbers []uint32) (of [3]int, err error) {
	open := newMemo(true, len(g.hours))
	for i, number := range numbers {
		if i%patience == 0 && g.ctx.Err() != nil {
			return of, g.ctx.Err()
		}
		n := number - p.first
		if !p.traits[n].helpline() {
			of[open.ask(p.hours[n], g.openNow)]++
			continue
		}
		state, _, err := g.sieve.state(p, n)
		if err != nil {
			return of, err
		}
		of[openness(state)]++
	}
	return of, nil
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
		if n != 0 {
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

func (t *tally) channels(packed uint16, n int) {
	if packed == 0 {
		t.anything += n
	}
	for i, channel := range directory.AllChannels {
		if packed>>i&1 == 1 && n != 0 {
			t.yes[string(channel)] += n
		}
	}
}

// add adds what another has counted.
func (t *tally) add(o *tally) {
	for v, n := range o.yes {
		t.yes[v] += n
	}
	for v, n := range o.unknown {
		t.unknown[v] += n
	}
	t.anything += o.anything
}

// counts gives the values, the most frequent first. One of which all entries
// were taken off again is none.
func (t *tally) counts() []directory.FacetCount {
	var counts []directory.FacetCount
	for v, n := range t.yes {
		if unknown := t.unknown[v]; n != 0 || unknown != 0 {
			counts = append(counts, directory.FacetCount{Value: v, Yes: n, Unknown: unknown + t.anything})
		}
	}
	for v, n := range t.unknown {
		if _, ok := t.yes[v]; !ok && n != 0 {
			counts = append(counts, directory.FacetCount{Value: v, Unknown: n + t.anything})
		}
	}
	slices.SortFunc(counts, func(a, b directory.FacetCount) int {
		return cmp.Or(cmp.Compare(b.Yes, a.Yes), cmp.Compare(b.Unknown, a.Unknown), strings.Compare(a.Value, b.Value))
	})
	return counts[:min(len(counts), maxFacetValues)]
}

// countsOf gives the values of each of the asked facets.
func countsOf(facets []directory.Facet, tallies []tally) facetCounts {
	if len(facets) == 0 {
		return nil
	}
	counts := make(facetCounts, len(facets))
	for i, facet := range facets {
		counts[facet] = tallies[i].counts()
	}
	return counts
}
