package widget_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"walkin/api/web/widget"
	"walkin/internal/browser"
)

// Where things are in the widget.
const (
	inside  = "walkin-finder >>> "
	text    = inside + ".field:first-child input"
	place   = inside + ".field + .field input"
	near    = inside + ".box .chip"
	submit  = inside + "button[type=submit]"
	cards   = inside + ".card"
	crisis  = inside + ".crisis"
	numbers = inside + `.outcome a[href^="tel:"]`
	down    = inside + ".down"
)

const element = `<walkin-finder lang="da" country="DK"><a href="WALKIN/da/">Find et sted</a></walkin-finder>`

// open opens a host's page with a widget on it.
func open(t *testing.T, h host, walkin string) *browser.Page {
	t.Helper()
	if h.body == "" {
		h.body = element
	}
	if h.head == "" {
		h.head = script
	}
	p := browser.Open(t).Page()
	p.Go(h.serve(t, walkin))
	p.Wait(inside + "form")
	return p
}

// unharmed fails if anything went wrong that the host would see.
func unharmed(t *testing.T, p *browser.Page) {
	t.Helper()
	if c := p.Complaints(); len(c) > 0 {
		t.Errorf("the page complains: %v", c)
	}
}

// hostile is a style sheet that means well and breaks everything.
const hostile = `* { all: unset !important; }
div, form, ul, li, section, input, button { display: none !important; }
html { font-size: 3px; color: white; letter-spacing: 1em; line-height: 0; text-transform: uppercase; direction: rtl; }
walkin-finder { display: inline !important; font-size: 2px; color: white; visibility: visible; }
body > * { pointer-events: auto; }`

func TestAHostileHostCannotBreakIt(t *testing.T) {
	s := browser.Shared(t)
	plain := open(t, host{policy: strict}, s.URL)
	p := open(t, host{policy: strict, head: `<link rel="stylesheet" href="/host.css">` + script, files: map[string]string{"/host.css": hostile}}, s.URL)
	for _, selector := range []string{"h2", "input", "button[type=submit]", ".talk", ".promise"} {
		const look = `(e => { const s = getComputedStyle(e); return [s.display, s.fontSize, s.color, s.direction, s.letterSpacing, s.textTransform, s.lineHeight, e.offsetHeight].join(" ") })`
		query := look + `(document.querySelector("walkin-finder").shadowRoot.querySelector("` + selector + `"))`
		if want, got := browser.Eval[string](plain, query), browser.Eval[string](p, query); got != want {
			t.Errorf("%s looks like %s, and elsewhere like %s", selector, got, want)
		}
		if !p.Visible(inside + selector) {
			t.Errorf("%s is not to be seen", selector)
		}
	}
	p.Type(text, "ensom")
	p.Press("Enter")
	p.Wait(cards)
	unharmed(t, p)
}

func TestItNeedsNothingOfAStrictHost(t *testing.T) {
	s := browser.Shared(t)
	// Whoever takes one of these away takes the widget away: the list is short.
	p := open(t, host{policy: strict}, s.URL)
	p.Type(text, "ensom")
	p.Type(place, "8000")
	p.Press("Enter")
	p.Wait(cards)
	p.Clear(text)
	p.Type(text, "selvmord")
	p.Wait(crisis)
	unharmed(t, p)
}

func TestTwoOnAPageSpeakEachTheirLanguage(t *testing.T) {
	browser.Thorough(t)
	s := browser.Shared(t)
	p := open(t, host{policy: strict, body: `<walkin-finder id="a" lang="da" country="DK" heading-level="3"></walkin-finder>
		<walkin-finder id="b" lang="ar" country="NL"></walkin-finder>`}, s.URL)
	p.Wait("#b >>> form")
	if da, ar := p.Text("#a >>> .title"), p.Text("#b >>> .title"); da == ar || da == "" {
		t.Errorf("they say %q and %q", da, ar)
	}
	if p.Attribute("#b >>> .root", "dir") != "rtl" || p.Attribute("#b >>> .root", "lang") != "ar" || p.Attribute("#a >>> .root", "dir") != "ltr" {
		t.Error("the directions are wrong")
	}
	if p.Count("#a >>> h3.title") != 1 || p.Count("#b >>> h2.title") != 1 {
		t.Error("the headings do not begin where the host says")
	}
	p.Type("#a >>> input", "ensom")
	p.Press("Enter")
	p.Wait("#a >>> .card")
	if p.Count("#a >>> .card h5") == 0 {
		t.Error("the headings of places are not below those of the widget")
	}
	if p.Count("#b >>> .card") != 0 {
		t.Error("the other answers, too")
	}
	p.Wait("#b >>> .talk")
	p.Click("#b >>> .talk")
	p.WaitFor(`document.querySelector("#b").shadowRoot.querySelector(".people").textContent.includes("113")`)
	unharmed(t, p)
}

