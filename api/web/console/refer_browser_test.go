package console_test

import (
	"strings"
	"testing"

	"walkin/api"
	"walkin/internal/browser"
	"walkin/internal/directory"
	"walkin/internal/geo"
	"walkin/internal/staff"
)

// loft is a place to hand somebody on to from the house.
func loft() *directory.Centre {
	c := house()
	c.ID, c.Name, c.Location.Street, c.Knock = "dk-loftet", "Loftet", "Nørregade 5", false
	least, most := 15, 25
	c.Ages = directory.Ages{Min: &least, Max: &most}
	c.Location.Point, c.Location.Precision = &geo.Point{Lat: 55.397, Lon: 10.388}, directory.PreciseExact
	c.Arrival = directory.Arrival{WhoMeets: directory.Text{"da": "En frivillig ved døren"}}
	c.Promises, c.Languages = directory.Promises{Free: directory.Yes, Anonymous: directory.Yes}, []string{"da", "ar"}
	c.Provenance = directory.Provenance{SourceURL: "https://example.org/loftet", SourceSeen: "2026-11"}
	return c
}

// thursday is the day on the card, in Arabic.
const thursday = "الخميس 26 نوفمبر"

// as opens a browser of a member.
func as(t *testing.T, s *browser.Server, m staff.Member) *browser.Page {
	t.Helper()
	page := browser.Open(t).Page()
	page.Go(s.SignInLink(m))
	page.Click("main form button")
	page.Wait("nav.parts")
	return page
}

// narrow holds a page, in the long runs, against the width of a telephone and
// the rules of accessibility. It is a test of its own, so that without axe it
// alone is skipped.
func narrow(t *testing.T, page *browser.Page, name string) {
	t.Helper()
	t.Run("narrow and accessible: "+name, func(t *testing.T) {
		browser.Thorough(t)
		page := page.In(t)
		page.Screenshot("cards-" + name + "-1280")
		page.Phone()
		defer page.Desktop()
		page.Screenshot("cards-" + name + "-360")
		if wide := browser.Eval[float64](page, "document.documentElement.scrollWidth"); wide > 360 {
			t.Errorf("it is %g pixels wide on a telephone", wide)
		}
		accessible(t, page)
	})
}

