package widget_test

import (
	"slices"
	"strings"
	"testing"

	"walkin/api"
	"walkin/internal/browser"
)

const vote = inside + ".vote"

// marker is a word that nothing but the person who typed it has.
const marker = "kvalmefugl"

// noting keeps what is sent and how, for a host without a policy.
const noting = `<script>
	window.sent = []
	window.how = {}
	const real = window.fetch
	window.fetch = (url, about) => {
		const path = new URL(url).pathname
		if (about.body) sent.push(path + " " + about.body)
		how[path] = [about.method, about.mode, about.credentials, about.referrerPolicy, about.cache].join(" ")
		return real(url, about)
	}
</script>`

// meant are the questions that a widget said were meant, and votes what it sent
// of votes.
func meant(p *browser.Page) []string {
	return slices.DeleteFunc(bodies(p), func(s string) bool { return !strings.Contains(s, `"settled":true`) })
}

func votes(p *browser.Page) []string {
	return slices.DeleteFunc(bodies(p), func(s string) bool { return !strings.HasPrefix(s, "/v1/votes ") })
}

// longer is longer than an answer has to stand to be what somebody meant.
func longer(p *browser.Page) {
	browser.Eval[any](p, `new Promise(done => setTimeout(done, 3400))`)
	p.Settle()
}

func TestItAsksOnceWhetherAnAnswerHelped(t *testing.T) {
	s := browser.Shared(t)
	p := open(t, host{head: noting + script}, s.URL)
	p.Type(text, "ensom "+marker)
	p.Type(place, "8000")
	p.Press("Enter")
	p.Wait(vote)
	if said := p.Text(vote); said != "Hjalp det?\nJa\nNej" {
		t.Errorf("it asks %q", said)
	}
	if below := browser.Eval[bool](p, shadow+`.querySelector(".cards > :first-child > .vote") !== null`); !below {
		t.Error("it does not ask below the first place")
	}
	small := browser.Eval[[]string](p, `[...`+shadow+`.querySelectorAll(".vote button")].filter(b => b.offsetHeight < 44 || b.offsetWidth < 44).map(b => b.textContent)`)
	if len(small) > 0 {
		t.Errorf("%v are hard to hit", small)
	}
	p.Focus(vote + " button")
	p.Press("Enter")
	p.WaitFor(shadow + `.querySelector(".vote").textContent === "Tak."`)
	if !browser.Eval[bool](p, shadow+`.activeElement === `+shadow+`.querySelector(".vote[role=status]")`) {
		t.Error("the thanks are said to nobody, or the focus is lost")
	}
	p.Settle()
	const want = `/v1/votes {"counted":{"country":"DK","municipality":"0751","region":"Region Midtjylland","topic":"loneliness"},"helped":true}`
	if sent := votes(p); len(sent) != 1 || sent[0] != want {
		t.Errorf("it sent %v, want %s", sent, want)
	}
	if how := browser.Eval[string](p, `how["/v1/votes"]`); how != "POST cors omit no-referrer no-store" {
		t.Errorf("it sent it with %s", how)
	}
	for _, r := range p.Requests() {
		if strings.HasSuffix(r.URL, "/v1/votes") && r.Method == "POST" && r.Status != 202 {
			t.Errorf("%s", r)
		}
		if strings.Contains(r.URL, marker) {
			t.Errorf("what was typed is in %s", r)
		}
	}
	// Nobody asks again, whatever is asked for next and by whichever widget.
	p.Click(inside + "fieldset .chip")
	p.WaitGone(vote)
	p.Settle()
	browser.Eval[any](p, `void document.querySelector("walkin-finder").setAttribute("lang", "en")`)
	p.WaitFor(shadow + `.querySelector(".root[lang=en]")`)
	p.Type(text, "family")
	p.Press("Enter")
	p.Wait(cards)
	p.Settle()
	if n := len(meant(p)); p.Count(vote) > 0 || n != 3 {
		t.Errorf("it asks again, after %d questions that were meant", n)
	}
	if stored := p.Stored(); len(stored) > 0 {
		t.Errorf("it left %v", stored)
	}
	unharmed(t, p)
}

func TestWhatIsTypedIsMeantOnceItsAnswerStands(t *testing.T) {
	s := browser.Shared(t)
	p := open(t, host{head: noting + script}, s.URL)
	p.Type(text, "familie")
	p.Wait(cards)
	p.Clear(text)
	p.Type(text, "ensom")
	p.WaitFor(shadow + `.querySelector(".found")?.textContent.includes("nsom")`)
	if sent := meant(p); len(sent) > 0 || p.Count(vote) > 0 {
		t.Errorf("typed on the way, it was meant: %v", sent)
	}
	first := p.Text(cards)
	p.Wait(vote)
	if sent := meant(p); len(sent) != 1 || !strings.Contains(sent[0], `"text":"ensom"`) {
		t.Errorf("what stood was meant as %v", sent)
	}
	if !strings.HasPrefix(p.Text(cards), first) || p.Count(inside+".found") != 1 {
		t.Error("what was found is not what it was")
	}
	p.Type(text, " ") // the same question
	p.Click(inside + ".found > .plain")
	longer(p)
	if sent := meant(p); len(sent) != 1 {
		t.Errorf("a space, or more of the same, was meant again: %v", sent)
	}
	unharmed(t, p)
}

