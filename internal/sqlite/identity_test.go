package sqlite_test

import (
	"path/filepath"
	"slices"
	"testing"

	"walkin/internal/directory"
	"walkin/internal/problem"
)

// stopping is a centre with a bus, and an activity there and at a place of its own.
func stopping() []directory.Entry {
	here := directory.Location{Country: "DK", Municipality: "0751"}
	return []directory.Entry{
		&directory.Topic{ID: "loneliness", Kind: directory.TopicAbout, Label: directory.Text{"en": "Loneliness"}},
		&directory.Centre{ID: "house", Name: "House", Location: here, Topics: []string{"loneliness"},
			Stops: []directory.OutreachStop{{ID: "bus", Name: directory.Text{"da": "Bus"}, Location: here}}},
		&directory.Activity{ID: "walk", Title: directory.Text{"da": "Gåtur"}, Rhythm: directory.Fixed, Topics: []string{"loneliness"},
			Centres: []string{"house"}, Location: &here},
	}
}

func TestEntriesAndTheirSitesAreFoundByUUID(t *testing.T) {
	c := newCatalogue(t, stopping()...)
	for _, e := range stopping() {
		if key, err := c.Identified(t.Context(), e.Key().UUID()); err != nil || key != e.Key() {
			t.Errorf("%s is found as %s (%v)", e.Key(), key, err)
		}
		want := directory.Sites(e)
		got, err := c.Sites(t.Context(), directory.Listing{Kind: e.Key().Kind, Limit: 10})
		if err != nil {
			t.Fatal(err)
		}
		if n, err := c.CountSites(t.Context(), directory.Listing{Kind: e.Key().Kind}); err != nil || n != len(want) || len(got) != len(want) {
			t.Errorf("%s has %d sites, %d listed, want %d (%v)", e.Key(), n, len(got), len(want), err)
		}
		for _, site := range want {
			if !slices.Contains(got, site) {
				t.Errorf("%v is not among %v", site, got)
			}
			if found, err := c.SiteIdentified(t.Context(), site.UUID()); err != nil || found != site {
				t.Errorf("%v is found as %v (%v)", site, found, err)
			}
		}
	}
	second, err := c.Sites(t.Context(), directory.Listing{Kind: directory.KindCentre, Limit: 1, Offset: 1})
	if err != nil || len(second) != 1 || second[0].Stop != "bus" {
		t.Errorf("the second page is %v (%v)", second, err)
	}
	bus := directory.Sites(stopping()[1])[1]
	house := *stopping()[1].(*directory.Centre)
	house.Stops = nil
	put(t, c, &house)
	if _, err := c.SiteIdentified(t.Context(), bus.UUID()); problem.KindOf(err) != problem.NotFound {
		t.Errorf("a stop that is no more: %v", err)
	}
	remove(t, c, directory.Key{Kind: directory.KindActivity, ID: "walk"})
	if _, err := c.Identified(t.Context(), stopping()[2].Key().UUID()); problem.KindOf(err) != problem.NotFound {
		t.Errorf("an activity that is no more: %v", err)
	}
	check(t, c)
}

func TestAnOlderCatalogueGetsItsUUIDs(t *testing.T) {
	path := filepath.Join(t.TempDir(), "catalogue.db")
	c := open(t, path)
	putAll(t, c, stopping()...)
	if err := c.Exec(t.Context(), withoutFeatures+`DROP TABLE sites; DROP TABLE identities; DROP INDEX changes_by_time; PRAGMA user_version = 2`); err != nil {
		t.Fatal(err)
	}
	newer := open(t, path)
	check(t, newer)
	for _, e := range stopping() {
		for _, site := range directory.Sites(e) {
			if found, err := newer.SiteIdentified(t.Context(), site.UUID()); err != nil || found != site {
				t.Errorf("%v is found as %v (%v)", site, found, err)
			}
		}
	}
}
