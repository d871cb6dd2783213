package search_test

import (
	"context"
	"math/rand/v2"
	"os"
	"slices"
	"testing"

	"walkin/internal/directory"
	generated "walkin/internal/sample"
)

// generatedHistory is a sample catalogue as a history.
func generatedHistory(tb testing.TB, size int) (h history) {
	tb.Helper()
	c, err := generated.New(size, 3)
	if err != nil {
		tb.Fatal(err)
	}
	if _, err := c.Each(context.Background(), func(change directory.Change) error {
		h = append(h, change)
		return nil
	}); err != nil {
		tb.Fatal(err)
	}
	return h
}

// A large catalogue is searched by other ways than a small one: outward from
// where somebody stands, by the entries of a topic, by a box. All of them are
// held against the plain evaluation.
func TestALargeSearchEqualsABruteForceEvaluation(t *testing.T) {
	t.Parallel()
	size, queries := 2500, 120
	if os.Getenv("WALKIN_LONG_TESTS") != "" {
		size, queries = 30_000, 100
	}
	h := generatedHistory(t, size)
	x := open(t, "", h)
	b := newBrute(h)
	g := gazetteer(t)
	random := rand.New(rand.NewPCG(3, 4))
	matched := 0
	for i := range queries {
		q := randomQuery(random, g, x.Taxonomy())
		want := b.search(q, x.Taxonomy())
		if len(want) == 0 {
			continue
		}
		matched++
		// The first page, and one from further on.
		first := ask(t, x, q)
		if got := keys(first.Results); !slices.Equal(got, want[:len(got)]) || first.Total != len(want) {
			t.Fatalf("query %d: %+v\n got %d %v\nwant %d %v", i, q, first.Total, got, len(want), want[:min(len(got), len(want))])
		}
		if kinds, ok := first.Facets[directory.FacetKind]; ok {
			count := 0
			for _, c := range kinds {
				count += c.Yes
			}
			if count != first.Total {
				t.Fatalf("query %d: %+v\n finds %d, of %d kinds", i, q, first.Total, count)
			}
		}
		if first.Next == "" {
			continue
		}
		q.Cursor = first.Next
		second := ask(t, x, q)
		if got, rest := keys(second.Results), want[len(first.Results):]; !slices.Equal(got, rest[:len(got)]) || len(got) == 0 {
			t.Fatalf("query %d, second page: %+v\n got %v\nwant %v", i, q, got, rest[:min(len(got), len(rest))])
		}
	}
	if matched < queries/2 {
		t.Errorf("only %d of the random queries matched anything", matched)
	}
}

// A radius or a box keeps what lies within and changes nothing else: the
// entries that a text finds there are those that it finds everywhere.
func TestATextWithinAPlaceFindsWhatItFindsThereOfAll(t *testing.T) {
	t.Parallel()
	x := open(t, "", generatedHistory(t, 1500))
	for _, text := range []string{"ensom", "angst samtale", "gaming", "eenzaam praten", "café", "ungdomshuset aften"} {
		for _, town := range []string{"Odense", "Utrecht", "Gent"} {
			const km = 40
			q := directory.Query{Text: text, Lang: "da", Near: near(t, town, ""), Limit: 100}
			everywhere, _ := all(t, x, q)
			var want []string
			for _, r := range everywhere {
				if r.DistanceM != nil && *r.DistanceM <= km*1000 {
					want = append(want, r.Entry.Key().String())
				}
			}
			q.RadiusKM = km
			answer := ask(t, x, q)
			if len(answer.Relaxed) > 0 {
				continue
			}
			within, _ := all(t, x, q)
			var got []string
			for _, r := range within {
				if r.DistanceM != nil {
					got = append(got, r.Entry.Key().String())
				}
			}
			slices.Sort(got)
			slices.Sort(want)
			if !slices.Equal(got, want) {
				t.Errorf("%q around %s: got %d, want %d", text, town, len(got), len(want))
			}
		}
	}
}
