package search_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"walkin/internal/directory"
	"walkin/internal/search"
)

// script is one paragraph of testdata/scripts: a sentence, a query and what it
// must be answered with (testdata/README.md).
type script struct {
	at       string // file and line
	sentence string
	query    directory.Query
	near     string
	expected []expectation
}

// expectation is one line below a query: "topics: loneliness", or "" for a
// line that is a result.
type expectation struct{ kind, value string }

// among is how many results "among" and "not" look at.
const among = 5

// TestScripts runs the scripts that editors of a directory write.
func TestScripts(t *testing.T) {
	x := open(t, "", builtin(t))
	files, err := filepath.Glob("testdata/scripts/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("there are no scripts: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			for _, s := range readScripts(t, file) {
				t.Run(s.sentence, func(t *testing.T) {
					for _, wrong := range s.run(t, x) {
						t.Errorf("%s: %q: %s", s.at, s.query.Text, wrong)
					}
				})
			}
		})
	}
}

// run gives what is not as expected. Results are counted from the first line
// that is one.
func (s *script) run(t *testing.T, x *search.Index) (wrong []string) {
	q := s.query
	if s.near != "" {
		q.Near = near(t, s.near, q.Home)
	}
	answer := ask(t, x, q)
	place := 0
	for _, e := range s.expected {
		var got string
		ok := true
		switch e.kind {
		case "":
			got, ok = "nothing", false
			if place < len(answer.Results) {
				r := answer.Results[place]
				got, ok = name(r), is(r, e.value)
			}
			place++
			e.kind = "result " + strconv.Itoa(place)
		case "among":
			got = names(answer.Results)
			ok = slices.ContainsFunc(first(answer.Results), func(r directory.Result) bool { return is(r, e.value) })
		case "not":
			got = names(answer.Results)
			ok = !slices.ContainsFunc(first(answer.Results), func(r directory.Result) bool { return is(r, e.value) })
		case "topics":
			got = strings.Join(answer.Understood.Topics, ", ")
			ok = includes(answer.Understood.Topics, e.value)
		case "place":
			if answer.Understood.Place != nil {
				got = answer.Understood.Place.Name
			}
			ok = got == e.value || e.value == "none" && got == ""
		case "corrected":
			got = answer.Understood.Corrected
			ok = got == e.value || e.value == "none" && got == ""
		case "dropped":
			var dropped []string
			for _, r := range answer.Relaxed {
				dropped = append(dropped, r.Dropped)
			}
			got = strings.Join(dropped, ", ")
			ok = got == e.value || e.value == "nothing" && got == ""
		case "why":
			var reasons []string
			if len(answer.Results) > 0 {
				for _, r := range answer.Results[0].Matched {
					reasons = append(reasons, r.Code+" "+r.Value, r.Code)
				}
			}
			got, ok = strings.Join(reasons, ", "), slices.Contains(reasons, e.value)
		case "crisis":
			topics := crisisTopics(x, q.Text, q.Lang)
			got, ok = strings.Join(topics, ", "), includes(topics, e.value)
		case "suggest", "never suggest":
			labels := suggested(t, x, q)
			got, ok = strings.Join(labels, ", "), slices.Contains(labels, e.value) == (e.kind == "suggest")
		}
		if !ok {
			wrong = append(wrong, fmt.Sprintf("want %s %s, got %s", e.kind, e.value, got))
		}
	}
	return wrong
}

// includes says whether a list has all that are named, with commas between;
// "none" are none.
func includes(list []string, named string) bool {
	if named == "none" {
		return len(list) == 0
	}
	for _, id := range strings.Split(named, ",") {
		if !slices.Contains(list, strings.TrimSpace(id)) {
			return false
		}
	}
	return true
}

func first(results []directory.Result) []directory.Result { return results[:min(among, len(results))] }

