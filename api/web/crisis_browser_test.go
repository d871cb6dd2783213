package web_test

import (
	"os"
	"strings"
	"testing"

	"walkin/internal/browser"
)

// peopleToCall checks a view of people to call: nothing but them, the one who
// is there now first, and enough of them (U1 to U5).
func peopleToCall(t *testing.T, p *browser.Page, lang string) {
	t.Helper()
	w := words(t, lang)
	p.Wait(".crisis .first a[href^='tel:'], .crisis .first a[href^='sms:'], .crisis .first a[href^='https:']")
	for _, never := range []string{".results", ".card", ".found-head", ".understood", ".others", ".chips", ".chip", "input[type=search]", "#starters", "img", "picture", ".map", "[name=map]"} {
		if never == ".chip" || never == ".chips" || never == "input[type=search]" { // the field that is being typed into may stay
			if p.Visible("#text") {
				continue
			}
		}
		if p.Visible(never) {
			t.Errorf("beside people to call there is %s", never)
		}
	}
	if n := p.Count(".crisis .contact"); n < 3 {
		t.Errorf("there are %d to call, want three", n)
	}
	if p.Visible(".first .dial .quiet") && !p.Visible(".first .dial a:not(.quiet)") {
		t.Errorf("the first is not there now: %s", p.Text(".first"))
	}
	if !strings.Contains(strings.Join(p.Texts(".crisis .when"), "|"), w.Say("crisis.always")) {
		t.Error("nobody is there round the clock")
	}
	if !p.Visible(".crisis .dial a[href^='sms:'], .crisis .dial a[href^='https:']") {
		t.Error("there is no chat and no text")
	}
	if !p.Visible(`.crisis a[href="tel:112"]`) {
		t.Error("112 is not there")
	}
	for _, r := range browser.Eval[[][2]float64](p, `[...document.querySelectorAll(".crisis a[href^='tel:']")].map(a => a.getBoundingClientRect()).map(r => [r.width, r.height])`) {
		if r[0] < 44 || r[1] < 44 {
			t.Errorf("a number is %v px large, want 44 by 44", r)
		}
	}
	for _, n := range browser.Eval[[][2]string](p, `[...document.querySelectorAll(".crisis a[href^='tel:']")].map(a => [a.href, a.textContent])`) {
		if digits(n[1]) != digits(n[0]) && !strings.HasSuffix(digits(n[0]), digits(n[1])) {
			t.Errorf("%s reads %q", n[0], n[1])
		}
	}
	before := browser.Eval[string](p, `(() => {
		const range = document.createRange(), chosen = getSelection()
		range.setStart(document.querySelector("main"), 0)
		range.setEndBefore(document.querySelector(".crisis a[href^='tel:']"))
		chosen.removeAllRanges()
		chosen.addRange(range)
		const said = chosen.toString()
		chosen.removeAllRanges()
		return said
	})()`)
	if n := len(strings.Fields(before)); n == 0 || n > 60 {
		t.Errorf("%d words stand before the first number: %s", n, before)
	}
	if said := p.Text("body"); strings.ContainsAny(said, "!") {
		t.Errorf("somebody shouts: %s", said)
	}
	if title := p.Title(); title != w.Say("site.name") {
		t.Errorf("the title is %q", title)
	}
	if p.Count("#exit") != 1 {
		t.Error("there is no way to leave at once")
	}
}

func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s)
}

var despair = []struct{ lang, text string }{
	{"da", "jeg vil ikke leve mere"}, {"nl", "zelfmoord"}, {"en", "I want to kill myself"}, {"ar", "انتحار"},
}

