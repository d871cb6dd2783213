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
	generated "walkin/internal/sample"
	"walkin/internal/search"
)

// BenchmarkChange writes a change to a large index every tenth of a second
// while it is searched, and gives how long one takes to be found, and what the
// slowest hundredth of the searches of each kind take beside the same without
// changes.
func BenchmarkChange(b *testing.B) {
	for _, size := range sizes() {
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			x := copied(b, size)
			for b.Loop() {
			}
			for _, k := range kinds(b) {
				quiet := slowest(b, x, k)
				var visible []time.Duration
				ctx, stop := context.WithCancel(context.Background())
				var writing sync.WaitGroup
				writing.Go(func() { visible = edit(ctx, b, x, size) })
				busy := slowest(b, x, k)
				stop()
				writing.Wait()
				slices.Sort(visible)
				b.ReportMetric(float64(busy)/float64(quiet), "p99-ratio-"+k.name)
				b.ReportMetric(float64(visible[len(visible)-1].Milliseconds()), "ms-visible-"+k.name)
			}
		})
	}
}

// copied opens a copy of a large index: what is written to it must not be there
// for the next benchmark.
func copied(b *testing.B, size int) *search.Index {
	b.Helper()
	large(b, size) // builds it, if need be
	dir := filepath.Join(b.TempDir(), "index")
	if err := os.CopyFS(dir, os.DirFS(filepath.Join(benchDir(b), fmt.Sprint(size)))); err != nil {
		b.Fatal(err)
	}
	c, err := generated.New(size, 1)
	if err != nil {
		b.Fatal(err)
	}
	x, err := search.Open(context.Background(), dir, c, search.Options{Crisis: crisisRules(b), Gazetteer: gazetteer(b)})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = x.Close() })
	return x
}

// slowest is the 99th percentile of the searches of a kind over four seconds.
func slowest(b *testing.B, x *search.Index, k kind) time.Duration {
	queries := asked(b, k)
	var took []time.Duration
	for began := time.Now(); time.Since(began) < 4*time.Second; {
		q := queries[len(took)%len(queries)]
		began := time.Now()
		if _, err := x.Search(context.Background(), q); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(began))
	}
	slices.Sort(took)
	return took[len(took)*99/100]
}

// edit changes the names of centres until it is told to stop. Each must be
// found by its new name as soon as the change is applied.
func edit(ctx context.Context, b *testing.B, x *search.Index, size int) (took []time.Duration) {
	c, err := generated.New(size, 1)
	if err != nil {
		b.Error(err)
		return nil
	}
	var centres []*directory.Centre
	for e := range c.Entries() {
		if centre, ok := e.(*directory.Centre); ok {
			centres = append(centres, centre)
		}
		if len(centres) == 1000 {
			break
		}
	}
	r := rand.New(rand.NewPCG(uint64(x.Position()), 1))
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for ; ctx.Err() == nil || len(took) == 0; <-tick.C {
		centre := *centres[r.IntN(len(centres))]
		centre.Name = fmt.Sprintf("Zebrahus %d", x.Position())
		began := time.Now()
		change := directory.Change{Key: centre.Key(), Number: x.Position() + 1, Revision: 2, At: began, Entry: &centre}
		if err := x.Apply(context.Background(), []directory.Change{change}); err != nil {
			b.Error(err)
			return took
		}
		answer, err := x.Search(context.Background(), directory.Query{Text: centre.Name, Lang: "da", Now: generated.Moment})
		if err != nil || len(answer.Results) == 0 || answer.Results[0].Entry.Key() != centre.Key() {
			b.Errorf("%s is not found: %v", centre.Name, err)
			return took
		}
		took = append(took, time.Since(began))
	}
	return took
}
