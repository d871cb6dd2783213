package sqlite_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"walkin/internal/directory"
	"walkin/internal/problem"
	"walkin/internal/sqlite"
)

// written makes a catalogue with some entries, runs statements past all rules
// and closes it.
func written(t *testing.T, statements ...string) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "catalogue.db")
	c, err := sqlite.Open(t.Context(), path, options)
	if err != nil {
		t.Fatal(err)
	}
	putAll(t, c, town()...)
	for _, s := range statements {
		if err := c.Exec(t.Context(), s); err != nil {
			t.Fatal(err)
		}
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestOpen(t *testing.T) {
	t.Run("what was written is there when it is opened again", func(t *testing.T) {
		path := written(t)
		c := open(t, path)
		if got := live(t, c); len(got) != len(town()) {
			t.Errorf("%d entries, want %d", len(got), len(town()))
		}
		check(t, c)
	})

	t.Run("only the owner may read the file and what lies beside it", func(t *testing.T) {
		folder := t.TempDir()
		c := open(t, filepath.Join(folder, "catalogue.db"))
		put(t, c, topic("talk", ""))
		err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			info, err := d.Info()
			if err == nil && info.Mode().Perm() != 0o600 {
				t.Errorf("%s has mode %s", d.Name(), info.Mode())
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	})

	t.Run("a path may hold what means something else in a URI", func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "a b?c=d&e%20f#g.db")
		c := open(t, path)
		put(t, c, topic("talk", ""))
		if _, err := os.Stat(path); err != nil {
			t.Error(err)
		}
	})

	t.Run("a new catalogue may be opened by several at once", func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "catalogue.db")
		var wg sync.WaitGroup
		for i := range 6 {
			wg.Go(func() {
				c, err := sqlite.Open(t.Context(), path, options)
				if err != nil {
					t.Error(err)
					return
				}
				if _, err := c.Put(t.Context(), topic(fmt.Sprintf("topic-%d", i), ""), edit); err != nil {
					t.Error(err)
				}
				if err := c.Close(); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		c := open(t, path)
		if last, err := c.LastChange(t.Context()); err != nil || last != 6 {
			t.Errorf("last change %d (%v), want 6", last, err)
		}
		check(t, c)
	})

	refused := []struct {
		name  string
		path  func(t *testing.T) string
		words []string
	}{
		{"a catalogue from a newer version is refused", func(t *testing.T) string { return written(t, `PRAGMA user_version = 99`) }, []string{"newer version", "99", "restore a backup"}},
		{"a database of another program is refused", func(t *testing.T) string { return written(t, `PRAGMA application_id = 5`) }, []string{"another program"}},
		{"a database without a mark but with tables is refused", func(t *testing.T) string { return written(t, `PRAGMA application_id = 0`) }, []string{"another program"}},
		{"a file that is no database is refused", func(t *testing.T) string {
			path := filepath.Join(t.TempDir(), "catalogue.db")
			if err := os.WriteFile(path, bytes.Repeat([]byte("not a database\n"), 500), 0o600); err != nil {
				t.Fatal(err)
			}
			return path
		}, []string{"damaged", "walkin restore"}},
		{"a file that lacks its end is refused", func(t *testing.T) string {
			path := written(t)
			info, err := os.Stat(path)
			if err == nil {
				err = os.Truncate(path, info.Size()/2)
			}
			if err != nil {
				t.Fatal(err)
			}
			return path
		}, []string{"damaged", "walkin restore"}},
		{"a folder that does not exist is named as the cause", func(t *testing.T) string { return filepath.Join(t.TempDir(), "none", "catalogue.db") }, []string{"data directory exists"}},
		{"a folder in the place of the file is named as the cause", func(t *testing.T) string { return t.TempDir() }, []string{"cannot be opened"}},
	}
	for _, tt := range refused {
		t.Run(tt.name, func(t *testing.T) {
			path := tt.path(t)
			_, err := sqlite.Open(t.Context(), path, options)
			wantProblem(t, err, problem.Unavailable, tt.words...)
			if _, err := sqlite.OpenReadOnly(t.Context(), path); problem.KindOf(err) != problem.Unavailable {
				t.Errorf("for reading only, got %v", err)
			}
		})
	}

	t.Run("a catalogue without a clock is refused", func(t *testing.T) {
		if _, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "c.db"), sqlite.Options{}); err == nil {
			t.Error("it was opened")
		}
	})

	t.Run("a folder that cannot be written is named as the cause", func(t *testing.T) {
		path := written(t)
		lock(t, filepath.Dir(path))
		_, err := sqlite.Open(t.Context(), path, options)
		wantProblem(t, err, problem.Unavailable, "its folder", "writable")
	})
}

