package sqlite_test

import (
	"maps"
	"slices"
	"testing"

	"walkin/internal/directory"
	"walkin/internal/sqlite"
)

// reader follows a part of the listing feed as a portal does: page after page,
// keeping what is listed and dropping what left.
type reader struct {
	query directory.PostingQuery
	after uint64
	kept  map[directory.Key]string
	heard []directory.Posting // in the last reading
}

func (r *reader) read(t testing.TB, c *sqlite.Catalogue) {
	t.Helper()
	if r.kept == nil {
		r.kept = make(map[directory.Key]string)
	}
	r.heard = nil
	r.query.Limit = 3
	for {
		page, err := c.PostingsAfter(t.Context(), r.query, r.after)
		if err != nil {
			t.Fatal(err)
		}
		if len(page) == 0 {
			return
		}
		for _, p := range page {
			if p.Position <= r.after {
				t.Fatalf("position %d comes after %d", p.Position, r.after)
			}
			r.after = p.Position
			if p.Listed {
				r.kept[p.Key] = string(p.Body)
			} else {
				delete(r.kept, p.Key)
			}
		}
		r.heard = append(r.heard, page...)
	}
}

func (r *reader) names() []string {
	names := []string{}
	for key := range r.kept {
		names = append(names, key.String())
	}
	slices.Sort(names)
	return names
}

func status(c *directory.Centre, s directory.Status) *directory.Centre {
	d := *c
	d.Status = s
	return &d
}

