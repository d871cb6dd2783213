package calendar_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"walkin/internal/directory"
	"walkin/internal/feed/calendar"
	"walkin/internal/schedule"
)

// validators is the folder of other people's readers.
const validators = "../../../.ci/validators/"

// expanded is what ical.js makes of one calendar.
type expanded struct {
	Name        string `json:"name"`
	Error       string `json:"error"`
	Occurrences []struct {
		UID    string `json:"uid"`
		Start  int64  `json:"start"`
		End    *int64 `json:"end"`
		Status string `json:"status"`
		Day    string `json:"day"`
	} `json:"occurrences"`
}

// expand lets ical.js expand calendars, by name.
func expand(t *testing.T, calendars map[string][]byte) map[string]expanded {
	t.Helper()
	if _, err := os.Stat(validators + "node_modules/ical.js"); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("ical.js is not installed: npm ci --prefix .ci/validators")
		}
		t.Skip("ical.js is not installed, so no second parser reads the calendars: npm ci --prefix .ci/validators")
	}
	var in bytes.Buffer
	for name, ics := range calendars {
		line, _ := json.Marshal(map[string]string{"name": name, "ics": string(ics)})
		in.Write(append(line, '\n'))
	}
	node := exec.Command("node", validators+"expand-ical.mjs")
	node.Stdin, node.Stderr = &in, os.Stderr
	out, err := node.Output()
	if err != nil {
		t.Fatalf("node: %v", err)
	}
	found := make(map[string]expanded, len(calendars))
	scanner := bufio.NewScanner(bytes.NewReader(out))
	scanner.Buffer(nil, 64<<20)
	for scanner.Scan() {
		var e expanded
		if err := json.Unmarshal(scanner.Bytes(), &e); err != nil {
			t.Fatal(err)
		}
		found[e.Name] = e
	}
	if len(found) != len(calendars) {
		t.Fatalf("ical.js answered for %d calendars of %d", len(found), len(calendars))
	}
	return found
}

// lines writes what ical.js found, one sorted line for each occurrence.
func (e expanded) lines() []string {
	list := make([]string, len(e.Occurrences))
	for i, o := range e.Occurrences {
		end := ""
		if o.End != nil {
			end = time.Unix(*o.End, 0).UTC().Format(time.RFC3339)
		}
		start := o.Day
		if start == "" {
			start = time.Unix(o.Start, 0).UTC().Format(time.RFC3339)
		}
		list[i] = start + " " + end + " " + o.Status
	}
	slices.Sort(list)
	return list
}

// wanted writes what the one evaluator says of a schedule in the same form.
func wanted(s *schedule.Schedule, year int) []string {
	loc, err := schedule.Location(s.Zone)
	if err != nil {
		return nil
	}
	first, last := schedule.Date{Year: year, Month: 1, Day: 1}, schedule.Date{Year: year + 2, Month: 1, Day: 1}
	var list []string
	for from := first; from.Before(last); {
		to := min(from.AddDays(100).In(loc).Unix(), last.In(loc).Unix())
		for _, o := range s.Occurrences(from.In(loc), time.Unix(to, 0)) {
			if o.Start.Before(from.In(loc)) {
				continue // of the night before
			}
			start, end, status := o.Start.UTC().Format(time.RFC3339), "", "CONFIRMED"
			switch {
			case !o.StartKnown:
				start = o.Start.Format(time.DateOnly)
			case o.EndKnown:
				end = o.End.UTC().Format(time.RFC3339)
			}
			switch {
			case o.Cancelled:
				status = "CANCELLED"
			case o.State == schedule.Unknown:
				status = "TENTATIVE"
			}
			list = append(list, start+" "+end+" "+status)
		}
		from = schedule.DateIn(time.Unix(to, 0), loc)
	}
	slices.Sort(list)
	return list
}

// compare checks that ical.js expands calendars to what their schedules say,
// and gives how many occurrences there were.
func compare(t *testing.T, schedules map[string]*schedule.Schedule, calendars map[string][]byte, year int) int {
	t.Helper()
	n := 0
	for name, got := range expand(t, calendars) {
		want := wanted(schedules[name], year)
		n += len(want)
		if got.Error != "" {
			t.Errorf("%s: ical.js says %s, in\n%s", name, got.Error, calendars[name])
		} else if list := got.lines(); !slices.Equal(list, want) {
			raw, _ := json.Marshal(schedules[name])
			t.Errorf("%s: %s\nical.js alone: %q\nwanted alone: %q\n%s", name, raw, without(list, want), without(want, list), head(calendars[name]))
		}
		if t.Failed() {
			break
		}
	}
	return n
}

