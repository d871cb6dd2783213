package web_test

import (
	"strings"
	"testing"

	"walkin/internal/browser"
)

// secret is a word that nothing but the person who typed it has.
const secret = "kvalmefugl"

// unseen checks that what was typed is in no place that outlives the page or
// that somebody else can read.
func unseen(t *testing.T, p *browser.Page, s *browser.Server, when string) {
	t.Helper()
	for _, r := range p.Requests() {
		if strings.Contains(r.URL, secret) {
			t.Errorf("%s: it is in an address that was asked for: %s", when, r)
		}
	}
	for _, address := range p.History() {
		if strings.Contains(address, secret) {
			t.Errorf("%s: it is in the history: %s", when, address)
		}
	}
	for _, what := range []string{"location.href", "JSON.stringify(history.state)", "document.title", "document.referrer", "window.name"} {
		if said := browser.Eval[string](p, "String("+what+")"); strings.Contains(said, secret) {
			t.Errorf("%s: %s is %s", when, what, said)
		}
	}
	if strings.Contains(s.Log(), secret) {
		t.Errorf("%s: it is in the log", when)
	}
}

func TestWhatIsTypedIsSeenByNobody(t *testing.T) {
	t.Parallel()
	s := browser.Shared(t)
	for _, script := range []bool{true, false} {
		p := telephone(t, s)
		if !script {
			p.NoScript()
		}
		p.Go(s.URL + "/da/")
		p.Type("#text", "ensom "+secret)
		p.Settle()
		unseen(t, p, s, "typed")
		p.Press("Enter")
		p.Wait("#found .card")
		p.Settle()
		unseen(t, p, s, "found")
		want := s.URL + "/da/?topics=loneliness"
		if !script {
			want = s.URL + "/da/"
		}
		if p.URL() != want {
			t.Errorf("with scripts %t the address is %s, want %s", script, p.URL(), want)
		}
		p.Click(`footer a[href$="/about-the-data"]`)
		p.WaitFor(`location.pathname.endsWith("/about-the-data")`)
		p.Settle()
		unseen(t, p, s, "on the next page")
		if r := browser.Eval[string](p, "document.referrer"); r != "" {
			t.Errorf("the next page is told where one comes from: %q", r)
		}
		if script {
			p.Back()
			p.Wait("#found .card")
			contains(t, p.Text(".asked .what"), "nsom")
			unseen(t, p, s, "after Back")
			p.Go(s.URL + "/da/?topics=loneliness")
			p.Reload()
			contains(t, p.Text(".asked .what"), "Ensomhed")
			contains(t, p.Text(".understood"), "Ensomhed")
		}
	}
}

func TestAnAddressIsRefusedThatHoldsWhatSomebodyTyped(t *testing.T) {
	t.Parallel()
	s := browser.Shared(t)
	p := browser.Open(t).Page()
	p.Go(s.URL + "/da/?text=" + secret)
	contains(t, p.Text("main"), words(t, "da").Say("error.in_address"))
	if strings.Contains(p.Text("body"), secret) || strings.Contains(s.Log(), secret) {
		t.Error("it is repeated")
	}
}

func TestAReloadFindsTheSameTopics(t *testing.T) {
	browser.Thorough(t)
	t.Parallel()
	s := browser.Shared(t)
	p := telephone(t, s)
	p.Go(s.URL + "/da/")
	search(p, "ensom "+secret, "Odense")
	first := p.Texts(".card h2 a")
	p.Reload()
	contains(t, p.Text(".asked .what"), "Ensomhed")
	contains(t, p.Text("#found h1"), "Odense")
	if now := p.Texts(".card h2 a"); len(now) == 0 || now[0] != first[0] {
		t.Errorf("first %v, then %v", first, now)
	}
	unseen(t, p, s, "after a reload")
}
