package web_test

import (
	"slices"
	"strings"
	"testing"

	"walkin/internal/browser"
)

// weather is where who leaves goes to. Nothing in a test reaches it: Chromium
// resolves no name of another machine.
const weather = "https://www.dmi.dk/"

// left checks that the page was left for the weather, and that Back does not
// lead to it.
func left(t *testing.T, p *browser.Page, how, from string) {
	t.Helper()
	p.WaitFor(`location.protocol === "chrome-error:"`) // as near as one comes to it here
	all := slices.DeleteFunc(p.Requests(), func(r browser.Request) bool { return r.Type != "Document" })
	if last := all[len(all)-1]; last.URL != weather || last.Status != 0 {
		t.Errorf("%s: left for %s", how, last)
	}
	history := p.History()
	if slices.Contains(history, from) || history[len(history)-1] != weather {
		t.Errorf("%s: the way back is %v", how, history)
	}
}

func TestThePageIsLeftAtOnce(t *testing.T) {
	t.Parallel()
	s := browser.Shared(t)
	from := s.URL + "/hjaelp"
	for how, leave := range map[string]func(*browser.Page){
		"the button":   func(p *browser.Page) { p.Click("#exit .leave") },
		"Shift":        func(p *browser.Page) { p.Press("Shift", "Shift", "Shift") },
		"the keyboard": func(p *browser.Page) { p.Press("Tab", "Tab", "Enter") }, // it comes after the skip link
	} {
		p := browser.Open(t).Page()
		p.Go(s.URL + "/da/")
		p.Go(from)
		leave(p)
		left(t, p, how, from)
	}
	// And from what a script put onto the page.
	p := browser.Open(t).Page()
	p.Go(s.URL + "/da/")
	search(p, "selvmord", "")
	p.Wait("#exit")
	p.Press("Shift", "Shift", "Shift")
	left(t, p, "a view that a script brought", s.URL+"/da/")
}

func TestThePageIsBlankWithinATenthOfASecond(t *testing.T) {
	browser.Thorough(t)
	s := browser.Shared(t)
	for how, leave := range map[string]string{
		"the button": `document.querySelector("#exit .leave").click()`,
		"Shift":      `for (let i = 0; i < 3; i++) for (const type of ["keydown", "keyup"]) document.body.dispatchEvent(new KeyboardEvent(type, {key: "Shift", bubbles: true}))`,
	} {
		took := 1e9
		for range 3 { // a machine that is busy elsewhere is slow, a page that waits is always so
			p := browser.Open(t).Page()
			p.Go(s.URL + "/hjaelp")
			took = min(took, browser.Eval[float64](p, `(() => {
			const from = performance.now()
			`+leave+`
			const blank = document.body.innerText.trim() === "" && document.title === ""
			return blank ? performance.now() - from : 1e9
		})()`))
		}
		if took > 100 {
			t.Errorf("%s: blank after %v ms", how, took)
		}
	}
}

func TestShiftAloneCountsAndNothingElse(t *testing.T) {
	browser.Thorough(t)
	t.Parallel()
	s := browser.Shared(t)
	p := browser.Open(t).Page()
	p.Go(s.URL + "/hjaelp")
	p.Press("Shift+a", "Shift+b", "Shift+c", "Shift+d")
	p.Press("Shift", "Shift", "x", "Shift")
	if dots := p.Count(".dots .on"); dots != 1 {
		t.Errorf("%d presses are counted, want 1", dots)
	}
	contains(t, browser.Eval[string](p, `document.querySelector("[data-said]").textContent`), words(t, "da").Say("exit.progress", "n", 1))
	if p.URL() != s.URL+"/hjaelp" {
		t.Errorf("left for %s", p.URL())
	}
	holds(t, p, s)
}

func TestThreeSlowPressesDoNothing(t *testing.T) {
	browser.Thorough(t)
	t.Parallel() // it mostly waits
	s := browser.Shared(t)
	p := browser.Open(t).Page()
	p.Go(s.URL + "/hjaelp")
	for range 3 {
		p.Press("Shift")
		browser.Eval[bool](p, `new Promise(done => setTimeout(() => done(true), 2600))`)
	}
	if p.URL() != s.URL+"/hjaelp" {
		t.Errorf("left for %s", p.URL())
	}
}

func TestTheWayOutIsOnViewsOfCrisisOnly(t *testing.T) {
	browser.Thorough(t)
	t.Parallel()
	s := browser.Shared(t)
	p := browser.Open(t).Page()
	for path, want := range map[string]int{
		"/da/": 0, "/da/?topics=loneliness": 0, "/da/today": 0, "/da/about-the-data": 0, "/da/embed": 0,
		"/hjaelp": 1, "/da/?topics=violence_home": 1, "/da/?topics=suicide&place=NL:g2759794": 1,
	} {
		p.Go(s.URL + path)
		if n := p.Count("#exit"); n != want {
			t.Errorf("%s has %d ways out, want %d", path, n, want)
		}
		if want == 1 && !strings.HasPrefix(p.Attribute("#exit .leave", "href"), "https://www.") {
			t.Errorf("%s leads to %s", path, p.Attribute("#exit .leave", "href"))
		}
	}
	p.Go(s.URL + "/da/?topics=suicide&place=NL:g2759794")
	if href := p.Attribute("#exit .leave", "href"); href != "https://www.knmi.nl/" {
		t.Errorf("in the Netherlands one leaves for %s", href)
	}
	// Without scripts it is an ordinary link.
	p.NoScript()
	p.Go(s.URL + "/hjaelp")
	p.Click("#exit .leave")
	p.WaitFor(`location.protocol === "chrome-error:"`)
}
