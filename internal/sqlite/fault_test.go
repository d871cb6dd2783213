package sqlite_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"walkin/internal/directory"
	"walkin/internal/problem"
	"walkin/internal/sqlite"
)

func TestDiskFull(t *testing.T) {
	c := newCatalogue(t, topic("talk", ""))
	// SQLite answers a file that may not grow as it answers a disk that is
	// full, in the same place: when it needs a new page.
	if err := c.Exec(t.Context(), `PRAGMA max_page_count = 40`); err != nil {
		t.Fatal(err)
	}
	house := func(i int) *directory.Centre {
		return described(centre(fmt.Sprintf("house-%d", i), "", "talk"), strings.Repeat("room ", 700))
	}
	var acknowledged []directory.Change
	var err error
	for i := 0; err == nil && i < 200; i++ {
		var change directory.Change
		if change, err = c.Put(t.Context(), house(i), edit); err == nil {
			acknowledged = append(acknowledged, change)
		}
	}
	wantProblem(t, err, problem.Unavailable, "full", "make room")
	if p, ok := asProblem(err); !ok || p.RetryAfter <= 0 {
		t.Errorf("%v does not say when to try again", err)
	}

	batch := make([]directory.Entry, 30)
	for i := range batch {
		batch[i] = house(1000 + i)
	}
	_, _, _, err = c.PutAll(t.Context(), batch, "import", nil)
	wantProblem(t, err, problem.Unavailable, "full")

	wantAll := func() {
		t.Helper()
		for _, change := range acknowledged {
			got, err := c.Entry(t.Context(), change.Key)
			if err != nil || got.Number != change.Number {
				t.Errorf("%s: change %d (%v), want %d", change.Key, got.Number, err, change.Number)
			}
		}
		if last, err := c.LastChange(t.Context()); err != nil || last != uint64(len(acknowledged)+1) {
			t.Errorf("last change %d (%v), want %d: what failed left something", last, err, len(acknowledged)+1)
		}
		check(t, c)
	}
	wantAll()
	if err := c.Exec(t.Context(), `PRAGMA max_page_count = 100000`); err != nil {
		t.Fatal(err)
	}
	acknowledged = append(acknowledged, put(t, c, house(500)))
	wantAll()
}

func TestBusy(t *testing.T) {
	path := filepath.Join(t.TempDir(), "catalogue.db")
	server, importer := open(t, path), open(t, path)
	put(t, server, topic("talk", ""))
	for _, step := range []struct {
		c         *sqlite.Catalogue
		statement string
	}{{server, `PRAGMA busy_timeout = 1`}, {importer, `BEGIN IMMEDIATE`}} {
		if err := step.c.Exec(t.Context(), step.statement); err != nil {
			t.Fatal(err)
		}
	}
	_, err := server.Put(t.Context(), topic("music", ""), edit)
	wantProblem(t, err, problem.Unavailable, "busy", "try again")
	if p, ok := asProblem(err); !ok || p.RetryAfter != time.Second {
		t.Errorf("%v does not say to try again in a second", err)
	}
	if got := live(t, server); len(got) != 1 {
		t.Errorf("reading waits for nobody, and gave %v", got)
	}
	if err := importer.Exec(t.Context(), `ROLLBACK`); err != nil {
		t.Fatal(err)
	}
	put(t, server, topic("music", ""))
}

func TestReadOnlyFile(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("root may write everywhere")
	}
	path := written(t)
	if err := os.Chmod(path, 0o400); err != nil {
		t.Fatal(err)
	}
	c := open(t, path)
	_, err := c.Put(t.Context(), topic("music", ""), edit)
	wantProblem(t, err, problem.Unavailable, "cannot be written", "writable")
	if got := live(t, c); len(got) != len(town()) {
		t.Errorf("reading goes on, and gave %d entries", len(got))
	}
}

func TestAfterAFailedSyncWritesAreRefused(t *testing.T) {
	const fsync, dirFsync, write, full = 10 | 4<<8, 10 | 5<<8, 10 | 3<<8, 13
	for code, want := range map[int]bool{fsync: true, dirFsync: true, write: false, full: false, 0: false} {
		if got := sqlite.LostSync(code); got != want {
			t.Errorf("result code %d stops writing: %t, want %t", code, got, want)
		}
	}
	c := newCatalogue(t, topic("talk", ""))
	cause := errors.New("the disk reports an error")
	c.Stop(cause)
	if _, err := c.Put(t.Context(), topic("music", ""), edit); !errors.Is(err, cause) {
		t.Errorf("put: %v", err)
	}
	if _, err := c.Delete(t.Context(), directory.Key{Kind: directory.KindTopic, ID: "talk"}, edit); !errors.Is(err, cause) {
		t.Errorf("delete: %v", err)
	}
	if got := live(t, c); len(got) != 1 {
		t.Errorf("reading goes on, and gave %v", got)
	}
}