// The whole way of the issue: from one centre to another, the card on a
// telephone in Arabic, the answer, the arrival, and what the sender sees of it.
func TestSomebodyIsHandedOnFromOneCentreToAnother(t *testing.T) {
	t.Parallel()
	s := browser.Serve(t, func(o *api.Options) { o.BaseURL = "" })
	s.Put(house(), loft())
	sender := as(t, s, s.Member("sender@example.dk", "en", "viewer:centre:dk-huset"))
	sender.Click(`nav.parts a[href="/staff/refer"]`)
	sender.Wait("#age")
	narrow(t, sender, "ask")
	sender.Click("fieldset details summary")
	browser.Eval[bool](sender, `(() => { document.querySelector('input[name="topic"][value="loneliness"]').closest("details").open = true; return true })()`)
	sender.Click(`input[name="topic"][value="loneliness"]`)
	sender.Type("#age", "17")
	sender.Select("#language", "ar")
	sender.Type("#town", "5000")
	sender.Click(`input[name="promise"][value="anonymous"]`)
	sender.Click("form[action='/staff/refer'] button.button")
	sender.Wait("ol.matches")
	if path := strings.TrimPrefix(sender.URL(), s.URL); path != "/staff/refer" {
		t.Errorf("the need is in the address: %s", path)
	}
	narrow(t, sender, "found")
	if first := sender.Text("ol.matches .match"); !strings.Contains(first, "Loftet") || !strings.Contains(first, "speaks Arabic") || !strings.Contains(first, "anonymous") {
		t.Errorf("the first match is %q", first)
	}
	if own := sender.Text("#own + p + ul"); !strings.Contains(own, "Huset") {
		t.Errorf("the own place offers %q", own)
	}
	sender.Click(`input[name="place"][value="centre:dk-loftet"]`)
	sender.Click("form[action='/staff/cards/new'] button")
	sender.Wait(".preview")
	if got := browser.Eval[string](sender, `document.querySelector("#lang").value`); got != "ar" {
		t.Errorf("the card is to be in %q", got)
	}
	browser.Eval[bool](sender, `(() => { document.querySelector("#day-0").value = "2026-11-26"; return true })()`)
	sender.Click(`input[name="tell"]`)
	sender.Click(`button[formaction="/staff/cards/new"]`)
	sender.WaitFor(`document.querySelector("#day-0")?.getAttribute("value") === "2026-11-26"`) // it came back from the server
	if told := sender.Text(".paper-card"); !strings.Contains(told, thursday) {
		t.Errorf("the card that is looked at says %q", told)
	}
	narrow(t, sender, "new")
	sender.Click(`input[name="consent"]`)
	sender.Click("p:last-of-type > button.button")
	sender.Wait("#code")
	code, address := sender.Text("#code"), sender.Attribute("a.address", "href")
	if strings.Contains(sender.URL(), strings.ReplaceAll(code, "-", "")) || sender.Count(".code path") != 2 {
		t.Error("the code is in the address of the page, or there is no square to scan")
	}
	if sms := sender.Attribute(`a[href^="sms:"]`, "href"); !strings.Contains(sms, "Loftet") || !strings.Contains(strings.ToLower(sms), "%2fr%2f") || strings.Contains(strings.ToLower(sms), "lone") {
		t.Errorf("the message is %s", sms)
	}
	narrow(t, sender, "made")
	if sheets := sender.Paper().Sheets; len(sheets) != 1 || sheets[0] != [2]int{148, 210} {
		t.Errorf("it prints on %v", sheets)
	}

	phone := browser.Open(t).Page()
	phone.Phone()
	phone.Go(address)
	phone.Screenshot("cards-card-ar-360")
	if phone.Attribute("html", "dir") != "rtl" || phone.Attribute("html", "lang") != "ar" {
		t.Error("the card is not in Arabic")
	}
	if got := phone.Text("bdi"); got == "" || browser.Eval[string](phone, `getComputedStyle(document.querySelector(".times bdi")).unicodeBidi`) != "isolate" {
		t.Errorf("times are not kept from left to right: %q", got)
	}
	// On a line that is read from the right, twelve stands left of twenty.
	if !browser.Eval[bool](phone, `(() => {
		const text = document.querySelector(".times bdi").firstChild, at = what => {
			const range = document.createRange(), from = text.data.indexOf(what)
			range.setStart(text, from); range.setEnd(text, from + what.length)
			return range.getBoundingClientRect().left
		}
		return at("12:00") < at("20:00")
	})()`) {
		t.Error("the hours are the wrong way round")
	}
	if phone.Title() != "walkin" {
		t.Errorf("the title is %q", phone.Title())
	}
	if text := phone.Text("main"); !strings.Contains(text, "Nørregade 5") || strings.Contains(text, "Huset") || !strings.Contains(text, thursday) {
		t.Errorf("the card says %q", text)
	}
	accessible(t, phone)
	if wide := browser.Eval[float64](phone, "document.documentElement.scrollWidth"); wide > 360 {
		t.Errorf("the card is %g pixels wide", wide)
	}

	host := as(t, s, s.Member("host@example.dk", "da", "editor:centre:dk-loftet"))
	host.Click(`nav.parts a[href="/staff/cards"]`)
	if says := host.Text(".expected b"); !strings.Contains(says, "torsdag") || !strings.Contains(says, "26. november") {
		t.Errorf("the host reads %q", says)
	}
	if text := host.Text(".expected"); strings.Contains(text, "Huset") {
		t.Errorf("the host is told who handed on: %q", text)
	}
	narrow(t, host, "expected")
	host.Select(".expected select", "kitchen_table")
	host.Click(".expected form button.button")
	host.Wait(".done")
	phone.Reload()
	phone.Wait(".ready")
	if text := phone.Text(".ready"); !strings.Contains(text, "المطبخ") {
		t.Errorf("the card says %q", text)
	}
	phone.Screenshot("cards-card-ready-360")
	phone.Click(`nav.languages a[lang="en"]`)
	phone.WaitFor(`document.documentElement.lang === "en"`)
	if text := phone.Text(".ready"); !strings.Contains(text, "kitchen table") {
		t.Errorf("in English the card says %q", text)
	}
	host.Click(`button[value="arrived"]`)
	host.WaitFor(`location.search === "?done=card_marked"`)

	sender.Go(s.URL + "/staff/cards")
	if text := sender.Text(".sent"); !strings.Contains(text, "Loftet: arrived") {
		t.Errorf("the sender sees %q", text)
	}
	narrow(t, sender, "sent")
	sender.Click(".sent form button")
	sender.Wait(".done")
	phone.Reload()
	phone.Wait("h1")
	if strings.Contains(phone.Text("main"), "Nørregade") {
		t.Error("a card that was taken back opens")
	}
	if stored := phone.Stored(); len(stored) > 0 {
		t.Errorf("the telephone keeps %q", stored)
	}
	if origins := phone.Origins(); len(origins) != 1 {
		t.Errorf("the card asks at %q", origins)
	}
	for name, page := range map[string]*browser.Page{"the sender's": sender, "the host's": host, "the telephone's": phone} {
		for _, complaint := range page.Complaints() {
			if !strings.Contains(complaint, "404") { // the card that was taken back
				t.Errorf("%s browser complains: %s", name, complaint)
			}
		}
	}
	for _, marker := range []string{strings.ReplaceAll(code, "-", ""), code, "dk-loftet", "dk-huset", "2026-11-26"} {
		if strings.Contains(s.Log(), marker) {
			t.Errorf("the log has %s", marker)
		}
	}
}
