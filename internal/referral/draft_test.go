package referral_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"walkin/internal/directory"
	"walkin/internal/problem"
	"walkin/internal/referral"
	"walkin/internal/schedule"
)

// X31: nor does a field for a code take words.
func TestX31WordsAreRefusedAndNotRepeated(t *testing.T) {
	_, dir := builtin(t)
	for _, words := range []string{"Maria Jensen", "F32.1 depression", strings.Repeat("she told me that ", 300), "maria_jensen"} {
		for name, d := range map[string]referral.Draft{
			"the language":     {From: "dk-ungdomshuset-odense", Lang: words, Consent: true, Places: draft(odense).Places},
			"the centre":       {From: words, Lang: "da", Consent: true, Places: draft(odense).Places},
			"a place":          {From: "dk-ungdomshuset-odense", Lang: "da", Consent: true, Places: draft(key(directory.KindCentre, words)).Places},
			"a kind":           {From: "dk-ungdomshuset-odense", Lang: "da", Consent: true, Places: draft(key(directory.Kind(words), odense.ID)).Places},
			"a place's centre": {From: "dk-ungdomshuset-odense", Lang: "da", Consent: true, Places: []referral.DraftPlace{{Key: gamers, Centre: words}}},
		} {
			_, _, err := referral.NewCard(dir, d, monday)
			if problem.KindOf(err) != problem.Invalid {
				t.Errorf("%s takes %.20q: %v", name, words, err)
			}
			if said := fmt.Sprintf("%+v", err); strings.Contains(said, words) {
				t.Errorf("%s is repeated in the error: %s", name, said)
			}
		}
		card := newCard(t, draft(odense))
		err := card.Answer(odense, referral.Welcome(words), monday)
		if problem.KindOf(err) != problem.Invalid || strings.Contains(err.Error(), words) {
			t.Errorf("a place may answer %.20q: %v", words, err)
		}
	}
}

func TestADraftThatBreaksARuleIsRefused(t *testing.T) {
	_, dir := builtin(t)
	soon, late, past := monday.Add(time.Hour), monday.Add(31*24*time.Hour), monday.Add(-time.Hour)
	for _, c := range []struct {
		words, pointer string
		change         func(*referral.Draft)
	}{
		{"it keeps every rule", "", func(*referral.Draft) {}},
		{"it has a time, and a day that is told", "", func(d *referral.Draft) {
			d.Places[0].When, d.Places[0].Day = &soon, schedule.DateIn(soon, time.UTC)
		}},
		{"it names five places of all kinds", "", func(d *referral.Draft) {
			*d = draft(odense, plexus, gamers, line, key(directory.KindCentre, "dk-lambda-odense"))
		}},
		{"the young person has not agreed", "/consent", func(d *referral.Draft) { d.Consent = false }},
		{"it names no place", "/places", func(d *referral.Draft) { d.Places = nil }},
		{"it names six places", "/places", func(d *referral.Draft) { d.Places = slices.Repeat(d.Places, 6) }},
		{"it names a place twice", "/places/1", func(d *referral.Draft) { *d = draft(odense, odense) }},
		{"it names the place that hands on", "/places/0", func(d *referral.Draft) { d.From = odense.ID }},
		{"it names a place that is only planned", "/places/0", func(d *referral.Draft) {
			*d = draft(key(directory.KindCentre, "nl-jip-heerlen"))
		}},
		{"it names a topic", "/places/0", func(d *referral.Draft) { *d = draft(key(directory.KindTopic, "grief")) }},
		{"it names an activity at another centre", "/places/0", func(d *referral.Draft) {
			*d = draft(gamers)
			d.Places[0].Centre = odense.ID
		}},
		{"its time is past", "/places/0/when", func(d *referral.Draft) { d.Places[0].When = &past }},
		{"its time is after its end", "/places/0/when", func(d *referral.Draft) { d.Places[0].When = &late }},
		{"a day is told though nothing may be", "/places/0/day", func(d *referral.Draft) {
			d.Tell, d.Places[0].Day = false, schedule.DateIn(soon, time.UTC)
		}},
		{"the day is after its end", "/places/0/day", func(d *referral.Draft) { d.Places[0].Day = schedule.DateIn(late, time.UTC) }},
	} {
		t.Run(c.words, func(t *testing.T) {
			d := draft(odense)
			c.change(&d)
			_, _, err := referral.NewCard(dir, d, monday)
			if c.pointer == "" {
				if err != nil {
					t.Errorf("refused: %v", err)
				}
				return
			}
			told, ok := err.(*problem.Error)
			if !ok || !slices.ContainsFunc(told.Fields, func(f problem.Field) bool { return f.Pointer == c.pointer }) {
				t.Errorf("got %+v, want %s", err, c.pointer)
			}
		})
	}
}

func TestNobodyIsSentToWhatIsClosed(t *testing.T) {
	band, shut := group("band", "a", "music"), group("shut", "a", "music")
	shut.Status = directory.StatusClosed
	line := &directory.Helpline{ID: "line", Name: "line", Country: "DK", Status: directory.StatusPaused}
	dir := newDirectory(t, append(topics(), house("own", 0, "music"), house("a", 0, "music"), band, shut, line)...)
	for place, good := range map[directory.Key]bool{band.Key(): true, shut.Key(): false, line.Key(): false} {
		card, _, err := referral.NewCard(dir, referral.Draft{From: "own", Lang: "da", Consent: true, Places: []referral.DraftPlace{{Key: place}}}, monday)
		if (err == nil) != good {
			t.Errorf("%s: %v", place, err)
		}
		if good && card.Places[0].Centre != "a" {
			t.Errorf("%s is received at %q", place, card.Places[0].Centre)
		}
	}
}
