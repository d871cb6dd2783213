package intake_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"walkin/internal/directory"
	"walkin/internal/intake"
	"walkin/internal/problem"
)

// hold checks what is promised of every sheet, whatever it holds.
func hold(t *testing.T, r *intake.Result, err error) {
	t.Helper()
	if err != nil {
		if problem.KindOf(err) != problem.Invalid {
			t.Fatalf("%v", err)
		}
		return
	}
	faulty := make(map[int]bool)
	for _, f := range r.Faults {
		faulty[f.Row] = true
		if f.Row < 0 || f.Message == "" || strings.ContainsRune(f.Message, '{') && f.Code != "rule" && f.Params == nil {
			t.Fatalf("%+v", f)
		}
		if q := f.Params["text"]; utf8.RuneCountInString(q) > 60 || strings.ContainsAny(q, "\n\r\u202e") {
			t.Fatalf("quotes %q", q)
		}
	}
	keys := make(map[directory.Key]bool)
	for _, row := range r.Rows {
		if row.Entry == nil {
			continue
		}
		if faulty[row.Number] {
			t.Fatalf("row %d is faulty and has an entry", row.Number)
		}
		if err := directory.Validate(row.Entry); err != nil {
			t.Fatalf("row %d: %v", row.Number, err)
		}
		if keys[row.Entry.Key()] {
			t.Fatalf("%s stands there twice", row.Entry.Key())
		}
		keys[row.Entry.Key()] = true
	}
}

// quick are options without the gazetteer, which a fuzzer would wait for.
func quick() intake.Options {
	o := with(danish(), house())
	o.Places, o.Topics = nil, nil
	return o
}

func FuzzCSV(f *testing.F) {
	f.Add(written(f, ';', planted))
	f.Add([]byte("sep=;\r\nTitel;Sted;Dato;Tid\r\nBrætspil;Huset;3/11-2026;13u30-16u30\r\n"))
	f.Add([]byte("Navn\tPostnr og by\tmandag\tLukket\nHuset\t8000 Aarhus\t10-12\t1/7 til 1/8-2026: ferie"))
	f.Add([]byte("\xff\xfeN\x00a\x00"))
	f.Add([]byte("id;naam;lat;lon;leeftijd\ndk-huset;Huset;56,1;10,2;12 t/m 25\n;Ander;x;;"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) > 1<<16 {
			return
		}
		r, err := intake.CSV(b, quick())
		hold(t, r, err)
	})
}

func FuzzXLSX(f *testing.F) {
	f.Add(workbook(f, planted))
	f.Add(workbook(f, list))
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) > 1<<17 {
			return
		}
		r, err := intake.XLSX(b, quick())
		hold(t, r, err)
	})
}

func FuzzGeoJSON(f *testing.F) {
	f.Add([]byte(`{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Point","coordinates":[10.3,55.3]},"properties":{"name":"Huset","ages":"15-25"}}]}`))
	f.Add([]byte(`{"type":"FeatureCollection","features":[{"type":"Feature","geometry":null,"properties":null}]}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) > 1<<16 {
			return
		}
		r, err := intake.GeoJSON(b, quick())
		hold(t, r, err)
	})
}

func FuzzHours(f *testing.F) {
	for _, text := range []string{"Man-tor 12-17, fre lukket", "13u30-16u30", "hver anden onsdag", "1. og 3. tirsdag i måneden 16-18", "Mo-Fr 09:00-17:00; PH off", "10-2pm Monday", "efter aftale", "lukket lørdag"} {
		for _, lang := range []string{"da", "nl", "en", ""} {
			f.Add(text, lang)
		}
	}
	f.Fuzz(func(t *testing.T, text, lang string) {
		s, faults := intake.Hours(text, lang, "Europe/Copenhagen")
		if wrong := s.Validate(); len(wrong) > 0 {
			t.Fatalf("%q: %v", text, wrong)
		}
		if len(faults) > 0 && s.Zone != "" {
			t.Fatalf("%q: read in part", text)
		}
		if strings.TrimSpace(text) != "" && len(faults) == 0 && s.Zone == "" {
			t.Fatalf("%q: neither read nor refused", text)
		}
	})
}
