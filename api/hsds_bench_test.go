package api_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// BenchmarkHSDSFilter asks for the first page of lists for which every entry is
// looked at. A POST is gathered anew each time.
func BenchmarkHSDSFilter(b *testing.B) {
	server, _ := generatedServer(b, 100_000)
	for _, body := range []string{`{"age":15}`, `{"day":"WE"}`, `{"open_at":"2026-11-25T15:00:00Z"}`, `{"latitude":55.4,"longitude":10.4}`, `{"search":"headspace"}`} {
		b.Run(body, func(b *testing.B) {
			for b.Loop() {
				recorder := httptest.NewRecorder()
				r := httptest.NewRequest(http.MethodPost, "/hsds/services", strings.NewReader(body))
				r.Header.Set("Content-Type", "application/json")
				server.Handler().ServeHTTP(recorder, r)
				if recorder.Code != http.StatusOK {
					b.Fatal(recorder.Body.String())
				}
			}
		})
	}
}
