package osm_test

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"walkin/internal/feed/osm"
	"walkin/internal/schedule"
)

func TestFormat(t *testing.T) {
	tests := []struct{ name, schedule, want string }{
		{"days with the same times are one rule", `"weekly":[{"days":["mon","tue","wed"],"opens":"12:00","closes":"17:00"},{"days":["thu"],"opens":"12:00","closes":"17:00"},{"days":["fri"],"opens":"10:00","closes":"12:00"}]`,
			"Mo-Th 12:00-17:00; Fr 10:00-12:00"},
		{"two times of one day stand together", `"weekly":[{"days":["mon"],"opens":"14:00","closes":"16:00"},{"days":["mon"],"opens":"09:00","closes":"12:00"}]`,
			"Mo 09:00-12:00,14:00-16:00"},
		{"a night is written to the hour it ends", `"weekly":[{"days":["fri"],"opens":"22:00","closes":"02:00"},{"days":["sat"],"opens":"10:00","closes":"12:00"}]`,
			"Fr 22:00-02:00, Sa 10:00-12:00"},
		{"closed on holidays", `"country":"DK","holidays":"closed","weekly":[{"days":["fri"],"opens":"12:00","closes":"14:00"}]`,
			"Fr 12:00-14:00; PH off"},
		{"nobody says what holidays do", `"country":"DK","weekly":[{"days":["fri"],"opens":"12:00","closes":"14:00"}]`,
			`Fr 12:00-14:00, PH Fr 12:00-14:00 unknown "holiday hours not known"`},
		{"an exception with its reason", `"weekly":[{"days":["fri"],"opens":"12:00","closes":"14:00"}],"exceptions":[{"from":"2026-07-06","until":"2026-07-31","closed":true,"reason":"Sommer\"lukket\""},{"from":"2026-07-10","hours":[{"opens":"10:00","closes":"11:00"}]}]`,
			"Fr 12:00-14:00; 2026 Jul 06-2026 Jul 31 off \"Sommer”lukket”\"; 2026 Jul 10 10:00-11:00"},
		{"even weeks", `"series":[{"start":"2020-02-26","opens":"17:30","closes":"20:30","rule":"FREQ=YEARLY;BYDAY=TH;BYWEEKNO=2,4,6,8,10,12,14,16,18,20,22,24,26,28,30,32,34,36,38,40,42,44,46,48,50,52"}]`,
			"2020 Feb 26-2199 Dec 31 week 02-52/2 Th 17:30-20:30"},
		{"a numbered weekday", `"series":[{"start":"2018-10-01","opens":"20:00","closes":"24:00","rule":"FREQ=MONTHLY;BYDAY=2SA,4SA"}]`,
			"2018 Oct 01-2199 Dec 31 Sa[2,4] 20:00-24:00"},
		{"a day without times", `"weekly":[{"days":["thu"]}]`, `Th unknown "times not known"`},
		{"a doubt over all says the hours too", `"doubt":"stand 2018","weekly":[{"days":["thu"],"opens":"10:00","closes":"11:00"}]`, `unknown "stand 2018: Th 10:00-11:00"`},
		{"nothing at all", ``, "unknown"},
		{"round the clock", `"weekly":[{"days":["mon","tue","wed","thu","fri","sat","sun"],"opens":"00:00","closes":"24:00"}]`, "24/7"},
		{"only what is cancelled", `"sessions":[{"date":"2026-11-24","cancelled":true}]`, "off"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := osm.Format(parse(t, test.schedule))
			if err != nil || got != test.want {
				t.Errorf("got  %s, %v\nwant %s", got, err, test.want)
			}
		})
	}
}

func TestWhatCannotBeSaidIsNamed(t *testing.T) {
	tests := []struct{ name, schedule, pointer string }{
		{"every other week", `"series":[{"start":"2026-01-07","opens":"12:00","closes":"13:00","rule":"FREQ=WEEKLY;INTERVAL=2"}]`, "/series/0"},
		{"a series with a date left out", `"series":[{"start":"2026-01-07","opens":"12:00","closes":"13:00","rule":"FREQ=WEEKLY","except":["2026-01-14"]}]`, "/series/0"},
		{"a night before a holiday", `"country":"DK","holidays":"closed","weekly":[{"days":["fri"],"opens":"22:00","closes":"02:00"}]`, "/holidays"},
		{"a night before an exception", `"weekly":[{"days":["fri"],"opens":"22:00","closes":"02:00"}],"exceptions":[{"from":"2026-11-28","closed":true}]`, "/exceptions/0"},
		{"a day without times beside hours", `"weekly":[{"days":["fri"],"opens":"12:00","closes":"14:00"}],"sessions":[{"date":"2026-11-27"}]`, "/sessions/0"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			text, err := osm.Format(parse(t, test.schedule))
			var unsayable *osm.UnsayableError
			if !errors.As(err, &unsayable) || unsayable.Pointer != test.pointer || text != "" {
				t.Errorf("%q, %v", text, err)
			}
		})
	}
}

