package osm_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"walkin/internal/feed/osm"
	"walkin/internal/schedule"
)

// validators is the folder of other people's readers.
const validators = "../../../.ci/validators/"

// A question to opening_hours.js: what a text means in some weeks. The times
// are those of clocks in the zone.
type question struct {
	Name    string `json:"name"`
	Text    string `json:"text"`
	Country string `json:"country"`
	From    string `json:"from"`
	To      string `json:"to"`

	zone     string
	schedule *schedule.Schedule
}

type answer struct {
	Name  string   `json:"name"`
	Error string   `json:"error"`
	Spans []string `json:"spans"`
}

// ask lets opening_hours.js answer questions, by name.
func ask(t *testing.T, questions []question) map[string]answer {
	t.Helper()
	if _, err := os.Stat(validators + "node_modules/opening_hours"); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("opening_hours.js is not installed: npm ci --prefix .ci/validators")
		}
		t.Skip("opening_hours.js is not installed, so no second evaluator reads the texts: npm ci --prefix .ci/validators")
	}
	in := make(map[string]*bytes.Buffer) // by zone
	for _, q := range questions {
		if in[q.zone] == nil {
			in[q.zone] = new(bytes.Buffer)
		}
		line, _ := json.Marshal(q)
		in[q.zone].Write(append(line, '\n'))
	}
	found := make(map[string]answer, len(questions))
	for zone, lines := range in {
		node := exec.Command("node", validators+"expand-hours.cjs")
		node.Env = append(os.Environ(), "TZ="+zone)
		node.Stdin, node.Stderr = lines, os.Stderr
		out, err := node.Output()
		if err != nil {
			t.Fatalf("node: %v", err)
		}
		for scanner := bufio.NewScanner(bytes.NewReader(out)); scanner.Scan(); {
			var a answer
			if err := json.Unmarshal(scanner.Bytes(), &a); err != nil {
				t.Fatal(err)
			}
			found[a.Name] = a
		}
	}
	if len(found) != len(questions) {
		t.Fatalf("opening_hours.js answered %d questions of %d", len(found), len(questions))
	}
	return found
}

// Days on which public holidays of opening_hours.js and of package schedule
// differ bear no comparison; everything else does.
func holidaysAgree(t *testing.T, country string, days int) map[schedule.Date]bool {
	t.Helper()
	loc := location(t, zones[country])
	last := from.AddDays(days)
	theirs := ask(t, []question{{
		Name: "holidays", Text: "PH", Country: country, zone: zones[country],
		From: from.AddDays(-1).String() + "T00:00", To: last.AddDays(1).String() + "T00:00",
	}})["holidays"]
	if theirs.Error != "" {
		t.Fatal(theirs.Error)
	}
	agree := make(map[schedule.Date]bool)
	for d := from.AddDays(-1); !d.After(last); d = d.AddDays(1) {
		_, ours := schedule.HolidayOn(country, d)
		noon := d.In(loc).Add(12 * time.Hour).Format("2006-01-02 15:04")
		inside := slices.ContainsFunc(theirs.Spans, func(s string) bool { return s[:16] <= noon && noon < s[19:35] })
		agree[d] = ours == inside
	}
	return agree
}

var zones = map[string]string{"DK": "Europe/Copenhagen", "NL": "Europe/Amsterdam", "BE": "Europe/Brussels"}

// compare holds the answers against the schedules, day by day, and gives how
// many days there were.
func compare(t *testing.T, questions []question) (compared int) {
	t.Helper()
	agree := make(map[string]map[schedule.Date]bool)
	for country := range zones {
		agree[country] = holidaysAgree(t, country, 7*weeks)
	}
	answers := ask(t, questions)
	for _, q := range questions {
		a := answers[q.Name]
		if a.Error != "" {
			t.Fatalf("%s: opening_hours.js says %s", q.Text, a.Error)
		}
		loc := location(t, q.zone)
		for d := from; d.Before(from.AddDays(7 * weeks)); d = d.AddDays(1) {
			known := agree[q.schedule.Country]
			// The night of the day before is told on this day.
			if known != nil && (!known[d] || !known[d.AddDays(-1)]) {
				continue
			}
			compared++
			start, end := d.In(loc), d.AddDays(1).In(loc)
			want := states(q.schedule, loc, start, end)
			got := cut(a.Spans, start.Format("2006-01-02 15:04"), end.Format("2006-01-02 15:04"))
			if !slices.Equal(got, want) {
				raw, _ := json.Marshal(q.schedule)
				t.Fatalf("%s on %s:\n%s\n%s\nopening_hours.js %q\nschedule         %q", q.Name, d, q.Text, raw, got, want)
			}
		}
	}
	return compared
}

