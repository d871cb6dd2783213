package web_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"walkin/internal/browser"
)

func TestNothingIsAskedForNothing(t *testing.T) {
	browser.Thorough(t)
	t.Parallel()
	s := browser.Shared(t)
	p := telephone(t, s)
	p.Go(s.URL + "/da/")
	spy(p)
	p.Focus("#text")
	p.Type("#text", "e")
	p.Type("#text", " ")
	rest := func() { browser.Eval[bool](p, `new Promise(done => setTimeout(() => done(true), 450))`); p.Settle() }
	rest()
	if all := sent(p); len(all) > 0 {
		t.Errorf("for one letter was asked: %v", all)
	}
	p.Press("Backspace", "Backspace")
	p.Type("#text", "ensom")
	p.Wait("#found .card")
	n := len(asks(p))
	p.Clear("#text")
	rest()
	if all := asks(p); len(all) != n {
		t.Errorf("for an emptied field was asked: %v", all[n:])
	}
	if p.Count("#found .card") > 0 || !p.Visible("#starters") {
		t.Error("what was found stays for what is no longer asked")
	}
}

func TestTheSearchWaitsForAPauseInTyping(t *testing.T) {
	browser.Thorough(t)
	t.Parallel()
	s := browser.Shared(t)
	p := telephone(t, s)
	p.Go(s.URL + "/da/")
	spy(p)
	// As fast as a person types, and no slower because the machine is busy.
	browser.Eval[bool](p, `(async () => {
		const field = document.querySelector("#text")
		field.focus()
		globalThis.began = performance.now()
		for (const letter of "ensom og trist") {
			field.value += letter
			field.dispatchEvent(new InputEvent("input", {bubbles: true}))
			await Promise.resolve()
		}
		return true
	})()`)
	p.Wait("#found .card")
	p.Settle()
	if all := asks(p); len(all) != 1 || !strings.Contains(all[0], "ensom+og+trist") {
		t.Errorf("asked %d times in one breath: %v", len(all), all)
	}
}

// longer is longer than an answer has to stand to be what somebody meant.
func longer(p *browser.Page) {
	browser.Eval[bool](p, `new Promise(done => setTimeout(() => done(true), 3400))`)
	p.Settle()
}

func TestWhatIsTypedOnTheWayIsNotWhatWasMeant(t *testing.T) {
	t.Parallel()
	s := browser.Shared(t)
	p := telephone(t, s)
	p.Go(s.URL + "/da/")
	spy(p)
	p.Type("#text", "familie")
	p.Wait("#found .card")
	p.Clear("#text")
	p.Type("#text", "ensom "+secret)
	p.WaitFor(`document.querySelector(".understood")?.textContent.includes("nsom")`)
	p.Settle()
	if found, settled := parts(p, "found"), parts(p, "settled"); len(found)+len(settled) > 0 || len(parts(p, "typing")) < 2 {
		t.Errorf("while somebody types, the server is told that they meant %v %v", found, settled)
	}
	longer(p)
	settled := parts(p, "settled")
	if len(settled) != 1 || settled[0] != parts(p, "typing")[len(parts(p, "typing"))-1] {
		t.Fatalf("of an answer that stands the server is told %v", settled)
	}
	for _, r := range p.Requests() {
		if r.Method == "POST" && r.URL == s.URL+"/da/" && r.Status != 200 && r.Status != 204 {
			t.Errorf("%s", r)
		}
	}
	if p.Count("#found .card") == 0 || p.Visible("#found.busy") {
		t.Error("the answer does not stand any more")
	}
	unseen(t, p, s, "settled")
}

