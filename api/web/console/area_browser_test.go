package console_test

import (
	"fmt"
	"strings"
	"testing"

	"walkin/internal/browser"
	"walkin/internal/directory"
	"walkin/internal/schedule"
)

// cafe is a house in Odense of which the hours are known.
func cafe() *directory.Centre {
	opens, closes := schedule.Clock(12*60), schedule.Clock(16*60)
	return &directory.Centre{
		ID: "dk-cafe-odense", Name: "Caféen ved åen", Kind: directory.YouthCafe, Topics: []string{"loneliness"},
		Location: directory.Location{Street: "Vestergade 1", PostalCode: "5000", Town: "Odense C", Municipality: "0461", Country: "DK"},
		Hours: schedule.Schedule{Zone: "Europe/Copenhagen", Country: "DK", Weekly: []schedule.Weekly{
			{Days: []schedule.Day{schedule.Mon, schedule.Tue, schedule.Wed, schedule.Thu}, Opens: &opens, Closes: &closes}}},
		CoreTask: directory.Text{"da": "Et bord, hvor man bare kan sidde."},
	}
}

// TestAMorningOfALeader goes the whole way of somebody who leads a place, by
// keyboard: counts the week, tells colleagues, looks at the area and prints it.
func TestAMorningOfALeader(t *testing.T) {
	t.Parallel()
	s := browser.Serve(t)
	s.Put(cafe())
	leader := s.Member("leder@example.dk", "da", "editor:centre:dk-cafe-odense")
	p := browser.Open(t).Page()
	p.Phone()
	p.Go(s.SignInLink(leader))
	p.Click("main button")
	p.Wait("nav.parts")
	p.Go(s.URL + "/staff/count")
	hold(t, p, "count")

	p.Focus("#hours_held")
	p.Type("#hours_held", "15,5")
	p.Press("Tab")
	if p.Focused() == "" || browser.Eval[string](p, "document.activeElement.id") != "visits" {
		t.Errorf("after the hours the focus is on %s", p.Focused())
	}
	p.Select("#visits", "20-49")
	p.Select("#first_time", "1-4")
	p.Select("#to_centre", "1-4")
	p.Click(".counts button")
	p.Wait(".done")
	if said := p.Text("main table"); !strings.Contains(said, "15,5 / 16") || !strings.Contains(said, "20–49") {
		t.Errorf("the last weeks say %s", said)
	}

	p.Go(s.URL + "/staff/c/dk-cafe-odense/about")
	hold(t, p, "about")
	p.Type("#phone", "66 11 22 33")
	p.Type("#visiting-da", "Første tirsdag i måneden")
	p.Click("form.stack button")
	p.Wait(".done")
	if said := p.Text("main"); !strings.Contains(said, "66112233") || !strings.Contains(said, "Første tirsdag i måneden") {
		t.Errorf("colleagues read %s", said)
	}
	p.Go(s.URL + "/staff/others")
	hold(t, p, "others")

	p.Go(s.URL + "/staff/area")
	hold(t, p, "area")
	if said := p.Text(".side"); !strings.Contains(said, "12:00–16:00") || !strings.Contains(said, "tiderne er ukendte") {
		t.Errorf("the week says %s", said)
	}
	p.Print()
	if sheets := p.Paper().Sheets; len(sheets) == 0 || sheets[0] != [2]int{297, 210} {
		t.Errorf("it is printed on %v, not on A4 across", sheets)
	}
	p.Screen()
}

// hold holds a page to the rules of accessibility, and to a small screen, on a
// telephone and on a table.
func hold(t *testing.T, p *browser.Page, name string) {
	t.Helper()
	for _, width := range []int{1280, 360} {
		p.Size(width, 900)
		for _, broken := range p.Axe() {
			t.Errorf("%s at %d: %s", name, width, broken)
		}
		p.Screenshot(fmt.Sprintf("staff-%s-%d", name, width))
		if wide := browser.Eval[int](p, "document.documentElement.scrollWidth"); wide > width {
			t.Errorf("%s at %d is %d wide", name, width, wide)
		}
	}
}
