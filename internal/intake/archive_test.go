package intake_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"walkin/internal/directory"
	"walkin/internal/intake"
	"walkin/internal/problem"
)

// packed changes the parts of a workbook.
func packed(t testing.TB, b []byte, change func(w *zip.Writer), skip ...string) []byte {
	t.Helper()
	in, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, f := range in.File {
		if slices.Contains(skip, f.Name) {
			continue
		}
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		part(t, w, f.Name, r)
	}
	change(w)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func part(t testing.TB, w *zip.Writer, name string, content io.Reader) {
	t.Helper()
	f, err := w.Create(name)
	if err == nil {
		_, err = io.Copy(f, content)
	}
	if err != nil {
		t.Fatal(err)
	}
}

var list = [][]string{{"Navn", "By"}, {"Huset", "Odense"}}

func TestX11AndX12HostileWorkbooksAreRefused(t *testing.T) {
	plain := workbook(t, list)
	add := func(name, content string) []byte {
		return packed(t, plain, func(w *zip.Writer) { part(t, w, name, strings.NewReader(content)) })
	}
	sheet := "xl/worksheets/sheet1.xml"
	begin := `<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`
	instead := func(content string) []byte {
		return packed(t, plain, func(w *zip.Writer) { part(t, w, sheet, strings.NewReader(content)) }, sheet)
	}
	var cells strings.Builder
	for i := range 1000 {
		name, _ := excelize.ColumnNumberToName(i + 1)
		fmt.Fprintf(&cells, `<c r="%s1" t="inlineStr"><is><t>h%d</t></is></c>`, name, i)
	}
	for name, b := range map[string][]byte{
		"a part that unpacks to far more": add("xl/media/a.xml", strings.Repeat("a", 12<<20)),
		"more than 64 MB":                 packed(t, plain, func(w *zip.Writer) { part(t, w, "xl/media/a.bin", io.LimitReader(noise{}, 65<<20)) }),
		"a path that leads out":           add("../../etc/x", "x"),
		"a path from the root":            add("/etc/x", "x"),
		"a path of Windows":               add(`..\..\x`, "x"),
		"a drive":                         add(`C:\x`, "x"),
		"a macro":                         add("xl/vbaProject.bin", "x"),
		"an external link":                add("xl/externalLinks/externalLink1.xml", "<x/>"),
		"an entity":                       add("xl/x.xml", `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]><x>&y;</x>`),
		"an entity across a buffer":       add("xl/x.xml", strings.Repeat(" x", (32<<10)-3)+"<!doctype x>"),
		"two parts of one name":           add("xl/workbook.xml", "<x/>"),
		"a symbolic link": packed(t, plain, func(w *zip.Writer) {
			h := &zip.FileHeader{Name: "xl/link"}
			h.SetMode(fs.ModeSymlink | 0o777)
			f, err := w.CreateHeader(h)
			if err == nil {
				_, err = f.Write([]byte("/etc/passwd"))
			}
			if err != nil {
				t.Fatal(err)
			}
		}),
		"too many parts": packed(t, plain, func(w *zip.Writer) {
			for i := range 2001 {
				part(t, w, fmt.Sprintf("xl/media/%d", i), strings.NewReader(""))
			}
		}),
		"too many sheets": packed(t, plain, func(w *zip.Writer) {
			for i := range 101 {
				part(t, w, fmt.Sprintf("xl/worksheets/sheet%d.xml", i+2), strings.NewReader("<x/>"))
			}
		}),
		"too many columns":       instead(begin + `<row r="1">` + cells.String() + `</row></sheetData></worksheet>`),
		"a column that is none":  instead(begin + `<row r="1"><c r="ABCDEFG1"><v>1</v></c></row></sheetData></worksheet>`),
		"a row far below":        instead(begin + `<row r="1"><c r="A1"><v>1</v></c></row><row r="99999999"><c r="A99999999"><v>1</v></c></row></sheetData></worksheet>`),
		"no workbook":            packed(t, plain, func(*zip.Writer) {}, "xl/workbook.xml"),
		"a file cut in two":      plain[:len(plain)/2],
		"an old Excel file":      []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and more"),
		"an OpenDocument sheet":  []byte("PK\x03\x04 mimetypeapplication/vnd.oasis.opendocument.spreadsheet"),
		"no archive":             []byte("Navn;By"),
		"more than ten megabyte": make([]byte, intake.MaxBytes+1),
	} {
		begun := time.Now()
		r, err := intake.XLSX(b, danish())
		if problem.KindOf(err) != problem.Invalid {
			t.Errorf("%s: %v %v", name, r, err)
		}
		if took := time.Since(begun); took > 3*time.Second {
			t.Errorf("%s took %s", name, took)
		}
	}
	if _, err := intake.XLSX(packed(t, plain, func(*zip.Writer) {}), danish()); err != nil {
		t.Errorf("the same packed anew: %v", err)
	}
}

// noise does not pack well: a generator of Lehmer's.
type noise struct{}

func (noise) Read(b []byte) (int, error) {
	x := uint32(1)
	for i := range b {
		x = uint32(uint64(x) * 48271 % 0x7fffffff)
		b[i] = byte(x >> 8 & 0x0f)
	}
	return len(b), nil
}

func TestXLSXReadsCellsAsPeopleSeeThem(t *testing.T) {
	rows := [][]string{{"Liste over aktiviteter"}, {}, {"Titel", "Sted", "By", "Dato", "Starttid", "Alder", "Telefon", "Postnr"}, {"Brætspil", "Sal 1", "Odense", "", "", "15-25", "", ""}}
	b := workbook(t, rows, func(f *excelize.File) {
		american, err := f.NewStyle(&excelize.Style{NumFmt: 14})
		if err != nil {
			t.Fatal(err)
		}
		for cell, v := range map[string]any{"D4": 46329, "E4": 0.8125, "G4": 65123456, "H4": 5000} {
			if err := f.SetCellValue("Sheet1", cell, v); err != nil {
				t.Fatal(err)
			}
		}
		if err := f.SetCellStyle("Sheet1", "D4", "D4", american); err != nil {
			t.Fatal(err)
		}
		if err := f.MergeCell("Sheet1", "A1", "D1"); err != nil {
			t.Fatal(err)
		}
		if _, err := f.NewSheet("Noter"); err != nil {
			t.Fatal(err)
		}
		if err := f.SetCellStr("Noter", "A1", "x"); err != nil {
			t.Fatal(err)
		}
	})
	r, err := intake.XLSX(b, danish())
	if err != nil {
		t.Fatal(err)
	}
	a := activity(t, r, 0)
	if s := a.Hours.Sessions[0]; s.Date.String() != "2026-11-03" || s.Opens.String() != "19:30" || s.Closes != nil {
		t.Errorf("%+v", s)
	}
	if a.Contact.Phone != "65123456" || a.Location.PostalCode != "5000" || r.Rows[0].Number != 4 || r.Sheet != "Sheet1" || !slices.Equal(r.Others, []string{"Noter"}) {
		t.Errorf("%+v %+v %+v", a, a.Location, r)
	}
	o := danish()
	o.Sheet = "Findes ikke"
	if _, err := intake.XLSX(b, o); problem.KindOf(err) != problem.Invalid {
		t.Errorf("a sheet that is not there: %v", err)
	}
}

func TestX15FormulasInAWorkbook(t *testing.T) {
	b := workbook(t, [][]string{{"Navn", "By", "Hjemmeside", "Telefon"}, {"Huset", "Odense", "", ""}, {"Klubben", "Odense", "", "65123456"}}, func(f *excelize.File) {
		if err := f.SetCellFormula("Sheet1", "C2", `HYPERLINK("https://evil.example","x")`); err != nil {
			t.Fatal(err)
		}
	})
	r, err := intake.XLSX(b, danish())
	if err != nil {
		t.Fatal(err)
	}
	if got := faultsOf(r); !slices.Equal(got, []string{"2 C formula"}) {
		t.Errorf("%v %+v", got, r.Faults)
	}
	if r.Rows[1].Entry == nil {
		t.Error("the row without a formula was not read")
	}
}

func TestGeoJSONGivesExactPoints(t *testing.T) {
	b := []byte(`{"type":"FeatureCollection","features":[
		{"type":"Feature","geometry":{"type":"Point","coordinates":[10.388,55.396]},"properties":{"name":"Huset","addr:city":"Odense","opening_hours":"Mo-Fr 10:00-16:00; PH off","phone":65123456,"free":true,"note":{"a":1},"languages":["da","en"]}},
		{"type":"Feature","geometry":{"type":"Polygon","coordinates":[]},"properties":{"name":"En park"}},
		{"type":"Feature","geometry":null,"properties":{"name":"Klubben","addr:city":"Odense","opening_hours":"altid når vi har lyst"}},
		{"type":"Feature","geometry":{"type":"Point","coordinates":[0,0]},"properties":{"name":"Intet sted"}}]}`)
	if f := intake.Sniff(b); f != intake.FormatGeoJSON {
		t.Errorf("sniffed %q", f)
	}
	r, err := intake.GeoJSON(b, danish())
	if err != nil {
		t.Fatal(err)
	}
	if got := faultsOf(r); !slices.Equal(got, []string{"3  hours", "2  feature", "4  feature"}) {
		t.Errorf("%v %+v", got, r.Faults)
	}
	c, ok := r.Rows[0].Entry.(*directory.Centre)
	if !ok || c.Location.Point.Lat != 55.396 || c.Location.Precision != directory.PreciseExact || c.Location.Municipality != "0461" ||
		c.Promises.Free != directory.Yes || c.Contact.Phone != "65123456" || len(c.Hours.Weekly) != 1 || !slices.Equal(c.Languages, []string{"da", "en"}) {
		t.Errorf("%+v", r.Rows[0].Entry)
	}
	for _, bad := range []string{"", "{}", `{"type":"FeatureCollection"}`, `{"type":"FeatureCollection","features":[]}`, "[1]"} {
		if _, err := intake.GeoJSON([]byte(bad), danish()); problem.KindOf(err) != problem.Invalid {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

func TestSniff(t *testing.T) {
	for want, b := range map[intake.Format][]byte{
		intake.FormatCSV: []byte("\xef\xbb\xbfNavn;By"), intake.FormatXLSX: workbook(t, list), intake.FormatJSONLines: []byte(`{"kind":"centre","entry":{}}`),
		intake.FormatXLS: []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), intake.FormatUnknown: []byte("\x89PNG\x00\x00"), intake.FormatGeoJSON: []byte(` {"type": "FeatureCollection"`),
	} {
		if got := intake.Sniff(b); got != want {
			t.Errorf("%.20q: %q, want %q", b, got, want)
		}
	}
}
