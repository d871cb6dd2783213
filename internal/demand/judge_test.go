package demand_test

import (
	"errors"
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
	dropped := func(parts ...string) (all []directory.Relaxation) {
		for _, p := range parts {
			all = append(all, directory.Relaxation{Dropped: p})
		}
		return all
	}
	var (
		open     = schedule.Status{State: schedule.Open}
		unknown  = schedule.Status{State: schedule.Unknown}
		tomorrow = schedule.Status{State: schedule.Closed, Next: in(24)}
		perhaps  = schedule.Status{State: schedule.Closed, Until: in(47), Next: in(100)}
		later    = schedule.Status{State: schedule.Closed, Next: in(49), Until: in(49)}
		never    = schedule.Status{State: schedule.Closed}
		near     = &directory.Near{Point: geo.Point{Lat: 56, Lon: 10}}
	)
	for _, c := range []struct {
		name      string
		query     directory.Query
		results   []directory.Result
		relaxed   []directory.Relaxation
		otherwise bool
		want      demand.Outcome
	}{
		{name: "an open door nearby", query: directory.Query{Near: near}, results: []directory.Result{door(900, open)}, want: demand.Found},
		{name: "one that opens tomorrow", query: directory.Query{Near: near}, results: []directory.Result{door(900, tomorrow)}, want: demand.Found},
		{name: "one whose hours nobody knows", query: directory.Query{Near: near}, results: []directory.Result{door(900, unknown)}, want: demand.Found},
		{name: "one that may be open within two days", query: directory.Query{Near: near}, results: []directory.Result{door(900, perhaps)}, want: demand.Found},
		{name: "one that opens in more than two days", query: directory.Query{Near: near}, results: []directory.Result{door(900, later)}, want: demand.Closed},
		{name: "only one far away is open", query: directory.Query{Near: near}, results: []directory.Result{door(900, never), door(16_000, open)}, want: demand.Closed},
		{name: "two days from the time that is asked for", query: directory.Query{Near: near, OpenAt: in(30)}, results: []directory.Result{door(900, later)}, want: demand.Found},
		{name: "the nearest is 16 km away", query: directory.Query{Near: near}, results: []directory.Result{door(16_000, open)}, want: demand.TooFar},
		{name: "who says 20 km goes 16", query: directory.Query{Near: near, RadiusKM: 20}, results: []directory.Result{door(16_000, open)}, want: demand.Found},
		{name: "the radius was dropped", query: directory.Query{Near: near, RadiusKM: 5}, results: []directory.Result{door(9_000, open)}, relaxed: dropped("radius_km"), want: demand.TooFar},
		{name: "nowhere to measure from", results: []directory.Result{door(16_000, open)}, want: demand.Found},
		{name: "what has no distance is not far", query: directory.Query{Near: near}, results: []directory.Result{{Open: open}}, want: demand.Found},
		{name: "the topic was dropped", query: directory.Query{Near: near}, results: []directory.Result{door(900, open)}, relaxed: dropped("topics"), want: demand.Nothing},
		{name: "there is nothing at all", want: demand.Nothing},
		{name: "only for another age", query: directory.Query{Age: new(15)}, results: []directory.Result{door(900, open)}, relaxed: dropped("text"), otherwise: true, want: demand.NoFit},
		{name: "not for another age either", query: directory.Query{Age: new(15)}, results: []directory.Result{door(900, open)}, relaxed: dropped("text"), want: demand.Nothing},
		{name: "the time was dropped, and it opens tomorrow", query: directory.Query{Near: near}, results: []directory.Result{door(900, tomorrow)}, relaxed: dropped("open_at"), want: demand.Found},
	} {
		c.query.Now = now
		asked := false
		got, err := demand.Judge(c.query, directory.Answer{Results: c.results, Relaxed: c.relaxed}, func() (bool, error) {
			asked = true
			return c.otherwise, nil
		})
		if got != c.want || err != nil {
			t.Errorf("%s: %s, %v; want %s", c.name, got, err, c.want)
		}
		if asked && c.query.Age == nil {
			t.Errorf("%s: it was asked again without conditions that there are not", c.name)
		}
	}
	broken := errors.New("the index is gone")
	if _, err := demand.Judge(directory.Query{Age: new(15)}, directory.Answer{}, func() (bool, error) { return false, broken }); !errors.Is(err, broken) {
		t.Errorf("a fault is not told: %v", err)
	}
}

func TestConditionsAreLeftOutAndTheQuestionStays(t *testing.T) {
	q := directory.Query{
		Text: "bange", Topics: []string{"anxiety"}, Near: &directory.Near{}, RadiusKM: 5, OpenAt: &monday, Country: "DK", Age: new(15), Languages: []string{"ar"},
		Promises: []directory.Promise{directory.Free}, Channels: []directory.Channel{directory.Chat}, Accessibility: []string{"wheelchair"},
		Audience: directory.Audience("relatives"), Setting: directory.Setting("online"), MeetAtDoor: true, Network: "overkop", Limit: 20,
	}
	w := demand.Without(q)
	if w.Age != nil || w.Languages != nil || w.Promises != nil || w.Channels != nil || w.Accessibility != nil || w.Audience != "" || w.Setting != "" || w.MeetAtDoor || w.Network != "" {
		t.Errorf("conditions are left: %+v", w)
	}
	if w.Text != q.Text || len(w.Topics) != 1 || w.Near == nil || w.RadiusKM != 5 || w.OpenAt == nil || w.Country != "DK" {
		t.Errorf("the question is another: %+v", w)
	}
}
