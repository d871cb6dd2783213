package referral_test

import (
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"walkin/internal/directory"
	"walkin/internal/geo"
	"walkin/internal/referral"
)

// harsh is the built-in catalogue with refusals and hidden doors in it, of
// which the real one has few.
func harsh(tb testing.TB) []directory.Entry {
	tb.Helper()
	entries, err := catalogue()
	if err != nil {
		tb.Fatal(err)
	}
	entries = slices.Clone(entries)
	for i, e := range entries {
		switch e := e.(type) {
		case *directory.Centre:
			c := *e
			if i%2 == 0 {
				c.AccessNeeds = directory.AccessNeeds{"wheelchair": directory.No, "quiet_space": directory.Yes}
			}
			if i%3 == 0 {
				c.Location.Visibility = directory.VisibleNone
			}
			if i%5 == 0 {
				c.Promises = c.Promises.Set(directory.AllPromises[i/5%6], directory.No)
			}
			if i%7 == 0 {
				c.Status = directory.AllStatuses[i/7%4]
			}
			entries[i] = &c
		case *directory.Activity:
			a := *e
			if i%4 == 0 {
				a.Promises = a.Promises.Set(directory.AllPromises[i/4%6], directory.No)
			}
			if i%3 == 0 {
				a.HostedBy = &directory.Partner{Name: "A partner"}
			}
			entries[i] = &a
		}
	}
	return entries
}

// draw gives a need of any sort.
func draw(t *rapid.T, entries []directory.Entry, towns []*geo.Place) referral.Need {
	var topics, centres []string
	for _, e := range entries {
		switch e.Key().Kind {
		case directory.KindTopic:
			topics = append(topics, e.Key().ID)
		case directory.KindCentre:
			centres = append(centres, e.Key().ID)
		}
	}
	n := referral.Need{
		From:        rapid.SampledFrom(centres).Draw(t, "from"),
		Topics:      rapid.SliceOfN(rapid.SampledFrom(topics), 1, 3).Draw(t, "topics"),
		Promises:    rapid.SliceOfN(rapid.SampledFrom(directory.AllPromises), 0, 2).Draw(t, "promises"),
		AccessNeeds: rapid.SliceOfN(rapid.SampledFrom([]string{"wheelchair", "quiet_space"}), 0, 1).Draw(t, "access"),
		Languages:   rapid.SliceOfN(rapid.SampledFrom([]string{"fr", "ar"}), 0, 1).Draw(t, "languages"),
		Near:        rapid.SampledFrom(towns).Draw(t, "near"),
		RadiusKM:    rapid.SampledFrom([]float64{0, 5, 20, 60, 150}).Draw(t, "radius"),
		Limit:       referral.MaxLimit,
	}
	if rapid.Bool().Draw(t, "aged") {
		age := rapid.IntRange(6, 40).Draw(t, "age")
		n.Age = &age
	}
	if rapid.Bool().Draw(t, "timed") {
		from := monday.Add(time.Duration(rapid.IntRange(0, 7*24).Draw(t, "hour")) * time.Hour)
		n.When = []referral.Window{{From: from, To: from.Add(time.Duration(rapid.IntRange(1, 8).Draw(t, "hours")) * time.Hour)}}
	}
	return n
}

func someTowns(tb testing.TB) []*geo.Place {
	return []*geo.Place{
		town(tb, "Odense", "DK"), town(tb, "København", "DK"), town(tb, "Aalborg", "DK"), town(tb, "Skagen", "DK"),
		town(tb, "Utrecht", "NL"), town(tb, "Winschoten", "NL"), town(tb, "Maastricht", "NL"),
		town(tb, "Gent", "BE"), town(tb, "Brussel", "BE"), town(tb, "Arlon", "BE"),
	}
}

