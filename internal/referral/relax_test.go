package referral_test

import (
	"slices"
	"testing"

	"walkin/internal/directory"
	"walkin/internal/referral"
	"walkin/internal/schedule"
)

func TestWhatIsDroppedWhenNothingFits(t *testing.T) {
	closed := house("closed", 1, "grief")
	closed.Hours = weekly(9, 12, schedule.Mon)
	far, wide := house("far", 15, "grief"), house("wide", 1, "wellbeing")
	for _, c := range []struct {
		words   string
		entries []directory.Entry
		want    []string // matches
		dropped []string
	}{
		{"nothing, where something fits", []directory.Entry{house("a", 1, "grief"), closed, far, wide}, []string{"place centre:a"}, nil},
		{"first the time", []directory.Entry{closed, far, wide}, []string{"place centre:closed"}, []string{"when"}},
		{"then the radius, and the time is taken back", []directory.Entry{far, wide}, []string{"place centre:far"}, []string{"radius_km"}},
		{"then the topic, and the others are taken back", []directory.Entry{wide}, []string{"place centre:wide"}, []string{"topics"}},
		{"and no more", []directory.Entry{house("other", 1, "job")}, nil, nil},
		{"never beyond twice the radius", []directory.Entry{house("a", 25, "grief")}, nil, nil},
	} {
		t.Run(c.words, func(t *testing.T) {
			n := need("grief")
			n.RadiusKM, n.When = 10, []referral.Window{window(t, "tue 17-21")}
			a := ask(t, n, c.entries...)
			wantMatches(t, a.Matches, c.want...)
			var dropped []string
			for _, r := range a.Relaxed {
				dropped = append(dropped, r.Dropped)
			}
			if !slices.Equal(dropped, c.dropped) {
				t.Errorf("dropped %v, want %v", a.Relaxed, c.dropped)
			}
		})
	}
}
