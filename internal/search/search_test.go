package search_test

import (
	"context"
	"encoding/base64"
	"slices"
	"strings"
	"testing"
	"time"

	"walkin/internal/directory"
	"walkin/internal/geo"
	"walkin/internal/problem"
	"walkin/internal/schedule"
)

// has says whether an entry among the first n results carries a topic.
func has(results []directory.Result, n int, topic string) bool {
	return slices.ContainsFunc(results[:min(n, len(results))], func(r directory.Result) bool {
		switch e := r.Entry.(type) {
		case *directory.Centre:
			return slices.Contains(e.Topics, topic)
		case *directory.Activity:
			return slices.Contains(e.Topics, topic)
		}
		return false
	})
}

func TestWordsBecomeTopics(t *testing.T) {
	x := open(t, "", builtin(t))
	for name, c := range map[string]struct {
		text, lang, town, country, topic string
	}{
		"ensom in Danish near Odense":         {"ensom", "da", "Odense", "DK", "loneliness"},
		"eenzaam near Rotterdam":              {"eenzaam", "nl", "Rotterdam", "NL", "loneliness"},
		"lonely near Copenhagen":              {"lonely", "en", "Copenhagen", "DK", "loneliness"},
		"a phrase beats the word inside it":   {"jeg har ingen venner", "da", "Odense", "DK", "loneliness"},
		"boredom is answered with activities": {"jeg keder mig", "da", "8000", "DK", "community_meal"},
		"a word in a long honest sentence": {"Hej, jeg er lige flyttet hertil og går på gymnasiet, og jeg føler mig så ensom om aftenen " +
			"når de andre er hos deres familier, og jeg ved ikke helt hvor jeg skal gå hen for at møde nogen", "da", "Odense", "DK", "loneliness"},
		"another language than the page's": {"lonely", "da", "Odense", "DK", "loneliness"},
	} {
		t.Run(name, func(t *testing.T) {
			answer := ask(t, x, directory.Query{Text: c.text, Lang: c.lang, Near: near(t, c.town, c.country)})
			if !has(answer.Results, 3, c.topic) || len(answer.Relaxed) > 0 {
				t.Errorf("none of the first three of %v is about %s; relaxed %v", keys(answer.Results), c.topic, answer.Relaxed)
			}
			if d := answer.Results[0].DistanceM; d == nil || *d > 15_000 {
				t.Errorf("the first, %s, is not near", answer.Results[0].Title)
			}
		})
	}
}

func TestAPlaceAskedForByNameComesFirst(t *testing.T) {
	t.Parallel()
	x := open(t, "", builtin(t))
	for text, want := range map[string]string{
		"headspace aalborg":         "centre:dk-headspace-aalborg",
		"Headspace Ålborg":          "centre:dk-headspace-aalborg",
		"LGBT+-huset i Aarhus":      "centre:dk-lgbt-plus-huset-aarhus",
		"@ease Rotterdam":           "centre:nl-ease-rotterdam",
		"at ease rotterdam":         "centre:nl-ease-rotterdam",
		"OverKop Wetteren":          "centre:be-overkop-wetteren",
		"overkop":                   "centre:be-overkop-",
		"Brætspilscafé Get2gether":  "activity:halsnaes-braetspil",
		"braetspilscafe get2gether": "activity:halsnaes-braetspil",
		"Ungdomskulturhuset (UKH)":  "centre:dk-ungdomskulturhuset-aarhus",
		"ＵＮＧＤＯＭＳＫＵＬＴＵＲＨＵＳＥＴ (UKH)": "centre:dk-ungdomskulturhuset-aarhus",
	} {
		t.Run(text, func(t *testing.T) {
			answer := ask(t, x, directory.Query{Text: text, Lang: "da", Home: "DK"})
			if len(answer.Results) == 0 || !strings.HasPrefix(answer.Results[0].Entry.Key().String(), want) {
				t.Errorf("got %v, want %s first", keys(answer.Results[:min(3, len(answer.Results))]), want)
			}
		})
	}
}

