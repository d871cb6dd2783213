package api_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"net"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"walkin/internal/staff"
)

// X29: what a partner sends keeps to the rules for members, row by row.
func TestX29APartnersFeedIsHeldToTheSameRules(t *testing.T) {
	d := importDesk(t)
	_, editor := d.member("editor@example.dk", "editor:organisation:dsi")
	house := func(id, more string) string {
		return `{"kind":"centre","entry":{"id":"` + id + `","organisation":"dsi","name":"Hus","location":{"town":"Odense","country":"DK"},"topics":["loneliness"]` + more + `}}`
	}
	lines := []string{
		house("dk-good", ""),
		house("dk-type", `,"capacity":"many"`),
		strings.Replace(house("dk-script", ""), `"Hus"`, `"<script>alert(1)</script>"`, 1),
		house("dk-link", `,"contact":{"url":"javascript:alert(1)"}`),
		house("dk-huge", `,"ages":{"min":99999999999999999999}`),
		house("dk-point", "") + `{"kind":"centre"}`,
		house("dk-1900", `,"provenance":{"verified_at":"1900-01-01","verified_by":"us"}`),
		strings.Replace(house("dk-far", ""), `"country":"DK"`, `"country":"DK","point":{"lat":1e300,"lon":0},"precision":"exact"`, 1),
		`{"kind":"topic","entry":{"id":"mine","kind":"about","label":{"da":"Mit"}}}`,
		strings.Replace(house("dk-elsewhere", ""), `"dsi"`, `"nobody"`, 1),
		house("dk-good", ""),
		"garbage",
	}
	p := d.send(editor, strings.Join(lines, "\n"), "organisation", "dsi")
	rows := make(map[int]bool)
	for _, f := range p.Faults {
		if f.Text == "" || strings.Contains(f.Text, "{") {
			t.Errorf("row %d: %q", f.Row, f.Text)
		}
		rows[f.Row] = true
	}
	for n := 2; n <= len(lines); n++ {
		// A name is text: it is shown as it stands and runs nowhere (X16).
		if rows[n] != (n != 3) {
			t.Errorf("row %d, %s: faulty %v", n, lines[n-1], rows[n])
		}
	}
	if rows[1] || p.Summary.Added != 2 || p.Format != "jsonl" {
		t.Errorf("%+v %+v", p.Summary, p.Faults)
	}
}

// X13: an address in a list is data. Nobody looks what is there.
func TestX13NothingInAListIsFetched(t *testing.T) {
	d := importDesk(t)
	_, editor := d.member("editor@example.dk", "editor:organisation:dsi")
	trap, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer trap.Close()
	var dialled atomic.Int32
	go func() {
		for {
			c, err := trap.Accept()
			if err != nil {
				return
			}
			dialled.Add(1)
			_ = c.Close()
		}
	}()
	address := "http://" + trap.Addr().String() + "/latest/meta-data"
	p := d.send(editor, "Navn;Postnr;By;Emner;Hjemmeside\nPlexus;5000;Odense C;ensomhed;"+address+"\nFil;5000;Odense C;ensomhed;file:///etc/passwd\n", "organisation", "dsi")
	if p.Summary.Added != 1 || len(p.Faults) != 1 || p.Faults[0].Code != "link" {
		t.Errorf("%+v %+v", p.Summary, p.Faults)
	}
	if a := d.apply(editor, p.Id, `{"rows_with_faults": "skip"}`); a.StatusCode != http.StatusOK {
		t.Fatal(a.body)
	}
	for _, path := range []string{"/v1/centres/dk-plexus-odense", "/da/c/dk-plexus-odense", "/feeds/listings", "/centres/dk-plexus-odense.jsonld"} {
		d.do(http.MethodGet, path, "")
	}
	if n := dialled.Load(); n > 0 {
		t.Errorf("it was dialled %d times", n)
	}
}

