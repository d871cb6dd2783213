package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"mime/multipart"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"walkin/api"
	"walkin/internal/directory"
	"walkin/internal/geo"
	"walkin/internal/staff"
)

// towns is the real gazetteer: lists are full of places.
var towns = sync.OnceValues(geo.Load)

func importDesk(t *testing.T, change ...func(*api.Options)) *desk {
	t.Helper()
	g, err := towns()
	if err != nil {
		t.Fatal(err)
	}
	return openDesk(t, append([]func(*api.Options){func(o *api.Options) { o.Gazetteer = g }}, change...)...)
}

// multipartList writes a list as a browser sends it.
func multipartList(t testing.TB, file []byte, fields ...string) (body, contentType string) {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	part, err := w.CreateFormFile("file", "list.doc") // a name that says nothing true
	if err == nil {
		_, err = part.Write(file)
	}
	for i := 0; i+1 < len(fields) && err == nil; i += 2 {
		err = w.WriteField(fields[i], fields[i+1])
	}
	if err = errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	return b.String(), w.FormDataContentType()
}

// send sends a list and gives its preview.
func (d *desk) send(token, file string, fields ...string) api.ImportPreview {
	d.t.Helper()
	body, contentType := multipartList(d.t, []byte(file), fields...)
	a := d.do(http.MethodPost, "/v1/imports", body, "Authorization", token, "Content-Type", contentType)
	if a.StatusCode != http.StatusCreated {
		d.t.Fatalf("import: %d %s", a.StatusCode, a.body)
	}
	var p api.ImportPreview
	a.json(d.t, &p)
	if at := a.Header.Get("Location"); at != "/v1/imports/"+p.Id {
		d.t.Errorf("the preview is at %q", at)
	}
	return p
}

func (d *desk) apply(token, id, decision string) answer {
	d.t.Helper()
	return d.do(http.MethodPost, "/v1/imports/"+id+"/apply", decision, "Authorization", token)
}

// planted is a list as a municipality might have it, with twelve faults; the
// first row has none.
const planted = `Navn;Adresse;Postnr;By;Tlf.;E-mail;Hjemmeside;Åbningstider;Alder;Gratis;Emner;Lukket;Bemærkning
Plexus;Nørregade 1;5000;Odense C;65 12 34 56;plexus@example.org;www.plexus.example;Man-tor 12-17, fre lukket;15-25;ja;ensomhed;24/12-2026: jul;
Værestedet;Havnegade 2;9999;Aalborg;98123456;;;hverdage 10-16;fra 18 år;ja;ensomhed;;
Æblehuset;Søndergade 3;8000;Odense;86123456;;;hverdage 10-16;15-25;ja;ensomhed;;
Huset Øst;Ågade 4;8000;Aarhus C;ring til Kim;;;hverdage 10-16;15-25;ja;ensomhed;;
Cafeen;Ågade 5;8000;Aarhus C;86123457;cafe.example.org;;hverdage 10-16;15-25;ja;ensomhed;;
Klubben;Ågade 6;8000;Aarhus C;86123458;;javascript:alert(1);hverdage 10-16;15-25;ja;ensomhed;;
Bilen;Ågade 7;8000;Aarhus C;86123459;;;når flaget er oppe;15-25;ja;ensomhed;;
Skuret;Ågade 8;8000;Aarhus C;86123450;;;hverdage 10-16;25-15;ja;ensomhed;;
Loftet;Ågade 9;8000;Aarhus C;86123451;;;hverdage 10-16;15-25;måske;ensomhed;;
Kælderen;Ågade 10;8000;Aarhus C;86123452;;;hverdage 10-16;15-25;ja;frimærkehandel;;
Tårnet;Ågade 11;8000;Aarhus C;86123453;;;hverdage 10-16;15-25;ja;ensomhed;24/12-26: jul;
"=HYPERLINK(""https://evil.example"",""Huset"")";Ågade 12;8000;Aarhus C;86123454;;;hverdage 10-16;15-25;ja;ensomhed;;
Plexus;Nørregade 1;5000;Odense C;;;;;;;;;
`

