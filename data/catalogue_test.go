package data_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"walkin/data"
	"walkin/internal/directory"
)

// readCatalogue gives the entries of the embedded catalogue in their order.
func readCatalogue(t *testing.T) []directory.Entry {
	t.Helper()
	content, err := data.Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	var entries []directory.Entry
	for line := range bytes.Lines(content) {
		e, err := directory.DecodeLine(line)
		if err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		entries = append(entries, e)
	}
	return entries
}

// provenance gives where an entry is from; nil for a topic, which has none.
func provenance(e directory.Entry) *directory.Provenance {
	switch e := e.(type) {
	case *directory.Network:
		return &e.Provenance
	case *directory.Organisation:
		return &e.Provenance
	case *directory.Centre:
		return &e.Provenance
	case *directory.Activity:
		return &e.Provenance
	case *directory.Helpline:
		return &e.Provenance
	}
	return nil
}

func TestEveryEntryKeepsTheRules(t *testing.T) {
	for _, e := range readCatalogue(t) {
		for _, p := range e.Problems() {
			t.Errorf("%s%s: %s", e.Key(), p.Pointer, p.Detail)
		}
	}
}

func TestEveryReferenceStandsBeforeWhatRefersToIt(t *testing.T) {
	seen := make(map[directory.Key]bool)
	last := 0
	for _, e := range readCatalogue(t) {
		if seen[e.Key()] {
			t.Errorf("%s is there twice", e.Key())
		}
		seen[e.Key()] = true
		for _, ref := range e.References() {
			if !seen[ref] {
				t.Errorf("%s refers to %s, which is not there before it", e.Key(), ref)
			}
		}
		kind := slices.Index(directory.Kinds, e.Key().Kind)
		if kind < last {
			t.Errorf("%s stands after a later kind", e.Key())
		}
		last = kind
	}
}

func TestNothingIsVerifiedAndEverySourceIsKept(t *testing.T) {
	withoutSource := 0
	for _, e := range readCatalogue(t) {
		p := provenance(e)
		if p == nil {
			continue
		}
		if p.VerifiedAt != nil || p.VerifiedBy != "" {
			t.Errorf("%s says that somebody has verified it", e.Key())
		}
		if p.SourceURL == "" {
			withoutSource++
		}
	}
	// Eight organisations, four helplines whose sources have no address and
	// OverKop Geel: data/README.md.
	if withoutSource != 13 {
		t.Errorf("%d entries have no source_url, want 13", withoutSource)
	}
}

func TestACentreCanBeFoundAndIsOpenToThePublic(t *testing.T) {
	for _, e := range readCatalogue(t) {
		c, ok := e.(*directory.Centre)
		if !ok {
			continue
		}
		if len(c.Topics) == 0 {
			t.Errorf("%s has no topic", c.ID)
		}
		if c.Kind == "" {
			t.Errorf("%s has no kind", c.ID)
		}
		for _, text := range c.Description {
			if strings.Contains(text, "ikke et åbent byværested") {
				t.Errorf("%s is for patients only", c.ID)
			}
		}
		if c.Location.Point != nil && c.Location.Precision.Door() {
			t.Errorf("%s has a point that pretends to be its door; all raw points are centres of towns or postcodes", c.ID)
		}
	}
}

func TestTownsAreInAMunicipality(t *testing.T) {
	for _, e := range readCatalogue(t) {
		c, ok := e.(*directory.Centre)
		if ok && c.Location.Town != "" && c.Location.Municipality == "" {
			t.Errorf("%s in %s has no municipality", c.ID, c.Location.Town)
		}
	}
}

