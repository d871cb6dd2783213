package main_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// sheet writes a list.
func sheet(t *testing.T, rows ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "list")
	if err := os.WriteFile(path, []byte(strings.Join(rows, "\r\n")+"\r\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// someOrganisation is one of the built-in catalogue, with a few centres.
const someOrganisation = "headspace"

func TestAListIsImportedByRowAndColumn(t *testing.T) {
	t.Parallel()
	dir := folder(t)
	import_ := func(file string, flags ...string) result {
		return command(append([]string{"import", file, "--organisation", someOrganisation, "--data-dir", dir}, flags...)...)
	}
	before := succeed(t, "export", "--data-dir", dir)
	good := sheet(t, "Navn;Postnr;By;Åbningstider;Emner;Ukendt", "Kvistehuset;5000;Odense C;Man-tor 12-17, fre lukket;ensomhed;", "Lurifaxhuset;8000;Aarhus C;hverdage 10-16;ensomhed;")

	if r := import_(good, "--dry-run"); r.status != 0 || !strings.Contains(r.out, "add   2    centre:dk-kvistehuset-odense") ||
		!strings.Contains(r.out, "column F (Ukendt): not used.") || !strings.HasSuffix(r.out, "2 to add, 0 to change, 0 to take out, 0 as they are; 0 faults.\n") {
		t.Errorf("a dry run: %d %s%s", r.status, r.out, r.err)
	}
	if succeed(t, "export", "--data-dir", dir) != before {
		t.Error("a dry run changed something")
	}

	bad := sheet(t, "Navn;Postnr;By;Åbningstider;Emner", "Kvistehuset;5000;Odense C;Man-tor 12-17;ensomhed", "Lurifaxhuset;9999;Aarhus C;når flaget er oppe;ensomhed")
	for _, flags := range [][]string{nil, {"--dry-run"}} {
		r := import_(bad, flags...)
		if said := r.out + r.err; r.status != 1 || !strings.Contains(said, "row 3 column B (Postnr): There is no postcode") || !strings.Contains(said, "row 3 column D (Åbningstider): ") {
			t.Errorf("with %v: exits with %d and says %s", flags, r.status, said)
		}
	}
	if succeed(t, "export", "--data-dir", dir) != before {
		t.Error("a list with faults was imported")
	}

	if r := import_(good); r.status != 0 || r.out != "2 added, 0 changed, 0 taken out, 0 as they were.\n" {
		t.Errorf("%d %s%s", r.status, r.out, r.err)
	}
	if r := import_(good); r.out != "0 added, 0 changed, 0 taken out, 2 as they were.\n" {
		t.Errorf("again: %d %s%s", r.status, r.out, r.err)
	}
	if r := import_(sheet(t, "Navn;By;Telefon", "Kvistehuset;Odense C;65123456"), "--dry-run"); !strings.Contains(r.out, `/contact/phone`) || !strings.Contains(r.out, "0 to add, 1 to change") {
		t.Errorf("a field: %s%s", r.out, r.err)
	}

	// What is held is not done by accident.
	if r := import_(good, "--complete"); r.status != 1 || !strings.Contains(r.err, "--apply-held") {
		t.Errorf("held: %d %s%s", r.status, r.out, r.err)
	}
	if r := import_(good, "--complete", "--dry-run"); r.status != 0 || !strings.Contains(r.out, "take out") || !strings.Contains(r.out, "It is held") {
		t.Errorf("held, looked at: %d %s%s", r.status, r.out, r.err)
	}
}

func TestAListSaysWhoseItIs(t *testing.T) {
	t.Parallel()
	dir := folder(t)
	list := sheet(t, "Navn;Postnr", "Kvistehuset;5000")
	for _, c := range []struct {
		name   string
		args   []string
		status int
		says   string
	}{
		{"a list of nobody", []string{list}, 2, "--organisation"},
		{"a list of an organisation that does not exist", []string{list, "--organisation", "kvist"}, 1, "kvist"},
		{"JSON Lines, which say it themselves", []string{lines(t, house("a", "A")), "--organisation", someOrganisation}, 2, "JSON Lines"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := command(append(append([]string{"import"}, c.args...), "--data-dir", dir)...)
			if r.status != c.status || !strings.Contains(r.err, c.says) || r.out != "" {
				t.Errorf("exits with %d and says %s%s", r.status, r.out, r.err)
			}
		})
	}
}
