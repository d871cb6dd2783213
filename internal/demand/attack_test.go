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
		beside := []demand.Count{count(horsens, "anxiety", demand.TooFar, rapid.IntRange(150, 300).Draw(t, "beside"))}
		noise := rapid.Uint64().Draw(t, "noise")
		// Where the rest of the country has no row of the same, the tables are the same
		// to the byte, whether nobody searched there or nine did: there is nothing that
		// any sum of them could tell. Where it has one, see S4.
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
		return demand.Release(w47, tally.Take(), still())
	}
	before, after := crowd(0).Rows[0].Searches, crowd(1000).Rows[0].Searches
	if before != 40 || after-before > demand.PerDay {
		t.Errorf("from %d to %d", before, after)
	}
	// Alone, whatever it sends without a pause is nothing to be seen.
	tally := demand.NewTally(land)
	for i := range 1000 {
		tally.Search("192.0.2.1", anxious, monday.Add(time.Duration(i)*time.Second))
	}
	if table := demand.Release(w47, tally.Take(), still()); len(table.Rows) != 0 {
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
		// All that can be asked of the tables is a choice of their rows. So a report
		// less the report without a municipality is that municipality's own rows. A
		// cell that is suppressed is in none of them, whatever it holds, as long as the
		// rest of the country has no row to which it is added; that is the next test.
		beside, noise := week(seeded(rapid.Uint64().Draw(t, "week")), 40), rapid.Uint64().Draw(t, "noise")
		known := sums(demand.Release(w47, beside, seeded(noise)))
		small := rapid.IntRange(1, demand.Fewest-1).Draw(t, "searches in the small cell")
		table := demand.Release(w47, append(beside, count(horsens, "sport", demand.Closed, small)), seeded(noise))
		if all := sums(table); !reflect.DeepEqual(all, known) {
			t.Fatalf("%v, and without the small cell %v", all, known)
		}
		all := sums(table)
		for _, r := range table.Rows {
			of := r.Country + "/" + r.Region + "/" + r.Municipality
			own := 0
			for _, other := range table.Rows {
				if other.Area == r.Area {
					own += other.Searches
				}
			}
			if difference := all[""] - all["without "+of]; difference != own {
				t.Fatalf("less the report without %s is %d, its rows are %d", of, difference, own)
			}
		}
	})
}

// A cell that is suppressed is added to the row of the rest of its country. Where
// that is shown it grows with it, by nine at the most: who knows all other searches
// of the country may see that nine were made, but not where, nor whether a single one
// was. Noise hides one search, not nine together.
func TestS4TheRestOfTheCountryTellsNeitherWhereNorOfASingleSearch(t *testing.T) {
	const rest = 60
	sport := func(area demand.Area, n int) demand.Count { return count(area, "sport", demand.Closed, n) }
	rapid.Check(t, func(t *rapid.T) {
		beside := append(week(seeded(rapid.Uint64().Draw(t, "week")), 40), sport(denmark, rest))
		noise, small := rapid.Uint64().Draw(t, "noise"), rapid.IntRange(1, demand.Fewest-1).Draw(t, "searches in the small cell")
		here := demand.Release(w47, append(beside, sport(horsens, small)), seeded(noise))
		there := demand.Release(w47, append(beside, sport(aarhus, small)), seeded(noise))
		if !reflect.DeepEqual(here, there) {
			t.Fatalf("in Horsens it is %+v, in Aarhus %+v", here, there)
		}
		// Without noise: nothing changes but that one row.
		without, with := demand.Release(w47, beside, still()), demand.Release(w47, append(beside, sport(horsens, small)), still())
		for i, r := range with.Rows {
			if r.Area == denmark && r.Topic == "sport" {
				if more := r.Searches - rest; more < 0 || more > demand.Fewest {
					t.Fatalf("%d searches add %d", small, more)
				}
				r.Searches = rest
			}
			if r != without.Rows[i] {
				t.Fatalf("%+v was %+v", r, without.Rows[i])
			}
		}
	})
	const draws = 50_000
	for _, others := range []int{25, rest} { // near the threshold, and far above
		first := likelihoods(draws, 0, sport(denmark, others))
		before := first
		for n := 1; n < demand.Fewest; n++ {
			with := likelihoods(draws, uint64(n), sport(denmark, others), sport(horsens, n))
			for _, told := range apart(before, with) {
				t.Errorf("beside %d others, search %d: %s", others, n, told)
			}
			if right := guessed(before, with); right > math.E/(1+math.E) {
				t.Errorf("beside %d others, whether search %d was made is guessed right in %.0f %%", others, n, 100*right)
			}
			before = with
		}
		t.Logf("beside %d others, whether nine were made is guessed right in %.0f %%", others, 100*guessed(first, before))
	}
}

// guessed says how often somebody is right who sees a table and says which of two
// sets of counts it is of, where either is as likely.
func guessed(a, b map[string]float64) (right float64) {
	both := maps.Clone(a)
	maps.Copy(both, b)
	for table := range both {
		right += max(a[table], b[table]) / 2
	}
	return right
}

// The attacker has nine clients ask five times each, so that the figure is high, and
// waits for the tenth: the table must not tell whether it came. That is so only
// because the decision to show a row has noise of its own, at a threshold far above.
func TestS1ATableDoesNotTellWhetherTheTenthCame(t *testing.T) {
	const draws = 20_000
	uniform, shown := seeded(9), 0
	for range draws {
		cell := count(aarhus, "gambling", demand.Nothing, 10)
		cell.Searches = 46
		if table := demand.Release(w47, []demand.Count{cell}, uniform); len(table.Rows) > 0 {
			shown++
		}
	}
	// Where it was asked, and in the rest of the country: two decisions.
	if share := float64(shown) / draws; share > 2*0.004 {
		t.Errorf("with the tenth there is a row in %.2f %% of tables, without it in none", 100*share)
	}
}

// One who knows all searches but a single one cannot tell whether that was made: no
// table is more than e times as likely with it as without, be it in a cell that is
// shown, one near the threshold, or one that is counted with the rest of the country.
func TestTheNoiseHidesASearchFromWhoKnowsAllOthers(t *testing.T) {
	const draws = 100_000
	for _, others := range []int{20, 26, 30, 38, 60} {
		rest := count(denmark, "anxiety", demand.TooFar, 12)
		without := likelihoods(draws, 1, count(aarhus, "anxiety", demand.TooFar, others), rest)
		with := likelihoods(draws, 2, count(aarhus, "anxiety", demand.TooFar, others+1), rest)
		for _, told := range apart(without, with) {
			t.Errorf("beside %d others, %s", others, told)
		}
	}
}

// likelihoods says how often each table is released of some counts.
func likelihoods(draws int, seed uint64, counts ...demand.Count) map[string]float64 {
	uniform, found := seeded(seed), make(map[string]float64)
	for range draws {
		found[fmt.Sprint(demand.Release(w47, counts, uniform).Rows)] += 1 / float64(draws)
	}
	return found
}

// apart lists the tables that are more than e times as likely with a search as
// without it, or the other way round; what hardly ever comes is left out.
func apart(without, with map[string]float64) (told []string) {
	both := maps.Clone(without)
	maps.Copy(both, with) // also what comes only with it, or only without
	for table := range both {
		if p, q := with[table], without[table]; max(p, q) > 0.002 && (p > q*math.E*1.1 || q > p*math.E*1.1) {
			told = append(told, fmt.Sprintf("%s comes with %.4f if the search was made, else with %.4f", table, p, q))
		}
	}
	return told
}