func TestRelaxing(t *testing.T) {
	t.Parallel()
	h := builtin(t)
	door := place("door", "Døren Zebra", "hangout")
	six, eight := schedule.Clock(18*60), schedule.Clock(20*60)
	door.Hours = schedule.Schedule{Zone: "Europe/Copenhagen", Weekly: []schedule.Weekly{{Days: []schedule.Day{schedule.Wed}, Opens: &six, Closes: &eight}}}
	door.Location.Municipality = "0998" // where there is nothing else
	h, _ = h.then(door.Key(), door)
	x := open(t, "", h)
	night := time.Date(2026, 11, 26, 3, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		query directory.Query
		want  []string // what was dropped, in order
	}{
		"something was found, so nothing is dropped": {
			directory.Query{Text: "ensom", Lang: "da"}, nil},
		"the time goes first": {
			directory.Query{Municipality: "0998", OpenAt: &night}, []string{"open_at"}},
		"then the radius": {
			directory.Query{Near: near(t, "Skagen", "DK"), RadiusKM: 1}, []string{"radius_km"}},
		"then the topic, to its parent": {
			directory.Query{Topics: []string{"gambling"}}, []string{"topics"}},
		"then the words, for the nearest of anything": {
			directory.Query{Text: "xyzzy", Lang: "da", Near: near(t, "Odense", "DK")}, []string{"text"}},
		"and at last there are lines": {
			directory.Query{Municipality: "0999", Text: "ensom", Lang: "da"}, []string{"topics", "text", "kinds"}},
	} {
		t.Run(name, func(t *testing.T) {
			answer := ask(t, x, c.query)
			var dropped []string
			for _, r := range answer.Relaxed {
				dropped = append(dropped, r.Dropped)
			}
			if !slices.Equal(dropped, c.want) || len(answer.Results) == 0 {
				t.Errorf("dropped %v and found %d, want %v dropped and something found", dropped, len(answer.Results), c.want)
			}
		})
	}
	t.Run("age, country and promises are never dropped", func(t *testing.T) {
		age := 119
		answer := ask(t, x, directory.Query{Age: &age, Country: "DK", Promises: []directory.Promise{directory.Free}, Text: "xyzzy", Lang: "da"})
		for _, r := range answer.Results {
			if r.AgeFit == directory.No {
				t.Errorf("%s is not for somebody of 119", r.Title)
			}
		}
	})
	t.Run("an empty map stays empty", func(t *testing.T) {
		q := directory.Query{Text: "xyzzy", Lang: "da", Box: &geo.Box{West: 10, South: 55, East: 11, North: 56}}
		if answer := ask(t, x, q); len(answer.Results)+len(answer.Relaxed) > 0 {
			t.Errorf("got %v, relaxed %v", keys(answer.Results), answer.Relaxed)
		}
	})
}

func TestResultsExplainThemselves(t *testing.T) {
	t.Parallel()
	x := open(t, "", builtin(t))
	age := 17
	answer := ask(t, x, directory.Query{Text: "angst slagelse", Lang: "da", Near: near(t, "Slagelse", "DK"), Age: &age,
		Promises: []directory.Promise{directory.Anonymous}, Facets: []directory.Facet{directory.FacetPromise, directory.FacetOpen}})
	i := slices.Index(keys(answer.Results), "centre:dk-headspace-slagelse")
	if i < 0 {
		t.Fatalf("headspace Slagelse is not among %v", keys(answer.Results))
	}
	r := answer.Results[i]
	for _, want := range []directory.Reason{
		{Code: "topic", Value: "anxiety"}, {Code: "open", Value: "2026-11-25T18:00:00+01:00"},
		{Code: "age", Value: "12-25"}, {Code: "promise", Value: "anonymous"},
	} {
		if !slices.Contains(r.Matched, want) {
			t.Errorf("the reasons %v lack %v", r.Matched, want)
		}
	}
	if r.Open.State != schedule.Open || r.AgeFit != directory.Yes || r.Reach != nil {
		t.Errorf("open %v, age fit %v, reach %v; the point is only a postcode's, so no reach is said", r.Open, r.AgeFit, r.Reach)
	}
	if r.PlanB == nil || r.PlanB.Key == r.Entry.Key() {
		t.Errorf("plan B is %+v", r.PlanB)
	}
	for _, h := range r.Highlights {
		c := r.Entry.(*directory.Centre)
		if h.Field == "/name" && strings.ToLower(c.Name[h.Start:h.End]) != "slagelse" {
			t.Errorf("%q is highlighted in the name", c.Name[h.Start:h.End])
		}
	}
	if len(r.Highlights) == 0 {
		t.Error("the town stands in the name and is not highlighted")
	}
	if counts := answer.Facets[directory.FacetPromise]; len(counts) != 6 {
		t.Errorf("six promises are counted, got %v", counts)
	}
}