// is says whether a result is the one meant: by its key, its name, or the
// beginning of either before a *.
func is(r directory.Result, meant string) bool {
	head, many := strings.CutSuffix(meant, "*")
	key := r.Entry.Key()
	for _, known := range []string{key.String(), key.ID, r.Title} {
		if known == meant || many && strings.HasPrefix(known, head) {
			return true
		}
	}
	return false
}

func name(r directory.Result) string { return r.Title + " (" + r.Entry.Key().String() + ")" }

func names(results []directory.Result) string {
	var list []string
	for _, r := range first(results) {
		list = append(list, name(r))
	}
	return strings.Join(list, ", ")
}

func suggested(t *testing.T, x *search.Index, q directory.Query) (labels []string) {
	t.Helper()
	list, err := x.Suggest(context.Background(), directory.SuggestQuery{Text: q.Text, Lang: q.Lang, Country: q.Home, Limit: 8})
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range list {
		labels = append(labels, s.Label)
	}
	return labels
}

// expectations are the words that may stand before a colon below a query.
var expectations = []string{"among", "not", "topics", "place", "corrected", "dropped", "why", "crisis", "suggest", "never suggest"}

// readScripts reads the paragraphs of a file. Lines that begin with # are
// remarks.
func readScripts(t *testing.T, file string) (scripts []script) {
	t.Helper()
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var current *script
	for i, line := range strings.Split(string(content), "\n") {
		at := fmt.Sprintf("%s:%d", file, i+1)
		line = strings.TrimSpace(line)
		switch {
		case strings.HasPrefix(line, "#"):
		case line == "":
			current = nil
		case current == nil:
			scripts = append(scripts, script{at: at, sentence: line})
			current = &scripts[len(scripts)-1]
		case current.query.Lang == "":
			if err := current.ask(line); err != nil {
				t.Fatalf("%s: %v", at, err)
			}
		default:
			kind, value, ok := strings.Cut(line, ": ")
			if !ok || !slices.Contains(expectations, kind) {
				kind, value = "", line
			}
			current.expected = append(current.expected, expectation{kind, strings.TrimSpace(value)})
		}
	}
	for _, s := range scripts {
		if s.query.Lang == "" || len(s.expected) == 0 {
			t.Fatalf("%s: a paragraph is a sentence, a query and what is expected", s.at)
		}
	}
	return scripts
}

// ask reads a query: "da: ensom | near Odense | age 17".
func (s *script) ask(line string) error {
	lang, rest, ok := strings.Cut(line, ":")
	if !ok || !slices.Contains(judgedLangs, lang) {
		return fmt.Errorf("a query begins with its language, as in \"da: ensom\"")
	}
	parts := strings.Split(rest, "|")
	s.query = directory.Query{Text: strings.TrimSpace(parts[0]), Lang: lang, Now: wednesday}
	s.query.Home = (&judged{Lang: lang}).home()
	for _, part := range parts[1:] {
		word, value, _ := strings.Cut(strings.TrimSpace(part), " ")
		var err error
		switch word {
		case "near":
			s.near = value
		case "country":
			s.query.Home = value
		case "age":
			var age int
			age, err = strconv.Atoi(value)
			s.query.Age = &age
		case "within":
			s.query.RadiusKM, err = strconv.ParseFloat(strings.TrimSuffix(value, " km"), 64)
		case "open":
			s.query.Now, err = time.ParseInLocation("now at 2006-01-02 15:04", value, copenhagen())
			s.query.OpenAt = &s.query.Now
		case "at":
			s.query.Now, err = time.ParseInLocation("2006-01-02 15:04", value, copenhagen())
		default:
			err = fmt.Errorf("%q is not known", part)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// copenhagen is the time zone of the times in scripts; Brussels and Amsterdam
// have the same.
func copenhagen() *time.Location {
	zone, err := time.LoadLocation("Europe/Copenhagen")
	if err != nil {
		return time.UTC
	}
	return zone
}
