package api

import (
	"context"
	"io"
	"strconv"

	"github.com/labstack/echo/v4"

	"walkin/internal/coverage"
	"walkin/internal/directory"
	"walkin/internal/schedule"
)

// ParseJSON is open to the fuzz target.
var ParseJSON = parseJSON

// Routes gives the methods that Echo routes, by pattern.
func (s *Server) Routes() map[string][]string {
	routes := make(map[string][]string)
	for _, r := range s.echo.Routes() {
		if s.forms[r.Path] == nil {
			routes[r.Path] = append(routes[r.Path], r.Method)
		}
		for form := range s.forms[r.Path] {
			routes[r.Path+form] = append(routes[r.Path+form], r.Method)
		}
	}
	return routes
}

// Buckets is how many addresses the limiter knows.
func (s *Server) Buckets() int {
	s.limiter.mu.Lock()
	defer s.limiter.mu.Unlock()
	return len(s.limiter.buckets)
}

// MaxBuckets is how many it may know.
const MaxBuckets = maxBuckets

// EncodeResult encodes a result as a page does, and whole.
func (s *Server) EncodeResult(r directory.Result, q directory.Query) (parts, whole []byte, err error) {
	if parts, err = s.appendResult(nil, r, q); err != nil {
		return nil, nil, err
	}
	whole, err = encodeJSON(s.result(r, q))
	return parts, whole, err
}

// Stream serves a stream at an address, as a feed does.
func (s *Server) Stream(path string, newest directory.Change, write func(ctx context.Context, w io.Writer) error) {
	router{s.echo, s.forms}.GET(path, func(c echo.Context) error {
		return s.streamFeed(c, feed{contentType: "text/plain", keep: keepOpen, newest: newest}, write)
	})
}

// Send serves a body at an address, as a feed does.
func (s *Server) Send(path string, newest directory.Change, body func(base string) []byte) {
	router{s.echo, s.forms}.GET(path, func(c echo.Context) error {
		return s.sendFeed(c, feed{contentType: "text/plain", keep: keepOpen, newest: newest}, body(s.base(c)))
	})
}

// KnockAt hangs up a knock past all rules; false if the board is full.
func (s *Server) KnockAt(centre string) bool {
	_, ok := s.board.put(centre, s.now())
	return ok
}

// MaxKnocks is how many knocks there may be at once.
const MaxKnocks = maxKnocks

// ReportsKept is how many are kept of some reports on coverage that come one after
// another.
func ReportsKept(reports ...*coverage.Report) int {
	k := newSurveys()
	k.begin(1, schedule.Date{}, nil)
	for i, r := range reports {
		k.keep(strconv.Itoa(i), r)
	}
	return len(k.reports)
}
