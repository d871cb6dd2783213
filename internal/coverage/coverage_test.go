package coverage_test

import (
	"context"
	"errors"
	"math"
	"reflect"
	"testing"

	"walkin/internal/coverage"
	"walkin/internal/directory"
	"walkin/internal/geo"
	"walkin/internal/problem"
	"walkin/internal/schedule"
)

// TestThePeopleAreThoseOfTheStatisticsOffices holds the sums against the official
// ones (data/README.md): Statistics Denmark 2026, CBS 2021, Statbel 2020.
func TestThePeopleAreThoseOfTheStatisticsOffices(t *testing.T) {
	official := map[string]float64{"DK": 6_031_247, "NL": 17_475_415, "BE": 11_492_641}
	s := *builtin()
	s.Sites = nil
	var all float64
	for country, want := range official {
		total := ask(t, &s, coverage.Question{Country: country}).Total
		if off := math.Abs(total.People-want) / want; off > 0.005 {
			t.Errorf("%s has %.0f inhabitants, the office says %.0f", country, total.People, want)
		}
		all += total.People
	}
	together := ask(t, &s, coverage.Question{})
	if math.Abs(together.Total.People-all) > 1 {
		t.Errorf("together there are %v, one by one %v", together.Total.People, all)
	}
	var sum float64
	for _, a := range together.Areas {
		sum += a.People
	}
	if len(together.Areas) != 1006 || math.Abs(sum-all) > 1 {
		t.Errorf("%d municipalities have %v of %v", len(together.Areas), sum, all)
	}
}

// TestTheFiguresOfTheBuiltInCatalogue says them, and holds what must be so.
func TestTheFiguresOfTheBuiltInCatalogue(t *testing.T) {
	s := builtin()
	for _, country := range coverage.Countries {
		r := ask(t, s, coverage.Question{Country: country})
		within := r.Total.Sure.Within[2]
		t.Logf("%s: within 10 km %.1f %% (%.1f to %.1f), nearest %.1f km, %.2f within reach, doors %+v, %d white spots with %.0f people, next %s",
			country, 100*within.Value, 100*within.Low, 100*within.High, r.Total.Sure.Nearest.Value/1000, r.Total.Sure.Number.Value,
			r.Total.Doors, r.SpotCount, r.SpotPeople, r.Next[0].Town.Name)
		if within.Value < 0.2 || within.Value > 0.95 || within.Low > within.Value || within.High < within.Value {
			t.Errorf("%s: %v within 10 km", country, within)
		}
		strict := ask(t, s, coverage.Question{Country: country, Promises: []directory.Promise{directory.Free, directory.Anonymous, directory.NoAppointment}}).Total
		if strict.Sure.Within[2].Value > within.Value || strict.Perhaps.Within[2].Value > within.Value || strict.Perhaps.Within[2].Value < strict.Sure.Within[2].Value {
			t.Errorf("%s: with three promises %v, perhaps %v, of %v", country, strict.Sure.Within[2], strict.Perhaps.Within[2], within)
		}
		if r.Total.Model != (country == "BE") {
			t.Errorf("%s: estimated is %v", country, r.Total.Model)
		}
	}
}

func TestNoDoorAtAllIsAnAnswer(t *testing.T) {
	r := ask(t, builtin(), coverage.Question{Country: "DK", Network: "no-such-network"})
	if w := r.Total.Perhaps.Within[3]; w != (coverage.Range{}) || r.Covered != 0 || r.Total.Perhaps.Nearest != nil {
		t.Errorf("without a door, %v live within 20 km and the nearest is at %v", w, r.Total.Perhaps.Nearest)
	}
	if len(r.Spots) != coverage.MaxSpots || !math.IsInf(r.Spots[0].Nearest, 1) {
		t.Errorf("%d white spots", len(r.Spots))
	}
	if len(r.Next) == 0 || r.Next[0].People < 500_000 {
		t.Errorf("the first place would be %+v", r.Next)
	}
}

func TestAQuestionThatBreaksARule(t *testing.T) {
	old := 121
	for name, c := range map[string]struct {
		q    coverage.Question
		kind problem.Kind
	}{
		"a reach of less than a kilometre":          {coverage.Question{Reach: 0.1}, problem.Invalid},
		"a reach below nothing":                     {coverage.Question{Reach: -5}, problem.Invalid},
		"a reach of a thousand kilometres":          {coverage.Question{Reach: 1000}, problem.Invalid},
		"a reach that is no number":                 {coverage.Question{Reach: math.NaN()}, problem.Invalid},
		"a country whose people are not known":      {coverage.Question{Country: "SE"}, problem.Invalid},
		"a promise that nobody makes":               {coverage.Question{Promises: []directory.Promise{"cake"}}, problem.Invalid},
		"hours that are none":                       {coverage.Question{Hours: []coverage.Hours{"noon"}}, problem.Invalid},
		"an age that nobody reaches":                {coverage.Question{Age: &old}, problem.Invalid},
		"a municipality that does not exist":        {coverage.Question{Municipality: "9999"}, problem.NotFound},
		"a municipality that is in another country": {coverage.Question{Country: "NL", Municipality: "0461"}, problem.NotFound},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := c.q.Complete(builtin().People); problem.KindOf(err) != c.kind || err == nil {
				t.Errorf("%v, want %v", err, c.kind)
			}
		})
	}
}

