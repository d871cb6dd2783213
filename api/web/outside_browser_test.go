package web_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"walkin/api/web"
	"walkin/internal/browser"
)

// everyPage are the pages of the finder, below the language. A crisis view that
// somebody typed their way to is made by the test.
var everyPage = []struct{ name, path string }{
	{"front", "/"}, {"found", "/?topics=loneliness&place=DK:5000"}, {"map", "/?topics=loneliness&place=DK:8000&map=fit"},
	{"crisis topic", "/?topics=violence_home&place=DK:5000"}, {"nothing", "/?topics=board_games&municipality=825&language=so"},
	{"today", "/today?place=DK:8000"}, {"about", "/about-the-data"}, {"accessibility", "/accessibility"}, {"embed", "/embed"}, {"coverage", "/coverage?country=BE&promise=free"}, {"nowhere", "/nowhere"},
}

// TestEveryPageIsAccessible holds every page against axe, in Danish and in
// Arabic, light and dark; with WALKIN_LONG_TESTS=1 in every language.
func TestEveryPageIsAccessible(t *testing.T) {
	t.Parallel()
	s := browser.Shared(t)
	langs := []string{"da", "ar"}
	if os.Getenv("WALKIN_LONG_TESTS") == "1" {
		langs = web.Languages
	}
	for i, lang := range langs {
		p := browser.Open(t).Page()
		p.Phone()
		check := func(name string) {
			t.Helper()
			p.Settle()
			// Between the languages of a quick run, every page is seen light and dark.
			for _, dark := range []bool{false, true} {
				if os.Getenv("WALKIN_LONG_TESTS") != "1" && name != "found" && name != "crisis" && dark == (i == 0) {
					continue
				}
				if dark {
					p.Dark()
				} else {
					p.Light()
				}
				if broken := p.Axe(); len(broken) > 0 {
					t.Errorf("%s in %s, dark %t:\n%s", name, lang, dark, strings.Join(broken, "\n"))
				}
			}
		}
		for _, page := range everyPage {
			p.Go(s.URL + "/" + lang + page.path)
			check(page.name)
		}
		p.Forget() // that there is no such page is a complaint too
		p.Go(s.URL + web.CrisisPath(lang))
		check("people to call")
		p.Go(s.URL + "/" + lang + "/")
		p.Type("#text", "selvmord")
		p.Press("Enter")
		p.Wait(".in-crisis .crisis .first")
		p.Wait("#exit")
		check("crisis")
		holds(t, p, s)
	}
}

// TestEveryPageKeepsToItself records every request of every page in every
// language, with scripts and all that they load.
func TestEveryPageKeepsToItself(t *testing.T) {
	t.Parallel()
	s := browser.Shared(t)
	p := telephone(t, s)
	langs := web.Languages
	if os.Getenv("WALKIN_LONG_TESTS") != "1" {
		langs = []string{"uk"}
	}
	for _, lang := range langs {
		for _, page := range everyPage {
			if page.name == "nowhere" {
				continue
			}
			p.Go(s.URL + "/" + lang + page.path)
			if got := p.Attribute("html", "lang"); got != lang {
				t.Errorf("%s is in %s, want %s", page.path, got, lang)
			}
			if title := p.Title(); title != words(t, lang).Say("site.name") {
				t.Errorf("%s %s is titled %q", lang, page.path, title)
			}
			for _, name := range []string{"og:title", "og:description", "description"} {
				if p.Count(`meta[name="`+name+`"], meta[property="`+name+`"]`) > 0 {
					t.Errorf("%s has %s", page.path, name)
				}
			}
		}
	}
	for _, r := range p.Requests() {
		if r.Type == "Document" && r.Headers["referrer-policy"] != "no-referrer" {
			t.Errorf("%s: %v", r.URL, r.Headers)
		}
		if set := r.Headers["set-cookie"]; set != "" {
			t.Errorf("%s sets %s", r.URL, set)
		}
	}
}

func TestTheFinderStaysInItsFrame(t *testing.T) {
	browser.Thorough(t)
	t.Parallel()
	s := browser.Shared(t)
	p := telephone(t, s)
	p.Go(s.URL + "/da/embed")
	if p.Visible(".home") || p.Visible(".languages") {
		t.Error("what belongs to the site is in the frame")
	}
	stays := func(where string) {
		t.Helper()
		for _, href := range browser.Eval[[]string](p, `[...document.querySelectorAll("a[href]:not([target=_blank]):not([href^='tel:']):not([href^='sms:']):not([href^='#']):not([href^='geo:'])")].map(a => a.getAttribute("href"))`) {
			if !strings.HasPrefix(href, "/da/embed") {
				t.Errorf("%s: %s leads to a page that may not be framed", where, href)
			}
		}
		for _, action := range browser.Eval[[]string](p, `[...document.forms].map(f => f.getAttribute("action"))`) {
			if action != "/da/embed" {
				t.Errorf("%s: a form leads to %s", where, action)
			}
		}
	}
	stays("front")
	search(p, "ensom", "Odense")
	stays("found")
	if !strings.HasPrefix(p.URL(), s.URL+"/da/embed?") {
		t.Errorf("the address is %s", p.URL())
	}
	p.Reload()
	contains(t, p.Text("#found h1"), "Odense")
	stays("found by address")
	p.Go(s.URL + "/da/embed")
	search(p, "selvmord", "")
	peopleToCall(t, p, "da")
	var allowed []string
	for _, r := range p.Requests() {
		if r.Type == "Document" {
			allowed = append(allowed, r.Headers["content-security-policy"])
		}
	}
	if slices.ContainsFunc(allowed, func(policy string) bool { return !strings.Contains(policy, "frame-ancestors 'self'") }) {
		t.Error(allowed)
	}
}