func TestWhatIsNotUnderstoodIsRefusedWhereItStands(t *testing.T) {
	tests := []struct{ text, near string }{
		{"Mo-Fr 10:00-sunset", "sunset"},
		{"Mo-Fr sunrise-12:00", "sunrise-12:00"},
		{"SH 10:00-12:00", "SH"},
		{"Mo-Fr,PH 10:00-12:00", "PH"},
		{"PH,Mo-Fr 10:00-12:00", "PH"},
		{"Dec 24 off", "24"},
		{"Mo 10:00-12:00; Dec 24 off", "24"},
		{"2026 Feb 30 off", "2026"},
		{"2026 10:00-12:00", "10:00-12:00"},
		{"2026-2027 Mo 10:00-12:00", "-2027"},
		{"easter off", "easter"},
		{"Mo 25:00-26:00", "25:00-26:00"},
		{"Mo 10:00-49:00", "49:00"},
		{"Mo 10:00", ""},
		{"Mo 10:00-12:00 || unknown", "||"},
		{"Mo 10:00-12:00 \"open", "\"open"},
		{"Mo 10:00-12:00 off", "Mo"},
		{"Mo[6] 10:00-12:00", "6]"},
		{"Mo[1] +1 day 10:00-12:00", "+1"},
		{"week 54 Mo 10:00-12:00", "54"},
		{"Mo 10:00-12:00/15", "/15"},
		{"Fr 22:00-02:00; Sa 10:00-12:00", "Sa"},
		{"Fr 22:00-02:00; PH off", "PH"},
		{"Mo 10:00-12:00; PH 14:00-16:00", "PH"},
		{"Mo 10:00-12:00; PH unknown", "PH"},
		{"week 02-52/2 Mo 10:00-12:00; Mo 14:00-16:00", "Mo"},
		{"Mo 10:00-12:00, Mo 11:00-13:00 unknown", "Mo"},
		{"2026 Dec 24 off; Mo 10:00-12:00", "Mo"},
		{"Mo 10:00-12:00; 2026 Dec 24 off, 2026 Dec 24 14:00-15:00", "2026"},
		{"Mo 10:00-12:00; 2026 Dec 24 off; 2026 Dec 20-2026 Dec 28 14:00-15:00", "2026"},
		{"mo 10:00-12:00", "mo"},
		{"Mo 10.00-12.00", "10.00-12.00"},
		{"", ""},
		{";", ";"},
		{"Mo 10:00-12:00,", ""},
		{"Mo-Fr 10:00-12:00 open open", "open"},
		{"Åben", "Åben"},
	}
	for _, test := range tests {
		t.Run(test.text, func(t *testing.T) {
			s, err := osm.Parse(test.text, "Europe/Copenhagen", "DK")
			var syntax *osm.SyntaxError
			if !errors.As(err, &syntax) || syntax.Near != test.near {
				t.Fatalf("%+v, %v, want it to name %q", s, err, test.near)
			}
			if syntax.Near != "" && !strings.HasPrefix(test.text[syntax.Offset:], syntax.Near) {
				t.Errorf("%q does not stand at %d", syntax.Near, syntax.Offset)
			}
		})
	}
}

