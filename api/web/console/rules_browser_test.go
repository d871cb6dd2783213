package console_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"walkin/internal/browser"
	"walkin/internal/directory"
)

// A Dutch member who writes a highest age below the lowest reads in Dutch, at
// that field, what is wrong with it.
func TestADutchMemberReadsDutchBesideAField(t *testing.T) {
	t.Parallel()
	s := browser.Serve(t)
	s.Put(cafe())
	p := browser.Open(t).Page()
	p.Phone()
	p.Go(s.SignInLink(s.Member("sanne@example.nl", "nl", "editor:centre:dk-cafe-odense")))
	p.Click("main form button")
	p.Wait("nav.parts")
	p.NoScript()
	p.Go(s.URL + "/staff/c/dk-cafe-odense")
	p.Type("#ages-min", "40")
	p.Type("#ages-max", "20")
	p.Type("#contact-email", "sanne")
	p.Click("p.save button")
	p.Wait("#ages-max-fault")
	p.Screenshot("staff-refused-nl")
	for at, want := range map[string]string{
		"#ages-max-fault":      "“Tot en met leeftijd” is lager dan “Vanaf leeftijd”.",
		"#contact-email-fault": `"sanne" is geen e-mailadres.`,
		"p.fault":              "De plek kan zo niet bewaard worden.",
	} {
		if said := p.Text(at); said != want {
			t.Errorf("%s says %q, want %q", at, said, want)
		}
	}
	if described := browser.Eval[bool](p, `document.querySelector("#ages-max").getAttribute("aria-describedby").includes("ages-max-fault") && document.querySelector("#ages-max").getAttribute("aria-invalid") === "true"`); !described {
		t.Error("the field does not lead to what is wrong with it")
	}
	if p.Count(`main [lang="en"]`) != 0 {
		t.Errorf("something is in English: %q", p.Texts(`main [lang="en"]`))
	}
}

// A Danish list with a fault that only the directory finds is read in Danish.
func TestADanishListIsRefusedInDanish(t *testing.T) {
	t.Parallel()
	s := browser.Serve(t)
	s.Put(&directory.Organisation{ID: "dk-huse", Name: "Husene", Country: "DK"})
	p := browser.Open(t).Page()
	p.Go(s.SignInLink(s.Member("mette@example.dk", "da", "editor:organisation:dk-huse")))
	p.Click("main form button")
	p.Wait("nav.parts")
	p.Go(s.URL + "/staff/import")
	file := filepath.Join(t.TempDir(), "liste.csv")
	list := "Navn;Adresse;Postnr;By;Tlf.;Alder;Emner;Beskrivelse\nKvisten;Nørregade 1;5000;Odense C;65123456;15-25;ensomhed;K\u043em bare ind\n"
	if err := os.WriteFile(file, []byte(list), 0o600); err != nil {
		t.Fatal(err)
	}
	p.Upload(`input[type=file]`, file)
	p.Click(`main form.stack button`)
	p.Wait("table.faults")
	p.Screenshot("staff-import-refused")
	if said := p.Text("table.faults tbody"); !strings.Contains(said, "Her brydes en regel (beskrivelse): Et ord blander bogstaver fra alfabeter, der ligner hinanden.") {
		t.Errorf("the faults say %s", said)
	}
	if p.Count(`main [lang="en"]`) != 0 {
		t.Errorf("something is in English: %q", p.Texts(`main [lang="en"]`))
	}
}
