package sqlite_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"walkin/internal/directory"
	"walkin/internal/problem"
	"walkin/internal/sqlite"
)

// large makes a catalogue of some six megabytes, so that a backup takes more
// than one step.
func large(t *testing.T) *sqlite.Catalogue {
	entries := []directory.Entry{topic("talk", "")}
	for i := range 800 {
		c := centre(fmt.Sprintf("house-%d", i), "", "talk")
		c.Description = directory.Text{"en": strings.Repeat("room ", 790), "da": strings.Repeat("stue ", 790)}
		entries = append(entries, c)
	}
	return newCatalogue(t, entries...)
}

func TestBackup(t *testing.T) {
	t.Run("a backup made while others write is of one moment", func(t *testing.T) {
		c := large(t)
		ctx, cancel := context.WithCancel(t.Context())
		written := make(chan error, 1)
		started := make(chan struct{})
		go func() {
			var err error
			for i := 0; err == nil && ctx.Err() == nil; i++ {
				// Two entries that belong together, in one transaction.
				words := fmt.Sprintf("state %d", i)
				_, _, _, err = c.PutAll(context.WithoutCancel(ctx), []directory.Entry{
					described(centre("left", "", "talk"), words), described(centre("right", "", "talk"), words),
				}, "writer", nil)
				if i == 3 {
					close(started)
				}
			}
			written <- err
		}()
		<-started
		path := filepath.Join(t.TempDir(), "backup.db")
		steps, done, total := 0, 0, 0
		err := c.Backup(t.Context(), path, func(d, n int) { steps, done, total = steps+1, d, n })
		cancel()
		if err := errors.Join(err, <-written); err != nil {
			t.Fatal(err)
		}
		if steps < 2 || done != total || total < 1024 {
			t.Errorf("%d steps to %d of %d pages", steps, done, total)
		}
		copied := open(t, path)
		check(t, copied)
		entries := live(t, copied)
		left := entries[directory.Key{Kind: directory.KindCentre, ID: "left"}]
		right := entries[directory.Key{Kind: directory.KindCentre, ID: "right"}]
		if left == "" || strings.ReplaceAll(left, "left", "right") != right {
			t.Errorf("the copy has half a transaction: %s and %s", left, right)
		}
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("the copy has mode %v (%v)", info.Mode(), err)
		}
	})

	t.Run("a backup that is broken off leaves the old one", func(t *testing.T) {
		c := large(t)
		folder := t.TempDir()
		path := filepath.Join(folder, "backup.db")
		if err := os.WriteFile(path, []byte("the old one"), 0o600); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		err := c.Backup(ctx, path, func(int, int) { cancel() })
		if !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
		if b, err := os.ReadFile(path); err != nil || string(b) != "the old one" {
			t.Errorf("the old one is %q (%v)", b, err)
		}
		wantFiles(t, folder, "backup.db")
		put(t, c, topic("music", ""))
	})

	t.Run("a backup needs nothing beside it", func(t *testing.T) {
		c := newCatalogue(t, town()...)
		folder := t.TempDir()
		if err := c.Backup(t.Context(), filepath.Join(folder, "backup.db"), nil); err != nil {
			t.Fatal(err)
		}
		wantFiles(t, folder, "backup.db")
	})

	t.Run("a backup in the place of the catalogue is refused", func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "catalogue.db")
		c := open(t, path)
		wantProblem(t, c.Backup(t.Context(), path, nil), problem.Invalid, "another file")
	})

	t.Run("a folder that does not exist is named as the cause", func(t *testing.T) {
		err := newCatalogue(t).Backup(t.Context(), filepath.Join(t.TempDir(), "none", "backup.db"), nil)
		wantProblem(t, err, problem.Unavailable)
	})
}

func wantFiles(t *testing.T, folder string, want ...string) {
	t.Helper()
	found, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range found {
		names = append(names, f.Name())
	}
	if strings.Join(names, " ") != strings.Join(want, " ") {
		t.Errorf("the folder has %v, want %v", names, want)
	}
}

