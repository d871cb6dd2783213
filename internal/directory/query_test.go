package directory_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"walkin/internal/directory"
	"walkin/internal/geo"
	"walkin/internal/problem"
)

func TestQueryValidation(t *testing.T) {
	taxonomy, err := directory.NewTaxonomy(of[*directory.Topic](catalogue(t)))
	if err != nil {
		t.Fatal(err)
	}
	old := 121
	here := &directory.Near{Point: geo.Point{Lat: 56, Lon: 10}}
	for name, c := range map[string]struct {
		query   directory.Query
		pointer string // "" for a valid query
	}{
		"an empty query":             {directory.Query{}, ""},
		"2,000 characters":           {directory.Query{Text: strings.Repeat("ø", 2000)}, ""},
		"2,001 characters":           {directory.Query{Text: strings.Repeat("ø", 2001)}, "/text"},
		"text that is not UTF-8":     {directory.Query{Text: "\xff"}, "/text"},
		"latitude 200":               {directory.Query{Near: &directory.Near{Point: geo.Point{Lat: 200}}}, "/near"},
		"a radius of 40,000 km":      {directory.Query{Near: here, RadiusKM: 40000}, "/radius_km"},
		"a radius around nothing":    {directory.Query{RadiusKM: 5}, "/radius_km"},
		"a limit of 1,000,000":       {directory.Query{Limit: 1000000}, "/limit"},
		"a negative limit":           {directory.Query{Limit: -1}, "/limit"},
		"10,000 topics":              {directory.Query{Topics: make([]string, 10000)}, "/topics"},
		"an unknown topic":           {directory.Query{Topics: []string{"nonsense"}}, "/topics/0"},
		"an access need":             {directory.Query{Accessibility: []string{"wheelchair"}}, ""},
		"a topic that is no need":    {directory.Query{Accessibility: []string{"loneliness"}}, "/accessibility/0"},
		"an age of 121":              {directory.Query{Age: &old}, "/age"},
		"an unknown promise":         {directory.Query{Promises: []directory.Promise{"fun"}}, "/promises/0"},
		"nearest to nothing":         {directory.Query{Sort: directory.SortDistance}, "/sort"},
		"travel from nowhere":        {directory.Query{Travel: directory.Walk}, "/travel"},
		"a kind one cannot find":     {directory.Query{Kinds: []directory.Kind{directory.KindTopic}}, "/kinds/0"},
		"places for volunteers":      {directory.Query{Kinds: []directory.Kind{directory.Volunteering, directory.KindHelpline}}, ""},
		"a box upside down":          {directory.Query{Box: &geo.Box{West: 8, South: 57, East: 9, North: 56}}, "/bbox"},
		"a country in small letters": {directory.Query{Country: "dk"}, "/country"},
	} {
		t.Run(name, func(t *testing.T) {
			err := c.query.Validate(taxonomy)
			if c.pointer == "" {
				if err != nil {
					t.Errorf("got %v, want it valid", err)
				}
				return
			}
			var p *problem.Error
			if !errors.As(err, &p) || !slices.ContainsFunc(p.Fields, func(f problem.Field) bool { return f.Pointer == c.pointer }) {
				t.Errorf("got %v, want %s named", err, c.pointer)
			}
			// Nothing that was asked may be repeated in an error.
			if err != nil && c.query.Text != "" && strings.Contains(err.Error(), c.query.Text) {
				t.Error("the text is repeated")
			}
		})
	}
}

func TestTaxonomy(t *testing.T) {
	taxonomy, err := directory.NewTaxonomy(of[*directory.Topic](catalogue(t)))
	if err != nil {
		t.Fatal(err)
	}
	if under := taxonomy.Under("addiction"); !slices.Contains(under, "gambling") || !slices.Contains(under, "addiction") || slices.Contains(under, "loneliness") {
		t.Errorf("under addiction is %v", under)
	}
	if taxonomy.Under("nonsense") != nil || taxonomy.Topic("nonsense") != nil {
		t.Error("a topic that is not there has something under it")
	}
	topic := func(id, parent string) *directory.Topic { return &directory.Topic{ID: id, Parent: parent} }
	for name, topics := range map[string][]*directory.Topic{
		"a missing parent":    {topic("a", "b")},
		"a circle of parents": {topic("a", "b"), topic("b", "a")},
	} {
		if _, err := directory.NewTaxonomy(topics); err == nil {
			t.Errorf("%s is accepted", name)
		}
	}
}

func TestSpansThatCanBeAskedFor(t *testing.T) {
	from := time.Date(2026, 11, 25, 0, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		from, to time.Time
		ok       bool
	}{
		"a week":                       {from, from.AddDate(0, 0, 7), true},
		"62 days":                      {from, from.Add(directory.MaxSpan), true},
		"more":                         {from, from.Add(directory.MaxSpan + time.Second), false},
		"the end before the start":     {from, from.Add(-time.Hour), false},
		"no time at all":               {from, from, false},
		"the year 1900":                {from.AddDate(-126, 0, 0), from.AddDate(-126, 0, 7), false},
		"the end of the third century": {from.AddDate(1000, 0, 0), from.AddDate(1000, 0, 7), false},
	} {
		if err := directory.ValidateSpan(c.from, c.to); (err == nil) != c.ok {
			t.Errorf("%s: %v", name, err)
		}
	}
}
