package console_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"walkin/api/web/console"
	"walkin/internal/browser"
	"walkin/internal/directory"
	"walkin/internal/intake"
	"walkin/internal/staff"
)

// Every fault that a list can have is said in each language of the console.
func TestEveryFaultIsSaidInEveryLanguage(t *testing.T) {
	site, err := console.Open()
	if err != nil {
		t.Fatal(err)
	}
	params := map[string]string{}
	for _, name := range []string{"header", "other", "field", "text", "postcode", "town", "limit", "candidates", "choices", "row", "pointer", "detail", "day"} {
		params[name] = "value of " + name
	}
	params["field"], params["day"] = "name", "tue"
	codes := intake.Codes()
	if len(codes) < 40 {
		t.Fatalf("there are %d codes", len(codes))
	}
	for _, lang := range staff.Languages {
		words := site.Words(lang)
		for _, code := range codes {
			if !words.Knows("fault." + string(code)) {
				t.Errorf("%s: nothing for %s", lang, code)
			}
			said := console.FaultSentence(words, staff.PreviewFault{Code: string(code), Params: params})
			if strings.ContainsAny(said, "{}!") || strings.HasPrefix(said, "fault.") || !strings.HasSuffix(said, ".") && code != intake.CodeRule {
				t.Errorf("%s: %s says %q", lang, code, said)
			}
		}
	}
	if said := console.FaultSentence(site.Words("da"), staff.PreviewFault{Code: "required", Params: map[string]string{"field": "hours"}}); said != "Der mangler noget: åbningstider." {
		t.Errorf("a field is called %q", said)
	}
	if said := console.FaultSentence(site.Words("nl"), staff.PreviewFault{Code: "hours_twice", Params: map[string]string{"day": "tue", "text": "x"}}); !strings.Contains(strings.ToLower(said), "dinsdag") {
		t.Errorf("a day is called %q", said)
	}
	// A code that is newer than the words says at least that there is a fault.
	if said := console.FaultSentence(site.Words("en"), staff.PreviewFault{Code: "of_tomorrow"}); said == "" || strings.HasPrefix(said, "fault.") {
		t.Errorf("an unknown code says %q", said)
	}
}

// messy is a list with twelve faults, by row and column.
const messy = `Navn;Adresse;Postnr;By;Tlf.;E-mail;Hjemmeside;Åbningstider;Alder;Gratis;Emner;Lukket;Bemærkning
Kvistehuset;Nørregade 1;5000;Odense C;65 12 34 56;kvist@example.org;www.kvist.example;Man-tor 12-17, fre lukket;15-25;ja;ensomhed;24/12-2026: jul;
Værestedet;Havnegade 2;9999;Aalborg;98123456;;;hverdage 10-16;fra 18 år;ja;ensomhed;;
Æblehuset;Søndergade 3;8000;Odense;86123456;;;hverdage 10-16;15-25;ja;ensomhed;;
Huset Øst;Ågade 4;8000;Aarhus C;ring til Kim;;;hverdage 10-16;15-25;ja;ensomhed;;
Cafeen;Ågade 5;8000;Aarhus C;86123457;cafe.example.org;;hverdage 10-16;15-25;ja;ensomhed;;
Klubben;Ågade 6;8000;Aarhus C;86123458;;javascript:alert(1);hverdage 10-16;15-25;ja;ensomhed;;
Bilen;Ågade 7;8000;Aarhus C;86123459;;;frimærketid;15-25;ja;ensomhed;;
Skuret;Ågade 8;8000;Aarhus C;86123450;;;hverdage 10-16;25-15;ja;ensomhed;;
Loftet;Ågade 9;8000;Aarhus C;86123451;;;hverdage 10-16;15-25;måske;ensomhed;;
Kælderen;Ågade 10;8000;Aarhus C;86123452;;;hverdage 10-16;15-25;ja;frimærkehandel;;
Tårnet;Ågade 11;8000;Aarhus C;86123453;;;hverdage 10-16;15-25;ja;ensomhed;24/12-26: jul;
"=HYPERLINK(""https://evil.example"",""Huset"")";Ågade 12;8000;Aarhus C;86123454;;;hverdage 10-16;15-25;ja;ensomhed;;
Kvistehuset;Nørregade 1;5000;Odense C;;;;;;;;;
`

// mended is the same without the faults.
var mended = strings.NewReplacer(
	"2;9999;", "2;9000;", "3;8000;Odense", "3;5000;Odense", "ring til Kim", "86123455", "cafe.example.org", "cafe@example.org",
	"javascript:alert(1)", "https://klubben.example", "frimærketid", "hverdage 10-16", "25-15", "15-25", "måske", "ved ikke", "frimærkehandel", "ensomhed",
	"24/12-26", "24/12-2026", `"=HYPERLINK(""https://evil.example"",""Huset"")"`, "Huset Vest", "Kvistehuset;Nørregade 1;5000;Odense C;;;;;;;;;\n", "",
).Replace(messy)

