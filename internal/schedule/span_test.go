package schedule_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"walkin/internal/schedule"
)

const stamp = "2006-01-02 15:04"

// parse reads a schedule in Copenhagen from the JSON of its other fields.
func parse(t testing.TB, fields string) *schedule.Schedule {
	t.Helper()
	s := &schedule.Schedule{Zone: "Europe/Copenhagen"}
	if err := json.Unmarshal([]byte("{"+fields+"}"), s); err != nil {
		t.Fatalf("%s: %v", fields, err)
	}
	if wrong := s.Validate(); len(wrong) > 0 {
		t.Fatalf("%s: %v", fields, wrong)
	}
	return s
}

// instant reads a wall-clock time in Copenhagen.
func instant(t testing.TB, s string) time.Time {
	t.Helper()
	at, err := time.ParseInLocation(stamp, s, location(t, "Europe/Copenhagen"))
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// draw writes spans as lines of "from - to state (reason) [note]".
func draw(spans []schedule.Span) string {
	var b strings.Builder
	for _, s := range spans {
		b.WriteString(s.From.Format(stamp) + " - " + s.To.Format(stamp) + " " + string(s.State))
		if s.Reason != "" {
			b.WriteString(" (" + s.Reason + ")")
		}
		if s.Note != "" {
			b.WriteString(" [" + s.Note + "]")
		}
		b.WriteString("\n")
	}
	return b.String()
}

// The week of these tests begins on Monday 23 November 2026; nothing in it is
// a holiday.
func TestSpans(t *testing.T) {
	const everyDay = `"days":["mon","tue","wed","thu","fri","sat","sun"]`
	tests := []struct {
		name, schedule, from, to string
		want                     string
	}{
		{
			"weekly hours are open on their days and closed on the others",
			`"weekly":[{"days":["mon","wed"],"opens":"14:00","closes":"18:00"}]`,
			"2026-11-23 00:00", "2026-11-30 00:00",
			"2026-11-23 14:00 - 2026-11-23 18:00 open\n2026-11-25 14:00 - 2026-11-25 18:00 open\n",
		},
		{
			"a span is cut off at both ends of the window",
			`"weekly":[{"days":["mon"],"opens":"14:00","closes":"18:00"}]`,
			"2026-11-23 15:00", "2026-11-23 16:00",
			"2026-11-23 15:00 - 2026-11-23 16:00 open\n",
		},
		{
			"hours that only touch the window are left out",
			`"weekly":[{"days":["mon"],"opens":"14:00","closes":"18:00"}]`,
			"2026-11-23 18:00", "2026-11-30 14:00",
			"",
		},
		{
			"opens 21:00 closes 07:00 runs past midnight",
			`"weekly":[{"days":["fri"],"opens":"21:00","closes":"07:00"}]`,
			"2026-11-23 00:00", "2026-11-30 00:00",
			"2026-11-27 21:00 - 2026-11-28 07:00 open\n",
		},
		{
			"a window that begins in the morning sees the night before",
			`"weekly":[{"days":["fri"],"opens":"21:00","closes":"07:00"}]`,
			"2026-11-28 03:00", "2026-11-29 00:00",
			"2026-11-28 03:00 - 2026-11-28 07:00 open\n",
		},
		{
			"closes 24:00 ends at midnight",
			`"weekly":[{"days":["fri"],"opens":"21:00","closes":"24:00"}]`,
			"2026-11-23 00:00", "2026-11-30 00:00",
			"2026-11-27 21:00 - 2026-11-28 00:00 open\n",
		},
		{
			"closes 00:00 is the same midnight",
			`"weekly":[{"days":["fri"],"opens":"21:00","closes":"00:00"}]`,
			"2026-11-23 00:00", "2026-11-30 00:00",
			"2026-11-27 21:00 - 2026-11-28 00:00 open\n",
		},
		{
			"equal times are a day and a night",
			`"weekly":[{"days":["fri"],"opens":"09:00","closes":"09:00"}]`,
			"2026-11-23 00:00", "2026-11-30 00:00",
			"2026-11-27 09:00 - 2026-11-28 09:00 open\n",
		},
		{
			"00:00-24:00 all week is one span",
			`"weekly":[{` + everyDay + `,"opens":"00:00","closes":"24:00"}]`,
			"2026-11-23 11:00", "2026-12-07 11:00",
			"2026-11-23 11:00 - 2026-12-07 11:00 open\n",
		},
		{
			"weekly hours keep to their dates, both inclusive",
			`"weekly":[{` + everyDay + `,"opens":"10:00","closes":"11:00","from":"2026-11-24","until":"2026-11-25"}]`,
			"2026-11-23 00:00", "2026-11-30 00:00",
			"2026-11-24 10:00 - 2026-11-24 11:00 open\n2026-11-25 10:00 - 2026-11-25 11:00 open\n",
		},
		{
			"hver anden onsdag is unknown on Wednesdays and closed on Thursdays",
			`"weekly":[{"days":["wed"],"opens":"15:00","closes":"17:00","doubt":"hver anden onsdag"}]`,
			"2026-11-23 00:00", "2026-12-07 00:00",
			"2026-11-25 15:00 - 2026-11-25 17:00 unknown (hver anden onsdag)\n" +
				"2026-12-02 15:00 - 2026-12-02 17:00 unknown (hver anden onsdag)\n",
		},
		{
			"a day without a time is unknown all day",
			`"weekly":[{"days":["wed"],"note":"om aftenen"}]`,
			"2026-11-23 00:00", "2026-11-30 00:00",
			"2026-11-25 00:00 - 2026-11-26 00:00 unknown [om aftenen]\n",
		},
		{
			"an opening without a closing is unknown to the end of the day",
			`"weekly":[{"days":["wed"],"opens":"19:00"}]`,
			"2026-11-23 00:00", "2026-11-30 00:00",
			"2026-11-25 19:00 - 2026-11-26 00:00 unknown\n",
		},
		{
			"a closing without an opening is unknown from the start of the day",
			`"weekly":[{"days":["wed"],"closes":"12:00"}]`,
			"2026-11-23 00:00", "2026-11-30 00:00",
			"2026-11-25 00:00 - 2026-11-25 12:00 unknown\n",
		},
		{
			"open beats unknown where rules overlap",
			`"weekly":[{"days":["wed"]},{"days":["wed"],"opens":"10:00","closes":"12:00"},{"days":["wed"],"opens":"14:00","closes":"15:00"}]`,
			"2026-11-23 00:00", "2026-11-30 00:00",
			"2026-11-25 00:00 - 2026-11-25 10:00 unknown\n2026-11-25 10:00 - 2026-11-25 12:00 open\n" +
				"2026-11-25 12:00 - 2026-11-25 14:00 unknown\n2026-11-25 14:00 - 2026-11-25 15:00 open\n" +
				"2026-11-25 15:00 - 2026-11-26 00:00 unknown\n",
		},
		{
			"open hours that outlast one unknown span cut the next one too",
			`"weekly":[{"days":["tue"],"doubt":"a"},{"days":["wed"],"doubt":"b"},{"days":["tue"],"opens":"22:00","closes":"02:00"}]`,
			"2026-11-24 00:00", "2026-11-26 00:00",
			"2026-11-24 00:00 - 2026-11-24 22:00 unknown (a)\n2026-11-24 22:00 - 2026-11-25 02:00 open\n" +
				"2026-11-25 02:00 - 2026-11-26 00:00 unknown (b)\n",
		},
		{
			"overlapping hours are one span",
			`"weekly":[{"days":["wed"],"opens":"10:00","closes":"13:00"},{"days":["wed"],"opens":"12:00","closes":"15:00"},{"days":["wed"],"opens":"15:00","closes":"16:00"}]`,
			"2026-11-23 00:00", "2026-11-30 00:00",
			"2026-11-25 10:00 - 2026-11-25 16:00 open\n",
		},
		{
			"hours that say different things are not joined",
			`"weekly":[{"days":["wed"],"opens":"10:00","closes":"13:00"},{"days":["wed"],"opens":"12:00","closes":"15:00","note":"kun piger"}]`,
			"2026-11-23 00:00", "2026-11-30 00:00",
			"2026-11-25 10:00 - 2026-11-25 13:00 open\n2026-11-25 13:00 - 2026-11-25 15:00 open [kun piger]\n",
		},
		{
			"a schedule of sessions is closed outside them",
			`"sessions":[{"date":"2026-11-24","opens":"19:00","closes":"21:00","title":"Filmaften"},{"date":"2026-11-26","opens":"19:00","closes":"21:00","cancelled":true}]`,
			"2026-11-23 00:00", "2026-11-30 00:00",
			"2026-11-24 19:00 - 2026-11-24 21:00 open\n",
		},
		{
			"no rule at all is unknown at all times",
			`"note":"ring først"`,
			"2026-11-23 11:00", "2026-11-30 00:00",
			"2026-11-23 11:00 - 2026-11-30 00:00 unknown\n",
		},
		{
			"an exception is known where nothing else is",
			`"exceptions":[{"from":"2026-11-24","closed":true},{"from":"2026-11-26","hours":[{"opens":"12:00","closes":"13:00"}]}]`,
			"2026-11-23 00:00", "2026-11-28 00:00",
			"2026-11-23 00:00 - 2026-11-24 00:00 unknown\n2026-11-25 00:00 - 2026-11-26 00:00 unknown\n" +
				"2026-11-26 12:00 - 2026-11-26 13:00 open\n2026-11-27 00:00 - 2026-11-28 00:00 unknown\n",
		},
		{
			"doubt about the whole schedule undoes its hours but not an exception",
			`"doubt":"stand 2012","weekly":[{` + everyDay + `,"opens":"10:00","closes":"12:00"}],"exceptions":[{"from":"2026-11-24","hours":[{"opens":"12:00","closes":"13:00"}],"reason":"åbent hus"}]`,
			"2026-11-23 00:00", "2026-11-27 00:00",
			"2026-11-23 00:00 - 2026-11-24 00:00 unknown (stand 2012)\n2026-11-24 12:00 - 2026-11-24 13:00 open (åbent hus)\n" +
				"2026-11-25 00:00 - 2026-11-27 00:00 unknown (stand 2012)\n",
		},
		{
			"a closed exception removes every rule of its days",
			`"weekly":[{` + everyDay + `,"opens":"10:00","closes":"12:00"}],"sessions":[{"date":"2026-11-24","opens":"19:00","closes":"21:00"}],"exceptions":[{"from":"2026-11-24","until":"2026-11-25","closed":true}]`,
			"2026-11-23 00:00", "2026-11-27 00:00",
			"2026-11-23 10:00 - 2026-11-23 12:00 open\n2026-11-26 10:00 - 2026-11-26 12:00 open\n",
		},
		{
			"changed hours stand instead of the rules and may run past midnight",
			`"weekly":[{` + everyDay + `,"opens":"10:00","closes":"12:00"}],"exceptions":[{"from":"2026-11-24","hours":[{"opens":"11:00","closes":"13:00"},{"opens":"20:00","closes":"02:00"}],"reason":"Kulturnat"}]`,
			"2026-11-24 00:00", "2026-11-26 00:00",
			"2026-11-24 11:00 - 2026-11-24 13:00 open (Kulturnat)\n2026-11-24 20:00 - 2026-11-25 02:00 open (Kulturnat)\n" +
				"2026-11-25 10:00 - 2026-11-25 12:00 open\n",
		},
		{
			"a night that began before a closed day runs to its end",
			`"weekly":[{` + everyDay + `,"opens":"21:00","closes":"07:00"}],"exceptions":[{"from":"2026-11-25","closed":true}]`,
			"2026-11-24 12:00", "2026-11-27 00:00",
			"2026-11-24 21:00 - 2026-11-25 07:00 open\n2026-11-26 21:00 - 2026-11-27 00:00 open\n",
		},
		{
			"the shortest exception wins, wherever it stands",
			`"weekly":[{` + everyDay + `,"opens":"10:00","closes":"12:00"}],"exceptions":[{"from":"2026-11-25","hours":[{"opens":"18:00","closes":"20:00"}]},{"from":"2026-11-23","until":"2026-11-29","closed":true}]`,
			"2026-11-23 00:00", "2026-11-30 00:00",
			"2026-11-25 18:00 - 2026-11-25 20:00 open\n",
		},
		{
			"of equally long exceptions the last wins",
			`"exceptions":[{"from":"2026-11-25","hours":[{"opens":"18:00","closes":"20:00"}]},{"from":"2026-11-25","closed":true}]`,
			"2026-11-25 00:00", "2026-11-26 00:00",
			"",
		},
		{
			"a series in every second week opens in every second week",
			`"series":[{"start":"2026-11-11","opens":"15:00","closes":"17:00","rule":"FREQ=WEEKLY;INTERVAL=2;BYDAY=WE","except":["2026-12-09"]}]`,
			"2026-11-16 00:00", "2027-01-01 00:00",
			"2026-11-25 15:00 - 2026-11-25 17:00 open\n2026-12-23 15:00 - 2026-12-23 17:00 open\n",
		},
		{
			"on a holiday of which the schedule says nothing, open becomes unknown and closed stays closed",
			`"country":"DK","weekly":[{"days":["wed","thu","sat"],"opens":"10:00","closes":"12:00"}]`,
			"2026-12-23 00:00", "2026-12-28 00:00",
			"2026-12-23 10:00 - 2026-12-23 12:00 open\n2026-12-24 10:00 - 2026-12-24 12:00 unknown (Juleaften)\n" +
				"2026-12-26 10:00 - 2026-12-26 12:00 unknown (Anden juledag)\n",
		},
		{
			"a schedule closed on holidays starts nothing on one",
			`"country":"DK","holidays":"closed","weekly":[{` + everyDay + `,"opens":"21:00","closes":"02:00"}]`,
			"2026-12-23 12:00", "2026-12-28 00:00",
			"2026-12-23 21:00 - 2026-12-24 02:00 open\n2026-12-27 21:00 - 2026-12-28 00:00 open\n",
		},
		{
			"a schedule open on holidays knows none",
			`"country":"DK","holidays":"open","weekly":[{"days":["fri"],"opens":"10:00","closes":"12:00"}]`,
			"2026-12-24 00:00", "2026-12-28 00:00",
			"2026-12-25 10:00 - 2026-12-25 12:00 open\n",
		},
		{
			"a schedule without a country knows no holidays",
			`"weekly":[{"days":["fri"],"opens":"10:00","closes":"12:00"}]`,
			"2026-12-24 00:00", "2026-12-28 00:00",
			"2026-12-25 10:00 - 2026-12-25 12:00 open\n",
		},
		{
			"an exception beats a holiday",
			`"country":"DK","weekly":[{"days":["fri"],"opens":"10:00","closes":"12:00"}],"exceptions":[{"from":"2026-12-25","hours":[{"opens":"16:00","closes":"20:00"}],"reason":"Jul for alle"}]`,
			"2026-12-24 00:00", "2026-12-28 00:00",
			"2026-12-25 16:00 - 2026-12-25 20:00 open (Jul for alle)\n",
		},
		{
			"a session on a holiday was meant for that day",
			`"country":"DK","holidays":"closed","weekly":[{"days":["thu"],"opens":"10:00","closes":"12:00"}],"sessions":[{"date":"2026-12-24","opens":"17:00","closes":"22:00"}]`,
			"2026-12-24 00:00", "2026-12-28 00:00",
			"2026-12-24 17:00 - 2026-12-24 22:00 open\n",
		},
		{
			"a holiday does not overwrite the words of doubt",
			`"country":"DK","weekly":[{"days":["fri"],"opens":"10:00","closes":"12:00","doubt":"måske"}]`,
			"2026-12-24 00:00", "2026-12-28 00:00",
			"2026-12-25 10:00 - 2026-12-25 12:00 unknown (måske)\n",
		},
		{
			"hours in the hour that spring leaves out do not take place",
			`"weekly":[{` + everyDay + `,"opens":"02:15","closes":"03:00"}]`,
			"2026-03-29 00:00", "2026-03-30 00:00",
			"",
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := parse(t, test.schedule)
			got := draw(s.Spans(instant(t, test.from), instant(t, test.to)))
			if got != test.want {
				t.Errorf("got\n%swant\n%s", got, test.want)
			}
		})
	}
}

