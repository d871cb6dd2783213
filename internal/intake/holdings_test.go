package intake_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"walkin/internal/directory"
	"walkin/internal/intake"
	"walkin/internal/problem"
)

// shelf is a catalogue that counts how often it is asked and can break.
type shelf struct {
	entries []directory.Entry
	asked   map[directory.Key]int
	broken  directory.Key
}

func (s *shelf) Entry(_ context.Context, key directory.Key) (directory.Change, error) {
	if key == s.broken {
		return directory.Change{}, errors.New("the disk is gone")
	}
	if s.asked == nil {
		s.asked = make(map[directory.Key]int)
	}
	s.asked[key]++
	for i, e := range s.entries {
		if e.Key() == key {
			return directory.Change{Key: key, Revision: i + 1, Entry: e}, nil
		}
	}
	return directory.Change{}, problem.New(problem.NotFound, "None.")
}

func (s *shelf) Entries(_ context.Context, l directory.Listing) ([]directory.Change, error) {
	var found []directory.Change
	for i, e := range s.entries {
		of := ""
		switch e := e.(type) {
		case *directory.Centre:
			of = e.Organisation
		case *directory.Activity:
			of = e.Organisation
		}
		if e.Key().Kind == l.Kind && of == l.Organisation && e.Key().ID > l.After {
			found = append(found, directory.Change{Key: e.Key(), Revision: i + 1, Entry: e})
		}
	}
	return found, nil
}

func someShelf() *shelf {
	house := func(id, organisation, name string) *directory.Centre {
		return &directory.Centre{ID: id, Organisation: organisation, Name: name, Location: directory.Location{Country: "DK", Town: "Odense"}, Topics: []string{"hangout"}}
	}
	return &shelf{entries: []directory.Entry{
		&directory.Organisation{ID: "huset", Name: "Huset", Country: "DK"},
		house("dk-a", "huset", "A"), house("dk-b", "huset", "B"), house("dk-other", "others", "C"),
		&directory.Activity{ID: "dk-dance", Organisation: "huset", Title: directory.Text{"da": "Dans"}, Rhythm: directory.Fixed, Centres: []string{"dk-a"}, Topics: []string{"hangout"}},
	}}
}

func TestAPlanIsMadeOnSightOfWhatIsThere(t *testing.T) {
	s := someShelf()
	h, err := intake.Hold(t.Context(), s, "huset")
	if err != nil {
		t.Fatal(err)
	}
	o := danish()
	o.Country, o.Complete = "", true
	o = h.Options(o)
	if o.Country != "DK" || o.Organisation != "huset" || len(o.Entries) != 4 {
		t.Errorf("the options are %q %q with %d entries", o.Country, o.Organisation, len(o.Entries))
	}
	r := sound(t, readCSV(t, o, "Id;Navn;Postnr;By;Telefon", "dk-a;A;;;65123456", ";Nyt hus;5000;Odense C;"))
	plan, err := h.Plan(r, o)
	if err != nil {
		t.Fatal(err)
	}
	var steps []string
	for _, step := range plan.Steps {
		steps = append(steps, step.Key.String()+" "+step.Title+" "+string(rune('0'+*step.IfRevision))+" "+string(rune('0'+step.Row)))
	}
	// The activity stays: a list of centres says nothing of activities.
	if want := []string{"centre:dk-nyt-hus-odense Nyt hus 0 3", "centre:dk-a A 2 2", "centre:dk-b B 3 0"}; !slices.Equal(steps, want) {
		t.Errorf("the steps are %q, want %q", steps, want)
	}
	if plan.Steps[2].Entry != nil || plan.Steps[0].Entry == nil || !plan.Held || plan.Share != 0.5 {
		t.Errorf("%+v", plan)
	}
	if f := plan.Steps[1].Fields; len(f) != 1 || f[0].Pointer != "/contact/phone" || f[0].Before != "" || f[0].After != `"65123456"` {
		t.Errorf("the fields are %+v", f)
	}
}

func TestAnEntryIsAsItWasWhenItWasFirstSeen(t *testing.T) {
	s := someShelf()
	h, err := intake.Hold(t.Context(), s, "huset")
	if err != nil {
		t.Fatal(err)
	}
	key := directory.Key{Kind: directory.KindCentre, ID: "dk-other"}
	first := h.Change(key)
	s.entries = s.entries[:2]
	if again := h.Change(key); again.Entry != first.Entry || again.Revision != 4 || s.asked[key] != 1 {
		t.Errorf("first %+v, then %+v, asked %d times", first, again, s.asked[key])
	}
	if _, there := h.Existing(directory.Key{Kind: directory.KindCentre, ID: "dk-none"}); there {
		t.Error("there is what there is not")
	}
	if _, err := intake.Hold(t.Context(), s, "nobody"); problem.KindOf(err) != problem.NotFound {
		t.Errorf("an organisation that does not exist: %v", err)
	}
}

