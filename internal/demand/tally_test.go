package demand_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"walkin/internal/demand"
	"walkin/internal/problem"
)

var anxious = demand.Search{Country: "DK", Municipality: "0751", Topic: "anxiety", Outcome: demand.TooFar}

// one gives the only count that was taken.
func one(t *testing.T, tally *demand.Tally) demand.Count {
	t.Helper()
	taken := tally.Take()
	if len(taken) != 1 {
		t.Fatalf("%+v was counted, want one cell", taken)
	}
	return taken[0]
}

func TestASearchCountsUnderItsWeekAndArea(t *testing.T) {
	for _, c := range []struct {
		name   string
		search demand.Search
		at     time.Time
		want   demand.Cell
	}{
		{"in a large municipality", anxious, monday, demand.Cell{Period: w47, Area: aarhus, Topic: "anxiety", Outcome: demand.TooFar}},
		{"in a small one", demand.Search{Country: "DK", Municipality: "0671", Topic: "anxiety", Outcome: demand.Found}, monday,
			demand.Cell{Period: w47, Area: midt, Topic: "anxiety", Outcome: demand.Found}},
		{"weeks begin by the clock of the country", anxious, time.Date(2026, 11, 15, 23, 30, 0, 0, time.UTC), demand.Cell{Period: w47, Area: aarhus, Topic: "anxiety", Outcome: demand.TooFar}},
		{"a crisis counts for its country and the year", demand.Search{Country: "DK", Municipality: "0751", Topic: "suicide", Crisis: true, Outcome: demand.Found}, monday,
			demand.Cell{Period: "2026", Area: denmark, Topic: "suicide", Outcome: demand.Found}},
	} {
		tally := demand.NewTally(land)
		area, ok := tally.Search("192.0.2.1", c.search, c.at)
		if got := one(t, tally); !ok || area != c.want.Area || got.Cell != c.want || got.Searches != 1 || got.Askers != 1 {
			t.Errorf("%s: %+v", c.name, got)
		}
	}
	tally := demand.NewTally(land)
	if _, ok := tally.Search("192.0.2.1", demand.Search{Country: "DE", Topic: "anxiety"}, monday); ok || len(tally.Take()) > 0 {
		t.Error("a country that is not listed was counted")
	}
}

func TestOneClientAddsAtMostFiveOfATopicInADay(t *testing.T) {
	tally := demand.NewTally(land)
	for range 1000 { // a second apart: within the hour
		tally.Search("192.0.2.1", anxious, monday)
	}
	if got := one(t, tally); got.Searches != demand.PerDay || got.Askers != 1 {
		t.Errorf("a thousand repeats count as %+v", got)
	}
	// The cap is by topic, wherever and with whatever outcome.
	elsewhere := anxious
	elsewhere.Municipality, elsewhere.Outcome = "0615", demand.Found
	tally.Search("192.0.2.1", elsewhere, monday)
	if taken := tally.Take(); len(taken) != 0 {
		t.Errorf("beyond the cap: %+v", taken)
	}
	// Who finds something, then says their age and finds nothing, is an asker of both.
	tally.Search("192.0.2.3", anxious, monday)
	tally.Search("192.0.2.3", elsewhere, monday)
	tally.Search("192.0.2.3", elsewhere, monday)
	if taken := tally.Take(); len(taken) != 2 || taken[0].Askers != 1 || taken[1].Askers != 1 || taken[0].Searches+taken[1].Searches != 3 {
		t.Errorf("two outcomes of one client: %+v", taken)
	}
	other := anxious
	other.Topic = "loneliness"
	tally.Search("192.0.2.1", other, monday)
	if got := one(t, tally); got.Askers != 1 {
		t.Errorf("another topic: %+v", got)
	}
	tally.Search("192.0.2.2", anxious, monday)
	if got := one(t, tally); got.Searches != 1 || got.Askers != 1 {
		t.Errorf("another client: %+v", got)
	}
}

func TestTheCapHoldsOverTheTurnsOfTheSalt(t *testing.T) {
	tally := demand.NewTally(land)
	at := time.Date(2026, 11, 17, 0, 0, 1, 0, time.UTC)
	for range 24 * 12 { // every five minutes of a day
		tally.Search("192.0.2.1", anxious, at)
		at = at.Add(5 * time.Minute)
	}
	if got := one(t, tally); got.Searches != demand.PerDay || got.Askers != 1 {
		t.Errorf("a day without a pause counts as %+v", got)
	}
	tally.Search("192.0.2.1", anxious, at)
	if got := one(t, tally); got.Searches != 1 || got.Askers != 1 {
		t.Errorf("the next day: %+v", got)
	}
}

