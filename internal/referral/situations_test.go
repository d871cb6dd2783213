package referral_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"walkin/internal/directory"
	"walkin/internal/referral"
	"walkin/internal/schedule"
)

// situation is a need as a social worker would put it, with the places that
// must and must not come. It was judged by hand from the catalogue.
type situation struct {
	Words     string
	From      string
	Near      string
	Country   string
	Radius    float64
	Age       *int
	Topics    []string
	Languages []string
	Access    []string
	Promises  []directory.Promise
	When      []string // "thu 17-21", the next from the day of asking
	// First are the ids of which one is among the first three; where the case
	// is plain, one is the very first.
	First    []string
	Plain    bool
	Never    []string // not there at all: wrong age, a broken promise, closed, too far
	NotFirst []string
	Relaxed  []string                  // what must be dropped, and nothing else, where it says so
	Crisis   []directory.HelplineGroup // who must be called first
}

func situations(tb testing.TB) []situation {
	tb.Helper()
	f, err := os.Open("testdata/situations.jsonl")
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	var all []situation
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		var s situation
		if err := json.Unmarshal(lines.Bytes(), &s); err != nil {
			tb.Fatalf("%s: %v", lines.Bytes(), err)
		}
		all = append(all, s)
	}
	if err := lines.Err(); err != nil || len(all) < 40 {
		tb.Fatalf("%d situations were read, 40 are the least (%v)", len(all), err)
	}
	return all
}

func (s situation) need(tb testing.TB) referral.Need {
	tb.Helper()
	country := s.Country
	if country == "" {
		country = strings.ToUpper(s.From[:2])
	}
	n := referral.Need{
		From: s.From, Near: town(tb, s.Near, country), RadiusKM: s.Radius, Age: s.Age, Topics: s.Topics,
		Languages: s.Languages, AccessNeeds: s.Access, Promises: s.Promises, Country: s.Country, Limit: referral.MaxLimit,
	}
	for _, when := range s.When {
		n.When = append(n.When, window(tb, when))
	}
	return n
}

// window reads "thu 17-21", the first such from monday on.
func window(tb testing.TB, words string) referral.Window {
	tb.Helper()
	var name string
	var from, to int
	if _, err := fmt.Sscanf(words, "%s %d-%d", &name, &from, &to); err != nil {
		tb.Fatalf("%q: %v", words, err)
	}
	day, err := schedule.ParseDay(name)
	if err != nil {
		tb.Fatal(err)
	}
	zone, err := schedule.Location("Europe/Copenhagen")
	if err != nil {
		tb.Fatal(err)
	}
	date := schedule.DateIn(monday, zone)
	for date.Weekday() != day {
		date = date.AddDays(1)
	}
	return referral.Window{From: date.At(schedule.Clock(from*60), zone), To: date.At(schedule.Clock(to*60), zone)}
}

func TestSituationsAsASocialWorkerPutsThem(t *testing.T) {
	_, d := builtin(t)
	for _, s := range situations(t) {
		t.Run(s.Words, func(t *testing.T) {
			n := s.need(t)
			if err := n.Validate(d); err != nil {
				t.Fatal(err)
			}
			answer := d.Match(n, monday)
			var ids []string
			for _, m := range answer.Matches {
				ids = append(ids, m.Key.ID)
			}
			wrong := func(format string, args ...any) {
				t.Helper()
				t.Errorf("%s\n%s", fmt.Sprintf(format, args...), describe(answer))
			}
			leading := 3
			if s.Plain {
				leading = 1
			}
			first := ids[:min(leading, len(ids))]
			if len(s.First) > 0 && !slices.ContainsFunc(s.First, func(id string) bool { return slices.Contains(first, id) }) {
				wrong("none of %v is among the first %d", s.First, leading)
			}
			for _, id := range append(s.Never, s.From) {
				if slices.Contains(ids, id) {
					wrong("%s must not be there", id)
				}
			}
			if len(ids) > 0 && slices.Contains(s.NotFirst, ids[0]) {
				wrong("%s must not be first", ids[0])
			}
			if !slices.Equal(answer.Crisis, s.Crisis) {
				wrong("to be called first: %v, want %v", answer.Crisis, s.Crisis)
			}
			var dropped []string
			for _, r := range answer.Relaxed {
				dropped = append(dropped, r.Dropped)
			}
			if (s.Plain || len(s.Relaxed) > 0) && !slices.Equal(dropped, s.Relaxed) {
				wrong("dropped %v, want %v", dropped, s.Relaxed)
			}
		})
	}
}

// describe writes an answer as a page of plain text, for failing tests.
func describe(a referral.Answer) string {
	var b strings.Builder
	part := func(title string, matches []referral.Match) {
		for i, m := range matches[:min(6, len(matches))] {
			fmt.Fprintf(&b, "%s %d. %s %s for%s against%s unknown%s\n", title, i+1, m.Kind, m.Key.ID, codes(m.For), codes(m.Against), codes(m.Unknown))
		}
	}
	fmt.Fprintf(&b, "%d matches, relaxed %v\n", a.Total, a.Relaxed)
	part("", a.Matches)
	part("line", a.Lines)
	part("own", a.Own)
	return b.String()
}

func codes(reasons []referral.Reason) string {
	var b strings.Builder
	for _, r := range reasons {
		fmt.Fprintf(&b, " %s", r.Code)
		if r.Value != "" {
			fmt.Fprintf(&b, "{%s}", r.Value)
		}
		if r.At != nil {
			fmt.Fprintf(&b, "{%s}", r.At.Format(time.RFC3339))
		}
	}
	return b.String()
}
