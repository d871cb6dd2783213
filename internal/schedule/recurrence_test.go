package schedule_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"walkin/internal/schedule"
)

// groups writes recurrences as "part index rule: start dates -dropped".
func groups(recurrences []schedule.Recurrence) string {
	var b strings.Builder
	for _, r := range recurrences {
		words := []string{string(r.Part), r.Rule + ":"}
		for _, o := range r.Occurrences {
			word := o.Start.Format("01-02")
			if o.Cancelled {
				word += "x"
			}
			words = append(words, word)
		}
		for _, d := range r.Dropped {
			words = append(words, "-"+d.String()[5:])
		}
		b.WriteString(strings.Join(words, " ") + "\n")
	}
	return b.String()
}

func TestRecurrences(t *testing.T) {
	tests := []struct{ name, schedule, from, to, want string }{
		{
			"weekly hours are a rule that begins on any of its days",
			`"weekly":[{"days":["sun","mon"],"opens":"12:00","closes":"15:00"}]`, "2026-11-24", "2026-12-01",
			"weekly FREQ=WEEKLY;BYDAY=MO,SU:  11-29 11-30\n",
		},
		{
			"changed hours drop the rule's date and stand for themselves; a closed day stays, cancelled",
			`"weekly":[{"days":["mon"],"opens":"12:00","closes":"15:00"}],
			 "exceptions":[{"from":"2026-11-30","hours":[{"opens":"10:00","closes":"11:00"}]},{"from":"2026-12-07","closed":true}]`,
			"2026-11-23", "2026-12-07",
			"exception : 11-30\nweekly FREQ=WEEKLY;BYDAY=MO: 11-23 12-07x -11-30\n",
		},
		{
			"bounds of a series are left out of its rule, and its own exceptions are dropped",
			`"series":[{"start":"2026-11-02","opens":"12:00","rule":"FREQ=WEEKLY;COUNT=5;INTERVAL=2","except":["2026-11-30","2026-12-01"]}]`,
			"2026-11-10", "2027-02-01",
			"series FREQ=WEEKLY;INTERVAL=2: 11-16 12-14 12-28 -11-30\n",
		},
		{
			"a rule that does not happen on these days is left out",
			`"sessions":[{"date":"2026-11-02"},{"date":"2026-12-02"}]`, "2026-11-10", "2026-12-10",
			"session : 12-02\n",
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := groups(parse(t, test.schedule).Recurrences(date(t, test.from), date(t, test.to)))
			if want := strings.ReplaceAll(test.want, ":  ", ": "); got != want {
				t.Errorf("got\n%swant\n%s", got, want)
			}
		})
	}
}

// Recurrences are the occurrences in groups, on ordinary days and on nights on
// which clocks change.
func TestRecurrencesAreTheOccurrences(t *testing.T) {
	for _, centre := range []string{"2026-10-25", "2027-03-28", "2026-12-25"} {
		w := newWalk(t, "Europe/Copenhagen", centre)
		rapid.Check(t, func(t *rapid.T) {
			s := drawSchedule(t, w)
			first, last := w.dates[0], w.dates[len(w.dates)-1]
			var want []schedule.Occurrence
			for _, o := range s.Occurrences(first.In(w.loc), last.AddDays(1).In(w.loc)) {
				if !o.Start.Before(first.In(w.loc)) {
					want = append(want, o)
				}
			}
			var got []schedule.Occurrence
			for _, r := range s.Recurrences(first, last) {
				got = append(got, r.Occurrences...)
			}
			slices.SortStableFunc(got, func(a, b schedule.Occurrence) int {
				if c := a.Start.Compare(b.Start); c != 0 {
					return c
				}
				return a.End.Compare(b.End)
			})
			if list(got) != list(want) {
				t.Fatalf("got\n%swant\n%s", list(got), list(want))
			}
		})
	}
}
