package web_test

import (
	"strings"
	"testing"

	"walkin/api/web"
	"walkin/internal/browser"
)

func TestAnotherLanguageKeepsTheQuestion(t *testing.T) {
	browser.Thorough(t)
	t.Parallel()
	s := browser.Shared(t)
	for _, script := range []bool{true, false} {
		p := telephone(t, s)
		if !script {
			p.NoScript()
		}
		p.Go(s.URL + "/da/")
		p.Type("#text", "ensom "+secret)
		p.Type("#where", "Odense")
		p.Press("Enter")
		p.WaitFor(`document.querySelector("#found h1") && document.querySelector("#found h1").textContent.includes("Odense")`)
		p.Settle()
		p.Click(`.languages a[hreflang=en]`)
		p.WaitFor(`document.documentElement.lang === "en"`)
		p.Settle()
		contains(t, p.Text(".asked .what"), "Loneliness")
		contains(t, p.Text("#found h1"), "Odense")
		unseen(t, p, s, "in another language")
		if n := p.Count(".languages a"); n != len(web.Languages) {
			t.Errorf("%d languages are offered", n)
		}
		if said := p.Text(".languages a[lang=ar]"); said != "العربية" || p.Attribute(".languages a[lang=ar]", "dir") != "rtl" {
			t.Errorf("Arabic is called %q", said)
		}
	}
}

func TestThePageSpeaksTheLanguageOfTheBrowser(t *testing.T) {
	browser.Thorough(t)
	t.Parallel()
	s := browser.Shared(t)
	p := browser.Open(t).Page()
	for want, asked := range map[string][]string{
		"da": {"da-DK", "en"}, "nl": {"nl-BE"}, "ar": {"ar-SY", "da"}, "uk": {"uk"}, "fr": {"so", "fr"}, "de": {"tlh", "de-AT"}, "en": {"so"},
	} {
		p.Languages(asked...)
		p.Go(s.URL + "/")
		if got := p.Attribute("html", "lang"); got != want {
			t.Errorf("who reads %v gets %s, want %s", asked, got, want)
		}
	}
	// Norwegian is nearest to Danish, and its readers read that.
	p.Languages("nb", "nn")
	p.Go(s.URL + "/")
	if got := p.Attribute("html", "lang"); got != "da" && got != "en" {
		t.Errorf("who reads Norwegian gets %s", got)
	}
}

func TestArabicIsReadFromTheRight(t *testing.T) {
	t.Parallel()
	s := browser.Shared(t)
	p := telephone(t, s)
	for _, path := range []string{"/ar/", "/ar/?topics=loneliness&place=DK:5000&map=fit", "/ar/today?place=DK:8000", "/musaada", "/ar/about-the-data"} {
		p.Go(s.URL + path)
		if p.Attribute("html", "dir") != "rtl" {
			t.Errorf("%s is read from the left", path)
		}
		if wide := browser.Eval[float64](p, "document.documentElement.scrollWidth"); wide > 360 {
			t.Errorf("%s is %v px wide", path, wide)
		}
	}
	// A number is read from the left wherever it stands: its first digit is
	// left of its last. A postcode stays before its town.
	p.Go(s.URL + "/ar/?topics=loneliness&place=DK:5000")
	if left := browser.Eval[float64](p, `(() => {
		const text = document.querySelector("#count .near").firstChild, from = text.data.indexOf("5000"), to = text.data.indexOf("Odense")
		const at = i => { const r = document.createRange(); r.setStart(text, i); r.setEnd(text, i + 1); return r.getBoundingClientRect().left }
		return at(to) - at(from)
	})()`); left <= 0 {
		t.Error("a town stands before its postcode")
	}
	if dir := browser.Eval[string](p, `getComputedStyle(document.querySelector(".about[lang=da]")).direction`); dir != "ltr" {
		t.Errorf("Danish is set %s", dir)
	}
	p.Go(s.URL + "/musaada")
	for _, turned := range browser.Eval[[]string](p, `[...document.querySelectorAll(".contact a[href^='tel:'], .when, .seen, .emergency a")].flatMap(e => {
		const text = document.createTreeWalker(e, NodeFilter.SHOW_TEXT), out = []
		for (let n; n = text.nextNode();) for (const m of n.data.matchAll(/\d[\d :.-]*\d/g)) {
			const at = i => { const r = document.createRange(); r.setStart(n, i); r.setEnd(n, i + 1); return r.getBoundingClientRect() }
			const a = at(m.index), b = at(m.index + m[0].length - 1)
			if (Math.abs(a.top - b.top) < 4 && a.left >= b.left) out.push(m[0])
		}
		return out
	})`) {
		t.Errorf("%q is turned around", turned)
	}
}

func TestPartsInAnotherLanguageSayWhich(t *testing.T) {
	browser.Thorough(t)
	t.Parallel()
	s := browser.Shared(t)
	p := telephone(t, s)
	p.Go(s.URL + "/ar/?topics=loneliness&place=DK:5000")
	if lang := p.Attribute(".card .about", "lang"); lang == "" || lang == "ar" {
		t.Errorf("what a Danish place says of itself is marked as %q", lang)
	}
	if only := p.Text(".card .only"); only == "" {
		t.Error("nothing says that this is in one language only")
	}
	for _, text := range p.Texts("[lang=ar] [lang=da]") {
		if strings.ContainsAny(text, "ابتثجحخدذرزسشصضطظعغفقكلمنهوي") {
			t.Errorf("Arabic is marked as Danish: %s", text)
		}
	}
	p.Go(s.URL + "/musaada")
	if lang := p.Attribute(".contact h2", "lang"); lang != "da" {
		t.Errorf("the name of a Danish line is marked as %q", lang)
	}
	p.Go(s.URL + "/da/about-the-data")
	if lang := p.Attribute("main div[dir=ltr]", "lang"); lang != "en" {
		t.Errorf("the English part is marked as %q", lang)
	}
}
