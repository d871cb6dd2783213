package sqlite_test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"walkin/internal/directory"
	"walkin/internal/geo"
	"walkin/internal/sqlite"
)

func located(lat, lon float64, visibility directory.Visibility) directory.Location {
	return directory.Location{Country: "DK", Municipality: "0751", Visibility: visibility,
		Point: &geo.Point{Lat: lat, Lon: lon}, Precision: directory.PreciseExact}
}

// map1 is a town on a map: centres that show their point, a coarse one, none,
// and a hidden one; activities at them and at places of their own.
func map1() []directory.Entry {
	at := func(id string, l directory.Location) *directory.Centre {
		c := centre(id, "", "talk")
		c.Location = l
		return c
	}
	own := func(id string, l directory.Location, centres ...string) *directory.Activity {
		a := activity(id, centres, "talk")
		a.Location, a.Rhythm = &l, directory.Varying
		return a
	}
	closed, planned, paused := at("closed", located(56, 10, "")), at("planned", located(56, 10, "")), at("paused", located(56, 10, ""))
	closed.Status, planned.Status, paused.Status = directory.StatusClosed, directory.StatusPlanned, directory.StatusPaused
	kind := at("east", located(0.5, 179.5, ""))
	kind.Kind = directory.YouthCafe
	return []directory.Entry{
		topic("talk", ""), at("exact", located(56.15, 10.2, "")), at("area", located(56.16, 10.21, directory.VisibleArea)),
		at("hidden", located(56.15, 10.2, directory.VisibleNone)), centre("nowhere", "", "talk"), closed, planned, paused,
		kind, at("west", located(0.5, -179.5, "")),
		activity("inside", []string{"exact"}, "talk"), activity("both", []string{"east", "exact"}, "talk"),
		activity("unseen", []string{"hidden"}, "talk"), own("park", located(55, 12, "")), own("moved-out", located(55, 12, ""), "exact"),
		own("secret", located(56.15, 10.2, directory.VisibleNone), "exact"), helpline("line", ""),
	}
}

func TestEntriesOnAMap(t *testing.T) {
	aarhus := &geo.Box{West: 10.1, South: 56.1, East: 10.3, North: 56.2}
	coarse := &geo.Box{West: 10.19, South: 56.149, East: 10.201, North: 56.151} // 10.21 and 56.16 on the grid
	zealand := &geo.Box{West: 11.5, South: 54.5, East: 12.5, North: 55.5}
	pacific := &geo.Box{West: 179, South: 0, East: -179, North: 1}
	c := newCatalogue(t, map1()...)
	for _, tt := range []struct {
		name    string
		kind    directory.Kind
		listing directory.Listing
		want    string
	}{
		{"what is listed is open or paused", directory.KindCentre, directory.Listing{Listed: true}, "area east exact hidden nowhere paused west"},
		{"centres of a kind", directory.KindCentre, directory.Listing{CentreKind: directory.YouthCafe}, "east"},
		{"activities of a rhythm", directory.KindActivity, directory.Listing{Rhythm: directory.Varying}, "moved-out park secret"},
		{"centres in a box, and those that show no point", directory.KindCentre, directory.Listing{Box: aarhus}, "area exact hidden nowhere"},
		{"a coarse point is where it is shown", directory.KindCentre, directory.Listing{Box: coarse}, "exact hidden nowhere area"},
		{"a hidden centre is in every box", directory.KindCentre, directory.Listing{Box: zealand}, "hidden nowhere"},
		{"a box across the antimeridian", directory.KindCentre, directory.Listing{Box: pacific}, "east hidden nowhere west"},
		{"activities are at their centres' points", directory.KindActivity, directory.Listing{Box: aarhus}, "both inside secret unseen"},
		{"an activity is at every one of them", directory.KindActivity, directory.Listing{Box: pacific}, "both secret unseen"},
		{"an activity with a place of its own is only there", directory.KindActivity, directory.Listing{Box: zealand}, "moved-out park secret unseen"},
		{"helplines have no point and are in every box", directory.KindHelpline, directory.Listing{Box: pacific}, "line"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.listing.Kind, tt.listing.Limit = tt.kind, 100
			want := strings.Fields(tt.want)
			slices.Sort(want)
			got, err := c.Entries(t.Context(), tt.listing)
			if err != nil || idsOf(got) != strings.Join(want, " ") {
				t.Errorf("got %q, want %q (%v)", idsOf(got), want, err)
			}
			if n, err := c.Count(t.Context(), tt.listing); err != nil || n != len(want) {
				t.Errorf("counted %d, want %d (%v)", n, len(want), err)
			}
		})
	}
}