func TestReachIsSaidOfADoorOnly(t *testing.T) {
	h := builtin(t)
	door := place("door", "Døren Zebra", "hangout")
	door.Location.Precision = directory.PreciseExact
	six, eight := schedule.Clock(18*60), schedule.Clock(20*60)
	door.Hours = schedule.Schedule{Zone: "Europe/Copenhagen", Weekly: []schedule.Weekly{{Days: []schedule.Day{schedule.Wed}, Opens: &six, Closes: &eight}}}
	h, _ = h.then(door.Key(), door)
	x := open(t, "", h)
	from := near(t, "Odense", "DK")
	from.Point.Lat, from.Point.Lon = 55.4, 10.42 // about 1.9 km east
	for name, c := range map[string]struct {
		at   time.Time
		want schedule.State
	}{
		"open on arrival, with time left":      {time.Date(2026, 11, 25, 17, 45, 0, 0, time.UTC), schedule.Open},
		"closed now, open on arrival":          {time.Date(2026, 11, 25, 16, 50, 0, 0, time.UTC), schedule.Open},
		"open now, half an hour is not enough": {time.Date(2026, 11, 25, 18, 10, 0, 0, time.UTC), schedule.Closed},
	} {
		t.Run(name, func(t *testing.T) {
			answer := ask(t, x, directory.Query{Text: "Døren Zebra", Lang: "da", Near: from, Now: c.at})
			r := answer.Results[0].Reach
			if r == nil || r.WalkMin < 28 || r.WalkMin > 34 || r.BikeMin < 9 || r.BikeMin > 12 || r.OpenOnArrival != c.want {
				t.Errorf("the reach is %+v, want some half hour on foot, ten minutes by bike and %s", r, c.want)
			}
		})
	}
}

func TestHiddenAddressesStayHidden(t *testing.T) {
	t.Parallel()
	h := builtin(t)
	secret := place("secret", "Sikkert Sted Zebra", "violence_home")
	secret.Location.Street, secret.Location.Visibility = "Markørvej 7", directory.VisibleNone
	h, _ = h.then(secret.Key(), secret)
	x := open(t, "", h)
	if answer := ask(t, x, directory.Query{Text: "Markørvej", Lang: "da"}); slices.Contains(keys(answer.Results), "centre:secret") && len(answer.Relaxed) == 0 {
		t.Error("the street of a hidden place can be searched")
	}
	answer := ask(t, x, directory.Query{Text: "Sikkert Sted Zebra", Lang: "da", Near: near(t, "Odense", "DK")})
	r := answer.Results[0]
	if r.Entry.Key().ID != "secret" || r.DistanceM != nil || r.Where.Point != nil || r.Where.Street != "" || r.Where.Town != "" {
		t.Errorf("got %+v at %+v", r.Entry.Key(), r.Where)
	}
}

func TestCursorsThatAreRefused(t *testing.T) {
	x := open(t, "", builtin(t))
	q := directory.Query{Limit: 5, Now: wednesday, Country: "DK"}
	good := ask(t, x, q).Next
	for name, c := range map[string]struct {
		cursor, country string
	}{
		"nonsense":                   {"%%%", "DK"},
		"base64 of nonsense":         {"eHl6enk", "DK"},
		"forged, of another age":     {forged(t, `{"t":9223372036854775807}`), "DK"},
		"forged, beyond the earth":   {forged(t, `{"t":1795000000,"r":1e300}`), "DK"},
		"of another query":           {good, "NL"},
		"of this query, but cut off": {good[:len(good)/2], "DK"},
	} {
		t.Run(name, func(t *testing.T) {
			q.Cursor, q.Country = c.cursor, c.country
			if _, err := x.Search(context.Background(), q); problem.KindOf(err) != problem.Invalid {
				t.Errorf("got %v, want it refused as invalid", err)
			}
		})
	}
}

