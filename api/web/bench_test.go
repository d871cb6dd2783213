package web_test

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"walkin/internal/browser"
)

// BenchmarkPages asks for pages over HTTP on loopback, client and server on
// the same cores, as plain HTML.
func BenchmarkPages(b *testing.B) {
	server := browser.Serve(b)
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64, DisableCompression: true}}
	form := url.Values{"text": {"ensom"}, "where": {"Odense"}, "promises": {"free"}}.Encode()
	for _, page := range []struct{ name, method, path, body string }{
		{"health, to compare", "GET", "/healthz", ""},
		{"front", "GET", "/da/", ""},
		{"found by topic", "GET", "/da/?topics=loneliness&place=DK:g2615876", ""},
		{"found by words", "POST", "/da/", form},
		{"found with the map", "GET", "/da/?topics=loneliness&place=DK:g2615876&map=fit", ""},
		{"people to call", "GET", "/hjaelp", ""},
		{"today", "GET", "/da/today?place=DK:g2615876", ""},
	} {
		b.Run(page.name, func(b *testing.B) {
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					r, err := http.NewRequest(page.method, server.URL+page.path, strings.NewReader(page.body))
					if err != nil {
						b.Fatal(err)
					}
					r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
					answer, err := client.Do(r)
					if err != nil {
						b.Fatal(err)
					}
					if _, err := io.Copy(io.Discard, answer.Body); err != nil || answer.StatusCode != http.StatusOK {
						b.Fatal(answer.Status, err)
					}
					_ = answer.Body.Close()
				}
			})
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "pages/s")
		})
	}
}
