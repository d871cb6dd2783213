package search_test

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"testing"

	"walkin/internal/directory"
	"walkin/internal/geo"
	"walkin/internal/search"
)

// wordings are texts that find many entries and few, one that names a place,
// one that denies something, and one that nobody knows.
var wordings = []string{
	"ensom", "angst samtale", "gaming", "eenzaam praten", "café", "ungdomshuset aften", "uden alkohol musik",
	"headspace odense", "hjælp for piger der ikke har nogen at tale med", "xqzwv",
}

// facetsOfAll are facets of every form: closed words, lists, three answers, the
// hours of a moment.
var facetsOfAll = []directory.Facet{
	directory.FacetKind, directory.FacetTopic, directory.FacetPromise, directory.FacetLanguage, directory.FacetChannel,
	directory.FacetAccessibility, directory.FacetCountry, directory.FacetMunicipality, directory.FacetNetwork, directory.FacetOpen,
}

// Without a radius the first page is found without ranking all that matches,
// with one all of it is ranked: what both give stands in one order.
func TestTheFirstPageOfATextIsThatOfAllItFinds(t *testing.T) {
	t.Parallel()
	x := open(t, "", generatedHistory(t, 2500))
	pages := 0
	for _, text := range wordings {
		for _, town := range []string{"Odense", "Utrecht", "Gent", "Skagen"} {
			for _, age := range []*int{nil, new(15)} {
				q := directory.Query{Text: text, Lang: "da", Near: near(t, town, ""), Age: age, IgnoreTown: true, Limit: 100}
				const km = 75
				within := q
				within.RadiusKM = km
				ranked, _ := all(t, x, within)
				if len(ranked) == 0 || len(ask(t, x, within).Relaxed) > 0 {
					continue
				}
				// A place that is named comes first wherever it is.
				first := slices.DeleteFunc(ask(t, x, q).Results, func(r directory.Result) bool { return r.DistanceM == nil || *r.DistanceM > km*1000 })
				ranked = slices.DeleteFunc(ranked, func(r directory.Result) bool { return r.DistanceM == nil })
				if got, want := keys(first), keys(ranked); !slices.Equal(got, want[:min(len(got), len(want))]) {
					t.Errorf("%q around %s, age %v:\n got %v\nwant %v", text, town, age != nil, got, want[:min(len(got), len(want))])
				}
				pages++
			}
		}
		q := directory.Query{Text: text, Lang: "da", IgnoreTown: true, Limit: 100}
		boxed := q
		boxed.Box = &geo.Box{West: -180, South: -90, East: 180, North: 90}
		ranked, _ := all(t, x, boxed)
		if len(ranked) == 0 {
			continue
		}
		first := slices.DeleteFunc(ask(t, x, q).Results, func(r directory.Result) bool { return r.Where == nil || r.Where.Point == nil })
		if got, want := keys(first), keys(ranked); !slices.Equal(got, want[:min(len(got), len(want))]) {
			t.Errorf("%q everywhere:\n got %v\nwant %v", text, got, want[:min(len(got), len(want))])
		}
	}
	if pages < 40 {
		t.Errorf("only %d pages found anything", pages)
	}
}

// What was kept of a segment is right after entries of it changed or went, and
// is what an index that is built anew says.
func TestWhatIsKeptIsRightAfterChanges(t *testing.T) {
	t.Parallel()
	h := generatedHistory(t, 2000)
	x := open(t, "", h)
	questions := make(map[string]directory.Query)
	for _, text := range append([]string{""}, wordings...) {
		for _, town := range []string{"", "Odense", "Utrecht"} {
			q := directory.Query{Text: text, Lang: "da", IgnoreTown: true, Facets: facetsOfAll}
			if town != "" {
				q.Near = near(t, town, "")
			}
			questions[text+" around "+town] = q
			q.Age, q.Promises = new(16), []directory.Promise{directory.Free}
			questions[text+" around "+town+", sixteen and free"] = q
			q.OpenAt, q.Sort = new(wednesday), directory.SortDistance
			if town != "" {
				questions[text+" around "+town+", open now"] = q
			}
		}
	}
	// What an answer says, but for how it says it.
	said := func(x *search.Index, q directory.Query) string {
		answer := ask(t, x, q)
		return fmt.Sprint(answer.Total, answer.Relaxed, keys(answer.Results), answer.Facets)
	}
	for name, q := range questions {
		if first, again := said(x, q), said(x, q); first != again {
			t.Errorf("%s: answered\n%s\nand then\n%s", name, first, again)
		}
	}
	from := len(h)
	for i, c := range h[:from] {
		if !slices.Contains(directory.Searchable, c.Key.Kind) {
			continue
		}
		switch i % 17 {
		case 0:
			h, _ = h.then(c.Key, nil)
		case 1:
			h, _ = h.then(c.Key, renamed(t, c.Entry))
		}
	}
	if err := x.Apply(context.Background(), h[from:]); err != nil {
		t.Fatal(err)
	}
	anew := open(t, "", h)
	for name, q := range questions {
		want := said(anew, q)
		for range 2 {
			if got := said(x, q); got != want {
				t.Errorf("%s: after changes\n%s\nbuilt anew\n%s", name, got, want)
			}
		}
	}
}

// renamed is an entry about something else and under another name.
func renamed(t *testing.T, e directory.Entry) directory.Entry {
	t.Helper()
	v := reflect.New(reflect.TypeOf(e).Elem())
	v.Elem().Set(reflect.ValueOf(e).Elem())
	switch e := v.Interface().(type) {
	case *directory.Centre:
		e.Name, e.Topics = "Gamingcaféen "+e.ID, []string{"gaming", "loneliness"}
		return e
	case *directory.Activity:
		e.Topics = []string{"music"}
		return e
	default:
		return v.Interface().(directory.Entry)
	}
}

// Facets count what the results say, all pages of them.
func TestFacetsCountWhatAllPagesShow(t *testing.T) {
	t.Parallel()
	x := open(t, "", generatedHistory(t, 1500))
	for _, text := range []string{"ensom", "gaming", ""} {
		q := directory.Query{Text: text, Lang: "da", Near: near(t, "Odense", ""), Facets: []directory.Facet{directory.FacetKind}, Limit: 100}
		counts := make(map[string]int)
		results, total := all(t, x, q)
		for _, r := range results {
			counts[string(r.Entry.Key().Kind)]++
		}
		for _, c := range ask(t, x, q).Facets[directory.FacetKind] {
			if counts[c.Value] != c.Yes || c.Unknown != 0 {
				t.Errorf("%q: the facet says %d of %s, the pages show %d", text, c.Yes, c.Value, counts[c.Value])
			}
			delete(counts, c.Value)
		}
		if len(counts) > 0 || total != len(results) {
			t.Errorf("%q: %d results of %d, and no facet for %v", text, len(results), total, counts)
		}
	}
}
