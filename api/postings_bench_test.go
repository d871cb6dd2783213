package api_test

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"runtime/metrics"
	"slices"
	"syscall"
	"testing"
	"time"

	"walkin/api"
	generated "walkin/internal/sample"
	"walkin/internal/sqlite"
)

// generatedServer serves a generated catalogue. It needs the time that an
// import takes: with WALKIN_BENCH_DIR it is kept from one run to the next.
func generatedServer(b *testing.B, size int) (*api.Server, *sqlite.Catalogue) {
	b.Helper()
	dir := os.Getenv("WALKIN_BENCH_DIR")
	if dir == "" {
		b.Skip("WALKIN_BENCH_DIR names no folder for the catalogues")
	}
	c, err := sqlite.Open(b.Context(), filepath.Join(dir, fmt.Sprintf("catalogue-%d.db", size)), sqlite.Options{Now: clock})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = c.Close() })
	if empty, err := c.Empty(b.Context()); err != nil {
		b.Fatal(err)
	} else if empty {
		source, err := generated.New(size, 1)
		if err != nil {
			b.Fatal(err)
		}
		if _, _, _, err := c.PutAll(b.Context(), slices.Collect(source.Entries()), author, nil); err != nil {
			b.Fatal(err)
		}
	}
	s, err := api.New(api.Options{Catalogue: c, Index: newMemory(sample()...), Gazetteer: places, Country: "DK", Now: clock})
	if err != nil {
		b.Fatal(err)
	}
	return s, c
}

// BenchmarkListings reads pages of 500 on one core, from the first to the last
// and from the first again.
func BenchmarkListings(b *testing.B) {
	server, _ := generatedServer(b, 100_000)
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	for _, query := range []string{"", "?country=DK", "?topic=loneliness", "?municipality=0751"} {
		b.Run("all"+query, func(b *testing.B) {
			address, items, began := "/feeds/listings"+query, 0, processorTime()
			var page bytes.Buffer // kept, so that the reader takes little of the server's time
			for b.Loop() {
				page.Reset()
				recorder := &httptest.ResponseRecorder{Body: &page, Code: http.StatusOK}
				server.Handler().ServeHTTP(recorder, httptest.NewRequest(http.MethodGet, address, nil))
				body := page.Bytes()
				if recorder.Code != http.StatusOK {
					b.Fatal(page.String())
				}
				n := bytes.Count(body, []byte(`{"state":"`))
				if items += n; n < 500 {
					address = "/feeds/listings" + query
					continue
				}
				next, _, _ := bytes.Cut(bytes.TrimPrefix(body, []byte(`{"next":"http://example.com`)), []byte(`"`))
				address = string(next)
			}
			// Of a core's own time, so that a busy machine does not make it slower.
			b.ReportMetric(float64(b.N)/(processorTime()-began), "pages/core-s")
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "pages/s")
			b.ReportMetric(float64(items)/float64(b.N), "items/page")
		})
	}
}

// BenchmarkExport streams whole catalogues and gives the most memory that is in
// use meanwhile: it must be the same for ten times the entries.
func BenchmarkExport(b *testing.B) {
	for _, form := range []string{".ndjson", ".csv", ".geojson"} {
		for _, size := range []int{10_000, 100_000} {
			b.Run(fmt.Sprintf("%s/%d", form[1:], size), func(b *testing.B) {
				server, _ := generatedServer(b, size)
				var most, written uint64
				for b.Loop() {
					runtime.GC()
					w := &gauge{header: http.Header{}}
					r := httptest.NewRequest(http.MethodGet, "/feeds/listings"+form, nil).WithContext(context.Background())
					server.Handler().ServeHTTP(w, r)
					most, written = max(most, w.most), w.written
				}
				b.SetBytes(int64(written))
				b.ReportMetric(float64(most)/1e6, "peak-heap-MB")
				b.ReportMetric(float64(size)*float64(b.N)/b.Elapsed().Seconds(), "entries/s")
			})
		}
	}
}

// gauge throws an answer away and looks at the heap while it comes.
type gauge struct {
	header        http.Header
	written, most uint64
}

func (g *gauge) Header() http.Header { return g.header }
func (g *gauge) WriteHeader(int)     {}
func (g *gauge) Write(b []byte) (int, error) {
	heap := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(heap)
	g.most = max(g.most, heap[0].Value.Uint64())
	g.written += uint64(len(b))
	return len(b), nil
}

// processorTime is what this process has used of all cores, in seconds.
func processorTime() float64 {
	var usage syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &usage)
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano()).Seconds()
}
