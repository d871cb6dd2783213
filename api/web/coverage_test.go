package web_test

import (
	"net/url"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"walkin/api/web"
	"walkin/internal/coverage"
	"walkin/internal/directory"
)

func TestTheAddressOfAQuestionIsReadAsThatQuestion(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := coverage.Question{Country: rapid.SampledFrom([]string{"", "DK", "NL", "BE"}).Draw(t, "country"), Reach: rapid.SampledFrom(coverage.Distances[:]).Draw(t, "reach")}
		if rapid.Bool().Draw(t, "one") {
			q.Country, q.Municipality = "", rapid.SampledFrom([]string{"0461", "GM0344"}).Draw(t, "municipality")
		}
		for _, p := range directory.AllPromises {
			if rapid.Bool().Draw(t, string(p)) {
				q.Promises = append(q.Promises, p)
			}
		}
		if rapid.Bool().Draw(t, "evening") {
			q.Hours = append(q.Hours, coverage.Evening)
		}
		if age := rapid.IntRange(-1, 120).Draw(t, "age"); age >= 0 {
			q.Age = &age
		}
		q.Network = rapid.SampledFrom([]string{"", "overkop"}).Draw(t, "network")
		whatIf := rapid.SampledFrom([]string{"", "DK:g2615876"}).Draw(t, "what if")
		address := web.CoverageAddress(q, whatIf)
		values, err := url.ParseQuery(strings.TrimPrefix(address, "?"))
		if err != nil {
			t.Fatal(err)
		}
		read, town, leftOut := web.ReadCoverage(values, "DK")
		if read.String() != q.String() || town != whatIf || leftOut {
			t.Fatalf("%s is read as %s %s, not %s %s", address, read, town, q, whatIf)
		}
	})
}

// FuzzReadCoverage: whatever an address says, the question has few words, and its
// own address says the same again.
func FuzzReadCoverage(f *testing.F) {
	f.Add("country=DK&promise=free&hours=evening&age=15&reach=5")
	f.Add("age=-1&reach=NaN&reach=1e9&municipality=%00&network=%22%3E")
	people, err := coverage.Load()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, query string) {
		values, _ := url.ParseQuery(query)
		q, whatIf, _ := web.ReadCoverage(values, "NL")
		again, _ := url.ParseQuery(strings.TrimPrefix(web.CoverageAddress(q, whatIf), "?"))
		if r, i, leftOut := web.ReadCoverage(again, "DK"); r.String() != q.String() || i != whatIf || leftOut {
			t.Errorf("%q becomes %s and %s", query, q, r)
		}
		if _, err := q.Complete(people); err != nil && q.Municipality == "" {
			t.Errorf("%q is no question: %v", query, err)
		}
	})
}
