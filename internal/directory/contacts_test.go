package directory_test

import (
	"slices"
	"testing"
	"time"

	"walkin/internal/directory"
	"walkin/internal/schedule"
)

var groups = []directory.HelplineGroup{
	directory.GroupCrisis, directory.GroupSuicide, directory.GroupSelfHarm, directory.GroupEmergency,
	directory.GroupSexualViolence, directory.GroupViolence, directory.GroupOnlineAbuse,
}

// Every kind of crisis, in every country, at every hour of a week: at least
// three contacts that can be reached, one of them round the clock, one typed,
// and the one that is open now first.
func TestCrisisContactsHoldAtEveryHour(t *testing.T) {
	d := desk(t)
	week := time.Date(2026, 11, 23, 0, 15, 0, 0, time.UTC)
	for _, country := range []string{"DK", "NL", "BE"} {
		for _, group := range groups {
			for hour := range 7 * 24 {
				now := week.Add(time.Duration(hour) * time.Hour)
				contacts := d.Contacts([]directory.HelplineGroup{group}, directory.Asker{Country: country, Lang: "en"}, now)
				check(t, contacts, country, group, now)
			}
		}
	}
}

func check(t *testing.T, contacts []directory.Contacted, country string, group directory.HelplineGroup, now time.Time) {
	t.Helper()
	if len(contacts) < directory.MinContacts || len(contacts) > 6 {
		t.Fatalf("%s, %s at %s: %d contacts", country, group, now, len(contacts))
	}
	night, written := false, false
	for _, c := range contacts {
		h := c.Helpline
		if !h.Reachable() || h.Country != country || !h.Nationwide {
			t.Errorf("%s, %s: %s cannot be reached from there", country, group, h.ID)
		}
		for i := range h.Lines {
			if l := &h.Lines[i]; l.Reachable() {
				night = night || l.Hours.RoundTheClock()
				written = written || l.Written()
				if l.Dial == directory.Emergency {
					t.Errorf("%s stands among the contacts; it stands beside them", l.Dial)
				}
			}
		}
	}
	if !night || !written {
		t.Errorf("%s, %s: round the clock %t, typed %t", country, group, night, written)
	}
	if contacts[0].Open.State != schedule.Open {
		t.Errorf("%s, %s at %s: the first, %s, is %s", country, group, now, contacts[0].Helpline.ID, contacts[0].Open.State)
	}
}

func TestCrisisAnswer(t *testing.T) {
	d := desk(t)
	now := time.Date(2026, 11, 25, 20, 0, 0, 0, time.UTC)
	t.Run("an ordinary text has none", func(t *testing.T) {
		if a := d.Answer("lektiehjælp", directory.Asker{Lang: "da", Country: "DK"}, now); a != nil {
			t.Errorf("got %+v", a)
		}
	})
	t.Run("it names topics, groups and the emergency number", func(t *testing.T) {
		a := d.Answer("selvmord", directory.Asker{Lang: "da", Country: "DK"}, now)
		if a == nil || !slices.Equal(a.Topics, []string{"suicide"}) || a.Emergency != "112" ||
			!slices.Equal(a.Groups, []directory.HelplineGroup{directory.GroupSuicide}) {
			t.Fatalf("got %+v", a)
		}
	})
	t.Run("the specialised line is among the first two", func(t *testing.T) {
		a := d.Answer("zelfmoord", directory.Asker{Lang: "nl", Country: "BE"}, now)
		if i := position(a, "be-zelfmoordlijn-1813"); i < 0 || i > 1 {
			t.Errorf("the suicide line is at %d of %d", i, len(a.Contacts))
		}
	})
	t.Run("the line for suicide comes before the one for everything, where both are open", func(t *testing.T) {
		a := d.Answer("selvmord", directory.Asker{Lang: "da", Country: "DK"}, now)
		if l, b := position(a, "livslinien-telefon"), position(a, "boernetelefonen"); l != 0 || b < 1 {
			t.Errorf("Livslinien is at %d, BørneTelefonen at %d", l, b)
		}
	})
	t.Run("the line for those who worry is not the first for who is in danger", func(t *testing.T) {
		noon := time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)
		a := d.Answer("zelfmoord", directory.Asker{Lang: "nl", Country: "NL"}, noon)
		if a.Contacts[0].Helpline.ID != "nl-113" {
			t.Errorf("the first is %s", a.Contacts[0].Helpline.ID)
		}
	})
	t.Run("a French page in Belgium gets lines that speak French", func(t *testing.T) {
		a := d.Answer("suicide", directory.Asker{Lang: "fr", Country: "BE"}, now)
		if !slices.Contains(a.Contacts[0].Helpline.Languages, "fr") {
			t.Errorf("the first, %s, speaks %v", a.Contacts[0].Helpline.ID, a.Contacts[0].Helpline.Languages)
		}
	})
	t.Run("a local line counts only where it is local", func(t *testing.T) {
		for municipality, want := range map[string]bool{"": false, "0851": false} {
			a := d.Answer("vold derhjemme", directory.Asker{Lang: "da", Country: "DK", Municipality: municipality}, now)
			if got := position(a, "boernevagten-faaborg-midtfyn") >= 0; got != want {
				t.Errorf("in municipality %q the line of Faaborg-Midtfyn is there: %t", municipality, got)
			}
		}
	})
}

func position(a *directory.CrisisAnswer, id string) int {
	return slices.IndexFunc(a.Contacts, func(c directory.Contacted) bool { return c.Helpline.ID == id })
}

// A helpline without a number or a chat address is in the directory, and is
// never a contact.
func TestUnreachableHelplinesAreNotContacts(t *testing.T) {
	unreachable := 0
	for _, h := range of[*directory.Helpline](catalogue(t)) {
		if !h.Reachable() {
			unreachable++
			if len(h.Lines) > 0 && h.Lines[0].Dial != "" {
				t.Errorf("%s has a number and is said to be unreachable", h.ID)
			}
		}
	}
	if unreachable == 0 {
		t.Error("the catalogue has no unreachable helpline any more; this test says nothing")
	}
}