var plantedFaults = []string{
	"3C postcode", "4C apart", "5E phone", "6F email", "7G link", "8H hours", "9I age_order", "10J answer", "11K topic", "12L date_year", "13A formula", "14 twice",
}

func TestAMessySheetIsSeenThroughMendedAndApplied(t *testing.T) {
	d := importDesk(t)
	m, editor := d.member("editor@example.dk", "editor:organisation:dsi")

	p := d.send(editor, planted, "organisation", "dsi")
	var found []string
	for _, f := range p.Faults {
		column := ""
		if f.Column != nil {
			column = *f.Column
		}
		found = append(found, fmt.Sprintf("%d%s %s", f.Row, column, f.Code))
		if f.Text == "" || strings.Contains(f.Text, "{") || strings.HasPrefix(f.Text, "fault.") {
			t.Errorf("row %d: %q is no sentence", f.Row, f.Text)
		}
	}
	// Two words of the hours of row 8 are not understood.
	if found = slices.Compact(found); !slices.Equal(found, plantedFaults) {
		t.Errorf("the faults are\n%s\nwant\n%s", strings.Join(found, "\n"), strings.Join(plantedFaults, "\n"))
	}
	if p.Faults[2].Cell == nil || *p.Faults[2].Cell != "ring til Kim" || *p.Faults[2].Header != "Tlf." {
		t.Errorf("a fault does not quote its cell: %+v", p.Faults[2])
	}
	if p.Summary != (api.ImportSummary{Rows: 13, Added: 1, Faults: 13, FaultyRows: 12}) || p.Format != "csv" || p.Held || p.Separator == nil || *p.Separator != ";" {
		t.Errorf("the preview is %+v", p)
	}
	if last := p.Columns[12]; last.Field != nil || last.Header != "Bemærkning" {
		t.Errorf("the column that nobody knows is %+v", last)
	}
	if len(p.Added) != 1 || p.Added[0].Id != "dk-plexus-odense" || *p.Added[0].Row != 2 {
		t.Errorf("added: %+v", p.Added)
	}

	// A list with faults is not applied unless somebody says so.
	if a := d.apply(editor, p.Id, `{}`); a.StatusCode != http.StatusConflict || !strings.Contains(a.body, "13 faults") {
		t.Errorf("refused by default: %d %s", a.StatusCode, a.body)
	}
	if a := d.do(http.MethodGet, "/v1/centres/dk-plexus-odense", ""); a.StatusCode != http.StatusNotFound {
		t.Errorf("something was written: %d", a.StatusCode)
	}

	// Mended, all of it goes in.
	mended := strings.NewReplacer(
		"Havnegade 2;9999;Aalborg", "Havnegade 2;9000;Aalborg", "Søndergade 3;8000;Odense", "Søndergade 3;5000;Odense", "ring til Kim", "86123455", "cafe.example.org", "cafe@example.org",
		"javascript:alert(1)", "https://klubben.example", "når flaget er oppe", "hverdage 10-16", "25-15", "15-25", "måske", "ved ikke", "frimærkehandel", "ensomhed",
		"24/12-26", "24/12-2026", `"=HYPERLINK(""https://evil.example"",""Huset"")"`, "Huset Vest", "Plexus;Nørregade 1;5000;Odense C;;;;;;;;;\n", "",
	).Replace(planted)
	p = d.send(editor, mended, "organisation", "dsi")
	if p.Summary != (api.ImportSummary{Rows: 12, Added: 12}) {
		t.Fatalf("mended: %+v %+v", p.Summary, p.Faults)
	}
	a := d.apply(editor, p.Id, `{}`)
	var done api.ImportOutcome
	a.json(t, &done)
	if a.StatusCode != http.StatusOK || done.Added != 12 || len(done.Entries) != 12 || *done.Entries[0].Revision != 1 {
		t.Fatalf("applied: %d %s", a.StatusCode, a.body)
	}
	var centre api.Centre
	d.do(http.MethodGet, "/v1/centres/dk-plexus-odense", "").json(t, &centre)
	if centre.Name != "Plexus" || centre.Organisation == nil || *centre.Organisation != "dsi" || *centre.Contact.Phone != "65123456" {
		t.Errorf("the place is %+v", centre)
	}
	history, err := d.catalogue.History(t.Context(), directory.Key{Kind: directory.KindCentre, ID: "dk-plexus-odense"})
	if err != nil || len(history) != 1 || history[0].Author != "member "+m.ID {
		t.Errorf("the history is %+v, %v", history, err)
	}

	// Applied twice, the answer is the same and nothing happens.
	last, _ := d.catalogue.LastChange(t.Context())
	if again := d.apply(editor, p.Id, `{}`); again.body != a.body || again.StatusCode != http.StatusOK {
		t.Errorf("applied twice: %d %s", again.StatusCode, again.body)
	}
	if now, _ := d.catalogue.LastChange(t.Context()); now != last {
		t.Errorf("the second time made %d changes", now-last)
	}
	d.do(http.MethodGet, "/v1/imports/"+p.Id, "", "Authorization", editor).json(t, &p)
	if p.Outcome == nil || p.Outcome.Added != 12 {
		t.Errorf("the preview does not say what it came to: %+v", p.Outcome)
	}
	// Sent again, the list changes nothing; one field changed is one change.
	if p = d.send(editor, mended, "organisation", "dsi"); p.Summary.Same != 12 || p.Summary.Added+p.Summary.Changed != 0 {
		t.Errorf("sent again: %+v", p.Summary)
	}
	p = d.send(editor, "Navn;By;Telefon\nPlexus;Odense C;65999999\n", "organisation", "dsi")
	if len(p.Changed) != 1 || len(p.Changed[0].Changes) != 1 || p.Changed[0].Changes[0].Pointer != "/contact/phone" || p.Changed[0].Changes[0].Before != "65123456" {
		t.Errorf("a changed field: %+v", p.Changed)
	}
}

