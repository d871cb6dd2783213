package main_test

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"walkin/internal/directory"
)

func TestExportImportExportGivesTheSameBytes(t *testing.T) {
	t.Parallel()
	dir, empty := folder(t), filepath.Join(t.TempDir(), "new", "data")
	file := filepath.Join(t.TempDir(), "export.jsonl")
	succeed(t, "export", file, "--data-dir", dir)
	first, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	entries := bytes.Count(first, []byte("\n"))
	if entries < 800 {
		t.Fatalf("the export has %d lines", entries)
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm()&0o077 != 0 {
		t.Errorf("others may read the export: %v, %v", info.Mode(), err)
	}
	if out := succeed(t, "import", file, "--data-dir", empty); !strings.Contains(out, " 0 changed, 0 as they were.") {
		t.Errorf("the import says %q", out)
	}
	if second := succeed(t, "export", "--data-dir", empty); second != string(first) {
		t.Error("export, import, export gives other bytes")
	}
	if out := succeed(t, "import", file, "--data-dir", dir); !strings.HasPrefix(out, "0 added, 0 changed, ") {
		t.Errorf("importing what is there says %q", out)
	}
	if left, err := filepath.Glob(file + "?*"); err != nil || len(left) > 0 {
		t.Errorf("the export left %v (%v)", left, err)
	}
}

// The catalogue as HSDS 3.0 holds all of it: what it becomes is the catalogue.
func TestExportAndImportAsHSDSLoseNothing(t *testing.T) {
	t.Parallel()
	dir, empty := folder(t), filepath.Join(t.TempDir(), "new", "data")
	file := filepath.Join(t.TempDir(), "hsds.ndjson")
	succeed(t, "export", "--format", "hsds", file, "--data-dir", dir)
	first, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if out := succeed(t, "import", file, "--data-dir", empty); !strings.Contains(out, " 0 changed, 0 as they were.") {
		t.Errorf("the import says %q", out)
	}
	if succeed(t, "export", "--format", "hsds", "--data-dir", empty) != string(first) {
		t.Error("export, import, export as HSDS gives other bytes")
	}
	if succeed(t, "export", "--data-dir", empty) != succeed(t, "export", "--data-dir", dir) {
		t.Error("the catalogue is another after the way through HSDS")
	}
}

func TestAFileWithWrongLinesIsRefusedWhole(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		lines []string
		says  []string
	}{
		{"lines that cannot be read", []string{house("a", "A"), "garbage", "", `{"kind":"castle","entry":{}}`, `{"kind":"topic","entry":{"frob":1}}`, house("b", "B")},
			[]string{"  line 2: ", "  line 4: ", "  line 5 /frob: "}},
		{"entries that break a rule", []string{house("a", "A"), house("Not An Id", "B"), house("c", "")},
			[]string{"  line 2 /id: ", "  line 3 /name: "}},
		{"an entry that refers to nothing", []string{"", house("a", "A"), strings.Replace(house("b", "B"), "loneliness", "no_such_topic", 1)},
			[]string{`  line 3 /topics/0: There is no topic "no_such_topic".`}},
		{"HSDS that is not understood", []string{
			`{"id":"x","name":"A","description":"","walkin":{"kind":"organisation","id":"a","entry":{"country":"DK"}}}`,
			`{"id":"` + directory.Key{Kind: "organisation", ID: "a"}.UUID() + `","name":"A","description":"","frob":1,"walkin":{"kind":"organisation","id":"a","entry":{"country":"DK"}}}`},
			[]string{"  line 1 /id: ", "  line 2 /frob: "}},
		{"an entry that is there twice", []string{house("a", "A"), "", house("a", "B")},
			[]string{"  line 3 /id: "}},
		{"a line that never ends", []string{house("a", "A"), strings.Repeat("x", 5<<20)},
			[]string{"  line 2: "}},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := folder(t)
			before := succeed(t, "export", "--data-dir", dir)
			r := command("import", lines(t, c.lines...), "--data-dir", dir)
			if r.status != 1 || r.out != "" {
				t.Errorf("exits with %d and prints %q", r.status, r.out)
			}
			for _, want := range c.says {
				if !strings.Contains(r.err, "\n"+want) {
					t.Errorf("does not say %q:\n%s", want, r.err)
				}
			}
			if got := strings.Count(r.err, "\n  line "); got != len(c.says) {
				t.Errorf("names %d faults, want %d:\n%s", got, len(c.says), r.err)
			}
			if succeed(t, "export", "--data-dir", dir) != before {
				t.Error("something was imported")
			}
		})
	}
}

// A pipe is read and written as a file is.
func TestImportReadsStandardInput(t *testing.T) {
	dir := folder(t)
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer func(stdin *os.File) { os.Stdin = stdin }(os.Stdin)
	os.Stdin = r
	go func() {
		_, _ = io.WriteString(w, house("piped", "Kvistehuset")+"\n")
		_ = w.Close()
	}()
	if out := succeed(t, "import", "-", "--data-dir", dir); out != "1 added, 0 changed, 0 as they were.\n" {
		t.Errorf("prints %q", out)
	}
}
