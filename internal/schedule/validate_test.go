package schedule_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"walkin/internal/schedule"
)

func TestValidatePointsAtWhatIsWrong(t *testing.T) {
	const zone = `"zone":"Europe/Copenhagen"`
	long := strings.Repeat("æ", 501)
	tests := []struct {
		name, schedule string
		want           []string
	}{
		{"nothing is nothing wrong", `{}`, nil},
		{"a zone alone is allowed", `{` + zone + `}`, nil},
		{"hours need a zone", `{"weekly":[{"days":["mon"]}]}`, []string{"/zone"}},
		{"a note needs a zone", `{"note":"x"}`, []string{"/zone"}},
		{"an unknown zone", `{"zone":"Europe/Aarhus"}`, []string{"/zone"}},
		{"the machine's zone", `{"zone":"Local"}`, []string{"/zone"}},
		{"a country without a table", `{` + zone + `,"country":"SE"}`, []string{"/country"}},
		{"an unknown holiday rule", `{` + zone + `,"country":"DK","holidays":"maybe"}`, []string{"/holidays"}},
		{"a holiday rule without a country", `{` + zone + `,"holidays":"closed"}`, []string{"/holidays"}},
		{"texts without end", `{` + zone + `,"doubt":"` + long + `","note":"` + long + `"}`, []string{"/doubt", "/note"}},
		{"weekly hours without a day", `{` + zone + `,"weekly":[{"opens":"10:00"}]}`, []string{"/weekly/0/days"}},
		{"a weekday named twice", `{` + zone + `,"weekly":[{"days":["mon","tue","mon"]}]}`, []string{"/weekly/0/days/2"}},
		{"opening at 24:00", `{` + zone + `,"weekly":[{"days":["mon"],"opens":"24:00","closes":"02:00"}]}`, []string{"/weekly/0/opens"}},
		{"closing at 00:00 of no opening", `{` + zone + `,"weekly":[{"days":["mon"],"closes":"00:00"}]}`, []string{"/weekly/0/closes"}},
		{"ending before it begins", `{` + zone + `,"weekly":[{"days":["mon"],"from":"2026-02-01","until":"2026-01-01"}]}`, []string{"/weekly/0/until"}},
		{"dates out of all reason", `{` + zone + `,"weekly":[{"days":["mon"],"from":"0026-02-01","until":"3026-01-01"}]}`, []string{"/weekly/0/from", "/weekly/0/until"}},
		{"a series without a start", `{` + zone + `,"series":[{"rule":"FREQ=DAILY","opens":"24:00"}]}`, []string{"/series/0/start", "/series/0/opens"}},
		{"a series without a rule", `{` + zone + `,"series":[{"start":"2026-01-01"}]}`, []string{"/series/0/rule"}},
		{"a series left out before its time", `{` + zone + `,"series":[{"start":"2026-01-01","rule":"FREQ=DAILY","except":["2026-01-01","1026-01-01"]}]}`, []string{"/series/0/except/1"}},
		{"a session without a date", `{` + zone + `,"sessions":[{"opens":"24:00","title":"` + long + `"}]}`, []string{"/sessions/0/date", "/sessions/0/opens", "/sessions/0/title"}},
		{"closed, with hours", `{` + zone + `,"exceptions":[{"from":"2026-01-01","closed":true,"hours":[{"opens":"10:00","closes":"11:00"}]}]}`, []string{"/exceptions/0/hours"}},
		{"neither closed nor changed", `{` + zone + `,"exceptions":[{"from":"2026-01-01"}]}`, []string{"/exceptions/0/hours"}},
		{"an exception that ends before it begins", `{` + zone + `,"exceptions":[{"from":"2026-01-02","until":"2026-01-01","closed":true}]}`, []string{"/exceptions/0/until"}},
		{"changed hours from 24:00", `{` + zone + `,"exceptions":[{"from":"2026-01-02","hours":[{"opens":"24:00","closes":"02:00"}]}]}`, []string{"/exceptions/0/hours/0/opens"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var s schedule.Schedule
			if err := json.Unmarshal([]byte(test.schedule), &s); err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, wrong := range s.Validate() {
				got = append(got, wrong.Pointer)
				if !strings.HasSuffix(wrong.Detail, ".") {
					t.Errorf("%q is not a sentence", wrong.Detail)
				}
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("got %v, want %v", got, test.want)
			}
		})
	}
	if wrong := (*schedule.Schedule)(nil).Validate(); wrong != nil {
		t.Errorf("a nil schedule: %v", wrong)
	}
}

