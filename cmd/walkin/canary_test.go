package main_test

import (
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The canaries: a word, a position and an address that occur nowhere else.
// The position is on the Faroes, so that no part of it reads like the seconds of
// a time in the log. The address is of the documentation range (RFC 5737).
const (
	canaryWord    = "kvistelurifax"
	canaryLat     = "62.03217"
	canaryLon     = "-6.98765"
	canaryAddress = "203.0.113.77"
)

// canaries are what must not be found, whole or with the precision to which a
// careless log would round it.
var canaries = []string{canaryWord, canaryLat, canaryLon, "62.032", "-6.987", canaryAddress, "203.0.113"}

// canaryRequests are good requests, broken ones and ones in the wrong place.
func canaryRequests() []struct{ method, path, body string } {
	const near = `"near":{"lat":` + canaryLat + `,"lon":` + canaryLon + `}`
	requests := []struct{ method, path, body string }{
		{"GET", "/v1/search?q=" + canaryWord, ""},
		{"GET", "/hsds/services?search=" + canaryWord + "&latitude=" + canaryLat, ""},
		{"POST", "/hsds/services", `{"search":"` + canaryWord + `","latitude":` + canaryLat + `,"longitude":` + canaryLon + `}`},
		{"GET", "/v1/search?text=" + canaryWord + "&lat=" + canaryLat + "&lon=" + canaryLon, ""},
		{"GET", "/v1/search?place=" + canaryWord, ""},
		{"GET", "/v1/search?cursor=" + canaryWord, ""},
		{"GET", "/v1/centres/" + canaryWord, ""},
		{"GET", "/v1/places/" + canaryWord, ""},
		{"GET", "/v1/topics?kind=" + canaryWord, ""},
		{"GET", "/v1/whats-on?from=" + canaryWord, ""},
		{"GET", "/" + canaryWord, ""},
		{"GET", "/problems/" + canaryWord, ""},
		{strings.ToUpper(canaryWord), "/v1/search", ""},
		{"OPTIONS", "/v1/search?" + canaryWord, ""},
	}
	for _, body := range []string{
		`{"text":"` + canaryWord + `",` + near + `}`,
		`{"text":"` + canaryWord + ` ensom",` + near + `,"facets":["kind","topic"],"sort":"distance","open_at":"now","travel":"bike"}`,
		`{"text":"` + canaryWord + ` selvmord",` + near + `}`,
		`{"text":"` + canaryWord + ` selvmord",` + near + `,"beyond_crisis":true}`,
		`{"text":"` + strings.Repeat(canaryWord+" ", 300) + `"}`,
		`{"text":"` + canaryWord + `",` + near + `,"settled":true}`, // what is counted
		`{"text":"ensom ` + canaryWord + `",` + near + `,"settled":true}`,
		`{"text":"` + canaryWord + ` selvmord",` + near + `,"settled":true}`,
		`{"near":{"place":"` + canaryWord + `"}}`,
		`{"near":{"place":"8000","lat":` + canaryLat + `}}`,
		`{"near":{"lat":"` + canaryLat + `","lon":` + canaryLon + `}}`,
		`{"near":{"lat":` + canaryLat + `}}`,
		`{"` + canaryWord + `":"` + canaryWord + `"}`,
		`{"cursor":"` + canaryWord + `"}`,
		`{"open_at":"` + canaryWord + `"}`,
		`{"topics":["` + canaryWord + `"],"country":"` + canaryWord + `","lang":"` + canaryWord + `"}`,
		`{"text":"` + canaryWord, // not JSON
		canaryWord,
	} {
		requests = append(requests, struct{ method, path, body string }{"POST", "/v1/search", body})
	}
	// The same typed into the forms of pages, and put into their addresses.
	const where = "&where=" + canaryWord + "&lat=" + canaryLat + "&lon=" + canaryLon
	for _, path := range []string{"/", "/da/", "/nl/embed", "/en/today"} {
		for _, form := range []string{"text=" + canaryWord + where, "text=" + canaryWord + "+selvmord" + where, "text=ensom&beyond=1&lat=" + canaryLat + "&lon=" + canaryLon,
			"topics=" + canaryWord + "&choose=" + canaryWord + "&cursor=" + canaryWord, "%zz" + canaryWord} {
			requests = append(requests, struct{ method, path, body string }{"POST", path, form})
		}
	}
	for _, path := range []string{"/da/?text=", "/?q=", "/da/?topics=", "/nl/?place=", "/uk/?cursor=", "/da/c/", "/a/", "/da/week?at=c:", "/photos/", "/widget/", "/da/", "/da/today?place="} {
		requests = append(requests, struct{ method, path, body string }{"GET", path + canaryWord, ""})
	}
	for _, path := range []string{"/v1/suggest", "/v1/places"} {
		for _, body := range []string{
			`{"text":"` + canaryWord + `"}`, `{"text":"` + canaryWord + `","lang":"da","limit":5}`, `{"text":"x","country":"` + canaryWord + `"}`,
			`{"text":"` + canaryWord, `{"` + canaryWord + `":1}`,
		} {
			requests = append(requests, struct{ method, path, body string }{"POST", path, body})
		}
	}
	for _, body := range []string{
		`{"counted":{"country":"DK","topic":"` + canaryWord + `"},"helped":true}`, `{"counted":{"country":"DK","municipality":"` + canaryWord + `","topic":"anything"},"helped":true}`,
		`{"counted":{"country":"DK","topic":"anything"},"helped":true,"why":"` + canaryWord + `"}`, `{"counted":{"country":"DK","topic":"anything"},"helped":true}`,
	} {
		requests = append(requests, struct{ method, path, body string }{"POST", "/v1/votes", body})
	}
	return requests
}

// TestWhatSomebodyAskedIsNowhereInTheProgram runs the program with all that it
// can log, behind a proxy that it believes, and looks for the canaries in all
// that it writes, counts and keeps: while it runs, and when it has stopped.
func TestWhatSomebodyAskedIsNowhereInTheProgram(t *testing.T) {
	t.Parallel()
	const control = "kontrolurifax" // a word that is kept, and must be found
	dir := folder(t)
	s := serve(t, roleProgram, dir, "--log-level", "debug", "--trusted-proxies", "127.0.0.0/8", "--rate-limit", "100000")
	succeed(t, "import", lines(t, house(control, control)), "--data-dir", dir)
	eventually(t, "the control word is found", func() bool {
		return strings.Contains(s.ask("/v1/search", `{"text":"`+control+`"}`).body, `"id":"`+control+`"`)
	})

	statuses := make(map[int]int)
	var answers strings.Builder
	for _, c := range canaryRequests() {
		r, err := http.NewRequest(c.method, s.url+c.path, strings.NewReader(c.body))
		if err != nil {
			t.Fatal(err)
		}
		for name, value := range map[string]string{
			"Content-Type": "application/json", "X-Forwarded-For": canaryAddress, "X-Real-IP": canaryAddress, "Forwarded": "for=" + canaryAddress,
			"User-Agent": canaryWord, "Referer": "https://" + canaryWord + ".example/?q=" + canaryWord, "Cookie": "id=" + canaryWord,
			"X-Request-Id": canaryWord, "Authorization": "Bearer " + canaryWord, "If-None-Match": `"` + canaryWord + `"`,
		} {
			r.Header.Set(name, value)
		}
		if strings.Contains(c.body, "=") { // a form, and no JSON
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		}
		a := s.do(r)
		statuses[a.StatusCode]++
		answers.WriteString(a.body)
	}
	// Whoever asked may be told which member of the body is unknown; that this
	// word is found shows that the requests arrived and how it would look.
	if !strings.Contains(answers.String(), canaryWord) {
		t.Error("the word is nowhere in the answers either: did anybody read it?")
	}
	if statuses[http.StatusOK] < 6 || statuses[http.StatusBadRequest] < 15 || statuses[http.StatusNotFound] < 3 || statuses[http.StatusTooManyRequests] > 0 || statuses[http.StatusInternalServerError] > 0 {
		t.Errorf("the requests did not do what they were meant to: %v", statuses)
	}

	metrics := *s
	metrics.url = s.metrics
	counted := metrics.ask("/metrics", "").body
	lookFor(t, "the metrics", counted, `route="/v1/search"`)
	lookFor(t, "the log", s.log.String(), `"route":"/v1/suggest"`)
	lookFor(t, "the data folder of the running server", everything(t, dir), control)
	s.terminate()
	if status := s.wait(); status != 0 {
		t.Errorf("the server ends with %d", status)
	}
	lookFor(t, "the log up to the end", s.log.String(), `"msg":"stopping"`)
	kept := everything(t, dir)
	lookFor(t, "the data folder of the stopped server", kept, control)
	if !strings.Contains(kept, "unmatched") {
		t.Error("nothing was counted, so that nothing of it leads to anybody shows nothing")
	}
	for _, setting := range s.process.Env {
		if tmp, ok := strings.CutPrefix(setting, "TMPDIR="); ok && tmp != os.TempDir() {
			lookFor(t, "the temporary folder", everything(t, tmp)+"end", "end")
		}
	}
}

// lookFor fails if a text holds a canary, or lacks what shows that it is the
// text that it should be.
func lookFor(t *testing.T, where, text, control string) {
	t.Helper()
	text = strings.ToLower(text)
	if !strings.Contains(text, strings.ToLower(control)) {
		t.Errorf("%s lacks %q, so looking into it shows nothing", where, control)
	}
	for _, canary := range canaries {
		if i := strings.Index(text, canary); i >= 0 {
			t.Errorf("%s holds %q: …%q…", where, canary, text[max(0, i-100):min(len(text), i+100)])
		}
	}
}

// everything gives the names and bytes of all files of a folder. A file that
// goes away meanwhile, such as a segment of the index that was merged, is no
// fault.
func everything(t *testing.T, dir string) string {
	t.Helper()
	var all strings.Builder
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if os.IsNotExist(err) {
			return nil
		}
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		content, err := os.ReadFile(path)
		if os.IsNotExist(err) {
			return nil
		}
		all.WriteString(path + "\n")
		all.Write(content)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all.String()
}
