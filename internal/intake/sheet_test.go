package intake_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/unicode"
	"pgregory.net/rapid"

	"walkin/internal/directory"
	"walkin/internal/geo"
	"walkin/internal/intake"
	"walkin/internal/schedule"
)

func TestACSVIsReadInEveryEncodingAndSeparator(t *testing.T) {
	rows := [][]string{{"Navn", "By", "Åbningstider"}, {"Bødkergården\nbaghuset", "Ærøskøbing", "man 10-12"}}
	for separator := range map[rune]bool{';': true, ',': true, '\t': true} {
		plain := written(t, separator, rows)
		utf16, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().Bytes(plain)
		if err != nil {
			t.Fatal(err)
		}
		for name, b := range map[string][]byte{"UTF-8": plain, "UTF-8 with mark": append([]byte("\xef\xbb\xbf"), plain...), "UTF-16": utf16} {
			r, err := intake.CSV(b, danish())
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if c := centre(t, r, 0); c.Name != "Bødkergården baghuset" || c.Location.Town != "Ærøskøbing" {
				t.Errorf("%s with %q: %q in %q", name, separator, c.Name, c.Location.Town)
			}
		}
	}
}

func TestRowsAreCountedAsAPersonCountsThem(t *testing.T) {
	r := readCSV(t, danish(), "Væresteder i kommunen;;", "", "Navn;By;Beskrivelse;;", "Et;Odense;\"to", "linjer\";;", ";;;;", "To;Odense;x", ";;")
	if c := centre(t, r, 0); c.Description["da"] != "to\nlinjer" {
		t.Errorf("%q", c.Description)
	}
	if len(r.Rows) != 2 || r.Rows[0].Number != 4 || r.Rows[1].Number != 7 {
		t.Errorf("%+v", r.Rows)
	}
}

func TestColumnsMayStandInAnyOrder(t *testing.T) {
	rows := [][]string{slices.Clone(planted[0]), slices.Clone(planted[1])}
	rows[1][10] = "loneliness" // an id is found without reading all terms
	want, _ := directory.Encode(centre(t, readCSV(t, danish(), string(written(t, ';', rows))), 0))
	rapid.Check(t, func(rt *rapid.T) {
		order := rapid.Permutation(slices.Collect(indices(len(rows[0])))).Draw(rt, "order")
		shuffled := make([][]string, len(rows))
		for y := range rows {
			for _, x := range order {
				shuffled[y] = append(shuffled[y], rows[y][x])
			}
		}
		separator := rapid.SampledFrom([]rune{';', ',', '\t'}).Draw(rt, "separator")
		r, err := intake.CSV(written(t, separator, shuffled), danish())
		if err != nil || len(r.Faults) > 0 {
			rt.Fatalf("%v %v", err, r)
		}
		got, _ := directory.Encode(r.Rows[0].Entry)
		if string(got) != string(want) {
			rt.Fatalf("%s\n%s", got, want)
		}
	})
}

func indices(n int) func(func(int) bool) {
	return func(yield func(int) bool) {
		for i := range n {
			if !yield(i) {
				return
			}
		}
	}
}

func TestHeadersAreUnderstoodInThreeLanguages(t *testing.T) {
	for _, c := range []struct{ header, row string }{
		{"navn;adresse;postnr;by;tlf;mail;hjemmeside;alder fra;alder til;anonym;uden henvisning;sprog;målgruppe;kørestol;kræver tidsbestilling", "Huset;Ågade 1;8000;Aarhus;86123456;a@b.dk;b.dk;15;25;ja;ja;dansk og engelsk;unge;x;nej"},
		{"Naam;Straat;Postcode;Plaats;Telefoon;E-mail;Website;Leeftijd van;Leeftijd tot;Anoniem;Zonder verwijzing;Talen;Doelgroep;Rolstoel;Afspraak nodig", "Huset;Ågade 1;8000;Aarhus;86123456;a@b.dk;b.dk;15;25;ja;ja;Deens, Engels;jongeren;ja;neen"},
		{"Name;Address;Postal code;Town;Phone;Email;URL;Min age;Max age;Anonymous;No referral;Languages;Audience;Wheelchair;Appointment needed", "Huset;Ågade 1;8000;Aarhus;86123456;a@b.dk;b.dk;15;25;yes;yes;Danish / English;young people;yes;no"},
	} {
		got := centre(t, readCSV(t, danish(), c.header, c.row), 0)
		if got.Location.Street != "Ågade 1" || *got.Ages.Min != 15 || *got.Ages.Max != 25 || got.Promises.Anonymous != directory.Yes ||
			got.Promises.NoReferral != directory.Yes || got.Promises.NoAppointment != directory.Yes || !slices.Equal(got.Languages, []string{"da", "en"}) ||
			got.Audience != directory.ForYoungPeople || got.AccessNeeds["wheelchair"] != directory.Yes || got.Contact.Email != "a@b.dk" {
			t.Errorf("%s: %+v", c.header, got)
		}
	}
}