func TestValidateLimitsNumbers(t *testing.T) {
	s := &schedule.Schedule{
		Zone:       "Europe/Copenhagen",
		Weekly:     slices.Repeat(schedule.Always("").Weekly, 101),
		Series:     slices.Repeat([]schedule.Series{{Start: date(t, "2026-01-01"), Rule: "FREQ=DAILY"}}, 51),
		Sessions:   slices.Repeat([]schedule.Session{{Date: date(t, "2026-01-01")}}, 1001),
		Exceptions: slices.Repeat([]schedule.Exception{{From: date(t, "2026-01-01"), Closed: true}}, 401),
	}
	var got []string
	for _, wrong := range s.Validate() {
		got = append(got, wrong.Pointer)
	}
	if want := []string{"/weekly", "/series", "/sessions", "/exceptions"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestJSONForm(t *testing.T) {
	const form = `{"zone":"Europe/Copenhagen","country":"DK",` +
		`"weekly":[{"days":["mon","sun"],"opens":"00:00","closes":"24:00","from":"2026-01-01","until":"2026-06-30","doubt":"d","note":"n"},{"days":["tue"]}],` +
		`"series":[{"start":"2026-01-07","opens":"15:00","closes":"17:00","rule":"FREQ=WEEKLY;INTERVAL=2","except":["2026-02-04"],"doubt":"d","note":"n"}],` +
		`"sessions":[{"date":"2028-02-29","opens":"19:00","title":"t","note":"n","cancelled":true}],` +
		`"exceptions":[{"from":"2026-12-24","until":"2027-01-01","closed":true,"reason":"r"},{"from":"2026-07-01","hours":[{"opens":"22:00","closes":"02:00"}]}],` +
		`"holidays":"closed","doubt":"d","note":"n"}`
	var s schedule.Schedule
	if err := json.Unmarshal([]byte(form), &s); err != nil {
		t.Fatal(err)
	}
	if wrong := s.Validate(); len(wrong) > 0 {
		t.Fatal(wrong)
	}
	got, err := json.Marshal(s)
	if err != nil || string(got) != form {
		t.Errorf("got %s, %v\nwant %s", got, err, form)
	}
	if empty, err := json.Marshal(schedule.Schedule{}); err != nil || string(empty) != "{}" {
		t.Errorf("the empty schedule is written as %s, %v", empty, err)
	}
}

func TestJSONRoundTrip(t *testing.T) {
	w := newWalk(t, "Europe/Brussels", "2026-10-25")
	rapid.Check(t, func(t *rapid.T) { roundTrip(t, drawSchedule(t, w)) })
}

// roundTrip writes a schedule, reads it and writes it again.
func roundTrip(t fataler, s *schedule.Schedule) {
	t.Helper()
	once, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	var again schedule.Schedule
	if err := json.Unmarshal(once, &again); err != nil {
		t.Fatal(string(once), err)
	}
	if twice, err := json.Marshal(again); err != nil || string(twice) != string(once) {
		t.Fatal(string(once), string(twice), err)
	}
}

func FuzzScheduleJSON(f *testing.F) {
	f.Add([]byte(`{"zone":"Europe/Copenhagen","country":"DK","weekly":[{"days":["mon"],"opens":"21:00","closes":"07:00"}]}`))
	f.Add([]byte(`{"zone":"Europe/Brussels","series":[{"start":"2026-01-01","rule":"FREQ=MONTHLY;BYDAY=-1FR","opens":"02:30"}]}`))
	f.Add([]byte(`{"zone":"Europe/Amsterdam","exceptions":[{"from":"1970-01-01","until":"2199-12-31","closed":true}]}`))
	f.Add([]byte(`{"weekly":[{"days":["mon"],"opens":"24:00"}],"series":[{"rule":""}],"sessions":[{}],"exceptions":[{}]}`))
	from := time.Date(2026, 3, 20, 11, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, text []byte) {
		var s schedule.Schedule
		if json.Unmarshal(text, &s) != nil {
			return
		}
		// Sound or not, evaluating it ends, and in order.
		end := from
		for _, span := range s.Spans(from, from.Add(schedule.Horizon)) {
			if span.From.Before(end) || !span.From.Before(span.To) || span.State == schedule.Closed {
				t.Fatalf("%s: %v after %v", text, span, end)
			}
			end = span.To
		}
		s.Occurrences(from, from.Add(schedule.Horizon))
		state := s.At(from).State
		if len(s.Validate()) > 0 {
			return
		}
		roundTrip(t, &s)
		if !slices.Contains([]schedule.State{schedule.Open, schedule.Closed, schedule.Unknown}, state) {
			t.Fatalf("%s: %q", text, state)
		}
	})
}
