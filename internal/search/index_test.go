package search_test

import (
	"context"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"walkin/internal/directory"
	"walkin/internal/geo"
	"walkin/internal/problem"
	"walkin/internal/search"
)

// place makes a centre that search can find.
func place(id, name, topic string) *directory.Centre {
	return &directory.Centre{ID: id, Name: name, Topics: []string{topic}, Description: directory.Text{"da": "Et sted at være."},
		Location: directory.Location{Country: "DK", Town: "Odense", Municipality: "0461", Precision: directory.PreciseTown,
			Point: &geo.Point{Lat: 55.4, Lon: 10.39}}}
}

// turn turns the bits of one byte of a file.
func turn(t *testing.T, path string, at int64) {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if at < int64(len(content)) {
		content[at] ^= 0xff
	}
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
}

func named(t testing.TB, x *search.Index, name string) bool {
	answer := ask(t, x, directory.Query{Text: name, Lang: "da"})
	return len(answer.Relaxed) == 0 && slices.ContainsFunc(answer.Results, func(r directory.Result) bool { return r.Title == name })
}

// cut cuts the store's table to a size in bytes.
func cut(size int64) func(*testing.T, string) {
	return func(t *testing.T, dir string) {
		path := filepath.Join(dir, "store", "root.bolt")
		if info, err := os.Stat(path); err != nil || info.Size() <= size {
			t.Fatal("there is nothing to cut", info, err)
		}
		if err := os.Truncate(path, size); err != nil {
			t.Fatal(err)
		}
	}
}

func TestOpen(t *testing.T) {
	t.Parallel()
	h := builtin(t)
	after, added := h.then(directory.Key{Kind: directory.KindCentre, ID: "nyt"}, place("nyt", "Kvistgården Zebra", "loneliness"))
	for name, c := range map[string]struct {
		spoil    func(t *testing.T, dir string)
		reopened history
	}{
		"an intact index is opened as it was": {func(*testing.T, string) {}, after},
		"a missing file is no end": {func(t *testing.T, dir string) {
			if err := os.Remove(filepath.Join(dir, "index_meta.json")); err != nil {
				t.Fatal(err)
			}
		}, after},
		"damaged files are built again": {func(t *testing.T, dir string) {
			err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
				if err != nil || d.IsDir() {
					return err
				}
				return os.WriteFile(path, []byte("this is no index"), 0o600)
			})
			if err != nil {
				t.Fatal(err)
			}
		}, after},
		"a turned bit in a segment is seen, and it is built again": {func(t *testing.T, dir string) {
			segments, err := filepath.Glob(filepath.Join(dir, "store", "*.zap"))
			if err != nil || len(segments) == 0 {
				t.Fatal(err, segments)
			}
			turn(t, segments[0], 200)
		}, after},
		"a turned bit in the columns is seen, and it is built again": {func(t *testing.T, dir string) {
			turn(t, filepath.Join(dir, "columns"), 2000)
		}, after},
		"a turned bit in the entries is seen, and it is built again": {func(t *testing.T, dir string) {
			entries, err := filepath.Glob(filepath.Join(dir, "entries-*"))
			if err != nil || len(entries) != 1 {
				t.Fatal(err, entries)
			}
			turn(t, entries[0], 2000)
		}, after},
		"columns without their end are built again": {func(t *testing.T, dir string) {
			if err := os.Truncate(filepath.Join(dir, "columns"), 3); err != nil {
				t.Fatal(err)
			}
		}, after},
		"entries without columns, from a save that was cut off, do no harm": {func(t *testing.T, dir string) {
			if err := os.WriteFile(filepath.Join(dir, "columns.new"), []byte("half"), 0o600); err != nil {
				t.Fatal(err)
			}
		}, after},
		"a damaged store is built again": {func(t *testing.T, dir string) {
			for at := int64(4096); at < 40_000; at += 512 {
				turn(t, filepath.Join(dir, "store", "root.bolt"), at)
			}
		}, after},
		"a store cut to nearly nothing is built again": {cut(8 << 10), after},
		"a store cut short is built again":             {cut(12 << 10), after},
		"a store cut in the middle is built again":     {cut(20 << 10), after},
		"a store that lacks its end is built again":    {cut(28 << 10), after},
		"an empty folder is built": {func(t *testing.T, dir string) {
			if err := os.RemoveAll(dir); err != nil {
				t.Fatal(err)
			}
		}, after},
		"an index ahead of a restored log is built again": {func(*testing.T, string) {}, h},
	} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "index")
			x := open(t, dir, h)
			if err := x.Apply(context.Background(), []directory.Change{added}); err != nil {
				t.Fatal(err)
			}
			if !named(t, x, "Kvistgården Zebra") || x.Position() != added.Number {
				t.Fatalf("the change is not found; the position is %d, want %d", x.Position(), added.Number)
			}
			if err := x.Close(); err != nil {
				t.Fatal(err)
			}
			c.spoil(t, dir)
			again := open(t, dir, c.reopened)
			last := uint64(len(c.reopened))
			if again.Position() != last {
				t.Errorf("the position is %d, want %d", again.Position(), last)
			}
			if got, want := named(t, again, "Kvistgården Zebra"), len(c.reopened) == len(after); got != want {
				t.Errorf("the added place is found: %t, want %t", got, want)
			}
		})
	}
	t.Run("an index that another has open is not taken from it", func(t *testing.T) {
		dir := filepath.Join(t.TempDir(), "index")
		open(t, dir, h)
		_, err := search.Open(context.Background(), dir, h, search.Options{Crisis: crisisRules(t)})
		if problem.KindOf(err) != problem.Conflict {
			t.Errorf("got %v, want a conflict", err)
		}
		if err := search.Discard(dir); problem.KindOf(err) != problem.Conflict {
			t.Errorf("discard: got %v, want a conflict", err)
		}
	})
	t.Run("nor is one to which its owner is just writing a segment", func(t *testing.T) {
		dir := filepath.Join(t.TempDir(), "index")
		open(t, dir, h)
		if err := os.WriteFile(filepath.Join(dir, "store", "0000000fffff.zap"), []byte("half a segment"), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := search.Open(context.Background(), dir, h, search.Options{Crisis: crisisRules(t)})
		if problem.KindOf(err) != problem.Conflict {
			t.Errorf("got %v, want a conflict", err)
		}
		if err := search.Discard(dir); problem.KindOf(err) != problem.Conflict {
			t.Errorf("discard: got %v, want a conflict", err)
		}
	})
	t.Run("an index that was closed while the log went on catches up", func(t *testing.T) {
		dir := filepath.Join(t.TempDir(), "index")
		x := open(t, dir, h)
		if err := x.Close(); err != nil {
			t.Fatal(err)
		}
		x = open(t, dir, after)
		if x.Position() != uint64(len(h)) {
			t.Fatalf("the position is %d, want %d", x.Position(), len(h))
		}
		if err := x.Apply(context.Background(), after[len(h):]); err != nil {
			t.Fatal(err)
		}
		if !named(t, x, "Kvistgården Zebra") {
			t.Error("the change is not found")
		}
	})
}