func TestItFindsByWordsByPostcodeAndByPosition(t *testing.T) {
	s := browser.Shared(t)
	p := browser.Open(t).Page()
	p.Position(55.39594321, 10.38831987)
	p.Go(host{head: listening + script, body: element}.serve(t, s.URL))
	p.Type(text, "plexus")
	p.Press("Enter")
	p.Wait(inside + ".card mark")
	p.Clear(text)
	p.Type(place, "5000")
	p.Wait(inside + "[role=option]")
	p.Press("ArrowDown", "Enter")
	p.WaitFor(shadow + `.querySelector(".found")?.textContent.includes("Odense")`)
	for _, sent := range bodies(p) {
		if strings.Contains(sent, `"lat"`) {
			t.Fatalf("it asked where the person is before they said so: %s", sent)
		}
	}
	p.Click(near)
	p.WaitFor(shadow + `.querySelector(".found h3")?.textContent.includes("tæt på dig")`)
	sent := bodies(p)
	if last := sent[len(sent)-1]; !strings.Contains(last, `"near":{"lat":55.396,"lon":10.388}`) {
		t.Errorf("it sent %s", last)
	}
	// The six questions are answered or asked, in words.
	first := p.Text(cards)
	if !strings.Contains(first, "km") && !strings.Contains(first, " m") {
		t.Errorf("it does not say how far: %s", first)
	}
	unharmed(t, p)
}

func TestWhoRefusesTheirPositionIsAskedForATown(t *testing.T) {
	browser.Thorough(t)
	s := browser.Shared(t)
	p := browser.Open(t).Page()
	p.DenyPosition()
	p.Go(host{head: script, body: `<walkin-finder lang="en" country="DK"></walkin-finder>`}.serve(t, s.URL))
	p.Click(near)
	p.WaitFor(shadow + `.textContent.includes("That is fine")`)
	if p.Attribute(place, "role") != "combobox" || !browser.Eval[bool](p, shadow+`.activeElement === `+shadow+`.querySelector(".field + .field input")`) {
		t.Error("the field for a town has not the focus")
	}
}

func TestACrisisIsAnsweredWithPeopleAndNothingElse(t *testing.T) {
	s := browser.Shared(t)
	p := open(t, host{policy: strict}, s.URL)
	p.Type(text, "ensom")
	p.Press("Enter")
	p.Wait(cards)
	p.Clear(text)
	p.Type(text, "jeg vil ikke leve") // nobody has to send it
	p.Wait(crisis)
	if p.Count(cards) != 0 || p.Visible(inside+"[role=option]") || p.Visible(inside+".begin") || p.Count(crisis+" svg") != 0 {
		t.Error("there is more than people to call")
	}
	calls := browser.Eval[[]string](p, `[...`+shadow+`.querySelectorAll(".crisis a")].filter(a => a.href.startsWith("tel:")).map(a => a.href.slice(4) + " " + (a.offsetHeight >= 44 && a.offsetWidth >= 44))`)
	if len(calls) < 4 || !slices.Contains(calls, "112 true") {
		t.Errorf("who can be called: %v", calls)
	}
	for _, c := range calls {
		if !strings.HasSuffix(c, "true") {
			t.Errorf("%s is hard to hit", c)
		}
	}
	before := browser.Eval[string](p, `(c => c.textContent.slice(0, c.textContent.indexOf(c.querySelector("a bdi").textContent)))(`+shadow+`.querySelector(".crisis"))`)
	if words := len(strings.Fields(before)); words > 60 || strings.Contains(before, "!") {
		t.Errorf("%d words before the first number: %s", words, before)
	}
	// Places come when somebody asks for them, below the people to call.
	p.Click(inside + ".beyond button")
	p.Wait(cards)
	if p.Count(numbers) < 3 {
		t.Error("the people to call are gone")
	}
	p.Clear(text)
	p.Type(text, "ensom")
	p.WaitGone(crisis)
	p.Wait(cards)
	// Somebody may type into the wrong box.
	p.Type(place, "selvmord")
	p.Wait(crisis)
	if p.Count(cards) != 0 {
		t.Error("typed where a place belongs, it is answered with places")
	}
	unharmed(t, p)
}

