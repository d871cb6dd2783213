package directory_test

import (
	"testing"

	"walkin/internal/directory"
	"walkin/internal/problem"
	"walkin/internal/schedule"
)

func TestAssessing(t *testing.T) {
	day := func(d int) schedule.Date { return schedule.Date{Year: 2026, Month: 11, Day: d} }
	empty := &directory.Network{ID: "n", Name: "N", Countries: []string{"DK"}, Criteria: []directory.Criterion{
		{ID: "free", Text: directory.Text{"en": "Free"}}, {ID: "door", Text: directory.Text{"en": "An open door"}},
	}}
	assess := func(n *directory.Network, centre, criterion string, met directory.Ternary, d int) *directory.Network {
		t.Helper()
		next, err := n.Assess(centre, criterion, met, "anna", day(d), "seen")
		if err != nil {
			t.Fatal(err)
		}
		if err := directory.Validate(next); err != nil {
			t.Fatal(err)
		}
		return next
	}
	n := assess(empty, "a", "free", directory.No, 1)
	n = assess(n, "b", "free", directory.Yes, 2)
	first := n
	n = assess(n, "a", "free", directory.Yes, 3)
	n = assess(n, "a", "door", directory.No, 3)
	n = assess(n, "b", "door", directory.Unknown, 3)
	n = assess(n, "left", "door", directory.Yes, 3)

	if len(empty.Assessments) != 0 || first.Assessments[0].Met != directory.No {
		t.Error("a network that was handed out was changed")
	}
	if len(n.Assessments) != 5 || n.Assessments[0].Met != directory.Yes || n.Assessments[0].On != day(3) {
		t.Errorf("the new finding does not stand where the old one did: %v", n.Assessments)
	}
	for name, c := range map[string]struct {
		centre string
		free   directory.Standing
		door   directory.Standing
	}{
		"the latest finding counts":           {"a", directory.Standing{Met: directory.Yes, By: "anna", On: day(3), Why: "seen"}, directory.Standing{Met: directory.No, By: "anna", On: day(3), Why: "seen"}},
		"unknown may be found, too":           {"b", directory.Standing{Met: directory.Yes, By: "anna", On: day(2), Why: "seen"}, directory.Standing{By: "anna", On: day(3), Why: "seen"}},
		"a place that nobody saw, is unknown": {"c", directory.Standing{}, directory.Standing{}},
	} {
		got := n.Standing(c.centre)
		if len(got) != 2 || got[0].Criterion.ID != "free" || got[1].Criterion.ID != "door" {
			t.Fatalf("%s: got %v", name, got)
		}
		for i, want := range []directory.Standing{c.free, c.door} {
			if g := got[i]; g.Met != want.Met || g.By != want.By || g.On != want.On || g.Why != want.Why {
				t.Errorf("%s: got %v, want %v", name, g, want)
			}
		}
	}
	counts := n.Counts([]string{"a", "b", "c"})
	for i, want := range [][3]int{{2, 0, 1}, {0, 1, 2}} {
		if got := [3]int{counts[i].Met, counts[i].NotMet, counts[i].Unknown}; got != want {
			t.Errorf("%s: met, not met and unknown are %v, want %v", counts[i].Criterion.ID, got, want)
		}
	}
	for name, c := range map[string]struct {
		centre, criterion, by string
		on                    schedule.Date
	}{
		"a criterion that there is not": {"a", "fun", "anna", day(4)},
		"no centre":                     {"", "free", "anna", day(4)},
		"nobody":                        {"a", "free", "", day(4)},
		"no day":                        {"a", "free", "anna", schedule.Date{}},
		"a day before the last":         {"a", "free", "anna", day(2)},
	} {
		if _, err := n.Assess(c.centre, c.criterion, directory.Yes, c.by, c.on, ""); problem.KindOf(err) != problem.Invalid {
			t.Errorf("%s: got %v, want it refused as invalid", name, err)
		}
	}
}

// What an import left twice is settled by the next finding.
func TestAssessingSettlesWhatStandsTwice(t *testing.T) {
	day := schedule.Date{Year: 2026, Month: 11, Day: 1}
	n := &directory.Network{ID: "n", Criteria: []directory.Criterion{{ID: "free"}}, Assessments: []directory.Assessment{
		{Centre: "a", Criterion: "free", Met: directory.Yes, By: "x", On: day.AddDays(-1)},
		{Centre: "b", Criterion: "free", Met: directory.Yes, By: "x", On: day},
		{Centre: "a", Criterion: "free", Met: directory.No, By: "x", On: day.AddDays(-2)},
	}}
	if s := n.Standing("a"); s[0].Met != directory.Yes {
		t.Errorf("the older of two findings counts: %v", s)
	}
	next, err := n.Assess("a", "free", directory.No, "y", day, "")
	if err != nil {
		t.Fatal(err)
	}
	if len(next.Assessments) != 2 || next.Assessments[0].By != "y" || next.Assessments[1].Centre != "b" {
		t.Errorf("got %v", next.Assessments)
	}
}
