package sample_test

import (
	"testing"

	"walkin/internal/directory"
)

// benchmarked is the size of the catalogue that is made in each operation.
const benchmarked = 10_000

func BenchmarkEntries(b *testing.B) {
	c := newCatalogue(b, benchmarked, 1)
	b.ReportAllocs()
	for b.Loop() {
		for range c.Entries() {
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(c.Len()), "ns/entry")
}

func BenchmarkLines(b *testing.B) {
	c := newCatalogue(b, benchmarked, 1)
	b.ReportAllocs()
	size := 0
	for b.Loop() {
		size = 0
		for e := range c.Entries() {
			line, err := directory.EncodeLine(e)
			if err != nil {
				b.Fatal(err)
			}
			size += len(line) + 1
		}
	}
	b.SetBytes(int64(size))
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(c.Len()), "ns/entry")
}
