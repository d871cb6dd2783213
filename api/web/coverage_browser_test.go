package web_test

import (
	"strings"
	"testing"

	"walkin/internal/browser"
)

// TestWhoHasAPlaceNearby reads the page on a telephone without a script, asks for
// something else, goes to a municipality, and prints two sides of A4.
func TestWhoHasAPlaceNearby(t *testing.T) {
	t.Parallel()
	s := browser.Shared(t)
	p := telephone(t, s)
	p.NoScript()
	p.Go(s.URL + "/da/coverage")
	contains(t, p.Text(".lead"), "10 km i lige linje")
	contains(t, p.Text(".method"), "2SFCA")
	p.Click(".asking summary")
	p.Click(".chip:has([name=promise][value=anonymous])")
	p.Click(".asking button")
	p.Wait(".asked-for")
	contains(t, p.Text(".asked-for"), "anonymt")
	contains(t, p.URL(), "promise=anonymous")
	if p.Count("thead th") < 2 || p.Count(".figures tbody td") != 14 {
		t.Error("what is unknown is not counted apart")
	}
	if out := cut(p); len(out) > 0 {
		t.Errorf("on a telephone: %s", strings.Join(out, "; "))
	}
	p.Click(".areas tbody a")
	p.Wait(".up a")
	contains(t, p.URL(), "municipality=")
	p = browser.Open(t).Page()
	if view := p.FirstView(s.URL + "/nl/coverage?country=NL"); view.Bytes > 100_000 {
		t.Errorf("the page of a country has %d bytes, want at most 100,000", view.Bytes)
	}
	if paper := p.Paper(); len(paper.Sheets) != 2 || paper.Sheets[0] != [2]int{210, 297} {
		t.Errorf("on paper it is %v", paper.Sheets)
	}
}
