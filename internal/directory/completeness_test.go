package directory_test

import (
	"slices"
	"testing"

	"walkin/internal/directory"
	"walkin/internal/geo"
	"walkin/internal/schedule"
)

// complete is a centre that answers everything.
func complete() *directory.Centre {
	text, twelve := directory.Text{"da": "Ja"}, 12
	return centre(func(c *directory.Centre) {
		for _, p := range directory.AllPromises {
			c.Promises = c.Promises.Set(p, directory.No)
		}
		c.Ages.Min = &twelve
		c.Hours = schedule.Schedule{Zone: "Europe/Copenhagen", Weekly: []schedule.Weekly{{Days: []schedule.Day{schedule.Mon}}}}
		c.Location.Point, c.Location.Precision = &geo.Point{Lat: 55, Lon: 10}, directory.PreciseExact
		c.Photos = []directory.Photo{{File: "a", Shows: "door", Alt: text}, {File: "b", Shows: "room", Alt: text}}
		c.Arrival = directory.Arrival{WhoMeets: text, FirstMinutes: text, MustTalk: text, Bring: text, WrittenDown: text, WhoIsTold: text, WayToDoor: text, IfFull: text}
		c.Languages, c.Contact.Phone, c.Description = []string{"da"}, "70201201", text
	})
}

func TestCompletenessNamesWhatIsMissing(t *testing.T) {
	if got := directory.CompletenessOf(complete()); got.Score != 100 || len(got.Missing) > 0 {
		t.Fatalf("a centre that answers everything has %v", got)
	}
	for name, c := range map[string]struct {
		change func(*directory.Centre)
		want   []string
	}{
		"no photo of the door":       {func(c *directory.Centre) { c.Photos = c.Photos[1:] }, []string{"photo_door"}},
		"no photo of the room":       {func(c *directory.Centre) { c.Photos = c.Photos[:1] }, []string{"photo_room"}},
		"a promise that is unknown":  {func(c *directory.Centre) { c.Promises.Anonymous = directory.Unknown }, []string{"anonymous"}},
		"hours in doubt":             {func(c *directory.Centre) { c.Hours.Weekly[0].Doubt = "stand 2012" }, []string{"hours"}},
		"no hours":                   {func(c *directory.Centre) { c.Hours = schedule.Schedule{} }, []string{"hours"}},
		"no ages":                    {func(c *directory.Centre) { c.Ages = directory.Ages{} }, []string{"ages"}},
		"all ages are ages":          {func(c *directory.Centre) { c.Ages = directory.Ages{All: true} }, nil},
		"no point":                   {func(c *directory.Centre) { c.Location.Point = nil }, []string{"point"}},
		"no languages and no number": {func(c *directory.Centre) { c.Languages, c.Contact.Phone = nil, "" }, []string{"languages", "contact"}},
		"nothing about coming in": {func(c *directory.Centre) { c.Arrival = directory.Arrival{} },
			[]string{"way_to_door", "who_meets", "first_minutes", "must_talk", "bring", "written_down", "who_is_told", "if_full"}},
		"a hidden address has no door to show": {func(c *directory.Centre) {
			c.Location.Visibility, c.Location.Point, c.Photos, c.Arrival.WayToDoor = directory.VisibleNone, nil, c.Photos[1:], nil
		}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			place := complete()
			c.change(place)
			got := directory.CompletenessOf(place)
			if !slices.Equal(got.Missing, c.want) || (got.Score == 100) != (len(c.want) == 0) || got.Score < 0 {
				t.Errorf("got %v, want %v missing", got, c.want)
			}
		})
	}
	// Half a score for each half of the answers.
	half := complete()
	half.Arrival, half.Promises = directory.Arrival{}, directory.Promises{}
	if got := directory.CompletenessOf(half); got.Score != (22-len(got.Missing))*100/22 || len(got.Missing) != 14 {
		t.Errorf("got %d with %d missing", got.Score, len(got.Missing))
	}
	if got := directory.CompletenessOf(centre(func(*directory.Centre) {})); got.Score != 0 {
		t.Errorf("a centre that says nothing has %d", got.Score)
	}
}

func TestCompletenessOfAnActivity(t *testing.T) {
	for name, c := range map[string]struct {
		activity *directory.Activity
		want     []string
	}{
		"at a centre it is asked less":                   {&directory.Activity{Centres: []string{"c"}}, []string{"free", "registration", "ages", "hours", "description"}},
		"what repeats its centre has the centre's hours": {&directory.Activity{Centres: []string{"c"}, Repeats: true}, []string{"free", "registration", "ages", "description"}},
		"with a place of its own it is asked how far, too": {&directory.Activity{Location: &directory.Location{Country: "DK"}},
			[]string{"free", "registration", "ages", "hours", "description", "point", "languages", "contact"}},
	} {
		if got := directory.CompletenessOf(c.activity); !slices.Equal(got.Missing, c.want) || got.Score != 0 {
			t.Errorf("%s: got %v, want %v", name, got, c.want)
		}
	}
	if got := directory.CompletenessOf(&directory.Helpline{}); got.Score != 100 {
		t.Errorf("a helpline, of which nothing is asked, has %d", got.Score)
	}
}