// However the log came to its state, change by change or in batches, with
// repeats and deletions, the index that followed it equals one built fresh.
func TestFollowingEqualsRebuilding(t *testing.T) {
	t.Parallel()
	base := sample(t)
	rapid.Check(t, func(r *rapid.T) {
		ctx := context.Background()
		h := base
		followed, err := search.Open(ctx, "", h, search.Options{Crisis: crisisRules(t)})
		if err != nil {
			r.Fatal(err)
		}
		defer followed.Close()
		for range rapid.IntRange(1, 4).Draw(r, "batches") {
			from := len(h)
			for range rapid.IntRange(1, 5).Draw(r, "changes") {
				h = randomChange(r, h)
			}
			if rapid.Bool().Draw(r, "repeated") && from > len(base) {
				from-- // the last change of the batch before comes again
			}
			if err := followed.Apply(ctx, h[from:]); err != nil {
				r.Fatal(err)
			}
		}
		fresh, err := search.Open(ctx, "", h, search.Options{Crisis: crisisRules(t)})
		if err != nil {
			r.Fatal(err)
		}
		defer fresh.Close()
		for _, q := range []directory.Query{
			{Limit: 100, Country: "DK", Kinds: directory.Searchable},
			{Text: "ensom", Lang: "da", Limit: 100},
			{Text: "ventilen zebra sted", Lang: "da", Limit: 100},
			{Limit: 100, Network: "headspace-danmark", Facets: directory.AllFacets},
			{Text: "overkop", Lang: "nl", Limit: 100, Facets: directory.AllFacets},
		} {
			if a, b := page(r, followed, q), page(r, fresh, q); !reflect.DeepEqual(a, b) {
				r.Fatalf("query %+v:\nfollowed %+v\n   fresh %+v", q, a, b)
			}
		}
	})
}

// page is what two indexes must agree on.
func page(r *rapid.T, x *search.Index, q directory.Query) any {
	q.Now = wednesday
	answer, err := x.Search(context.Background(), q)
	if err != nil {
		r.Fatal(err)
	}
	return []any{keys(answer.Results), answer.Total, answer.Facets, answer.Relaxed}
}

