package search_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"walkin/internal/directory"
	"walkin/internal/geo"
	generated "walkin/internal/sample"
)

// costly are questions that somebody would ask who wants to keep a server busy,
// as far as the contract lets them.
func costly(tb testing.TB) map[string]directory.Query {
	var slips, words []string
	for _, w := range []string{"ensomehd", "angstt", "depresion", "ungdomshust", "lektiehjaelpp", "musikværksted", "fodbolld", "praaten", "eenzaamheidd", "huiswerrk", "muziekk", "lonelyness", "anxietty", "workshopp", "homewrok", "counceling"} {
		slips = append(slips, w)
		words = append(words, w+" og "+w)
	}
	facets := []directory.Facet{
		directory.FacetKind, directory.FacetTopic, directory.FacetPromise, directory.FacetLanguage, directory.FacetChannel,
		directory.FacetAccessibility, directory.FacetCountry, directory.FacetMunicipality, directory.FacetNetwork, directory.FacetOpen,
	}
	world := &geo.Box{West: -180, South: -90, East: 180, North: 90}
	return map[string]directory.Query{
		"one letter":                       {Text: "e"},
		"three letters that many begin so": {Text: "ung"},
		"sixteen words with slips":         {Text: strings.Join(slips, " ")},
		"two thousand letters":             {Text: strings.Join(words, " ") + strings.Repeat(" ensom", 260)},
		"all facets of everything":         {Facets: facets},
		"all facets of a broad word":       {Text: "ensom angst stress musik", Facets: facets},
		"the whole world":                  {Box: world, Limit: 100},
		"the whole world, all facets":      {Box: world, Limit: 100, Facets: facets},
		"around a point, without end":      {Near: near(tb, "Odense", ""), RadiusKM: 500, Limit: 100, Facets: facets},
		"everything that opens":            {Sort: directory.SortOpens, Limit: 100},
		"open on arrival, by bicycle":      {Near: near(tb, "Odense", ""), Travel: directory.Bike, Limit: 100},
	}
}

// BenchmarkHostile measures them; the design wants each under 100 ms at a
// million entries.
func BenchmarkHostile(b *testing.B) {
	for _, size := range sizes() {
		for name, q := range costly(b) {
			b.Run(fmt.Sprintf("%d/%s", size, name), func(b *testing.B) {
				x := large(b, size)
				q.Lang, q.Home, q.Now = "da", "DK", generated.Moment
				if err := q.Validate(x.Taxonomy()); err != nil {
					b.Skipf("is refused: %v", err)
				}
				measure(b, func(int) (int, error) {
					answer, err := x.Search(context.Background(), q)
					return answer.Total, err
				})
			})
		}
	}
}

// failing is a context whose deadline passes while a search looks at it for the
// n-th time.
type failing struct {
	context.Context
	after, looks int
}

func (f *failing) Err() error {
	if f.looks++; f.looks > f.after {
		return context.DeadlineExceeded
	}
	return nil
}

// A deadline ends a search wherever it has come to, and a search that looks at
// all entries looks at its deadline more than once.
func TestADeadlineEndsASearch(t *testing.T) {
	x := open(t, "", generatedHistory(t, 6000))
	for name, q := range costly(t) {
		t.Run(name, func(t *testing.T) {
			q.Lang, q.Home, q.Now = "da", "DK", generated.Moment
			if err := q.Validate(x.Taxonomy()); err != nil {
				t.Skipf("is refused: %v", err)
			}
			// What was found out before a deadline may be kept, so each run is asked
			// for more of the way than the one before.
			for after := 0; ; after++ {
				f := &failing{context.Background(), after, 0}
				_, err := x.Search(f, q)
				if err == nil && f.looks > after {
					t.Errorf("went on past its deadline at look %d of %d", after+1, f.looks)
				}
				if err == nil {
					if q.Near == nil && q.Text == "" && f.looks < 2 {
						t.Errorf("the deadline was looked at %d times", f.looks)
					}
					break
				}
				if !errors.Is(err, context.DeadlineExceeded) {
					t.Fatalf("past its deadline at look %d: %v", after+1, err)
				}
			}
		})
	}
}
