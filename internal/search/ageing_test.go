package search_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"walkin/internal/directory"
	"walkin/internal/schedule"
)

// aged is a history of a network, its member and three of the member's places,
// confirmed some days before wednesday, and one of somebody else.
func aged(tb testing.TB, rules directory.NetworkRules) history {
	tb.Helper()
	var h history
	for _, c := range builtin(tb) {
		if c.Key.Kind == directory.KindTopic {
			h, _ = h.then(c.Key, c.Entry)
		}
	}
	confirmed := func(days int) directory.Provenance {
		on := schedule.DateIn(wednesday, time.UTC).AddDays(-days)
		return directory.Provenance{VerifiedAt: &on, VerifiedBy: "x"}
	}
	entries := []directory.Entry{
		&directory.Network{ID: "net", Name: "Net", Countries: []string{"DK"}, Rules: rules},
		&directory.Organisation{ID: "member", Name: "Member", Country: "DK", Networks: []string{"net"}},
		&directory.Organisation{ID: "other", Name: "Other", Country: "DK"},
	}
	for _, p := range []struct {
		id, organisation string
		days             int
	}{{"a-old", "member", 500}, {"b-late", "member", 200}, {"c-fresh", "member", 10}, {"d-elsewhere", "other", 5000}} {
		c := place(p.id, "Huset "+p.id, "hangout")
		c.Organisation, c.Provenance = p.organisation, confirmed(p.days)
		entries = append(entries, c)
	}
	for _, e := range entries {
		h, _ = h.then(e.Key(), e)
	}
	return h
}

// standing is the ids of what is found, in order, with why one stands lower.
func standing(tb testing.TB, x interface {
	Search(context.Context, directory.Query) (directory.Answer, error)
}, q directory.Query) (ids []string) {
	tb.Helper()
	q.Limit = 10
	if q.Now.IsZero() {
		q.Now = wednesday
	}
	answer, err := x.Search(context.Background(), q)
	if err != nil {
		tb.Fatal(err)
	}
	for _, r := range answer.Results {
		id := r.Entry.Key().ID
		if r.Stale != "" {
			id += " " + string(r.Stale)
		}
		ids = append(ids, id)
	}
	return ids
}

func TestANetworkMayAskThatPlacesBeConfirmed(t *testing.T) {
	t.Parallel()
	asks := directory.NetworkRules{StaleAfterDays: 180, HideAfterDays: 365}
	lowered := []string{"c-fresh", "d-elsewhere", "b-late verified_long_ago"}
	everything := []string{"a-old", "b-late", "c-fresh", "d-elsewhere"}
	odense := near(t, "Odense", "DK")
	for name, c := range map[string]struct {
		rules directory.NetworkRules
		want  []string
	}{
		"where none asks, all stand where they stood":      {directory.NetworkRules{Approval: true}, everything},
		"an overdue one stands lower, an older one leaves": {asks, lowered},
		"one may ask to lower only":                        {directory.NetworkRules{StaleAfterDays: 180}, []string{"c-fresh", "d-elsewhere", "a-old verified_long_ago", "b-late verified_long_ago"}},
		"or to hide only":                                  {directory.NetworkRules{HideAfterDays: 365}, []string{"b-late", "c-fresh", "d-elsewhere"}},
	} {
		t.Run(name, func(t *testing.T) {
			x := open(t, "", aged(t, c.rules))
			for way, q := range map[string]directory.Query{
				"everything":        {},
				"by topic":          {Topics: []string{"hangout"}},
				"by a word":         {Text: "huset", Lang: "da"},
				"outward":           {Near: odense},
				"in words, outward": {Text: "huset", Lang: "da", Near: odense},
			} {
				if got := standing(t, x, q); !slices.Equal(got, c.want) {
					t.Errorf("%s: got %q, want %q", way, got, c.want)
				}
			}
		})
	}
	t.Run("as days go by", func(t *testing.T) {
		x := open(t, "", aged(t, asks))
		for days, want := range map[int][]string{
			-30: {"b-late", "c-fresh", "d-elsewhere"}, // 170 days after b was confirmed; a has been gone for long
			165: {"c-fresh", "d-elsewhere", "b-late verified_long_ago"},
			166: {"c-fresh", "d-elsewhere"},
			171: {"d-elsewhere", "c-fresh verified_long_ago"},
		} {
			// Twice, for what was counted is kept from one question to the next.
			for range 2 {
				if got := standing(t, x, directory.Query{Now: wednesday.AddDate(0, 0, days)}); !slices.Equal(got, want) {
					t.Errorf("after %d days: got %q, want %q", days, got, want)
				}
			}
		}
	})
	t.Run("after a start from what was saved", func(t *testing.T) {
		dir, h := t.TempDir(), aged(t, asks)
		if err := open(t, dir, h).Close(); err != nil {
			t.Fatal(err)
		}
		if got := standing(t, open(t, dir, h), directory.Query{}); !slices.Equal(got, lowered) {
			t.Errorf("got %q, want %q", got, lowered)
		}
	})
}

