package api_test

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"walkin/api"
	"walkin/internal/directory"
	"walkin/internal/schedule"
	"walkin/internal/sqlite"
)

// digestServer is a server over a real catalogue: what the program carries,
// what was there three weeks ago, and what happened in the last days.
func digestServer(t *testing.T) *service {
	t.Helper()
	clock := now.AddDate(0, 0, -21)
	c, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "catalogue.db"), sqlite.Options{Now: func() time.Time { return clock }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	put := func(by string, entries ...directory.Entry) {
		t.Helper()
		for _, e := range entries {
			if _, err := c.Put(t.Context(), e, directory.Edit{Author: by}); err != nil {
				t.Fatal(e.Key(), err)
			}
		}
	}
	place := func(id, organisation string) *directory.Centre {
		return &directory.Centre{ID: id, Organisation: organisation, Name: "Sted " + id, Topics: []string{"loneliness"}, Location: directory.Location{Country: "DK", Town: "Aarhus C", Municipality: "0751"},
			Hours: weekly("10:00", "12:00", schedule.Mon)}
	}
	put(author, sample()...)
	put(author, place("old", "dsi"), place("gone", "dsi"), place("brief", ""),
		&directory.Activity{ID: "talk", Centres: []string{"old"}, Title: directory.Text{"da": "Snak"}, Rhythm: directory.Fixed, Topics: []string{"loneliness"}, Hours: weekly("15:00", "16:00", schedule.Thu)},
		&directory.Activity{ID: "dropped", Centres: []string{"old"}, Title: directory.Text{"da": "Nedlagt"}, Rhythm: directory.Fixed, Topics: []string{"loneliness"}})

	clock = now.AddDate(0, 0, -3)
	changed := place("old", "dsi")
	changed.Hours = weekly("11:00", "13:00", schedule.Mon)
	changed.Hours.Exceptions = []schedule.Exception{{From: schedule.Date{Year: 2026, Month: 11, Day: 23}, Closed: true, Reason: "personaledag"}}
	put(author, changed, place("new", ""), place("fleeting", ""))
	put(directory.BuiltIn, place("carried", ""))
	for _, key := range []directory.Key{{Kind: directory.KindCentre, ID: "gone"}, {Kind: directory.KindCentre, ID: "fleeting"}, {Kind: directory.KindActivity, ID: "dropped"}} {
		if _, err := c.Delete(t.Context(), key, directory.Edit{Author: author}); err != nil {
			t.Fatal(err)
		}
	}
	return serve(t, func(o *api.Options) { o.Catalogue = c })
}

