package web_test

import (
	"strings"
	"testing"

	"walkin/api"
	"walkin/internal/browser"
)

func TestWhereNothingFitsTheNearestAreShownAndWhatToLeaveOut(t *testing.T) {
	t.Parallel()
	s := browser.Shared(t)
	w := words(t, "da")
	for _, script := range []bool{true, false} {
		p := telephone(t, s)
		if !script {
			p.NoScript()
		}
		// Nothing of the catalogue is on this island, and what is not known
		// elsewhere would be found.
		p.Go(s.URL + "/da/?age=11&language=so&promises=anonymous&wheelchair=1&topics=board_games&municipality=825")
		if p.Count(".card")+p.Count(".contact") == 0 {
			t.Fatal("the page is blank")
		}
		contains(t, p.Text(".found-head h1"), w.Say("found.none"))
		contains(t, p.Text("#found .notice"), w.Say("found.dropped"))
		if !p.Visible(".drops button") {
			t.Fatalf("nothing says what to leave out: %s", p.Text("#found"))
		}
		said := p.Text(".drops button")
		dropped := p.Attribute(".drops button", "value")
		p.Screenshot("nothing-fits")
		p.Click(".drops button")
		p.WaitFor(`document.querySelector("#found .card") && ![...document.querySelectorAll(".drops button")].some(b => b.value === ` + quoted(dropped) + `)`)
		p.Settle()
		if !p.Visible("#found .card") {
			t.Errorf("after %q nothing is shown", said)
		}
		name, value, _ := strings.Cut(dropped, ":")
		if value == "" && p.Count(`[value=`+quoted(name)+`]:checked, [name=`+quoted(name)+`]:checked`) > 0 {
			t.Errorf("%q was left out and is still chosen", dropped)
		}
	}
}

func TestAPlaceThatNobodyKnowsIsSaidAndNoFault(t *testing.T) {
	browser.Thorough(t)
	t.Parallel()
	s := browser.Shared(t)
	for _, script := range []bool{true, false} {
		for _, path := range []string{"/da/", "/da/today"} {
			p := telephone(t, s)
			if !script {
				p.NoScript()
			}
			p.Go(s.URL + path)
			p.Type("#where", "Xqzwvv")
			p.Press("Enter")
			p.Wait(".notice[role=alert]")
			contains(t, p.Text(".notice[role=alert]"), words(t, "da").Say("ask.no_place"))
			p.Settle()
		}
	}
}

func TestTooManyQuestionsAreAnsweredInWords(t *testing.T) {
	browser.Thorough(t)
	t.Parallel()
	s := browser.Serve(t, func(o *api.Options) { o.RateLimit = api.RateLimit{PerMinute: 1, Burst: 2} })
	w := words(t, "da")
	p := browser.Open(t).Page()
	p.Go(s.URL + "/da/")
	search(p, "ensom", "")
	p.Focus("#found h1")
	p.Click(".asked summary")
	p.Type("#text", " og trist")
	p.Wait("#found .notice[role=alert]")
	contains(t, p.Text("#found .notice"), w.Say("ask.slow_down"))
	if !p.Visible(`#found .notice a[href="/hjaelp"]`) {
		t.Error("the people to call are not named")
	}
	// The people to call have no limit, and neither has who is in danger.
	p.Clear("#text")
	p.Type("#text", "selvmord")
	p.Wait(".crisis .first")
	p.Go(s.URL + "/hjaelp")
	p.Wait(".contact")

	q := browser.Open(t).Page()
	q.NoScript()
	q.Go(s.URL + "/hjaelp")
	q.Click(".home")
	q.Wait("main h1")
	contains(t, q.Text("main"), w.Say("ask.slow_down"))
	if !q.Visible(".talk") {
		t.Error("without scripts the people to call are not named")
	}
}

func TestAServerThatIsGoneIsSaidInWords(t *testing.T) {
	browser.Thorough(t)
	t.Parallel()
	s := browser.Serve(t)
	w := words(t, "da")
	p := browser.Open(t).Page()
	p.Go(s.URL + "/da/")
	search(p, "ensom", "Odense")
	n := p.Count(".card")
	s.Close()
	p.Click("#more") // what was found stays
	p.Wait("#found .notice[role=alert]")
	contains(t, p.Text("#found .notice"), w.Say("ask.offline"))
	if p.Count(".card") != n {
		t.Errorf("%d of %d results are left", p.Count(".card"), n)
	}
	p.Click(".asked summary")
	p.Type("#text", " angst")
	p.WaitFor(`document.querySelector("#found > .notice[role=alert]")`)
	if !p.Visible(`#found .notice a[href="/hjaelp"]`) {
		t.Error("the people to call are not named")
	}
}

func TestAnAddressThatLeadsNowhereLeadsHome(t *testing.T) {
	browser.Thorough(t)
	t.Parallel()
	s := browser.Shared(t)
	p := browser.Open(t).Page()
	for path, lang := range map[string]string{"/ar/nowhere": "ar", "/da/c": "da", "/uk": "uk"} {
		p.Go(s.URL + path)
		if p.Attribute("html", "lang") != lang || !p.Visible(`main a[href="/`+lang+`/"], .ask`) {
			t.Errorf("%s: %s", path, p.Text("body"))
		}
	}
}
