package main_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"io"
	"log/slog"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"walkin/data"
	"walkin/internal/directory"
	"walkin/internal/follow"
	"walkin/internal/search"
	"walkin/internal/sqlite"
)

// batchSize is how many entries an import of the writers has, and batchAuthor
// how their authors begin, each import with one of its own.
const (
	batchSize   = 25
	batchAuthor = "batch "
)

// writeUntilKilled has editors change the catalogue of a data folder and print
// each change once it is acknowledged. With an index, this process follows the
// catalogue as a server does, woken by the bell after every commit.
func writeUntilKilled(dir string, withIndex bool) error {
	ctx := context.Background()
	c, err := sqlite.Open(ctx, filepath.Join(dir, "catalogue.db"), sqlite.Options{Now: time.Now})
	if err != nil {
		return err
	}
	failed := make(chan error)
	if withIndex {
		idx, err := openIndex(filepath.Join(dir, "index"), c, nil)
		if err != nil {
			return err
		}
		go func() { failed <- follow.New(c, idx, follow.Options{}).Run(ctx) }()
	}
	var centres []*directory.Centre
	if _, err := c.Each(ctx, func(change directory.Change) error {
		if centre, ok := change.Entry.(*directory.Centre); ok {
			centres = append(centres, centre)
		}
		return nil
	}); err != nil {
		return err
	}
	var mu sync.Mutex // one line at a time
	acknowledge := func(line string) error {
		mu.Lock()
		defer mu.Unlock()
		_, err := fmt.Println(line)
		return err
	}
	for editor := range 3 {
		go func() {
			for i := 0; ; i++ {
				if err := edit(ctx, c, centres, editor, i, acknowledge); err != nil {
					failed <- err
				}
			}
		}()
	}
	return <-failed
}

// edit is the i-th step of an editor: a centre described anew, one that comes
// and goes, and an import.
func edit(ctx context.Context, c *sqlite.Catalogue, centres []*directory.Centre, editor, i int, acknowledge func(string) error) error {
	described := func() *directory.Centre {
		centre := *centres[rand.IntN(len(centres))]
		centre.Description = directory.Text{"da": fmt.Sprintf("Angst og ensomhed, udgave %d", rand.IntN(1000))}
		return &centre
	}
	by := directory.Edit{Author: fmt.Sprint("editor ", editor)}
	put := func(e directory.Entry) error {
		change, err := c.Put(ctx, e, by)
		if err != nil {
			return err
		}
		return acknowledge(told(change))
	}
	if err := put(described()); err != nil {
		return err
	}
	own := described()
	own.ID, own.Name = fmt.Sprintf("editor-%d-%d", editor, i%5), fmt.Sprintf("Kvistehuset %d", i)
	if err := put(own); err != nil {
		return err
	}
	if i%3 == 1 {
		tombstone, err := c.Delete(ctx, own.Key(), by)
		if err != nil {
			return err
		}
		if err := acknowledge(told(tombstone)); err != nil {
			return err
		}
	}
	if i%5 != 4 {
		return nil
	}
	var batch []directory.Entry
	for j := range batchSize {
		e := described()
		e.ID = fmt.Sprintf("batch-%d-%d", editor, j)
		e.Description["en"] = fmt.Sprint("Imported ", rand.Int64()) // so that each is a change
		batch = append(batch, e)
	}
	author := fmt.Sprint(batchAuthor, rand.Int64())
	if _, _, _, err := c.PutAll(ctx, batch, author, nil); err != nil {
		return err
	}
	return acknowledge(author)
}

// told is a change on one line.
func told(c directory.Change) string {
	sum := fnv.New64a()
	if !c.Deleted() {
		b, err := directory.Encode(c.Entry)
		if err != nil {
			return err.Error()
		}
		sum.Write(b)
	}
	return fmt.Sprintf("%d %s %d %s %x", c.Number, c.Key, c.Revision, c.Author, sum.Sum64())
}

func openIndex(dir string, c *sqlite.Catalogue, log io.Writer) (*search.Index, error) {
	content, err := data.CrisisRules()
	if err != nil {
		return nil, err
	}
	var rules directory.CrisisRules
	if err := json.Unmarshal(content, &rules); err != nil {
		return nil, err
	}
	if log == nil {
		log = io.Discard
	}
	return search.Open(context.Background(), dir, c, search.Options{Crisis: rules, Log: slog.New(slog.NewTextHandler(log, nil))})
}

// writer is a process that writes until it is killed.
type writer struct {
	process *exec.Cmd
	due     chan struct{} // closed when so many changes were acknowledged that it may be killed
	ended   chan struct{}
	lines   []string // once it has ended
	stderr  bytes.Buffer
}

// startWriter starts a writer that is due after some changes.
func startWriter(t *testing.T, as, dir string, changes int) *writer {
	t.Helper()
	w := &writer{process: exec.Command(os.Args[0], dir), due: make(chan struct{}), ended: make(chan struct{})}
	w.process.Env = append(environment(), role+"="+as)
	w.process.Stderr = &w.stderr
	stdout, err := w.process.StdoutPipe()
	if err == nil {
		err = w.process.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		defer close(w.ended)
		out := bufio.NewReader(stdout)
		for {
			line, err := out.ReadString('\n')
			if err != nil {
				break // what was cut off in the middle was not acknowledged
			}
			if w.lines = append(w.lines, strings.TrimSuffix(line, "\n")); len(w.lines) == changes {
				close(w.due)
			}
		}
		_ = w.process.Wait() // the state says it
	}()
	t.Cleanup(w.kill)
	return w
}

// kill kills the process and waits for its end.
func (w *writer) kill() {
	_ = w.process.Process.Kill()
	<-w.ended
}
