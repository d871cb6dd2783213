package api_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"walkin/api"
	"walkin/internal/directory"
	"walkin/internal/geo"
)

// counting is a catalogue that counts the lists that are read from it.
type counting struct {
	api.Catalogue
	lists int
}

func (c *counting) Entries(ctx context.Context, l directory.Listing) ([]directory.Change, error) {
	c.lists++
	return c.Catalogue.Entries(ctx, l)
}

func TestAFilteredListIsGatheredOnceForAllItsPages(t *testing.T) {
	entries := builtinEntries(t)
	c := shelved(t, entries...)
	counted := &counting{Catalogue: c}
	s := serve(t, func(o *api.Options) { o.Catalogue, o.Index = counted, newMemory(entries...) })
	type page struct {
		Total    int `json:"total_items"`
		Contents []struct{ ID string }
	}
	read := func(path string, pages int) (ids []string, total int) {
		for n := range pages {
			var p page
			s.do("GET", fmt.Sprintf("%s&per_page=20&page=%d", path, n+1), "").json(t, &p)
			for _, o := range p.Contents {
				ids = append(ids, o.ID)
			}
			total = p.Total
		}
		return ids, total
	}
	for _, path := range []string{"/hsds/services?age=15", "/hsds/service_at_locations?age=15", "/hsds/services?day=WE&full=true"} {
		read(path, 1)
		gathered := counted.lists
		ids, total := read(path, 30)
		if counted.lists != gathered {
			t.Errorf("%s: %d lists were read for pages that were known", path, counted.lists-gathered)
		}
		var whole page
		s.do("GET", path+"&per_page=500", "").json(t, &whole)
		want := make([]string, len(whole.Contents))
		for i, o := range whole.Contents {
			want[i] = o.ID
		}
		if total != len(want) || !slices.Equal(ids, want) || total < 25 {
			t.Errorf("%s: %d objects on the pages of %d, want %d", path, len(ids), total, len(want))
		}
	}
	// Two lists of the same filter are two lists.
	_, services := read("/hsds/services?age=15", 1)
	if _, sites := read("/hsds/service_at_locations?age=15", 1); sites == services {
		t.Errorf("%d services and as many at locations", sites)
	}
	// A change is seen at once.
	before, total := read("/hsds/services?age=15", 1)
	write(t, c, &directory.Centre{ID: "aaa", Name: "Nyt sted", Location: directory.Location{Country: "DK"}, Topics: []string{"loneliness"}})
	after, more := read("/hsds/services?age=15", 1)
	if more != total+1 || after[0] != (directory.Key{Kind: directory.KindCentre, ID: "aaa"}).UUID() || after[1] != before[0] {
		t.Errorf("%d after a change, %d before; the first is %s", more, total, after[0])
	}
	// What was asked in a body is gathered anew: it is kept nowhere.
	gathered := counted.lists
	for range 2 {
		s.do("POST", "/hsds/services", `{"search":"headspace"}`)
	}
	if read := counted.lists - gathered; read < 2 || read%2 != 0 {
		t.Errorf("%d lists were read for two bodies", read)
	}
}

// TestWhatIsAroundAPositionIsFound looks at the places of every entry: its own,
// those of its stops, and those of the centres where it happens.
func TestWhatIsAroundAPositionIsFound(t *testing.T) {
	entries := append(builtinEntries(t), &directory.Centre{ID: "dk-bus", Name: "Bussen", Topics: []string{"loneliness"}, Location: directory.Location{Country: "DK"},
		Stops: []directory.OutreachStop{{ID: "torvet", Name: directory.Text{"da": "Torvet"},
			Location: directory.Location{Country: "DK", Point: &geo.Point{Lat: 56.16, Lon: 10.21}, Precision: directory.PreciseExact}}}})
	centres := map[string]*directory.Centre{}
	for _, e := range entries {
		if c, ok := e.(*directory.Centre); ok {
			centres[c.ID] = c
		}
	}
	at, found := geo.Point{Lat: 56.15, Lon: 10.2}, 0
	for _, metres := range []float64{2000, 40_000} {
		near := func(l directory.Location) bool {
			l = l.Public()
			return l.Point != nil && geo.Distance(at, *l.Point) <= metres
		}
		want := map[string]bool{}
		for _, e := range entries {
			var places []directory.Location
			switch e := e.(type) {
			case *directory.Centre:
				places = append(places, e.Location)
				for _, stop := range e.Stops {
					places = append(places, stop.Location)
				}
			case *directory.Activity:
				if e.Location != nil {
					places = append(places, *e.Location)
				}
				for _, id := range e.Centres {
					places = append(places, centres[id].Location)
				}
			}
			if slices.ContainsFunc(places, near) {
				want[e.Key().UUID()] = true
			}
		}
		s, _ := serveCatalogue(t, entries...)
		var p struct{ Contents []struct{ ID string } }
		s.do("POST", "/hsds/services", fmt.Sprintf(`{"latitude":%g,"longitude":%g,"radius_m":%g,"per_page":500}`, at.Lat, at.Lon, metres)).json(t, &p)
		for _, o := range p.Contents {
			if !want[o.ID] {
				t.Errorf("%s is not within %g m", o.ID, metres)
			}
		}
		if len(p.Contents) != len(want) || len(want) <= found || !want[(directory.Key{Kind: directory.KindCentre, ID: "dk-bus"}).UUID()] {
			t.Errorf("%d services within %g m, want %d", len(p.Contents), metres, len(want))
		}
		found = len(want)
	}
}