// TestWhoIsInDangerFindsPeopleToCallAndNothingElse types despair in Danish and
// in Arabic, with scripts and without; with WALKIN_LONG_TESTS=1 in each language
// that has a word for it here.
func TestWhoIsInDangerFindsPeopleToCallAndNothingElse(t *testing.T) {
	t.Parallel()
	s := browser.Shared(t)
	for _, d := range despair {
		for _, script := range []bool{true, false} {
			// The page is the same in each direction.
			if d.lang != "da" && d.lang != "ar" && (!script || os.Getenv("WALKIN_LONG_TESTS") != "1") {
				continue
			}
			p := telephone(t, s)
			if !script {
				p.NoScript()
			}
			p.Go(s.URL + "/" + d.lang + "/")
			p.Type("#text", d.text)
			p.Press("Enter")
			if script {
				p.Wait(".in-crisis .crisis .first")
				p.Wait("#exit")
			}
			p.Settle()
			peopleToCall(t, p, d.lang)
			if p.URL() != s.URL+"/"+d.lang+"/" {
				t.Errorf("the address is %s", p.URL())
			}
			all := p.Requests()
			for i := len(all) - 1; i >= 0; i-- {
				if all[i].Method == "POST" && strings.HasSuffix(all[i].URL, "/"+d.lang+"/") {
					if all[i].Headers["cache-control"] != "no-store" {
						t.Errorf("the answer may be kept: %v", all[i].Headers)
					}
					break
				}
			}
			if d.lang != "da" {
				continue
			}
			p.Screenshot("crisis-" + map[bool]string{true: "script", false: "plain"}[script])
			// The second step is theirs to take. It keeps the people to call.
			p.Click("[name=beyond]")
			p.Wait(".card")
			p.Settle()
			if n := p.Count(".crisis .contact"); n < 3 || !p.Visible(`.crisis a[href="tel:112"]`) || p.Count("#exit") != 1 {
				t.Errorf("%d to call are left", n)
			}
			if script {
				p.Click("#more")
				p.Wait("#n11")
				p.Click("[name=map][value=fit]")
				p.Wait(".map")
				p.Settle()
			}
		}
	}
}

func TestWhileSomebodyInDangerTypesThePeopleToCallAreSeen(t *testing.T) {
	t.Parallel()
	s := browser.Shared(t)
	p := telephone(t, s)
	p.Go(s.URL + "/da/")
	p.Type("#text", "selvmord")
	p.Wait(".helping .crisis .first")
	p.Wait("#exit")
	p.Settle()
	peopleToCall(t, p, "da")
	if top := browser.Eval[float64](p, `document.querySelector(".crisis .first a").getBoundingClientRect().top`); top > 740 {
		t.Errorf("the first to call is %v px down on a telephone of 740", top)
	}
	if p.Focused() != "input#text" {
		t.Errorf("the focus was taken away, to %s", p.Focused())
	}
	p.Screenshot("crisis-live")
	// Another view of people to call takes the place of this one, and then none.
	p.Type("#text", "stanker")
	p.Settle()
	p.Wait(".helping .crisis")
	p.Clear("#text")
	p.Type("#text", "fodbold")
	p.Wait(".found-head")
	p.Settle()
	if p.Count("[data-leave]") > 0 || p.Visible(".crisis") {
		t.Error("what belongs to people in danger stays on an ordinary page")
	}
	p.Press("Shift", "Shift", "Shift")
	browser.Eval[bool](p, `new Promise(done => setTimeout(() => done(true), 100))`)
	if p.URL() == "" || !strings.HasPrefix(p.URL(), s.URL) {
		t.Errorf("three times Shift leaves an ordinary page, for %s", p.URL())
	}
}

func TestACrisisTypedIntoTheFieldForPlacesCountsToo(t *testing.T) {
	browser.Thorough(t)
	t.Parallel()
	s := browser.Shared(t)
	for _, path := range []string{"/da/", "/da/today"} {
		p := telephone(t, s)
		p.NoScript()
		p.Go(s.URL + path)
		p.Type("#where", "selvmord")
		p.Press("Enter")
		p.Wait(".crisis")
		peopleToCall(t, p, "da")
	}
}
