package demand_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"walkin/internal/demand"
)

// The attacker has all tables that were ever released, every sum of their rows, and
// knows how they are made and everybody's searches but one. S1 to S4 of
// EXPERIENCE-AND-SAFETY 4b stand here; S4 and S5 with the database file in hand in
// internal/sqlite, S6 in api.

// sums are what an attacker works out of a table: of everything, of each country,
// region, municipality, topic and outcome, and of all but each of them.
func sums(t demand.Table) map[string]int {
	all := make(map[string]int)
	for _, r := range t.Rows {
		for _, key := range []string{"", r.Country, r.Country + "/" + r.Region, r.Country + "/" + r.Region + "/" + r.Municipality, r.Topic, string(r.Outcome)} {
			all[key] += r.Searches
		}
	}
	total := all[""]
	for key, n := range maps.Clone(all) {
		all["without "+key] = total - n
	}
	return all
}

func TestS1NineAreNotPublishedNorDerivable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		beside := []demand.Count{count(horsens, "anxiety", demand.TooFar, rapid.IntRange(20, 90).Draw(t, "beside"))}
		noise := rapid.Uint64().Draw(t, "noise")
		// The tables are the same to the byte, whether nobody searched there or nine
		// did: there is nothing that any sum of them could tell.
		without := demand.Release(w47, beside, seeded(noise))
		for n := 1; n < demand.Fewest; n++ {
			with := demand.Release(w47, append(beside, count(aarhus, "anxiety", demand.TooFar, n)), seeded(noise))
			if !reflect.DeepEqual(with, without) || !reflect.DeepEqual(sums(with), sums(without)) {
				t.Fatalf("%d searches show: %+v and %+v", n, with, without)
			}
		}
	})
}

func TestS2AThousandRepeatsMoveACountByTheCap(t *testing.T) {
	crowd := func(repeats int) demand.Table {
		tally := demand.NewTally(land)
		for i := range 40 {
			tally.Search(fmt.Sprintf("198.51.100.%d", i), anxious, monday)
		}
		for i := range repeats {
			tally.Search("192.0.2.1", anxious, monday.Add(time.Duration(i)*time.Second))
		}
		return demand.Release(w47, tally.Take(), still)
	}
	before, after := crowd(0).Rows[0].Searches, crowd(1000).Rows[0].Searches
	if before != 40 || after-before > demand.PerDay {
		t.Errorf("from %d to %d", before, after)
	}
	// Alone, whatever it sends in a day is nothing to be seen.
	tally := demand.NewTally(land)
	for i := range 1000 {
		tally.Search("192.0.2.1", anxious, monday.Add(time.Duration(i)*time.Second))
	}
	if table := demand.Release(w47, tally.Take(), still); len(table.Rows) != 0 {
		t.Errorf("one client made %+v", table.Rows)
	}
}

func TestS3ARareQueryLeavesNoTrace(t *testing.T) {
	for seed := range uint64(300) {
		tally := demand.NewTally(land)
		rare := demand.Search{Country: "DK", Municipality: "0751", Topic: "gambling", Outcome: demand.Nothing}
		for day := range 5 { // somebody who comes back every day
			tally.Search("192.0.2.1", rare, monday.AddDate(0, 0, day))
		}
		for i := range 200 {
			tally.Search(fmt.Sprint("client ", i), anxious, monday)
		}
		text, err := json.Marshal(demand.Release(w47, tally.Take(), seeded(seed)))
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(text), "gambling") || strings.Contains(string(text), "nothing") || !strings.Contains(string(text), "anxiety") {
			t.Fatalf("%s", text)
		}
	}
}

func TestS4ReportsSubtractedFromEachOtherTellNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		small := rapid.IntRange(1, demand.Fewest-1).Draw(t, "searches in the small cell")
		counts := append(week(seeded(rapid.Uint64().Draw(t, "week")), 40), count(horsens, "sport", demand.Closed, small))
		table := demand.Release(w47, counts, seeded(rapid.Uint64().Draw(t, "noise")))
		// All that is asked of the tables is a choice of their rows; so the report
		// less the report without a municipality is that municipality's own rows,
		// and the cell that is suppressed is in no row of its own nor any sum.
		for _, r := range table.Rows {
			if r.Topic == "sport" {
				t.Fatalf("%+v", r)
			}
		}
		all := sums(table)
		difference := all[""] - all["without DK/Midt/0615"]
		own := 0
		for _, r := range table.Rows {
			if r.Area == horsens {
				own += r.Searches
			}
		}
		if difference != own {
			t.Fatalf("the difference is %d, the rows are %d", difference, own)
		}
	})
}

// Where small cells together are enough, their sum is shown. One who knows all of
// it but a single search cannot tell whether that was made: no answer is more than
// e^½ times as likely with it as without.
func TestTheNoiseHidesASearchFromWhoKnowsAllOthers(t *testing.T) {
	const draws = 200_000
	seen := func(horsensHas int, seed uint64) map[int]float64 {
		uniform, found := seeded(seed), make(map[int]float64)
		for range draws {
			// Far above the threshold, so that rounding and noise are all there is.
			table := demand.Release(w47, []demand.Count{count(aarhus, "anxiety", demand.TooFar, 9), count(horsens, "anxiety", demand.TooFar, horsensHas), count(midt, "anxiety", demand.TooFar, 15)}, uniform)
			value := 0
			if len(table.Rows) > 0 {
				value = table.Rows[0].Searches
			}
			found[value] += 1.0 / draws
		}
		return found
	}
	without, with := seen(4, 1), seen(5, 2)
	for value, p := range with {
		if q := without[value]; p > 0.002 && (p > q*math.Exp(0.5)*1.1 || q > p*math.Exp(0.5)*1.1) {
			t.Errorf("%d comes with %.4f if the search was made, else with %.4f", value, p, q)
		}
	}
}
