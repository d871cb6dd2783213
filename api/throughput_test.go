package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"walkin/api"
	"walkin/data"
	"walkin/internal/directory"
	"walkin/internal/geo"
	generated "walkin/internal/sample"
	"walkin/internal/search"
)

// BenchmarkThroughput asks over HTTP on loopback, generator and server on the
// same cores, and gives each rate as a share of what a bare Echo handler that
// answers "ok" reaches; then at half of its rate, how long requests take that
// do not wait for one another. It needs the time that its indexes take to build: with
// WALKIN_BENCH_DIR they are kept from one run to the next.
func BenchmarkThroughput(b *testing.B) {
	if os.Getenv("WALKIN_BENCH_DIR") == "" {
		b.Skip("WALKIN_BENCH_DIR names no folder for the indexes")
	}
	bare := echo.New()
	bare.POST("/v1/search", func(c echo.Context) error { return c.String(http.StatusOK, "ok") })
	least := rate(b, bare, []string{`{}`})
	b.Run("bare", func(b *testing.B) {
		for b.Loop() {
		}
		b.ReportMetric(least, "requests/s")
		// At the rate of a search: what generator and scheduler take by themselves.
		median, slowest := latencies(b, bare, []string{`{}`}, least/10)
		b.ReportMetric(float64(median.Microseconds()), "µs-median-at-tenth")
		b.ReportMetric(float64(slowest.Microseconds()), "µs-p99-at-tenth")
	})
	towns := []string{"DK:8000", "DK:5000", "DK:9000", "NL:1012", "BE:9000", "DK:4200", "NL:3011", "DK:2200"}
	var nearest, open, text []string
	for i, town := range towns {
		nearest = append(nearest, fmt.Sprintf(`{"near":{"place":%q},"age":%d,"promises":["free"],"lang":"da"}`, town, 13+i))
		open = append(open, fmt.Sprintf(`{"near":{"place":%q},"open_at":"now","lang":"da"}`, town))
		text = append(text, fmt.Sprintf(`{"text":"ensom","near":{"place":%q},"lang":"da","facets":["topic","promise","open"]}`, town))
	}
	words := []string{`{"text":"ensom","lang":"da"}`, `{"text":"angst samtale","lang":"da"}`, `{"text":"eenzaam","lang":"nl"}`, `{"text":"gaming","lang":"en"}`}
	for _, served := range []struct {
		name  string
		index *search.Index
		asked map[string][]string
	}{
		{"built-in", builtin(b), map[string][]string{"nearest": nearest, "open": open, "text": text, "words": words}},
		{"100000", large(b, 100_000), map[string][]string{"nearest": nearest, "text": text}},
	} {
		server, err := api.New(api.Options{Catalogue: newMemory(), Index: served.index, Gazetteer: allTowns(b), Country: "DK", Now: clock})
		if err != nil {
			b.Fatal(err)
		}
		for name, bodies := range served.asked {
			b.Run(served.name+"/"+name, func(b *testing.B) {
				for b.Loop() {
				}
				r := rate(b, server.Handler(), bodies)
				b.ReportMetric(r, "requests/s")
				b.ReportMetric(100*r/least, "%-of-bare")
				median, slowest := latencies(b, server.Handler(), bodies, r/2)
				b.ReportMetric(float64(median.Microseconds()), "µs-median-at-half")
				b.ReportMetric(float64(slowest.Microseconds()), "µs-p99-at-half")
			})
		}
	}
}

// clock runs, from the moment around which the sample lies.
var began = time.Now()

func clock() time.Time { return generated.Moment.Add(time.Since(began)) }

// rate gives how many requests a second a handler answers over loopback.
func rate(b *testing.B, handler http.Handler, bodies []string) float64 {
	b.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	server := api.NewHTTPServer(handler)
	go server.Serve(l)
	defer server.Close()
	const connections, warm, measured = 16, time.Second, 3 * time.Second
	var done atomic.Int64
	ctx, stop := context.WithTimeout(context.Background(), warm+measured)
	defer stop()
	var all sync.WaitGroup
	var fault atomic.Value
	for i := range connections {
		all.Go(func() {
			if err := keepAsking(ctx, l.Addr().String(), bodies[i%len(bodies):], &done); err != nil {
				fault.Store(err)
			}
		})
	}
	time.Sleep(warm)
	before := done.Load()
	time.Sleep(measured)
	answered := done.Load() - before
	stop()
	all.Wait()
	if err, ok := fault.Load().(error); ok {
		b.Fatal(err)
	}
	return float64(answered) / measured.Seconds()
}

