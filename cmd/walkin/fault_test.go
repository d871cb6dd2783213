package main_test

import (
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// full and free are what a process on a disk that fills up says when it has
// got the signal to be without room, and with room again.
const full, free = "the disk is full", "the disk has room"

// fillDisk lets no file of this process grow any more, nor be written at all;
// what it writes to a pipe still leaves.
func fillDisk() { limitFiles(0) }

func limitFiles(bytes uint64) {
	signal.Ignore(syscall.SIGXFSZ) // the write fails instead
	var limit syscall.Rlimit
	err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &limit)
	if err == nil {
		limit.Cur = min(bytes, limit.Max)
		err = syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// fillDiskOnSignal fills the disk of this process at SIGUSR1 and makes room at
// SIGUSR2.
func fillDiskOnSignal() {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGUSR1, syscall.SIGUSR2)
	go func() {
		for got := range signals {
			if got == syscall.SIGUSR1 {
				fillDisk()
				fmt.Fprintln(os.Stderr, full)
			} else {
				limitFiles(1 << 62)
				fmt.Fprintln(os.Stderr, free)
			}
		}
	}()
}

// process runs one command line in a process of its own, in a role.
func process(t *testing.T, as string, args ...string) result {
	t.Helper()
	var out, err strings.Builder
	p := exec.Command(os.Args[0], args...)
	p.Env, p.Stdout, p.Stderr = append(environment(), role+"="+as), &out, &err
	timer := time.AfterFunc(patience, func() { _ = p.Process.Kill() })
	defer timer.Stop()
	_ = p.Run() // the status says it
	return result{p.ProcessState.ExitCode(), out.String(), err.String()}
}

// refused holds that a command line fails with a sentence that says what to do.
func refused(t *testing.T, r result, sentences ...string) {
	t.Helper()
	if r.status != 1 || r.out != "" {
		t.Errorf("exits with %d and prints %q", r.status, r.out)
	}
	for _, want := range sentences {
		if !strings.Contains(r.err, want) {
			t.Errorf("does not say %q: %s", want, r.err)
		}
	}
	if strings.Contains(r.err, "goroutine ") {
		t.Errorf("panics: %s", r.err)
	}
}

// A damaged index is built again, or brought up again from an older snapshot
// of it that is whole; until then the server is not ready. Each file is damaged
// in one way, with WALKIN_LONG_TESTS=1 in every way; the tests of the search do
// the same without a program around it.
func TestADamagedIndexIsMended(t *testing.T) {
	t.Parallel()
	const question = `{"text":"ensom","lang":"da","limit":100}`
	found := func(s *server) (ids []string) {
		var answer struct{ Results []struct{ ID string } }
		if a := s.ask("/v1/search", question); a.StatusCode != http.StatusOK {
			t.Errorf("a search is answered with %d: %s", a.StatusCode, a.body)
		} else if err := json.Unmarshal([]byte(a.body), &answer); err != nil {
			t.Error(err)
		}
		for _, r := range answer.Results {
			ids = append(ids, r.ID)
		}
		slices.Sort(ids) // what is open now comes first, and now passes
		return ids
	}
	want := found(serve(t, roleProgram, folder(t)))
	if len(want) < 10 {
		t.Fatalf("an index that is whole finds %d entries", len(want))
	}
	for _, c := range []struct {
		name   string
		long   bool
		damage func(dir string) error
	}{
		{"its table is noise", false, each("store/root.bolt", noise)},
		{"its table is empty", true, each("store/root.bolt", func(path string, _ int) error { return os.Truncate(path, 0) })},
		{"its segments are cut", false, each("store/*.zap", func(path string, size int) error { return os.Truncate(path, int64(size/2)) })},
		{"its segments are noise", true, each("store/*.zap", noise)},
		{"its segments are gone", true, each("store/*.zap", func(path string, _ int) error { return os.Remove(path) })},
		{"its columns are cut", true, each("columns", func(path string, size int) error { return os.Truncate(path, int64(size/2)) })},
		{"its columns are noise", true, each("columns", noise)},
		{"its columns are gone", false, each("columns", func(path string, _ int) error { return os.Remove(path) })},
		{"its entries are cut", true, each("entries-*", func(path string, size int) error { return os.Truncate(path, int64(size/2)) })},
		{"its entries are noise", false, each("entries-*", noise)},
		{"its entries are gone", true, each("entries-*", func(path string, _ int) error { return os.Remove(path) })},
		{"its description is gone", false, each("index_meta.json", func(path string, _ int) error { return os.Remove(path) })},
		{"a file stands in its place", false, func(dir string) error {
			if err := os.RemoveAll(dir); err != nil {
				return err
			}
			return os.WriteFile(dir, []byte("no index"), 0o600)
		}},
	} {
		if c.long && os.Getenv("WALKIN_LONG_TESTS") != "1" {
			continue
		}
		t.Run(c.name, func(t *testing.T) {
			dir := folder(t)
			if err := c.damage(filepath.Join(dir, "index")); err != nil {
				t.Fatal(err)
			}
			s := serve(t, roleProgram, dir)
			eventually(t, "the server is ready", func() bool { return s.ask("/readyz", "").StatusCode == http.StatusOK })
			if got := found(s); !slices.Equal(got, want) {
				t.Errorf("finds %d entries, an index that is whole %d", len(got), len(want))
			}
		})
	}
}

// each does something to the files of the index that match a pattern; there
// must be one.
func each(pattern string, do func(path string, size int) error) func(dir string) error {
	return func(dir string) error {
		paths, err := filepath.Glob(filepath.Join(dir, pattern))
		if err == nil && len(paths) == 0 {
			err = fmt.Errorf("there is no %s", pattern)
		}
		for _, path := range paths {
			if err == nil {
				var info os.FileInfo
				if info, err = os.Stat(path); err == nil {
					err = do(path, int(info.Size()))
				}
			}
		}
		return err
	}
}

func noise(path string, size int) error {
	return os.WriteFile(path, []byte(strings.Repeat("noise\x00\xff\x80", size/8+1))[:size], 0o600)
}

// patch writes bytes into the catalogue of a data folder.
func patch(t *testing.T, dir string, at int64, bytes []byte) {
	t.Helper()
	f, err := os.OpenFile(filepath.Join(dir, "catalogue.db"), os.O_RDWR, 0)
	if err == nil {
		_, err = f.WriteAt(bytes, at)
	}
	if err == nil {
		err = f.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
}

func TestACatalogueThatCannotBeUsedIsRefusedByEveryCommand(t *testing.T) {
	t.Parallel()
	damaged, newer, foreign := folder(t), folder(t), folder(t)
	patch(t, damaged, 4096, []byte(strings.Repeat("damage", 10_000)))
	patch(t, newer, 60, []byte{0, 0, 0, 99})  // user_version, https://www.sqlite.org/fileformat2.html
	patch(t, foreign, 68, []byte{1, 2, 3, 4}) // application_id
	house := lines(t, house("new", "Kvistehuset"))
	for _, c := range []struct{ name, dir, says string }{
		{"one that is damaged", damaged, `restore the last backup with "walkin restore"`},
		{"one of a newer version", newer, "Start that version, or restore a backup made before it."},
		{"one of another program", foreign, "Name the right file or folder."},
	} {
		for _, args := range [][]string{
			{"search", "angst"}, {"check"}, {"export"}, {"reindex"}, {"import", house}, {"backup", filepath.Join(t.TempDir(), "backup.db")},
			{"serve"},
		} {
			t.Run(c.name+", by "+args[0], func(t *testing.T) {
				refused(t, command(append(args, "--data-dir", c.dir)...), c.says)
			})
		}
		t.Run(c.name+", as a backup", func(t *testing.T) {
			refused(t, command("restore", filepath.Join(c.dir, "catalogue.db"), "--data-dir", filepath.Join(t.TempDir(), "data")), "walkin: ")
		})
	}
}

func TestAFolderThatCannotBeMadeIsSaid(t *testing.T) {
	file := lines(t, house("new", "Kvistehuset"))
	backup := filepath.Join(t.TempDir(), "backup.db")
	succeed(t, "backup", backup, "--data-dir", folder(t))
	for _, args := range [][]string{{"serve"}, {"import", file}, {"restore", backup}} {
		refused(t, command(append(args, "--data-dir", filepath.Join(file, "data"))...), "make the data folder", "Choose another one with --data-dir")
	}
}

func TestAFolderThatCannotBeWrittenIsSaid(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("root may write anywhere")
	}
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o500); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"serve"}, {"import", lines(t, house("new", "Kvistehuset"))}} {
		refused(t, command(append(args, "--data-dir", dir)...), "the user who runs walkin may write to it")
	}
}