func TestTwoColumnsThatSayTheSameAreAFault(t *testing.T) {
	r := readCSV(t, danish(), "Navn;Telefon;Tlf;By;By", "Huset;86123456;1;Odense;Odense")
	if got := faultsOf(r); !slices.Contains(got, "1 C same_field") || !slices.Contains(got, "1 E header_twice") {
		t.Errorf("%v", got)
	}
	if got := faultsOf(readCSV(t, danish(), "Noget;Andet", "a;b")); !slices.Equal(got, []string{"1  no_header"}) {
		t.Errorf("%v", got)
	}
}

func TestColumnsOfWeekdays(t *testing.T) {
	r := readCSV(t, danish(), "Navn;By;Mandag;Tirsdag;Onsdag;Torsdag;Fredag;Lørdag;Søndag", "Huset;Odense;13-17;13-17;lukket;;efter aftale;lige uger 10-12;lukket")
	c := centre(t, r, 0)
	if got, want := week(t, &c.Hours), "mo1 13:00-17:00, tu1 13:00-17:00, th1 ?00:00-00:00, fr1 ?00:00-00:00, mo2 13:00-17:00, tu2 13:00-17:00, th2 ?00:00-00:00, fr2 ?00:00-00:00, sa2 10:00-12:00"; got != want {
		t.Errorf("\n%s\n%s", got, want)
	}
	// Thursday's column is filled in later, and the others are left out.
	r = readCSV(t, with(danish(), c), "Navn;By;Torsdag", "Huset;Odense;10-12")
	changed := centre(t, r, 0)
	if got, want := week(t, &changed.Hours), "mo1 13:00-17:00, tu1 13:00-17:00, th1 10:00-12:00, fr1 ?00:00-00:00, mo2 13:00-17:00, tu2 13:00-17:00, th2 10:00-12:00, fr2 ?00:00-00:00, sa2 10:00-12:00"; got != want {
		t.Errorf("\n%s\n%s", got, want)
	}
}

// house is an entry that the catalogue has.
func house() *directory.Centre {
	return &directory.Centre{
		ID: "dk-huset", Organisation: "huset", Name: "Huset", Description: directory.Text{"da": "Gammel", "en": "Old"},
		Location: directory.Location{Street: "Ågade 1", PostalCode: "8000", Town: "Aarhus C", Country: "DK", Municipality: "0751", Point: &geo.Point{Lat: 56.15, Lon: 10.2}, Precision: directory.PreciseExact},
		Topics:   []string{"loneliness"}, Promises: directory.Promises{Free: directory.Yes},
		Hours: schedule.Schedule{Zone: "Europe/Copenhagen", Country: "DK", Holidays: schedule.HolidaysClosed,
			Weekly:     []schedule.Weekly{{Days: []schedule.Day{schedule.Mon}}},
			Exceptions: []schedule.Exception{{From: schedule.Date{Year: 2026, Month: 12, Day: 24}, Closed: true}}},
	}
}