// X15: a formula is refused as a name in a sheet, and harmless in a sheet that
// leaves, however it came in.
func TestX15NoFormulaLeavesInASheet(t *testing.T) {
	d := importDesk(t)
	_, editor := d.member("editor@example.dk", "editor:organisation:dsi")
	const formula = `=HYPERLINK("https://evil.example")`
	p := d.send(editor, "Navn;Postnr;By;Emner\n\"=HYPERLINK(\"\"https://evil.example\"\")\";5000;Odense C;ensomhed\n", "organisation", "dsi")
	if p.Summary.Added != 0 || p.Faults[0].Code != "formula" {
		t.Errorf("%+v", p)
	}
	name, _ := json.Marshal(formula)
	p = d.send(editor, `{"kind":"centre","entry":{"id":"dk-evil","organisation":"dsi","name":`+string(name)+`,"location":{"town":"Odense","country":"DK"},"topics":["loneliness"]}}`, "organisation", "dsi")
	if p.Summary.Added != 1 {
		t.Fatalf("%+v", p)
	}
	if a := d.apply(editor, p.Id, `{}`); a.StatusCode != http.StatusOK {
		t.Fatal(a.body)
	}
	feed := d.do(http.MethodGet, "/feeds/listings.csv", "").body
	if strings.Contains(feed, `,"=HYP`) || strings.Contains(feed, ",=HYP") || !strings.Contains(feed, `'=HYPERLINK`) {
		t.Errorf("the feed has a formula: %s", feed)
	}
}

func TestWhatAnImportTakes(t *testing.T) {
	d := importDesk(t)
	_, editor := d.member("editor@example.dk", "editor:organisation:dsi")
	const list = "Navn;Postnr;By;Emner\nPlexus;5000;Odense C;ensomhed\n"
	for _, c := range []struct {
		name, query, contentType, body string
		status                         int
		says                           string
	}{
		{"CSV as it is", "organisation=dsi", "text/csv", list, 201, ""},
		{"bytes without a type of their own", "organisation=dsi&kind=centre&country=DK&lang=da&complete=false", "application/octet-stream", list, 201, ""},
		{"GeoJSON under any name", "organisation=dsi", "text/csv",
			`{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Point","coordinates":[10.39,55.4]},"properties":{"navn":"Plexus","by":"Odense","emner":"ensomhed"}}]}`, 201, `"geojson"`},
		{"a topic for rows that name none", "organisation=dsi&topics=gambling", "text/csv", "Navn;Postnr;By\nPlexus;5000;Odense C\n", 201, `"added":1`},
		{"no organisation", "", "text/csv", list, 400, "organisation"},
		{"no list", "organisation=dsi", "text/csv", "", 400, "file"},
		{"a country without places", "organisation=dsi&country=SE", "text/csv", list, 400, "country"},
		{"a kind that lists have not", "organisation=dsi&kind=topic", "text/csv", list, 400, "kind"},
		{"a topic that does not exist", "organisation=dsi&topics=frob", "text/csv", list, 400, "topics"},
		{"what a person typed in an address", "organisation=dsi&text=frob", "text/csv", list, 400, "text"},
		{"another type", "organisation=dsi", "text/plain", list, 415, ""},
		{"an old Excel file", "organisation=dsi", "application/octet-stream", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1........", 400, "XLSX"},
		{"X12: a damaged archive", "organisation=dsi", "application/octet-stream", "PK\x03\x04 nothing", 400, "damaged"},
		{"nothing that anybody reads", "organisation=dsi", "application/octet-stream", "\x00\x01\x02", 400, ""},
		{"X10: 10 MB and more", "organisation=dsi", "text/csv", list + strings.Repeat(";;;\n", 2_700_000), 413, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := d.do(http.MethodPost, "/v1/imports?"+c.query, c.body, "Authorization", editor, "Content-Type", c.contentType)
			if a.StatusCode != c.status || !strings.Contains(a.body, c.says) {
				t.Errorf("%d %s", a.StatusCode, a.body)
			}
		})
	}
	if a := d.do(http.MethodPost, "/v1/imports?organisation=dsi", list, "Authorization", editor, "Content-Type", "text/csv", "Content-Encoding", "gzip"); a.StatusCode != 415 {
		t.Errorf("X11: packed: %d", a.StatusCode)
	}
	for name, fields := range map[string][]string{
		"a field that there is not": {"organisation", "dsi", "verified", "yes"},
		"a field twice":             {"organisation", "dsi", "organisation", "dsi"},
		"neither yes nor no":        {"organisation", "dsi", "complete", "perhaps"},
		"a field without an end":    {"organisation", strings.Repeat("x", 2000)},
	} {
		body, contentType := multipartList(t, []byte(list), fields...)
		if a := d.do(http.MethodPost, "/v1/imports", body, "Authorization", editor, "Content-Type", contentType); a.StatusCode != 400 {
			t.Errorf("%s: %d %s", name, a.StatusCode, a.body)
		}
	}
	// Other routes keep their limit.
	if a := d.do(http.MethodPost, "/v1/closures", `{"centres":["`+strings.Repeat("x", 70<<10)+`"]}`, "Authorization", editor); a.StatusCode != 413 {
		t.Errorf("another route: %d", a.StatusCode)
	}
}