// The whole way without JavaScript, on a telephone: a messy list, its twelve
// faults, the mended list, and the place in the finder.
func TestAMessyListIsSeenThroughMendedAndFound(t *testing.T) {
	t.Parallel()
	s := browser.Serve(t)
	s.Put(&directory.Organisation{ID: "dk-huse", Name: "Husene", Country: "DK"})
	p := browser.Open(t).Page()
	p.Phone()
	p.Go(s.SignInLink(s.Member("mette@example.dk", "da", "editor:organisation:dk-huse")))
	p.Click("main form button")
	p.Wait("nav.parts")
	p.NoScript()
	p.Click(`nav.parts a[href="/staff/import"]`)
	p.Wait(`input[type=file]`)
	send := func(list string) {
		t.Helper()
		file := filepath.Join(t.TempDir(), "liste.csv")
		if err := os.WriteFile(file, []byte(list), 0o600); err != nil {
			t.Fatal(err)
		}
		p.Upload(`input[type=file]`, file)
		p.Click(`main form.stack button`)
		p.Wait(`a[href="/staff/import"]:not(nav a)`)
	}
	p.Screenshot("staff-import")
	send(messy)
	p.Screenshot("staff-import-faults")
	var found []string
	for _, row := range p.Texts("table.faults tbody tr") {
		cells := strings.Fields(row)
		if !regexp.MustCompile(`^\d+$`).MatchString(cells[0]) {
			t.Fatalf("a line of the table is %q", row)
		}
		place := cells[0]
		if len(cells[1]) == 1 {
			place += cells[1]
		}
		found = append(found, place)
	}
	if want := []string{"3C", "4C", "5E", "6F", "7G", "8H", "9I", "10J", "11K", "12L", "13A", "14"}; !slices.Equal(found, want) {
		t.Errorf("faults are shown at %v, want %v", found, want)
	}
	if said := p.Text("table.faults"); !strings.Contains(said, "ring til Kim") || !strings.Contains(said, "er ikke et nummer, man kan ringe til") || !strings.Contains(said, "hele rækken") {
		t.Errorf("the faults say %s", said)
	}
	if wide := browser.Eval[bool](p, `document.documentElement.scrollWidth > document.documentElement.clientWidth`); wide {
		t.Error("the page scrolls sideways")
	}

	p.Click(`a[href="/staff/import"]:not(nav a)`)
	p.Wait(`input[type=file]`)
	send(mended)
	if p.Count("table.faults") != 0 {
		t.Errorf("mended, it says %s", p.Text("main"))
	}
	p.Screenshot("staff-import-mended")
	p.Click(`main form.stack button`)
	p.Wait(".done")
	p.Screenshot("staff-import-applied")
	if said := p.Text(".done"); !strings.Contains(said, "Listen er brugt") {
		t.Errorf("it says %q", said)
	}
	if complaints := p.Complaints(); len(complaints) > 0 {
		t.Errorf("the browser complains: %q", complaints)
	}

	p.Go(s.URL + "/da/c/dk-kvistehuset-odense")
	if said := p.Text("main"); !strings.Contains(said, "Kvistehuset") || !strings.Contains(said, "Nørregade 1") {
		t.Errorf("the page of the place says %s", said)
	}
	for _, secret := range []string{"Kvistehuset", "ring til Kim", "65123456"} {
		if strings.Contains(s.Log(), secret) {
			t.Errorf("the log tells of %s", secret)
		}
	}
	// Within a second, the finder shows it.
	p.WaitFor(`fetch("/v1/search", {method: "POST", headers: {"Content-Type": "application/json"}, body: '{"text":"Kvistehuset","lang":"da"}'}).then(r => r.json()).then(a => a.results[0]?.id === "dk-kvistehuset-odense")`)
}

// What is held shows no button to who may not let it through, and does to who
// may; the pages keep to what a screen reader needs.
func TestAListThatIsHeldWaitsForSomebodyElse(t *testing.T) {
	browser.Thorough(t)
	t.Parallel()
	s := browser.Serve(t)
	s.Put(&directory.Organisation{ID: "dk-huse", Name: "Husene", Country: "DK"})
	for _, id := range []string{"dk-a", "dk-b"} {
		s.Put(&directory.Centre{ID: id, Organisation: "dk-huse", Name: "Huset " + id, Location: directory.Location{Country: "DK", Town: "Odense"}, Topics: []string{"loneliness"}})
	}
	file := filepath.Join(t.TempDir(), "list.csv")
	if err := os.WriteFile(file, []byte("Id;Name;Phone\ndk-a;Huset dk-a;65123456\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	p := signIn(t, s, "editor:organisation:dk-huse")
	p.Go(s.URL + "/staff/import")
	axe := func(name string) {
		t.Run(name, func(t *testing.T) { // skipped alone where there is no axe
			if wrong := p.In(t).Axe(); len(wrong) > 0 {
				t.Errorf("%q", wrong)
			}
		})
	}
	axe("the form")
	p.Upload(`input[type=file]`, file)
	p.Click(`input[name=complete]`)
	p.Click(`main form.stack button`)
	p.Wait(".fault")
	if p.Count(`main form`) != 0 || !strings.Contains(p.Text("main"), "50%") {
		t.Errorf("held: %s", p.Text("main"))
	}
	axe("the preview")
	p.Screenshot("staff-import-held")

	if err := os.WriteFile(file, []byte(messy), 0o600); err != nil {
		t.Fatal(err)
	}
	p.Go(s.URL + "/staff/import")
	p.Upload(`input[type=file]`, file)
	p.Click(`main form.stack button`)
	p.Wait("table.faults")
	axe("the faults")

	boss := browser.Open(t).Page()
	boss.Go(s.SignInLink(s.Member("boss@example.dk", "nl", "administrator")))
	boss.Click("main form button")
	boss.Wait("nav.parts")
	boss.Go(s.URL + "/staff/import")
	boss.Click(".waiting a")
	boss.Wait(`input[name=release]`)
	boss.Click(`input[name=release]`)
	boss.Click(`main form.stack button`)
	boss.Wait(".done")
	boss.Go(s.URL + "/nl/c/dk-b")
	if strings.Contains(boss.Text("main"), "Huset dk-b") {
		t.Error("what was to go is still there")
	}
}