// broken says which hard limit a match breaks, by the raw entries and by
// nothing that the matching itself is made of; "" for none.
func broken(m referral.Match, n referral.Need, entries map[directory.Key]directory.Entry, widest float64) string {
	open := func(s directory.Status) bool { return s == "" || s == directory.StatusOpen }
	var ages directory.Ages
	var promises directory.Promises
	var where directory.Location
	access := directory.AccessNeeds{}
	if m.Centre != "" {
		c := entries[directory.Key{Kind: directory.KindCentre, ID: m.Centre}].(*directory.Centre)
		if c.ID == n.From {
			return "it is the centre that hands on"
		}
		if !open(c.Status) {
			return "its centre is not open"
		}
		ages, promises, where, access = c.Ages, c.Promises, c.Location, c.AccessNeeds
	}
	if a, ok := entries[m.Key].(*directory.Activity); ok {
		if !open(a.Status) {
			return "it does not take place"
		}
		if a.Ages.Min != nil || a.Ages.Max != nil || a.Ages.All {
			ages = a.Ages
		}
		if m.Centre == "" || a.HostedBy != nil {
			promises = directory.Promises{}
		}
		for _, p := range directory.AllPromises {
			if a.Promises.Of(p) != directory.Unknown {
				promises = promises.Set(p, a.Promises.Of(p))
			}
		}
		if a.Location != nil && m.Centre == "" {
			where = *a.Location
		}
	}
	if n.Age != nil && ages.Fit(*n.Age) == directory.No {
		return fmt.Sprintf("the age %d is outside", *n.Age)
	}
	for _, p := range n.Promises {
		if promises.Of(p) == directory.No {
			return fmt.Sprintf("%s is denied", p)
		}
	}
	for _, id := range n.AccessNeeds {
		if access[id] == directory.No {
			return id + " is denied"
		}
	}
	if where.Country != n.Near.Country {
		return "it is in " + where.Country
	}
	hidden := where.Visibility == directory.VisibleNone
	if hidden && (m.DistanceM != nil || m.Where.Point != nil || m.Where.Street != "" || m.Where.PostalCode != "") {
		return "a hidden place shows where it is"
	}
	if widest > 0 {
		switch {
		case hidden || where.Point == nil:
			if where.Municipality != n.Near.Municipality {
				return "nobody knows how far it is"
			}
		case geo.Distance(n.Near.Point, *where.Point) > widest*1000 && where.Visibility != directory.VisibleArea:
			return fmt.Sprintf("it is %.0f m away", geo.Distance(n.Near.Point, *where.Point))
		}
	}
	return ""
}

func TestNoHardLimitIsEverBroken(t *testing.T) {
	entries := harsh(t)
	d, towns := newDirectory(t, entries...), someTowns(t)
	byKey := make(map[directory.Key]directory.Entry)
	for _, e := range entries {
		byKey[e.Key()] = e
	}
	matches := 0
	rapid.Check(t, func(t *rapid.T) {
		n := draw(t, entries, towns)
		if err := n.Validate(d); err != nil {
			t.Fatal(err)
		}
		answer := d.Match(n, monday)
		widest := n.RadiusKM
		for _, r := range answer.Relaxed {
			if r.Dropped == "radius_km" {
				widest = min(2*n.RadiusKM, referral.WidestKM)
			}
		}
		for _, m := range answer.Matches {
			matches++
			if why := broken(m, n, byKey, widest); why != "" {
				t.Fatalf("%s at %q: %s\n%s", m.Key, m.Centre, why, describe(answer))
			}
		}
		if len(answer.Matches) != min(answer.Total, referral.MaxLimit) || len(answer.Lines) > 3 {
			t.Fatalf("%d of %d matches and %d lines", len(answer.Matches), answer.Total, len(answer.Lines))
		}
		if again := d.Match(n, monday); !reflect.DeepEqual(answer, again) {
			t.Fatalf("asked twice, answered twice:\n%s\n%s", describe(answer), describe(again))
		}
	})
	if matches == 0 {
		t.Error("no need found anything, so nothing was tested")
	}
}

func TestARadiusAddsNothing(t *testing.T) {
	entries := harsh(t)
	d, towns := newDirectory(t, entries...), someTowns(t)
	fewer := 0
	rapid.Check(t, func(t *rapid.T) {
		n := draw(t, entries, towns)
		n.RadiusKM = 0
		all := make(map[directory.Key]bool)
		for _, m := range d.Fitting(n, monday) {
			all[m.Key] = true
		}
		n.RadiusKM = rapid.Float64Range(1, referral.MaxRadiusKM).Draw(t, "radius")
		near := d.Fitting(n, monday)
		for _, m := range near {
			// What is best at a place may change with the radius: its stop
			// instead of its door.
			if !all[m.Key] {
				t.Fatalf("%s came with a radius of %.1f km only", m.Key, n.RadiusKM)
			}
		}
		if len(near) < len(all) {
			fewer++
		}
	})
	if fewer == 0 {
		t.Error("no radius left anything out, so nothing was tested")
	}
}

func TestThePlaceOfAnEntryDoesNotDependOnTheOrderOfTheCatalogue(t *testing.T) {
	entries := harsh(t)
	d, towns := newDirectory(t, entries...), someTowns(t)
	turned := slices.Clone(entries)
	slices.Reverse(turned)
	other := newDirectory(t, turned...)
	keys := func(a referral.Answer) (keys []directory.Key) {
		for _, m := range a.Matches {
			keys = append(keys, m.Key)
		}
		return keys
	}
	rapid.Check(t, func(t *rapid.T) {
		n := draw(t, entries, towns)
		if a, b := keys(d.Match(n, monday)), keys(other.Match(n, monday)); !slices.Equal(a, b) {
			t.Fatalf("%v, turned round %v", a, b)
		}
	})
}
