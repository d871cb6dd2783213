package search_test

import (
	"context"
	"slices"
	"testing"

	"walkin/internal/directory"
)

// withRoles gives a history in which some centres have a role for volunteers,
// and some a role that is taken.
func withRoles(h history) history {
	h = slices.Clone(h)
	for i := range h {
		if c, ok := h[i].Entry.(*directory.Centre); ok && i%5 < 2 {
			with := *c
			with.Volunteering = []directory.VolunteerRole{{Title: directory.Text{"da": "Vært"}}, {Title: directory.Text{"da": "Kok"}, Open: i%5 == 0}}
			h[i].Entry = &with
		}
	}
	return h
}

func TestPlacesForVolunteers(t *testing.T) {
	t.Parallel()
	h := withRoles(sample(t))
	dir := t.TempDir()
	x := open(t, dir, h)
	again := func() { x = open(t, dir, h) }
	var roles, lines []string
	for _, c := range h {
		switch e := c.Entry.(type) {
		case *directory.Centre:
			if e.TakesVolunteers() && e.Status.Listed() {
				roles = append(roles, c.Key.String())
			}
		case *directory.Helpline:
			if e.Status.Listed() {
				lines = append(lines, c.Key.String())
			}
		}
	}
	if len(roles) < 3 || len(lines) < 3 {
		t.Fatalf("there are %d roles and %d lines to find", len(roles), len(lines))
	}
	found := func(t *testing.T, q directory.Query, want []string) {
		t.Helper()
		q.Limit = 50
		results, total := all(t, x, q)
		got := keys(results)
		slices.Sort(got)
		want = slices.Sorted(slices.Values(want))
		if !slices.Equal(got, want) || total != len(want) {
			t.Errorf("got %d %v, want %d %v", total, got, len(want), want)
		}
	}
	volunteering := directory.Query{Kinds: []directory.Kind{directory.Volunteering}}
	t.Run("those with an open role are found, and no other", func(t *testing.T) { found(t, volunteering, roles) })
	t.Run("nearest first they are the same", func(t *testing.T) {
		q := volunteering
		q.Near, q.Sort = near(t, "Odense", "DK"), directory.SortDistance
		found(t, q, roles)
	})
	t.Run("beside another kind they are added to it", func(t *testing.T) {
		q := volunteering
		q.Kinds = append([]directory.Kind{directory.KindHelpline}, q.Kinds...)
		found(t, q, append(slices.Clone(roles), lines...))
	})
	t.Run("they are counted apart from all centres", func(t *testing.T) {
		for range 2 { // the second time from what was kept
			centres := ask(t, x, directory.Query{Kinds: []directory.Kind{directory.KindCentre}, Facets: []directory.Facet{directory.FacetKind}}).Total
			both := ask(t, x, directory.Query{Kinds: []directory.Kind{directory.KindCentre, directory.Volunteering}, Facets: []directory.Facet{directory.FacetKind}}).Total
			some := ask(t, x, directory.Query{Kinds: []directory.Kind{directory.Volunteering}, Facets: []directory.Facet{directory.FacetKind}}).Total
			if centres != both || some != len(roles) || some >= centres {
				t.Errorf("%d centres, %d with the roles, %d roles", centres, both, some)
			}
		}
	})
	t.Run("after a start from what was saved they are found, too", func(t *testing.T) {
		if err := x.Close(); err != nil {
			t.Fatal(err)
		}
		again()
		found(t, volunteering, roles)
	})
	t.Run("a role that is taken is not found any more", func(t *testing.T) {
		for _, c := range h {
			if c.Key.String() != roles[0] {
				continue
			}
			taken := *c.Entry.(*directory.Centre)
			taken.Volunteering = nil
			_, change := h.then(c.Key, &taken)
			if err := x.Apply(context.Background(), []directory.Change{change}); err != nil {
				t.Fatal(err)
			}
		}
		found(t, volunteering, roles[1:])
	})
}

// Who wants to help and finds no place is not sent to a helpline.
func TestNoPlaceForVolunteersIsNoLine(t *testing.T) {
	t.Parallel()
	x := open(t, "", sample(t)) // in which no place has said that it takes any
	answer := ask(t, x, directory.Query{Kinds: []directory.Kind{directory.Volunteering}, Near: near(t, "Odense", "DK"), RadiusKM: 10})
	if len(answer.Results) > 0 {
		t.Errorf("got %v", keys(answer.Results))
	}
}
