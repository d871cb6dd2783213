package listing_test

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strings"
	"testing"

	"walkin/internal/directory"
	"walkin/internal/feed/listing"
)

func TestCSV(t *testing.T) {
	b := table(t, listed(items(t)))
	rows, err := csv.NewReader(bytes.NewReader(b)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	cell := func(row int, column string) string {
		n := slices.Index(rows[0], column)
		if n < 0 {
			t.Fatalf("there is no column %s", column)
		}
		return rows[row][n]
	}
	for column, want := range map[string]string{
		"id": "centre:open", "name": "'" + open.Name, "description": open.Description["en"], "language": "en", "status": "temporarily closed",
		"phone": "+4570201201", "minimum_age": "12", "maximum_age": "25", "taxonomy_term_ids": "talk;music", "organization_name": operator.Name,
		"address_1": "'@Torvet 1", "postal_code": "8000", "latitude": "56.15", "longitude": "10.2", "assured_date": "2026-11-01", "free": "yes",
		"anonymous": "no", "confidential": "unknown", "last_modified": "2026-11-21T13:00:00Z", "location_type": "physical",
		"opening_hours": "Mo,Tu 12:00-17:00; PH off",
	} {
		if got := cell(1, column); got != want {
			t.Errorf("%s is %q, want %q", column, got, want)
		}
	}
	if got := cell(3, "latitude"); got != "56.1" {
		t.Errorf("the coarse latitude is %s", got)
	}
	if cell(2, "latitude")+cell(2, "city")+cell(4, "address_1") != "" || cell(4, "location_name") != "Krisehus" || cell(4, "fees_description") != "'+20 kr." {
		t.Errorf("%v\n%v", rows[2], rows[4])
	}
	if cell(5, "location_type") != "virtual" || cell(5, "chat_url") != "https://chat.example" || cell(5, "status") != "active" {
		t.Errorf("%v", rows[5])
	}
	if !bytes.Contains(b, []byte("\r\n")) {
		t.Error("the lines do not end as RFC 4180 has it")
	}
}

// Whatever stands in a name, no cell of the table begins as a formula does.
func TestNoCellIsAFormula(t *testing.T) {
	for _, start := range []string{"=", "+", "-", "@", "\t", "\r", "\n", "=1+1", "-1+cmd|' /C calc'!A0", "+1+1", "@SUM(1)"} {
		e := *open
		e.Name, e.Description = start+"x", directory.Text{"da": start + "x"}
		e.Location.Street, e.Location.Town, e.Contact.URL = start+"x", start+"x", start+"x"
		rows, err := csv.NewReader(bytes.NewReader(table(t, []*listing.Item{post(t, 1, &e, operator)}))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for n, cell := range rows[1] {
			if cell != "" && strings.ContainsRune("=+-@\t\r\n", rune(cell[0])) && cell != "+4570201201" {
				t.Errorf("%s begins with %q", rows[0][n], cell)
			}
		}
	}
}
