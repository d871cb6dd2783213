package main_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	walkin "walkin/cmd/walkin"
	"walkin/data"
)

// role, in the environment, has the test binary be something else than a test:
// the program itself, or a process that writes until it is killed.
const role = "TEST_ROLE"

// The roles.
const (
	roleProgram     = "program"
	roleFullDisk    = "program on a full disk"
	roleFillingDisk = "program on a disk that fills up"
	roleWriter      = "writer"
	roleEditors     = "follower with editors"
)

// scratch is a folder for what all tests share.
var scratch string

func TestMain(m *testing.M) {
	is := os.Getenv(role)
	os.Unsetenv(role)
	switch is {
	case "":
		os.Exit(runTests(m))
	case roleFullDisk:
		fillDisk()
		walkin.Main()
	case roleFillingDisk:
		fillDiskOnSignal()
		walkin.Main()
	case roleProgram:
		walkin.Main()
	case roleWriter, roleEditors:
		fmt.Fprintln(os.Stderr, writeUntilKilled(os.Args[1], is == roleEditors))
		os.Exit(1)
	}
}

func runTests(m *testing.M) (code int) {
	var err error
	if scratch, err = os.MkdirTemp("", "walkin-test-"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(scratch)
	return m.Run()
}

// wednesday is a Wednesday afternoon in Denmark, in term and no holiday.
var wednesday = time.Date(2026, 9, 16, 13, 30, 0, 0, time.UTC)

// environment is that of this process without the settings of walkin: the
// program refuses those that it does not know.
func environment() []string {
	var env []string
	for _, setting := range os.Environ() {
		if !strings.HasPrefix(setting, "WALKIN_") {
			env = append(env, setting)
		}
	}
	return env
}

// result is what a command line came to.
type result struct {
	status   int
	out, err string
}

// command runs one command line in this process, on a Wednesday afternoon.
func command(args ...string) result { return commandWith(context.Background(), args...) }

func commandWith(ctx context.Context, args ...string) result {
	var out, err bytes.Buffer
	status := walkin.Run(ctx, args, environment(), &out, &err, func() time.Time { return wednesday })
	return result{status, out.String(), err.String()}
}

// succeed runs one command line that must succeed, and gives its output.
func succeed(t *testing.T, args ...string) string {
	t.Helper()
	r := command(args...)
	if r.status != 0 {
		t.Fatalf("walkin %s exits with %d: %s", strings.Join(args, " "), r.status, r.err)
	}
	return r.out
}

// builtin writes the catalogue that the program carries to a file.
var builtin = sync.OnceValues(func() (string, error) {
	content, err := data.Catalogue()
	if err != nil {
		return "", err
	}
	path := filepath.Join(scratch, "builtin.jsonl")
	return path, os.WriteFile(path, content, 0o600)
})

// filled makes a data folder with the built-in catalogue and its index.
var filled = sync.OnceValues(func() (string, error) {
	file, err := builtin()
	if err != nil {
		return "", err
	}
	dir := filepath.Join(scratch, "filled")
	for _, args := range [][]string{{"import", file, "--data-dir", dir}, {"reindex", "--data-dir", dir}} {
		if r := command(args...); r.status != 0 {
			return "", fmt.Errorf("%s: %s", args[0], r.err)
		}
	}
	return dir, nil
})

// folder gives a data folder of the test's own with the built-in catalogue.
func folder(t *testing.T) string {
	t.Helper()
	original, err := filled()
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "data")
	if err := os.CopyFS(dir, os.DirFS(original)); err != nil {
		t.Fatal(err)
	}
	return dir
}

// lines writes a file of lines.
func lines(t *testing.T, text ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "lines.jsonl")
	if err := os.WriteFile(path, []byte(strings.Join(text, "\n")+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// house is a line of JSON Lines: a centre in Odense that the built-in
// catalogue does not have.
func house(id, name string) string {
	return fmt.Sprintf(`{"kind":"centre","entry":{"id":%q,"name":%q,"location":{"town":"Odense","municipality":"0461","country":"DK",`+
		`"point":{"lat":55.3959,"lon":10.3883},"precision":"town"},"topics":["loneliness"]}}`, id, name)
}