func head(b []byte) []byte { return b[:min(len(b), 3000)] }

// without gives the first of a that are not in b.
func without(a, b []string) []string {
	var alone []string
	for _, s := range a {
		if !slices.Contains(b, s) && len(alone) < 8 {
			alone = append(alone, s)
		}
	}
	return alone
}

func TestASecondParserFindsTheSameInTheCatalogue(t *testing.T) {
	c := catalogue(t)
	schedules, calendars := make(map[string]*schedule.Schedule), make(map[string][]byte)
	for _, change := range c.changes {
		var b bytes.Buffer
		var err error
		switch e := change.Entry.(type) {
		case *directory.Centre:
			schedules[e.Key().String()] = &e.Hours
			err = calendar.WriteCentre(&b, change, nil, c.options)
		case *directory.Activity:
			schedules[e.Key().String()] = &e.Hours
			err = calendar.WriteActivity(&b, change, c.at(e), c.options)
		default:
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		calendars[change.Key.String()] = b.Bytes()
	}
	n := compare(t, schedules, calendars, now.Year())
	t.Logf("%d calendars, %d occurrences", len(calendars), n)
	if n < 5000 {
		t.Errorf("only %d occurrences were compared", n)
	}
}

func TestASecondParserFindsTheSameInDrawnSchedules(t *testing.T) {
	c := catalogue(t)
	schedules, calendars := make(map[string]*schedule.Schedule), make(map[string][]byte)
	drawn := rapid.Custom(drawSchedule)
	for seed := range 300 {
		s := drawn.Example(seed)
		if wrong := s.Validate(); len(wrong) > 0 {
			t.Fatalf("the drawn schedule is not sound: %v", wrong)
		}
		name := "drawn-" + time.Duration(seed).String()
		var b bytes.Buffer
		centre := &directory.Centre{ID: "drawn", Name: "Huset", Location: directory.Location{Country: "DK"}, Hours: *s, Topics: []string{"hangout"}}
		if err := calendar.WriteCentre(&b, change(centre), nil, c.options); err != nil {
			t.Fatal(err)
		}
		schedules[name], calendars[name] = s, b.Bytes()
	}
	t.Logf("%d calendars, %d occurrences", len(calendars), compare(t, schedules, calendars, now.Year()))
}

// drawSchedule draws a schedule of which much happens in two years, nights on
// which clocks change included.
func drawSchedule(t *rapid.T) *schedule.Schedule {
	clock := rapid.Custom(func(t *rapid.T) *schedule.Clock {
		if rapid.IntRange(0, 6).Draw(t, "known") == 0 {
			return nil
		}
		return new(rapid.SampledFrom([]schedule.Clock{0, 60, 120, 150, 179, 180, 181, 540, 870, 1200, 1320, 1439}).Draw(t, "clock"))
	})
	closes := func(label string) *schedule.Clock {
		c := clock.Draw(t, label)
		if c != nil && *c == 0 {
			*c = 1440
		}
		return c
	}
	// The last three hold the days on which clocks change.
	day := rapid.OneOf(
		rapid.Custom(func(t *rapid.T) schedule.Date {
			return schedule.Date{Year: 2026, Month: 1, Day: 1}.AddDays(rapid.IntRange(-400, 800).Draw(t, "day"))
		}),
		rapid.SampledFrom([]schedule.Date{{Year: 2026, Month: 10, Day: 25}, {Year: 2027, Month: 3, Day: 28}, {Year: 2027, Month: 3, Day: 27}}),
	)
	doubt := rapid.SampledFrom([]string{"", "", "", "måske"})
	s := &schedule.Schedule{
		Zone:     rapid.SampledFrom([]string{"Europe/Copenhagen", "Europe/Amsterdam", "Europe/Brussels", "America/New_York", "Europe/London"}).Draw(t, "zone"),
		Country:  rapid.SampledFrom([]string{"DK", "NL", "BE"}).Draw(t, "country"),
		Holidays: rapid.SampledFrom([]schedule.HolidayRule{"", "closed", "open"}).Draw(t, "holidays"),
		Doubt:    rapid.SampledFrom([]string{"", "", "", "", "stand 2012"}).Draw(t, "doubted"),
	}
	for range rapid.IntRange(0, 3).Draw(t, "weekly") {
		w := schedule.Weekly{
			Days:  rapid.SliceOfNDistinct(rapid.SampledFrom([]schedule.Day{0, 0, 1, 2, 3, 4, 5, 6}), 1, 4, rapid.ID).Draw(t, "days"),
			Opens: clock.Draw(t, "opens"), Closes: closes("closes"), Doubt: doubt.Draw(t, "doubt"),
		}
		if rapid.Bool().Draw(t, "bounded") {
			w.From = new(day.Draw(t, "from"))
			w.Until = new(w.From.AddDays(rapid.IntRange(0, 300).Draw(t, "for")))
		}
		s.Weekly = append(s.Weekly, w)
	}
	rules := []string{
		"FREQ=WEEKLY;INTERVAL=2;BYDAY=WE", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU", "FREQ=WEEKLY;INTERVAL=3;BYDAY=SU,MO", "FREQ=WEEKLY",
		"FREQ=MONTHLY;BYDAY=1MO", "FREQ=MONTHLY;BYDAY=-1SU", "FREQ=MONTHLY;BYDAY=2SA,4SA", "FREQ=MONTHLY;INTERVAL=2", "FREQ=MONTHLY;BYMONTHDAY=-1",
		"FREQ=DAILY;INTERVAL=3", "FREQ=DAILY;COUNT=40", "FREQ=YEARLY", "FREQ=YEARLY;BYDAY=SU;BYWEEKNO=12,43,44,53", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
		"FREQ=WEEKLY;BYDAY=SU;BYMONTH=3,10", "FREQ=WEEKLY;BYDAY=SU;UNTIL=20270328", "FREQ=WEEKLY;BYDAY=SU;UNTIL=20261025T010000Z", "FREQ=WEEKLY;INTERVAL=2;COUNT=30",
	}
	for range rapid.IntRange(0, 2).Draw(t, "series") {
		r := schedule.Series{
			Start: schedule.Date{Year: 2025, Month: 11, Day: 1}.AddDays(rapid.IntRange(0, 300).Draw(t, "start")), Rule: rapid.SampledFrom(rules).Draw(t, "rule"),
			Opens: clock.Draw(t, "opens"), Closes: closes("closes"), Doubt: doubt.Draw(t, "doubt"),
			Except: rapid.SliceOfN(day, 0, 3).Draw(t, "except"),
		}
		s.Series = append(s.Series, r)
	}
	for range rapid.IntRange(0, 3).Draw(t, "sessions") {
		s.Sessions = append(s.Sessions, schedule.Session{
			Date: day.Draw(t, "date"), Opens: clock.Draw(t, "opens"), Closes: closes("closes"),
			Cancelled: rapid.IntRange(0, 3).Draw(t, "cancelled") == 0,
		})
	}
	for range rapid.IntRange(0, 3).Draw(t, "exceptions") {
		e := schedule.Exception{From: day.Draw(t, "from"), Closed: true, Reason: rapid.SampledFrom([]string{"", "Ferie"}).Draw(t, "reason")}
		if rapid.Bool().Draw(t, "long") {
			e.Until = e.From.AddDays(rapid.IntRange(0, 60).Draw(t, "days"))
		}
		if rapid.Bool().Draw(t, "changed") {
			e.Closed = false
			for range rapid.IntRange(1, 2).Draw(t, "hours") {
				e.Hours = append(e.Hours, schedule.Hours{
					Opens: rapid.SampledFrom([]schedule.Clock{60, 150, 600, 1320}).Draw(t, "opens"), Closes: rapid.SampledFrom([]schedule.Clock{120, 170, 700, 1440}).Draw(t, "closes"),
				})
			}
		}
		s.Exceptions = append(s.Exceptions, e)
	}
	if s.Weekly == nil && s.Series == nil && s.Sessions == nil {
		s.Weekly = []schedule.Weekly{{Days: []schedule.Day{schedule.Sun}}}
	}
	// A series that never happens is not sound; another bound of it may be.
	s.Series = slices.DeleteFunc(s.Series, func(r schedule.Series) bool {
		alone := schedule.Schedule{Zone: s.Zone, Series: []schedule.Series{r}}
		return len(alone.Validate()) > 0
	})
	return s
}
