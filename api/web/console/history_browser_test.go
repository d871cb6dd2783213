package console_test

import (
	"strings"
	"testing"

	"walkin/internal/browser"
	"walkin/internal/directory"
	"walkin/internal/schedule"
)

func TestWhatWasChangedIsSaidInWords(t *testing.T) {
	t.Parallel()
	s := browser.Serve(t)
	s.Put(house())
	changed, ten, two := house(), schedule.Clock(10*60), schedule.Clock(14*60)
	changed.Hours.Weekly = append(changed.Hours.Weekly, schedule.Weekly{Days: []schedule.Day{schedule.Fri}, Opens: &ten, Closes: &two})
	changed.Hours.Series = []schedule.Series{{Start: schedule.Date{Year: 2026, Month: 9, Day: 5}, Rule: "FREQ=MONTHLY;BYDAY=1SA", Opens: &ten, Closes: &two}}
	changed.Contact.Phone, changed.Knock, changed.Promises.Free = "", false, directory.Yes
	changed.Description = directory.Text{"da": strings.Repeat("Et stort hus med plads til alle, der kommer forbi. ", 12) + "\n\n<b>Kom ind</b>", "en": "A house"}
	changed.Languages = []string{"da", "ar"}
	changed.Stops = []directory.OutreachStop{{ID: "bus", Name: directory.Text{"da": "Bussen"}, Location: directory.Location{Street: "Torvet", Town: "Odense", Country: "DK"}}}
	changed.Partners = []directory.Partner{{Name: "Naboerne", Offers: directory.Text{"da": "Mad om onsdagen"}, URL: "https://naboerne.example/mad"}}
	s.Put(changed)
	p := as(t, s, s.Member("mette@example.dk", "da", "editor:centre:dk-huset"))
	p.Go(s.URL + "/staff/c/dk-huset")
	p.Click(`[name="draft"]`)
	p.Clear(`[name="/name"]`)
	p.Type(`[name="/name"]`, "Det nye hus")
	p.Clear(`[name="hours.5"]`)
	p.Click(".save button")
	p.Wait(".done")
	for path, wanted := range map[string][]string{
		"/staff/c/dk-huset/history": {
			"Åbningstider, fredag", "10:00-14:00", "hver måned: første lørdag, 10:00-14:00, fra 5. september 2026", "Telefon\nFør: +4566112233\nEfter: fjernet",
			"Løfter: gratis\nFør: her stod ikke noget\nEfter: Ja", "dansk, arabisk", "<b>Kom ind</b>", "Stop 1", "Partner 1", "Navn (dansk): Bussen", "Hvad tilbyder de? (dansk): Mad om onsdagen", "Beskrivelse (engelsk)",
		},
		"/staff/drafts": {"Navn\nFør: Huset\nEfter: Det nye hus", "Åbningstider, fredag\nFør: 10:00-14:00\nEfter: fjernet"},
	} {
		p.Go(s.URL + path)
		p.Phone()
		said := p.Text("main")
		for _, words := range wanted {
			if !strings.Contains(said, words) {
				t.Errorf("%s does not say %q: %s", path, words, said)
			}
		}
		if strings.ContainsAny(said, "{}[]\"") || strings.Contains(said, "/contact") {
			t.Errorf("%s shows what is for programs: %s", path, said)
		}
		name := "staff-" + path[strings.LastIndex(path, "/")+1:]
		p.Screenshot(name)
		if wide := browser.Eval[int](p, "document.documentElement.scrollWidth - innerWidth"); wide > 0 {
			t.Errorf("%s is %d pixels wider than a telephone", path, wide)
		}
		narrow(t, p, name)
		p.Desktop()
		p.Screenshot(name + "-wide")
	}
	p.Go(s.URL + "/staff/c/dk-huset/history")
	if p.Count(`.changes .value[lang="en"]`) == 0 {
		t.Error("an English text is not marked as such")
	}
	for _, said := range p.Complaints() {
		t.Error(said)
	}
}
