package web_test

import (
	"fmt"
	"strings"
	"testing"

	"walkin/api/web"
	"walkin/internal/browser"
)

// cut gives what of a page cannot be seen for want of room: what is wider than
// the window, or has more in it than it shows. The long table of municipalities
// scrolls in a box of its own.
func cut(p *browser.Page) []string {
	return browser.Eval[[]string](p, `(() => {
		const out = [], width = document.documentElement.clientWidth
		if (document.documentElement.scrollWidth > width) out.push("the page scrolls sideways: " + document.documentElement.scrollWidth + " of " + width)
		for (const e of document.querySelectorAll("body *")) {
			if (e.closest("svg, .hidden, .symbols, .skip, option, .scroll table.areas") || !e.checkVisibility()) continue
			const r = e.getBoundingClientRect(), name = e.localName + "." + e.className + " " + e.textContent.trim().slice(0, 30)
			if (r.width && (r.right > width + 1 || r.left < -1)) out.push("outside: " + name)
			if (/hidden|clip/.test(getComputedStyle(e).overflow) && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1)) out.push("cut: " + name)
		}
		return out
	})()`)
}

func TestNothingIsCutOnASmallScreen(t *testing.T) {
	browser.Thorough(t)
	t.Parallel()
	s := browser.Shared(t)
	for _, lang := range []string{"de", "ar"} { // the longest words, and the other direction
		p := browser.Open(t).Page()
		p.Size(320, 900) // which is also what four times as large leaves of 1280
		for _, page := range append(everyPage[:len(everyPage):len(everyPage)], struct{ name, path string }{"people to call", ""}) {
			address := s.URL + "/" + lang + page.path
			if page.path == "" {
				address = s.URL + web.CrisisPath(lang)
			}
			p.Go(address)
			if out := cut(p); len(out) > 0 {
				t.Errorf("%s, %s: %s", lang, page.name, strings.Join(out, "; "))
			}
		}
	}
}

func TestLargeLettersFit(t *testing.T) {
	browser.Thorough(t)
	t.Parallel()
	s := browser.Shared(t)
	p := browser.Open(t).Page()
	p.Size(640, 900)
	for _, path := range []string{"/da/", "/da/?topics=loneliness&place=DK:5000", "/hjaelp"} {
		p.Go(s.URL + path)
		// Letters twice as large in a window that stays: what "text size" does.
		browser.Eval[bool](p, `document.documentElement.style.fontSize = "200%", true`)
		if out := cut(p); len(out) > 0 {
			t.Errorf("%s: %s", path, strings.Join(out, "; "))
		}
	}
}

func TestTheFirstCardAnswersBeforeAnybodyScrolls(t *testing.T) {
	browser.Thorough(t)
	t.Parallel()
	s := browser.Shared(t)
	for _, lang := range []string{"da", "nl", "en", "ar"} {
		p := telephone(t, s)
		p.Go(s.URL + "/" + lang + "/?topics=loneliness&place=DK:5000")
		for _, answer := range []string{".where", ".opening", ".answers", ".to-ask"} {
			bottom := browser.Eval[float64](p, `(document.querySelector("#n1 `+answer+`") || document.body).getBoundingClientRect().bottom`)
			if bottom > 740 || bottom <= 0 {
				t.Errorf("%s: %s of the first card ends %v px down, of 740", lang, answer, bottom)
			}
		}
	}
}

func TestTheKeyboardIsEnough(t *testing.T) {
	t.Parallel()
	s := browser.Shared(t)
	for _, path := range []string{"/da/?topics=violence_home&place=DK:5000", "/da/?topics=loneliness&place=DK:5000"} {
		p := telephone(t, s)
		p.ReducedMotion() // what glides into sight is not there yet
		p.Go(s.URL + path)
		reached := false
		for i := range 90 {
			p.Press("Tab")
			at := browser.Eval[struct {
				Name               string
				Ring, Hidden, Card bool
			}](p, `(() => {
				const e = document.activeElement, shown = e.closest(".chip") && e.nextElementSibling ? e.nextElementSibling : e
				const style = getComputedStyle(shown), r = shown.getBoundingClientRect()
				const hit = document.elementFromPoint(r.x + r.width / 2, r.y + r.height / 2)
				const exit = document.querySelector("#exit")
				const under = exit && !exit.contains(e) && hit && exit.contains(hit)
				return {Name: e.localName + "." + e.className + " " + e.textContent.trim().slice(0, 30),
					Ring: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
					Hidden: Boolean(under) || r.bottom <= 0 || r.top >= innerHeight, Card: Boolean(e.closest(".card h2"))}
			})()`)
			if at.Name == "body. " || strings.HasPrefix(at.Name, "body") {
				break
			}
			if !at.Ring {
				t.Errorf("%s: after %d tabs the focus on %s is not seen", path, i+1, at.Name)
			}
			if at.Hidden {
				t.Errorf("%s: after %d tabs %s is out of sight", path, i+1, at.Name)
			}
			if reached = at.Card; reached {
				break
			}
		}
		if !reached {
			t.Errorf("%s: no tab leads to a result", path)
		}
	}
	// From load to a result, with nothing but keys.
	p := browser.Open(t).Page()
	p.Go(s.URL + "/da/")
	for range 12 {
		p.Press("Tab")
		if p.Focused() == "input#text" {
			break
		}
	}
	for _, letter := range "ensom" {
		p.Press(string(letter))
	}
	p.Press("Enter")
	p.WaitFor(`document.activeElement.matches("#found h1")`)
	for range 20 {
		p.Press("Tab")
		if p.Visible("#n1 h2 a:focus") {
			return
		}
	}
	t.Errorf("no result is reached, only %s", p.Focused())
}

func TestNothingMovesForWhoWantsNoMovement(t *testing.T) {
	browser.Thorough(t)
	t.Parallel()
	s := browser.Shared(t)
	p := telephone(t, s)
	p.ReducedMotion()
	for _, path := range []string{"/da/", "/da/?topics=loneliness&place=DK:8000&map=fit", "/hjaelp"} {
		p.Go(s.URL + path)
		moving := browser.Eval[string](p, `(() => {
			if (getComputedStyle(document.documentElement).scrollBehavior !== "auto") return "the page glides"
			for (const e of document.querySelectorAll("*")) {
				const style = getComputedStyle(e)
				if (style.animationName !== "none" || style.transitionDuration.split(",").some(d => parseFloat(d) > 0)) return e.outerHTML.slice(0, 80)
			}
			return String(document.getAnimations().length || "")
		})()`)
		if moving != "" {
			t.Errorf("%s: %s", path, moving)
		}
	}
	p.Media("prefers-reduced-motion", "no-preference")
	if how := browser.Eval[string](p, "getComputedStyle(document.documentElement).scrollBehavior"); how != "smooth" {
		t.Error(fmt.Sprint("nothing moves for anybody, so nothing is tested: ", how))
	}
}
