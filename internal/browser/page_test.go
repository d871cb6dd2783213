package browser_test

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"walkin/internal/browser"
)

// stub is a test that is to fail, and says with what.
type stub struct {
	testing.TB
	said string
	done []func()
}

func (s *stub) Helper()                   {}
func (s *stub) Cleanup(f func())          { s.done = append(s.done, f) }
func (s *stub) Errorf(f string, a ...any) { s.said += fmt.Sprintf(f, a...) }
func (s *stub) Fatalf(f string, a ...any) { s.said += fmt.Sprintf(f, a...); panic(s) }
func (s *stub) Fatal(a ...any)            { s.said += fmt.Sprint(a...); panic(s) }

// failing gives what a test says that ends early, "" if it does not.
func failing(t *testing.T, test func(t testing.TB)) string {
	t.Helper()
	s := &stub{TB: t}
	func() {
		defer func() {
			if r := recover(); r != nil && r != any(s) {
				panic(r)
			}
		}()
		test(s)
	}()
	for _, f := range slices.Backward(s.done) {
		f()
	}
	return s.said
}

// TestAStepThatCannotBeDoneEndsTheTest does not run beside others, since it
// makes every step impatient.
func TestAStepThatCannotBeDoneEndsTheTest(t *testing.T) {
	browser.Thorough(t)
	home := run(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/slow" {
			<-r.Context().Done()
			return
		}
		fmt.Fprint(w, plain(`<button id="under">under</button><div style="position: fixed; inset: 0; background: #fff">over</div><p id="hidden" hidden>hidden</p>
			<p id="clear" style="opacity: 0">clear</p><input id="q"><select id="s"><option>a</option></select>`))
	}))
	p := browser.Open(t).Page()
	for name, c := range map[string]struct {
		step func(*browser.Page)
		want string
	}{
		"a click on what is covered":        {func(p *browser.Page) { p.Click("#under") }, "over</div> lies over it"},
		"a click on what is not there":      {func(p *browser.Page) { p.Click("#nothing") }, "not within"},
		"waiting for what is hidden":        {func(p *browser.Page) { p.Wait("#hidden") }, "wait for #hidden"},
		"waiting for what cannot be seen":   {func(p *browser.Page) { p.Wait("#clear") }, "wait for #clear"},
		"waiting for what stays":            {func(p *browser.Page) { p.WaitGone("#q") }, "wait until #q is gone"},
		"waiting for what is never true":    {func(p *browser.Page) { p.WaitFor("1 === 2") }, "wait for 1 === 2"},
		"reading what is not there":         {func(p *browser.Page) { p.Text("#nothing") }, "#nothing"},
		"an attribute of what is not there": {func(p *browser.Page) { p.Attribute("#nothing", "id") }, "#nothing"},
		"a selector that is none":           {func(p *browser.Page) { p.Count("#") }, "SyntaxError"},
		"a key that is none":                {func(p *browser.Page) { p.Press("Entr") }, `no key "Entr"`},
		"a held key that is none":           {func(p *browser.Page) { p.Press("Strg+a") }, `no key "Strg"`},
		"languages in one":                  {func(p *browser.Page) { p.Languages("da,en;q=0.5") }, "is not one language"},
		"an option that is none":            {func(p *browser.Page) { p.Select("#s", "b") }, `no option "b"`},
		"an expression that throws":         {func(p *browser.Page) { browser.Eval[int](p, "null.f") }, "TypeError"},
		"an expression of another type":     {func(p *browser.Page) { browser.Eval[int](p, `"text"`) }, "cannot unmarshal"},
		"a promise that is never kept":      {func(p *browser.Page) { browser.Eval[int](p, "new Promise(() => {})") }, "deadline"},
		"a page that nobody serves":         {func(p *browser.Page) { p.Go("http://127.0.0.1:1/") }, "ERR_"},
		"a page that never comes":           {func(p *browser.Page) { p.Go(home + "/slow") }, "deadline"},
		"a page that asks for ever":         {func(p *browser.Page) { browser.Eval[int](p, `fetch("/slow") && 1`); p.Settle() }, home + "/slow"},
	} {
		t.Run(name, func(t *testing.T) {
			p.In(t).Go(home)
			defer browser.Impatient(600 * time.Millisecond)()
			said := failing(t, func(t testing.TB) { c.step(p.In(t)) })
			if !strings.Contains(said, c.want) {
				t.Errorf("says %q, not %q", said, c.want)
			}
		})
	}
}

func TestNothingIsBeforeTheFirstPage(t *testing.T) {
	p := browser.Open(t).Page()
	if said := failing(t, func(t testing.TB) { p.In(t).Back() }); !strings.Contains(said, "nothing before") {
		t.Errorf("says %q", said)
	}
}

func TestWhereThereIsNoChromium(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	t.Setenv("CI", "true")
	if said := failing(t, func(t testing.TB) { browser.Open(t) }); !strings.Contains(said, "apt-get install chromium") {
		t.Errorf("under CI it says %q", said)
	}
	t.Setenv("CI", "")
	if !t.Run("without", func(t *testing.T) { browser.Open(t); t.Error("not skipped") }) {
		t.Error("no skip")
	}
}