// forged is a cursor that no search gave.
func forged(t *testing.T, content string) string {
	t.Helper()
	return base64.RawURLEncoding.EncodeToString([]byte(content))
}

func TestOpenNowMeansTheSameOnEveryPage(t *testing.T) {
	x := open(t, "", builtin(t))
	q := directory.Query{Limit: 5, Now: wednesday, Country: "DK"}
	q.OpenAt = &q.Now
	first := ask(t, x, q)
	// The second page is asked for an hour later, when another minute is now.
	later := q
	later.Now = wednesday.Add(time.Hour)
	later.OpenAt, later.Cursor = &later.Now, first.Next
	second := ask(t, x, later)
	all, _ := all(t, x, q)
	if got := append(keys(first.Results), keys(second.Results)...); !slices.Equal(got, keys(all[:10])) {
		t.Errorf("got %v, want %v", got, keys(all[:10]))
	}
}

func TestSuggest(t *testing.T) {
	t.Parallel()
	x := open(t, "", builtin(t))
	suggest := func(text string) []directory.Suggestion {
		t.Helper()
		list, err := x.Suggest(context.Background(), directory.SuggestQuery{Text: text, Lang: "da", Country: "DK", Limit: 8})
		if err != nil {
			t.Fatal(err)
		}
		return list
	}
	labelled := func(list []directory.Suggestion, kind directory.SuggestionKind, label string) bool {
		return slices.ContainsFunc(list, func(s directory.Suggestion) bool { return s.Kind == kind && s.Label == label })
	}
	t.Run("the first letters of a topic", func(t *testing.T) {
		if list := suggest("enso"); !labelled(list, directory.SuggestTopic, "Ensomhed") {
			t.Errorf("got %v", list)
		}
	})
	t.Run("an everyday word gives the label and never the word", func(t *testing.T) {
		for _, s := range suggest("ingen venn") {
			if strings.Contains(s.Label, "ingen venn") {
				t.Errorf("the word itself is shown: %q", s.Label)
			}
		}
	})
	t.Run("a place by its name", func(t *testing.T) {
		if list := suggest("headspace aal"); !labelled(list, directory.SuggestCentre, "headspace Aalborg") {
			t.Errorf("got %v", list)
		}
	})
	t.Run("a place with a slip in its name, as soon as nothing is called so", func(t *testing.T) {
		for _, typed := range []string{"hedspace aal", "headspace aalbrog", "haedspace aalb"} {
			if list := suggest(typed); !labelled(list, directory.SuggestCentre, "headspace Aalborg") {
				t.Errorf("%q: got %v", typed, list)
			}
		}
	})
	t.Run("a topic and a town with a slip", func(t *testing.T) {
		if list := suggest("ensomhde"); !labelled(list, directory.SuggestTopic, "Ensomhed") {
			t.Errorf("got %v", list)
		}
		if list := suggest("kobnehav"); !labelled(list, directory.SuggestPlace, "København") {
			t.Errorf("got %v", list)
		}
	})
	t.Run("a short word has no slip", func(t *testing.T) {
		for _, s := range suggest("ensm") {
			if s.Label == "Ensomhed" {
				t.Errorf("got %v", s)
			}
		}
	})
	t.Run("a town", func(t *testing.T) {
		if list := suggest("kobenh"); !labelled(list, directory.SuggestPlace, "København") {
			t.Errorf("got %v", list)
		}
	})
	t.Run("nothing typed, nothing suggested", func(t *testing.T) {
		if list := suggest(" "); len(list) > 0 {
			t.Errorf("got %v", list)
		}
	})
	t.Run("no beginning of a crisis term leads to one", func(t *testing.T) {
		desk := x.CrisisDesk()
		for _, topic := range x.Taxonomy().Topics() {
			if !topic.Crisis {
				continue
			}
			for lang, terms := range topic.Terms {
				for _, term := range terms {
					letters := []rune(term)
					for n := 1; n <= len(letters); n += 2 {
						list, err := x.Suggest(context.Background(), directory.SuggestQuery{Text: string(letters[:n]), Lang: lang, Limit: 20})
						if err != nil {
							t.Fatal(err)
						}
						for _, s := range list {
							if s.Kind == directory.SuggestTopic && (x.Taxonomy().Topic(s.ID).Crisis || len(desk.Names(s.Label)) > 0) {
								t.Fatalf("%q suggests %q", string(letters[:n]), s.Label)
							}
						}
					}
				}
			}
		}
	})
}

