package console_test

import (
	"strings"
	"testing"

	"walkin/internal/browser"
	"walkin/internal/directory"
	"walkin/internal/schedule"
)

// house is a place that is open on the Wednesday of the tests, where one can
// knock.
func house() *directory.Centre {
	opens, closes := schedule.Clock(12*60), schedule.Clock(20*60)
	return &directory.Centre{
		ID: "dk-huset", Name: "Huset", Kind: directory.YouthHouse, Description: directory.Text{"da": "Et hus"},
		Location: directory.Location{Street: "Vestergade 1", PostalCode: "5000", Town: "Odense C", Municipality: "0461", Country: "DK"},
		Hours: schedule.Schedule{Zone: "Europe/Copenhagen", Country: "DK",
			Weekly: []schedule.Weekly{{Days: []schedule.Day{schedule.Wed}, Opens: &opens, Closes: &closes}}},
		Contact: directory.Contact{Phone: "+4566112233"}, Access: directory.AccessWalkIn, Knock: true, Topics: []string{"loneliness"},
	}
}

// signIn opens a browser of a member.
func signIn(t *testing.T, s *browser.Server, roles ...string) *browser.Page {
	t.Helper()
	page := browser.Open(t).Page()
	page.Go(s.SignInLink(s.Member("mette@example.dk", "en", roles...)))
	page.Click("main form button")
	page.Wait("nav.parts")
	return page
}

func TestAKnockIsHeardInside(t *testing.T) {
	t.Parallel()
	s := browser.Serve(t)
	s.Put(house())
	inside := signIn(t, s, "editor:centre:dk-huset")
	inside.Click(`nav.parts a[href="/staff/knocks"]`)
	inside.Click("[data-sound]")
	inside.WaitFor(`document.querySelector("[data-sound]").getAttribute("aria-pressed") === "true"`)

	outside := browser.Open(t).Page()
	outside.Phone()
	outside.Go(s.URL + "/en/c/dk-huset")
	outside.Screenshot("knock-place-360")
	outside.Click("form.knock button")
	outside.Wait("#knock")
	if got := outside.Text("#knock h1"); got != "They know that you are here" {
		t.Errorf("outside one reads %q", got)
	}
	if path := strings.TrimPrefix(outside.URL(), s.URL); !strings.HasPrefix(path, "/en/knock/k-") || strings.Contains(path, "huset") {
		t.Errorf("the address is %s", path)
	}
	outside.Screenshot("knock-waiting-360")

	inside.Wait(".bell.rings")
	inside.WaitFor(`document.title.startsWith("(1) Huset")`)
	inside.Screenshot("knock-inside-1280")
	inside.Click("[data-outside] button")
	inside.WaitGone(".bell.rings")
	if got := inside.Text(".bell"); got != "Somebody of yours is on the way out to them" {
		t.Errorf("the bell says %q", got)
	}
	if got := inside.Text("[data-outside] b"); got != "Somebody goes out" {
		t.Errorf("inside one reads %q", got)
	}

	outside.WaitFor(`document.querySelector("#knock h1").textContent === "Somebody is coming out"`)
	if stored := outside.Stored(); len(stored) > 0 {
		t.Errorf("the telephone keeps %q", stored)
	}
	for name, page := range map[string]*browser.Page{"outside": outside, "inside": inside} {
		if complaints := page.Complaints(); len(complaints) > 0 {
			t.Errorf("%s the browser complains: %q", name, complaints)
		}
	}
}

func TestAKnockWithoutScript(t *testing.T) {
	browser.Thorough(t)
	t.Parallel()
	s := browser.Serve(t)
	s.Put(house())
	inside, outside := signIn(t, s, "viewer:centre:dk-huset"), browser.Open(t).Page()
	inside.NoScript()
	outside.NoScript()
	inside.Go(s.URL + "/staff/knocks")
	outside.Go(s.URL + "/en/c/dk-huset")
	outside.Click("form.knock button")
	outside.Wait("#knock")
	inside.Wait("[data-outside] button") // it loads again by itself
	inside.Click("[data-outside] button")
	inside.Wait(".done")
	outside.WaitFor(`document.querySelector("#knock h1").textContent === "Somebody is coming out"`)
}

func TestKnockAndQueueBreakNoRuleOfAccessibility(t *testing.T) {
	browser.Thorough(t)
	t.Parallel()
	s := browser.Serve(t)
	s.Put(house())
	inside, outside := signIn(t, s, "editor:centre:dk-huset"), browser.Open(t).Page()
	check := func(page *browser.Page, name string) {
		t.Helper()
		page.Phone()
		page.Screenshot(name + "-360")
		for _, broken := range page.Axe() {
			t.Errorf("%s: %s", name, broken)
		}
		page.Size(320, 700)
		if wide := browser.Eval[float64](page, "document.documentElement.scrollWidth"); wide > 320 {
			t.Errorf("%s is %g pixels wide on a screen of 320", name, wide)
		}
		page.Desktop()
		page.Screenshot(name + "-1280")
		page.Dark()
		for _, broken := range page.Axe() {
			t.Errorf("%s, dark: %s", name, broken)
		}
		page.Screenshot(name + "-dark")
		page.Light()
	}
	outside.Go(s.URL + "/da/c/dk-huset")
	outside.Click(".source summary")
	check(outside, "front-place")
	outside.Click(`.wrong input[value="hours"]`)
	outside.Click(`.wrong input[value="closed_for_good"]`)
	outside.Click(".wrong button")
	outside.WaitFor(`document.querySelector("h1").textContent === "Tak"`)
	check(outside, "front-thanks")
	outside.Go(s.URL + "/ar/c/dk-huset")
	outside.Click("form.knock button")
	outside.Wait("#knock")
	check(outside, "front-nobody")
	inside.Go(s.URL + "/staff/queue")
	check(inside, "front-queue")
	inside.Go(s.URL + "/staff/knocks")
	check(inside, "front-quiet")
	outside.Go(s.URL + "/ar/c/dk-huset")
	outside.Click("form.knock button")
	outside.Wait("#knock")
	check(outside, "front-waiting")
	inside.Wait(".bell.rings")
	check(inside, "front-rings")
}
