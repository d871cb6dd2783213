package schedule_test

import (
	"strings"
	"testing"
	"time"

	"walkin/internal/schedule"
)

// list writes occurrences as lines of "start - end state flags title (reason) [note]".
func list(occurrences []schedule.Occurrence) string {
	var b strings.Builder
	for _, o := range occurrences {
		words := []string{o.Start.Format(stamp), "-", o.End.Format(stamp), string(o.State)}
		for _, flag := range []struct {
			set  bool
			name string
		}{
			{o.Cancelled, "cancelled"}, {o.AllDay(), "all-day"},
			{!o.StartKnown && o.EndKnown, "start-unknown"}, {o.StartKnown && !o.EndKnown, "end-unknown"},
		} {
			if flag.set {
				words = append(words, flag.name)
			}
		}
		if o.Title != "" {
			words = append(words, o.Title)
		}
		if o.Reason != "" {
			words = append(words, "("+o.Reason+")")
		}
		if o.Note != "" {
			words = append(words, "["+o.Note+"]")
		}
		b.WriteString(strings.Join(words, " ") + "\n")
	}
	return b.String()
}

func TestOccurrences(t *testing.T) {
	tests := []struct {
		name, schedule, from, to string
		want                     string
	}{
		{
			"occurrences that overlap stay apart, whole, by start",
			`"weekly":[{"days":["wed"],"opens":"12:00","closes":"15:00","note":"b"},{"days":["wed"],"opens":"10:00","closes":"13:00","note":"a"}]`,
			"2026-11-25 11:00", "2026-11-25 12:30",
			"2026-11-25 10:00 - 2026-11-25 13:00 open [a]\n2026-11-25 12:00 - 2026-11-25 15:00 open [b]\n",
		},
		{
			"what ends as the window begins, or begins as it ends, is outside",
			`"weekly":[{"days":["wed"],"opens":"10:00","closes":"11:00"},{"days":["wed"],"opens":"12:00","closes":"13:00"}]`,
			"2026-11-25 11:00", "2026-11-25 12:00",
			"",
		},
		{
			"a cancelled session is marked and keeps its title",
			`"sessions":[{"date":"2026-11-24","opens":"19:00","closes":"21:00","title":"Filmaften","cancelled":true},{"date":"2026-11-26","title":"Udflugt"},{"date":"2026-11-27","opens":"19:00"},{"date":"2026-11-28","closes":"12:00"}]`,
			"2026-11-23 00:00", "2026-11-30 00:00",
			"2026-11-24 19:00 - 2026-11-24 21:00 closed cancelled Filmaften\n" +
				"2026-11-26 00:00 - 2026-11-27 00:00 unknown all-day Udflugt\n" +
				"2026-11-27 19:00 - 2026-11-28 00:00 unknown end-unknown\n" +
				"2026-11-28 00:00 - 2026-11-28 12:00 unknown start-unknown\n",
		},
		{
			"a closed day cancels its occurrences and says why",
			`"series":[{"start":"2026-11-24","opens":"15:00","closes":"17:00","rule":"FREQ=DAILY;COUNT=3","except":["2026-11-26"]}],"exceptions":[{"from":"2026-11-25","closed":true,"reason":"Sygdom"}]`,
			"2026-11-23 00:00", "2026-11-30 00:00",
			"2026-11-24 15:00 - 2026-11-24 17:00 open\n2026-11-25 15:00 - 2026-11-25 17:00 closed cancelled (Sygdom)\n",
		},
		{
			"changed hours stand instead",
			`"weekly":[{"days":["wed"],"opens":"10:00","closes":"12:00"}],"exceptions":[{"from":"2026-11-25","hours":[{"opens":"16:00","closes":"18:00"}],"reason":"Flyttet"}]`,
			"2026-11-23 00:00", "2026-11-30 00:00",
			"2026-11-25 16:00 - 2026-11-25 18:00 open (Flyttet)\n",
		},
		{
			"a holiday cancels or casts doubt, as the schedule says",
			`"country":"NL","holidays":"closed","weekly":[{"days":["fri"],"opens":"10:00","closes":"12:00"}]`,
			"2026-12-25 00:00", "2026-12-26 00:00",
			"2026-12-25 10:00 - 2026-12-25 12:00 closed cancelled (Eerste Kerstdag)\n",
		},
		{
			"a holiday of which nothing is said casts doubt",
			`"country":"BE","weekly":[{"days":["fri"],"opens":"10:00","closes":"12:00"}]`,
			"2026-12-25 00:00", "2026-12-26 00:00",
			"2026-12-25 10:00 - 2026-12-25 12:00 unknown (Kerstmis)\n",
		},
		{
			"doubt about the schedule is doubt about each occurrence",
			`"doubt":"stand 2012","weekly":[{"days":["wed"],"opens":"10:00","closes":"12:00"}]`,
			"2026-11-23 00:00", "2026-11-30 00:00",
			"2026-11-25 10:00 - 2026-11-25 12:00 unknown (stand 2012)\n",
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := list(parse(t, test.schedule).Occurrences(instant(t, test.from), instant(t, test.to)))
			if got != test.want {
				t.Errorf("got\n%swant\n%s", got, test.want)
			}
		})
	}
}

func TestOccurrencesOnBothDSTNights(t *testing.T) {
	s := parse(t, `"series":[{"start":"2026-01-04","opens":"02:30","closes":"04:00","rule":"FREQ=WEEKLY;BYDAY=SU"}]`)
	for day, want := range map[string]string{
		"2026-03-22": "2026-03-22T02:30:00+01:00",
		"2026-03-29": "2026-03-29T03:30:00+02:00",
		"2026-10-25": "2026-10-25T02:30:00+02:00",
		"2026-11-01": "2026-11-01T02:30:00+01:00",
	} {
		from := date(t, day).In(location(t, "Europe/Copenhagen"))
		got := s.Occurrences(from, from.Add(12*time.Hour))
		if len(got) != 1 || got[0].Start.Format(time.RFC3339) != want {
			t.Errorf("%s: %v, want %s", day, list(got), want)
		}
	}
}