func TestDigest(t *testing.T) {
	digestServer(t).run([]scenario{
		{name: "a municipality, from today on, in the country's language", path: "/feeds/digest?municipality=0751", status: 200,
			contains: []string{"Aarhus: ugen fra lørdag den 21. november", "Torsdag den 26. november\n- kl. 15–16: Snak – Sted old", "Sted old – Lukket mandag den 23. november (personaledag).",
				"Sted old – Har nye tider.", "Sted new – Ny i oversigten.", "Sted gone – Er ikke længere i oversigten.", "Nedlagt – Er ikke længere i oversigten.", "Krisehus – Spørg stedet"},
			lacks:  []string{marker, author, "fleeting", "Sted carried – Ny", "Sted brief – Ny", "Bare et sted", "Lukket sted"},
			header: map[string]string{"Content-Type": "text/plain; charset=utf-8", "Cache-Control": "public, max-age=300"}},
		{name: "a centre", path: "/feeds/digest?centre=old&lang=en", status: 200,
			contains: []string{"Sted old: the week from Saturday 21 November", "15:00–16:00: Snak", "Sted old – Has new times.", "Nedlagt – No longer in the directory."}, lacks: []string{"Sted new", "Sted gone"}},
		{name: "a network in a country", path: "/feeds/digest?network=headspace-danmark&country=DK&lang=nl", status: 200,
			contains: []string{"headspace Danmark: de week vanaf zaterdag 21 november", "headspace Aarhus", "Snak", "Sted gone – Staat niet meer in het overzicht."}, lacks: []string{"Sted new", "Krisehus"}},
		{name: "another week", path: "/feeds/digest?municipality=0751&from=2026-11-02", status: 200,
			contains: []string{"ugen fra mandag den 2. november", "Torsdag den 5. november"}, lacks: []string{"personaledag"}},
		{name: "Markdown", path: "/feeds/digest?centre=old&format=markdown", status: 200, contains: []string{"# Sted old: ugen", "- **kl. 15–16** Snak"},
			header: map[string]string{"Content-Type": "text/markdown; charset=utf-8"}},
		{name: "HTML", path: "/feeds/digest?centre=old&format=html", status: 200, contains: []string{`<html lang="da">`, "<strong>kl. 15–16</strong> Snak"},
			header: map[string]string{"Content-Type": "text/html; charset=utf-8"}},
		{name: "a hidden centre says that it is hidden and no more", path: "/feeds/digest?centre=dk-hidden&format=html", status: 200, contains: []string{"Krisehus"}, lacks: []string{marker, "Hemmelighed"}},
		{name: "nobody is named", path: "/feeds/digest", status: 400, contains: []string{`"pointer":"municipality"`}},
		{name: "a country is too much", path: "/feeds/digest?country=DK", status: 400, contains: []string{`"pointer":"municipality"`}},
		{name: "two are named", path: "/feeds/digest?centre=old&municipality=0751", status: 400},
		{name: "a network without a country", path: "/feeds/digest?network=headspace-danmark", status: 400, contains: []string{`"pointer":"country"`}},
		{name: "a centre with a country", path: "/feeds/digest?centre=old&country=DK", status: 400, contains: []string{`"pointer":"country"`}},
		{name: "a country without places", path: "/feeds/digest?municipality=0751&country=SE", status: 400, contains: []string{`"pointer":"country"`}},
		{name: "a municipality of another country", path: "/feeds/digest?municipality=0751&country=NL", status: 400, contains: []string{`"pointer":"municipality"`}},
		{name: "a municipality that is none", path: "/feeds/digest?municipality=9999", status: 400, contains: []string{`"pointer":"municipality"`}},
		{name: "a centre that never was", path: "/feeds/digest?centre=nowhere", status: 404},
		{name: "a centre that was deleted", path: "/feeds/digest?centre=gone", status: 410},
		{name: "a network that never was", path: "/feeds/digest?network=nowhere&country=DK", status: 404},
		{name: "a date that is none", path: "/feeds/digest?centre=old&from=2026-02-30", status: 400, contains: []string{`"pointer":"from"`}},
		{name: "a date of another form", path: "/feeds/digest?centre=old&from=23-11-2026", status: 400, contains: []string{`"pointer":"from"`}},
		{name: "a date too far away", path: "/feeds/digest?centre=old&from=9999-12-31", status: 400, contains: []string{`"pointer":"from"`}},
		{name: "a language that is none of the three", path: "/feeds/digest?centre=old&lang=fr", status: 400, contains: []string{`"pointer":"lang"`}},
		{name: "a form that is none of the three", path: "/feeds/digest?centre=old&format=pdf", status: 400, contains: []string{`"pointer":"format"`}},
		{name: "a parameter that is none", path: "/feeds/digest?centre=old&q=angst", status: 400, contains: []string{`"pointer":"q"`}},
	})
}

func TestADigestIsTakenFromTheCatalogueAndNotFromTheIndex(t *testing.T) {
	s := digestServer(t)
	s.memory.fault = errText("the index is damaged")
	if a := s.do("GET", "/feeds/digest?municipality=0751", ""); a.StatusCode != 200 || !strings.Contains(a.body, "Sted new") {
		t.Errorf("%d %s", a.StatusCode, a.body)
	}
}