// What a network asks counts from the change on that says so, and so does a
// confirmation, and that an organisation leaves.
func TestWhatANetworkAsksFollowsChanges(t *testing.T) {
	t.Parallel()
	h := aged(t, directory.NetworkRules{})
	x := open(t, "", h)
	everything := []string{"a-old", "b-late", "c-fresh", "d-elsewhere"}
	apply := func(e directory.Entry, key directory.Key, want []string) {
		t.Helper()
		var change directory.Change
		h, change = h.then(key, e)
		if err := x.Apply(context.Background(), []directory.Change{change}); err != nil {
			t.Fatal(err)
		}
		if got := standing(t, x, directory.Query{}); !slices.Equal(got, want) {
			t.Errorf("after %s: got %q, want %q", key, got, want)
		}
		if got := standing(t, open(t, "", h), directory.Query{}); !slices.Equal(got, want) {
			t.Errorf("built again after %s: got %q, want %q", key, got, want)
		}
	}
	network := directory.Network{ID: "net", Name: "Net", Countries: []string{"DK"}, Rules: directory.NetworkRules{StaleAfterDays: 180, HideAfterDays: 365}}
	apply(&network, network.Key(), []string{"c-fresh", "d-elsewhere", "b-late verified_long_ago"})
	late := place("b-late", "Huset b-late", "hangout")
	late.Organisation = "member"
	today := schedule.DateIn(wednesday, time.UTC)
	late.Provenance.VerifiedAt = &today
	apply(late, late.Key(), []string{"b-late", "c-fresh", "d-elsewhere"})
	apply(&directory.Organisation{ID: "member", Name: "Member", Country: "DK"}, directory.Key{Kind: directory.KindOrganisation, ID: "member"}, everything)
	apply(&directory.Organisation{ID: "member", Name: "Member", Country: "DK", Networks: []string{"net"}}, directory.Key{Kind: directory.KindOrganisation, ID: "member"}, []string{"b-late", "c-fresh", "d-elsewhere"})
	apply(nil, network.Key(), everything)
}

// withRules gives a history in which every network asks that places be
// confirmed, and many sources have no date.
func withRules(h history) history {
	h = slices.Clone(h)
	for i := range h {
		switch e := h[i].Entry.(type) {
		case *directory.Network:
			asks := *e
			asks.Rules = directory.NetworkRules{StaleAfterDays: 60, HideAfterDays: 300}
			h[i].Entry = &asks
		case *directory.Centre:
			if dated := *e; i%3 == 0 {
				dated.Provenance.SourceSeen = ""
				h[i].Entry = &dated
			} else if i%3 == 1 {
				dated.Provenance.SourceSeen = fmt.Sprintf("2025-%02d", 1+i%12)
				h[i].Entry = &dated
			}
		}
	}
	return h
}

// Pages join where some of what they show stands lower, near and far.
func TestPagesJoinWhereSomeStandLower(t *testing.T) {
	t.Parallel()
	x := open(t, "", withRules(sample(t)))
	stale := 0
	for _, q := range []directory.Query{{}, {Near: near(t, "Aarhus", "DK")}, {Near: near(t, "Gent", "BE")}, {Text: "ensom", Lang: "da", Near: near(t, "Odense", "DK")}, {Text: "ensom", Lang: "da"}} {
		q.Limit = 100
		whole, total := all(t, x, q)
		q.Limit = 7
		pages, again := all(t, x, q)
		if total != again || !slices.Equal(keys(whole), keys(pages)) {
			t.Errorf("near: %t, %q: in pages it is another order: %d and %d", q.Near != nil, q.Text, total, again)
		}
		for _, r := range whole {
			if r.Stale != "" {
				stale++
			}
		}
	}
	if stale == 0 {
		t.Error("no result stands lower")
	}
}