func TestARowChangesOnlyWhatItStates(t *testing.T) {
	before := house()
	for _, header := range []string{"id;navn;telefon;gratis;beskrivelse", "ID;Navn;Tlf;Gratis;Beskrivelse;Postnr"} {
		r := readCSV(t, with(danish(), before), header, "dk-huset;Huset;86 12 34 56;;Ny;;")
		c := centre(t, r, 0)
		want := house()
		want.Contact.Phone, want.Description["da"] = "86123456", "Ny"
		a, _ := directory.Encode(c)
		b, _ := directory.Encode(want)
		if string(a) != string(b) {
			t.Errorf("%s\n%s", a, b)
		}
		if r.Rows[0].New || before.Description["da"] != "Gammel" {
			t.Error("the entry that was handed in has changed, or counts as new")
		}
	}
	// By name and postcode; new hours keep what was posted since.
	c := centre(t, readCSV(t, with(danish(), before), "navn;postnr;åbningstider", "huset;8000;tir 10-12"), 0)
	if c.ID != "dk-huset" || len(c.Hours.Exceptions) != 1 || c.Hours.Holidays != schedule.HolidaysClosed || c.Location.Precision != directory.PreciseExact {
		t.Errorf("%+v", c)
	}
	// The same name elsewhere is another place, and a new street another point.
	if c := centre(t, readCSV(t, with(danish(), before), "navn;postnr", "Huset;5000"), 0); c.ID == "dk-huset" {
		t.Error("taken for another")
	}
	if c := centre(t, readCSV(t, with(danish(), before), "id;adresse", "dk-huset;Havnegade 7"), 0); c.Location.Precision != directory.PrecisePostcode || c.Location.Street != "Havnegade 7" {
		t.Errorf("%+v", c.Location)
	}
}

func TestX1AnotherOrganisationsEntryIsRefused(t *testing.T) {
	o := with(danish(), house())
	o.Organisation = "de-andre"
	if got := faultsOf(readCSV(t, o, "id;navn", "dk-huset;Mit", "dk-findes-ikke;Mit")); !slices.Equal(got, []string{"2 A others", "3 A unknown_id"}) {
		t.Errorf("%v", got)
	}
}

func TestAnUnchangedSheetChangesNothing(t *testing.T) {
	o := danish()
	first := centre(t, readCSV(t, o, string(written(t, ';', planted[:2]))), 0)
	o = with(o, first)
	r := sound(t, readCSV(t, o, string(written(t, ';', planted[:2]))))
	p := intake.Compare(r, o.Entries, o, nil)
	if p.Same != 1 || len(p.Added)+len(p.Changed)+len(p.Dropped) != 0 {
		t.Errorf("%+v", p)
	}
}

func TestDatesAreReadAsDanesAndFlemingsWriteThem(t *testing.T) {
	third := schedule.Date{Year: 2026, Month: 11, Day: 3}
	for _, text := range []string{"3/11-2026", "03-11-2026", "3.11.2026", "3/11/2026", "3. november 2026", "3 nov 2026", "3 nov. 2026", "2026-11-03", "46329", "tirsdag den 3. november 2026", "di 3 november 2026", "November 3, 2026"} {
		r := readCSV(t, danish(), "Titel;Sted;By;Dato;Tid", "Brætspil;Sal 1;Odense;"+text+";kl. 19-21")
		a := activity(t, r, 0)
		if len(a.Hours.Sessions) != 1 || a.Hours.Sessions[0].Date != third || a.Hours.Sessions[0].Opens.String() != "19:00" || a.Rhythm != directory.Varying {
			t.Errorf("%q: %+v", text, a.Hours.Sessions)
		}
	}
	for text, code := range map[string]string{
		"3/11-26": "date_year", "31/11-2026": "date", "11/30/2026": "date", "3/11": "date", "onsdag den 3. november 2026": "date",
		"1/1-1900": "date_range", "2": "date_range", "9999999": "date_range", "snart": "date",
	} {
		if got := faultsOf(readCSV(t, danish(), "Titel;Sted;By;Dato", "Brætspil;Sal 1;Odense;"+text)); !slices.Equal(got, []string{"2 D " + code}) {
			t.Errorf("%q: %v", text, got)
		}
	}
}