func TestWhatsOn(t *testing.T) {
	x := open(t, "", builtin(t))
	q := directory.WhatsOnQuery{From: wednesday, To: wednesday.AddDate(0, 0, 7), Lang: "da", Country: "DK", Limit: 100}
	list, more, err := x.WhatsOn(context.Background(), q)
	if err != nil || more || len(list) == 0 {
		t.Fatalf("got %d, more %t, %v", len(list), more, err)
	}
	for i, h := range list {
		if i > 0 && h.Start.Before(list[i-1].Start) {
			t.Errorf("%s comes after what starts later", h.Title)
		}
		if h.Activity.Repeats {
			t.Errorf("%s only repeats the hours of its centre", h.Title)
		}
	}
	t.Run("an activity without a time is on its day", func(t *testing.T) {
		i := slices.IndexFunc(list, func(h directory.Happening) bool { return h.Activity.ID == "dk-ventilen-roskilde" })
		if i < 0 || list[i].TimeKnown || list[i].State != directory.AskFirst || list[i].Start.Weekday() != time.Thursday {
			t.Errorf("got %+v", list)
		}
	})
	t.Run("the limit cuts and says so", func(t *testing.T) {
		q.Limit = 2
		if list, more, _ := x.WhatsOn(context.Background(), q); len(list) != 2 || !more {
			t.Errorf("got %d, more %t", len(list), more)
		}
	})
}

// A hostile text costs little: it is bounded in words, never read as a query
// language, a wildcard or a pattern.
func TestHostileTexts(t *testing.T) {
	x := open(t, "", builtin(t))
	for name, text := range map[string]string{
		"wildcards":      strings.Repeat("* ", 50),
		"a query string": strings.Repeat("desc:a* ", 240),
		"a pattern":      "(a+)+$ .* [a-z]{1000}",
		"one letter":     strings.Repeat("a", 2000),
		"many words":     strings.Repeat("et ord ", 280),
		"marks":          "a" + strings.Repeat("\u0301", 1900),
	} {
		t.Run(name, func(t *testing.T) {
			ask(t, x, directory.Query{Text: text, Lang: "da"})
		})
	}
}

func FuzzSearch(f *testing.F) {
	x := open(f, "", sample(f))
	for _, seed := range []string{"ensom", "hulp in Gent", "\xff", "a'b", "@ease"} {
		f.Add(seed, "da")
	}
	f.Fuzz(func(t *testing.T, text, lang string) {
		q := directory.Query{Text: text, Lang: lang, Limit: 100, Now: wednesday}
		if q.Validate(x.Taxonomy()) != nil {
			return
		}
		answer, err := x.Search(context.Background(), q)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range answer.Results {
			inBounds(t, r)
		}
	})
}

// inBounds holds highlights against the texts that they point into.
func inBounds(t *testing.T, r directory.Result) {
	for _, h := range r.Highlights {
		text := r.Title
		if field, lang, ok := strings.Cut(strings.TrimPrefix(h.Field, "/"), "/"); ok && field == "description" {
			text = descriptionOf(r.Entry)[lang]
		}
		if h.Start < 0 || h.End > len(text) || h.Start >= h.End {
			t.Fatalf("%s: bytes %d to %d of %q", h.Field, h.Start, h.End, text)
		}
	}
}

func descriptionOf(e directory.Entry) directory.Text {
	switch e := e.(type) {
	case *directory.Centre:
		return e.Description
	case *directory.Activity:
		return e.Description
	case *directory.Helpline:
		return e.Description
	}
	return nil
}

func BenchmarkSearch(b *testing.B) {
	x := open(b, "", builtin(b))
	now := wednesday
	for name, q := range map[string]directory.Query{
		"nearest":          {Near: near(b, "8000", "DK")},
		"nearest-open-now": {Near: near(b, "8000", "DK"), OpenAt: &now},
		"text-with-facets": {Text: "ensom", Lang: "da", Facets: directory.AllFacets},
	} {
		q.Now = now
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := x.Search(context.Background(), q); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