func TestParse(t *testing.T) {
	tests := []struct{ text, want string }{
		{"Mo-We,Fr 9:00-12:00,13:00-17:00; PH off", `{"zone":"Europe/Copenhagen","country":"DK","weekly":[{"days":["mon","tue","wed","fri"],"opens":"09:00","closes":"12:00"},{"days":["mon","tue","wed","fri"],"opens":"13:00","closes":"17:00"}],"holidays":"closed"}`},
		{"Mo-Fr 10:00-12:00; We off", `{"zone":"Europe/Copenhagen","country":"DK","weekly":[{"days":["mon","tue","thu","fri"],"opens":"10:00","closes":"12:00"}]}`},
		{"Mo-Th 12:00-17:00; PH off; Jul off", ``}, // months after holidays are out of order
		{"Mo-Th 12:00-17:00; Jul off; PH off", `{"zone":"Europe/Copenhagen","country":"DK","series":[{"start":"1970-01-01","opens":"12:00","closes":"17:00","rule":"FREQ=WEEKLY;BYDAY=MO,TU,WE,TH;BYMONTH=1,2,3,4,5,6,8,9,10,11,12"}],"holidays":"closed"}`},
		{"Fr 14:00+", `{"zone":"Europe/Copenhagen","country":"DK","weekly":[{"days":["fri"],"opens":"14:00"}]}`},
		{"Fr 14:00-16:00 \"ring først\"", `{"zone":"Europe/Copenhagen","country":"DK","weekly":[{"days":["fri"],"opens":"14:00","closes":"16:00","doubt":"ring først"}]}`},
		{"Fr-Mo 22:00-26:00", `{"zone":"Europe/Copenhagen","country":"DK","weekly":[{"days":["mon","fri","sat","sun"],"opens":"22:00","closes":"02:00"}]}`},
		{"unknown \"stand 2018\"", `{"zone":"Europe/Copenhagen","country":"DK","doubt":"stand 2018"}`},
		{"off", `{"zone":"Europe/Copenhagen","country":"DK","exceptions":[{"from":"1970-01-01","until":"2199-12-31","closed":true}]}`},
		{"2026 Dec 24 off", `{"zone":"Europe/Copenhagen","country":"DK","exceptions":[{"from":"1970-01-01","until":"2199-12-31","closed":true},{"from":"2026-12-24","closed":true}]}`},
		{"Tu 10:00-12:00; 2026 Dec 24-26 off \"Jul\"", `{"zone":"Europe/Copenhagen","country":"DK","weekly":[{"days":["tue"],"opens":"10:00","closes":"12:00"}],"exceptions":[{"from":"2026-12-24","until":"2026-12-26","closed":true,"reason":"Jul"}]}`},
		{"2026 Nov 25 17:00-19:00 open \"Film\"", `{"zone":"Europe/Copenhagen","country":"DK","sessions":[{"date":"2026-11-25","opens":"17:00","closes":"19:00","note":"Film"}]}`},
	}
	for _, test := range tests {
		t.Run(test.text, func(t *testing.T) {
			s, err := osm.Parse(test.text, "Europe/Copenhagen", "DK")
			if test.want == "" {
				if err == nil {
					t.Error("it was not refused")
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			got, _ := json.Marshal(s)
			if string(got) != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}

// TestThereAndBack formats drawn schedules and reads them again.
func TestThereAndBack(t *testing.T) {
	drawn, said := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		drawn++
		s := draw(t)
		text, err := osm.Format(s)
		if err != nil {
			return
		}
		said++
		same(t, s, text)
	})
	if said < drawn/4 {
		t.Errorf("only %d of %d schedules could be said", said, drawn)
	}
}

func TestEveryCentreComesBack(t *testing.T) {
	said := 0
	for id, s := range centres(t) {
		text, err := osm.Format(s)
		if err != nil {
			t.Logf("%s: %v", id, err)
			continue
		}
		said++
		same(t, s, text)
	}
	t.Logf("%d centres can be said", said)
}

// same checks that a text read again gives the same answers as a schedule.
func same(t fataler, s *schedule.Schedule, text string) {
	raw, _ := json.Marshal(s)
	zone := s.Zone
	if zone == "" {
		zone = "Europe/Copenhagen"
	}
	back, err := osm.Parse(text, zone, s.Country)
	if err != nil {
		t.Fatalf("%v\n%s\n%s", err, text, raw)
	}
	loc := location(t, zone)
	for _, day := range []schedule.Date{from, {Year: 2027, Month: 3, Day: 15}, {Year: 2026, Month: 10, Day: 12}} {
		start, end := day.In(loc), day.AddDays(7*weeks).In(loc)
		if want, got := states(s, loc, start, end), states(back, loc, start, end); !slices.Equal(got, want) {
			t.Fatalf("%s\n%s\ngot  %q\nwant %q", text, raw, got, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, text := range []string{
		"24/7", "Mo-Th 12:00-17:00; Jul off; PH off", `Fr 14:00+, Sa[2,4] 10:00-12:00; 2026 Dec 24 off "Jul"`, "week 02-52/2 Th 17:30-20:30",
		`unknown "x"; 2026 Dec 24 10:00-12:00`, "2026 Jul 06-31 Mo 10:00-12:00, 2026 Jul 07 unknown", "Mo 22:00-26:00, PH Mo 22:00-02:00 unknown", "off",
		"week 02-72/",                        // once went on for ever
		"Mo 10:00-12:00; 2026 Dec 24 14:00+", // once was a panic
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, err := osm.Parse(text, "Europe/Copenhagen", "DK")
		if err != nil {
			var syntax *osm.SyntaxError
			if !errors.As(err, &syntax) || syntax.Offset < 0 || syntax.Offset > len(text) || !strings.HasPrefix(text[syntax.Offset:], syntax.Near) {
				t.Fatalf("%v", err)
			}
			return
		}
		again, err := osm.Format(s)
		if err != nil {
			return // more can be read than is written
		}
		if len(again) > 4000 {
			return // a schedule may have a thousand sessions, and Parse bounds what it reads
		}
		same(t, s, again)
	})
}

func parse(t testing.TB, fields string) *schedule.Schedule {
	t.Helper()
	s := new(schedule.Schedule)
	if fields == "" {
		return s
	}
	if err := json.Unmarshal([]byte(`{"zone":"Europe/Copenhagen",`+fields+"}"), s); err != nil {
		t.Fatal(err)
	}
	if wrong := s.Validate(); len(wrong) > 0 {
		t.Fatal(wrong)
	}
	return s
}