func TestAListingFeedTellsWhatLeftIt(t *testing.T) {
	talk, music := topic("talk", ""), topic("music", "")
	club := organisation("club")
	house := centre("house", "club", "talk")
	jam := activity("jam", []string{"house"}, "music")
	varying := func(a *directory.Activity) *directory.Activity {
		d := *a
		d.Rhythm = directory.Varying
		return &d
	}
	moved := func(municipality string) *directory.Centre {
		d := *house
		d.Location.Municipality = municipality
		return &d
	}
	inNetwork := directory.PostingQuery{Network: "net"}
	for _, tt := range []struct {
		name  string
		query directory.PostingQuery
		first []string
		write func(t *testing.T, c *sqlite.Catalogue)
		heard []string // "+" listed, "-" left
		then  []string
	}{
		{"a new one", directory.PostingQuery{}, []string{"activity:jam", "centre:house"},
			func(t *testing.T, c *sqlite.Catalogue) { put(t, c, centre("barn", "", "talk")) },
			[]string{"+centre:barn"}, []string{"activity:jam", "centre:barn", "centre:house"}},
		{"an activity that turns varying", directory.PostingQuery{}, []string{"activity:jam", "centre:house"},
			func(t *testing.T, c *sqlite.Catalogue) { put(t, c, varying(jam)) },
			[]string{"-activity:jam"}, []string{"centre:house"}},
		{"an activity that always was varying is never heard of", directory.PostingQuery{}, []string{"activity:jam", "centre:house"},
			func(t *testing.T, c *sqlite.Catalogue) {
				gig := varying(activity("gig", []string{"house"}, "music"))
				put(t, c, gig)
				remove(t, c, gig.Key())
			}, nil, []string{"activity:jam", "centre:house"}},
		{"one that turns varying, is deleted and comes back fixed", directory.PostingQuery{}, []string{"activity:jam", "centre:house"},
			func(t *testing.T, c *sqlite.Catalogue) {
				put(t, c, varying(jam))
				remove(t, c, jam.Key())
				put(t, c, jam)
			}, []string{"+activity:jam"}, []string{"activity:jam", "centre:house"}},
		{"a deleted one", directory.PostingQuery{}, []string{"activity:jam", "centre:house"},
			func(t *testing.T, c *sqlite.Catalogue) { remove(t, c, jam.Key()) },
			[]string{"-activity:jam"}, []string{"centre:house"}},
		{"a centre that closes for good, and moves its activities", directory.PostingQuery{}, []string{"activity:jam", "centre:house"},
			func(t *testing.T, c *sqlite.Catalogue) { put(t, c, status(house, directory.StatusClosed)) },
			[]string{"-centre:house", "+activity:jam"}, []string{"activity:jam"}},
		{"a centre that pauses stays", directory.PostingQuery{}, []string{"activity:jam", "centre:house"},
			func(t *testing.T, c *sqlite.Catalogue) { put(t, c, status(house, directory.StatusPaused)) },
			[]string{"+centre:house", "+activity:jam"}, []string{"activity:jam", "centre:house"}},
		{"an organisation that joins a network brings its centre and what happens there", inNetwork, []string{},
			func(t *testing.T, c *sqlite.Catalogue) { put(t, c, organisation("club", "net")) },
			[]string{"+activity:jam", "+centre:house"}, []string{"activity:jam", "centre:house"}},
		{"an organisation that joins and leaves again", inNetwork, []string{},
			func(t *testing.T, c *sqlite.Catalogue) {
				put(t, c, organisation("club", "net"))
				put(t, c, organisation("club"))
			}, []string{"-activity:jam", "-centre:house"}, []string{}},
		{"a centre that comes to another organisation", directory.PostingQuery{Network: "other"}, []string{},
			func(t *testing.T, c *sqlite.Catalogue) {
				put(t, c, organisation("others", "other"))
				put(t, c, centre("house", "others", "talk"))
			}, []string{"+centre:house", "+activity:jam"}, []string{"activity:jam", "centre:house"}},
		{"a centre that moves away takes its activities along", directory.PostingQuery{Municipality: "0751"}, []string{"activity:jam", "centre:house"},
			func(t *testing.T, c *sqlite.Catalogue) { put(t, c, moved("0461")) },
			[]string{"-centre:house", "-activity:jam"}, []string{}},
		{"what never was in a municipality is not heard of there", directory.PostingQuery{Municipality: "0461"}, []string{},
			func(t *testing.T, c *sqlite.Catalogue) { remove(t, c, jam.Key()) }, nil, []string{}},
		{"a topic that comes under another", directory.PostingQuery{Topic: "talk"}, []string{"centre:house"},
			func(t *testing.T, c *sqlite.Catalogue) { put(t, c, topic("music", "talk")) },
			[]string{"+activity:jam"}, []string{"activity:jam", "centre:house"}},
		{"a topic that only gets another name moves nothing", directory.PostingQuery{}, []string{"activity:jam", "centre:house"},
			func(t *testing.T, c *sqlite.Catalogue) {
				put(t, c, &directory.Topic{ID: "music", Kind: directory.TopicAbout, Label: directory.Text{"en": "Song"}})
			}, nil, []string{"activity:jam", "centre:house"}},
		{"two filters must both hold", directory.PostingQuery{Country: "DK", Topic: "music"}, []string{"activity:jam"},
			func(t *testing.T, c *sqlite.Catalogue) { put(t, c, activity("jam", []string{"house"}, "talk")) },
			[]string{"-activity:jam"}, []string{}},
		{"a helpline is listed", directory.PostingQuery{Country: "DK"}, []string{"activity:jam", "centre:house"},
			func(t *testing.T, c *sqlite.Catalogue) { put(t, c, helpline("line", "")) },
			[]string{"+helpline:line"}, []string{"activity:jam", "centre:house", "helpline:line"}},
		{"an import in any order", directory.PostingQuery{Network: "net", Topic: "talk"}, []string{},
			func(t *testing.T, c *sqlite.Catalogue) {
				putAll(t, c, activity("late", []string{"new"}, "sub"), centre("new", "joined", "talk"), topic("sub", "talk"), organisation("joined", "net"))
			}, []string{"+activity:late", "+centre:new"}, []string{"activity:late", "centre:new"}},
		{"a write that changes nothing", directory.PostingQuery{}, []string{"activity:jam", "centre:house"},
			func(t *testing.T, c *sqlite.Catalogue) { put(t, c, club); put(t, c, house) }, nil, []string{"activity:jam", "centre:house"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := newCatalogue(t, talk, music, network("net", "DK"), network("other", "DK"), club, house, jam)
			r := &reader{query: tt.query}
			r.read(t, c)
			if got := r.names(); !slices.Equal(got, tt.first) {
				t.Fatalf("first: %v, want %v", got, tt.first)
			}
			tt.write(t, c)
			r.read(t, c)
			var heard []string
			for _, p := range r.heard {
				sign := map[bool]string{true: "+", false: "-"}[p.Listed]
				if p.Listed == (p.Body == nil) {
					t.Errorf("%s is listed: %t, and has a body of %d bytes", p.Key, p.Listed, len(p.Body))
				}
				heard = append(heard, sign+p.Key.String())
			}
			if !slices.Equal(heard, tt.heard) {
				t.Errorf("heard %v, want %v", heard, tt.heard)
			}
			if got := r.names(); !slices.Equal(got, tt.then) {
				t.Errorf("then: %v, want %v", got, tt.then)
			}
			if err := c.Check(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestAnOlderCatalogueGetsItsListingFeed(t *testing.T) {
	path := written(t)
	c := open(t, path)
	if err := c.Exec(t.Context(), withoutFeatures+`DROP TABLE listings; DROP TABLE facets; DROP TABLE sites; DROP TABLE identities; DROP INDEX changes_by_time; PRAGMA user_version = 1`); err != nil {
		t.Fatal(err)
	}
	newer := open(t, path)
	check(t, newer)
	r := &reader{}
	r.read(t, newer)
	want := map[directory.Key]string{}
	for key, body := range live(t, newer) {
		if e, err := directory.Decode(key.Kind, []byte(body)); err == nil && directory.Posted(e) {
			want[key] = body
		}
	}
	if len(want) == 0 || !maps.Equal(r.kept, want) {
		t.Errorf("the feed has %v, want %v", r.names(), slices.Collect(maps.Keys(want)))
	}
}
