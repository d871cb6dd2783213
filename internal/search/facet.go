package search

import (
	"cmp"
	"slices"
	"strings"

	"walkin/internal/directory"
	"walkin/internal/schedule"
)

// maxFacetValues bounds how many values of one facet are given, most frequent
// first.
const maxFacetValues = 200

// facets counts the values of the asked facets over all candidates, those that
// have a value and those that may have it apart.
func (s *snapshot) facets(a *asked, candidates []candidate) map[directory.Facet][]directory.FacetCount {
	if len(a.Facets) == 0 {
		return nil
	}
	counts := make(map[directory.Facet][]directory.FacetCount, len(a.Facets))
	for _, facet := range a.Facets {
		t := tally{yes: make(map[string]int), unknown: make(map[string]int)}
		for _, c := range candidates {
			t.add(facet, s.rows[c.row], a)
		}
		counts[facet] = t.counts()
	}
	return counts
}

// tally counts one facet.
type tally struct {
	yes, unknown map[string]int
	anything     int // entries that may have any value
}

func (t *tally) add(facet directory.Facet, r *row, a *asked) {
	switch facet {
	case directory.FacetKind:
		t.yes[string(r.key.Kind)]++
	case directory.FacetTopic:
		each(t, r.topics)
	case directory.FacetPromise:
		for _, p := range directory.AllPromises {
			t.answer(string(p), r.promises.Of(p))
		}
	case directory.FacetLanguage:
		t.list(r.languages)
	case directory.FacetChannel:
		if len(r.channels) == 0 {
			t.anything++
		}
		each(t, r.channels)
	case directory.FacetAccessibility:
		// A need that an entry does not speak of is unknown.
		t.anything++
		for need, answer := range r.needs {
			if answer != directory.Unknown {
				t.unknown[need]--
			}
			if answer == directory.Yes {
				t.yes[need]++
			}
		}
	case directory.FacetCountry:
		t.value(r.country)
	case directory.FacetMunicipality:
		t.value(r.municipality)
	case directory.FacetNetwork:
		each(t, r.networks)
	case directory.FacetOpen:
		switch r.status(a.at, a.Channels).State {
		case schedule.Open:
			t.yes["now"]++
		case schedule.Unknown:
			t.unknown["now"]++
		}
	}
}

func (t *tally) answer(value string, answer directory.Ternary) {
	switch answer {
	case directory.Yes:
		t.yes[value]++
	case directory.Unknown:
		t.unknown[value]++
	}
}

func (t *tally) value(v string) {
	if v == "" {
		t.anything++
		return
	}
	t.yes[v]++
}

func (t *tally) list(values []string) {
	if len(values) == 0 {
		t.anything++
	}
	each(t, values)
}

func each[S ~string](t *tally, values []S) {
	for _, v := range values {
		t.yes[string(v)]++
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