func TestARepeatedActivityIsNeverSurerThanItsCentre(t *testing.T) {
	entries := readCatalogue(t)
	centres := make(map[string]*directory.Centre)
	for _, e := range entries {
		if c, ok := e.(*directory.Centre); ok {
			centres[c.ID] = c
		}
	}
	repeats := 0
	week := time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)
	for _, e := range entries {
		a, ok := e.(*directory.Activity)
		if !ok || !a.Repeats {
			continue
		}
		repeats++
		centre := centres[a.Centres[0]]
		for hour := range 7 * 24 {
			at := week.Add(time.Duration(hour) * time.Hour)
			if a.Hours.At(at).State == "open" && centre.Hours.At(at).State != "open" {
				t.Errorf("%s is open at %s when %s is %s", a.ID, at, centre.ID, centre.Hours.At(at).State)
			}
		}
	}
	if repeats == 0 {
		t.Error("no activity repeats its centre's hours")
	}
}

// TestEveryCrisisGroupHasContacts holds the promise of DESIGN section 6: at
// least three people to call or write to in each country, whatever it is about.
func TestEveryCrisisGroupHasContacts(t *testing.T) {
	var helplines []*directory.Helpline
	var topics []*directory.Topic
	for _, e := range readCatalogue(t) {
		switch e := e.(type) {
		case *directory.Helpline:
			helplines = append(helplines, e)
		case *directory.Topic:
			topics = append(topics, e)
		}
	}
	content, err := data.CrisisRules()
	if err != nil {
		t.Fatal(err)
	}
	var rules directory.CrisisRules
	if err := json.Unmarshal(content, &rules); err != nil {
		t.Fatal(err)
	}
	desk := directory.NewCrisisDesk(directory.NewGate(topics, rules), helplines)
	night := time.Date(2026, 11, 25, 2, 30, 0, 0, time.UTC)
	for _, country := range []string{"DK", "NL", "BE"} {
		for _, group := range []directory.HelplineGroup{
			directory.GroupSuicide, directory.GroupSelfHarm, directory.GroupEmergency, directory.GroupSexualViolence,
			directory.GroupViolence, directory.GroupOnlineAbuse, directory.GroupCrisis,
		} {
			t.Run(fmt.Sprintf("%s in %s", group, country), func(t *testing.T) {
				contacts := desk.Contacts([]directory.HelplineGroup{group}, directory.Asker{Country: country}, night)
				if len(contacts) < directory.MinContacts {
					t.Errorf("%d contacts, want at least %d", len(contacts), directory.MinContacts)
				}
				written := false
				for _, c := range contacts {
					if !c.Helpline.Reachable() {
						t.Errorf("%s cannot be reached", c.Helpline.ID)
					}
					for _, l := range c.Helpline.Lines {
						written = written || l.Reachable() && l.Written()
					}
				}
				if !written {
					t.Error("nobody can be written to")
				}
				if len(contacts) > 0 && contacts[0].Open.State != "open" {
					t.Errorf("nobody answers at night: the first is %s", contacts[0].Helpline.ID)
				}
			})
		}
	}
}

func TestADisputedNumberIsNeverShown(t *testing.T) {
	content, err := data.Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	digits := regexp.MustCompile(`[ -]`).ReplaceAllString(string(content), "")
	for _, n := range []string{"33124774", "33124747", "0206232510"} {
		if strings.Contains(digits, n) {
			t.Errorf("the disputed number %s is in the catalogue", n)
		}
	}
}

// TestTheReadmeCountsWhatIsThere reads the table of counts in README.md.
func TestTheReadmeCountsWhatIsThere(t *testing.T) {
	counts := make(map[directory.Kind]int)
	for _, e := range readCatalogue(t) {
		counts[e.Key().Kind]++
	}
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range directory.Kinds {
		row := regexp.MustCompile(`(?m)^\| ` + string(kind) + ` \| (\d+) \|`).FindSubmatch(readme)
		if row == nil {
			t.Errorf("README.md does not count the entries of kind %s", kind)
			continue
		}
		if said, _ := strconv.Atoi(string(row[1])); said != counts[kind] {
			t.Errorf("README.md says %d entries of kind %s, there are %d", said, kind, counts[kind])
		}
	}
}