func TestAQuestionIsMeantOnce(t *testing.T) {
	browser.Thorough(t)
	t.Parallel()
	s := browser.Shared(t)
	p := telephone(t, s)
	p.Go(s.URL + "/da/")
	spy(p)
	again := func() {
		n := len(parts(p, "typing"))
		p.Type("#text", " ")
		p.WaitFor("parts.filter(part => part.startsWith('typing')).length > " + strconv.Itoa(n))
		longer(p)
	}
	p.Type("#text", "ensom")
	p.Wait("#found .card")
	longer(p)
	again()
	if settled := parts(p, "settled"); len(settled) != 1 {
		t.Errorf("a space made another question of it: %v", settled)
	}
	// What was sent for by hand was meant from the first.
	p.Clear("#text")
	p.Type("#text", "familie")
	p.Press("Enter")
	p.WaitFor(`document.activeElement.matches("#found h1")`)
	p.Click(".asked summary")
	again()
	if settled, found := parts(p, "settled"), parts(p, "found"); len(settled) != 1 || len(found) != 1 {
		t.Errorf("sent for, it was meant %v and then %v", found, settled)
	}
	// And what an address asked, when the page was opened.
	p.Go(s.URL + "/da/?topics=loneliness")
	spy(p)
	p.Click(".asked summary")
	p.Click(".chip:has([value=free])")
	p.WaitFor(`location.search.includes("promises=free")`)
	p.Click(".chip:has([value=free])")
	p.WaitFor(`!location.search.includes("promises")`)
	longer(p)
	if settled := parts(p, "settled"); len(settled) > 0 {
		t.Errorf("a wish that was taken back made another question of it: %v", settled)
	}
}

func TestPeopleToCallWereMeantToo(t *testing.T) {
	browser.Thorough(t)
	t.Parallel()
	s := browser.Shared(t)
	p := telephone(t, s)
	p.Go(s.URL + "/da/")
	spy(p)
	p.Type("#text", "jeg vil ikke leve")
	p.Wait("#found .crisis")
	longer(p)
	if settled := parts(p, "settled"); len(settled) != 1 || !p.Visible("#found .crisis") {
		t.Errorf("the server is told %v", settled)
	}
}

func TestWhoLeavesSaysNothingMore(t *testing.T) {
	browser.Thorough(t)
	t.Parallel()
	s := browser.Shared(t)
	p := telephone(t, s)
	p.Go(s.URL + "/da/")
	spy(p)
	p.Type("#text", "ensom")
	p.Wait("#found .card")
	p.Settle()
	asked := func() (n int) {
		for _, r := range p.Requests() {
			if r.Method == "POST" && r.URL == s.URL+"/da/" {
				n++
			}
		}
		return n
	}
	n := asked()
	p.Click(`footer a[href$="/about-the-data"]`)
	p.WaitFor(`location.pathname.endsWith("/about-the-data")`)
	p.Back()
	p.Wait("#text")
	longer(p)
	if now := asked(); now != n {
		t.Errorf("the page went on counting: %d posts, %d after it was left", n, now)
	}
}

func TestAnAnswerThatComesLateIsDropped(t *testing.T) {
	browser.Thorough(t)
	t.Parallel()
	s := browser.Shared(t)
	p := telephone(t, s)
	p.Go(s.URL + "/da/")
	// The first answer is held back until the second one is there.
	browser.Eval[bool](p, `(() => {
		const ask = fetch
		let number = 0
		globalThis.came = []
		globalThis.fetch = async (to, how) => {
			if (new URL(to, location).pathname.startsWith("/v1/")) return ask(to, how)
			const mine = ++number
			const answer = await ask(to, {...how, signal: undefined}) // even where it cannot be called back
			if (mine === 1) await new Promise(go => globalThis.go = go)
			came.push(mine)
			return answer
		}
		return true
	})()`)
	p.Type("#text", "ensom")
	p.WaitFor("globalThis.go")
	p.Clear("#text")
	p.Type("#text", "lektiehjælp")
	p.WaitFor(`came.includes(2) && document.querySelector(".understood")`)
	second := p.Text(".understood")
	browser.Eval[bool](p, "go(), true")
	p.WaitFor("came.includes(1)")
	browser.Eval[bool](p, `new Promise(done => setTimeout(() => done(true), 150))`)
	if now := p.Text(".understood"); now != second || strings.Contains(now, "Ensom") {
		t.Errorf("the answer to what was typed before is shown: %q, after %q", now, second)
	}
}

