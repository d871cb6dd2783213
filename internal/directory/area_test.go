package directory_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"walkin/internal/directory"
	"walkin/internal/schedule"
)

var week48 = schedule.Week{Year: 2026, Number: 48} // 23 to 29 November

func weekly(opens, closes string, days ...schedule.Day) schedule.Schedule {
	from, err := schedule.ParseClock(opens)
	to, err2 := schedule.ParseClock(closes)
	if err != nil || err2 != nil {
		panic("a test with a wrong clock")
	}
	return schedule.Schedule{Zone: "Europe/Copenhagen", Country: "DK", Weekly: []schedule.Weekly{{Days: days, Opens: &from, Closes: &to}}}
}

func doorOf(id string, hours schedule.Schedule) *directory.Centre {
	return &directory.Centre{ID: id, Name: id, Location: directory.Location{Country: "DK"}, Hours: hours}
}

func group(id string, hours schedule.Schedule, topic string, centres ...string) *directory.Activity {
	return &directory.Activity{ID: id, Title: directory.Text{"da": id}, Rhythm: directory.Fixed, Hours: hours, Topics: []string{topic}, Centres: centres}
}

func TestTheEveningsOfAnArea(t *testing.T) {
	doubtful := weekly("18:00", "20:00", schedule.Tue)
	doubtful.Weekly[0].Doubt = "hver anden tirsdag"
	paused := doorOf("paused", weekly("12:00", "22:00", schedule.Mon))
	paused.Status = directory.StatusPaused
	bus := doorOf("bus", weekly("10:00", "12:00", schedule.Mon))
	bus.Stops = []directory.OutreachStop{{ID: "harbour", Location: directory.Location{Country: "DK"}, Hours: weekly("18:00", "19:00", schedule.Mon)}}
	for name, c := range map[string]struct {
		centres []*directory.Centre
		want    string // Monday and Tuesday
	}{
		"open past five":                       {[]*directory.Centre{doorOf("a", weekly("12:00", "17:15", schedule.Mon))}, "open closed"},
		"closed at five":                       {[]*directory.Centre{doorOf("a", weekly("12:00", "17:00", schedule.Mon))}, "closed closed"},
		"perhaps open":                         {[]*directory.Centre{doorOf("a", doubtful)}, "closed unknown"},
		"nobody states hours":                  {[]*directory.Centre{doorOf("a", schedule.Schedule{})}, "unknown unknown"},
		"one open, one unknown":                {[]*directory.Centre{doorOf("a", schedule.Schedule{}), doorOf("b", weekly("12:00", "20:00", schedule.Tue))}, "unknown open"},
		"open from the evening into the night": {[]*directory.Centre{doorOf("a", weekly("22:00", "02:00", schedule.Mon))}, "open closed"},
		"a pause opens no door":                {[]*directory.Centre{paused}, "closed closed"},
		"a stop is a door":                     {[]*directory.Centre{bus}, "open closed"},
		"nobody there at all":                  {nil, "closed closed"},
	} {
		area := directory.Area(c.centres, nil, week48)
		if got := fmt.Sprintf("%s %s", area.Evenings[0].State(), area.Evenings[1].State()); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

// TestAnEveningIsUnservedIffNobodyCouldBeThere asks every quarter of an hour of
// every evening at every door, and the area must say the same.
func TestAnEveningIsUnservedIffNobodyCouldBeThere(t *testing.T) {
	clock := rapid.Custom(func(t *rapid.T) *schedule.Clock {
		c := schedule.Clock(rapid.IntRange(0, 95).Draw(t, "quarter") * 15)
		return &c
	})
	hours := rapid.Custom(func(t *rapid.T) schedule.Schedule {
		h := schedule.Schedule{Zone: "Europe/Copenhagen", Country: "DK"}
		if rapid.IntRange(0, 9).Draw(t, "states nothing") == 0 {
			return schedule.Schedule{}
		}
		for range rapid.IntRange(1, 3).Draw(t, "rules") {
			day := rapid.SampledFrom([]schedule.Day{schedule.Mon, schedule.Tue, schedule.Wed, schedule.Thu, schedule.Fri, schedule.Sat, schedule.Sun}).Draw(t, "day")
			w := schedule.Weekly{Days: []schedule.Day{day}, Opens: clock.Draw(t, "opens"), Closes: clock.Draw(t, "closes")}
			if rapid.IntRange(0, 3).Draw(t, "doubt") == 0 {
				w.Doubt = "måske"
			}
			h.Weekly = append(h.Weekly, w)
		}
		return h
	})
	rapid.Check(t, func(t *rapid.T) {
		// The weeks of both odd nights, and of Christmas, are among them.
		week := schedule.Week{Year: 2026, Number: rapid.IntRange(10, 53).Draw(t, "week")}
		var centres []*directory.Centre
		for i := range rapid.IntRange(0, 3).Draw(t, "centres") {
			centres = append(centres, doorOf(fmt.Sprint(i), hours.Draw(t, "hours")))
		}
		area := directory.Area(centres, nil, week)
		zone, _ := schedule.Location("Europe/Copenhagen")
		for i, day := range week.Days() {
			open, perhaps := false, false
			for _, c := range centres {
				for at := day.At(directory.EveningBegins, zone); at.Before(day.AddDays(1).In(zone)); at = at.Add(15 * time.Minute) {
					state := c.Hours.At(at).State
					open, perhaps = open || state == schedule.Open, perhaps || state == schedule.Unknown
				}
			}
			want := schedule.Closed
			if open {
				want = schedule.Open
			} else if perhaps {
				want = schedule.Unknown
			}
			if got := area.Evenings[i].State(); got != want {
				t.Fatalf("the evening of %s is %s, want %s", day, got, want)
			}
		}
	})
}

func TestWhatIsHeldTwiceIsSaid(t *testing.T) {
	doors := []*directory.Centre{doorOf("a", weekly("12:00", "20:00", schedule.Mon)), doorOf("b", weekly("12:00", "20:00", schedule.Mon))}
	early, late := weekly("15:00", "17:00", schedule.Mon), weekly("16:30", "18:00", schedule.Mon)
	after, openEnd := weekly("17:00", "18:00", schedule.Mon), weekly("16:30", "18:00", schedule.Mon)
	openEnd.Weekly[0].Closes = nil
	closed := doorOf("closed", schedule.Schedule{})
	closed.Status = directory.StatusClosed
	for name, c := range map[string]struct {
		one, other *directory.Activity
		want       int
	}{
		"same topic, overlapping, elsewhere": {group("x", early, "grief", "a"), group("y", late, "grief", "b"), 1},
		"one without a door":                 {group("x", early, "grief", "a"), group("y", late, "grief"), 1},
		"another topic":                      {group("x", early, "grief", "a"), group("y", late, "music", "b"), 0},
		"one after the other":                {group("x", early, "grief", "a"), group("y", after, "grief", "b"), 0},
		"the same house":                     {group("x", early, "grief", "a"), group("y", late, "grief", "a"), 0},
		"held jointly":                       {group("x", early, "grief", "a", "b"), group("y", late, "grief", "b"), 0},
		"an end that nobody states":          {group("x", early, "grief", "a"), group("y", openEnd, "grief", "b"), 0},
		"at a house that is closed":          {group("x", early, "grief", "a"), group("y", late, "grief", "closed"), 0},
	} {
		area := directory.Area(append(doors, closed), []*directory.Activity{c.other, c.one}, week48)
		if len(area.Doubles) != c.want {
			t.Errorf("%s: %d doubles, want %d", name, len(area.Doubles), c.want)
		}
		if c.want == 1 && (area.Doubles[0].One.Activity != c.one || !slices.Equal(area.Doubles[0].Topics, []string{"grief"})) {
			t.Errorf("%s: the earlier does not come first in %+v", name, area.Doubles[0])
		}
	}
}

func TestTheDaysOfADoor(t *testing.T) {
	house := doorOf("house", weekly("20:00", "02:00", schedule.Mon))
	house.Hours.Exceptions = []schedule.Exception{{From: schedule.Date{Year: 2026, Month: 11, Day: 27}, Closed: true, Reason: "Personaledag"}}
	joint := group("joint", weekly("21:00", "22:00", schedule.Mon), "music", "house", "elsewhere")
	silent := group("silent", schedule.Schedule{}, "music", "house")
	loose := group("loose", weekly("10:00", "11:00", schedule.Sun), "music")
	repeats := group("repeats", house.Hours, "music", "house")
	repeats.Repeats = true
	area := directory.Area([]*directory.Centre{house}, []*directory.Activity{joint, silent, loose, repeats}, week48)
	days := area.Doors[0].Days
	if got := days[0].Spans; len(got) != 1 || got[0].From.Format("15:04") != "20:00" || got[0].To.Format("15:04") != "00:00" {
		t.Errorf("Monday is %v", got)
	}
	if got := days[1].Spans; len(got) != 1 || got[0].To.Format("15:04") != "02:00" {
		t.Errorf("the night to Tuesday is %v", got)
	}
	if days[4].Reason != "Personaledag" {
		t.Errorf("Friday says %q", days[4].Reason)
	}
	if len(days[0].Activities) != 1 || days[0].Activities[0].Activity != joint {
		t.Errorf("on Monday there is %v", days[0].Activities)
	}
	if len(area.Groups[6]) != 1 || len(area.Undated) != 1 || area.Undated[0] != silent {
		t.Errorf("groups %v, undated %v", area.Groups, area.Undated)
	}
}

func TestPlannedHoursAreKnownOrNot(t *testing.T) {
	usual := doorOf("a", weekly("12:00", "18:30", schedule.Mon, schedule.Thu))
	if hours, known := usual.PlannedHours(week48); hours != 13 || !known {
		t.Errorf("%v %v, want 13 hours", hours, known)
	}
	if _, known := doorOf("a", schedule.Schedule{}).PlannedHours(week48); known {
		t.Error("hours that nobody states are a number")
	}
	if _, known := usual.PlannedHours(schedule.Week{Year: 2026, Number: 15}); known { // Easter Monday
		t.Error("a holiday of which nobody says anything is a number")
	}
	usual.Status = directory.StatusPaused
	if hours, known := usual.PlannedHours(week48); hours != 0 || !known {
		t.Errorf("paused: %v %v", hours, known)
	}
}
