package directory_test

import (
	"testing"
	"time"

	"walkin/internal/directory"
	"walkin/internal/problem"
	"walkin/internal/schedule"
)

func TestStaleness(t *testing.T) {
	type rules = []directory.NetworkRules
	now := time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)
	ago := func(days int) directory.Provenance {
		day := schedule.DateIn(now, time.UTC).AddDays(-days)
		return directory.Provenance{SourceSeen: "2001", VerifiedAt: &day}
	}
	seen := func(date string) directory.Provenance { return directory.Provenance{SourceSeen: date} }
	year := rules{{StaleAfterDays: 365, HideAfterDays: 730}}
	for name, c := range map[string]struct {
		from   directory.Provenance
		rules  rules
		want   directory.Freshness
		reason directory.StaleReason
	}{
		"nobody asks, and an old one is fresh":               {ago(4000), nil, directory.Fresh, ""},
		"a network that asks for nothing changes nothing":    {seen("2001"), rules{{Approval: true}}, directory.Fresh, ""},
		"on the last day it is fresh":                        {ago(365), year, directory.Fresh, ""},
		"on the day after it is stale":                       {ago(366), year, directory.Stale, directory.VerifiedLongAgo},
		"on the last day before it is hidden":                {ago(730), year, directory.Stale, directory.VerifiedLongAgo},
		"then it is hidden":                                  {ago(731), year, directory.Hidden, directory.VerifiedLongAgo},
		"the shorter of two times counts":                    {ago(100), rules{{StaleAfterDays: 365}, {StaleAfterDays: 90}}, directory.Stale, directory.VerifiedLongAgo},
		"in either order":                                    {ago(100), rules{{StaleAfterDays: 90}, {StaleAfterDays: 365}}, directory.Stale, directory.VerifiedLongAgo},
		"one may hide without lowering first":                {ago(100), rules{{HideAfterDays: 90}}, directory.Hidden, directory.VerifiedLongAgo},
		"never confirmed counts from its source":             {seen("2025-11-24"), year, directory.Stale, directory.SourceLongAgo},
		"a month means its last day":                         {seen("2025-11"), year, directory.Fresh, ""},
		"a year means its last day":                          {seen("2025"), year, directory.Fresh, ""},
		"a year long past is hidden":                         {seen("2020"), year, directory.Hidden, directory.SourceLongAgo},
		"without a date it is stale, however long":           {seen(""), year, directory.Stale, directory.SourceUndated},
		"and never hidden, for nothing says that it is old":  {seen("spring"), rules{{HideAfterDays: 30}}, directory.Stale, directory.SourceUndated},
		"a confirmation in the days to come is no old one":   {ago(-10), year, directory.Fresh, ""},
		"a confirmation counts though the source is ancient": {ago(1), year, directory.Fresh, ""},
	} {
		t.Run(name, func(t *testing.T) {
			e := centre(func(p *directory.Centre) { p.Provenance = c.from })
			if got, reason := directory.Staleness(e, c.rules, now); got != c.want || reason != c.reason {
				t.Errorf("got %d %q, want %d %q", got, reason, c.want, c.reason)
			}
		})
	}
}

func TestWhatANetworkMayAskFor(t *testing.T) {
	for name, c := range map[string]struct {
		rules   directory.NetworkRules
		pointer string
	}{
		"nothing":                      {directory.NetworkRules{}, ""},
		"all of it":                    {directory.NetworkRules{Approval: true, StaleAfterDays: 180, HideAfterDays: 365}, ""},
		"to hide only":                 {directory.NetworkRules{HideAfterDays: 365}, ""},
		"a negative time":              {directory.NetworkRules{StaleAfterDays: -1}, "/rules/stale_after_days"},
		"a day":                        {directory.NetworkRules{HideAfterDays: 1}, "/rules/hide_after_days"},
		"a century":                    {directory.NetworkRules{StaleAfterDays: 36500}, "/rules/stale_after_days"},
		"to hide before it is lowered": {directory.NetworkRules{StaleAfterDays: 365, HideAfterDays: 180}, "/rules/hide_after_days"},
	} {
		n := &directory.Network{ID: "n", Name: "N", Countries: []string{"DK"}, Rules: c.rules}
		err := directory.Validate(n)
		if named := pointers(err); c.pointer == "" && err != nil || c.pointer != "" && (problem.KindOf(err) != problem.Invalid || len(named) != 1 || named[0] != c.pointer) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}
