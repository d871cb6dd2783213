package main

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"walkin/internal/directory"
	"walkin/internal/schedule"
)

// scheduleJSON gives a schedule without its zone and country, for comparison.
func scheduleJSON(t *testing.T, s schedule.Schedule) string {
	t.Helper()
	s.Zone, s.Country = "", ""
	b, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestNotesOnHours(t *testing.T) {
	tests := map[string]struct{ hours, door, phone string }{
		"hours without a note stand": {
			`{"days":["mon"],"opens":"12:00","closes":"18:00"}`,
			`{"weekly":[{"days":["mon"],"opens":"12:00","closes":"18:00"}]}`, `{}`,
		},
		"every second Wednesday is in doubt": {
			`{"days":["wed"],"opens":"18:30","closes":"20:30","note":"Hver anden onsdag"}`,
			`{"weekly":[{"days":["wed"],"opens":"18:30","closes":"20:30","doubt":"Hver anden onsdag"}]}`, `{}`,
		},
		"only the hours beside the note are in doubt": {
			`{"days":["mon"],"opens":"10:00","closes":"19:00"},{"days":["sun"],"opens":"10:00","closes":"14:00","note":"Hver anden søndag"}`,
			`{"weekly":[{"days":["mon"],"opens":"10:00","closes":"19:00"},{"days":["sun"],"opens":"10:00","closes":"14:00","doubt":"Hver anden søndag"}]}`, `{}`,
		},
		"telephone hours open no door": {
			`{"days":["tue"],"opens":"11:00","closes":"12:00","note":"Telefontid"}`,
			`{}`, `{"weekly":[{"days":["tue"],"opens":"11:00","closes":"12:00","note":"Telefontid"}]}`,
		},
		"the state of a year undoes the whole schedule": {
			`{"days":["wed"],"opens":"17:00","closes":"19:00","note":"avondpermanentie, stand 2012"},{"days":["fri"],"opens":"17:00","closes":"19:00"}`,
			`{"weekly":[{"days":["wed"],"opens":"17:00","closes":"19:00"},{"days":["fri"],"opens":"17:00","closes":"19:00"}],"doubt":"avondpermanentie, stand 2012"}`, `{}`,
		},
		"hours for some ages are in doubt": {
			`{"days":["tue"],"opens":"13:00","closes":"17:00","note":"10 tot 15 jaar"}`,
			`{"weekly":[{"days":["tue"],"opens":"13:00","closes":"17:00","doubt":"10 tot 15 jaar"}]}`, `{}`,
		},
		"a day without a time is kept without one": {
			`{"days":["wed","fri"],"opens":null,"closes":null,"note":"avond"}`,
			`{"weekly":[{"days":["wed","fri"],"note":"avond"}]}`, `{}`,
		},
		"an evening that runs past midnight is kept as it is": {
			`{"days":["sat"],"opens":"21:00","closes":"07:00","note":"Nat"}`,
			`{"weekly":[{"days":["sat"],"opens":"21:00","closes":"07:00","note":"Nat"}]}`, `{}`,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			entries, _, err := makeFrom(t, map[string]string{"venues-dk": venueOf("dk-a", `"opening_hours":[`+test.hours+`],`)})
			if err != nil {
				t.Fatal(err)
			}
			c := centre(t, entries, "dk-a")
			if got := scheduleJSON(t, c.Hours); got != test.door {
				t.Errorf("door  %s\nwant  %s", got, test.door)
			}
			if got := scheduleJSON(t, c.PhoneHours); got != test.phone {
				t.Errorf("phone %s\nwant  %s", got, test.phone)
			}
		})
	}
}

