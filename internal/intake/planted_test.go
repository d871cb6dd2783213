package intake_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"

	"walkin/internal/intake"
)

// planted is a list as a municipality might have it, with twelve faults.
var planted = [][]string{
	{"Navn", "Adresse", "Postnr", "By", "Tlf.", "E-mail", "Hjemmeside", "Åbningstider", "Alder", "Gratis", "Emner", "Lukket", "Bemærkning"},
	{"Plexus", "Nørregade 1", "5000", "Odense C", "65 12 34 56", "plexus@example.org", "www.plexus.example", "Man-tor 12-17, fre lukket", "15-25", "ja", "ensomhed", "24/12-2026: jul", ""},
	{"Værestedet", "Havnegade 2", "9999", "Aalborg", "98123456", "", "", "hverdage 10-16", "fra 18 år", "ja", "ensomhed", "", ""},                           // C3 postcode
	{"Æblehuset", "Søndergade 3", "8000", "Odense", "86123456", "", "", "hverdage 10-16", "15-25", "ja", "ensomhed", "", ""},                                // C4 apart
	{"Huset Øst", "Ågade 4", "8000", "Aarhus C", "ring til Kim", "", "", "hverdage 10-16", "15-25", "ja", "ensomhed", "", ""},                               // E5 phone
	{"Cafeen", "Ågade 5", "8000", "Aarhus C", "86123457", "cafe.example.org", "", "hverdage 10-16", "15-25", "ja", "ensomhed", "", ""},                      // F6 e-mail
	{"Klubben", "Ågade 6", "8000", "Aarhus C", "86123458", "", "javascript:alert(1)", "hverdage 10-16", "15-25", "ja", "ensomhed", "", ""},                  // G7 link
	{"Bilen", "Ågade 7", "8000", "Aarhus C", "86123459", "", "", "når flaget er oppe", "15-25", "ja", "ensomhed", "", "", ""},                               // H8 hours
	{"Skuret", "Ågade 8", "8000", "Aarhus C", "86123450", "", "", "hverdage 10-16", "25-15", "ja", "ensomhed", "", ""},                                      // I9 ages
	{"Loftet", "Ågade 9", "8000", "Aarhus C", "86123451", "", "", "hverdage 10-16", "15-25", "måske", "ensomhed", "", ""},                                   // J10 answer
	{"Kælderen", "Ågade 10", "8000", "Aarhus C", "86123452", "", "", "hverdage 10-16", "15-25", "ja", "frimærkehandel", "", ""},                             // K11 topic
	{"Tårnet", "Ågade 11", "8000", "Aarhus C", "86123453", "", "", "hverdage 10-16", "15-25", "ja", "ensomhed", "24/12-26: jul", ""},                        // L12 year
	{`=HYPERLINK("https://evil.example","Huset")`, "Ågade 12", "8000", "Aarhus C", "86123454", "", "", "hverdage 10-16", "15-25", "ja", "ensomhed", "", ""}, // A13 formula
	{"Plexus", "Nørregade 1", "5000", "Odense C", "", "", "", "", "", "", "", "", ""},                                                                       // 14 twice
}

var plantedFaults = []string{
	"3 C postcode", "4 C apart", "5 E phone", "6 F email", "7 G link", "8 H hours", "9 I age_order", "10 J answer", "11 K topic", "12 L date_year", "13 A formula", "14  twice",
}

func faultsOf(r *intake.Result) []string {
	var found []string
	for _, f := range r.Faults {
		found = append(found, fmt.Sprintf("%d %s %s", f.Row, f.Column, f.Code))
	}
	return slices.Compact(found)
}

func checkPlanted(t *testing.T, r *intake.Result) {
	t.Helper()
	found := faultsOf(r)
	for _, want := range plantedFaults {
		if !slices.Contains(found, want) {
			t.Errorf("not found: %s", want)
		}
	}
	for _, f := range found {
		if !slices.Contains(plantedFaults, f) {
			t.Errorf("found and not planted: %s", f)
		}
	}
	if len(r.Rows) != 13 {
		t.Errorf("%d rows", len(r.Rows))
	}
	for i, row := range r.Rows {
		if (row.Entry != nil) != (i == 0) {
			t.Errorf("row %d: entry %v", row.Number, row.Entry)
		}
	}
	if m := r.Mapping[12]; m.Field != "" || m.Header != "Bemærkning" {
		t.Errorf("the column that is ignored is %+v", m)
	}
}

func TestTwelvePlantedFaultsAreFoundInCSV(t *testing.T) {
	b, err := charmap.Windows1252.NewEncoder().Bytes(written(t, ';', planted))
	if err != nil {
		t.Fatal(err)
	}
	r, err := intake.CSV(b, danish())
	if err != nil {
		t.Fatal(err)
	}
	if r.Encoding != "Windows-1252" || r.Separator != ";" {
		t.Errorf("read as %s with %q", r.Encoding, r.Separator)
	}
	checkPlanted(t, r)
}

func TestTwelvePlantedFaultsAreFoundInXLSX(t *testing.T) {
	r, err := intake.XLSX(workbook(t, planted), danish())
	if err != nil {
		t.Fatal(err)
	}
	checkPlanted(t, r)
}

// workbook writes rows as an XLSX file.
func workbook(t testing.TB, rows [][]string, more ...func(*excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for y, row := range rows {
		for x, cell := range row {
			if cell == "" {
				continue
			}
			name, err := excelize.CoordinatesToCellName(x+1, y+1)
			if err != nil {
				t.Fatal(err)
			}
			if err := f.SetCellStr("Sheet1", name, cell); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, change := range more {
		change(f)
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestAPlantedSheetKeepsWhatIsSound(t *testing.T) {
	o := danish()
	r := readCSV(t, o, string(written(t, ',', planted[:2])))
	c := centre(t, r, 0)
	if c.ID != "dk-plexus-odense" || c.Contact.Phone != "65123456" || c.Contact.URL != "https://www.plexus.example" || c.Location.Municipality != "0461" || c.Location.Precision != "postcode" {
		t.Errorf("%+v %+v", c, c.Location)
	}
	if c.Provenance.VerifiedAt != nil || c.Provenance.SourceSeen != "2026-11-22" {
		t.Errorf("%+v", c.Provenance)
	}
}