func TestRowsWithFaultsAreSkippedWhereSomebodySaysSo(t *testing.T) {
	d := importDesk(t)
	_, editor := d.member("editor@example.dk", "editor:organisation:dsi")
	p := d.send(editor, planted, "organisation", "dsi")
	a := d.apply(editor, p.Id, `{"rows_with_faults": "skip"}`)
	var done api.ImportOutcome
	a.json(t, &done)
	if a.StatusCode != http.StatusOK || done.Added != 1 {
		t.Fatalf("%d %s", a.StatusCode, a.body)
	}
	for name, c := range map[string]struct{ list, says string }{
		"headings that say two things": {"Navn;Telefon;Tlf\nPlexus;65123456;65123457\n", "headings"},
		"a row that does not say which place it is about, in a list that is all there is": {"Navn;Postnr;By;Emner\n=1+1;5000;Odense;ensomhed\n", "which place"},
	} {
		t.Run(name, func(t *testing.T) {
			p := d.send(editor, c.list, "organisation", "dsi", "complete", "yes")
			if a := d.apply(editor, p.Id, `{"rows_with_faults": "skip", "release": true}`); a.StatusCode != http.StatusConflict || !strings.Contains(a.body, c.says) {
				t.Errorf("%d %s", a.StatusCode, a.body)
			}
		})
	}
}