// Who floods it with clients takes no room from those who are known, hour after
// hour: otherwise they would be new clients, and could add five more each hour.
func TestAFloodMakesItForgetNobody(t *testing.T) {
	tally := demand.NewTally(land)
	lonely := anxious
	lonely.Topic = "loneliness"
	searches, askers := 0, 0
	for hour := range 5 {
		at, others := monday.Add(time.Duration(hour)*time.Hour), 0
		flood := func() {
			for range demand.MostBuckets * 3 / 4 {
				tally.Search(fmt.Sprint("other ", hour, others), lonely, at)
				others++
			}
		}
		// They come before the flood, and every other hour amid it.
		if hour%2 == 1 {
			flood()
		}
		for range demand.PerDay {
			tally.Search("192.0.2.1", anxious, at)
		}
		flood()
		flood()
		if n := tally.Buckets(); n > demand.MostBuckets {
			t.Fatalf("hour %d: %d clients and topics are known", hour, n)
		}
		for _, c := range tally.Take() {
			if c.Topic == anxious.Topic {
				searches, askers = searches+c.Searches, askers+c.Askers
			}
		}
	}
	if searches != demand.PerDay || askers != 1 {
		t.Errorf("one client adds %d searches, as %d askers", searches, askers)
	}
}

func TestWhoPausesForTwoHoursIsForgotten(t *testing.T) {
	tally := demand.NewTally(land)
	for range 9 {
		tally.Search("192.0.2.1", anxious, monday)
	}
	tally.Search("192.0.2.1", anxious, monday.Add(3*time.Hour))
	if got := one(t, tally); got.Searches != demand.PerDay+1 || got.Askers != 2 {
		t.Errorf("%+v: nothing may be known of a client after two hours", got)
	}
}

func TestAClockThatIsSetBackBringsNothingBack(t *testing.T) {
	tally := demand.NewTally(land)
	midnight := time.Date(2026, 11, 17, 0, 0, 0, 0, time.UTC)
	for i := range 100 { // a clock that trembles around midnight
		tally.Search("192.0.2.1", anxious, midnight.Add(time.Duration(i%2-1)*time.Millisecond))
	}
	if got := one(t, tally); got.Searches > 2*demand.PerDay {
		t.Errorf("%+v", got)
	}
	tally.Search("192.0.2.2", anxious, midnight.AddDate(0, 0, 3)) // it was ahead
	tally.Search("192.0.2.2", anxious, midnight)
	tally.Search("192.0.2.2", anxious, midnight.Add(5*time.Hour))
	if got := one(t, tally); got.Askers < 2 {
		t.Errorf("%+v: the client is known for longer than two hours", got)
	}
}

func TestVotesCountApartFromSearches(t *testing.T) {
	tally := demand.NewTally(land)
	for range 7 {
		if err := tally.Vote("192.0.2.1", demand.Vote{Area: aarhus, Topic: "anxiety"}, monday); err != nil {
			t.Fatal(err)
		}
	}
	tally.Search("192.0.2.1", anxious, monday)
	taken := tally.Take()
	if len(taken) != 2 || taken[0].Outcome != demand.NotHelped || taken[0].Searches != demand.PerDay || taken[0].Askers != 1 || taken[1].Searches != 1 {
		t.Errorf("%+v", taken)
	}
	err := tally.Vote("192.0.2.1", demand.Vote{Area: demand.Area{Country: "DK", Municipality: "zqzq"}, Topic: "anxiety", Helped: true}, monday)
	if problem.KindOf(err) != problem.Invalid || len(tally.Take()) != 0 {
		t.Errorf("an area that there is not: %v", err)
	}
}

func TestWhatCouldNotBeWrittenIsWrittenLater(t *testing.T) {
	tally := demand.NewTally(land)
	tally.Search("192.0.2.1", anxious, monday)
	first := tally.Take()
	tally.Search("192.0.2.2", anxious, monday)
	tally.Return(first)
	if got := one(t, tally); got.Searches != 2 || got.Askers != 2 {
		t.Errorf("%+v", got)
	}
}

func TestCountsAreTakenInTheOrderOfTheirWords(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tally := demand.NewTally(land)
		for i := range rapid.IntRange(0, 60).Draw(t, "searches") {
			tally.Search(fmt.Sprint(i), demand.Search{
				Country: "DK", Municipality: rapid.SampledFrom([]string{"0751", "0615", "0741", "0825", ""}).Draw(t, "municipality"),
				Topic:   rapid.SampledFrom([]string{"anxiety", "loneliness", demand.Anything}).Draw(t, "topic"),
				Outcome: rapid.SampledFrom(demand.Searches).Draw(t, "outcome"),
			}, monday)
		}
		taken := tally.Take()
		if !slices.IsSortedFunc(taken, func(a, b demand.Count) int { return a.Cell.Compare(b.Cell) }) {
			t.Fatalf("the order tells who came first: %+v", taken)
		}
	})
}

func TestManyMayCountAtOnce(t *testing.T) {
	tally := demand.NewTally(land)
	var all sync.WaitGroup
	for i := range 50 {
		all.Go(func() {
			for range 20 {
				tally.Search(fmt.Sprint("client ", i), anxious, monday)
			}
		})
	}
	all.Wait()
	if got := one(t, tally); got.Searches != 50*demand.PerDay || got.Askers != 50 {
		t.Errorf("%+v", got)
	}
}

func BenchmarkSearch(b *testing.B) {
	tally := demand.NewTally(land)
	for i := range b.N {
		tally.Search(fmt.Sprint(i%5000), anxious, monday)
	}
}