func TestScheduleOfActivity(t *testing.T) {
	const open = `"opening_hours":[{"days":["mon","wed"],"opens":"12:00","closes":"18:00","note":"stand 2018"}],`
	tests := map[string]struct {
		id, schedule string
		hours, words string
		repeats      bool
	}{
		"weekly": {
			schedule: `{"days":["thu"],"starts":"19:00","ends":"22:00","frequency":"weekly"}`,
			hours:    `{"weekly":[{"days":["thu"],"opens":"19:00","closes":"22:00"}]}`,
		},
		"the first and last day of a month and a year": {
			schedule: `{"days":["thu"],"frequency":"weekly","valid_from":"2024-10","valid_to":"2026"}`,
			hours:    `{"weekly":[{"days":["thu"],"from":"2024-10-01","until":"2026-12-31"}]}`,
		},
		"the last day of February": {
			schedule: `{"days":["thu"],"frequency":"weekly","valid_from":"2024","valid_to":"2024-02"}`,
			hours:    `{"weekly":[{"days":["thu"],"from":"2024-01-01","until":"2024-02-29"}]}`,
		},
		"every second week, which is not said": {
			schedule: `{"days":["fri"],"starts":"19:00","frequency":"every two weeks"}`,
			hours:    `{"weekly":[{"days":["fri"],"opens":"19:00","doubt":"every two weeks"}]}`, words: "every two weeks",
		},
		"even weeks": {
			schedule: `{"days":["thu"],"starts":"17:30","ends":"20:30","frequency":"every second week (even weeks)","valid_from":"2020"}`,
			hours:    `{"series":[{"start":"2020-01-01","opens":"17:30","closes":"20:30","rule":"FREQ=YEARLY;BYDAY=TH;BYWEEKNO=2,4,6,8,10,12,14,16,18,20,22,24,26,28,30,32,34,36,38,40,42,44,46,48,50,52"}]}`,
			words:    "every second week (even weeks)",
		},
		"the third Sunday of the month, without a time": {
			schedule: `{"days":["sun"],"frequency":"3rd sunday of the month","valid_from":"2019-11"}`,
			hours:    `{"series":[{"start":"2019-11-01","rule":"FREQ=MONTHLY;BYDAY=3SU"}]}`, words: "3rd sunday of the month",
		},
		"weeks of a year that is not said": {
			schedule: `{"days":["mon","tue"],"starts":"17:00","ends":"21:00","frequency":"weeks 30-32"}`,
			hours:    `{}`, words: "weeks 30-32, mon, tue, 17:00-21:00",
		},
		"a rhythm without a weekday": {
			schedule: `{"days":[],"frequency":"every two weeks","valid_from":"2021-05-17"}`,
			hours:    `{}`, words: "every two weeks, from 2021-05-17",
		},
		"a single event": {
			schedule: `{"date":"2024-04-10","starts":"11:00","ends":"14:00"}`,
			hours:    `{"sessions":[{"date":"2024-04-10","opens":"11:00","closes":"14:00"}]}`,
		},
		"drop-in hours again, with what makes them doubtful": {
			schedule: `{"days":["wed"],"starts":"12:00","ends":"18:00","frequency":"weekly"}`,
			hours:    `{"weekly":[{"days":["wed"],"opens":"12:00","closes":"18:00"}],"doubt":"stand 2018"}`, repeats: true,
		},
		"drop-in hours and one more day are no repetition": {
			schedule: `{"days":["wed","thu"],"starts":"12:00","ends":"18:00","frequency":"weekly"}`,
			hours:    `{"weekly":[{"days":["wed","thu"],"opens":"12:00","closes":"18:00"}]}`,
		},
		"something of its own during the drop-in hours": {
			id:       "cafeung-lektiecafe",
			schedule: `{"days":["wed"],"starts":"12:00","ends":"18:00","frequency":"weekly"}`,
			hours:    `{"weekly":[{"days":["wed"],"opens":"12:00","closes":"18:00"}]}`,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if test.id == "" {
				test.id = "b"
			}
			entries, _, err := makeFrom(t, map[string]string{
				"venues-dk":     venueOf("dk-a", open),
				"activities-dk": `{"id":"` + test.id + `","venue":"dk-a","title":"B","kind":"fixed","schedule":` + test.schedule + `,"topics":["music"]}`,
			})
			if err != nil {
				t.Fatal(err)
			}
			a := activity(t, entries, test.id)
			if got := scheduleJSON(t, a.Hours); got != test.hours {
				t.Errorf("hours %s\nwant  %s", got, test.hours)
			}
			if a.RhythmNote != test.words {
				t.Errorf("words %q, want %q", a.RhythmNote, test.words)
			}
			if a.Repeats != test.repeats {
				t.Errorf("repeats %v, want %v", a.Repeats, test.repeats)
			}
		})
	}
}

// lineOf gives the hours of a Danish helpline's first line on a date and time.
func lineOf(t *testing.T, hours, at string) schedule.State {
	t.Helper()
	entries, _, err := makeFrom(t, map[string]string{
		"helplines-dk": `{"id":"a","name":"A","country":"DK","area":"DK","helpline_group":["other"],"phone":"70 20 12 01","dial":"70201201","channels":["phone"],"opening_hours":[` + hours + `]}`,
	})
	if err != nil {
		t.Fatal(err)
	}
	when, err := time.Parse(time.RFC3339, at)
	if err != nil {
		t.Fatal(err)
	}
	h := entries[directory.Key{Kind: directory.KindHelpline, ID: "a"}].(*directory.Helpline)
	return h.Lines[0].Hours.At(when).State
}

func TestLinesOnHolidays(t *testing.T) {
	const everyDay = `"days":["mon","tue","wed","thu","fri","sat","sun"]`
	const christmas = "2026-12-25T12:00:00+01:00"
	for name, test := range map[string]struct {
		hours string
		want  schedule.State
	}{
		"a line that never closes is open":           {`{` + everyDay + `,"opens":"00:00","closes":"24:00"}`, schedule.Open},
		"one that says nothing is unknown":           {`{` + everyDay + `,"opens":"09:00","closes":"17:00"}`, schedule.Unknown},
		"one that closes on holidays is closed":      {`{` + everyDay + `,"opens":"09:00","closes":"17:00","note":"Ikke på helligdage"}`, schedule.Closed},
		"round the clock by one old list is unknown": {`{` + everyDay + `,"opens":"00:00","closes":"24:00","note":"Døgnåben chat ifølge kilden"}`, schedule.Unknown},
		"hours of another channel say nothing":       {`{` + everyDay + `,"opens":"00:00","closes":"24:00","note":"Chat"}`, schedule.Unknown},
	} {
		t.Run(name, func(t *testing.T) {
			if got := lineOf(t, test.hours, christmas); got != test.want {
				t.Errorf("%s, want %s", got, test.want)
			}
		})
	}
}

func FuzzPartialDates(f *testing.F) {
	for _, s := range []string{"", "2024", "2024-02", "2024-02-29", "2023-02-29", "24-1-1", "0000", "9999-12"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		first, err := firstDay(s)
		last, lastErr := lastDay(s)
		if (err == nil) != (lastErr == nil) {
			t.Fatalf("%q: first %v, last %v", s, err, lastErr)
		}
		if err != nil || s == "" {
			return
		}
		if last.Before(*first) {
			t.Errorf("%q ends on %s before it begins on %s", s, last, first)
		}
		if !strings.HasPrefix(first.String(), s) || !strings.HasPrefix(last.String(), s) {
			t.Errorf("%q is read as %s to %s", s, first, last)
		}
	})
}
