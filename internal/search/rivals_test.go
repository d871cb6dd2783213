package search_test

import (
	"fmt"
	"hash/fnv"
	"iter"
	"math"
	"os"
	"path/filepath"
	"testing"

	"walkin/internal/directory"
	"walkin/internal/geo"
	generated "walkin/internal/sample"
)

// BenchmarkRivals asks SQLite (R*Tree and FTS5), plain bleve and, where it may,
// PostgreSQL with PostGIS the queries of BenchmarkFind and BenchmarkSuggest, on
// the same entries: those with a point, with their name, text, topics, ages and
// whether they are free. What they answer is less: no opening hours, no
// unknown, no match classes.
//
// A million entries take SQLite some minutes to build and bleve some ten. With
// WALKIN_BENCH_DIR what was built stays there for the next run.
func BenchmarkRivals(b *testing.B) {
	for _, size := range sizes() {
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			for _, open := range []struct {
				name string
				open func(*testing.B, int) rival
			}{{"sqlite", rivalSQLite}, {"bleve", rivalBleve}, {"postgres", rivalPostgres}} {
				b.Run(open.name, func(b *testing.B) {
					compete(b, open.open(b, size))
				})
			}
		})
	}
}

// rival is a store that can be asked the same. It gives how many rows it
// answered with, or how many entries matched where it knows that.
type rival struct {
	find    func(directory.Query) (int, error)
	suggest func(typed string) (int, error)
	// first gives the first hundred found in a box, in no order and without
	// looking for the others: less than what is asked of find.
	first func(geo.Box) (int, error)
}

// outward asks in wider and wider circles, as one has to where an index knows
// only what lies within one, until there is a page of the nearest. The first
// one is the smaller, the more entries there are.
func outward(size int, ask func(km float64) (int, error)) (n int, err error) {
	for km := 100 / math.Sqrt(float64(size)); km < 500; km *= 2 {
		if n, err = ask(km); err != nil || n >= directory.DefaultLimit {
			break
		}
	}
	return n, err
}

func compete(b *testing.B, r rival) {
	for _, k := range kinds(b) {
		queries := asked(b, k)
		b.Run(k.name, func(b *testing.B) {
			found := 0
			measure(b, func(i int) (int, error) {
				n, err := r.find(queries[i%len(queries)])
				found += n
				return n, err
			})
			if found == 0 {
				b.Error("nothing was ever found")
			}
		})
		if k.name == "box" && r.first != nil {
			b.Run("box-first", func(b *testing.B) {
				measure(b, func(i int) (int, error) { return r.first(*queries[i%len(queries)].Box) })
			})
		}
	}
	for _, typed := range typedTexts {
		b.Run("suggest/"+typed, func(b *testing.B) {
			measure(b, func(int) (int, error) { return r.suggest(typed) })
		})
	}
}

// rivalPlace is an entry as the rivals know it.
type rivalPlace struct {
	name      string
	text      directory.Text
	topics    []string
	point     geo.Point
	low, high int
	free      bool
}

// lang is the language of the name.
func (p *rivalPlace) lang() string {
	for _, lang := range []string{"da", "nl"} {
		if p.text[lang] != "" {
			return lang
		}
	}
	return "en"
}

// generatedPlaces numbers the entries with a point of the catalogue that the
// benchmarks are on.
func generatedPlaces(tb testing.TB, size int) iter.Seq2[int, rivalPlace] {
	c := must[*generated.Catalogue](tb)(generated.New(size, 1))
	return func(yield func(int, rivalPlace) bool) {
		at := make(map[string]geo.Point)
		count := 0
		add := func(name string, text directory.Text, topics []string, point geo.Point, a directory.Ages, promises directory.Promises) bool {
			p := rivalPlace{name: name, text: text, topics: topics, point: point, high: 120, free: promises.Free != directory.No}
			if a.Min != nil {
				p.low = *a.Min
			}
			if a.Max != nil {
				p.high = *a.Max
			}
			count++
			return yield(count-1, p)
		}
		more := true
		for e := range c.Entries() {
			switch e := e.(type) {
			case *directory.Centre:
				if p := e.Location.Point; p != nil {
					at[e.ID] = *p
					more = add(e.Name, e.Description, e.Topics, *p, e.Ages, e.Promises)
				}
			case *directory.Activity:
				if len(e.Centres) == 0 {
					continue
				}
				if p, ok := at[e.Centres[0]]; ok {
					more = add(every(e.Title), e.Description, e.Topics, p, e.Ages, e.Promises)
				}
			}
			if !more {
				return
			}
		}
	}
}

// edition names what the generator makes, as far as its first entries show it:
// what was built from another edition is not asked.
func edition(tb testing.TB, size int) string {
	sum := fnv.New32a()
	for i, p := range generatedPlaces(tb, size) {
		fmt.Fprint(sum, p)
		if i == 1000 {
			break
		}
	}
	return fmt.Sprintf("%d-%08x", size, sum.Sum32())
}

// kept gives the path of something that is built from the places once. It gets
// its name when it is complete, so that a run that was ended leaves nothing
// that another takes for whole.
func kept(tb testing.TB, name string, size int, build func(path string, places iter.Seq2[int, rivalPlace])) string {
	tb.Helper()
	dir := os.Getenv("WALKIN_BENCH_DIR")
	if dir == "" {
		dir = tb.TempDir()
	}
	path := filepath.Join(dir, name+"-"+edition(tb, size))
	if _, err := os.Stat(path); err == nil {
		return path
	}
	unfinished := path + ".unfinished"
	if err := os.RemoveAll(unfinished); err != nil {
		tb.Fatal(err)
	}
	build(unfinished, generatedPlaces(tb, size))
	if err := os.Rename(unfinished, path); err != nil {
		tb.Fatal(err)
	}
	return path
}

// must ends the benchmark on an error.
func must[V any](tb testing.TB) func(V, error) V {
	return func(v V, err error) V {
		tb.Helper()
		if err != nil {
			tb.Fatal(err)
		}
		return v
	}
}
