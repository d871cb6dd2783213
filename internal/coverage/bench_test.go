package coverage_test

import (
	"testing"

	"walkin/internal/coverage"
	"walkin/internal/geo"
)

// BenchmarkTwoCountries asks of Denmark, the Netherlands and Belgium together,
// 73,906 cells, with 10,000 doors in the first two, and what has changed since a
// day with as many. It should take less than a second.
func BenchmarkTwoCountries(b *testing.B) {
	s := generated(b, 10_000, "DK", "NL")
	s.Sites, s.Earlier = nil, &coverage.Earlier{On: on, Doors: s.Doors}
	q := coverage.Question{}
	ask(b, s, q)
	for b.Loop() {
		ask(b, s, q)
	}
}

// BenchmarkNextPlaces chooses the best five of all towns of thirteen countries,
// 45,000 in number. It should take less than ten seconds.
func BenchmarkNextPlaces(b *testing.B) {
	s := *builtin()
	gazetteer, err := geo.Load()
	if err != nil {
		b.Fatal(err)
	}
	s.Sites = nil
	for _, country := range []string{"DK", "NL", "BE", "NO", "SE", "FI", "DE", "GB", "IE", "FR", "AT", "CH", "LU"} {
		s.Sites = append(s.Sites, gazetteer.TownsIn(country)...)
	}
	for n := 0; len(s.Sites) < 45_000; n++ {
		s.Sites = append(s.Sites, s.Sites[n])
	}
	b.ReportMetric(float64(len(s.Sites)), "towns")
	for b.Loop() {
		ask(b, &s, coverage.Question{})
	}
}
