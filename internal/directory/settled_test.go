package directory_test

import (
	"slices"
	"testing"

	"walkin/internal/directory"
	"walkin/internal/problem"
	"walkin/internal/schedule"
)

func TestAnEditSettlesOnlyWhatItMay(t *testing.T) {
	day := &schedule.Date{Year: 2026, Month: 11, Day: 1}
	again := *day // another pointer to the same day
	verified := func(d *schedule.Date, by string) *directory.Centre {
		return centre(func(c *directory.Centre) {
			c.Organisation, c.Provenance.VerifiedAt, c.Provenance.VerifiedBy = "o", d, by
		})
	}
	network := func(f func(*directory.Network)) *directory.Network {
		n := &directory.Network{ID: "n", Criteria: []directory.Criterion{{ID: "free"}}}
		f(n)
		return n
	}
	plain := network(func(*directory.Network) {})
	assessed := network(func(n *directory.Network) { n.Assessments = []directory.Assessment{{Centre: "c", Criterion: "free"}} })
	ruled := network(func(n *directory.Network) { n.Rules.Approval = true })
	for name, c := range map[string]struct {
		before, after directory.Entry
		may           directory.Editing
		want          []string
	}{
		"facts may be edited": {verified(day, "x"), centre(func(c *directory.Centre) {
			c.Organisation, c.Name, c.Provenance = "o", "B", verified(&again, "x").Provenance
		}), directory.Editing{}, nil},
		"nobody confirms by an edit":                  {verified(nil, ""), verified(day, "x"), directory.Editing{}, []string{"/provenance/verified_at", "/provenance/verified_by"}},
		"nor takes a confirmation away":               {verified(day, "x"), verified(nil, ""), directory.Editing{}, []string{"/provenance/verified_at", "/provenance/verified_by"}},
		"nor puts another name to it":                 {verified(day, "x"), verified(&again, "y"), directory.Editing{}, []string{"/provenance/verified_by"}},
		"nor makes a new entry that is confirmed":     {nil, verified(day, "x"), directory.Editing{}, []string{"/provenance/verified_at", "/provenance/verified_by"}},
		"who may verify does":                         {nil, verified(day, "x"), directory.Editing{Verify: true}, nil},
		"a place is not given to others":              {verified(nil, ""), centre(func(c *directory.Centre) { c.Organisation = "p" }), directory.Editing{}, []string{"/organisation"}},
		"but by who may":                              {verified(nil, ""), centre(func(c *directory.Centre) { c.Organisation = "p" }), directory.Editing{Belong: true}, nil},
		"an activity is not, either":                  {&directory.Activity{Organisation: "o"}, &directory.Activity{}, directory.Editing{}, []string{"/organisation"}},
		"no organisation joins a network by itself":   {&directory.Organisation{}, &directory.Organisation{Networks: []string{"n"}}, directory.Editing{}, []string{"/networks"}},
		"not even a new one":                          {nil, &directory.Organisation{Networks: []string{"n"}}, directory.Editing{}, []string{"/networks"}},
		"an empty list of networks is none":           {&directory.Organisation{}, &directory.Organisation{Networks: []string{}}, directory.Editing{}, nil},
		"assessing is for assessors":                  {plain, assessed, directory.Editing{Verify: true, Govern: true, Belong: true}, []string{"/assessments"}},
		"who assess":                                  {plain, assessed, directory.Editing{Assess: true}, nil},
		"what a network asks is for it to say":        {plain, ruled, directory.Editing{Verify: true, Assess: true, Belong: true}, []string{"/rules"}},
		"and so are its criteria":                     {plain, &directory.Network{ID: "n"}, directory.Editing{Assess: true}, []string{"/criteria"}},
		"who governs it says so":                      {plain, ruled, directory.Editing{Govern: true}, nil},
		"a new network with an assessment is refused": {nil, assessed, directory.Editing{Govern: true}, []string{"/assessments"}},
		"deleting settles nothing":                    {verified(day, "x"), nil, directory.Editing{}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, f := range directory.Settled(c.before, c.after, c.may) {
				got = append(got, f.Pointer)
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestStillCorrect(t *testing.T) {
	on := schedule.Date{Year: 2026, Month: 11, Day: 25}
	for name, e := range map[string]directory.Entry{
		"a centre":        centre(func(c *directory.Centre) { c.Provenance.SourceSeen = "2024" }),
		"an activity":     &directory.Activity{ID: "a"},
		"a helpline":      &directory.Helpline{ID: "a"},
		"an organisation": &directory.Organisation{ID: "a"},
		"a network":       &directory.Network{ID: "a"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := directory.Verified(e, on, "anna")
			if err != nil {
				t.Fatal(err)
			}
			changes, err := directory.Diff(e, got)
			if err != nil {
				t.Fatal(err)
			}
			if len(changes) != 2 || changes[0].Pointer != "/provenance/verified_at" || string(changes[0].After) != `"2026-11-25"` || string(changes[1].After) != `"anna"` {
				t.Errorf("it changes %v", changes)
			}
			if again, err := directory.Verified(got, on, "bo"); err != nil {
				t.Errorf("a second time on one day: %v", err)
			} else if _, err := directory.Verified(again, on.AddDays(-1), "bo"); problem.KindOf(err) != problem.Invalid {
				t.Errorf("a day before the last: %v", err)
			}
		})
	}
	for name, c := range map[string]struct {
		e  directory.Entry
		on schedule.Date
		by string
	}{
		"a topic is no listing": {&directory.Topic{ID: "a"}, on, "anna"},
		"by nobody":             {&directory.Centre{ID: "a"}, on, ""},
		"on no day":             {&directory.Centre{ID: "a"}, schedule.Date{}, "anna"},
	} {
		if _, err := directory.Verified(c.e, c.on, c.by); problem.KindOf(err) != problem.Invalid {
			t.Errorf("%s: got %v, want it refused as invalid", name, err)
		}
	}
}