func TestOneQuestionHasOneForm(t *testing.T) {
	people := builtin().People
	a, _ := coverage.Question{Promises: []directory.Promise{"free", "anonymous", "free"}, Municipality: "0461"}.Complete(people)
	b, _ := coverage.Question{Promises: []directory.Promise{"anonymous", "free"}, Country: "DK", Municipality: "0461", Reach: 10}.Complete(people)
	c, _ := coverage.Question{Promises: []directory.Promise{"anonymous"}, Country: "DK", Municipality: "0461"}.Complete(people)
	if a.String() != b.String() || a.String() == c.String() {
		t.Errorf("%s, %s, %s", a, b, c)
	}
}

func TestTheSameQuestionHasTheSameAnswer(t *testing.T) {
	s := builtin()
	q := coverage.Question{Country: "BE", Hours: []coverage.Hours{coverage.Evening}}
	if !reflect.DeepEqual(ask(t, s, q), ask(t, s, q)) {
		t.Error("it has two")
	}
}

func TestAnAnswerThatNobodyWaitsForIsLeft(t *testing.T) {
	s := builtin()
	q, _ := coverage.Question{}.Complete(s.People)
	ctx, cancel := context.WithCancel(context.Background())
	last := 0
	r, err := s.Ask(ctx, q, func(done int) {
		if done < last || done > coverage.Steps {
			t.Errorf("after %d comes %d", last, done)
		}
		if last = done; done > 30 {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) || r != nil || last > 40 {
		t.Errorf("after %d of 100: %v", last, err)
	}
}

func TestAPointThatIsOnlyATownsMakesARange(t *testing.T) {
	door := centre("ronne", 55.1009, 14.7066)
	exact := ask(t, survey([]*directory.Centre{door}, nil), coverage.Question{Municipality: "0400"}).Total.Sure
	door.Location.Precision = directory.PreciseTown
	town := ask(t, survey([]*directory.Centre{door}, nil), coverage.Question{Municipality: "0400"}).Total.Sure
	for i := range coverage.Distances {
		e, r := exact.Within[i], town.Within[i]
		if e.Low != e.High || r.Value != e.Value || r.Low > r.Value || r.High < r.Value || r.Low == r.High {
			t.Errorf("within %v km: %v with a door, %v with a town", coverage.Distances[i], e, r)
		}
	}
	if n := town.Nearest; !near(n.High-n.Value, 5000) || n.Low >= n.Value {
		t.Errorf("the nearest is at %v", n)
	}
	// Whoever lives farther than the slack from the point has a door within 5 km
	// for certain only if it cannot lie beyond.
	if town.Within[1].Low != 0 && town.Within[1].Low > exact.Within[0].Value {
		t.Errorf("within 5 km live at least %v", town.Within[1].Low)
	}
}

func TestWhatCountsAsADoor(t *testing.T) {
	hidden := centre("hidden", 55.1, 14.7)
	hidden.Location.Visibility = directory.VisibleNone
	hidden.Location.Municipality = "0400"
	planned, closed, relatives := centre("planned", 55.1, 14.7), centre("closed", 55.1, 14.7), centre("relatives", 55.1, 14.7)
	planned.Status, closed.Status, relatives.Audience = directory.StatusPlanned, directory.StatusClosed, directory.ForRelatives
	bus := centre("bus", 55.1, 14.7)
	bus.Stops = []directory.OutreachStop{{ID: "school", Location: directory.Location{Country: "DK", Municipality: "0400", Point: &geo.Point{Lat: 55.2, Lon: 14.8}, Precision: "exact"}}}
	s := survey([]*directory.Centre{hidden, planned, closed, relatives, bus}, nil)
	var got []string
	for _, d := range s.Doors {
		got = append(got, d.Centre+"/"+d.Stop)
	}
	if want := []string{"hidden/", "bus/", "bus/school"}; !reflect.DeepEqual(got, want) {
		t.Errorf("doors are %v, want %v", got, want)
	}
	if tally := ask(t, s, coverage.Question{Municipality: "0400"}).Total.Doors; tally.Fit != 2 || tally.NoPoint != 1 || tally.NoHours != 2 {
		t.Errorf("they are counted as %+v", tally)
	}
}

func TestAUsualWeek(t *testing.T) {
	until := func(s schedule.Schedule) schedule.Schedule { s.Weekly[0].Closes = nil; return s }
	christmas := open(10*60, 16*60, schedule.Mon, schedule.Fri)
	christmas.Holidays = schedule.HolidaysClosed
	christmas.Exceptions = []schedule.Exception{{From: on, Until: on.AddDays(40), Closed: true}}
	other := schedule.Schedule{Zone: "Europe/Copenhagen", Series: []schedule.Series{{Start: on.AddDays(-140), Opens: clock(17), Closes: clock(21), Rule: "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE"}}}
	for name, c := range map[string]struct {
		hours   schedule.Schedule
		h       float64
		known   bool
		late    float64 // hours after 17:00
		evening string  // Monday to Sunday: y, n, u
		weekend string
	}{
		"weekdays till four":                 {open(10*60, 16*60, schedule.Mon, schedule.Fri), 12, true, 0, "nnnnnnn", "no"},
		"one evening":                        {open(16*60, 20*60, schedule.Wed), 4, true, 3, "nnynnnn", "no"},
		"till five is no evening":            {open(12*60, 17*60, schedule.Wed), 5, true, 0, "nnnnnnn", "no"},
		"Saturday noon":                      {open(11*60, 13*60, schedule.Sat), 2, true, 0, "nnnnnnn", "yes"},
		"nobody says when":                   {schedule.Schedule{}, 0, false, 0, "uuuuuuu", "unknown"},
		"nobody says till when":              {until(open(14*60, 15*60, schedule.Thu)), 0, false, 0, "nnnunnn", "no"},
		"closed for a while and on holidays": {christmas, 12, true, 0, "nnnnnnn", "no"},
		"every other Wednesday evening":      {other, 2, true, 2, "nnynnnn", "no"},
		"into the night of Saturday":         {open(22*60, 2*60, schedule.Fri), 4, true, 2, "nnnnynn", "yes"},
	} {
		t.Run(name, func(t *testing.T) {
			d := centre("a", 55.1, 14.7)
			d.Hours = c.hours
			hours, late, known, evenings, weekend := survey([]*directory.Centre{d}, nil).Doors[0].UsualWeek()
			said := ""
			for _, e := range evenings {
				said += e[:1]
			}
			if hours != c.h || late != c.late || known != c.known || said != c.evening || weekend != c.weekend {
				t.Errorf("%v hours, %v late, known %v, evenings %s, weekend %s", hours, late, known, said, weekend)
			}
		})
	}
}

func clock(hour int) *schedule.Clock { c := schedule.Clock(hour * 60); return &c }

// TestUnknownIsCountedApart asks for what is not known of a door: it is in the
// second figure and not in the first.
func TestUnknownIsCountedApart(t *testing.T) {
	door := centre("ronne", 55.1009, 14.7066)
	age := 15
	for name, q := range map[string]coverage.Question{
		"a promise": {Promises: []directory.Promise{directory.Free}},
		"an age":    {Age: &age},
		"evenings":  {Hours: []coverage.Hours{coverage.Evening}},
		"weekends":  {Hours: []coverage.Hours{coverage.Weekend}},
	} {
		t.Run(name, func(t *testing.T) {
			q.Municipality = "0400"
			total := ask(t, survey([]*directory.Centre{door}, nil), q).Total
			if total.Sure.Within[2].Value != 0 || total.Perhaps.Within[2].Value == 0 {
				t.Errorf("for certain %v, perhaps %v", total.Sure.Within[2], total.Perhaps.Within[2])
			}
		})
	}
}

// TestHoursAreSharedAmongAllWhoLiveWithinReach: what all homes have together is
// what the door gives.
func TestHoursAreSharedAmongAllWhoLiveWithinReach(t *testing.T) {
	door := centre("ronne", 55.13, 14.9) // all within 20 km are on the island
	door.Hours = open(12*60, 17*60, schedule.Mon, schedule.Thu)
	total := ask(t, survey([]*directory.Centre{door}, nil), coverage.Question{Country: "DK", Reach: 20}).Total
	if got := total.Sure.Hours.Value * total.People / 1000; !near(got, 10) {
		t.Errorf("all have %v hours together, the door is open for 10", got)
	}
	if h := total.Sure.Hours; h.Low > h.Value || h.High < h.Value {
		t.Errorf("the range is %v", h)
	}
}

// TestTheEveningThatWouldAddMost has one door with an open evening, and one that
// is closed on all: no evening of the first adds what the second would.
func TestTheEveningThatWouldAddMost(t *testing.T) {
	a, b, c := centre("cph", 55.68, 12.57), centre("ronne", 55.1, 14.71), centre("unknown", 56.16, 10.2)
	a.Hours = open(12*60, 21*60, schedule.Mon, schedule.Tue, schedule.Wed, schedule.Thu, schedule.Fri, schedule.Sat)
	b.Hours = open(12*60, 16*60, schedule.Mon)
	r := ask(t, survey([]*directory.Centre{a, b, c}, nil), coverage.Question{Country: "DK"})
	if len(r.Evenings) != coverage.MaxNext {
		t.Fatalf("%d evenings", len(r.Evenings))
	}
	if first := r.Evenings[0]; first.Door.Centre != "cph" || first.Day != schedule.Sun || first.People < 500_000 {
		t.Errorf("the first is %s on %s with %v", first.Door.Centre, first.Day, first.People)
	}
	for _, e := range r.Evenings[1:] {
		if e.Door.Centre != "ronne" {
			t.Errorf("then %s on %s, of which nobody knows whether it is closed", e.Door.Centre, e.Day)
		}
	}
}
