package sqlite_test

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"walkin/internal/directory"
	"walkin/internal/sqlite"
)

// killPath, in the environment, has the test binary write to the catalogue of
// that path until it is killed, instead of running tests.
const killPath = "WALKIN_TEST_KILL_PATH"

// TestMain tries fewer random cases than rapid would by itself, since each of
// them here makes a catalogue; the long run tries them all.
func TestMain(m *testing.M) {
	if path := os.Getenv(killPath); path != "" {
		if err := writeUntilKilled(path, os.Args[len(os.Args)-1]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	flag.Parse()
	if os.Getenv("WALKIN_LONG_TESTS") == "" {
		if err := flag.Set("rapid.checks", "25"); err != nil {
			panic(err)
		}
	}
	goleak.VerifyTestMain(m)
}

// writeUntilKilled has four editors write, delete and import, and prints each
// change once it is acknowledged: number, key, revision, and the JSON of the
// new state or a hyphen.
func writeUntilKilled(path, round string) error {
	ctx := context.Background()
	c, err := sqlite.Open(ctx, path, options)
	if err != nil {
		return err
	}
	if _, err := c.Put(ctx, topic("talk", ""), edit); err != nil {
		return err
	}
	var mu sync.Mutex // one line at a time
	acknowledge := func(change directory.Change) error {
		body := []byte("-")
		if !change.Deleted() {
			var err error
			if body, err = directory.Encode(change.Entry); err != nil {
				return err
			}
		}
		mu.Lock()
		defer mu.Unlock()
		_, err := fmt.Println(change.Number, change.Key, change.Revision, string(body))
		return err
	}
	failed := make(chan error)
	for editor := range 4 {
		go func() {
			house := centre(fmt.Sprintf("house-%d", editor), "", "talk")
			for i := 0; ; i++ {
				words := fmt.Sprintf("round %s, edit %d: %s", round, i, strings.Repeat("room ", rand.IntN(500)))
				change, err := c.Put(ctx, described(house, words), edit)
				if err == nil && i%5 == 4 {
					if err = acknowledge(change); err == nil {
						change, err = c.Delete(ctx, house.Key(), edit)
					}
				}
				if err == nil {
					err = acknowledge(change)
				}
				if err == nil && i%3 == 2 {
					_, _, _, err = c.PutAll(ctx, []directory.Entry{
						described(centre("left", "", "talk"), words), described(centre("right", "", "talk"), words),
					}, "import", nil)
				}
				if err != nil {
					failed <- err
				}
			}
		}()
	}
	return <-failed
}

// The server is killed at random moments. Every change that it acknowledged is
// there when the catalogue is opened again, no transaction is there by half,
// and the file is whole. WALKIN_LONG_TESTS=1 kills it a hundred times.
func TestNoAcknowledgedWriteIsLostWhenTheServerIsKilled(t *testing.T) {
	rounds := 10
	if os.Getenv("WALKIN_LONG_TESTS") == "1" {
		rounds = 100
	}
	path := filepath.Join(t.TempDir(), "catalogue.db")
	acknowledged := make(map[string]string) // number → the line
	for round := range rounds {
		moment := time.Duration(rand.IntN(120)) * time.Millisecond
		for _, line := range runAndKill(t, path, round, moment) {
			number, _, _ := strings.Cut(line, " ")
			acknowledged[number] = line
		}
		c, err := sqlite.Open(t.Context(), path, options)
		if err != nil {
			t.Fatalf("round %d, killed after %s: %v", round, moment, err)
		}
		stored := make(map[string]string)
		changes, err := c.ChangesAfter(t.Context(), 0, 1_000_000)
		if err != nil {
			t.Fatal(err)
		}
		for _, change := range changes {
			body := "-"
			if !change.Deleted() {
				body = encode(t, change.Entry)
			}
			stored[fmt.Sprint(change.Number)] = fmt.Sprintln(change.Number, change.Key, change.Revision, body)
		}
		for number, line := range acknowledged {
			if stored[number] != line {
				t.Errorf("round %d, killed after %s: change %s was acknowledged as %.100q and is %.100q", round, moment, number, line, stored[number])
			}
		}
		entries := live(t, c)
		left := entries[directory.Key{Kind: directory.KindCentre, ID: "left"}]
		right := entries[directory.Key{Kind: directory.KindCentre, ID: "right"}]
		if strings.ReplaceAll(left, "left", "right") != right {
			t.Errorf("round %d: half an import is there: %.100q and %.100q", round, left, right)
		}
		check(t, c)
		if err := c.Close(); err != nil {
			t.Error(err)
		}
		if t.Failed() {
			return
		}
	}
	if len(acknowledged) < rounds {
		t.Errorf("only %d changes were acknowledged in %d rounds: nothing was tested", len(acknowledged), rounds)
	}
}

// runAndKill starts a server, kills it a moment after its first acknowledged
// change and gives the lines that it printed whole.
func runAndKill(t *testing.T, path string, round int, moment time.Duration) []string {
	t.Helper()
	server := exec.CommandContext(t.Context(), os.Args[0], fmt.Sprint(round))
	server.Env = append(os.Environ(), killPath+"="+path)
	server.Stderr = os.Stderr
	stdout, err := server.StdoutPipe()
	if err == nil {
		err = server.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	out := bufio.NewReader(stdout)
	for {
		line, err := out.ReadString('\n')
		if err == io.EOF {
			break // what was cut off in the middle was not acknowledged
		}
		if err != nil {
			t.Fatal(err)
		}
		if lines = append(lines, line); len(lines) == 1 {
			time.AfterFunc(moment, func() { _ = server.Process.Kill() })
		}
	}
	if err := server.Wait(); err == nil || !strings.Contains(err.Error(), "killed") {
		t.Errorf("the server ended with %v before it was killed", err)
	}
	return lines
}
