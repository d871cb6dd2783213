package web_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"walkin/api/web"
	"walkin/internal/browser"
)

// The tests of the pages ask in Danish unless they are about languages. Odense
// is a town of the catalogue with places whose hours are known; words are
// looked up by their key, so that who betters a sentence need not look here.

// words gives what the interface says in a language.
func words(t testing.TB, lang string) *web.Words {
	t.Helper()
	site, err := web.Open()
	if err != nil {
		t.Fatal(err)
	}
	return site.Words(lang)
}

// telephone opens a page as a telephone shows it. When the test ends, the page
// has asked nobody but the server, stored nothing and complained of nothing.
func telephone(t testing.TB, s *browser.Server) *browser.Page {
	t.Helper()
	p := browser.Open(t).Page()
	p.Phone()
	t.Cleanup(func() { holds(t, p, s) })
	return p
}

// holds holds a page to what every page promises (U32, U33).
func holds(t testing.TB, p *browser.Page, s *browser.Server) {
	t.Helper()
	if o := p.Origins(); len(o) > 0 && !slices.Equal(o, []string{s.URL}) {
		t.Errorf("the page asked %v, and may ask %s only", o, s.URL)
	}
	if c := p.Complaints(); len(c) > 0 {
		t.Errorf("the browser complains: %v", c)
	}
	if kept := p.Stored(); len(kept) > 0 {
		t.Errorf("the page left in the browser: %v", kept)
	}
}

// search types into the fields and presses Enter, and waits for what is found.
func search(p *browser.Page, text, where string) {
	if where != "" {
		p.Type("#where", where)
	}
	p.Focus("#text")
	if text != "" {
		p.Type("#text", text)
	}
	p.Press("Enter")
	p.WaitFor(`document.activeElement.matches("#found h1")`)
	p.Settle()
}

// spy writes down in the page what its scripts send; sent gives it.
func spy(p *browser.Page) {
	browser.Eval[bool](p, `(() => {
		globalThis.sent = []
		globalThis.parts = []
		const ask = fetch
		globalThis.fetch = (to, how) => {
			sent.push(new URL(to, location).pathname + " " + how.body)
			if (how.headers && how.headers["X-Part"]) parts.push(how.headers["X-Part"] + " " + how.body)
			return ask(to, how)
		}
		return true
	})()`)
}

// parts are the bodies that were posted to the finder for one part of it:
// "found", "typing" or "settled".
func parts(p *browser.Page, part string) []string {
	var bodies []string
	for _, s := range browser.Eval[[]string](p, "parts") {
		if body, ok := strings.CutPrefix(s, part+" "); ok {
			bodies = append(bodies, body)
		}
	}
	return bodies
}

func sent(p *browser.Page) []string { return browser.Eval[[]string](p, "sent") }

// asks are those of the bodies that were posted to the finder.
func asks(p *browser.Page) []string {
	return slices.DeleteFunc(sent(p), func(s string) bool { return strings.HasPrefix(s, "/v1/") })
}

func quoted(s string) string {
	b, _ := json.Marshal(s) // a string
	return string(b)
}

func contains(t testing.TB, text, part string) {
	t.Helper()
	if !strings.Contains(text, part) {
		t.Errorf("%q is not in %q", part, text)
	}
}