func TestThePlaceIsNotOverwrittenWhileItIsTyped(t *testing.T) {
	browser.Thorough(t)
	t.Parallel()
	s := browser.Shared(t)
	p := telephone(t, s)
	p.Go(s.URL + "/da/")
	p.Type("#where", "Ode")
	p.Wait("#found .card")
	p.Settle()
	p.Type("#where", "nse")
	p.WaitFor(`document.querySelector("#found h1").textContent.includes("Odense")`)
	if v := browser.Eval[string](p, `document.querySelector("#where").value`); v != "Odense" {
		t.Errorf("the field says %q", v)
	}
}

func TestChipsNarrowDownAndSayHowMany(t *testing.T) {
	browser.Thorough(t)
	t.Parallel()
	s := browser.Shared(t)
	p := telephone(t, s)
	p.Go(s.URL + "/da/?topics=loneliness&place=DK:5000")
	p.Click(".asked summary")
	count := func() int {
		n, err := strconv.Atoi(browser.Eval[string](p, `document.querySelector("#count").textContent.match(/\d+/)[0]`))
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	if of, err := strconv.Atoi(strings.TrimSpace(p.Text(`.chip:has([value=free]) .n`))); err != nil || of < 1 || of > count() {
		t.Errorf("%d of %d are free: %v", of, count(), err)
	}
	before := count()
	p.Click(".chip:has([value=free])")
	p.WaitFor(`location.search.includes("promises=free")`)
	p.Settle()
	if now := count(); now > before {
		t.Errorf("%d are free of %d", now, before)
	}
	p.Click(".chip:has([value=free])")
	p.WaitFor(`!location.search.includes("promises")`)
	p.Settle()
	if now := count(); now != before {
		t.Errorf("%d after the wish was taken back, %d before it", now, before)
	}
	// In the middle of the night nobody is open: what none has cannot be chosen.
	own := browser.Serve(t)
	own.SetNow(browser.Wednesday.Add(12*60*60*1e9 - 30*60*1e9))
	q := telephone(t, own)
	q.Go(own.URL + "/da/?topics=board_games&place=DK:9990")
	q.Click(".asked summary")
	for _, chip := range browser.Eval[[]string](q, `[...document.querySelectorAll(".chip:has(.n)")].map(c => c.textContent.trim().replace(/\s+/g, " ") + (c.querySelector("input").disabled ? " off" : " on"))`) {
		if strings.HasSuffix(chip, " 0 off") {
			return
		}
	}
	t.Error("no chip is without a place at four in the morning, so nothing is tested")
}

func TestMoreIsAddedBelow(t *testing.T) {
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
		p.Press("Enter")
		p.Wait("#more")
		p.Settle()
		first := p.Texts(".card h2 a")
		p.Click("#more")
		p.Wait("#n11")
		p.Settle()
		all := p.Texts(".card h2 a")
		numbers := p.Texts(".card .number")
		if script {
			if len(all) != 20 || !slices.Equal(all[:10], first) || p.Focused() != "a" || !p.Visible("#n11 a:focus") {
				t.Errorf("%d results, focus on %s", len(all), p.Focused())
			}
			p.Click("#more")
			p.Wait("#n21")
			numbers = p.Texts(".card .number")
		} else if len(all) != 10 || numbers[0] != "11" {
			t.Errorf("%d results from %s", len(all), numbers[0])
		}
		for i := 1; i < len(numbers); i++ {
			a, _ := strconv.Atoi(numbers[i-1])
			if b, _ := strconv.Atoi(numbers[i]); b != a+1 {
				t.Errorf("after %s comes %s", numbers[i-1], numbers[i])
			}
		}
		unseen(t, p, s, "after more")
	}
}