// A look-up that fails must not look like an entry that is not there: it would
// be added a second time.
func TestACatalogueThatFailsFailsThePlan(t *testing.T) {
	s := someShelf()
	h, err := intake.Hold(t.Context(), s, "huset")
	if err != nil {
		t.Fatal(err)
	}
	o := h.Options(danish())
	s.broken = directory.Key{Kind: directory.KindCentre, ID: "dk-nyt-hus-odense"}
	r := readCSV(t, o, "Navn;Postnr;By;Emner", "Nyt hus;5000;Odense C;ensomhed")
	if _, err := h.Plan(r, o); err == nil || !strings.Contains(err.Error(), "disk") {
		t.Errorf("the error is %v", err)
	}
}

// A list of several kinds is complete for each that it names.
func TestAListOfSeveralKindsIsCompleteForEach(t *testing.T) {
	s := someShelf()
	h, err := intake.Hold(t.Context(), s, "huset")
	if err != nil {
		t.Fatal(err)
	}
	o := h.Options(danish())
	o.Complete = true
	row := func(n int, e directory.Entry) intake.Row { return intake.Row{Number: n, Key: e.Key(), Entry: e} }
	plan, err := h.Plan(&intake.Result{Rows: []intake.Row{row(1, s.entries[1]), row(2, s.entries[4]), {Number: 3}}}, o)
	if err != nil || plan.Same != 2 || len(plan.Dropped) != 1 || plan.Dropped[0].ID != "dk-b" {
		t.Errorf("%+v, %v", plan, err)
	}
}

func TestReadTellsFormatsApart(t *testing.T) {
	for name, c := range map[string]struct{ file, says string }{
		"nothing":            {"", "empty"},
		"bytes":              {"\x00\x01", "no format"},
		"JSON":               {`{"a":1}`, "JSON"},
		"an old workbook":    {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "XLSX"},
		"something too long": {strings.Repeat("x", intake.MaxBytes+1), "10 MB"},
	} {
		if _, err := intake.Read([]byte(c.file), danish()); problem.KindOf(err) != problem.Invalid || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, file := range map[string]string{
		"CSV":     "Navn;Postnr;By\nPlexus;5000;Odense C\n",
		"GeoJSON": `{"type":"FeatureCollection","features":[{"type":"Feature","geometry":null,"properties":{"navn":"Plexus","postnr":"5000","by":"Odense C"}}]}`,
		"XLSX":    string(workbook(t, [][]string{{"Navn", "Postnr", "By"}, {"Plexus", "5000", "Odense C"}})),
	} {
		if r, err := intake.Read([]byte(file), danish()); err != nil || len(r.Rows) != 1 || len(r.Faults) > 0 {
			t.Errorf("%s: %+v, %v", name, r, err)
		}
	}
}

func TestFieldsHaveWords(t *testing.T) {
	for _, c := range []struct{ name, lang, want string }{
		{"postal_code", "da", "postnr"}, {"hours", "nl", "openingsuren"}, {"hours", "en-GB", "opening hours"}, {"description/en", "da", "beskrivelse (en)"},
		{"frob", "da", "frob"}, {"hours", "fr", "hours"}, {"", "da", ""},
	} {
		if got := intake.Label(c.name, c.lang); got != c.want {
			t.Errorf("%s in %s is %q, want %q", c.name, c.lang, got, c.want)
		}
	}
	if got := intake.LabelAt("/contact/phone", "da"); got != "telefon" {
		t.Errorf("a pointer is called %q", got)
	}
	if got := intake.LabelAt("/frob/0", "da"); got != "frob/0" {
		t.Errorf("a pointer that nobody knows is called %q", got)
	}
	for f, want := range map[*intake.Fault]bool{
		{Row: 1, Code: intake.CodeHeaderTwice}: true, {Row: 0, Code: intake.CodeRule}: true, {Row: 3, Code: intake.CodePhone}: false,
	} {
		if f.OfSheet() != want {
			t.Errorf("%+v", f)
		}
	}
}
