package search_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"walkin/internal/directory"
	"walkin/internal/geo"
	generated "walkin/internal/sample"
	"walkin/internal/search"
)

// Benchmarks of the six kinds of query, on sample catalogues of 10,000 and
// 100,000 entries and, with WALKIN_LONG_BENCH set, of a million. With
// WALKIN_BENCH_DIR the indexes are kept there from one run to the next.
func sizes() []int {
	if os.Getenv("WALKIN_LONG_BENCH") != "" {
		return []int{10_000, 100_000, 1_000_000}
	}
	return []int{10_000, 100_000}
}

// opened are the indexes by size; building one takes a while.
var opened struct {
	sync.Mutex
	indexes map[int]*search.Index
}

// benchDir is where the indexes are.
var benchDir = func() func(tb testing.TB) string {
	dir := os.Getenv("WALKIN_BENCH_DIR")
	return func(tb testing.TB) string {
		if dir == "" {
			var err error
			if dir, err = os.MkdirTemp("", "walkin-bench"); err != nil {
				tb.Fatal(err)
			}
		}
		return dir
	}
}()

// large opens the index of a sample catalogue.
func large(tb testing.TB, size int) *search.Index {
	tb.Helper()
	opened.Lock()
	defer opened.Unlock()
	if x, ok := opened.indexes[size]; ok {
		return x
	}
	c, err := generated.New(size, 1)
	if err != nil {
		tb.Fatal(err)
	}
	began := time.Now()
	x, err := search.Open(context.Background(), filepath.Join(benchDir(tb), fmt.Sprint(size)), c, search.Options{Crisis: crisisRules(tb), Gazetteer: gazetteer(tb)})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Logf("the index of %d entries was open after %v", size, time.Since(began).Round(time.Millisecond))
	if opened.indexes == nil {
		opened.indexes = make(map[int]*search.Index)
	}
	opened.indexes[size] = x
	return x
}

// kind is a kind of query, with a way to throw one.
type kind struct {
	name  string
	query func(r *rand.Rand) directory.Query
}

// towns are where the queries are asked from.
var askedFrom = []string{"København", "8000 Aarhus", "Odense", "Aalborg", "Esbjerg", "Slagelse", "Amsterdam", "Rotterdam", "Utrecht", "Groningen", "Antwerpen", "Gent", "Brugge", "Hasselt"}

// askedFor are texts of a topic and a word or two, as people type them.
var askedFor = []string{"angst samtale", "ensom", "gaming aften", "eenzaam praten", "muziek", "værksted unge", "koken samen", "stress skole", "ouders ruzie", "fællesspisning", "sport jongeren", "krop og mad"}

func kinds(tb testing.TB) []kind {
	somewhere := func(r *rand.Rand) *directory.Near {
		n := *near(tb, askedFrom[r.IntN(len(askedFrom))], "")
		n.Point.Lat += r.NormFloat64() * 0.02
		n.Point.Lon += r.NormFloat64() * 0.03
		return &n
	}
	age := func(r *rand.Rand) *int { return new(12 + r.IntN(14)) }
	text := func(r *rand.Rand) string { return askedFor[r.IntN(len(askedFor))] }
	topics := []string{"loneliness", "anxiety", "family", "hangout", "school_work", "talk_to_someone"}
	facets := []directory.Facet{directory.FacetTopic}
	return []kind{
		{"nearest", func(r *rand.Rand) directory.Query {
			return directory.Query{Near: somewhere(r), Sort: directory.SortDistance}
		}},
		{"nearest-best", func(r *rand.Rand) directory.Query {
			return directory.Query{Near: somewhere(r)}
		}},
		{"filtered", func(r *rand.Rand) directory.Query {
			return directory.Query{Near: somewhere(r), RadiusKM: 10, Topics: topics[r.IntN(len(topics)):][:1], Age: age(r), Promises: []directory.Promise{directory.Free}}
		}},
		{"filtered-best", func(r *rand.Rand) directory.Query {
			return directory.Query{Near: somewhere(r), Age: age(r), Promises: []directory.Promise{directory.Free}}
		}},
		{"text", func(r *rand.Rand) directory.Query {
			return directory.Query{Text: text(r), Lang: "da", Home: "DK", Facets: facets}
		}},
		{"text-25km", func(r *rand.Rand) directory.Query {
			return directory.Query{Text: text(r), Lang: "da", Near: somewhere(r), RadiusKM: 25, Facets: facets}
		}},
		{"box", func(r *rand.Rand) directory.Query {
			p := somewhere(r).Point
			return directory.Query{Box: &geo.Box{West: p.Lon - 0.25, South: p.Lat - 0.15, East: p.Lon + 0.25, North: p.Lat + 0.15}, Limit: 100}
		}},
	}
}