// cut gives the parts of spans within a day.
func cut(spans []string, from, to string) []string {
	var list []string
	for _, s := range spans {
		start, end, state := max(s[:16], from), min(s[19:35], to), s[36:]
		if start < end {
			list = append(list, start+" - "+end+" "+state)
		}
	}
	return list
}

func questionOf(name, text string, s *schedule.Schedule) question {
	zone := s.Zone
	if zone == "" {
		zone = "Europe/Copenhagen"
	}
	return question{
		Name: name, Text: text, Country: s.Country, zone: zone, schedule: s,
		From: from.AddDays(-2).String() + "T00:00", To: from.AddDays(7*weeks+1).String() + "T00:00",
	}
}

func TestASecondEvaluatorReadsEveryCentreAlike(t *testing.T) {
	var questions []question
	for id, s := range centres(t) {
		text, err := osm.Format(s)
		if err != nil {
			t.Logf("%s: %v", id, err)
			continue
		}
		questions = append(questions, questionOf(id, text, s))
	}
	t.Logf("%d centres, %d days", len(questions), compare(t, questions))
	if len(questions) < 290 {
		t.Error("too few centres can be said")
	}
}

func TestASecondEvaluatorReadsDrawnSchedulesAlike(t *testing.T) {
	const wanted = 2000
	var questions []question
	drawn, refused := rapid.Custom(draw), 0
	for seed := 0; len(questions) < wanted; seed++ {
		s := drawn.Example(seed)
		if wrong := s.Validate(); len(wrong) > 0 {
			t.Fatalf("the drawn schedule is not sound: %v", wrong)
		}
		text, err := osm.Format(s)
		if err != nil {
			refused++
			continue
		}
		questions = append(questions, questionOf(fmt.Sprint("drawn ", seed), text, s))
	}
	t.Logf("%d schedules, %d days; %d more could not be said", len(questions), compare(t, questions), refused)
}

// TestASecondEvaluatorReadsTextsAlike is the way in: what people write.
func TestASecondEvaluatorReadsTextsAlike(t *testing.T) {
	var questions []question
	for _, text := range []string{
		"Mo-Fr 10:00-12:00,13:00-17:00; PH off", "Mo-Su 10:00-18:00; We off; PH off", "Mo-Fr 9:00-17:00; Dec off; PH off", "Mo-Fr 10:00-12:00; Dec-Jan Mo,We 14:00-15:00; PH off",
		"24/7; PH off", "Fr-Su 22:00-26:00, PH Fr-Su 22:00-26:00 unknown", "Sa[2,4],Su[-1] 10:00-12:00; PH off", "week 50-52 Mo-Fr 10:00-12:00; PH off",
		"Mo-Fr 10:00-12:00; Sa 11:00-12:00; PH off; 2026 Dec 21-2027 Jan 03 off \"ferie\"; 2026 Dec 30 12:00-14:00 open \"nisser\"",
		"Tu 14:00+; PH off", "Mo 10:00-12:00 \"ring\"; PH off", "10:00-12:00; PH off", "Mo-We; PH off", "2026 Dec 14-2026 Dec 20 10:00-12:00; PH off", "2026 Dec 14-18 Mo-We 10:00-12:00; PH off",
		"Mo unknown, Mo 10:00-12:00; PH off, 2026 Dec 25 10:00-11:00 open \"x\"", "off", "unknown", "2026 Dec 15+ Tu 10:00-12:00",
	} {
		s, err := osm.Parse(text, "Europe/Copenhagen", "DK")
		if err != nil {
			t.Errorf("%v", err)
			continue
		}
		// What does not speak of holidays is unknown to a schedule and open to
		// opening_hours.js; see the package.
		if s.Holidays == schedule.HolidaysUnknown && len(s.Weekly) > 0 && text[:5] != "Fr-Su" {
			s.Holidays = schedule.HolidaysOpen
		}
		if text == "2026 Dec 15+ Tu 10:00-12:00" {
			text = "2026 Dec 15-2199 Dec 31 Tu 10:00-12:00" // the specification has the plus, opening_hours.js has not
		}
		questions = append(questions, questionOf(text, text, s))
	}
	t.Logf("%d texts, %d days", len(questions), compare(t, questions))
}
