package main_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/legacy"

	"walkin/api"
)

// contract reads openapi.yaml, for a server at any address.
func contract(t *testing.T) routers.Router {
	t.Helper()
	doc, err := openapi3.NewLoader().LoadFromFile("../../openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	doc.Servers = nil
	router, err := legacy.NewRouter(doc)
	if err != nil {
		t.Fatal(err)
	}
	return router
}

// hold holds an answer against the contract.
func hold(t *testing.T, router routers.Router, a answer) {
	t.Helper()
	route, parameters, err := router.FindRoute(a.request)
	if err != nil {
		t.Fatalf("%s is not in the contract: %v", a.request.URL.Path, err)
	}
	input := &openapi3filter.ResponseValidationInput{
		RequestValidationInput: &openapi3filter.RequestValidationInput{Request: a.request, PathParams: parameters, Route: route},
		Status:                 a.StatusCode, Header: a.Header,
		Options: &openapi3filter.Options{IncludeResponseStatus: true, MultiError: true},
	}
	input.SetBodyBytes([]byte(a.body))
	if err := openapi3filter.ValidateResponse(t.Context(), input); err != nil {
		t.Errorf("%s: the answer does not keep to the contract: %v", a.request.URL.Path, err)
	}
}

// search searches and holds the answer against the contract.
func (s *server) search(router routers.Router, body string) api.SearchAnswer {
	s.t.Helper()
	a := s.ask("/v1/search", body)
	hold(s.t, router, a)
	var answer api.SearchAnswer
	if err := json.Unmarshal([]byte(a.body), &answer); err != nil || a.StatusCode != http.StatusOK {
		s.t.Fatalf("%s is answered with %d, %v: %s", body, a.StatusCode, err, a.body)
	}
	return answer
}

func TestWhatAYoungPersonAsks(t *testing.T) {
	t.Parallel()
	s, _ := serveHere(t, folder(t), func() time.Time { return wednesday })
	router := contract(t)
	lonely := func(t *testing.T, a api.SearchAnswer) {
		first := a.Results[:min(3, len(a.Results))]
		if !slices.ContainsFunc(first, func(r api.Result) bool { return slices.Contains(r.Topics, "loneliness") }) || len(first) < 3 {
			t.Errorf("none of the first three is about loneliness: %+v", first)
		}
		if len(a.Query.Topics) == 0 || a.Query.Topics[0].Id != "loneliness" || a.Query.Place == nil || len(a.Relaxed) > 0 {
			t.Errorf("understood as %+v, relaxed %+v", a.Query, a.Relaxed)
		}
		for _, r := range first {
			if r.DistanceM == nil || *r.DistanceM > 60_000 {
				t.Errorf("%s is not near", r.Id)
			}
		}
	}
	for _, c := range []struct {
		name, body string
		check      func(*testing.T, api.SearchAnswer)
	}{
		{"which open doors are nearest, on a Wednesday afternoon", `{"near":{"place":"8000"},"radius_km":150,"kinds":["centre"],"open_at":"now","sort":"distance"}`, nearestOpen},
		{"a Danish word for lonely, in Odense", `{"text":"ensom","lang":"da","near":{"place":"Odense"}}`, lonely},
		{"a Dutch word for lonely, in Rotterdam", `{"text":"eenzaam","lang":"nl","near":{"place":"Rotterdam"}}`, lonely},
		{"an English word for lonely, in Copenhagen", `{"text":"lonely","lang":"en","near":{"place":"Copenhagen"}}`, lonely},
		{"a word for suicide gets people to call and no places", `{"text":"selvmord","lang":"da","near":{"place":"8000"}}`, func(t *testing.T, a api.SearchAnswer) {
			if a.Crisis == nil || a.Crisis.Emergency != "112" || len(a.Crisis.Helplines) < 3 || len(a.Results) != 0 || a.Total != 0 {
				t.Errorf("answered with %+v", a)
			}
		}},
		{"places too, once the numbers were seen", `{"text":"selvmord","lang":"da","near":{"place":"8000"},"beyond_crisis":true}`, func(t *testing.T, a api.SearchAnswer) {
			if a.Crisis == nil || len(a.Crisis.Helplines) < 3 || len(a.Results) == 0 {
				t.Errorf("answered with %+v", a)
			}
		}},
		{"every facet, over the whole catalogue", `{"facets":["kind","topic","promise","language","channel","accessibility","country","municipality","network","open"],"limit":100}`,
			func(t *testing.T, a api.SearchAnswer) {
				if a.Total < 300 || len(a.Results) != 100 || a.Next == nil || a.Facets == nil || len(*a.Facets) != 10 {
					t.Errorf("%d of %d, facets %v", len(a.Results), a.Total, a.Facets)
				}
			}},
	} {
		t.Run(c.name, func(t *testing.T) { c.check(t, s.search(router, c.body)) })
	}
}

// nearestOpen holds that what is certainly open comes first and nearest first,
// that what may be open follows, and that nothing closed is there.
func nearestOpen(t *testing.T, a api.SearchAnswer) {
	certain, doubtful, before := 0, 0, 0.0
	for _, r := range a.Results {
		switch r.Open.State {
		case api.StateOpen:
			certain++
			if doubtful > 0 {
				t.Errorf("%s is certainly open, and comes after what may be", r.Id)
			}
			if r.Open.Until == nil || !r.Open.Until.After(wednesday) {
				t.Errorf("%s is open until %v", r.Id, r.Open.Until)
			}
		case api.StateUnknown:
			if doubtful++; doubtful == 1 {
				before = 0
			}
			if !slices.Contains(r.Unknown, "open_at") {
				t.Errorf("of %s it is not said that its hours are unknown", r.Id)
			}
		default:
			t.Errorf("%s is %s", r.Id, r.Open.State)
		}
		if r.DistanceM == nil || *r.DistanceM < before {
			t.Errorf("%s is nearer than the one before it", r.Id)
		} else {
			before = *r.DistanceM
		}
	}
	if certain < 3 || doubtful < 3 || len(a.Relaxed) > 0 || a.Query.Place == nil || a.Query.Place.Country != "DK" {
		t.Errorf("%d are certainly open, %d may be; relaxed %+v", certain, doubtful, a.Relaxed)
	}
}

func TestTheFirstStartLoadsTheBuiltInCatalogue(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "does", "not", "exist")
	s := serve(t, roleProgram, dir)
	if !strings.Contains(s.log.String(), `"msg":"loaded the built-in catalogue","entries":`) {
		t.Errorf("the log says %s", s.log)
	}
	eventually(t, "the server is ready", func() bool { return s.ask("/readyz", "").StatusCode == http.StatusOK })
	if a := s.ask("/v1/centres/dk-headspace-odense", ""); a.StatusCode != http.StatusOK {
		t.Errorf("a built-in centre is answered with %d", a.StatusCode)
	}
	s.terminate()
	s.wait()
	if s := serve(t, roleProgram, dir); strings.Contains(s.log.String(), "built-in") || strings.Contains(s.log.String(), "building") {
		t.Errorf("the second start did it again: %s", s.log)
	}
}

