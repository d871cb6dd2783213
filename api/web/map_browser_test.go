package web_test

import (
	"strings"
	"testing"

	"walkin/internal/browser"
)

func TestTheMapComesAfterATapOnly(t *testing.T) {
	browser.Thorough(t)
	t.Parallel()
	s := browser.Shared(t)
	p := telephone(t, s)
	p.Go(s.URL + "/da/?topics=loneliness&place=DK:8000")
	if p.Count(".map") > 0 {
		t.Fatal("there is a map that nobody asked for")
	}
	p.Click("[name=map][value=fit]")
	p.Wait(".map")
	p.Settle()
	contains(t, p.URL(), "topics=loneliness")
	// Each pin leads to the card of its number.
	n := 0
	for _, href := range browser.Eval[[]string](p, `[...document.querySelectorAll(".map a")].map(a => a.getAttribute("href"))`) {
		if n++; p.Count("article"+href) != 1 {
			t.Errorf("a pin leads to %s, which is no card", href)
		}
	}
	if n == 0 {
		t.Fatal("there is no pin")
	}
	view := func() string { return p.Attribute(".map-box", "data-view") }
	moved := func(how string, act func()) {
		t.Helper()
		before := view()
		act()
		p.WaitFor(`document.querySelector(".map-box").dataset.view !== ` + quoted(before))
		p.Settle()
		if !strings.HasPrefix(p.URL(), s.URL+"/da/?") {
			t.Errorf("%s leads to %s", how, p.URL())
		}
	}
	moved("a button", func() { p.Click("[data-step=north]") })
	if !p.Visible("[data-step=north]:focus") {
		t.Errorf("the focus went to %s", p.Focused())
	}
	for _, key := range []string{"ArrowLeft", "ArrowUp", "+", "-", "ArrowRight", "ArrowDown"} {
		p.Focus(".map-box svg")
		moved(key, func() {
			if key == "+" { // which joins keys in Press
				p.Type(".map-box svg", key)
				return
			}
			p.Press(key)
		})
	}
	moved("a finger", func() {
		browser.Eval[bool](p, `(() => {
			const svg = document.querySelector(".map-box svg"), r = svg.getBoundingClientRect()
			const at = (type, dx) => svg.dispatchEvent(new PointerEvent(type, {pointerId: 7, bubbles: true, clientX: r.x + 150 + dx, clientY: r.y + 150}))
			at("pointerdown", 0); at("pointermove", 40); at("pointermove", 80); at("pointerup", 80)
			return true
		})()`)
	})
	for range 16 { // to the end of closer
		if p.Count("[data-step=in]:disabled") > 0 {
			break
		}
		moved("closer", func() { p.Click("[data-step=in]") })
	}
	if p.Count("[data-step=in]:disabled") != 1 {
		t.Error("one can go closer for ever")
	}
	before := view()
	p.Type(".map-box svg", "+")
	p.Settle()
	if view() != before {
		t.Error("a key goes where its button does not")
	}
	p.Click("[name=drop][value=map]")
	p.WaitGone(".map")
	if n := p.Count(".card"); n != 10 {
		t.Errorf("%d results are left without the map", n)
	}
}

func TestTheMapWorksWithoutScripts(t *testing.T) {
	browser.Thorough(t)
	t.Parallel()
	s := browser.Shared(t)
	p := telephone(t, s)
	p.NoScript()
	p.Go(s.URL + "/da/")
	p.Type("#text", "ensom "+secret)
	p.Type("#where", "Aarhus")
	p.Press("Enter")
	p.Wait("#found .card")
	p.Click("[name=map][value=fit]")
	p.Wait(".map")
	for _, step := range []string{"in", "east", "out"} {
		before := p.Attribute(".map-box", "data-view")
		p.Click("[data-step=" + step + "]")
		p.WaitFor(`document.querySelector(".map-box") && document.querySelector(".map-box").dataset.view !== ` + quoted(before))
		p.Settle()
		contains(t, p.Text("#found h1"), "Aarhus")
	}
	p.Click("[name=drop][value=map]")
	p.WaitFor(`document.querySelector(".card") && !document.querySelector(".map")`)
	p.Settle()
	unseen(t, p, s, "around the map")
}