func TestASearchOfItsOwnIsNobodysMeaning(t *testing.T) {
	browser.Thorough(t)
	s := browser.Shared(t)
	p := open(t, host{head: noting + script, body: `<walkin-finder lang="en" country="DK" municipality="0751"></walkin-finder>`}, s.URL)
	// Nothing here is found, so it looks for what would have given something.
	p.Click(inside + "fieldset .chip")
	p.Type(text, "qqxxqq")
	p.Press("Enter")
	p.Wait(inside + ".found")
	p.Settle()
	for _, sent := range meant(p) {
		if strings.Contains(sent, `"limit":1,`) || strings.Contains(sent, `"limit":1}`) || strings.Contains(sent, `"limit":3`) {
			t.Errorf("it meant %s", sent)
		}
	}
	if n := len(meant(p)); n != 2 {
		t.Errorf("a chip and a word were meant %d times", n)
	}
}

func TestItDoesNotAskWhereNothingIsCounted(t *testing.T) {
	s := browser.Serve(t, func(o *api.Options) { o.Demand = nil })
	p := open(t, host{head: noting + script}, s.URL)
	p.Type(text, "ensom")
	p.Press("Enter")
	p.Wait(cards)
	p.Settle()
	pause(p)
	if len(meant(p)) != 1 || p.Count(vote) > 0 {
		t.Errorf("after %v it asks whether it helped", meant(p))
	}
	unharmed(t, p)
	// Nor where nobody answers.
	s.Close()
	p.Clear(text)
	p.Type(text, "familie")
	p.Press("Enter")
	p.Wait(down)
	if p.Count(vote) > 0 {
		t.Error("it asks whether nothing helped")
	}
}

func TestItDoesNotAskInACrisis(t *testing.T) {
	browser.Thorough(t)
	s := browser.Shared(t)
	p := open(t, host{head: noting + script, body: `<walkin-finder lang="da" country="DK" topics="suicide"></walkin-finder>`}, s.URL)
	none := func(when string, n int) {
		t.Helper()
		p.Settle()
		if p.Count(vote) > 0 {
			t.Errorf("%s, it asks whether that helped", when)
		}
		if sent := meant(p); len(sent) != n {
			t.Errorf("%s, it was meant %d times: %v", when, len(sent), sent)
		}
	}
	p.Type(text, "ensom")
	p.Press("Enter")
	p.Wait(vote)
	p.Clear(text)
	p.Type(text, "jeg vil ikke leve")
	p.Wait(crisis)
	none("typed", 1)
	longer(p)
	none("standing", 2)
	p.Press("Enter")
	p.Wait(crisis)
	none("sent", 2) // it was meant already
	p.Click(inside + ".beyond button")
	p.Wait(cards)
	none("gone on from", 3)
	p.Clear(text)
	p.WaitGone(crisis)
	p.Click(inside + `[data-topic="suicide"]`)
	p.Wait(cards)
	none("picked", 4)
	unharmed(t, p)
}

func TestAVoteThatFailsIsSilent(t *testing.T) {
	browser.Thorough(t)
	s := browser.Serve(t)
	p := open(t, host{head: noting + script}, s.URL)
	p.Type(text, "ensom")
	p.Press("Enter")
	p.Wait(vote)
	p.Settle()
	s.Close()
	p.Click(vote + " button + button")
	p.WaitFor(shadow + `.querySelector(".vote").textContent === "Tak."`)
	p.Settle()
	if sent := votes(p); len(sent) != 1 || !strings.HasSuffix(sent[0], `"helped":false}`) {
		t.Errorf("it sent %v", sent)
	}
	if p.Count(cards) == 0 || p.Count(down) > 0 {
		t.Error("what was found is gone")
	}
	for _, c := range p.Complaints() {
		if strings.Contains(c, "exception") {
			t.Errorf("the host sees %s", c)
		}
	}
}

func TestEverybodyCanSayWhetherItHelped(t *testing.T) {
	browser.Thorough(t)
	s := browser.Shared(t)
	for _, lang := range []string{"da", "ar"} {
		for name, wide := range map[string]int{"telephone": 360, "desk": 1280} {
			for _, dark := range []bool{false, true} {
				p := open(t, host{body: `<walkin-finder lang="` + lang + `" country="DK"></walkin-finder>`}, s.URL)
				p.Size(wide, 800)
				look := lang + "-" + name
				if dark {
					p.Dark()
					look += "-dark"
				}
				p.Type(place, "8000")
				p.Press("Enter")
				p.Wait(vote)
				fits(t, p, look)
				for _, broken := range p.Axe() {
					t.Errorf("%s: %s", look, broken)
				}
				p.Screenshot("vote-" + look)
				p.Click(vote + " button")
				p.WaitGone(vote + " button")
				for _, broken := range p.Axe() {
					t.Errorf("%s, thanked: %s", look, broken)
				}
				p.Screenshot("voted-" + look)
			}
		}
	}
}
