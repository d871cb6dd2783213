package schedule_test

import (
	"testing"
	"time"

	"walkin/internal/schedule"
)

func TestAt(t *testing.T) {
	const weekdays = `"weekly":[{"days":["mon","tue","wed","thu","fri"],"opens":"14:00","closes":"18:00","note":"drop-in"}]`
	tests := []struct {
		name, schedule, at string
		state              schedule.State
		until, next        string
		reason             string
	}{
		{
			"before opening it is closed until it opens",
			weekdays, "2026-11-23 09:00",
			schedule.Closed, "2026-11-23 14:00", "2026-11-23 14:00", "",
		},
		{
			"at the minute of opening it is open",
			weekdays, "2026-11-23 14:00",
			schedule.Open, "2026-11-23 18:00", "2026-11-24 14:00", "",
		},
		{
			"at the minute of closing it is closed",
			weekdays, "2026-11-27 18:00",
			schedule.Closed, "2026-11-30 14:00", "2026-11-30 14:00", "",
		},
		{
			"after midnight it is still open from the evening before",
			`"weekly":[{"days":["fri"],"opens":"21:00","closes":"07:00"}]`, "2026-11-28 06:59",
			schedule.Open, "2026-11-28 07:00", "2026-12-04 21:00", "",
		},
		{
			"00:00-24:00 all week is open with no end",
			`"weekly":[{"days":["mon","tue","wed","thu","fri","sat","sun"],"opens":"00:00","closes":"24:00"}]`, "2026-11-23 09:00",
			schedule.Open, "", "", "",
		},
		{
			"round the clock on weekdays ends on Friday night",
			`"weekly":[{"days":["mon","tue","wed","thu","fri"],"opens":"00:00","closes":"24:00"}]`, "2026-11-23 09:00",
			schedule.Open, "2026-11-28 00:00", "2026-11-30 00:00", "",
		},
		{
			"spans that differ in words only are one opening",
			`"weekly":[{"days":["mon"],"opens":"10:00","closes":"12:00"},{"days":["mon"],"opens":"12:00","closes":"14:00","note":"lektiehjælp"}]`, "2026-11-23 11:00",
			schedule.Open, "2026-11-23 14:00", "2026-11-30 10:00", "",
		},
		{
			"hver anden onsdag is unknown on Wednesday, with the words",
			`"weekly":[{"days":["wed"],"opens":"15:00","closes":"17:00","doubt":"hver anden onsdag"}]`, "2026-11-25 16:00",
			schedule.Unknown, "2026-11-25 17:00", "", "hver anden onsdag",
		},
		{
			"and closed on Thursday until it may be open again",
			`"weekly":[{"days":["wed"],"opens":"15:00","closes":"17:00","doubt":"hver anden onsdag"}]`, "2026-11-26 16:00",
			schedule.Closed, "2026-12-02 15:00", "", "",
		},
		{
			"unknown gives way to a certain opening",
			`"weekly":[{"days":["wed"]},{"days":["wed"],"opens":"15:00","closes":"17:00"}]`, "2026-11-25 08:00",
			schedule.Unknown, "2026-11-25 15:00", "2026-11-25 15:00", "",
		},
		{
			"an opening beyond the horizon is not promised",
			`"sessions":[{"date":"2026-12-24","opens":"15:00","closes":"17:00"}]`, "2026-11-23 09:00",
			schedule.Closed, "", "", "",
		},
		{
			"without hours it is unknown, with no end",
			`"note":"ring først"`, "2026-11-23 09:00",
			schedule.Unknown, "", "", "",
		},
		{
			"doubt about the whole gives its words",
			weekdays + `,"doubt":"stand 2012"`, "2026-11-23 15:00",
			schedule.Unknown, "", "", "stand 2012",
		},
		{
			"a closed day gives its reason",
			weekdays + `,"exceptions":[{"from":"2026-11-23","until":"2026-11-24","closed":true,"reason":"Sygdom"}]`, "2026-11-23 15:00",
			schedule.Closed, "2026-11-25 14:00", "2026-11-25 14:00", "Sygdom",
		},
		{
			"changed hours give their reason",
			weekdays + `,"exceptions":[{"from":"2026-11-23","hours":[{"opens":"10:00","closes":"16:00"}],"reason":"Kursus"}]`, "2026-11-23 15:00",
			schedule.Open, "2026-11-23 16:00", "2026-11-24 14:00", "Kursus",
		},
		{
			"closed for a holiday gives its name",
			weekdays + `,"country":"DK","holidays":"closed"`, "2026-12-25 15:00",
			schedule.Closed, "2026-12-28 14:00", "2026-12-28 14:00", "Juledag",
		},
		{
			"perhaps open on a holiday gives its name",
			weekdays + `,"country":"DK"`, "2026-12-25 15:00",
			schedule.Unknown, "2026-12-25 18:00", "2026-12-28 14:00", "Juledag",
		},
		{
			"outside its hours a holiday of which nothing is said is no reason",
			weekdays + `,"country":"DK"`, "2026-12-25 20:00",
			schedule.Closed, "2026-12-28 14:00", "2026-12-28 14:00", "",
		},
		{
			"on 29 February it is open as on any Tuesday",
			weekdays, "2028-02-29 14:00",
			schedule.Open, "2028-02-29 18:00", "2028-03-01 14:00", "",
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := parse(t, test.schedule).At(instant(t, test.at))
			if got.State != test.state || written(got.Until) != test.until ||
				written(got.Next) != test.next || got.Reason != test.reason {
				t.Errorf("got %s until %s, next %s, %q; want %s until %s, next %s, %q",
					got.State, written(got.Until), written(got.Next), got.Reason,
					test.state, test.until, test.next, test.reason)
			}
		})
	}
}

func written(t *time.Time) string {
	if t == nil {
		return ""
	}
	return t.Format(stamp)
}

func TestAtOfNothing(t *testing.T) {
	at := instant(t, "2026-11-23 09:00")
	var none *schedule.Schedule
	for name, s := range map[string]*schedule.Schedule{
		"nil": none, "empty": {}, "no such zone": {Zone: "Mars/Base", Weekly: schedule.Always("UTC").Weekly},
	} {
		if got := s.At(at); got != (schedule.Status{State: schedule.Unknown}) {
			t.Errorf("%s: %+v", name, got)
		}
	}
	if got := schedule.Always("Europe/Brussels").At(at); got != (schedule.Status{State: schedule.Open}) {
		t.Errorf("always: %+v", got)
	}
}

func TestAtSeesTheRepeatedHourTwice(t *testing.T) {
	// Open to half past two on the night on which half past two comes twice:
	// the first one ends it.
	s := parse(t, `"weekly":[{"days":["sun"],"opens":"01:00","closes":"02:30"}]`)
	first := time.Date(2026, 10, 25, 0, 30, 0, 0, time.UTC) // 02:30 summer time
	for _, test := range []struct {
		at   time.Time
		want schedule.State
	}{
		{first.Add(-time.Minute), schedule.Open},
		{first, schedule.Closed},
		{first.Add(45 * time.Minute), schedule.Closed}, // 02:15 again
		{first.Add(time.Hour), schedule.Closed},        // 02:30 again
	} {
		if got := s.At(test.at).State; got != test.want {
			t.Errorf("at %v: %s, want %s", test.at, got, test.want)
		}
	}
}