func TestAnImportBesideAServerIsFound(t *testing.T) {
	t.Parallel()
	dir := folder(t)
	s := serve(t, roleProgram, dir)
	const question = `{"text":"Kvistelurifaxhuset","near":{"place":"Odense"}}`
	if a := s.ask("/v1/search", question); strings.Contains(a.body, `"id":"imported"`) {
		t.Fatal("it is there before it was imported")
	}
	succeed(t, "import", lines(t, house("imported", "Kvistelurifaxhuset")), "--data-dir", dir)
	eventually(t, "the server finds what was imported", func() bool {
		return strings.Contains(s.ask("/v1/search", question).body, `"id":"imported"`)
	})
	eventually(t, "the server is ready again", func() bool { return s.ask("/readyz", "").StatusCode == http.StatusOK })
	if a := s.ask("/v1/centres/imported", ""); a.StatusCode != http.StatusOK || !strings.Contains(a.body, "Kvistelurifaxhuset") {
		t.Errorf("the centre is answered with %d: %s", a.StatusCode, a.body)
	}
}

// underWay begins a search and leaves it in the middle of its body. The server
// is at work on it: it has asked for the body.
func underWay(t *testing.T, s *server) (finish func() (*http.Response, error)) {
	t.Helper()
	const body = `{"text":"ensom","lang":"da"}`
	conn := dial(t, s)
	fmt.Fprintf(conn, "POST /v1/search HTTP/1.1\r\nHost: walkin\r\nContent-Type: application/json\r\nContent-Length: %d\r\nExpect: 100-continue\r\n\r\n", len(body))
	in := bufio.NewReader(conn)
	if line, err := in.ReadString('\n'); err != nil || !strings.HasPrefix(line, "HTTP/1.1 100 ") {
		t.Fatalf("the server does not go on: %q, %v", line, err)
	}
	if _, err := in.ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	_, _ = io.WriteString(conn, body[:5])
	return func() (*http.Response, error) {
		if _, err := io.WriteString(conn, body[5:]); err != nil {
			return nil, err
		}
		return http.ReadResponse(in, nil)
	}
}