func TestAnAddressThatIsTakenIsSaid(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	dir := folder(t)
	for flag, says := range map[string]string{"--listen": "Choose another address with --listen", "--metrics-listen": `Choose another address with --metrics-listen, or "off"`} {
		refused(t, command(serveArgs(dir, []string{flag, l.Addr().String()})...), says, "in use")
	}
	// It let go of what it had opened.
	succeed(t, "reindex", "--data-dir", dir)
}

func TestAFullDiskLosesNothingThatWasThere(t *testing.T) {
	t.Parallel()
	dir := folder(t)
	before := succeed(t, "export", "--data-dir", dir)
	file := lines(t, house("new", "Kvistehuset"))
	backup := filepath.Join(t.TempDir(), "backup.db")
	refused(t, process(t, roleFullDisk, "import", file, "--data-dir", dir), "The disk that holds the database")
	refused(t, process(t, roleFullDisk, "export", filepath.Join(t.TempDir(), "export.jsonl"), "--data-dir", dir), "file too large")
	refused(t, process(t, roleFullDisk, "backup", backup, "--data-dir", dir), "disk")
	refused(t, process(t, roleFullDisk, "reindex", "--data-dir", dir), "See that there is room in "+dir)
	refused(t, process(t, roleFullDisk, "import", file, "--data-dir", filepath.Join(t.TempDir(), "new")), "The disk that holds the database")
	if left, err := filepath.Glob(backup + "*"); err != nil || len(left) > 0 {
		t.Errorf("a backup that failed left %v (%v)", left, err)
	}
	if succeed(t, "export", "--data-dir", dir) != before {
		t.Error("the catalogue is another")
	}
	if out := succeed(t, "import", file, "--data-dir", dir); !strings.HasPrefix(out, "1 added") {
		t.Errorf("with room again, the import says %q", out)
	}
	succeed(t, "reindex", "--data-dir", dir)
}

