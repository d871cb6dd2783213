package console_test

import (
	"fmt"
	"testing"

	"walkin/internal/browser"
	"walkin/internal/directory"
)

func TestALongListOfPlacesIsNarrowedAsOneTypes(t *testing.T) {
	t.Parallel()
	s := browser.Serve(t)
	var roles []string
	for i := range 24 {
		c := &directory.Centre{ID: fmt.Sprintf("dk-crowd-%d", i), Name: fmt.Sprintf("Huset %d", i), Location: directory.Location{Town: "Odense", Country: "DK"}, Topics: []string{"loneliness"}}
		if i == 7 {
			c.Name, c.Location.Town = "Café Åen", "Aarhus"
		}
		s.Put(c)
		roles = append(roles, "editor:centre:"+c.ID)
	}
	p := as(t, s, s.Member("mette@example.dk", "en", roles...))
	p.Wait("#narrow:not([hidden])")
	p.Type("#wanted", "aarhus CAFE")
	p.WaitFor(`document.querySelector("#narrow [role=status]").textContent === "1 of 24 shown"`)
	if n := p.Count("#places > li:not([hidden])"); n != 1 {
		t.Errorf("%d places are left", n)
	}
	for _, broken := range p.Axe() {
		t.Error(broken)
	}
	p.Clear("#wanted")
	p.WaitFor(`document.querySelectorAll("#places > li:not([hidden])").length === 24`)
	for _, said := range p.Complaints() {
		t.Error(said)
	}

	p.NoScript()
	p.Reload()
	if p.Visible("#narrow") || p.Count("#places > li") != 24 {
		t.Error("without JavaScript there is a field that does nothing, or a place is missing")
	}
}
