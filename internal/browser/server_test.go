package browser_test

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"walkin/api"
	"walkin/internal/browser"
	"walkin/internal/directory"
)

// ask asks a server for results.
func ask(t *testing.T, s *browser.Server, body string) (answer struct {
	Total   int
	Results []struct{ ID string }
}) {
	t.Helper()
	r, err := http.Post(s.URL+"/v1/search", "application/json", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	if err := json.NewDecoder(r.Body).Decode(&answer); err != nil || r.StatusCode != http.StatusOK {
		t.Fatalf("%d, %v", r.StatusCode, err)
	}
	return answer
}

func TestServer(t *testing.T) {
	browser.Thorough(t)
	t.Parallel()
	s := browser.Serve(t, func(o *api.Options) { o.Country = "NL" })
	if !s.Now().Equal(time.Date(2026, 11, 25, 14, 30, 0, 0, time.UTC)) || s.Now().Weekday() != time.Wednesday {
		t.Errorf("the clock says %v", s.Now())
	}
	// There are more places open on a Wednesday afternoon than at four in the
	// night.
	open := `{"kinds":["centre"],"open_at":"now","limit":1}`
	day := ask(t, s, open).Total
	s.SetNow(time.Date(2026, 11, 26, 3, 0, 0, 0, time.UTC))
	if night := ask(t, s, open).Total; day < 20 || night >= day {
		t.Errorf("%d are open by day, %d by night", day, night)
	}
	const word = "Kanariefuglehuset"
	s.Put(&directory.Centre{ID: "dk-kanarie", Name: word, Kind: directory.CounsellingHouse, Location: directory.Location{Country: "DK"}, Topics: []string{"loneliness"},
		Provenance: directory.Provenance{SourceURL: "https://example.org/", SourceSeen: "2026-11"}})
	if a := ask(t, s, `{"text":"`+word+`"}`); len(a.Results) == 0 || a.Results[0].ID != "dk-kanarie" {
		t.Errorf("what was put is not found: %+v", a)
	}
	s.Delete(directory.Key{Kind: directory.KindCentre, ID: "dk-kanarie"})
	for _, r := range ask(t, s, `{"text":"`+word+`"}`).Results {
		if r.ID == "dk-kanarie" {
			t.Error("what was deleted is found")
		}
	}
	if log := s.Log(); !strings.Contains(log, `"/v1/search"`) || strings.Contains(log, word) {
		t.Errorf("the log is %s", log)
	}
	// Of a connection that is used and kept nothing is left.
	p := browser.Open(t).Page()
	p.Go(s.URL + "/about-the-data")
	s.Close()
	if said := browser.Eval[string](p, `fetch("/v1/topics").then(r => "answered " + r.status, e => e.name)`); said != "TypeError" {
		t.Errorf("a closed server: %s", said)
	}
	if err := p.Visit(s.URL); err == nil || !strings.Contains(err.Error(), "ERR_CONNECTION_REFUSED") {
		t.Errorf("a closed server: %v", err)
	}
	s.Reopen()
	p.Go(s.URL + "/about-the-data")
}

func TestSharedServer(t *testing.T) {
	browser.Thorough(t)
	t.Parallel()
	s := browser.Shared(t)
	if s != browser.Shared(t) {
		t.Error("there are two")
	}
	for range 150 { // nobody is limited
		r, err := http.Get(s.URL + "/v1/crisis")
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.Copy(io.Discard, r.Body)
		r.Body.Close()
		if r.StatusCode == http.StatusTooManyRequests {
			t.Fatal("limited")
		}
	}
	for name, change := range map[string]func(){"Put": func() { s.Put() }, "Close": s.Close, "SetNow": func() { s.SetNow(time.Now()) }} {
		func() {
			defer func() {
				if r := recover(); r == nil {
					t.Errorf("%s changes what everybody looks at", name)
				}
			}()
			change()
		}()
	}
}