func dial(t *testing.T, s *server) net.Conn {
	t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(s.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	_ = conn.SetDeadline(time.Now().Add(patience))
	return conn
}

func TestRequestsUnderWayFinishWhenTheServerIsStopped(t *testing.T) {
	t.Parallel()
	s := serve(t, roleProgram, folder(t))
	finishes := []func() (*http.Response, error){underWay(t, s), underWay(t, s), underWay(t, s)}
	asking := dial(t, s) // before the stop: afterwards nobody can connect
	s.terminate()
	eventually(t, "the server begins to stop", func() bool { return strings.Contains(s.log.String(), `"msg":"stopping"`) })

	// A connection that is there but has asked nothing yet is closed, or told.
	fmt.Fprint(asking, "GET /readyz HTTP/1.1\r\nHost: walkin\r\n\r\n")
	if a, err := http.ReadResponse(bufio.NewReader(asking), nil); err == nil && a.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("while it stops, the server says that it is ready: %d", a.StatusCode)
	}
	eventually(t, "nobody can connect any more", func() bool {
		conn, err := net.Dial("tcp", strings.TrimPrefix(s.url, "http://"))
		if err == nil {
			_ = conn.Close()
		}
		return err != nil
	})
	select {
	case <-s.ended:
		t.Fatalf("the server ended with requests under way: %s", s.log)
	default:
	}
	for _, finish := range finishes {
		a, err := finish()
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(a.Body)
		if err != nil || a.StatusCode != http.StatusOK || !strings.Contains(string(body), "headspace") {
			t.Errorf("a request under way is answered with %d, %v: %s", a.StatusCode, err, body)
		}
	}
	if status := s.wait(); status != 0 {
		t.Errorf("the server ends with %d: %s", status, s.log)
	}
	if strings.Contains(s.log.String(), `"level":"ERROR"`) {
		t.Errorf("it stopped with errors: %s", s.log)
	}
}

// What the first start leaves running belongs to libraries for good, such as
// the analysis queue of bleve; a second one adds nothing.
func TestAStopLeavesNothingRunning(t *testing.T) {
	dir := folder(t)
	round := func() {
		s, stop := serveHere(t, dir, time.Now)
		s.ask("/v1/search", `{"text":"ensom"}`)
		stop()
		if s.status != 0 {
			t.Errorf("ends with %d: %s", s.status, s.log)
		}
	}
	round()
	settled := 0
	for last := -1; settled != last; time.Sleep(100 * time.Millisecond) {
		last, settled = settled, runtime.NumGoroutine()
	}
	round()
	eventually(t, "as few goroutines run as before", func() bool { return runtime.NumGoroutine() <= settled })
}

// A search from the command line works on what it asks for, not longer.
func TestACommandEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if r := commandWith(ctx, "search", "angst", "--data-dir", folder(t)); r.status != 1 || r.out != "" {
		t.Errorf("exits with %d and prints %q", r.status, r.out)
	}
}
