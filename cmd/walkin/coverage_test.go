package main_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"walkin/internal/feed/reach"
)

func TestCoverageOfTheBuiltInCatalogue(t *testing.T) {
	t.Chdir(t.TempDir())
	out := succeed(t, "coverage", "--country", "DK", "--what-if", "silkeborg", "--on", "2026-11-25")
	for _, want := range []string{"2026-11-25", "within 10 km", "white spots", "A place in Silkeborg would add", "straight lines"} {
		if !strings.Contains(out, want) {
			t.Errorf("nothing is said of %q in %s", want, out)
		}
	}
	// The same bytes, on the output and in a file.
	file := filepath.Join(t.TempDir(), "coverage.json")
	args := []string{"coverage", "--municipality", "GM0344", "--promise", "free", "--hours", "evening", "--age", "15", "--on", "2026-11-25", "--format", "json"}
	first := succeed(t, args...)
	succeed(t, append(args, file)...)
	second, err := os.ReadFile(file)
	if err != nil || first != string(second) {
		t.Errorf("the second time it is different (%v)", err)
	}
	var d reach.Document
	if err := json.Unmarshal([]byte(first), &d); err != nil || d.Total.Name != "Utrecht" || *d.Question.Age != 15 {
		t.Errorf("%v, %+v", err, d.Question)
	}
	if lines := strings.Count(succeed(t, "coverage", "--country", "BE", "--format", "csv"), "\n"); lines != 1+565+1 {
		t.Errorf("a sheet has %d lines", lines)
	}
}
