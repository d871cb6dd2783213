package web_test

import (
	"net/url"
	"os"
	"strings"
	"testing"

	"walkin/internal/browser"
)

func TestAPlaceIsFoundByPostcodeAndByTown(t *testing.T) {
	t.Parallel()
	s := browser.Shared(t)
	spellings := []string{"5000"}
	if os.Getenv("WALKIN_LONG_TESTS") == "1" {
		spellings = append(spellings, "Odense", "odense c")
	}
	for _, where := range spellings {
		p := telephone(t, s)
		p.Go(s.URL + "/da/")
		search(p, "", where)
		contains(t, p.Text("#found h1"), "Odense")
		contains(t, p.Text(".card .where"), "Odense")
		if !strings.Contains(p.URL(), "place=DK") {
			t.Errorf("%s: the address %s does not name the place", where, p.URL())
		}
	}
}

func TestTheTelephoneIsAskedWhereItIsAfterTheTapOnly(t *testing.T) {
	t.Parallel()
	s := browser.Shared(t)
	p := telephone(t, s)
	p.Position(55.4037561, 10.4023702) // it would answer at once
	p.Go(s.URL + "/da/")
	browser.Eval[bool](p, `(() => {
		globalThis.asked = 0
		const ask = Geolocation.prototype.getCurrentPosition
		Geolocation.prototype.getCurrentPosition = function (...a) { asked++; return ask.apply(this, a) }
		return true
	})()`)
	spy(p)
	p.Type("#text", "ensom")
	p.Wait("#found .card")
	p.Settle()
	if n := browser.Eval[int](p, "asked"); n != 0 || p.Text("#near-said") != "" || p.Attribute("[name=lat]", "value") != "" {
		t.Fatalf("the telephone was asked %d times where it is before anybody tapped on it", n)
	}
	p.Click("#near")
	p.WaitFor(`document.querySelector("[name=lat]").value`)
	p.WaitFor(`document.querySelector("#found h1").textContent.includes(` + quoted(words(t, "da").Say("found.near_you")) + `)`)
	if n := browser.Eval[int](p, "asked"); n != 1 {
		t.Errorf("asked %d times, want once", n)
	}
	all := asks(p)
	last, err := url.ParseQuery(strings.SplitN(all[len(all)-1], " ", 2)[1])
	if err != nil || last.Get("lat") != "55.404" || last.Get("lon") != "10.402" {
		t.Errorf("what left the telephone is %v, want three decimals", all[len(all)-1])
	}
	contains(t, p.Text(".card .where"), "Odense")
	for _, r := range p.Requests() {
		if strings.Contains(r.URL, "55.4") || strings.Contains(r.URL, "10.4") {
			t.Errorf("the position is in an address: %s", r)
		}
	}
	if strings.Contains(p.URL(), "55.") || strings.Contains(p.URL(), "lat") {
		t.Errorf("the position is in the address %s", p.URL())
	}
}

func TestWhoDoesNotTellWhereTheyAreIsNotReproached(t *testing.T) {
	browser.Thorough(t)
	t.Parallel()
	s := browser.Shared(t)
	for name, refuse := range map[string]func(*browser.Page){"ask.near_refused": (*browser.Page).DenyPosition, "ask.near_failed": (*browser.Page).NoPosition} {
		p := telephone(t, s)
		refuse(p)
		p.Go(s.URL + "/da/")
		p.Click("#near")
		p.WaitFor(`document.activeElement.id === "where"`)
		if said := p.Text("#near-said"); said != words(t, "da").Say(name) {
			t.Errorf("%s: %q is said", name, said)
		}
		search(p, "", "5000")
		contains(t, p.Text("#found h1"), "Odense")
	}
}

func TestATopicIsFoundByItsChip(t *testing.T) {
	browser.Thorough(t)
	t.Parallel()
	s := browser.Shared(t)
	p := telephone(t, s)
	p.Go(s.URL + "/da/")
	p.Click(`a.chip[href*="topics=loneliness"]`)
	p.Wait(".card")
	p.Settle()
	if p.URL() != s.URL+"/da/?topics=loneliness" {
		t.Error(p.URL())
	}
	contains(t, p.Text(".asked .what"), "Ensomhed")
	p.Click(".asked summary")
	p.Click(".asked summary")
	if p.Visible("#text") {
		t.Error("what was unfolded cannot be folded again")
	}
}

func TestATownInASentenceIsUnderstoodAndCanBeTakenBack(t *testing.T) {
	t.Parallel()
	s := browser.Shared(t)
	for _, script := range []bool{true, false} {
		p := telephone(t, s)
		if !script {
			p.NoScript()
		}
		p.Go(s.URL + "/da/")
		p.Type("#text", "angst odense")
		p.Press("Enter")
		p.Wait("#found .card")
		p.Settle()
		contains(t, p.Text("#found h1"), "Odense")
		contains(t, p.Text(".asked .what"), "angst odense")
		contains(t, p.Text(".understood"), "Angst")
		if v := browser.Eval[string](p, `document.querySelector("#where").value`); v != "" {
			t.Errorf("%q was written where nobody typed", v)
		}
		p.Click(`[name=not_town]`)
		p.WaitFor(`document.querySelector("#found h1") && !document.querySelector("#found h1").textContent.includes("Odense")`)
		p.Settle()
		if p.Count("[name=not_town].chip") > 0 {
			t.Error("the town that was taken back is offered to be taken back")
		}
		if script { // and it stays so when something else changes
			p.Click(".asked summary")
			p.Click(".chip:has([value=free])")
			p.WaitFor(`document.querySelector(".asked .what").textContent.includes("gratis")`)
			p.Settle()
			if strings.Contains(p.Text("#found h1"), "Odense") {
				t.Error("the town that was taken back is there again")
			}
		}
	}
}

func TestOtherTownsOfTheNameCanBeChosen(t *testing.T) {
	browser.Thorough(t)
	t.Parallel()
	s := browser.Shared(t)
	for _, script := range []bool{true, false} {
		p := telephone(t, s)
		if !script {
			p.NoScript()
		}
		p.Go(s.URL + "/da/")
		p.Type("#where", "8000")
		p.Press("Enter")
		p.Wait(".others")
		contains(t, p.Text("#found h1"), "Aarhus")
		contains(t, p.Text(".others"), "Brugge")
		contains(t, p.Text(".others"), words(t, "da").Say("crisis.country.BE"))
		p.Click(`.others [value^="BE:"]`)
		p.WaitFor(`document.querySelector("#found h1") && document.querySelector("#found h1").textContent.includes("Brugge")`)
		p.Settle()
		if v := browser.Eval[string](p, `document.querySelector("#where").value`); !strings.Contains(v, "Brugge") {
			t.Errorf("the field says %q", v)
		}
		if script {
			p.Click(".asked summary")
			p.Click(".chip:has([value=free])")
			p.Settle()
			contains(t, p.Text("#found h1"), "Brugge")
		}
	}
}

func TestWhatIsNotKnownOfAWishIsAskedOnTheCard(t *testing.T) {
	browser.Thorough(t)
	t.Parallel()
	s := browser.Shared(t)
	p := telephone(t, s)
	p.Go(s.URL + "/da/?wheelchair=1&language=so&place=DK:7900")
	w := words(t, "da")
	contains(t, p.Text(".card .to-ask"), w.Say("card.ask_wheelchair"))
	contains(t, p.Text(".card .to-ask"), w.Say("card.ask_languages"))
}
