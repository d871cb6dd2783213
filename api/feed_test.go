package api_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"walkin/api"
	"walkin/internal/directory"
)

// fetch asks for an address as it is, without the contract and without the
// compression that the client would add by itself.
func (s *service) fetch(method, path string, headers ...string) (*http.Response, []byte, error) {
	s.t.Helper()
	r, err := http.NewRequest(method, s.url+path, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	r.Header.Set("Accept-Encoding", "identity")
	for i := 0; i < len(headers); i += 2 {
		if headers[i] == "Host" {
			r.Host = headers[i+1]
			continue
		}
		r.Header.Set(headers[i], headers[i+1])
	}
	response, err := s.client.Do(r)
	if err != nil {
		return new(http.Response), nil, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	return response, body, err
}

func unzipped(t *testing.T, b []byte) string {
	t.Helper()
	r, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestAFeedIsSentOnce(t *testing.T) {
	text := strings.Repeat("All that is offered. ", 10_000)
	newest := directory.Change{Number: 941, At: now.Add(-time.Hour)}
	s := serve(t)
	written := 0
	s.server.Stream("/stream", newest, func(_ context.Context, w io.Writer) error {
		written++
		_, err := io.WriteString(w, text)
		return err
	})
	s.server.Send("/body", newest, func(string) []byte { return []byte(text) })

	for _, path := range []string{"/stream", "/body"} {
		plain, body, err := s.fetch("GET", path)
		if err != nil || plain.StatusCode != 200 || string(body) != text {
			t.Fatalf("%s: %d, %d bytes, %v", path, plain.StatusCode, len(body), err)
		}
		zipped, body, err := s.fetch("GET", path, "Accept-Encoding", "br;q=1.0, gzip;q=0.5")
		if err != nil || zipped.Header.Get("Content-Encoding") != "gzip" || len(body) > len(text)/10 || unzipped(t, body) != text {
			t.Errorf("%s: not compressed: %v, %d bytes", path, zipped.Header, len(body))
		}
		tag, modified := plain.Header.Get("ETag"), plain.Header.Get("Last-Modified")
		if tag == "" || tag != zipped.Header.Get("ETag") || !strings.HasPrefix(tag, "W/") {
			t.Errorf("%s: the tags are %s and %s", path, tag, zipped.Header.Get("ETag"))
		}
		if modified != "Sat, 21 Nov 2026 16:30:20 GMT" {
			t.Errorf("%s: last modified %q", path, modified)
		}
		for _, r := range []*http.Response{plain, zipped} {
			for name, want := range map[string]string{"Vary": "Accept-Encoding", "Access-Control-Allow-Origin": "*", "Cache-Control": "public, max-age=60"} {
				if got := r.Header.Get(name); got != want {
					t.Errorf("%s: %s is %q", path, name, got)
				}
			}
		}
		before := written
		for _, known := range [][]string{
			{"If-None-Match", tag}, {"If-None-Match", `"other", ` + tag}, {"If-Modified-Since", modified},
			{"If-None-Match", tag, "If-Modified-Since", "Sat, 21 Nov 2020 16:30:20 GMT"},
		} {
			if r, body, _ := s.fetch("GET", path, known...); r.StatusCode != 304 || len(body) > 0 || r.Header.Get("ETag") != tag {
				t.Errorf("%s %v: %d", path, known, r.StatusCode)
			}
		}
		if written != before {
			t.Errorf("%s was written for a client that has it", path)
		}
		for _, unknown := range [][]string{
			{"If-None-Match", `"other"`, "If-Modified-Since", modified}, {"If-Modified-Since", "Sat, 21 Nov 2026 16:30:19 GMT"}, {"If-Modified-Since", "yesterday"},
		} {
			if r, _, _ := s.fetch("GET", path, unknown...); r.StatusCode != 200 {
				t.Errorf("%s %v: %d", path, unknown, r.StatusCode)
			}
		}
		before = written
		if r, body, _ := s.fetch("HEAD", path); r.StatusCode != 200 || len(body) > 0 || r.Header.Get("ETag") != tag || written != before {
			t.Errorf("%s: HEAD gave %d %v", path, r.StatusCode, r.Header)
		}
	}
	first, _, _ := s.fetch("GET", "/stream")
	other, _, _ := s.fetch("GET", "/stream?lang=nl")
	if first.Header.Get("ETag") == other.Header.Get("ETag") {
		t.Error("two languages have one tag")
	}
}

func TestAFeedThatMayStillChangeWithinTheSecondHasNoDate(t *testing.T) {
	s := serve(t)
	s.server.Send("/body", directory.Change{Number: 1, At: now.Add(-500 * time.Millisecond)}, func(string) []byte { return []byte("x") })
	if r, _, _ := s.fetch("GET", "/body", "If-Modified-Since", "Sat, 21 Nov 2026 17:30:20 GMT"); r.StatusCode != 200 || r.Header.Get("Last-Modified") != "" {
		t.Errorf("%d, last modified %q", r.StatusCode, r.Header.Get("Last-Modified"))
	}
}

func TestWhoTakesGzip(t *testing.T) {
	s := serve(t)
	s.server.Send("/body", directory.Change{}, func(string) []byte { return bytes.Repeat([]byte("x"), 5000) })
	for header, want := range map[string]bool{
		"gzip": true, "GZIP": true, "x-gzip": true, "deflate, gzip;q=1.0, *;q=0.5": true, "*": true, "br, *;q=0.1": true,
		"": false, "identity": false, "gzip;q=0": false, "gzip; q=0.000": false, "*, gzip;q=0": false, "*;q=0": false, "gzipped": false,
	} {
		r, _, _ := s.fetch("GET", "/body", "Accept-Encoding", header)
		if got := r.Header.Get("Content-Encoding") == "gzip"; got != want {
			t.Errorf("%q: %t", header, got)
		}
	}
}

// TestAStreamOutlastsTheLimitsOfAnAnswer serves with limits that are over
// before the stream has begun in earnest.
func TestAStreamOutlastsTheLimitsOfAnAnswer(t *testing.T) {
	s := serve(t)
	const limit = 50 * time.Millisecond
	s.server.Stream("/stream", directory.Change{}, func(ctx context.Context, w io.Writer) error {
		if end, ends := ctx.Deadline(); ends {
			t.Errorf("the stream has to be over at %v", end)
		}
		for range 4 {
			time.Sleep(limit)
			if _, err := w.Write(make([]byte, 100_000)); err != nil {
				return err
			}
		}
		return ctx.Err()
	})
	short := httptest.NewUnstartedServer(nil)
	short.Config = api.NewHTTPServer(s.server.Handler())
	short.Config.ReadTimeout, short.Config.WriteTimeout = limit, limit
	short.Start()
	defer short.Close()
	response, err := short.Client().Get(short.URL + "/stream")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if body, err := io.ReadAll(response.Body); err != nil || len(body) != 400_000 {
		t.Errorf("%d bytes, %v", len(body), err)
	}
}

func TestAStreamThatFails(t *testing.T) {
	s := serve(t)
	fail := errors.New("the disk is gone")
	s.server.Stream("/early", directory.Change{Number: 1}, func(_ context.Context, w io.Writer) error {
		_, _ = io.WriteString(w, "a little")
		return fail
	})
	s.server.Stream("/late", directory.Change{Number: 1}, func(_ context.Context, w io.Writer) error {
		_, _ = w.Write(make([]byte, 1<<20))
		return fail
	})
	for _, encoding := range []string{"identity", "gzip"} {
		r, body, err := s.fetch("GET", "/early", "Accept-Encoding", encoding)
		if err != nil || r.StatusCode != 500 || r.Header.Get("Content-Encoding") != "" || r.Header.Get("ETag") != "" || !bytes.Contains(body, []byte(`"status":500`)) {
			t.Errorf("early: %d %v %s %v", r.StatusCode, r.Header, body, err)
		}
		if _, body, err := s.fetch("GET", "/late", "Accept-Encoding", encoding); err == nil {
			t.Errorf("a stream that broke off after %d bytes looks whole", len(body))
		}
	}
	if !strings.Contains(s.log.String(), "the disk is gone") {
		t.Error("the log does not say why")
	}
}

func TestAClientThatLeavesEndsItsStream(t *testing.T) {
	s := serve(t)
	ended := make(chan error, 1)
	s.server.Stream("/endless", directory.Change{}, func(ctx context.Context, w io.Writer) error {
		for {
			if _, err := w.Write(make([]byte, chunk)); err != nil {
				ended <- err
				return err
			}
		}
	})
	connection, err := net.Dial("tcp", strings.TrimPrefix(s.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.WriteString(connection, "GET /endless HTTP/1.1\r\nHost: x\r\n\r\n")
	_, _ = io.ReadFull(connection, make([]byte, 1000))
	_ = connection.Close()
	if err := <-ended; err == nil {
		t.Error("it went on")
	}
	if strings.Contains(s.log.String(), "request failed") {
		t.Error("a client that leaves is logged as a fault")
	}
}

const chunk = 64 << 10

func TestTheAddressBeforeAbsoluteLinks(t *testing.T) {
	bases := func(s *service, headers ...string) string {
		s.server.Send("/base", directory.Change{}, func(base string) []byte { return []byte(base) })
		_, body, _ := s.fetch("GET", "/base", headers...)
		return string(body)
	}
	s := serve(t)
	if got := bases(s, "Host", "walkin.example:8080", "X-Forwarded-Proto", "https"); got != "http://walkin.example:8080" {
		t.Errorf("somebody's word was believed: %s", got)
	}
	if got := bases(s, "Host", "[::1]:80"); got != "http://[::1]:80" {
		t.Error(got)
	}
	trusting := serve(t, func(o *api.Options) { o.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")} })
	if got := bases(trusting, "Host", "walkin.example", "X-Forwarded-Proto", "https"); got != "https://walkin.example" {
		t.Errorf("a trusted proxy was not believed: %s", got)
	}
	fixed := serve(t, func(o *api.Options) { o.BaseURL = "https://walkin.example/" })
	if got := bases(fixed, "Host", "other.example"); got != "https://walkin.example" {
		t.Error(got)
	}
	for _, host := range []string{`a"b`, "a/b", "a'b", "a&b"} {
		if got := bases(s, "Host", host); got != "http://localhost" && got != "" && !strings.Contains(got, "400") {
			t.Errorf("%s was repeated as %s", host, got)
		}
	}
}