// randomChange adds, renames, moves or deletes a place or its organisation.
func randomChange(r *rapid.T, h history) history {
	id := rapid.SampledFrom([]string{"dk-headspace-odense", "dk-ventilen-roskilde", "zebra", "giraf"}).Draw(r, "id")
	switch rapid.IntRange(0, 4).Draw(r, "kind") {
	case 0:
		h, _ = h.then(directory.Key{Kind: directory.KindCentre, ID: id}, nil)
	case 1:
		c := place(id, "Sted "+id, "loneliness")
		c.Organisation = "headspace"
		h, _ = h.then(c.Key(), c)
	case 2:
		c := place(id, "Ensom "+id, "anxiety")
		c.Status = rapid.SampledFrom([]directory.Status{"", directory.StatusPaused, directory.StatusClosed}).Draw(r, "status")
		h, _ = h.then(c.Key(), c)
	case 3:
		o := &directory.Organisation{ID: "headspace", Name: "Zebra " + id, Country: "DK",
			Networks: rapid.SampledFrom([][]string{nil, {"headspace-danmark"}}).Draw(r, "networks")}
		h, _ = h.then(o.Key(), o)
	case 4:
		a := &directory.Activity{ID: "a-" + id, Centres: []string{id}, Title: directory.Text{"da": "Zebra for ensomme"},
			Rhythm: directory.Fixed, Topics: []string{"loneliness"}}
		h, _ = h.then(a.Key(), a)
	}
	return h
}

// While places come and go between pages, nothing that stays as it is is
// skipped or shown twice.
func TestPagesDoNotSkipOrRepeatWhileTheCatalogueChanges(t *testing.T) {
	t.Parallel()
	base := sample(t)
	rapid.Check(t, func(r *rapid.T) {
		ctx := context.Background()
		h := base
		x, err := search.Open(ctx, "", h, search.Options{Crisis: crisisRules(t)})
		if err != nil {
			r.Fatal(err)
		}
		defer x.Close()
		q := directory.Query{Now: wednesday, Limit: rapid.IntRange(3, 40).Draw(r, "limit"), Country: "DK",
			Sort: rapid.SampledFrom([]directory.Sort{directory.SortBest, directory.SortOpens, directory.SortDistance}).Draw(r, "sort"),
			Text: rapid.SampledFrom([]string{"", "ensom"}).Draw(r, "text"), Lang: "da", Near: near(t, "Odense", "DK")}
		if rapid.Bool().Draw(r, "open now") {
			q.OpenAt = &q.Now
		}
		before := everything(r, x, q)
		touched := make(map[string]bool)
		seen := make(map[string]int)
		for {
			answer, err := x.Search(ctx, q)
			if err != nil {
				r.Fatal(err)
			}
			for _, key := range keys(answer.Results) {
				seen[key]++
			}
			if answer.Next == "" {
				break
			}
			q.Cursor = answer.Next
			from := len(h)
			h = randomChange(r, h)
			// A new organisation may change all of its places.
			for key := range before {
				k, _ := directory.ParseKey(key)
				if h[from].Key.Kind == directory.KindOrganisation || k == h[from].Key || k.ID == "a-"+h[from].Key.ID {
					touched[key] = touched[key] || h[from].Key.Kind != directory.KindOrganisation || organised(h, k)
				}
			}
			if err := x.Apply(ctx, h[from:]); err != nil {
				r.Fatal(err)
			}
		}
		for key := range before {
			if !touched[key] && seen[key] != 1 {
				r.Fatalf("%s did not change and was shown %d times", key, seen[key])
			}
		}
	})
}

// organised says whether an entry shows the organisation that changes.
func organised(h history, key directory.Key) bool {
	for i := len(h) - 1; i >= 0; i-- {
		if h[i].Key == key && h[i].Entry != nil {
			return slices.Contains(h[i].Entry.References(), directory.Key{Kind: directory.KindOrganisation, ID: "headspace"})
		}
	}
	return false
}

// everything lists the keys on all pages of a query.
func everything(r *rapid.T, x *search.Index, q directory.Query) map[string]bool {
	found := make(map[string]bool)
	for {
		answer, err := x.Search(context.Background(), q)
		if err != nil {
			r.Fatal(err)
		}
		for _, key := range keys(answer.Results) {
			if found[key] {
				r.Fatalf("%s is on two pages", key)
			}
			found[key] = true
		}
		if answer.Next == "" {
			return found
		}
		q.Cursor = answer.Next
	}
}