func TestDatesOfOneActivityComeTogether(t *testing.T) {
	r := readCSV(t, danish(), "Titel;Adresse;Postnr;Dato;Starttid;Sluttid;Tilmelding;Pris", "Brætspil;Ågade 1;8000;3/11-2026;19.00;21;nej;50 kr", "Brætspil;Ågade 1;8000;10/11-2026;19:00;21;nej;50 kr")
	a := activity(t, r, 0)
	if len(a.Hours.Sessions) != 2 || r.Rows[1].Into != 2 || r.Rows[1].Entry != nil {
		t.Errorf("%+v %+v", a.Hours, r.Rows)
	}
	if a.Promises.Free != directory.No || a.Registration.Mode != directory.RegistrationNone || a.Cost["da"] != "50 kr" {
		t.Errorf("%+v", a)
	}
	if got := week(t, &a.Hours); got != "tu1 19:00-21:00, tu2 19:00-21:00" {
		t.Error(got)
	}
}

func TestAnActivityIsAtACentreOfTheOrganisation(t *testing.T) {
	a := activity(t, readCSV(t, with(danish(), house()), "Aktivitet;Sted;Åbningstider;Emner", "Krea;Huset;tirsdag 16-18;brætspil"), 0)
	if !slices.Equal(a.Centres, []string{"dk-huset"}) || a.Location != nil || a.Rhythm != directory.Fixed || !slices.Equal(a.Topics, []string{"board_games"}) {
		t.Errorf("%+v", a)
	}
	if got := faultsOf(readCSV(t, with(danish(), house()), "Aktivitet;Sted", "Krea;Et andet sted")); !slices.Equal(got, []string{"2 B centre"}) {
		t.Errorf("%v", got)
	}
}

func TestCellsThatAreMadeToDeceiveAreFaults(t *testing.T) {
	for cell, code := range map[string]string{
		"=1+1": "formula", "@SUM(A1)": "formula", "＝cmd": "formula", "-2+3+cmd|'/C calc'!A1": "formula", "Huset\u202egpj": "hidden", "Husеt": "mixed_letters", "Hu\ufffdset": "characters",
		strings.Repeat("å", 150): "long",
	} {
		got := faultsOf(readCSV(t, danish(), "Navn;By", string(written(t, ';', [][]string{{cell, "Odense"}}))))
		if len(got) == 0 || got[0] != "2 A "+code {
			t.Errorf("%q: %v", cell, got)
		}
	}
	for header, cell := range map[string]string{"Alder": "999999999999", "Bredde": "", "Breddegrad": "1e400", "Telefon": strings.Repeat("9", 300), "Hjemmeside": "data:text/html,x"} {
		r := readCSV(t, danish(), "Navn;By;"+header, "Huset;Odense;"+cell)
		if (len(r.Faults) == 0) != (cell == "") {
			t.Errorf("%s %q: %v", header, cell, r.Faults)
		}
		for _, f := range r.Faults {
			if len(f.Message) > 250 {
				t.Errorf("a fault quotes %d bytes", len(f.Message))
			}
		}
	}
}

func TestAHugeSheetIsRefused(t *testing.T) {
	big := "Navn;By\n" + strings.Repeat("x;y\n", intake.MaxRows+50)
	wide := "Navn" + strings.Repeat(";x", intake.MaxColumns+1)
	for name, text := range map[string]string{"rows": big, "columns": wide, "bytes": strings.Repeat("x", intake.MaxBytes+1), "nothing": "", "binary": "a\x00b", "open quote": "a;b\n\"c"} {
		if _, err := intake.CSV([]byte(text), danish()); err == nil {
			t.Errorf("%s: read", name)
		}
	}
}

func TestALargestSheetIsReadInSeconds(t *testing.T) {
	var same, other strings.Builder
	same.WriteString("Navn;Postnr\n")
	other.WriteString("Navn;By;Emner;Åbningstider\n")
	for i := range intake.MaxRows {
		fmt.Fprintf(&same, "Huset;%d\n", 1000+i%9000)
		fmt.Fprintf(&other, "Huset %d;Qwertyby%d;angst;man-fre 10-16\n", i, i)
	}
	for _, text := range []string{same.String(), other.String()} {
		begun := time.Now()
		readCSV(t, danish(), text)
		if took := time.Since(begun); took > 20*time.Second {
			t.Errorf("%d rows took %s", intake.MaxRows, took)
		}
	}
}
