package directory_test

import (
	"bytes"
	"testing"

	"walkin/internal/directory"
	"walkin/internal/geo"
	"walkin/internal/schedule"
)

// Reusing the stored JSON is only right where the public form is the same.
func TestThePublicBodyIsThatOfThePublicEntry(t *testing.T) {
	point := geo.Point{Lat: 56.123456, Lon: 10.654321}
	hidden := directory.Location{Street: "Skjultgade 77", Country: "DK", Municipality: "0751", Point: &point, Precision: directory.PreciseExact, Visibility: directory.VisibleNone}
	area := hidden
	area.Visibility = directory.VisibleArea
	exact := hidden
	exact.Visibility = directory.VisibleExact
	entries := []directory.Entry{
		&directory.Centre{ID: "a", Name: `a "visibility":"hidden" name`, Topics: []string{"t"}, Location: directory.Location{Country: "DK"}},
		&directory.Centre{ID: "b", Name: "b", Topics: []string{"t"}, Location: hidden},
		&directory.Centre{ID: "c", Name: "c", Topics: []string{"t"}, Location: exact, Stops: []directory.OutreachStop{{ID: "s", Location: area}}},
		&directory.Activity{ID: "d", Topics: []string{"t"}, Location: &hidden},
		&directory.Network{ID: "e", Name: "e", Assessments: []directory.Assessment{{Centre: "a", Why: "Skjultgade", On: schedule.Date{Year: 2026, Month: 11, Day: 1}}}},
		&directory.Topic{ID: "f", Terms: map[string][]string{"da": {"Skjultgade"}}},
	}
	for _, e := range append(entries, catalogue(t)...) {
		stored, err := directory.Encode(e)
		if err != nil {
			t.Fatal(err)
		}
		got, err := directory.PublicBody(e.Key().Kind, stored)
		if err != nil {
			t.Fatal(err)
		}
		want, err := directory.Encode(directory.Public(e))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s: %s, want %s", e.Key(), got, want)
		}
		if bytes.Contains(got, []byte("Skjultgade")) && e.Key().ID != "c" || bytes.Contains(got, []byte("10.654321")) && e.Key().ID != "c" {
			t.Errorf("%s shows what is hidden: %s", e.Key(), got)
		}
	}
}
