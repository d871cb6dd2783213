package demand_test

import (
	"errors"
	"reflect"
	"testing"
	"time"

	"walkin/internal/demand"
	"walkin/internal/directory"
	"walkin/internal/geo"
	"walkin/internal/schedule"
)

func TestWhatBecameOfASearchIsJudged(t *testing.T) {
	now := monday
	in := func(hours float64) *time.Time { return new(now.Add(time.Duration(hours * float64(time.Hour)))) }
	door := func(metres float64, open schedule.Status) directory.Result {
		return directory.Result{DistanceM: &metres, Open: open}
	}
	var (
		open     = schedule.Status{State: schedule.Open}
		unknown  = schedule.Status{State: schedule.Unknown}
		tomorrow = schedule.Status{State: schedule.Closed, Next: in(24)}
		perhaps  = schedule.Status{State: schedule.Closed, Until: in(47), Next: in(100)}
		later    = schedule.Status{State: schedule.Closed, Next: in(49), Until: in(49)}
		never    = schedule.Status{State: schedule.Closed}
		near     = &directory.Near{Point: geo.Point{Lat: 56, Lon: 10}}
		inTown   = &directory.Near{Point: near.Point, Place: &geo.Place{Country: "DK", Municipality: "0751"}}
	)
	for _, c := range []struct {
		name     string
		query    directory.Query
		from     *directory.Near
		results  []directory.Result // about the topic, with all conditions
		relaxed  bool
		freely   []directory.Result // about the topic, without them
		outcomes demand.Outcome
	}{
		{name: "an open door nearby", from: near, results: []directory.Result{door(900, open)}, outcomes: demand.Found},
		{name: "one that opens tomorrow", from: near, results: []directory.Result{door(900, tomorrow)}, outcomes: demand.Found},
		{name: "one whose hours nobody knows", from: near, results: []directory.Result{door(900, unknown)}, outcomes: demand.Found},
		{name: "one that may be open within two days", from: near, results: []directory.Result{door(900, perhaps)}, outcomes: demand.Found},
		{name: "one that opens in more than two days", from: near, results: []directory.Result{door(900, later)}, outcomes: demand.Closed},
		{name: "only one far away is open", from: near, results: []directory.Result{door(900, never), door(16_000, open)}, outcomes: demand.Closed},
		{name: "two days from the time that is asked for", query: directory.Query{OpenAt: in(30)}, from: near, results: []directory.Result{door(900, later)}, outcomes: demand.Found},
		{name: "the nearest is 16 km away", from: near, results: []directory.Result{door(16_000, open)}, outcomes: demand.TooFar},
		{name: "who says 20 km goes 16", query: directory.Query{RadiusKM: 20}, from: near, results: []directory.Result{door(16_000, open)}, outcomes: demand.Found},
		{name: "who says 5 km does not go 9", query: directory.Query{RadiusKM: 5}, from: near, results: []directory.Result{door(9_000, open)}, outcomes: demand.TooFar},
		{name: "nowhere to measure from", results: []directory.Result{door(16_000, open)}, outcomes: demand.Found},
		{name: "what has no door is not far", from: near, results: []directory.Result{{Open: open}}, outcomes: demand.Found},
		{name: "a door that is somewhere", from: near, results: []directory.Result{{Open: open, Where: &directory.Location{Country: "DK"}}}, outcomes: demand.TooFar},
		{name: "a door that is somewhere in the same town", from: inTown, outcomes: demand.Found,
			results: []directory.Result{{Open: open, Where: &directory.Location{Country: "DK", Municipality: "0751"}}}},
		{name: "only something about something else", from: near, results: []directory.Result{door(900, open)}, relaxed: true, outcomes: demand.Nothing},
		{name: "there is nothing at all", outcomes: demand.Nothing},
		{name: "only for another age", query: directory.Query{Age: new(15)}, freely: []directory.Result{door(90_000, never)}, outcomes: demand.NoFit},
		{name: "not for another age either", query: directory.Query{Age: new(15)}, outcomes: demand.Nothing},
	} {
		c.query.Now = now
		asked := 0
		got, err := demand.Judge(demand.Question{Query: c.query, Topic: "anxiety", From: c.from}, func(q directory.Query) (directory.Answer, error) {
			asked++
			if q.Text != "" || !reflect.DeepEqual(q.Topics, []string{"anxiety"}) || q.OpenAt != nil || q.RadiusKM != 0 {
				t.Errorf("%s: %+v is asked", c.name, q)
			}
			a := directory.Answer{Results: c.results}
			if asked == 2 {
				a.Results = c.freely
			}
			if c.relaxed {
				a.Relaxed = []directory.Relaxation{{Dropped: "topics"}}
			}
			return a, nil
		})
		if got != c.outcomes || err != nil {
			t.Errorf("%s: %s, %v; want %s", c.name, got, err, c.outcomes)
		}
		if asked == 2 && c.query.Age == nil {
			t.Errorf("%s: it was asked again without conditions that there are not", c.name)
		}
	}
	broken := errors.New("the index is gone")
	if _, err := demand.Judge(demand.Question{Topic: "anxiety"}, func(directory.Query) (directory.Answer, error) { return directory.Answer{}, broken }); !errors.Is(err, broken) {
		t.Errorf("a fault is not told: %v", err)
	}
}

func TestAJudgedQuestionKeepsItsConditionsAndThenDropsThem(t *testing.T) {
	q := directory.Query{
		Text: "bange", Topics: []string{"stress"}, RadiusKM: 5, OpenAt: new(monday.Add(time.Hour)), Travel: directory.Walk, Country: "DK", Municipality: "0751", Age: new(15), Languages: []string{"ar"},
		Promises: []directory.Promise{directory.Free}, Channels: []directory.Channel{directory.Chat}, Accessibility: []string{"quiet"},
		Audience: directory.Audience("relatives"), Setting: directory.Setting("online"), MeetAtDoor: true, Network: "overkop", Limit: 3, Now: monday,
	}
	from := &directory.Near{Point: geo.Point{Lat: 56, Lon: 10}}
	var asked []directory.Query
	_, _ = demand.Judge(demand.Question{Query: q, Topic: "wheelchair", Access: true, From: from}, func(q directory.Query) (directory.Answer, error) {
		asked = append(asked, q)
		return directory.Answer{}, nil
	})
	at := monday.Add(time.Hour)
	first := directory.Query{
		Near: from, Country: "DK", Age: q.Age, Languages: q.Languages, Promises: q.Promises, Channels: q.Channels, Accessibility: []string{"quiet", "wheelchair"},
		Audience: q.Audience, Setting: q.Setting, MeetAtDoor: true, Network: "overkop", Sort: directory.SortDistance, Limit: 50, Now: at,
	}
	second := directory.Query{Near: from, Country: "DK", Accessibility: []string{"wheelchair"}, Sort: directory.SortDistance, Limit: 50, Now: at}
	if !reflect.DeepEqual(asked, []directory.Query{first, second}) {
		t.Errorf("%+v", asked)
	}
}
