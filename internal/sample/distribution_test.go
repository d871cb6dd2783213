package sample_test

import (
	"encoding/json"
	"math"
	"slices"
	"strings"
	"testing"

	"walkin/internal/directory"
	"walkin/internal/fold"
	"walkin/internal/geo"
	"walkin/internal/sample"
	"walkin/internal/schedule"
)

// share fails unless a part of a whole is about as large as it should be.
func share(t *testing.T, what string, part, whole int, low, high float64) {
	t.Helper()
	if got := float64(part) / float64(whole); got < low || got > high {
		t.Errorf("%s: %.3f of %d, want %.3f to %.3f", what, got, whole, low, high)
	}
}

func TestTheCatalogueIsLikeTheOneItStandsFor(t *testing.T) {
	const n = 10_000
	entries := slices.Collect(newCatalogue(t, n, 1).Entries())
	centres, activities := found[*directory.Centre](entries), found[*directory.Activity](entries)
	helplines := found[*directory.Helpline](entries)

	t.Run("it has centres, activities and helplines", func(t *testing.T) {
		if len(centres) != 5500 || len(activities) != 4000 || len(helplines) != 500 {
			t.Errorf("%d, %d and %d", len(centres), len(activities), len(helplines))
		}
		if got := len(found[*directory.Organisation](entries)); got != n/20 {
			t.Errorf("%d organisations", got)
		}
	})

	t.Run("it lies in three countries", func(t *testing.T) {
		country := make(map[string]int)
		towns := make(map[string]int)
		for _, c := range centres {
			country[c.Location.Country]++
			towns[c.Location.Town]++
		}
		share(t, "DK", country["DK"], len(centres), 0.42, 0.48)
		share(t, "NL", country["NL"], len(centres), 0.32, 0.38)
		share(t, "BE", country["BE"], len(centres), 0.17, 0.23)
		if towns["København"] < 5*towns["Esbjerg"] || towns["Esbjerg"] == 0 || len(towns) < 800 {
			t.Errorf("København %d, Esbjerg %d of %d towns", towns["København"], towns["Esbjerg"], len(towns))
		}
		if towns["Charleroi"] > 0 {
			t.Error("Charleroi is not in Flanders")
		}
	})

	t.Run("places lie near their town, with points of every precision", func(t *testing.T) {
		g, err := geo.Load()
		if err != nil {
			t.Fatal(err)
		}
		precision, hidden := make(map[directory.Precision]int), 0
		for _, c := range centres {
			l := c.Location
			if l.Visibility != "" {
				hidden++
			}
			precision[l.Precision]++
			if _, ok := g.Municipality(l.Country, l.Municipality); !ok {
				t.Errorf("%s: there is no municipality %q", c.ID, l.Municipality)
			}
			if _, ok := g.Place(l.Country + ":" + l.PostalCode); !ok {
				t.Errorf("%s: there is no postcode %q", c.ID, l.PostalCode)
			}
			if l.Town != "København" || l.Precision != directory.PreciseExact {
				continue
			}
			if m := geo.Distance(*l.Point, geo.Point{Lat: 55.67594, Lon: 12.56553}); m > 27_000 {
				t.Errorf("%s lies %.0f m from the middle of København", c.ID, m)
			}
		}
		share(t, "exact", precision[directory.PreciseExact], len(centres), 0.5, 0.6)
		share(t, "without a point", precision[""], len(centres), 0.03, 0.07)
		share(t, "area or hidden", hidden, len(centres), 0.04, 0.10)
		if len(precision) != 6 {
			t.Errorf("the precisions are %v", precision)
		}
	})

	t.Run("topics follow Zipf's law", func(t *testing.T) {
		used := make(map[string]int)
		for _, c := range centres {
			if len(c.Topics) > 8 {
				t.Errorf("%s has %d topics", c.ID, len(c.Topics))
			}
			for _, id := range c.Topics {
				used[id]++
			}
		}
		var counts []int
		for _, n := range used {
			counts = append(counts, n)
		}
		slices.SortFunc(counts, func(a, b int) int { return b - a })
		if len(counts) < 80 {
			t.Fatalf("only %d topics are used", len(counts))
		}
		share(t, "the first topic", counts[0], len(centres), 0.4, 0.65)
		share(t, "the tenth topic", counts[9], len(centres), 0.05, 0.12)
		if ratio := float64(counts[9]) / float64(counts[49]); ratio < 3.5 || ratio > 7 {
			t.Errorf("the tenth topic is used %.1f times as often as the fiftieth", ratio)
		}
		taxonomy, err := directory.NewTaxonomy(found[*directory.Topic](entries))
		if err != nil {
			t.Fatal(err)
		}
		for id := range used {
			if taxonomy.Topic(id).Crisis {
				t.Errorf("%s is about a crisis", id)
			}
		}
	})

	t.Run("a third has no hours, and the rest a few hundred patterns", func(t *testing.T) {
		var hours []schedule.Schedule
		for _, c := range centres {
			hours = append(hours, c.Hours)
		}
		for _, a := range activities {
			hours = append(hours, a.Hours)
		}
		without, series, excepted, doubted := 0, 0, 0, 0
		patterns := make(map[string]bool)
		for _, s := range hours {
			if s.Zone == "" {
				without++
			}
			series += min(1, len(s.Series))
			excepted += min(1, len(s.Exceptions))
			if s.Doubt != "" || len(s.Weekly) > 0 && s.Weekly[0].Doubt != "" {
				doubted++
				continue
			}
			pattern, err := json.Marshal(s.Weekly)
			if err != nil {
				t.Fatal(err)
			}
			patterns[string(pattern)] = true
		}
		share(t, "without hours", without, len(hours), 0.31, 0.36)
		share(t, "series", series, len(hours), 0.03, 0.12)
		share(t, "exceptions", excepted, len(hours), 0.03, 0.10)
		share(t, "in doubt", doubted, len(hours), 0.02, 0.07)
		if len(patterns) < 150 || len(patterns) > 700 {
			t.Errorf("%d patterns of weekly hours", len(patterns))
		}
	})

	t.Run("descriptions have 20 to 80 words, in the language of the country", func(t *testing.T) {
		total, english, asked := 0, 0, 0
		vocabulary := make(map[string]bool)
		for _, c := range centres {
			want := "nl"
			if c.Location.Country == "DK" {
				want = "da"
			}
			if c.Description[want] == "" || len(c.Description) > 2 {
				t.Errorf("%s is described in %v", c.ID, c.Description.Languages())
			}
			english += len(c.Description) - 1
			text := ""
			for _, d := range c.Description {
				if words := len(strings.Fields(d)); words < 20 || words > 80 {
					t.Errorf("%s has %d words: %s", c.ID, words, d)
				}
				text += " " + d
			}
			words := fold.Tokens(text)
			for _, w := range words {
				vocabulary[w] = true
			}
			total += len(words)
			if slices.Contains(words, "angst") || slices.Contains(words, "samtale") {
				asked++
			}
		}
		share(t, "English", english, len(centres), 0.22, 0.28)
		share(t, `matches of "angst samtale"`, asked, len(centres), 0.10, 0.22)
		if mean := float64(total) / float64(len(centres)); math.Abs(mean-55) > 15 {
			t.Errorf("%.0f words a description", mean)
		}
		if len(vocabulary) < 5000 {
			t.Errorf("only %d words", len(vocabulary))
		}
	})

	t.Run("every country has helplines to reach in a crisis", func(t *testing.T) {
		desk := directory.NewCrisisDesk(nil, helplines)
		for _, country := range []string{"DK", "NL", "BE"} {
			contacts := desk.Contacts([]directory.HelplineGroup{directory.GroupSuicide}, directory.Asker{Country: country}, sample.Moment)
			if len(contacts) < directory.MinContacts {
				t.Errorf("%s has %d contacts", country, len(contacts))
			}
		}
	})

	t.Run("promises are kept, denied and unknown", func(t *testing.T) {
		for _, promise := range directory.AllPromises {
			answers := make(map[directory.Ternary]int)
			for _, c := range centres {
				answers[c.Promises.Of(promise)]++
			}
			share(t, string(promise)+" yes", answers[directory.Yes], len(centres), 0.25, 0.70)
			share(t, string(promise)+" no", answers[directory.No], len(centres), 0.01, 0.15)
			share(t, string(promise)+" unknown", answers[directory.Unknown], len(centres), 0.20, 0.70)
		}
	})
}
