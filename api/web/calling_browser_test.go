package web_test

import (
	"io"
	"net/http"
	"testing"

	"walkin/api"
	"walkin/api/web"
	"walkin/internal/browser"
	"walkin/internal/directory"
)

// get asks for a page as a browser does that takes gzip, and gives its size.
func get(t *testing.T, address string) (header http.Header, size int) {
	t.Helper()
	r, err := http.NewRequest(http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Accept-Encoding", "gzip") // then the body is left as it came
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s %v", address, answer.Status, err)
	}
	http.DefaultClient.CloseIdleConnections()
	return answer.Header, len(body)
}

func TestThePagesOfThePeopleToCallAreSmallAndNeedNothing(t *testing.T) {
	t.Parallel()
	s := browser.Shared(t)
	p := telephone(t, s)
	p.NoScript()
	for _, lang := range web.Languages {
		address := s.URL + web.CrisisPath(lang)
		p.Go(address)
		html := browser.Eval[int](p, "new TextEncoder().encode(document.documentElement.outerHTML).length")
		header, packed := get(t, address)
		t.Logf("%s: %d bytes of HTML, %d packed", address[len(s.URL):], html, packed)
		if html > 14<<10 {
			t.Errorf("%s is %d bytes", address, html)
		}
		if header.Get("Cache-Control") != "no-store" || header.Get("Referrer-Policy") != "no-referrer" {
			t.Errorf("%s: %v", address, header)
		}
		if p.Title() != words(t, lang).Say("site.name") {
			t.Errorf("the title is %q", p.Title())
		}
		if p.Attribute("html", "lang") != lang {
			t.Errorf("%s is in %s", address, p.Attribute("html", "lang"))
		}
		if n := p.Count(".contact a[href^='tel:']"); n < 9 || !p.Visible(`a[href="tel:112"]`) {
			t.Errorf("%s: %d numbers to call", address, n)
		}
	}
}

// loading is an index that holds nothing yet, as it is while it is being made
// anew: it has no desk, and every search fails.
type loading struct{ api.Index }

func (loading) CrisisDesk() *directory.CrisisDesk { return nil }

func TestThePeopleToCallAreThereWhileTheIndexIsNot(t *testing.T) {
	t.Parallel()
	s := browser.Serve(t, func(o *api.Options) { o.Index = loading{o.Index} })
	p := telephone(t, s)
	p.Go(s.URL + "/hjaelp")
	if n := p.Count(".contact"); n < 9 || !p.Visible(`a[href="tel:112"]`) {
		t.Errorf("%d to call", n)
	}
}
