package api_test

import (
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"walkin/api"
	"walkin/internal/directory"
	"walkin/internal/geo"
	"walkin/internal/schedule"
)

// newServer gives a handler without a port.
func newServer(tb testing.TB, more ...directory.Entry) *api.Server {
	tb.Helper()
	m := newMemory(append(sample(), more...)...)
	server, err := api.New(api.Options{Catalogue: m, Index: m, Gazetteer: places, Country: "DK", Now: func() time.Time { return now }})
	if err != nil {
		tb.Fatal(err)
	}
	return server
}

func post(server *api.Server, path, body string) (int, []byte) {
	r := httptest.NewRequest("POST", path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	server.Handler().ServeHTTP(w, r)
	return w.Code, w.Body.Bytes()
}

func BenchmarkSearch(b *testing.B) {
	var entries []directory.Entry
	for i := range 20 {
		entries = append(entries, &directory.Centre{
			ID: fmt.Sprintf("dk-%d", i), Name: fmt.Sprintf("Mødested %d", i), Description: directory.Text{"da": strings.Repeat("Et sted. ", 20)},
			Location: directory.Location{Street: "Gade 1", Country: "DK", Municipality: "0751", Point: &geo.Point{Lat: 56, Lon: 10}, Precision: directory.PreciseExact},
			Hours:    weekly("12:00", "20:00", schedule.Mon), Topics: []string{"loneliness"},
		})
	}
	server := newServer(b, entries...)
	for name, body := range map[string]string{
		"20 results": `{"text":"mødested","near":{"place":"DK:8000"},"lang":"da"}`,
		"crisis":     `{"text":"jeg vil dø","lang":"da"}`,
		"refused":    `{"text":"x","limit":1000000,"what":1}`,
		"64 kB":      `{"text":"` + strings.Repeat("selv mor ", 7000) + `"}`,
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if status, answer := post(server, "/v1/search", body); status != 200 && status != 400 {
					b.Fatalf("%d %s", status, answer)
				}
			}
		})
	}
}