func TestTemplatesAreReadAsTheyAreWritten(t *testing.T) {
	d := importDesk(t)
	_, editor := d.member("editor@example.dk", "editor:organisation:dsi")
	for _, query := range []string{"", "?kind=centre&lang=da&format=csv", "?kind=activity&lang=nl&format=xlsx", "?kind=centre&lang=da&format=xlsx"} {
		a := d.do(http.MethodGet, "/v1/imports/template"+query, "", "Authorization", editor)
		if a.StatusCode != http.StatusOK || !strings.HasPrefix(a.Header.Get("Content-Disposition"), "attachment; ") {
			t.Fatalf("%s: %d", query, a.StatusCode)
		}
		p := d.send(editor, a.body, "organisation", "dsi")
		if len(p.Faults) != 1 || p.Faults[0].Code != "example" {
			t.Errorf("%s: %+v", query, p.Faults)
		}
	}
	if a := d.do(http.MethodGet, "/v1/imports/template?kind=topic", "", "Authorization", editor); a.StatusCode != 400 {
		t.Errorf("%d", a.StatusCode)
	}
}

// X11: a small file that unpacks to a large one is refused before it is
// unpacked.
func TestX11AWorkbookThatUnpacksToTooMuchIsRefused(t *testing.T) {
	d := importDesk(t)
	_, editor := d.member("editor@example.dk", "editor:organisation:dsi")
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, name := range []string{"[Content_Types].xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml"} {
		part, err := w.Create(name)
		for range 60 {
			if err == nil {
				_, err = part.Write(make([]byte, 1<<20))
			}
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	a := d.do(http.MethodPost, "/v1/imports?organisation=dsi", b.String(), "Authorization", editor, "Content-Type", "application/octet-stream")
	runtime.ReadMemStats(&after)
	if a.StatusCode != http.StatusBadRequest || after.TotalAlloc-before.TotalAlloc > 64<<20 {
		t.Errorf("%d %s, after %d MB", a.StatusCode, a.body, (after.TotalAlloc-before.TotalAlloc)>>20)
	}
}

// Lists that come at once are read one after another, and all of them are.
func TestListsThatComeAtOnceAreAllRead(t *testing.T) {
	d := importDesk(t)
	_, editor := d.member("editor@example.dk", "editor:organisation:dsi")
	body, contentType := multipartList(t, []byte(planted), "organisation", "dsi")
	var wait sync.WaitGroup
	statuses := make([]int, 6)
	for i := range statuses {
		wait.Go(func() {
			r, err := http.NewRequest(http.MethodPost, d.url+"/v1/imports", strings.NewReader(body))
			if err != nil {
				return
			}
			r.Header.Set("Authorization", editor)
			r.Header.Set("Content-Type", contentType)
			if a, err := d.client.Do(r); err == nil {
				statuses[i] = a.StatusCode
				_ = a.Body.Close()
			}
		})
	}
	wait.Wait()
	for _, status := range statuses {
		if status != http.StatusCreated {
			t.Errorf("the statuses are %v", statuses)
		}
	}
}

// X22: a form that another site makes a browser send changes nothing, and is
// not even read.
func TestX22AnotherSiteSendsNoList(t *testing.T) {
	d := importDesk(t)
	m, _ := d.member("editor@example.dk", "editor:organisation:dsi")
	session, secret, hash := staff.NewSession(m.ID, d.clock.Now())
	if err := d.office.BeginSession(t.Context(), session, hash); err != nil {
		t.Fatal(err)
	}
	body, contentType := multipartList(t, []byte(planted), "organisation", "dsi")
	for site, want := range map[string]int{"same-origin": http.StatusSeeOther, "cross-site": http.StatusForbidden, "same-site": http.StatusForbidden} {
		a := d.do(http.MethodPost, "/staff/import", body, "Cookie", "__Host-walkin="+secret, "Content-Type", contentType, "Sec-Fetch-Site", site)
		if a.StatusCode != want {
			t.Errorf("%s: %d", site, a.StatusCode)
		}
	}
	waiting, err := d.office.Previews(t.Context())
	if err != nil || len(waiting) != 1 {
		t.Errorf("%d lists wait, %v", len(waiting), err)
	}
}
