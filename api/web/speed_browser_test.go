package web_test

import (
	"os"
	"testing"

	"walkin/internal/browser"
)

// TestAFirstViewIsSmall measures first views on a slow telephone with a poor
// connection. How fast they are is said only: it depends on the machine (U30).
func TestAFirstViewIsSmall(t *testing.T) {
	browser.Thorough(t)
	s := browser.Shared(t)
	paths := []string{"/da/", "/da/?topics=loneliness&place=DK:5000&map=fit"}
	if os.Getenv("WALKIN_LONG_TESTS") == "1" {
		paths = append(paths, "/da/?topics=loneliness&place=DK:5000", "/hjaelp", "/da/today?place=DK:8000", "/ar/")
	}
	for _, path := range paths {
		p := browser.Open(t).Page()
		p.SlowPhone()
		view := p.FirstView(s.URL + path)
		t.Logf("%s: %s", path, view)
		if view.Bytes > 100_000 {
			t.Errorf("%s has %d bytes, want at most 100,000", path, view.Bytes)
		}
		if view.CLS > 0.1 {
			t.Errorf("%s jumps by %v", path, view.CLS)
		}
	}
}