func TestATopicIsOneTapAndOneTapBack(t *testing.T) {
	s := browser.Shared(t)
	p := open(t, host{policy: strict, body: `<walkin-finder lang="uk" country="DK" topics="anxiety,suicide"></walkin-finder>`}, s.URL)
	chip := inside + `[data-topic="anxiety"]`
	p.WaitFor(shadow + `.querySelector('[data-topic="anxiety"]').textContent === "Тривога і переживання"`)
	if lang := p.Attribute(chip+" span", "lang"); lang != "" && lang != "uk" {
		t.Errorf("a Ukrainian word is marked as one of %q", lang)
	}
	p.Click(chip)
	p.Wait(cards)
	p.Click(chip)
	p.WaitGone(cards)
	// Who picks such a topic asks for places, and gets people to call before them.
	p.Click(inside + `[data-topic="suicide"]`)
	p.Wait(crisis)
	p.Wait(cards)
	unharmed(t, p)
}

// TestItLivesWithoutConstructedStyleSheets is the widget in browsers of before
// 2023.
func TestItLivesWithoutConstructedStyleSheets(t *testing.T) {
	browser.Thorough(t)
	s := browser.Shared(t)
	for _, policy := range []string{"", strings.Replace(strict, "script-src", "script-src 'self'", 1)} {
		p := open(t, host{policy: policy, head: `<script src="/old.js"></script>` + script,
			files: map[string]string{"/old.js": "delete window.CSSStyleSheet"}}, s.URL)
		styled := browser.Eval[string](p, `getComputedStyle(`+shadow+`.querySelector(".main")).borderRadius`) == "12px"
		if styled != (policy == "") {
			t.Errorf("under the policy %q, styled is %t", policy, styled)
		}
		p.Type(text, "ensom")
		p.Press("Enter")
		p.Wait(cards)
	}
}

func TestAHostGivesItColoursAndStaysReadable(t *testing.T) {
	browser.Thorough(t)
	s := browser.Shared(t)
	brand := `<style>walkin-finder { --walkin-paper: #fff; --walkin-ink: #111; --walkin-door: #00a; --walkin-dark-door: #9cf; --walkin-font: Georgia; --walkin-radius: 3px }</style>`
	p := open(t, host{head: brand + script}, s.URL)
	look := func() string {
		return browser.Eval[string](p, `(s => [s.backgroundColor, s.color, s.fontFamily, s.borderRadius].join(" "))(getComputedStyle(`+shadow+`.querySelector(".body")))`)
	}
	if got, want := look(), "rgb(255, 255, 255) rgb(17, 17, 17) Georgia 3px"; got != want {
		t.Errorf("by day it looks like %s, want %s", got, want)
	}
	// A paper that is white by night would be unreadable.
	p.Dark()
	if got, want := look(), "rgb(20, 25, 27) rgb(242, 239, 233) Georgia 3px"; got != want {
		t.Errorf("by night it looks like %s, want %s", got, want)
	}
	if got := browser.Eval[string](p, `getComputedStyle(`+shadow+`.querySelector(".main")).backgroundColor`); got != "rgb(153, 204, 255)" {
		t.Errorf("by night the button is %s", got)
	}
}

