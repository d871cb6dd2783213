package demand_test

import (
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"walkin/internal/demand"
)

func TestWhatFewAskForCountsWithAWiderArea(t *testing.T) {
	row := func(area demand.Area, n int) demand.Row {
		return demand.Row{Area: area, Topic: "anxiety", Outcome: demand.TooFar, Searches: n}
	}
	of := func(area demand.Area, n int) demand.Count { return count(area, "anxiety", demand.TooFar, n) }
	for _, c := range []struct {
		name   string
		counts []demand.Count
		want   []demand.Row
	}{
		{"thirty are shown", []demand.Count{of(aarhus, 30)}, []demand.Row{row(aarhus, 30)}},
		{"rounded to five", []demand.Count{of(aarhus, 32), of(horsens, 33)}, []demand.Row{row(horsens, 35), row(aarhus, 30)}},
		{"twenty-nine are not", []demand.Count{of(aarhus, 29)}, nil},
		{"what two towns have too little of is in the rest of the country", []demand.Count{of(aarhus, 29), of(horsens, 9)}, []demand.Row{row(denmark, 40)}},
		{"with what is there already", []demand.Count{of(midt, 13), of(denmark, 18)}, []demand.Row{row(denmark, 30)}},
		{"the rest does not repeat what is shown", []demand.Count{of(aarhus, 30), of(horsens, 19), of(midt, 16)}, []demand.Row{row(denmark, 35), row(aarhus, 30)}},
		{"what is left of a country is not shown", []demand.Count{of(aarhus, 30), of(horsens, 29)}, []demand.Row{row(aarhus, 30)}},
		{"topics are not mixed", []demand.Count{of(aarhus, 29), count(aarhus, "loneliness", demand.TooFar, 29)}, nil},
		{"nor are outcomes", []demand.Count{of(aarhus, 29), count(aarhus, "anxiety", demand.Closed, 29)}, nil},
		{"nor countries", []demand.Count{of(denmark, 29), count(demand.Area{Country: "NL"}, "anxiety", demand.TooFar, 29)}, nil},
		{"many searches of few clients are few", []demand.Count{{Cell: of(aarhus, 0).Cell, Searches: 145, Askers: 29}}, nil},
		{"the same cell written twice is one", []demand.Count{of(aarhus, 19), of(aarhus, 19)}, []demand.Row{row(aarhus, 40)}},
	} {
		got := demand.Release(w47, c.counts, still())
		if got.Period != w47 || !reflect.DeepEqual(got.Rows, c.want) {
			t.Errorf("%s: %+v, want %+v", c.name, got.Rows, c.want)
		}
	}
}

// week is a week of made-up counts.
func week(uniform demand.Uniform, cells int) (counts []demand.Count) {
	areas := []demand.Area{aarhus, horsens, midt, denmark, {Country: "DK", Region: "Nord", Municipality: "0851"}, {Country: "NL", Region: "Utrecht", Municipality: "GM0344"}}
	topics := []string{"anxiety", "loneliness", "gaming", demand.Anything, demand.Unmatched}
	outcomes := slices.Concat(demand.Searches, demand.Votes)
	for range cells {
		askers := int(uniform(60))
		c := count(areas[uniform(int64(len(areas)))], topics[uniform(int64(len(topics)))], outcomes[uniform(int64(len(outcomes)))], askers)
		c.Searches += int(uniform(10))
		counts = append(counts, c)
	}
	return counts
}

func TestEveryRowObeysTheRules(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		counts := week(seeded(rapid.Uint64().Draw(t, "week")), rapid.IntRange(0, 80).Draw(t, "cells"))
		table := demand.Release(w47, counts, seeded(rapid.Uint64().Draw(t, "noise")))
		seen := make(map[demand.Row]bool)
		for _, r := range table.Rows {
			if r.Searches < demand.Fewest || r.Searches%demand.Rounded != 0 {
				t.Fatalf("%+v", r)
			}
			// Whom a row can be about at the most: those of its own area, and of all
			// that is within it.
			askers := 0
			for _, c := range counts {
				if c.Topic == r.Topic && c.Outcome == r.Outcome && c.Area.Within(r.Area) {
					askers += c.Askers
				}
			}
			if askers < demand.Fewest {
				t.Fatalf("%+v stands on %d askers", r, askers)
			}
			r.Searches = 0
			if seen[r] {
				t.Fatalf("%+v stands there twice", r)
			}
			seen[r] = true
		}
		if !slices.IsSortedFunc(table.Rows, func(a, b demand.Row) int { return a.Area.Compare(b.Area) }) {
			t.Fatal("rows are not in the order of their areas")
		}
	})
}
