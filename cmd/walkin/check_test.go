package main_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestCheckFailsUntilSomebodyHasVerifiedTheHelplines(t *testing.T) {
	t.Chdir(t.TempDir()) // no data folder: the built-in catalogue
	r := command("check")
	if r.status != 1 || !strings.HasPrefix(r.out, "! helpline not verified in 90 days: ") || r.err != "" {
		t.Errorf("check exits with %d: %s%s", r.status, r.out, r.err)
	}
	if reported := command("check", "--report"); reported.status != 0 || reported.out != r.out {
		t.Errorf("check --report exits with %d: %s", reported.status, reported.out)
	}
	last := "helpline:" + lastHelpline(t) + " "
	if strings.Contains(r.out, last) || !strings.Contains(succeed(t, "check", "--report", "--all"), last) {
		t.Error("--all names no more than the first few")
	}

	dir := filepath.Join(t.TempDir(), "verified")
	succeed(t, "import", lines(t, verified(t, "2026-09-01")...), "--data-dir", dir)
	if r := command("check", "--data-dir", dir); r.status != 0 || strings.Contains(r.out, "! ") {
		t.Errorf("with verified helplines, check exits with %d: %s", r.status, r.out)
	}
	succeed(t, "import", lines(t, verified(t, "2026-06-01")...), "--data-dir", dir)
	if r := command("check", "--data-dir", dir); r.status != 1 || !strings.Contains(r.out, "verified on 2026-06-01") {
		t.Errorf("with helplines verified 107 days ago, check exits with %d: %s", r.status, r.out)
	}
}

// verified gives the built-in catalogue as it would be if somebody had
// verified every helpline on a day.
func verified(t *testing.T, day string) []string {
	t.Helper()
	var all []string
	for _, line := range builtinLines(t) {
		if strings.HasPrefix(line, `{"kind":"helpline"`) {
			var l struct {
				Kind  string         `json:"kind"`
				Entry map[string]any `json:"entry"`
			}
			if err := json.Unmarshal([]byte(line), &l); err != nil {
				t.Fatal(err)
			}
			provenance, _ := l.Entry["provenance"].(map[string]any)
			if provenance == nil {
				provenance = make(map[string]any)
			}
			provenance["verified_at"] = day
			l.Entry["provenance"] = provenance
			b, err := json.Marshal(l)
			if err != nil {
				t.Fatal(err)
			}
			line = string(b)
		}
		all = append(all, line)
	}
	return all
}

func builtinLines(t *testing.T) []string {
	t.Helper()
	path, err := builtin()
	if err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSuffix(string(content), "\n"), "\n")
}

// lastHelpline gives the id of the built-in helpline that stands last.
func lastHelpline(t *testing.T) string {
	t.Helper()
	var last string
	for _, line := range builtinLines(t) {
		var l struct {
			Kind  string
			Entry struct{ ID string }
		}
		if err := json.Unmarshal([]byte(line), &l); err != nil {
			t.Fatal(err)
		}
		if l.Kind == "helpline" {
			last = max(last, l.Entry.ID)
		}
	}
	return last
}