// TestNothingAtAllStillLeadsOn answers as a directory does that has nothing.
func TestNothingAtAllStillLeadsOn(t *testing.T) {
	browser.Thorough(t)
	s := browser.Shared(t)
	empty := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Access-Control-Allow-Origin", "*")
		w.Header().Set("Access-Control-Allow-Headers", "Content-Type")
		asked, _ := io.ReadAll(r.Body)
		total := "0"
		if r.Method == "POST" && !strings.Contains(string(asked), `"free"`) {
			total = "7"
		}
		_, _ = io.WriteString(w, `{"query":{"topics":[]},"results":[],"total":`+total+`,"relaxed":[],"change":1,"helplines":[],"suggestions":[],"places":[]}`)
	}))
	t.Cleanup(empty.Close)
	p := open(t, host{body: `<walkin-finder lang="en" country="DK" base="` + empty.URL + `"></walkin-finder>`}, s.URL)
	p.Click(inside + "fieldset .chip + .chip")
	p.WaitFor(shadow + `.querySelector(".found .chip")?.textContent === "Try without: free (7)"`)
	if p.Count(numbers) < 3 {
		t.Error("there is nobody to talk to")
	}
	p.Click(inside + ".found .chip")
	p.WaitFor(shadow + `.querySelectorAll("fieldset [aria-pressed=true]").length === 0`)
}

func TestNonsenseFromTheServerIsNoHarm(t *testing.T) {
	browser.Thorough(t)
	s := browser.Shared(t)
	for _, nonsense := range []string{"<html>", "null", "{}", `{"results":[{},7],"query":null,"relaxed":"x"}`, `{"crisis":{"helplines":[{"lines":null}]}}`} {
		odd := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Access-Control-Allow-Origin", "*")
			w.Header().Set("Access-Control-Allow-Headers", "Content-Type")
			_, _ = io.WriteString(w, nonsense)
		}))
		p := open(t, host{body: `<walkin-finder lang="en" country="DK" topics="odd" base="` + odd.URL + `"></walkin-finder>`}, s.URL)
		p.Type(text, "lonely")
		p.Press("Enter")
		p.WaitFor(shadow + `.querySelectorAll('.outcome a[href^="tel:"]').length > 0`)
		for _, c := range p.Complaints() {
			t.Errorf("%q: the host sees %s", nonsense, c)
		}
		odd.Close()
	}
}

func TestTypingAsksOncePerPauseAndNeverForALetter(t *testing.T) {
	browser.Thorough(t)
	s := browser.Shared(t)
	p := open(t, host{policy: strict}, s.URL)
	p.Settle()
	p.Forget()
	p.Type(text, "e")
	pause(p)
	p.Clear(text)
	pause(p)
	if asked := posts(p); len(asked) != 0 {
		t.Errorf("a letter and nothing were asked for: %v", asked)
	}
	p.Type(text, "ensom")
	p.Wait(cards)
	pause(p)
	if asked := posts(p); len(asked) > 4 { // one pause, or two on a slow machine
		t.Errorf("one word was asked for with %d requests: %v", len(asked), asked)
	}
	if status := p.Text(inside + ".unseen[role=status]"); !strings.Contains(status, "Fundet") {
		t.Errorf("nobody is told what was found: %q", status)
	}
}

func TestTheKeyboardIsEnough(t *testing.T) {
	s := browser.Shared(t)
	p := open(t, host{policy: strict}, s.URL)
	p.Focus(inside + ".talk")
	p.Press("Tab")
	for _, r := range "enso" {
		p.Press(string(r))
	}
	p.Wait(inside + "[role=option]")
	if p.Attribute(text, "aria-expanded") != "true" {
		t.Error("the field does not say that it offers something")
	}
	p.Press("Escape")
	if p.Count(inside+"[role=option]") != 0 || p.Attribute(text, "aria-expanded") != "false" {
		t.Error("Escape does not close what is offered")
	}
	p.Press("m")
	p.Wait(inside + "[role=option]")
	p.Press("ArrowDown")
	chosen := p.Attribute(text, "aria-activedescendant")
	if chosen == "" || p.Attribute(inside+"#"+chosen, "aria-selected") != "true" {
		t.Errorf("the arrow chooses %q", chosen)
	}
	p.Press("Enter")
	p.Wait(cards)
	if p.Attribute(inside+`[data-topic="loneliness"]`, "aria-pressed") != "true" {
		t.Error("the topic that was chosen is not shown as chosen")
	}
	unharmed(t, p)
}

