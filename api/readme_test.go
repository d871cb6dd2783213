package api_test

import (
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"walkin/api"
)

// TestEveryCommandOfTheREADMEIsAnswered sends what stands there to the catalogue
// that the program starts with.
func TestEveryCommandOfTheREADMEIsAnswered(t *testing.T) {
	if testing.Short() {
		t.Skip("one reader after the other: nothing for the race detector")
	}
	readme, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	entries := builtinEntries(t)
	d := openDesk(t, func(o *api.Options) {
		o.Index = newMemory(entries...)
		o.Now = func() time.Time { return time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC) } // a week of the catalogue's
	})
	d.clock.Move(time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC).Sub(d.clock.Now()))
	d.put(entries...)
	_, token := d.member("you@example.dk", "administrator")
	s := d.service
	text := strings.ReplaceAll(string(readme), "\\\n", " ")
	var forms []string
	sent := 0
	for _, m := range regexp.MustCompile(`curl -s (?:--compressed )?(?:-X ([A-Z]+) )?'?localhost:8080(/[^'`+"`"+`\s]*)'?([^`+"`"+`\n]*)`).FindAllStringSubmatch(text, -1) {
		address, rest := m[2], m[3]
		method, body := "GET", ""
		headers := []string{}
		if strings.Contains(rest, `-H "$T"`) {
			headers = append(headers, "Authorization", token)
		}
		for _, h := range regexp.MustCompile(`-H '([^:']+): ([^']+)'`).FindAllStringSubmatch(rest, -1) {
			headers = append(headers, h[1], h[2])
		}
		if _, after, ok := strings.Cut(rest, "-d '"); ok {
			method, body = "POST", strings.TrimSuffix(strings.TrimSpace(after), "'")
		}
		if m[1] != "" {
			method = m[1]
		}
		sent++
		a := s.do(method, address, body, headers...)
		if a.StatusCode != 200 || len(a.body) < 60 {
			t.Errorf("%s %s %s: %d %s", method, address, body, a.StatusCode, a.body)
		}
		forms = append(forms, address)
	}
	if sent < 25 {
		t.Errorf("%d commands were found", sent)
	}
	// One of each form that there is.
	for _, prefix := range []string{"/feeds/listings?", "/feeds/listings.json", "/feeds/listings.atom", "/feeds/listings.csv", "/feeds/listings.ndjson", "/feeds/listings.geojson",
		"/v1/changes", "/centres/", "/activities/", "/feeds/whats-on.json", "/feeds/whats-on.atom", "/feeds/whats-on.ics", "/hsds/services", "/hsds/service_at_locations",
		"/hsds/profile", "/ogc/", "/kompas/opslag", "/feeds/digest", "/v1/coverage"} {
		if !strings.Contains("\n"+strings.Join(forms, "\n"), "\n"+prefix) {
			t.Errorf("no command asks for %s", prefix)
		}
	}
}
