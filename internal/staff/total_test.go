package staff_test

import (
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"walkin/internal/schedule"
	"walkin/internal/staff"
)

func TestABandHasBounds(t *testing.T) {
	for _, c := range []struct {
		band      staff.Band
		low, high int
		open      bool
	}{
		{staff.NotCounted, 0, 0, false}, {staff.Band0, 0, 0, false}, {staff.Band1, 1, 4, false}, {staff.Band5, 5, 9, false},
		{staff.Band10, 10, 19, false}, {staff.Band20, 20, 49, false}, {staff.Band50, 50, 50, true},
	} {
		if low, high, open := c.band.Bounds(); low != c.low || high != c.high || open != c.open {
			t.Errorf("%q is %d to %d, open %v", c.band, low, high, open)
		}
	}
}

func TestCountsOfPlacesAreAddedUpByWeek(t *testing.T) {
	w46, w47 := schedule.Week{Year: 2026, Number: 46}, schedule.Week{Year: 2026, Number: 47}
	weeks := staff.AddUp([]staff.Count{
		{Centre: "a", Week: w47, Visits: staff.Band10, HoursHeld: new(12.5), ReferralsOut: staff.Referred{Centre: staff.Band1, Other: staff.Band5}},
		{Centre: "b", Week: w47, Visits: staff.Band50, Talks: staff.Band0},
		{Centre: "a", Week: w46},
	}, []staff.AreaCount{{Week: w47, Places: 2, Visits: staff.Total{Places: 2, Low: 2, High: 8}, HoursHeld: staff.Hours{Places: 1, Hours: 7}}})
	want := []staff.AreaCount{{Week: w46, Places: 1}, {
		Week: w47, Places: 4, Visits: staff.Total{Places: 4, Low: 62, High: 77, Open: true}, Talks: staff.Total{Places: 1},
		HandedOn: staff.Total{Places: 1, Low: 6, High: 13}, HoursHeld: staff.Hours{Places: 2, Hours: 19.5},
	}}
	if !reflect.DeepEqual(weeks, want) {
		t.Errorf("%+v", weeks)
	}
}

// Whether a place is there, or is no more and its counts were merged, the sums of
// its area are the same.
func TestMergingChangesNoSum(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var counts []staff.Count
		for i := range rapid.IntRange(0, 12).Draw(t, "counts") {
			band := func(name string) staff.Band {
				return rapid.SampledFrom(append([]staff.Band{staff.NotCounted}, staff.AllBands...)).Draw(t, name)
			}
			counts = append(counts, staff.Count{
				Centre: string(rune('a' + i)), Week: schedule.Week{Year: 2026, Number: rapid.IntRange(40, 43).Draw(t, "week")},
				Visits: band("visits"), FirstTime: band("first"), Talks: band("talks"), TurnedAway: band("turned away"),
				ReferralsOut: staff.Referred{Helpline: band("helpline"), Activity: band("activity")},
			})
		}
		gone := rapid.IntRange(0, len(counts)).Draw(t, "gone")
		if merged := staff.AddUp(counts[gone:], staff.AddUp(counts[:gone], nil)); !reflect.DeepEqual(merged, staff.AddUp(counts, nil)) {
			t.Fatalf("%+v", merged)
		}
	})
}