func TestNightsOfTheClockChangeHaveTheirRealLength(t *testing.T) {
	s := parse(t, `"weekly":[{"days":["sat"],"opens":"21:00","closes":"07:00"}]`)
	for night, want := range map[string]time.Duration{
		"2026-03-28": 9 * time.Hour, "2026-04-04": 10 * time.Hour, "2026-10-24": 11 * time.Hour,
	} {
		from := date(t, night).At(12*60, location(t, "Europe/Copenhagen"))
		spans := s.Spans(from, from.Add(24*time.Hour))
		if len(spans) != 1 || spans[0].To.Sub(spans[0].From) != want {
			t.Errorf("the night of %s: %s, want %v", night, draw(spans), want)
		}
	}
}

func TestSpansOfNothing(t *testing.T) {
	from := instant(t, "2026-11-23 00:00")
	week := from.Add(7 * 24 * time.Hour)
	for name, s := range map[string]*schedule.Schedule{
		"a nil schedule":               nil,
		"an empty schedule":            {},
		"a zone that does not exist":   {Zone: "Europe/Aarhus", Weekly: schedule.Always("UTC").Weekly},
		"the machine's own zone":       {Zone: "Local", Weekly: schedule.Always("UTC").Weekly},
		"a series that cannot be read": {Zone: "Europe/Copenhagen", Series: []schedule.Series{{Rule: "weekly"}}},
	} {
		if got := draw(s.Spans(from, week)); got != "2026-11-23 00:00 - 2026-11-30 00:00 unknown\n" {
			t.Errorf("%s: %s", name, got)
		}
		if got := s.Occurrences(from, week); len(got) > 0 {
			t.Errorf("%s has occurrences: %v", name, got)
		}
	}
	always := schedule.Always("Europe/Copenhagen")
	if got := always.Spans(week, from); got != nil {
		t.Errorf("a window that ends before it begins holds %v", got)
	}
	if got := always.Spans(from, from); got != nil {
		t.Errorf("an empty window holds %v", got)
	}
	if got := always.Spans(from, from.AddDate(100, 0, 0)); got[0].To.Sub(from) != schedule.MaxWindow {
		t.Errorf("a window of a hundred years ends on %v", got[0].To)
	}
}