func TestNothingFoundIsNotTheEnd(t *testing.T) {
	browser.Thorough(t)
	s := browser.Shared(t)
	// In this network of the Netherlands nothing is Danish.
	p := open(t, host{policy: strict, body: `<walkin-finder lang="en" country="DK" municipality="0751"></walkin-finder>`}, s.URL)
	p.Type(text, "qqxxqq")
	p.Press("Enter")
	p.WaitFor(shadow + `.textContent.includes("No door for that here yet")`)
	p.Wait(inside + ".found")
	if p.Count(cards) == 0 || !strings.Contains(p.Text(inside+".found"), "Look in other towns too") {
		t.Errorf("it says: %s", p.Text(inside+".found"))
	}
	p.Type(place, "zzqqzzqq")
	p.Press("Enter")
	p.WaitFor(shadow + `.textContent.includes("We know no place called that")`)
	unharmedBut(t, p, "400")
}

func TestItHelpsWhenTheServerIsDown(t *testing.T) {
	s := browser.Serve(t)
	p := open(t, host{}, s.URL)
	p.Settle()
	s.Close()
	p.Type(text, "jeg vil ikke leve")
	p.Press("Enter")
	p.Wait(down)
	if p.Count(numbers) < 3 || !strings.Contains(p.Text(down), "112") {
		t.Errorf("it says: %s", p.Text(down))
	}
	p.Click(inside + ".talk")
	if !strings.Contains(p.Text(inside+".people"), "112") {
		t.Error("the people to call are gone")
	}
}

func TestItHelpsWhenTheServerNeverWas(t *testing.T) {
	browser.Thorough(t)
	s := browser.Shared(t)
	broken := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Access-Control-Allow-Origin", "*")
		w.Header().Set("Access-Control-Allow-Headers", "Content-Type")
		w.WriteHeader(http.StatusInternalServerError)
	}))
	t.Cleanup(broken.Close)
	for name, base := range map[string]string{"unreachable": "http://127.0.0.1:9", "broken": broken.URL} {
		p := open(t, host{body: `<walkin-finder lang="nl" country="NL" base="` + base + `"></walkin-finder>`}, s.URL)
		p.Click(inside + ".talk")
		p.WaitFor(shadow + `.querySelector(".people").textContent.includes("113")`)
		if !strings.Contains(p.Text(inside+".people"), "2026") {
			t.Errorf("%s: the copy does not say from when it is: %s", name, p.Text(inside+".people"))
		}
		p.Type(text, "eenzaam")
		p.Press("Enter")
		p.Wait(down)
		if !strings.Contains(p.Text(down), "Zoeken lukt nu even niet") || p.Count(numbers) < 3 {
			t.Errorf("%s: it says %s", name, p.Text(down))
		}
		for _, c := range p.Complaints() {
			if strings.Contains(c, "exception") {
				t.Errorf("%s: the host sees %s", name, c)
			}
		}
	}
}

func TestAHostCanPinAVersion(t *testing.T) {
	s := browser.Shared(t)
	pinned := func(integrity string) string {
		return `<script type="module" src="WALKIN/widget/` + widget.Newest() + `.js" integrity="` + integrity + `" crossorigin="anonymous"></script>`
	}
	p := open(t, host{policy: strict, head: pinned(widget.Integrity(widget.Newest()))}, s.URL)
	p.Type(text, "ensom")
	p.Press("Enter")
	p.Wait(cards)
	unharmed(t, p)

	// With another hash the browser refuses, and what the host wrote stays.
	p = browser.Open(t).Page()
	p.Go(host{head: pinned("sha384-" + strings.Repeat("A", 64)), body: element}.serve(t, s.URL))
	if !p.Visible("walkin-finder a") || p.Text("h1") != "Our school" || browser.Eval[bool](p, `!!document.querySelector("walkin-finder").shadowRoot`) {
		t.Error("a script with a wrong hash ran, or harmed the page")
	}
}