func TestHands(t *testing.T) {
	browser.Thorough(t)
	t.Parallel()
	home := run(t, site{"/": plain(`<form action="/sent"><label>Word <input id="q" name="q" value="h"></label>
		<select id="s" name="s"><option value="1">one</option><option value="2">two</option></select>
		<label id="l"><input id="c" type="checkbox" name="c" style="position: absolute; opacity: 0">box</label></form>
		<p style="margin-top: 3000px"><button id="far" onclick="this.textContent = 'clicked'">far below</button></p>
		<x-box></x-box><pre id="log"></pre>
		<script>
			const note = e => { log.textContent += [e.type, e.key, e.code, e.shiftKey, e.ctrlKey].join(" ") + "\n" }
			onkeydown = onkeyup = e => { if (e.key === "Shift" || e.ctrlKey || e.key === "Escape") note(e) }
			s.onchange = () => { log.textContent += "chosen " + s.value + "\n" }
			customElements.define("x-box", class extends HTMLElement { connectedCallback() {
				this.attachShadow({mode: "open"}).innerHTML = "<x-inner></x-inner><button class='in'>inside</button>"
				this.shadowRoot.querySelector("button").onclick = e => { e.target.textContent = "clicked " + e.isTrusted }
			} })
			customElements.define("x-inner", class extends HTMLElement { connectedCallback() { this.attachShadow({mode: "open"}).innerHTML = "<p>deep</p>" } })
		</script>`), "/sent": plain(`<p id="sent">sent</p>`)})
	p := browser.Open(t).Page()
	p.Go(home)
	if p.Title() != "A page" || p.Text("h1") != "A page" || p.Count("p") != 1 || p.Attribute("#q", "name") != "q" || p.Attribute("#q", "class") != "" || p.Visible("#nothing") {
		t.Errorf("what is read: %q %q %d %q", p.Title(), p.Text("h1"), p.Count("p"), p.Attribute("#q", "name"))
	}
	p.Click("#far") // is scrolled to
	if p.Text("#far") != "clicked" {
		t.Errorf("the far button says %q", p.Text("#far"))
	}
	p.Click("x-box >>> .in")
	if said := p.Text("x-box >>> button"); said != "clicked true" {
		t.Errorf("the button in the shadow says %q", said)
	}
	if said := p.Texts("x-box >>> x-inner >>> p"); !slices.Equal(said, []string{"deep"}) {
		t.Errorf("deep in the shadow is %q", said)
	}
	if focused := p.Focused(); focused != "x-box >>> button.in" {
		t.Errorf("the focus is on %q", focused)
	}
	p.Press("Shift", "Shift", "Escape", "Control+k")
	for _, want := range []string{"keydown Shift ShiftLeft true false\nkeyup Shift ShiftLeft false false\nkeydown Shift", "keydown Escape Escape false false", "keydown k  false true"} {
		if log := p.Text("#log"); !strings.Contains(log, want) {
			t.Errorf("the page noticed %q, not %q", log, want)
		}
	}
	p.Select("#s", "2")
	if log := p.Text("#log"); !strings.Contains(log, "chosen 2") {
		t.Errorf("the page noticed %q", log)
	}
	p.Click("#l")
	p.Type("#q", "æld ї ع")
	p.Press("Backspace", "Home", "X")
	if typed := browser.Eval[string](p, "q.value"); typed != "Xhæld ї " {
		t.Errorf("typed is %q", typed)
	}
	p.Press("Shift+Tab", "Tab", "Tab")
	if focused := p.Focused(); focused != "select#s" {
		t.Errorf("the focus is on %q", focused)
	}
	p.Clear("#q")
	const signs = `!"#$%&'()*+,-./:;<=>?@[\\]^_{|}~`
	p.Type("#q", signs)
	if typed := browser.Eval[string](p, "q.value"); typed != signs {
		t.Errorf("typed is %q", typed)
	}
	p.Clear("#q")
	p.Type("#q", "ord")
	p.Press("Enter")
	p.Wait("#sent")
	p.Settle()
	if p.URL() != home+"/sent?q=ord&s=2&c=on" {
		t.Errorf("sent to %s", p.URL())
	}
	if complaints := p.Complaints(); len(complaints) > 0 {
		t.Error(complaints)
	}
}

// TestATabThatIsLeavingItsPageIsAskedAgain looks at a page that goes from one
// to the next all the time.
func TestATabThatIsLeavingItsPageIsAskedAgain(t *testing.T) {
	browser.Thorough(t)
	t.Parallel()
	home := run(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n := len(r.URL.Query().Get("n"))
		if n == 20 {
			fmt.Fprint(w, plain(`<p id="end">the end</p>`))
			return
		}
		fmt.Fprint(w, plain(`<p>not yet</p><script>location.replace("/?n=`+strings.Repeat("x", n+1)+`")</script>`))
	}))
	p := browser.Open(t).Page()
	p.Go(home)
	for !p.Visible("#end") {
		_, _ = p.Texts("p"), p.Count("p")
	}
}

func TestAPictureIsTakenWhereSomebodyWantsOne(t *testing.T) {
	home := run(t, site{"/": plain(`<p style="height: 2000px">long</p>`)})
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "go.mod"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	t.Chdir(dir)
	p := browser.Open(t).Page()
	p.Phone()
	p.Go(home)
	p.Screenshot("none")
	if err := os.Mkdir(".screenshots", 0o755); err != nil {
		t.Fatal(err)
	}
	p.Screenshot("long")
	picture, err := os.ReadFile(".screenshots/long.png")
	if err != nil {
		t.Fatal(err)
	}
	// Width and height stand at the 16th byte.
	width, height := int(picture[18])<<8|int(picture[19]), int(picture[22])<<8|int(picture[23])
	if width != 720 || height < 4000 {
		t.Errorf("the picture is %d by %d", width, height)
	}
	if _, err := os.Stat(".screenshots/none.png"); err == nil {
		t.Error("a picture was taken that nobody wanted")
	}
}