// On a disk without room the server goes on answering with what it knows, says
// that it is not ready, and recovers without a restart.
func TestAServerSurvivesAFullDisk(t *testing.T) {
	t.Parallel()
	dir := folder(t)
	s := serve(t, roleFillingDisk, dir)
	tell := func(signal syscall.Signal, answer string) {
		if err := s.process.Process.Signal(signal); err != nil {
			t.Fatal(err)
		}
		eventually(t, answer, func() bool { return strings.Contains(s.log.String(), answer) })
	}
	tell(syscall.SIGUSR1, full)
	succeed(t, "import", lines(t, house("new", "Kvistelurifaxhuset")), "--data-dir", dir) // by a process that has room
	eventually(t, "the server notices", func() bool { return strings.Contains(s.log.String(), `"msg":"following the log","error"`) })
	if a := s.ask("/readyz", ""); a.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("the server says that it is ready: %d %s", a.StatusCode, a.body)
	}
	if a := s.ask("/v1/search", `{"text":"ensom","lang":"da"}`); a.StatusCode != http.StatusOK || !strings.Contains(a.body, "headspace") {
		t.Errorf("a search is answered with %d: %s", a.StatusCode, a.body)
	}
	if a := s.ask("/v1/search", `{"text":"selvmord"}`); a.StatusCode != http.StatusOK || !strings.Contains(a.body, `"emergency":"112"`) {
		t.Errorf("a crisis is answered with %d: %s", a.StatusCode, a.body)
	}
	eventually(t, "the server tries again, and again", func() bool {
		return strings.Count(s.log.String(), `"msg":"following the log","error"`) >= 3
	})
	tell(syscall.SIGUSR2, free)
	eventually(t, "the server finds what was imported", func() bool {
		return strings.Contains(s.ask("/v1/search", `{"text":"Kvistelurifaxhuset"}`).body, `"id":"new"`)
	})
	eventually(t, "the server is ready again", func() bool { return s.ask("/readyz", "").StatusCode == http.StatusOK })
	s.terminate()
	if status := s.wait(); status != 0 {
		t.Errorf("the server ends with %d: %s", status, s.log)
	}
}
