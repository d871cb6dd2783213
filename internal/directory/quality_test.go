package directory_test

import (
	"slices"
	"testing"
	"time"

	"walkin/internal/directory"
	"walkin/internal/schedule"
)

func TestQuality(t *testing.T) {
	entries := catalogue(t)
	now := time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)
	findings := directory.Quality(entries, desk(t), now)
	count := func(rule directory.Rule) (n int) {
		for _, f := range findings {
			if f.Rule == rule {
				n++
			}
		}
		return n
	}
	t.Run("nobody has verified the built-in helplines", func(t *testing.T) {
		reachable := 0
		for _, h := range of[*directory.Helpline](entries) {
			if h.Reachable() {
				reachable++
			}
		}
		if got := count(directory.RuleHelplineStale); got != reachable || reachable == 0 {
			t.Errorf("%d of %d reachable helplines are found unverified", got, reachable)
		}
	})
	t.Run("every crisis has its contacts", func(t *testing.T) {
		for _, rule := range []directory.Rule{directory.RuleFewContacts, directory.RuleNoContactAtNight, directory.RuleNoWrittenContact} {
			if count(rule) > 0 {
				t.Errorf("%s: %d", rule, count(rule))
			}
		}
	})
	t.Run("without helplines every crisis lacks them", func(t *testing.T) {
		gate := directory.NewGate(of[*directory.Topic](entries), rules(t))
		bare := directory.Quality(entries, directory.NewCrisisDesk(gate, nil), now)
		if !slices.ContainsFunc(bare, func(f directory.Finding) bool { return f.Rule == directory.RuleFewContacts && f.Rule.Fails() }) {
			t.Error("no finding says so")
		}
	})
}

func TestQualityOfOnePlace(t *testing.T) {
	now := time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)
	day := func(y int) *schedule.Date { return &schedule.Date{Year: y, Month: time.November, Day: 1} }
	network := &directory.Network{ID: "n", Name: "N", Countries: []string{"DK"},
		Criteria: []directory.Criterion{{ID: "free", Text: directory.Text{"en": "Free"}, Promise: directory.Free}}}
	runner := &directory.Organisation{ID: "o", Name: "O", Country: "DK", Networks: []string{"n"}}
	for name, c := range map[string]struct {
		change func(*directory.Centre)
		rule   directory.Rule
		found  bool
	}{
		"one never verified is found":             {func(c *directory.Centre) { c.Provenance.VerifiedAt = nil }, directory.RuleUnverified, true},
		"one verified this month is not":          {func(c *directory.Centre) { c.Provenance.VerifiedAt = day(2026) }, directory.RuleUnverified, false},
		"one verified two years ago is stale":     {func(c *directory.Centre) { c.Provenance.VerifiedAt = day(2024) }, directory.RuleStale, true},
		"one without hours is found":              {func(*directory.Centre) {}, directory.RuleNoHours, true},
		"one whose hours are doubted is found":    {func(c *directory.Centre) { c.Hours.Doubt = "stand 2012" }, directory.RuleDoubtfulHours, true},
		"one without a point is found":            {func(*directory.Centre) {}, directory.RuleNoPoint, true},
		"a hidden one needs none":                 {func(c *directory.Centre) { c.Location.Visibility = directory.VisibleNone }, directory.RuleNoPoint, false},
		"one that denies a criterion is found":    {func(c *directory.Centre) { c.Promises.Free = directory.No }, directory.RuleCriterionBroken, true},
		"one that is unknown keeps the criterion": {func(*directory.Centre) {}, directory.RuleCriterionBroken, false},
		"walk in, by appointment, contradicts": {func(c *directory.Centre) {
			c.Access, c.Promises.NoAppointment = directory.AccessWalkIn, directory.No
		}, directory.RuleContradiction, true},
	} {
		t.Run(name, func(t *testing.T) {
			place := centre(func(p *directory.Centre) { p.Organisation = "o"; c.change(p) })
			findings := directory.Quality([]directory.Entry{network, runner, place}, desk(t), now)
			got := slices.ContainsFunc(findings, func(f directory.Finding) bool { return f.Rule == c.rule && f.Key == place.Key() })
			if got != c.found {
				t.Errorf("found: %t, want %t, in %v", got, c.found, findings)
			}
		})
	}
}
