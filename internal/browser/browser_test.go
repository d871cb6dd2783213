package browser_test

import (
	"strings"
	"testing"

	"walkin/internal/browser"
)

func TestTheProgramAnswers(t *testing.T) {
	s := browser.Shared(t)
	p := browser.Open(t).Page()
	p.Go(s.URL + "/docs")
	if !strings.Contains(p.Text("body"), "search") {
		t.Error(p.Text("body"))
	}
	t.Log(p.Requests(), p.Origins(), p.Complaints())
}

func TestMore(t *testing.T) {
	s := browser.Shared(t)
	p := browser.Open(t).Page()
	p.SlowPhone()
	t.Log(p.FirstView(s.URL + "/docs"))
	t.Log(p.Stored())
	t.Log(strings.Join(p.Axe(), "\n"))
	p.Screenshot("docs")
}
