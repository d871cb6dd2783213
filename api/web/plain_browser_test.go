package web_test

import (
	"testing"

	"walkin/internal/browser"
)

// What else works without JavaScript is tested beside the same with it.

func TestWishesAreTickedWithoutScripts(t *testing.T) {
	browser.Thorough(t)
	t.Parallel()
	s := browser.Shared(t)
	p := telephone(t, s)
	p.NoScript()
	p.Go(s.URL + "/da/")
	p.Click(".chip:has([value=free])")
	p.Click("details details summary, .ask-box details summary")
	p.Select("#kind", "centre")
	p.Type("#age", "15")
	p.Type("#where", "Odense")
	p.Click("button.submit")
	p.Wait("#found .card")
	said := p.Text(".asked .what")
	for _, wish := range []string{"Odense", "gratis", words(t, "da").Say("ages.one", "n", 15)} {
		contains(t, said, wish)
	}
	if p.URL() != s.URL+"/da/" {
		t.Error(p.URL())
	}
	if p.Visible("#near") {
		t.Error("a button that needs scripts is offered without them")
	}
	p.Click(".share")
	p.WaitFor(`location.search.includes("promises=free")`)
	p.Settle()
	contains(t, p.URL(), "age=15")
	contains(t, p.URL(), "kind=centre")
	contains(t, p.Text("#found h1"), "Odense")
	if p.Count("[value=free]:checked") != 1 {
		t.Error("the wish is forgotten in the address")
	}
}

func TestTodayIsFoundNearATown(t *testing.T) {
	browser.Thorough(t)
	t.Parallel()
	s := browser.Shared(t)
	for _, script := range []bool{true, false} {
		p := telephone(t, s)
		if !script {
			p.NoScript()
		}
		p.Go(s.URL + "/da/")
		p.Click(".bored a")
		p.Wait("form[action='/da/today']")
		p.Type("#where", "Aarhus")
		p.Press("Enter")
		p.WaitFor(`document.querySelector("#where") && document.querySelector("#where").value.includes("Aarhus") && document.readyState === "complete"`)
		p.Settle()
		if n := p.Count(".card.is-activity"); n == 0 {
			t.Error("nothing is on in Aarhus for a week")
		}
		if p.URL() != s.URL+"/da/today" {
			t.Error(p.URL())
		}
		p.Click("main > p .button")
		p.Wait(".found-head")
		contains(t, p.URL(), "topics=hangout")
		p.Settle()
	}
}