// latencies asks at a rate, each request at its time whatever became of those
// before, and gives the median and the 99th percentile from then until it is
// answered. Any error ends the benchmark.
func latencies(b *testing.B, handler http.Handler, bodies []string, rate float64) (median, slowest time.Duration) {
	b.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	server := api.NewHTTPServer(handler)
	go server.Serve(l)
	defer server.Close()
	const connections, duration = 64, 4 * time.Second
	due := make(chan time.Time, int(rate*duration.Seconds())+1)
	var all sync.WaitGroup
	var lock sync.Mutex
	var took []time.Duration
	var fault error
	for i := range connections {
		all.Go(func() {
			own, err := ask(l.Addr().String(), bodies[i%len(bodies):], due)
			lock.Lock()
			defer lock.Unlock()
			took, fault = append(took, own...), errors.Join(fault, err)
		})
	}
	began := time.Now()
	for sent := 0; ; {
		elapsed := time.Since(began)
		if elapsed > duration {
			break
		}
		for ; float64(sent) < rate*elapsed.Seconds(); sent++ {
			due <- began.Add(time.Duration(float64(sent) / rate * float64(time.Second)))
		}
		time.Sleep(200 * time.Microsecond)
	}
	close(due)
	all.Wait()
	if fault != nil {
		b.Fatal(fault)
	}
	slices.Sort(took)
	return took[len(took)/2], took[len(took)*99/100]
}

// ask asks on one connection whenever a request is due, and gives how long
// each took from then on.
func ask(address string, bodies []string, due <-chan time.Time) (took []time.Duration, err error) {
	conn, err := net.Dial("tcp", address)
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	buffer := make([]byte, 1<<20)
	for at := range due {
		if err := askOnce(conn, bodies[len(took)%len(bodies)], buffer); err != nil {
			return took, err
		}
		took = append(took, time.Since(at))
	}
	return took, nil
}

func askOnce(conn net.Conn, body string, buffer []byte) error {
	_, err := fmt.Fprintf(conn, "POST /v1/search HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
	if err != nil {
		return err
	}
	return readAnswer(conn, buffer)
}

// keepAsking asks on one connection, as plainly as can be: what the generator
// takes is taken from the server.
func keepAsking(ctx context.Context, address string, bodies []string, done *atomic.Int64) error {
	conn, err := net.Dial("tcp", address)
	if err != nil {
		return err
	}
	defer conn.Close()
	buffer := make([]byte, 1<<20)
	for i := 0; ctx.Err() == nil; i++ {
		if err := askOnce(conn, bodies[i%len(bodies)], buffer); err != nil {
			return err
		}
		done.Add(1)
	}
	return nil
}

func readAnswer(conn net.Conn, buffer []byte) error {
	have := 0
	for {
		n, err := conn.Read(buffer[have:])
		if err != nil {
			return err
		}
		have += n
		end := bytes.Index(buffer[:have], []byte("\r\n\r\n"))
		if end < 0 {
			continue
		}
		if !bytes.HasPrefix(buffer, []byte("HTTP/1.1 200")) {
			return fmt.Errorf("answered %.200s", buffer[:have])
		}
		length := 0
		if _, err := fmt.Sscanf(string(buffer[bytes.Index(buffer, []byte("Content-Length: ")):end]), "Content-Length: %d", &length); err != nil {
			return err
		}
		for have < end+4+length {
			n, err := conn.Read(buffer[have:])
			if err != nil {
				return err
			}
			have += n
		}
		return nil
	}
}

func allTowns(tb testing.TB) *geo.Gazetteer {
	g, err := geo.Load()
	if err != nil {
		tb.Fatal(err)
	}
	return g
}

func rules(tb testing.TB) directory.CrisisRules {
	content, err := data.CrisisRules()
	if err != nil {
		tb.Fatal(err)
	}
	var rules directory.CrisisRules
	if err := json.Unmarshal(content, &rules); err != nil {
		tb.Fatal(err)
	}
	return rules
}

// entries is a source of an index.
type entries []directory.Entry

func (list entries) Each(_ context.Context, f func(directory.Change) error) (last uint64, err error) {
	for _, e := range list {
		last++
		if err := f(directory.Change{Number: last, Key: e.Key(), Revision: 1, Entry: e}); err != nil {
			return 0, err
		}
	}
	return last, nil
}

func builtin(tb testing.TB) *search.Index {
	content, err := data.Catalogue()
	if err != nil {
		tb.Fatal(err)
	}
	var list entries
	for line := range bytes.Lines(content) {
		e, err := directory.DecodeLine(line)
		if err != nil {
			tb.Fatal(err)
		}
		list = append(list, e)
	}
	return openIndex(tb, "", list)
}

func large(tb testing.TB, size int) *search.Index {
	c, err := generated.New(size, 1)
	if err != nil {
		tb.Fatal(err)
	}
	return openIndex(tb, fmt.Sprintf("%s/%d", os.Getenv("WALKIN_BENCH_DIR"), size), c)
}

func openIndex(tb testing.TB, dir string, source search.Source) *search.Index {
	x, err := search.Open(context.Background(), dir, source, search.Options{Crisis: rules(tb), Gazetteer: allTowns(tb)})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := x.Close(); err != nil {
			tb.Error(err)
		}
	})
	return x
}
