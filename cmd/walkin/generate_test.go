package main_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"walkin/internal/sample"
)

func TestWhatIsGeneratedCanBeImported(t *testing.T) {
	dir := t.TempDir()
	file, data := filepath.Join(dir, "sample.jsonl"), filepath.Join(dir, "data")
	succeed(t, "generate", "100", "--seed", "5", file)
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if onOutput := succeed(t, "generate", "100", "--seed", "5"); onOutput != string(content) {
		t.Error("standard output and the file differ")
	}
	c, err := sample.New(100, 5)
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Count(string(content), "\n"); got != c.Len() {
		t.Errorf("%d lines for %d entries", got, c.Len())
	}
	if out := succeed(t, "import", file, "--data-dir", data); !strings.Contains(out, " 0 changed, 0 as they were") {
		t.Errorf("import says %q", out)
	}
	if left, err := filepath.Glob(filepath.Join(dir, "*.part")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v (%v)", left, err)
	}
}

func TestASizeThatMakesNoSenseIsRefused(t *testing.T) {
	for _, size := range []string{"0", "10000000", "many"} {
		if r := command("generate", size); r.status != 2 || r.out != "" {
			t.Errorf("generate %s exits with %d and writes %q", size, r.status, r.out)
		}
	}
}
