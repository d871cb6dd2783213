package main_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

func TestReindexBuildsTheIndexUnlessAServerHasIt(t *testing.T) {
	t.Parallel()
	dir := folder(t)
	if err := os.RemoveAll(filepath.Join(dir, "index")); err != nil {
		t.Fatal(err)
	}
	if out := succeed(t, "reindex", "--data-dir", dir); !regexp.MustCompile(`^The index holds the catalogue up to change \d{3,}\.\n$`).MatchString(out) {
		t.Errorf("prints %q", out)
	}
	s := serve(t, roleProgram, dir)
	if strings.Contains(s.log.String(), "building the search index") {
		t.Error("the server built the index again")
	}
	if r := command("reindex", "--data-dir", dir); r.status != 1 || !strings.Contains(r.err, "in use by another process. Stop that one first") {
		t.Errorf("beside a server, reindex exits with %d: %s", r.status, r.err)
	}
	if a := s.ask("/v1/search", `{"text":"ensom","lang":"da"}`); a.StatusCode != 200 || !strings.Contains(a.body, "headspace") {
		t.Errorf("afterwards the server answers %d: %s", a.StatusCode, a.body)
	}
}

func TestBackupAndRestoreBringBackWhatWas(t *testing.T) {
	t.Parallel()
	dir := folder(t)
	backup := filepath.Join(t.TempDir(), "backup.db")
	s := serve(t, roleProgram, dir)
	before := succeed(t, "export", "--data-dir", dir)
	succeed(t, "backup", backup, "--data-dir", dir) // beside a server
	succeed(t, "import", lines(t, house("after", "Kvistehuset")), "--data-dir", dir)
	after := succeed(t, "export", "--data-dir", dir)
	if before == after {
		t.Fatal("nothing was imported")
	}
	r := command("restore", backup, "--data-dir", dir)
	if r.status != 1 || !strings.Contains(r.err, "in use") || !strings.Contains(r.err, "Stop ") {
		t.Errorf("beside a server, restore exits with %d: %s", r.status, r.err)
	}
	if succeed(t, "export", "--data-dir", dir) != after {
		t.Error("the refused restore changed the catalogue")
	}
	s.terminate()
	if status := s.wait(); status != 0 {
		t.Errorf("the server ended with %d: %s", status, s.log)
	}

	succeed(t, "restore", backup, "--data-dir", dir)
	if succeed(t, "export", "--data-dir", dir) != before {
		t.Error("what was restored is not what was backed up")
	}
	s = serve(t, roleProgram, dir)
	if !strings.Contains(s.log.String(), "building the search index") {
		t.Error("the index of before was kept")
	}
	if a := s.ask("/v1/search", `{"text":"Kvistehuset"}`); a.StatusCode != 200 || strings.Contains(a.body, `"id":"after"`) {
		t.Errorf("the server still finds what came after the backup: %d %s", a.StatusCode, a.body)
	}
	fresh := filepath.Join(t.TempDir(), "fresh")
	succeed(t, "restore", backup, "--data-dir", fresh) // where there is nothing yet
	if succeed(t, "export", "--data-dir", fresh) != before {
		t.Error("what was restored to an empty folder is not what was backed up")
	}
}

// Two catalogues went different ways and have as many changes as each other,
// so the number alone would not show that an index belongs to the other.
func TestTheIndexOfAnotherHistoryIsNotKept(t *testing.T) {
	t.Parallel()
	ours, theirs := folder(t), folder(t)
	backup := filepath.Join(t.TempDir(), "backup.db")
	succeed(t, "import", lines(t, house("mine", "Kvistehuset")), "--data-dir", ours)
	succeed(t, "reindex", "--data-dir", ours)
	succeed(t, "import", lines(t, house("yours", "Lurifaxhuset")), "--data-dir", theirs)
	succeed(t, "backup", backup, "--data-dir", theirs)
	succeed(t, "restore", backup, "--data-dir", ours)
	s := serve(t, roleProgram, ours)
	if a := s.ask("/v1/search", `{"text":"Lurifaxhuset"}`); !strings.Contains(a.body, `"id":"yours"`) {
		t.Errorf("the entry of the backup is not found: %s", a.body)
	}
	if a := s.ask("/v1/search", `{"text":"Kvistehuset"}`); strings.Contains(a.body, `"id":"mine"`) {
		t.Errorf("the entry of the other history is found: %s", a.body)
	}
}

func TestABackupThatIsNoneIsRefusedAndNothingIsLost(t *testing.T) {
	dir := folder(t)
	before := succeed(t, "export", "--data-dir", dir)
	for name, content := range map[string]string{"text.db": strings.Repeat("not a database ", 1000), "empty.db": ""} {
		file := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if r := command("restore", file, "--data-dir", dir); r.status != 1 || !strings.HasPrefix(r.err, "walkin: ") {
			t.Errorf("restore of %s exits with %d: %s", name, r.status, r.err)
		}
	}
	if r := command("restore", filepath.Join(dir, "nothing.db"), "--data-dir", dir); r.status != 1 || !strings.Contains(r.err, "nothing.db: no such file") {
		t.Errorf("restore of nothing exits with %d: %s", r.status, r.err)
	}
	if succeed(t, "export", "--data-dir", dir) != before {
		t.Error("the catalogue is another")
	}
}

func TestWhatStaffKeepIsCopiedAndBroughtBack(t *testing.T) {
	t.Parallel()
	dir, copied := t.TempDir(), filepath.Join(t.TempDir(), "office")
	succeed(t, "member", "add", "mette@example.dk", "--role", "administrator", "--data-dir", dir)
	if out := succeed(t, "backup", copied, "--office", "--data-dir", dir); !strings.Contains(out, "file of the staff") {
		t.Errorf("said %q", out)
	}
	elsewhere := t.TempDir()
	succeed(t, "restore", copied, "--office", "--data-dir", elsewhere)
	if out := succeed(t, "member", "list", "--data-dir", elsewhere); !strings.Contains(out, "mette@example.dk") {
		t.Errorf("brought back: %s", out)
	}
	refused(t, command("restore", copied, "--data-dir", elsewhere), "not a catalogue")
}
