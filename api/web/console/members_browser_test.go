package console_test

import (
	"strings"
	"testing"

	"walkin/internal/browser"
	"walkin/internal/directory"
)

// The whole way of an administrator, without JavaScript: somebody new gets a
// role by a name that several places have, and loses another one.
func TestRolesAreGivenByNameWithoutJavaScript(t *testing.T) {
	t.Parallel()
	s := browser.Serve(t)
	second := house()
	second.ID, second.Location.Town = "dk-huset-vejle", "Vejle"
	s.Put(house(), second, &directory.Organisation{ID: "dk-foreningen", Name: "Foreningen Huset", Country: "DK"})
	mette := s.Member("mette@example.dk", "da", "viewer:centre:dk-plexus-odense", "municipality_editor:municipality:DK-0461", "editor:centre:dk-gone")
	p := as(t, s, s.Member("admin@example.dk", "da", "administrator"))
	p.NoScript()
	look := func(name string) {
		t.Helper()
		p.Phone()
		p.Screenshot(name)
		if wide := browser.Eval[int](p, "document.documentElement.scrollWidth - innerWidth"); wide > 0 {
			t.Errorf("%s is %d pixels wider than a telephone", name, wide)
		}
		narrow(t, p, name)
		p.Desktop()
		p.Screenshot(name + "-wide")
	}
	p.Go(s.URL + "/staff/members")
	if said := p.Text("main table"); !strings.Contains(said, "Kan se og henvise: Plexus Odense (sted, Odense)") || !strings.Contains(said, "Kommunens redaktør: Odense (kommune, Danmark)") {
		t.Errorf("the list says %s", said)
	}
	look("staff-members")
	p.Phone()
	if browser.Eval[bool](p, `document.querySelector(".sideways").scrollWidth > document.querySelector(".sideways").clientWidth`) {
		t.Error("one must push the list aside to see the roles")
	}
	p.Desktop()

	p.Go(s.URL + "/staff/members/" + mette.ID)
	look("staff-member")
	p.Click(`[name="keep"][value="editor:centre:dk-gone"]`)
	p.Click(`[name="keep"][value="municipality_editor:municipality:DK-0461"]`)
	p.Select("#role", "editor")
	p.Type("#over", "huset")
	p.Focus("main form .button")
	p.Press("Enter")
	p.Wait(`[name="grant"]`)
	look("staff-member-choice")
	if address := p.URL(); strings.Contains(address, "huset") {
		t.Errorf("what was typed stands in the address: %s", address)
	}
	if p.Attribute("#over", "value") != "huset" || p.Count(`[name="keep"]:checked`) != 1 {
		t.Error("what was typed or ticked is lost")
	}
	p.Click(`[name="grant"][value="editor:centre:dk-huset-vejle"]`)
	p.Click("main form .button")
	p.Wait(".done")
	if said := strings.Join(p.Texts(`label:has([name="keep"])`), "\n"); said != "Kan se og henvise: Plexus Odense (sted, Odense)\nRedaktør: Huset (sted, Vejle)" {
		t.Errorf("the roles are %q", said)
	}
	p.Type("#over", "Ingen steder")
	p.Select("#role", "editor")
	p.Click("main form .button")
	p.Wait("#over-fault")
	look("staff-member-none")
	for _, said := range p.Complaints() {
		if !strings.Contains(said, "400") { // the form came back
			t.Error(said)
		}
	}
}
