package search_test

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"walkin/internal/directory"
)

// judged is one query of testdata/judged with what somebody who read the
// entries says that it should be answered with (testdata/README.md).
type judged struct {
	Text    string         `json:"q"`
	Lang    string         `json:"lang"`
	Near    string         `json:"near,omitempty"`    // the place given beside the text
	Country string         `json:"country,omitempty"` // of the page; DK for da and en, NL for nl
	Age     *int           `json:"age,omitempty"`
	Crisis  bool           `json:"crisis"`           // people to call and no places
	Place   string         `json:"place,omitempty"`  // the town that stands in the text
	Topics  []string       `json:"topics,omitempty"` // any of them is understood; all that the gate must name
	Grades  map[string]int `json:"grades,omitempty"` // by key, or by the beginning of keys before a *
	Note    string         `json:"note,omitempty"`
}

// home is the country of the page on which the query was typed.
func (j *judged) home() string {
	byLang := map[string]string{"nl": "NL"}
	return cmp.Or(j.Country, byLang[j.Lang], "DK")
}

// query is what the directory is asked.
func (j *judged) query(tb testing.TB) directory.Query {
	tb.Helper()
	q := directory.Query{Text: j.Text, Lang: j.Lang, Home: j.home(), Age: j.Age, Limit: pooled, Now: wednesday}
	if j.Near != "" {
		q.Near = near(tb, j.Near, j.home())
	}
	return q
}

// grade is how well an entry answers: 3 exactly what was asked, 2 clearly
// useful, 1 marginal, 0 not. The longest beginning that fits a key decides.
func (j *judged) grade(key string) int {
	if g, ok := j.Grades[key]; ok {
		return g
	}
	longest, grade := -1, 0
	for pattern, g := range j.Grades {
		if head, ok := strings.CutSuffix(pattern, "*"); ok && len(head) > longest && strings.HasPrefix(key, head) {
			longest, grade = len(head), g
		}
	}
	return grade
}

// ideal lists the grades of all entries, best first.
func (j *judged) ideal(keys []string) []int {
	var grades []int
	for _, k := range keys {
		if g := j.grade(k); g > 0 {
			grades = append(grades, g)
		}
	}
	slices.SortFunc(grades, func(a, b int) int { return b - a })
	return grades
}

// gain is the discounted cumulative gain of the first n grades, with 2^g-1 for
// a grade (Burges et al., 2005).
func gain(grades []int, n int) float64 {
	sum := 0.0
	for i, g := range grades[:min(n, len(grades))] {
		sum += (math.Exp2(float64(g)) - 1) / math.Log2(float64(i)+2)
	}
	return sum
}

// The sets of judged queries. The search is tuned on the first; faults that the
// second showed were mended; with the third it is only measured.
const (
	judgedSet  = "testdata/judged"
	heldOutSet = "testdata/heldout"
	unseenSet  = "testdata/unseen"
)

// readJudged reads a set and fails the test on a line that cannot be right: an
// unknown field, an entry that does not exist, a grade that is none.
func readJudged(tb testing.TB, folder string, taxonomy *directory.Taxonomy, known []string) []judged {
	tb.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "*.jsonl"))
	if err != nil || len(files) == 0 {
		tb.Fatalf("there is no judged set in %s: %v", folder, err)
	}
	var set []judged
	seen := make(map[string]bool)
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			tb.Fatal(err)
		}
		lines := bufio.NewScanner(strings.NewReader(string(content)))
		lines.Buffer(nil, 1<<20)
		for n := 1; lines.Scan(); n++ {
			at := fmt.Sprintf("%s:%d", file, n)
			var j judged
			dec := json.NewDecoder(strings.NewReader(lines.Text()))
			dec.DisallowUnknownFields()
			if err := dec.Decode(&j); err != nil {
				tb.Fatalf("%s: %v", at, err)
			}
			for _, wrong := range j.problems(taxonomy, known) {
				tb.Errorf("%s: %s", at, wrong)
			}
			if id := fmt.Sprint(j.Lang, j.home(), j.Near, j.Text, j.Age != nil); seen[id] {
				tb.Errorf("%s: %q is there twice", at, j.Text)
			} else {
				seen[id] = true
			}
			set = append(set, j)
		}
		if err := lines.Err(); err != nil {
			tb.Fatalf("%s: %v", file, err)
		}
	}
	return set
}

func (j *judged) problems(taxonomy *directory.Taxonomy, known []string) (wrong []string) {
	if j.Text == "" || j.Lang == "" {
		wrong = append(wrong, "a query has a text and the language of its page")
	}
	if j.Crisis && len(j.Grades) > 0 {
		wrong = append(wrong, "a crisis query is answered with people to call, so no entry has a grade")
	}
	for _, id := range j.Topics {
		if taxonomy.Topic(id) == nil {
			wrong = append(wrong, "there is no topic "+id)
		}
	}
	for _, pattern := range slices.Sorted(maps.Keys(j.Grades)) {
		head, many := strings.CutSuffix(pattern, "*")
		if !slices.ContainsFunc(known, func(k string) bool { return k == pattern || many && strings.HasPrefix(k, head) }) {
			wrong = append(wrong, "no search can answer with "+pattern)
		}
		if g := j.Grades[pattern]; g < 0 || g > 3 {
			wrong = append(wrong, "a grade is 0 to 3")
		}
	}
	return wrong
}

// answerable lists the keys of the centres and activities that a search can
// answer with: not what only repeats the hours of its centre, nor what was
// announced and nobody has seen open.
func answerable(h history) (list []string) {
	for _, c := range h {
		switch e := c.Entry.(type) {
		case *directory.Centre:
			if e.Status.Listed() {
				list = append(list, c.Key.String())
			}
		case *directory.Activity:
			if !e.Repeats && e.Status.Listed() {
				list = append(list, c.Key.String())
			}
		}
	}
	return list
}