func TestWhoMayImport(t *testing.T) {
	d := importDesk(t)
	_, editor := d.member("editor@example.dk", "editor:organisation:dsi")
	_, viewer := d.member("viewer@example.dk", "viewer:organisation:dsi")
	_, other := d.member("other@example.dk", "editor:centre:dk-bare")
	const list = "Navn;Postnr;By;Emner\nPlexus;5000;Odense C;ensomhed\n"
	post := func(token, organisation, file string) answer {
		return d.do(http.MethodPost, "/v1/imports?organisation="+organisation, file, "Authorization", token, "Content-Type", "text/csv")
	}
	if a := d.do(http.MethodPost, "/v1/imports?organisation=dsi", list, "Content-Type", "text/csv"); a.StatusCode != http.StatusUnauthorized {
		t.Errorf("nobody: %d", a.StatusCode)
	}
	if a := post(viewer, "dsi", list); a.StatusCode != http.StatusForbidden {
		t.Errorf("X5: a viewer: %d", a.StatusCode)
	}
	hidden, missing := post(other, "dsi", list), post(other, "dsx", list)
	if hidden.StatusCode != http.StatusNotFound || missing.StatusCode != http.StatusNotFound || !sameProblem(t, hidden, missing, "dsi", "dsx") {
		t.Errorf("X1: somebody else's organisation and one that is not: %s and %s", hidden.body, missing.body)
	}

	// A row that is about somebody else's place, or would be, is a fault of it.
	d.put(&directory.Organisation{ID: "others", Name: "De andre", Country: "DK"},
		&directory.Centre{ID: "dk-others", Organisation: "others", Name: "Andres hus", Location: directory.Location{Country: "DK"}, Topics: []string{"loneliness"}})
	for name, row := range map[string]string{
		"by its id":                "Id;Navn\ndk-others;Mit hus\n",
		"by naming another to run": "Navn;Postnr;By;Emner;Organisation\nNyt hus;5000;Odense C;ensomhed;others\n",
		"by moving one away":       "Id;Organisation\ndk-aarhus;others\n",
	} {
		var p api.ImportPreview
		a := post(editor, "dsi", row)
		a.json(t, &p)
		if a.StatusCode != http.StatusCreated || len(p.Faults) == 0 || p.Summary.Added+p.Summary.Changed != 0 {
			t.Errorf("X1 %s: %d %s", name, a.StatusCode, a.body)
		}
	}

	// The preview is for who made it.
	var p api.ImportPreview
	post(editor, "dsi", list).json(t, &p)
	for _, token := range []string{viewer, other} {
		a, b := d.do(http.MethodGet, "/v1/imports/"+p.Id, "", "Authorization", token), d.do(http.MethodGet, "/v1/imports/i-0000000000000000", "", "Authorization", token)
		if a.StatusCode != http.StatusNotFound || !sameProblem(t, a, b) {
			t.Errorf("X1: the preview of somebody else: %s", a.body)
		}
		if a := d.apply(token, p.Id, `{}`); a.StatusCode != http.StatusNotFound {
			t.Errorf("X1: applying the preview of somebody else: %d", a.StatusCode)
		}
	}

	// A role that is taken is gone at once, and a preview does not outlive a day.
	m, leaving := d.member("leaving@example.dk", "editor:organisation:dsi")
	post(leaving, "dsi", list).json(t, &p)
	m.Grants = []staff.Grant{{Role: staff.Viewer, Scope: staff.OverOrganisation, ID: "dsi"}}
	if err := d.office.PutMember(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	if a := d.apply(leaving, p.Id, `{}`); a.StatusCode != http.StatusNotFound {
		t.Errorf("X2: a role that was taken: %d %s", a.StatusCode, a.body)
	}
	post(editor, "dsi", list).json(t, &p)
	d.clock.Move(23*time.Hour + 59*time.Minute)
	_, editor = d.member("editor2@example.dk", "administrator")
	if a := d.do(http.MethodGet, "/v1/imports/"+p.Id, "", "Authorization", editor); a.StatusCode != http.StatusOK {
		t.Errorf("within the day: %d", a.StatusCode)
	}
	d.clock.Move(time.Minute)
	if a := d.apply(editor, p.Id, `{}`); a.StatusCode != http.StatusNotFound {
		t.Errorf("after a day: %d", a.StatusCode)
	}
}

// sameProblem says whether two answers tell the same, but for the names given.
func sameProblem(t *testing.T, a, b answer, names ...string) bool {
	t.Helper()
	var p, q map[string]any
	a.json(t, &p)
	b.json(t, &q)
	delete(p, "instance")
	delete(q, "instance")
	x, _ := json.Marshal(p)
	y, _ := json.Marshal(q)
	if len(names) == 2 {
		x = bytes.ReplaceAll(x, []byte(names[0]), []byte(names[1]))
	}
	return a.StatusCode == b.StatusCode && bytes.Equal(x, y)
}

func TestAnImportThatTakesOutTooMuchIsHeld(t *testing.T) {
	d := importDesk(t)
	_, editor := d.member("editor@example.dk", "editor:organisation:dsi")
	_, administrator := d.member("admin@example.dk", "administrator")
	for i := range 4 {
		d.put(&directory.Centre{ID: fmt.Sprintf("dk-house-%d", i), Organisation: "dsi", Name: fmt.Sprintf("Hus %d", i), Location: directory.Location{Country: "DK", Town: "Odense"}, Topics: []string{"loneliness"}})
	}
	keep := func(houses ...int) string {
		list := "Id;Navn\ndk-aarhus;headspace Aarhus\n"
		for _, i := range houses {
			list += fmt.Sprintf("dk-house-%d;Hus %d\n", i, i)
		}
		return list
	}
	// One of five is no more than a fifth.
	p := d.send(editor, keep(0, 1, 2), "organisation", "dsi", "complete", "yes")
	if p.Held || p.Summary.Dropped != 1 || p.Dropped[0].Id != "dk-house-3" || p.Share != 0.2 {
		t.Errorf("a fifth: %+v", p)
	}
	// Two are; what is not complete takes nothing out.
	if p := d.send(editor, keep(0, 1), "organisation", "dsi"); p.Held || p.Summary.Dropped != 0 {
		t.Errorf("a list that is not all: %+v", p)
	}
	p = d.send(editor, keep(0, 1), "organisation", "dsi", "complete", "yes")
	if !p.Held || p.Why == nil || !strings.Contains(*p.Why, "40%") || p.Summary.Dropped != 2 {
		t.Fatalf("two fifths: %+v", p)
	}
	if a := d.apply(editor, p.Id, `{}`); a.StatusCode != http.StatusConflict {
		t.Errorf("held: %d %s", a.StatusCode, a.body)
	}
	if a := d.apply(editor, p.Id, `{"release": true}`); a.StatusCode != http.StatusForbidden {
		t.Errorf("an editor lets it through: %d %s", a.StatusCode, a.body)
	}
	if a := d.apply(administrator, p.Id, `{}`); a.StatusCode != http.StatusConflict {
		t.Errorf("nobody said so: %d", a.StatusCode)
	}
	a := d.apply(administrator, p.Id, `{"release": true}`)
	var done api.ImportOutcome
	a.json(t, &done)
	if a.StatusCode != http.StatusOK || done.Dropped != 2 {
		t.Fatalf("released: %d %s", a.StatusCode, a.body)
	}
	if a := d.do(http.MethodGet, "/v1/centres/dk-house-3", ""); a.StatusCode != http.StatusGone {
		t.Errorf("what was to go: %d", a.StatusCode)
	}
}

func TestAnImportIsAppliedOnSightOfWhatItSaw(t *testing.T) {
	d := importDesk(t)
	_, editor := d.member("editor@example.dk", "editor:organisation:dsi")
	p := d.send(editor, "Id;Navn;Postnr;By;Telefon;Emner\ndk-aarhus;headspace Aarhus;;;70221001;\n;Plexus;5000;Odense C;;ensomhed\n", "organisation", "dsi")
	if len(p.Added) != 1 || len(p.Changed) != 1 {
		t.Fatalf("%+v %+v", p.Summary, p.Faults)
	}
	tag := d.etag(aarhusRecord, editor)
	if a := d.do(http.MethodPatch, aarhus, `{"name": "headspace Aarhus C"}`, "Authorization", editor, "Content-Type", mergePatch, "If-Match", tag); a.StatusCode != http.StatusOK {
		t.Fatal(a.body)
	}
	if a := d.apply(editor, p.Id, `{}`); a.StatusCode != http.StatusPreconditionFailed || !strings.Contains(a.body, "Send the list again") {
		t.Errorf("somebody was faster: %d %s", a.StatusCode, a.body)
	}
	if a := d.do(http.MethodGet, "/v1/centres/dk-plexus-odense", ""); a.StatusCode != http.StatusNotFound {
		t.Errorf("half of it was applied: %d", a.StatusCode)
	}
}

// A step that breaks in the middle leaves nothing behind: here one that takes
// out what an activity refers to.
func TestNothingIsHalfApplied(t *testing.T) {
	d := importDesk(t)
	_, administrator := d.member("admin@example.dk", "administrator")
	p := d.send(administrator, "Navn;Postnr;By;Emner\nPlexus;5000;Odense C;ensomhed\n", "organisation", "dsi", "complete", "yes")
	before, _ := d.catalogue.LastChange(t.Context())
	a := d.apply(administrator, p.Id, `{"release": true}`)
	if a.StatusCode != http.StatusConflict {
		t.Errorf("%d %s", a.StatusCode, a.body)
	}
	if after, _ := d.catalogue.LastChange(t.Context()); after != before {
		t.Errorf("%d changes were made", after-before)
	}
}

func TestWhereANetworkAsksAnImportWaits(t *testing.T) {
	d := importDesk(t)
	_, editor := d.member("editor@example.dk", "editor:organisation:dsi")
	_, assessor := d.member("assessor@example.dk", "assessor:network:headspace-danmark")
	change, err := d.catalogue.Entry(t.Context(), directory.Key{Kind: directory.KindNetwork, ID: "headspace-danmark"})
	if err != nil {
		t.Fatal(err)
	}
	network := *change.Entry.(*directory.Network)
	network.Rules.Approval = true
	d.put(&network)

	p := d.send(editor, "Navn;Postnr;By;Emner\nPlexus;5000;Odense C;ensomhed\nHuset;8000;Aarhus C;ensomhed\n", "organisation", "dsi")
	a := d.apply(editor, p.Id, `{}`)
	var done api.ImportOutcome
	a.json(t, &done)
	if a.StatusCode != http.StatusOK || done.Drafts != 2 || done.Added != 0 || done.Entries[0].Draft == nil {
		t.Fatalf("%d %s", a.StatusCode, a.body)
	}
	if again := d.apply(editor, p.Id, `{}`); again.body != a.body {
		t.Errorf("applied twice: %s", again.body)
	}
	var drafts api.DraftList
	d.do(http.MethodGet, "/v1/drafts", "", "Authorization", assessor).json(t, &drafts)
	if len(drafts.Drafts) != 2 {
		t.Fatalf("%d drafts wait", len(drafts.Drafts))
	}
	if a := d.do(http.MethodPost, "/v1/drafts/"+*done.Entries[0].Draft+"/decide", `{"decision": "approve"}`, "Authorization", assessor); a.StatusCode != http.StatusCreated {
		t.Errorf("approved: %d %s", a.StatusCode, a.body)
	}
	if a := d.do(http.MethodGet, "/v1/centres/dk-plexus-odense", ""); a.StatusCode != http.StatusOK {
		t.Errorf("the place: %d", a.StatusCode)
	}
}

// forgetful is an office that fails once to write down what an import came to,
// as if the machine had stopped at that moment.
type forgetful struct {
	api.Office
	failed atomic.Bool
}

func (f *forgetful) FinishPreview(ctx context.Context, id string, done staff.PreviewOutcome, drafts []staff.Draft) error {
	if f.failed.CompareAndSwap(false, true) {
		return errors.New("the machine stopped")
	}
	return f.Office.FinishPreview(ctx, id, done, drafts)
}

func TestAnImportThatWasCutOffIsFinishedAndNotRepeated(t *testing.T) {
	d := importDesk(t, func(o *api.Options) { o.Office = &forgetful{Office: o.Office} })
	_, editor := d.member("editor@example.dk", "editor:organisation:dsi")
	p := d.send(editor, "Id;Navn;Postnr;By;Telefon;Emner\ndk-aarhus;headspace Aarhus;;;70221001;\n;Plexus;5000;Odense C;;ensomhed\n", "organisation", "dsi")
	if a := d.apply(editor, p.Id, `{}`); a.StatusCode != http.StatusInternalServerError {
		t.Fatalf("cut off: %d", a.StatusCode)
	}
	last, _ := d.catalogue.LastChange(t.Context())
	a := d.apply(editor, p.Id, `{}`)
	var done api.ImportOutcome
	a.json(t, &done)
	if a.StatusCode != http.StatusOK || done.Added != 1 || done.Changed != 1 {
		t.Errorf("again: %d %s", a.StatusCode, a.body)
	}
	if now, _ := d.catalogue.LastChange(t.Context()); now != last {
		t.Errorf("it was repeated: %d changes more", now-last)
	}
}
