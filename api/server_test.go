package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/legacy"

	"walkin/api"
	"walkin/api/web"
)

// service is a server on a port of its own, and a client that holds every
// exchange against the contract.
type service struct {
	t       *testing.T
	memory  *memory
	server  *api.Server
	url     string
	log     *logBuffer
	metrics http.Handler
	client  *http.Client
	router  routers.Router
	doc     *openapi3.T
}

func serve(t *testing.T, change ...func(*api.Options)) *service {
	t.Helper()
	s := &service{t: t, memory: newMemory(sample()...), log: new(logBuffer)}
	options := api.Options{
		Catalogue: s.memory, Index: s.memory, Gazetteer: places, Country: "DK", Version: "test",
		Now: func() time.Time { return now }, Log: slog.New(slog.NewJSONHandler(s.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
	}
	for _, f := range change {
		f(&options)
	}
	server, err := api.New(options)
	if err != nil {
		t.Fatal(err)
	}
	s.server, s.metrics = server, server.MetricsHandler()
	running := httptest.NewUnstartedServer(nil)
	running.Config = api.NewHTTPServer(server.Handler())
	running.Start()
	t.Cleanup(running.Close)
	s.url, s.client = running.URL, running.Client()
	s.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	s.doc, s.router = contract(t)
	return s
}

// logBuffer is a buffer that is written and read at the same time.
type logBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *logBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *logBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// What the contract says of these bodies is said of any JSON, or any text.
func init() {
	for _, media := range []string{"application/feed+json", "application/geo+json", "application/ld+json"} {
		openapi3filter.RegisterBodyDecoder(media, openapi3filter.JSONBodyDecoder)
	}
	for _, media := range []string{"application/atom+xml", "text/csv", "application/x-ndjson", "text/calendar", "text/html", "text/markdown", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"} {
		openapi3filter.RegisterBodyDecoder(media, openapi3filter.PlainBodyDecoder)
	}
}

// contracted reads the contract once: every answer is held against the same.
var contracted = sync.OnceValues(func() (*openapi3.T, routers.Router) {
	doc, err := openapi3.NewLoader().LoadFromFile("../openapi.yaml")
	if err != nil {
		panic(err)
	}
	doc.Servers = nil // the test server's address is another
	routed := *doc
	routed.Paths = openapi3.NewPaths()
	for path, item := range doc.Paths.Map() {
		routed.Paths.Set(strings.ReplaceAll(path, "}.", "}/."), item)
	}
	router, err := legacy.NewRouter(&routed)
	if err != nil {
		panic(err)
	}
	return doc, router
})

func contract(t *testing.T) (*openapi3.T, routers.Router) {
	t.Helper()
	return contracted()
}

// inSegments gives a request whose path has the form of an entry (".ics") in a
// segment of its own, since the router takes a parameter to reach to the next
// slash.
func inSegments(r *http.Request) *http.Request {
	for _, list := range []string{"/centres/", "/activities/", "/organisations/"} {
		if dot := strings.LastIndexByte(r.URL.Path, '.'); dot > 0 && strings.HasPrefix(r.URL.Path, list) {
			r = r.Clone(r.Context())
			r.URL.Path = r.URL.Path[:dot] + "/" + r.URL.Path[dot:]
		}
	}
	return r
}

// answer is what came back.
type answer struct {
	*http.Response
	body string
}

func (a answer) json(t *testing.T, into any) {
	t.Helper()
	if err := json.Unmarshal([]byte(a.body), into); err != nil {
		t.Fatalf("%v in %s", err, a.body)
	}
}

// outside says whether an address is a page and no part of the contract.
func outside(path string) bool {
	first, _, _ := strings.Cut(path[1:], "/")
	return slices.Contains(web.Languages, first) || slices.ContainsFunc(web.Languages, func(lang string) bool { return path == web.CrisisPath(lang) }) ||
		slices.Contains([]string{"", "about-the-data", "accessibility", "embed", "today", "docs", "problems", "assets", "widget", "widget.js", "c", "a", "week", "week.ics", "coverage", "photos", "staff", "r"}, first)
}

// do makes a request and holds the answer against the contract.
func (s *service) do(method, path, body string, headers ...string) answer {
	s.t.Helper()
	r, err := http.NewRequest(method, s.url+path, strings.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	response, err := s.client.Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	defer response.Body.Close()
	b, err := io.ReadAll(response.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	a := answer{response, string(b)}
	s.hold(r, a)
	return a
}

func (s *service) hold(r *http.Request, a answer) {
	s.t.Helper()
	wanted := map[string]string{"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Access-Control-Allow-Origin": "*"}
	// A method that an address has not is nobody's secret.
	if s.confidential(r) && a.StatusCode != http.StatusMethodNotAllowed {
		wanted = map[string]string{"X-Content-Type-Options": "nosniff", "Access-Control-Allow-Origin": ""}
		if got := a.Header.Get("Cache-Control"); !strings.Contains(got, "no-store") {
			s.t.Errorf("%s %s: staff get an answer that may be kept: %q", r.Method, r.URL.Path, got)
		}
	}
	for name, want := range wanted {
		if got := a.Header.Get(name); got != want {
			s.t.Errorf("%s %s: %s is %q, want %q", r.Method, r.URL.Path, name, got, want)
		}
	}
	for _, name := range []string{"Set-Cookie", "Server", "Access-Control-Allow-Credentials"} {
		if a.Header.Get(name) != "" && !(name == "Set-Cookie" && strings.HasPrefix(r.URL.Path, "/staff")) {
			s.t.Errorf("%s %s: there is a header %s", r.Method, r.URL.Path, name)
		}
	}
	if !strings.Contains(a.Header.Get("Content-Security-Policy"), "default-src 'none'") {
		s.t.Errorf("%s %s: the policy is %q", r.Method, r.URL.Path, a.Header.Get("Content-Security-Policy"))
	}
	if r.Method == http.MethodHead || r.Method == http.MethodOptions {
		if a.body != "" && a.StatusCode < 400 {
			s.t.Errorf("%s %s: there is a body", r.Method, r.URL.Path)
		}
		return
	}
	if page := outside(r.URL.Path) && strings.HasPrefix(a.Header.Get("Content-Type"), "text/html"); a.StatusCode >= 400 && !page {
		s.holdProblem(r, a)
	}
	if a.StatusCode == http.StatusMethodNotAllowed || a.StatusCode == http.StatusNotFound && strings.HasSuffix(r.URL.Path, "/") {
		return // HTTP's own answers to what is not in the contract
	}
	route, parameters, err := s.router.FindRoute(inSegments(r))
	if err != nil {
		page := outside(r.URL.Path)
		if a.StatusCode < 400 && !page {
			s.t.Errorf("%s %s: answered with %d and not in the contract", r.Method, r.URL.Path, a.StatusCode)
		}
		return
	}
	input := &openapi3filter.ResponseValidationInput{
		RequestValidationInput: &openapi3filter.RequestValidationInput{Request: r, PathParams: parameters, Route: route},
		Status:                 a.StatusCode, Header: a.Header,
		Options: &openapi3filter.Options{IncludeResponseStatus: true, MultiError: true},
	}
	input.SetBodyBytes([]byte(a.body))
	if err := openapi3filter.ValidateResponse(context.Background(), input); err != nil {
		s.t.Errorf("%s %s: the answer does not keep to the contract: %v", r.Method, r.URL.Path, err)
	}
}

// confidential says whether a request is one that only staff make.
func (s *service) confidential(r *http.Request) bool {
	if strings.HasPrefix(r.URL.Path, "/staff") {
		return true
	}
	route, _, err := s.router.FindRoute(inSegments(r))
	return err == nil && route.Operation.Security != nil && len(*route.Operation.Security) > 0
}

func (s *service) holdProblem(r *http.Request, a answer) {
	s.t.Helper()
	if got := a.Header.Get("Content-Type"); got != "application/problem+json" {
		s.t.Errorf("%s %s: status %d has type %q", r.Method, r.URL.Path, a.StatusCode, got)
	}
	var document any
	a.json(s.t, &document)
	if err := s.doc.Components.Schemas["Problem"].Value.VisitJSON(document); err != nil {
		s.t.Errorf("%s %s: not a problem document: %v", r.Method, r.URL.Path, err)
	}
	var p api.Problem
	a.json(s.t, &p)
	if p.Status != a.StatusCode || p.Instance == nil || !strings.HasPrefix(*p.Instance, "urn:request:") ||
		strings.TrimPrefix(*p.Instance, "urn:request:") != a.Header.Get("X-Request-Id") {
		s.t.Errorf("%s %s: status or instance is wrong in %s", r.Method, r.URL.Path, a.body)
	}
	if a.Header.Get("Cache-Control") != "no-store" || a.Header.Get("ETag") != "" {
		s.t.Errorf("%s %s: a problem may be cached", r.Method, r.URL.Path)
	}
}

// scenario is one exchange. Its name is a sentence.
type scenario struct {
	name     string
	method   string // GET, if empty; POST with a body
	path     string
	body     string
	headers  []string
	status   int
	contains []string
	lacks    []string
	header   map[string]string
}

func (s *service) run(scenarios []scenario) {
	s.t.Helper()
	outer := s.t
	defer func() { s.t = outer }()
	for _, c := range scenarios {
		outer.Run(c.name, func(t *testing.T) {
			s.t = t
			method := c.method
			if method == "" {
				method = http.MethodGet
				if c.body != "" {
					method = http.MethodPost
				}
			}
			a := s.do(method, c.path, c.body, c.headers...)
			if a.StatusCode != c.status {
				t.Errorf("status %d, want %d: %s", a.StatusCode, c.status, a.body)
			}
			for _, want := range c.contains {
				if !strings.Contains(a.body, want) {
					t.Errorf("%s is not in %s", want, a.body)
				}
			}
			for _, unwanted := range c.lacks {
				if strings.Contains(a.body, unwanted) {
					t.Errorf("%s is in %s", unwanted, a.body)
				}
			}
			for name, want := range c.header {
				if got := a.Header.Get(name); got != want {
					t.Errorf("%s is %q, want %q", name, got, want)
				}
			}
		})
	}
}
