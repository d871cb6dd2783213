package api_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"strings"
	"testing"

	"walkin/api/web/widget"
)

func TestTheWidgetIsKeptForEverByItsVersionAndBrieflyWithout(t *testing.T) {
	s := serve(t)
	script, _ := widget.File(widget.Newest())
	for path, keep := range map[string]string{
		"/widget.js":                         "public, max-age=300",
		"/widget/" + widget.Newest() + ".js": "public, max-age=31536000, immutable",
	} {
		for _, method := range []string{"GET", "HEAD"} {
			a := s.do(method, path, "", "Accept-Encoding", "identity")
			want := string(script)
			if method == "HEAD" {
				want = ""
			}
			if a.StatusCode != 200 || a.body != want || a.ContentLength != int64(len(script)) {
				t.Errorf("%s %s: %d with %d bytes of %d", method, path, a.StatusCode, len(a.body), a.ContentLength)
			}
			// The hash of a script from elsewhere is compared only if anybody may read it.
			for name, value := range map[string]string{
				"Cache-Control": keep, "Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin",
				"Content-Type": "text/javascript; charset=utf-8", "X-Content-Type-Options": "nosniff", "Vary": "Accept-Encoding",
			} {
				if got := a.Header.Get(name); got != value {
					t.Errorf("%s %s: %s is %q, want %q", method, path, name, got, value)
				}
			}
			again := s.do(method, path, "", "If-None-Match", a.Header.Get("ETag"))
			if again.StatusCode != 304 || again.body != "" || again.Header.Get("Cache-Control") != keep {
				t.Errorf("%s %s again: %d, kept %q", method, path, again.StatusCode, again.Header.Get("Cache-Control"))
			}
		}
	}
}

func TestTheWidgetIsPackedForWhoTakesThat(t *testing.T) {
	s := serve(t)
	a := s.do("GET", "/widget.js", "", "Accept-Encoding", "gzip")
	if a.Header.Get("Content-Encoding") != "gzip" || a.ContentLength != int64(len(a.body)) {
		t.Fatalf("coded %q, %d bytes of %d", a.Header.Get("Content-Encoding"), len(a.body), a.ContentLength)
	}
	z, err := gzip.NewReader(strings.NewReader(a.body))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := io.ReadAll(z)
	if script, _ := widget.File(widget.Newest()); err != nil || !bytes.Equal(plain, script) {
		t.Errorf("unpacked, it is another script (%v)", err)
	}
}

func TestAVersionThatNeverWasIsNotFound(t *testing.T) {
	s := serve(t)
	for _, path := range []string{"/widget/0.0.1.js", "/widget/" + widget.Newest(), "/widget/versions.json", "/widget/..%2Fwidget.go", "/widget/.js"} {
		if a := s.do("GET", path, ""); a.StatusCode != 404 || a.Header.Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s: %d %s", path, a.StatusCode, a.Header.Get("Content-Type"))
		}
	}
}
