package api_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// agrees is a desk with somebody who hands on from the bare place, in English.
func agrees(t *testing.T) (d *desk, sender string) {
	t.Helper()
	d = openDesk(t)
	_, sender = d.member("sender@example.dk", "viewer:centre:dk-bare")
	return d, sender
}

// agreed is the form of a card to a place on a day.
func agreed(place, day, clock string) string {
	return url.Values{
		"from": {"dk-bare"}, "lang": {"en"}, "place": {place}, "day": {day}, "time": {clock},
		"tell": {"yes"}, "consent": {"yes"}, "once": {place + day + clock},
	}.Encode()
}

// TestWhoAgreesATimeIsToldThatItIsClosed holds that the page of a new card, and
// that of one that was just made, warns of a time outside the hours, and that
// the card can be made all the same.
func TestWhoAgreesATimeIsToldThatItIsClosed(t *testing.T) {
	d, sender := agrees(t)
	headers := append([]string{"Authorization", sender}, form...)
	for _, c := range []struct{ name, place, day, clock, warning string }{
		{"no day", "centre:dk-aarhus", "", "", ""},
		{"while it is open", "centre:dk-aarhus", "2026-11-23", "15:00", ""},
		{"after it has closed", "centre:dk-aarhus", "2026-11-23", "20:00", "closed on Monday 23 November 20:00"},
		{"on a day on which it opens", "centre:dk-aarhus", "2026-11-23", "", ""},
		{"on a day on which it does not", "centre:dk-aarhus", "2026-11-24", "", "closed on Tuesday 24 November."},
		{"today, while it is open", "centre:dk-aarhus", "2026-11-21", "", ""},
		{"an activity on another day", "activity:dk-cooking:dk-aarhus", "2026-11-23", "18:00", "closed on Monday 23 November 18:00"},
		{"hours that nobody told", "centre:dk-hidden", "2026-11-23", "15:00", "do not know whether the place is open on Monday 23 November 15:00"},
		{"a day of which nobody told", "centre:dk-hidden", "2026-11-23", "", "do not know whether the place is open on Monday 23 November."},
	} {
		for _, path := range []string{"/staff/cards/new", "/staff/cards"} {
			a := d.do(http.MethodPost, path, agreed(c.place, c.day, c.clock), headers...)
			if a.StatusCode != http.StatusOK {
				t.Fatalf("%s, %s: %d %s", c.name, path, a.StatusCode, a.body)
			}
			if warned := strings.Contains(a.body, `class="notice warning"`); warned != (c.warning != "") || !strings.Contains(a.body, c.warning) {
				t.Errorf("%s, %s: warned is %t, want %q", c.name, path, warned, c.warning)
			}
			if look := path == "/staff/cards/new"; look && strings.Index(a.body, "notice warning") > strings.Index(a.body, `name="consent"`) {
				t.Errorf("%s: the warning comes after the consent", c.name)
			}
		}
	}
}

// TestACardKeepsToTheDayThatWasAgreed holds that a card shows the hours of its
// day, however far off, and that its text message names the day and the time.
func TestACardKeepsToTheDayThatWasAgreed(t *testing.T) {
	d, sender := agrees(t)
	for _, c := range []struct{ name, place, card, message string }{
		{"a time", `"when":"2026-12-14T15:00:00+01:00"`, "Monday <span class=\"muted date\">14 December</span></span> <span class=\"times\"><span><bdi>12:00–20:00", ". Monday 14 December 15:00\n"},
		{"a day", `"day":"2026-12-14"`, "Monday <span class=\"muted date\">14 December</span></span> <span class=\"times\"><span><bdi>12:00–20:00", ". Monday 14 December: 12:00–20:00\n"},
		{"a day on which it is closed", `"day":"2026-12-15"`, "Tuesday <span class=\"muted date\">15 December</span></span> <span class=\"times\"><span class=\"muted\">closed", ". Tuesday 15 December\n"},
		{"no day", `"centre":"dk-aarhus"`, "", ". Saturday 21 November: 12:00–20:00\n"},
	} {
		made := d.makeCard(sender, `{"from":"dk-bare","lang":"en","consent":true,"tell":true,"places":[{"kind":"centre","id":"dk-aarhus",`+c.place+`}]}`)
		if !strings.Contains(made.Message, c.message) {
			t.Errorf("%s: the message is %q", c.name, made.Message)
		}
		_, day, shown := strings.Cut(d.open(made.Code).body, "Hours on the day you agreed")
		if shown != (c.card != "") || !strings.HasPrefix(strings.TrimPrefix(day, "</h3>\n<ul class=\"days agreed\"><li><span class=\"day-of\">"), c.card) {
			t.Errorf("%s: the card shows the hours of its day: %t, %.300s", c.name, shown, day)
		}
	}
}