// asked gives the fixed queries of a kind.
func asked(tb testing.TB, k kind) []directory.Query {
	r := rand.New(rand.NewPCG(7, uint64(len(k.name))))
	queries := make([]directory.Query, 200)
	for i := range queries {
		queries[i] = k.query(r)
		queries[i].Now = generated.Moment
	}
	return queries
}

func TestBenchmarksAskForWhatThereIs(t *testing.T) {
	taxonomy := open(t, "", generatedHistory(t, 20)).Taxonomy()
	for _, k := range kinds(t) {
		for _, q := range asked(t, k) {
			if err := q.Validate(taxonomy); err != nil {
				t.Errorf("%s: %v", k.name, err)
			}
		}
	}
}

// refuseRelaxed ends the benchmark where a filter finds nothing: what is
// measured then is another query, without the filter.
func refuseRelaxed(b *testing.B, x *search.Index, k kind, queries []directory.Query) {
	for _, q := range queries {
		if len(q.Topics) == 0 {
			continue
		}
		answer, err := x.Search(context.Background(), q)
		if err != nil || len(answer.Relaxed) > 0 {
			b.Fatalf("%s: %v around %s drops %v, error %v", k.name, q.Topics, q.Near.Place.Name, answer.Relaxed, err)
		}
	}
}

// BenchmarkFind measures what a search does before it shows anything.
func BenchmarkFind(b *testing.B) {
	forEach(b, func(ctx context.Context, x *search.Index, q directory.Query) (int, error) {
		_, total, err := x.Find(ctx, q)
		return total, err
	})
}

// BenchmarkPage measures whole searches, with the twenty results.
func BenchmarkPage(b *testing.B) {
	forEach(b, func(ctx context.Context, x *search.Index, q directory.Query) (int, error) {
		answer, err := x.Search(ctx, q)
		return answer.Total, err
	})
}

func forEach(b *testing.B, run func(context.Context, *search.Index, directory.Query) (int, error)) {
	for _, size := range sizes() {
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			x := large(b, size)
			for _, k := range kinds(b) {
				queries := asked(b, k)
				b.Run(k.name, func(b *testing.B) {
					refuseRelaxed(b, x, k, queries)
					measure(b, func(i int) (int, error) { return run(context.Background(), x, queries[i%len(queries)]) })
				})
			}
		})
	}
}

// measure gives the median and the 99th percentile beside the mean, and how
// many entries matched.
func measure(b *testing.B, run func(i int) (matched int, err error)) {
	var took []time.Duration
	matched := 0
	for i := 0; b.Loop(); i++ {
		began := time.Now()
		n, err := run(i)
		if err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(began))
		matched += n
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Nanoseconds())/1000, "µs-median")
	b.ReportMetric(float64(took[len(took)*99/100].Nanoseconds())/1000, "µs-p99")
	b.ReportMetric(float64(matched)/float64(len(took)), "matches")
}

// typedTexts are what somebody has typed so far.
var typedTexts = []string{"e", "ung", "cafe od", "lektiehj"}

// BenchmarkSuggest measures completion as somebody types.
func BenchmarkSuggest(b *testing.B) {
	for _, size := range sizes() {
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			x := large(b, size)
			for _, typed := range typedTexts {
				b.Run(typed, func(b *testing.B) {
					measure(b, func(int) (int, error) {
						list, err := x.Suggest(context.Background(), directory.SuggestQuery{Text: typed, Lang: "da", Country: "DK", Limit: 8})
						return len(list), err
					})
				})
			}
		})
	}
}