func TestRestore(t *testing.T) {
	backup := func(t *testing.T) (path string, entries map[directory.Key]string) {
		c := newCatalogue(t, town()...)
		path = filepath.Join(t.TempDir(), "backup.db")
		if err := c.Backup(t.Context(), path, nil); err != nil {
			t.Fatal(err)
		}
		return path, live(t, c)
	}
	// other makes a catalogue that differs from the backup.
	other := func(t *testing.T) string {
		path := filepath.Join(t.TempDir(), "catalogue.db")
		c, err := sqlite.Open(t.Context(), path, options)
		if err != nil {
			t.Fatal(err)
		}
		put(t, c, topic("other", ""))
		if err := c.Close(); err != nil {
			t.Fatal(err)
		}
		return path
	}
	targets := []struct {
		name string
		path func(t *testing.T) string
	}{
		{"it makes a catalogue where there was none", func(t *testing.T) string { return filepath.Join(t.TempDir(), "catalogue.db") }},
		{"it takes the place of a catalogue", other},
		{"it takes the place of one whose server was killed", func(t *testing.T) string { return killed(t, other(t)) }},
		{"it takes the place of a damaged one", func(t *testing.T) string {
			path := killed(t, other(t))
			if err := os.WriteFile(path, []byte(strings.Repeat("damaged", 1000)), 0o600); err != nil {
				t.Fatal(err)
			}
			return path
		}},
	}
	for _, tt := range targets {
		t.Run(tt.name, func(t *testing.T) {
			from, want := backup(t)
			to := tt.path(t)
			if err := sqlite.Restore(t.Context(), from, to); err != nil {
				t.Fatal(err)
			}
			wantFiles(t, filepath.Dir(to), "catalogue.db")
			wantFiles(t, filepath.Dir(from), "backup.db")
			c := open(t, to)
			if got := live(t, c); !maps.Equal(got, want) {
				t.Errorf("restored %d entries, want %d", len(got), len(want))
			}
			check(t, c)
			put(t, c, topic("music", ""))
		})
	}

	t.Run("a catalogue that a server has open is left alone", func(t *testing.T) {
		from, _ := backup(t)
		to := filepath.Join(t.TempDir(), "catalogue.db")
		server := open(t, to)
		put(t, server, topic("other", ""))
		wantProblem(t, sqlite.Restore(t.Context(), from, to), problem.Conflict, "Stop the server")
		put(t, server, topic("music", ""))
		if got := live(t, server); len(got) != 2 {
			t.Errorf("the server sees %v", got)
		}
		if _, err := os.Stat(to + ".part"); err == nil {
			t.Error("the unfinished copy was left behind")
		}
		check(t, server)
	})

	t.Run("a catalogue that is only read is left alone too", func(t *testing.T) {
		from, _ := backup(t)
		to := other(t)
		reader, err := sqlite.OpenReadOnly(t.Context(), to)
		if err != nil {
			t.Fatal(err)
		}
		defer reader.Close()
		wantProblem(t, sqlite.Restore(t.Context(), from, to), problem.Conflict)
	})

	refused := []struct {
		name string
		from func(t *testing.T) string
	}{
		{"a backup of a newer version is refused", func(t *testing.T) string { return written(t, `PRAGMA user_version = 99`) }},
		{"a backup of another program is refused", func(t *testing.T) string { return written(t, `PRAGMA application_id = 5`) }},
		{"a backup in which a text was altered is refused", func(t *testing.T) string {
			return written(t, `DROP TRIGGER changes_are_not_altered; UPDATE changes SET author = 'x' WHERE number = 2`)
		}},
		{"a backup that does not exist is refused", func(t *testing.T) string { return filepath.Join(t.TempDir(), "none.db") }},
	}
	for _, tt := range refused {
		t.Run(tt.name, func(t *testing.T) {
			to := other(t)
			wantProblem(t, sqlite.Restore(t.Context(), tt.from(t), to), problem.Unavailable)
			c := open(t, to)
			if got := live(t, c); len(got) != 1 {
				t.Errorf("the old catalogue has %v", got)
			}
			wantFiles(t, filepath.Dir(to), "catalogue.db", "catalogue.db-shm", "catalogue.db-wal")
		})
	}
}

// killed gives a copy of a catalogue as a killed server leaves it: with a
// write-ahead log beside it that holds a change which the file does not.
func killed(t *testing.T, path string) string {
	t.Helper()
	c := open(t, path)
	put(t, c, topic("late", ""))
	to := filepath.Join(t.TempDir(), "catalogue.db")
	for _, end := range []string{"", "-wal", "-shm"} {
		b, err := os.ReadFile(path + end)
		if err == nil {
			err = os.WriteFile(to+end, b, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return to
}