func TestSuggestionsAreChosenByKeyboard(t *testing.T) {
	t.Parallel()
	s := browser.Shared(t)
	p := browser.Open(t).Page()
	p.Go(s.URL + "/da/")
	active := func() string {
		return browser.Eval[string](p, `(() => {
			const id = document.activeElement.getAttribute("aria-activedescendant")
			const e = id && document.getElementById(id)
			return e && e.getAttribute("aria-selected") === "true" ? e.textContent : ""
		})()`)
	}
	p.Type("#text", "ens")
	p.Wait("#text ~ [role=listbox] [role=option]")
	if p.Attribute("#text", "role") != "combobox" || p.Attribute("#text", "aria-expanded") != "true" || p.Attribute("#text", "aria-controls") == "" {
		t.Error("the field does not say that it has a list")
	}
	n := p.Count("#text ~ [role=listbox] [role=option]")
	if said := p.Text("#text ~ [role=status]"); !strings.HasSuffix(said, strconv.Itoa(n)) {
		t.Errorf("%q is announced of %d suggestions", said, n)
	}
	p.Press("ArrowDown")
	first := active()
	p.Press("ArrowUp")
	if last := active(); n > 1 && last == first || last == "" {
		t.Errorf("up from the first comes %q", last)
	}
	p.Press("Escape")
	if p.Visible("[role=listbox]") || p.Attribute("#text", "aria-expanded") != "false" || p.Attribute("#text", "aria-activedescendant") != "" {
		t.Error("Escape leaves the list open")
	}
	p.Type("#text", "om")
	p.Wait("#text ~ [role=listbox] [role=option]")
	for range 6 {
		p.Press("ArrowDown")
		if strings.Contains(active(), "Ensomhed") {
			break
		}
	}
	p.Press("Enter")
	p.WaitFor(`document.activeElement.matches("#found h1")`)
	p.Settle()
	if p.URL() != s.URL+"/da/?topics=loneliness" {
		t.Error(p.URL())
	}
	p.Click(".asked summary")
	p.Click(`.chip:has([name=topics][value=loneliness])`) // and it can be taken back
	p.WaitFor(`!location.search.includes("loneliness")`)

	p.Clear("#where")
	p.Type("#where", "odens")
	p.Wait("#where ~ [role=listbox] [role=option]")
	p.Press("ArrowDown")
	chosen := active()
	p.Press("Enter")
	p.WaitFor(`location.search.includes("place=DK")`)
	if v := browser.Eval[string](p, `document.querySelector("#where").value`); v == "" || !strings.HasPrefix(chosen, v) {
		t.Errorf("%q was chosen and %q stands there", chosen, v)
	}
	holds(t, p, s)
}

func TestNoCrisisIsEverSuggested(t *testing.T) {
	t.Parallel()
	s := browser.Shared(t)
	p := browser.Open(t).Page()
	p.Go(s.URL + "/da/")
	for _, word := range []string{"selvmo", "selvska", "overdos", "voldt"} {
		p.Clear("#text")
		p.Type("#text", word)
		browser.Eval[bool](p, `new Promise(done => setTimeout(() => done(true), 300))`)
		p.Settle()
		for _, label := range p.Texts("[role=option]") {
			for _, never := range []string{"selv", "Selv", "livet", "Overdosis", "Forgiftning", "overgreb", "voldtægt", "Voldtægt"} {
				if strings.Contains(label, never) {
					t.Errorf("%q is suggested for %q", label, word)
				}
			}
		}
	}
}

func TestWhoFollowsAnAnswerAtOnceMeantTheQuestion(t *testing.T) {
	t.Parallel()
	s := browser.Shared(t)
	p := telephone(t, s)
	p.Go(s.URL + "/da/")
	spy(p)
	p.Type("#text", "ensom")
	p.Wait("#found .card")
	p.Settle()
	browser.Eval[bool](p, `document.addEventListener("click", event => event.preventDefault()), true`)
	p.Click("#found .card a")
	p.WaitFor(`parts.some(part => part.startsWith("settled"))`)
	longer(p)
	if settled := parts(p, "settled"); len(settled) != 1 {
		t.Errorf("the server is told %v", settled)
	}
}