func TestEntriesByTheTimeOfTheirLastChange(t *testing.T) {
	now := clock()
	c, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "catalogue.db"), sqlite.Options{Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if n, err := c.LastBefore(t.Context(), now); n != 0 || err != nil {
		t.Errorf("before anything happened: %d, %v", n, err)
	}
	put(t, c, topic("talk", ""))
	moments := make(map[string]time.Time)
	for _, id := range []string{"a", "b", "c", "d"} {
		now = now.Add(time.Hour)
		moments[id] = now
		put(t, c, centre(id, "", "talk"))
	}
	for _, tt := range []struct{ from, to, want string }{
		{"", "", "a b c d"}, {"b", "", "b c d"}, {"", "c", "a b c"}, {"b", "c", "b c"}, {"c", "c", "c"}, {"d", "b", ""},
	} {
		l := directory.Listing{Kind: directory.KindCentre, Limit: 10}
		if m, ok := moments[tt.from]; ok {
			l.ChangedFrom = &m
		}
		if m, ok := moments[tt.to]; ok {
			l.ChangedTo = &m
		}
		got, err := c.Entries(t.Context(), l)
		if err != nil || idsOf(got) != tt.want {
			t.Errorf("from %q to %q: %q, want %q (%v)", tt.from, tt.to, idsOf(got), tt.want, err)
		}
		if n, err := c.Count(t.Context(), l); err != nil || n != len(got) {
			t.Errorf("from %q to %q: counted %d, listed %d (%v)", tt.from, tt.to, n, len(got), err)
		}
	}
	for moment, want := range map[time.Time]uint64{
		moments["a"]: 1, moments["a"].Add(time.Minute): 2, moments["d"]: 4, moments["d"].Add(time.Minute): 5, moments["a"].AddDate(-1, 0, 0): 0,
	} {
		if n, err := c.LastBefore(t.Context(), moment); n != want || err != nil {
			t.Errorf("before %s: %d, want %d (%v)", moment, n, want, err)
		}
	}
}

func TestExtentIsAroundWhatIsShown(t *testing.T) {
	c := newCatalogue(t, map1()...)
	for kind, want := range map[directory.Kind]*geo.Box{
		directory.KindCentre:   {West: -179.5, South: 0.5, East: 179.5, North: 56.15},
		directory.KindActivity: {West: 10.2, South: 0.5, East: 179.5, North: 56.15},
		directory.KindHelpline: nil,
	} {
		got, err := c.Extent(t.Context(), kind)
		if err != nil || (got == nil) != (want == nil) || got != nil && (geo.Distance(geo.Point{Lat: got.North, Lon: got.East}, geo.Point{Lat: want.North, Lon: want.East}) > 1 ||
			geo.Distance(geo.Point{Lat: got.South, Lon: got.West}, geo.Point{Lat: want.South, Lon: want.West}) > 1) {
			t.Errorf("%s: %+v, want %+v (%v)", kind, got, want, err)
		}
	}
}

// withoutFeatures undoes the fourth migration.
const withoutFeatures = `DROP TABLE once; DROP VIEW venues; ALTER TABLE entries DROP COLUMN lat; ALTER TABLE entries DROP COLUMN lon;
	ALTER TABLE entries DROP COLUMN listed; ALTER TABLE entries DROP COLUMN variety; `