// lock takes the right to write to a folder away until the test ends.
func lock(t *testing.T, folder string) {
	t.Helper()
	if os.Geteuid() == 0 {
		t.Skip("root may write everywhere")
	}
	if err := os.Chmod(folder, 0o500); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Chmod(folder, 0o700) })
}

func TestOpenReadOnly(t *testing.T) {
	readOnly := func(t *testing.T, path string) *sqlite.Catalogue {
		t.Helper()
		c, err := sqlite.OpenReadOnly(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = c.Close() })
		return c
	}

	t.Run("it sees what a running server writes", func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "catalogue.db")
		server := open(t, path)
		reader := readOnly(t, path)
		put(t, server, topic("talk", ""))
		if got := live(t, reader); len(got) != 1 {
			t.Errorf("it sees %v", got)
		}
		check(t, reader)
	})

	t.Run("it reads a catalogue that nobody else has open", func(t *testing.T) {
		if got := live(t, readOnly(t, written(t))); len(got) != len(town()) {
			t.Errorf("it sees %d entries, want %d", len(got), len(town()))
		}
	})

	t.Run("it reads from a folder that cannot be written", func(t *testing.T) {
		path := written(t)
		lock(t, filepath.Dir(path))
		if got := live(t, readOnly(t, path)); len(got) != len(town()) {
			t.Errorf("it sees %d entries, want %d", len(got), len(town()))
		}
	})

	t.Run("it writes nothing", func(t *testing.T) {
		c := readOnly(t, written(t))
		_, err := c.Put(t.Context(), topic("music", ""), edit)
		wantProblem(t, err, problem.Unavailable, "reading only")
		_, err = c.Delete(t.Context(), directory.Key{Kind: directory.KindHelpline, ID: "local"}, edit)
		wantProblem(t, err, problem.Unavailable, "reading only")
	})

	t.Run("a catalogue that was never brought up to date is refused", func(t *testing.T) {
		_, err := sqlite.OpenReadOnly(t.Context(), written(t, `PRAGMA user_version = 0`))
		wantProblem(t, err, problem.Unavailable, "older version", "Start the server")
	})

	t.Run("a file that does not exist is not made", func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "catalogue.db")
		_, err := sqlite.OpenReadOnly(t.Context(), path)
		wantProblem(t, err, problem.Unavailable)
		if _, err := os.Stat(path); err == nil {
			t.Error("the file was made")
		}
	})
}

func TestTwoProcessesShareACatalogue(t *testing.T) {
	path := filepath.Join(t.TempDir(), "catalogue.db")
	server, importer := open(t, path), open(t, path)
	put(t, server, topic("talk", ""))
	done := make(chan error, 2)
	write := func(c *sqlite.Catalogue, name string) {
		var err error
		for i := 0; i < 40 && err == nil; i++ {
			_, err = c.Put(t.Context(), centre(fmt.Sprintf("%s-%d", name, i), "", "talk"), edit)
		}
		done <- err
	}
	go write(server, "server")
	go write(importer, "importer")
	for range 2 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	for _, c := range []*sqlite.Catalogue{server, importer} {
		if last, err := c.LastChange(t.Context()); err != nil || last != 81 {
			t.Errorf("last change %d (%v), want 81", last, err)
		}
	}
	check(t, server)
}

func TestMigrations(t *testing.T) {
	listed, embedded, err := sqlite.MigrationNames()
	if err != nil || !maps.EqualFunc(listed, embedded, slices.Equal) {
		t.Errorf("listed %v, embedded %v (%v)", listed, embedded, err)
	}
	for folder, names := range listed {
		for i, name := range names {
			if !strings.HasPrefix(name, fmt.Sprintf("%s/%04d_", folder, i+1)) {
				t.Errorf("%s is migration %d", name, i+1)
			}
		}
	}
}

// The driver is a translation from C that works with one version of its C
// library and no other: modernc.org/libc does not follow semantic versions.
func TestLibcIsTheOneThatTheDriverNames(t *testing.T) {
	if _, err := exec.LookPath("go"); err != nil {
		t.Skip("there is no go command")
	}
	module := func(path string) (m struct{ Version, GoMod string }) {
		out, err := exec.Command("go", "list", "-m", "-json", path).Output()
		if err == nil {
			err = json.Unmarshal(out, &m)
		}
		if err != nil {
			t.Fatalf("go list -m %s: %v", path, err)
		}
		return m
	}
	wants, err := os.ReadFile(module("modernc.org/sqlite").GoMod)
	if err != nil {
		t.Fatal(err)
	}
	if line := "modernc.org/libc " + module("modernc.org/libc").Version; !strings.Contains(string(wants), line+"\n") {
		t.Errorf("%s is built in; the driver's go.mod names another", line)
	}
}