func TestItIsNotTheHostsToNotice(t *testing.T) {
	browser.Thorough(t)
	s := browser.Shared(t)
	watch := `<script>
		window.before = new Set(Object.getOwnPropertyNames(window))
		window.seen = []
		for (const name of ["error", "unhandledrejection", "securitypolicyviolation"]) addEventListener(name, e => seen.push(name + " " + (e.message || e.reason || e.blockedURI)))
		for (const name of ["keydown", "keyup", "keypress", "input", "beforeinput"]) addEventListener(name, e => { if (!e.key || e.key.length === 1) seen.push(name) })
	</script>`
	p := open(t, host{head: watch + script + script + strings.ReplaceAll(script, "widget.js", "widget/"+widget.Newest()+".js")}, s.URL)
	p.Type(text, "ensom")
	p.Press("Enter")
	p.Wait(cards)
	if seen := browser.Eval[[]string](p, "seen"); len(seen) > 0 {
		t.Errorf("the host noticed %v", seen)
	}
	if names := browser.Eval[[]string](p, "Object.getOwnPropertyNames(window).filter(n => !before.has(n) && n !== 'before' && n !== 'seen' && isNaN(n))"); len(names) > 0 {
		t.Errorf("the host has new names: %v", names)
	}
	if n := browser.Eval[int](p, "document.styleSheets.length + document.adoptedStyleSheets.length + document.querySelectorAll('style, link').length"); n != 0 {
		t.Errorf("the host has %d new styles", n)
	}
	if p.Title() != "A school" || p.URL() != browser.Eval[string](p, "location.origin + '/'") {
		t.Errorf("the page is now %q at %s", p.Title(), p.URL())
	}
}

func TestItAsksOnlyItsOriginAndLeavesNothing(t *testing.T) {
	s := browser.Shared(t)
	p := open(t, host{policy: strict}, s.URL)
	origin := browser.Eval[string](p, "location.origin")
	p.Type(text, "ensom")
	p.Wait(cards)
	p.Type(place, "Aarhus")
	p.Press("Enter")
	pause(p)
	p.Wait(cards)
	p.Click(inside + ".talk")
	p.Clear(text)
	p.Type(text, "selvmord")
	p.Wait(crisis)
	for _, o := range p.Origins() {
		if o != origin && o != s.URL {
			t.Errorf("it asked %s", o)
		}
	}
	for _, r := range p.Requests() {
		for _, typed := range []string{"ens", "arhus", "selvmord", "lat="} {
			if strings.Contains(strings.ToLower(r.URL), typed) {
				t.Errorf("what was typed is in %s", r)
			}
		}
	}
	if stored := p.Stored(); len(stored) > 0 {
		t.Errorf("it left %v", stored)
	}
	if cookies := p.Cookies(); len(cookies) > 0 {
		t.Errorf("it left the cookies %v", cookies)
	}
	unharmed(t, p)
}

func TestItSurvivesWhatHostsDoToElements(t *testing.T) {
	browser.Thorough(t)
	s := browser.Shared(t)
	p := open(t, host{policy: strict, body: `<div id="one">` + element + `</div><div id="two"></div>`}, s.URL)
	p.Type(text, "ensom")
	p.Press("Enter")
	p.Wait(cards)
	// Moved, it keeps what it shows; taken out and put back, too.
	browser.Eval[any](p, `void (window.w = document.querySelector("walkin-finder"), two.append(w))`)
	p.Wait("#two walkin-finder >>> .card")
	browser.Eval[any](p, `new Promise(done => { w.remove(); setTimeout(() => { one.append(w); done(1) }, 50) })`)
	p.Wait("#one walkin-finder >>> .card")
	// Taken out in the middle of a search, it is quiet.
	p.Clear(text)
	p.Type(text, "familie")
	browser.Eval[any](p, `void w.remove()`)
	pause(p)
	browser.Eval[any](p, `void one.append(w)`)
	// Several attributes at once are one change, nonsense is none.
	browser.Eval[any](p, `["lang:nl", "country:NL", "theme:dark", "heading-level:99", "topics:,,%%,family", "municipality:", "base:javascript:alert(1)"].forEach(a => w.setAttribute(a.slice(0, a.indexOf(":")), a.slice(a.indexOf(":") + 1)))`)
	p.WaitFor(`w.shadowRoot.querySelector(".root[lang=nl][data-theme=dark] h2.title")`)
	p.WaitFor(`w.shadowRoot.querySelectorAll("[data-topic]").length === 1`)
	// Made by a script, it is the same.
	browser.Eval[any](p, `void two.append(Object.assign(document.createElement("walkin-finder"), {id: "made"}))`)
	p.Wait("#made >>> form")
	unharmed(t, p)
}

