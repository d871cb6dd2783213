package intake_test

import (
	"slices"
	"testing"

	"walkin/internal/directory"
	"walkin/internal/intake"
)

func TestCompareHoldsAListThatDropsTooMuch(t *testing.T) {
	var all []directory.Entry
	for _, id := range []string{"a", "b", "c", "d", "e"} {
		c := house()
		c.ID, c.Name = id, "Hus "+id
		all = append(all, c)
	}
	foreign := house()
	foreign.ID, foreign.Organisation = "x", "andre"
	o := with(danish(), append(all, foreign)...)
	diff := func(a, b directory.Entry) []intake.Field { return []intake.Field{{Pointer: "/contact/phone"}} }
	lines := []string{"id;telefon", "a;", "b;86123456", "c;ikke et nummer", "d;"}
	for _, c := range []struct {
		name     string
		lines    []string
		complete bool
		dropped  int
		held     bool
	}{
		{"a list that is not complete drops nothing", lines, false, 0, false},
		{"one of five is a fifth and not more", lines, true, 1, false},
		{"two of five are held", lines[:4], true, 2, true},
	} {
		o.Complete = c.complete
		p := intake.Compare(readCSV(t, o, c.lines...), o.Entries, o, diff)
		if len(p.Dropped) != c.dropped || p.Held != c.held || p.Same < 1 || len(p.Changed) != 1 || p.Changed[0].Title != "Hus b" || len(p.Changed[0].Fields) != 1 {
			t.Errorf("%s: %+v", c.name, p)
		}
	}
}

func TestTemplatesAreReadBackWhole(t *testing.T) {
	for _, kind := range []directory.Kind{directory.KindCentre, directory.KindActivity} {
		for _, lang := range []string{"da", "nl", "en"} {
			asCSV, err := intake.TemplateCSV(kind, lang)
			if err != nil {
				t.Fatal(err)
			}
			asXLSX, err := intake.TemplateXLSX(kind, lang)
			if err != nil {
				t.Fatal(err)
			}
			o := danish()
			o.Lang = lang
			fromCSV, err := intake.CSV(asCSV, o)
			if err != nil {
				t.Fatal(err)
			}
			fromXLSX, err := intake.XLSX(asXLSX, o)
			if err != nil {
				t.Fatal(err)
			}
			for name, r := range map[string]*intake.Result{"csv": fromCSV, "xlsx": fromXLSX} {
				if r.Kind != kind {
					t.Errorf("%s %s %s: taken for a list of %s", name, kind, lang, r.Kind)
				}
				for _, m := range r.Mapping {
					if m.Field == "" {
						t.Errorf("%s %s %s: %q is not mapped", name, kind, lang, m.Header)
					}
				}
				if got := faultsOf(r); !slices.Equal(got, []string{"2 A example"}) {
					t.Errorf("%s %s %s: %v", name, kind, lang, got)
				}
			}
			// The example is such that it would be read, were it not one.
			rows := intake.Template(kind, lang)
			rows[1][0] = "Huset"
			if kind == directory.KindActivity {
				rows[1][1] = "Huset"
			}
			if lang == "nl" {
				o.Country = "BE"
			}
			sound(t, readCSV(t, o, string(written(t, ';', rows))))
		}
	}
}