// TestACatalogueOfAnEarlierFormIsBroughtUp takes away what the third migration
// made, and lets it be made again of what the log says.
func TestACatalogueOfAnEarlierFormIsBroughtUp(t *testing.T) {
	path := filepath.Join(t.TempDir(), "catalogue.db")
	first := open(t, path)
	putAll(t, first, map1()...)
	remove(t, first, directory.Key{Kind: directory.KindCentre, ID: "nowhere"})
	if err := first.Exec(t.Context(), withoutFeatures+`PRAGMA user_version = 3`); err != nil {
		t.Fatal(err)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	second := open(t, path)
	check(t, second)
	got, err := second.Entries(t.Context(), directory.Listing{Kind: directory.KindCentre, Limit: 100, Listed: true, Box: &geo.Box{West: 10, South: 56, East: 11, North: 57}})
	if err != nil || idsOf(got) != "area exact hidden paused" {
		t.Errorf("%q, %v", idsOf(got), err)
	}
}

// The filter in SQL and the box itself agree on where a point lies.
func TestABoxMeansTheSameToTheDatabase(t *testing.T) {
	c := newCatalogue(t, topic("talk", ""))
	point := centre("point", "", "talk")
	rapid.Check(t, func(rt *rapid.T) {
		quarter := func(name string, from, to int) float64 {
			return float64(rapid.IntRange(from*4, to*4).Draw(rt, name)) / 4
		}
		p := geo.Point{Lat: quarter("lat", -90, 90), Lon: quarter("lon", -180, 180)}
		south := quarter("south", -90, 90)
		box := geo.Box{West: quarter("west", -540, 540), East: quarter("east", -540, 540), South: south, North: quarter("north", int(south)+1, 91) - 1}
		if !box.Valid() {
			return
		}
		point.Location = located(p.Lat, p.Lon, "")
		if _, err := c.Put(t.Context(), point, directory.Edit{Author: "test"}); err != nil {
			rt.Fatal(err)
		}
		n, err := c.Count(t.Context(), directory.Listing{Kind: directory.KindCentre, Box: &box})
		if err != nil || (n == 1) != box.Contains(p) {
			rt.Fatalf("%+v in %+v: counted %d, contains %t (%v)", p, box, n, box.Contains(p), err)
		}
	})
}

func TestWhatWasThereBefore(t *testing.T) {
	c := newCatalogue(t, topic("talk", ""))
	kept, gone, back, fleeting := centre("kept", "", "talk"), centre("gone", "", "talk"), centre("back", "", "talk"), centre("fleeting", "", "talk")
	putAll(t, c, kept, gone, back)
	before, err := c.LastChange(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	put(t, c, described(gone, "last words"))
	put(t, c, described(kept, "new"))
	put(t, c, fleeting)
	for _, e := range []directory.Entry{gone, back, fleeting} {
		remove(t, c, e.Key())
	}
	put(t, c, back)

	states, err := c.DeletedAfter(t.Context(), []directory.Kind{directory.KindCentre}, before, 10)
	if err != nil || idsOf(states) != "gone fleeting" || states[0].Entry.(*directory.Centre).Description["en"] != "last words" {
		t.Errorf("deleted: %q, %v", idsOf(states), err)
	}
	if states, err := c.DeletedAfter(t.Context(), []directory.Kind{directory.KindActivity, directory.KindHelpline}, 0, 10); len(states) > 0 || err != nil {
		t.Errorf("of other kinds: %q, %v", idsOf(states), err)
	}
	for _, tt := range []struct {
		entry     directory.Entry
		number    uint64
		found     bool
		described bool
	}{
		{kept, before, true, false}, {kept, before + 100, true, true}, {kept, 1, false, false}, {fleeting, before, false, false}, {gone, before, true, false},
	} {
		change, found, err := c.AsOf(t.Context(), tt.entry.Key(), tt.number)
		if err != nil || found != tt.found || found && (change.Deleted() || (change.Entry.(*directory.Centre).Description != nil) != tt.described) {
			t.Errorf("%s as of %d: %+v, %t, %v", tt.entry.Key(), tt.number, change, found, err)
		}
	}
	if change, found, err := c.AsOf(t.Context(), gone.Key(), before+100); err != nil || !found || !change.Deleted() {
		t.Errorf("a tombstone: %+v, %t, %v", change, found, err)
	}
}