func TestEverybodyCanUseIt(t *testing.T) {
	s := browser.Shared(t)
	for _, dark := range []bool{false, true} {
		p := open(t, host{body: `<walkin-finder lang="da" country="DK"></walkin-finder>`}, s.URL)
		if dark {
			p.Dark()
		}
		check := func(when string) {
			t.Helper()
			for _, broken := range p.Axe() {
				t.Errorf("dark %t, %s: %s", dark, when, broken)
			}
		}
		check("at first")
		p.Type(text, "enso")
		p.Wait(inside + "[role=option]")
		p.Press("ArrowDown")
		check("while something is offered")
		p.Press("Enter")
		p.Type(place, "8000")
		p.Press("Enter")
		p.Wait(cards)
		p.Click(inside + ".talk")
		pause(p)
		check("with places")
		p.Type(text, "selvmord")
		p.Wait(crisis)
		check("in a crisis")
	}
}

func TestItFitsTheSmallestTelephoneInEitherDirection(t *testing.T) {
	browser.Thorough(t)
	s := browser.Shared(t)
	for _, lang := range []string{"da", "ar", "de", "uk"} {
		p := browser.Open(t).Page()
		p.Size(320, 640)
		p.Go(host{body: `<walkin-finder lang="` + lang + `" country="DK"></walkin-finder>`, head: script}.serve(t, s.URL))
		for _, zoom := range []int{100, 200} {
			p.Zoom(zoom)
			p.Clear(text)
			p.Type(text, "ensom")
			p.Press("Enter")
			p.Wait(cards)
			fits(t, p, lang+" with places")
			p.Clear(text)
			p.Type(text, "selvmord")
			p.Wait(crisis)
			fits(t, p, lang+" in a crisis")
		}
	}
}

// fits fails if something is wider than the window: but for a zoom of 200 %,
// where a page of 320 pixels has 160 and only words may not be cut.
func fits(t *testing.T, p *browser.Page, what string) {
	t.Helper()
	wide := browser.Eval[[]string](p, `(w => w < 200 ? [] : [...`+shadow+`.querySelectorAll("*")].filter(e => e.getClientRects().length && !e.closest(".unseen") &&
		(e.getBoundingClientRect().right > w + 1 || e.getBoundingClientRect().left < -1)).map(e => e.tagName + "." + e.getAttribute("class")))(innerWidth)`)
	if len(wide) > 0 {
		t.Errorf("%s: too wide: %v", what, wide)
	}
}

// shadow is the root of the first widget, in JavaScript.
const shadow = `document.querySelector("walkin-finder").shadowRoot`

// listening keeps what is sent, for a host without a policy.
const listening = `<script>
	window.sent = []
	const real = window.fetch
	window.fetch = (url, how) => { if (how && how.body) sent.push(how.body); return real(url, how) }
</script>`

func bodies(p *browser.Page) []string { return browser.Eval[[]string](p, "sent") }

func posts(p *browser.Page) []string {
	var all []string
	for _, r := range p.Requests() {
		if r.Method == http.MethodPost {
			all = append(all, r.String())
		}
	}
	return all
}

// pause is longer than the widget waits for somebody who types.
func pause(p *browser.Page) {
	browser.Eval[any](p, `new Promise(done => setTimeout(done, 500))`)
}

// unharmedBut is unharmed for a page that is told about an answer of one status.
func unharmedBut(t *testing.T, p *browser.Page, status string) {
	t.Helper()
	for _, c := range p.Complaints() {
		if !strings.Contains(c, status) {
			t.Errorf("the page complains: %s", c)
		}
	}
}
