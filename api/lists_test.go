package api_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"walkin/internal/directory"
	"walkin/internal/geo"
)

// inOrder says whether texts follow each other in a page.
func inOrder(page string, texts ...string) bool {
	for _, text := range texts {
		_, rest, found := strings.Cut(page, text)
		if !found {
			return false
		}
		page = rest
	}
	return true
}

func TestListsAreSortedAsTheLanguageOrdersThem(t *testing.T) {
	d := openDesk(t)
	names := []string{"Bixen", "headspace Ny", "Vores Sted", "Ærligheden", "Østerhus", "Aalehuset"}
	m, token := d.member("boss@example.dk", "administrator")
	m.Lang = "da"
	if err := d.office.PutMember(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	for i, name := range names {
		d.put(&directory.Organisation{ID: fmt.Sprintf("dk-sort-%d", 9-i), Name: "Org " + name, Country: "DK"},
			&directory.Centre{ID: fmt.Sprintf("dk-sorted-%d", 9-i), Name: name, Location: directory.Location{Town: "Odense", Municipality: "0461", Country: "DK"}, Topics: []string{"loneliness"}})
	}
	for path, begins := range map[string]string{"/staff": ">", "/staff/import": ">Org ", "/staff/others?municipality=0461": "/about\">"} {
		wanted := make([]string, len(names))
		for i, name := range names {
			wanted[i] = begins + name + "<"
		}
		if a := d.do(http.MethodGet, path, "", "Authorization", token); a.StatusCode != http.StatusOK || !inOrder(a.body, wanted...) {
			t.Errorf("%s: %d, not in the order of Danish: %s", path, a.StatusCode, a.body)
		}
	}
}

// crowd are places of two countries, those abroad first by name.
func crowd(n int) (all []directory.Entry) {
	for i := range n {
		at := directory.Location{Town: "Brugge", Municipality: "31005", Country: "BE", Point: &geo.Point{Lat: 51.21, Lon: 3.22}, Precision: directory.PreciseExact}
		if i > n/2 {
			at = directory.Location{Town: "Odense", Municipality: "0461", Country: "DK", Point: &geo.Point{Lat: 55.4, Lon: 10.39}, Precision: directory.PreciseExact}
		}
		all = append(all, &directory.Centre{ID: fmt.Sprintf("x-crowd-%02d", i), Name: fmt.Sprintf("AA crowd %02d", i), Location: at, Topics: []string{"loneliness"}})
	}
	return all
}

func TestWhoHasManyPlacesChoosesOneFirst(t *testing.T) {
	d := openDesk(t)
	all := crowd(21)
	d.put(all...)
	roles := make([]string, len(all))
	for i, e := range all {
		roles[i] = "editor:centre:" + e.Key().ID
	}
	_, many := d.member("many@example.dk", roles...)
	_, few := d.member("few@example.dk", roles[:20]...)
	const choose = `<option value="" selected>Choose a place</option>`
	of := func(token string) []string { return []string{"Authorization", token} }
	d.run([]scenario{
		{name: "handing on", path: "/staff/refer", headers: of(many), status: 200, contains: []string{choose}},
		{name: "handing on from nowhere is a mistake", method: "POST", path: "/staff/refer", body: url.Values{"from": {""}}.Encode(), headers: asForm(many), status: 400, contains: []string{"Choose a place that you may hand on from."}},
		{name: "handing on from one of them", method: "POST", path: "/staff/refer", body: url.Values{"from": {"x-crowd-20"}, "topic": {"loneliness"}}.Encode(), headers: asForm(many), status: 200, contains: []string{`<option value="x-crowd-20" selected>`}, lacks: []string{choose}},
		{name: "handing on, of a few", path: "/staff/refer", headers: of(few), status: 200, lacks: []string{choose}},
		{name: "counting", path: "/staff/count", headers: of(many), status: 200, contains: []string{choose}, lacks: []string{"hours_held", `name="week"`}},
		{name: "counting, with nothing chosen", path: "/staff/count?centre=", headers: of(many), status: 200, contains: []string{choose}},
		{name: "counting one of them", path: "/staff/count?centre=x-crowd-20", headers: of(many), status: 200, contains: []string{"hours_held", `<option value="x-crowd-20" selected>`}, lacks: []string{choose}},
		{name: "counting, of a few", path: "/staff/count", headers: of(few), status: 200, contains: []string{"hours_held", `<option value="x-crowd-00" selected>`}, lacks: []string{choose}},
		{name: "the week", path: "/staff/area", headers: of(many), status: 200, contains: []string{choose}, lacks: []string{"area-week"}},
		{name: "the week of a few", path: "/staff/area", headers: of(few), status: 200, contains: []string{"area-week"}, lacks: []string{choose}},
		{name: "others", path: "/staff/others", headers: of(many), status: 200, contains: []string{choose}, lacks: []string{"/about\">"}},
		{name: "others of a few", path: "/staff/others", headers: of(few), status: 200, contains: []string{"/about\">"}, lacks: []string{choose}},
		{name: "the list of a few", path: "/staff", headers: of(few), status: 200, lacks: []string{"places.js", `id="narrow"`}},
	})
	if a := d.do(http.MethodGet, "/staff/others", "", of(many)...); !inOrder(a.body, "municipality=0461", "municipality=31005") {
		t.Error("the municipalities of another country come first")
	}
	if a := d.do(http.MethodGet, "/staff", "", of(many)...); !inOrder(a.body, "/staff/close", `id="narrow"`, `id="places"`, "x-crowd-20", "places.js") {
		t.Errorf("what one does with many places is below all of them: %s", a.body)
	}
}

func TestAPreviewShowsWhatWasReadOfANewEntry(t *testing.T) {
	d := importDesk(t)
	_, editor := d.member("editor@example.dk", "editor:organisation:dsi", "viewer:centre:dk-aarhus")
	p := d.send(editor, "Navn;By;Postnr;Telefon;Åbningstider;Emner\nPlexus;Odense C;5000;65 12 34 56;man-tor 12-17;ensomhed\n", "organisation", "dsi")
	a := d.do(http.MethodGet, "/staff/import/"+p.Id, "", "Authorization", editor)
	for _, wanted := range []string{`<details class="made">`, "As it was read", `<th scope="row">phone</th><td><bdi>65123456</bdi>`, "<bdi>loneliness</bdi>", `17:00&#34;}]</bdi>`, "<bdi>Odense"} {
		if !strings.Contains(a.body, wanted) {
			t.Errorf("%q is not in %s", wanted, a.body)
		}
	}
	for _, kind := range []string{"centre", "activity"} {
		for _, format := range []string{"csv", "xlsx"} {
			if a := d.do(http.MethodGet, "/staff/import", "", "Authorization", editor); !strings.Contains(a.body, "kind="+kind+"&amp;lang=en&amp;format="+format) {
				t.Errorf("no template of %s as %s", kind, format)
			}
		}
	}
}
