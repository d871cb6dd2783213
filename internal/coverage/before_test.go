package coverage_test

import (
	"path/filepath"
	"testing"
	"time"

	"walkin/internal/coverage"
	"walkin/internal/directory"
	"walkin/internal/sqlite"
)

// TestWhatChangedInAQuarterOfAYear has a place on Bornholm that came, one that
// went, one that moved and was found to be free, one whose runner left a network,
// and one that came and went.
func TestWhatChangedInAQuarterOfAYear(t *testing.T) {
	clock := on.AddDays(-120).At(9*60, time.UTC)
	c, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "catalogue.db"), sqlite.Options{Now: func() time.Time { return clock }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	put := func(entries ...directory.Entry) {
		t.Helper()
		for _, e := range entries {
			if _, err := c.Put(t.Context(), e, directory.Edit{Author: "m-1"}); err != nil {
				t.Fatal(e.Key(), err)
			}
		}
	}
	remove := func(id string) {
		t.Helper()
		if _, err := c.Delete(t.Context(), directory.Key{Kind: directory.KindCentre, ID: id}, directory.Edit{Author: "m-1"}); err != nil {
			t.Fatal(err)
		}
	}
	free := func(d *directory.Centre) *directory.Centre {
		d.Promises.Free = directory.Yes
		return d
	}
	bornholm := func(id string, lat, lon float64) *directory.Centre {
		d := centre(id, lat, lon)
		d.Location.Municipality = "0400" // Bornholm
		return d
	}
	ronne := func(id string) *directory.Centre { return bornholm(id, 55.1009, 14.7066) }
	nexo := func(id string) *directory.Centre { return bornholm(id, 55.0607, 15.1306) }
	member := nexo("member")
	member.Organisation = "runner"
	put(
		&directory.Topic{ID: "hangout", Kind: directory.TopicActivity, Label: directory.Text{"en": "Hang out"}},
		&directory.Network{ID: "net", Name: "Net", Countries: []string{"DK"}}, &directory.Organisation{ID: "runner", Name: "Runner", Country: "DK", Networks: []string{"net"}},
		ronne("went"), ronne("moved"), member,
	)

	doors, earlier, err := coverage.Read(t.Context(), c, on.AddDays(-60))
	if err != nil || len(doors) != 3 || earlier != nil {
		t.Fatalf("of a time when there was nothing it says %v (%v), and now %d doors", earlier, err, len(doors))
	}

	clock = on.AddDays(-30).At(9*60, time.UTC)
	put(free(nexo("came")), free(nexo("moved")), ronne("fleeting"), &directory.Organisation{ID: "runner", Name: "Runner", Country: "DK"})
	remove("went")
	remove("fleeting")

	s := survey(nil, nil)
	if s.Doors, s.Earlier, err = coverage.Read(t.Context(), c, on); err != nil {
		t.Fatal(err)
	}
	for name, q := range map[string]struct {
		question            coverage.Question
		fit, perhaps        int // before
		fitNow, perhapsNow  int
		reached, reachedNow bool // somebody, by a place that fits
		may, mayNow         bool // or by one that may
	}{
		"of every place":       {coverage.Question{}, 3, 0, 3, 0, true, true, true, true},
		"of what is free":      {coverage.Question{Promises: []directory.Promise{directory.Free}}, 0, 3, 2, 1, false, true, true, true},
		"of those of a net":    {coverage.Question{Network: "net"}, 1, 0, 0, 0, true, false, true, false},
		"of what nobody keeps": {coverage.Question{Network: "none"}, 0, 0, 0, 0, false, false, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			q.question.Municipality = "0400"
			r := ask(t, s, q.question)
			b := r.Before
			if b == nil || b.On != on.AddDays(-91) {
				t.Fatalf("before is %+v", b)
			}
			if b.Doors.Fit != q.fit || b.Doors.Perhaps != q.perhaps || r.Total.Doors.Fit != q.fitNow || r.Total.Doors.Perhaps != q.perhapsNow {
				t.Errorf("%+v became %+v", b.Doors, r.Total.Doors)
			}
			if b.CoveredSure > 0 != q.reached || r.CoveredSure > 0 != q.reachedNow || b.Covered > 0 != q.may || r.Covered > 0 != q.mayNow {
				t.Errorf("%v and %v became %v and %v", b.CoveredSure, b.Covered, r.CoveredSure, r.Covered)
			}
			// It is what a survey of that day would have said.
			then := ask(t, &coverage.Survey{People: s.People, Doors: s.Earlier.Doors, Names: s.Names, On: s.Earlier.On}, q.question)
			if b.Doors != then.Total.Doors || !near(b.Covered, then.Covered) || !near(b.CoveredSure, then.CoveredSure) || then.Before != nil {
				t.Errorf("looked back at it is %+v, that day it was %+v %v %v", b, then.Total.Doors, then.CoveredSure, then.Covered)
			}
			if !near(r.Covered, r.Total.Perhaps.Within[2].Value) || !near(r.CoveredSure, r.Total.Sure.Within[2].Value) {
				t.Errorf("within reach are %v and %v, within 10 km %+v", r.CoveredSure, r.Covered, r.Total)
			}
		})
	}
}
