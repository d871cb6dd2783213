package main_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"walkin/internal/directory"
	"walkin/internal/follow"
	"walkin/internal/geo"
	"walkin/internal/search"
	"walkin/internal/sqlite"
)

// The program is killed at random moments, with SIGKILL. After each, every
// change that was acknowledged is there, no import is there by half, the file
// is whole, and the index, once it has followed, answers as one that is built
// from nothing. WALKIN_LONG_TESTS=1 kills it a hundred times.
//
// In one round of three it is "walkin serve", which a second process writes
// beside, and both are killed; in the others the editors sit in the process
// that follows, so that the index is written all the time.
func TestNothingAcknowledgedIsLostWhenTheProgramIsKilled(t *testing.T) {
	t.Parallel()
	rounds := 10
	if os.Getenv("WALKIN_LONG_TESTS") == "1" {
		rounds = 100
	}
	var k killed
	for round := range rounds {
		if round%10 == 0 { // a log that only grows would make the rounds ever longer
			k.dir, k.acknowledged = dutch(t), make(map[string]bool)
		}
		// Counted in changes, so that as much happens on a slow machine; the
		// rest of the moment falls between two of them.
		changes, rest := 3+rand.IntN(30), time.Duration(rand.IntN(20_000))*time.Microsecond
		name := fmt.Sprintf("round %d, killed %s after %d changes", round, rest, changes)
		if round%3 == 0 {
			k.killServerAndWriter(t, changes, rest)
		} else {
			k.killEditors(t, changes, rest)
		}
		k.verify(t, name)
		if t.Failed() {
			return
		}
	}
	t.Logf("%d changes were acknowledged; %d indexes were used again, %d built", k.count, k.reused, rounds-k.reused)
	if k.reused == 0 {
		t.Error("every index was built again, so no killed one was looked at")
	}
}

// dutch makes a data folder with the built-in catalogue, of whose centres only
// the Dutch ones and none of the activities: with less to verify, more kills
// fit in a minute.
func dutch(t *testing.T) string {
	t.Helper()
	part := slices.DeleteFunc(builtinLines(t), func(line string) bool {
		return strings.HasPrefix(line, `{"kind":"activity"`) ||
			strings.HasPrefix(line, `{"kind":"centre"`) && !strings.Contains(line, `"country":"NL"`)
	})
	dir := filepath.Join(t.TempDir(), "data")
	succeed(t, "import", lines(t, part...), "--data-dir", dir)
	succeed(t, "reindex", "--data-dir", dir)
	return dir
}

// killed is what the rounds have in common.
type killed struct {
	dir          string
	acknowledged map[string]bool // the lines
	count        int             // of all of them
	reused       int             // indexes that were usable after a kill
}

// killServerAndWriter kills a server and who writes beside it, each at a moment
// of its own: the server may still be starting.
func (k *killed) killServerAndWriter(t *testing.T, changes int, rest time.Duration) {
	t.Helper()
	s := start(t, roleProgram, k.dir)
	w := startWriter(t, roleWriter, k.dir, changes)
	var both sync.WaitGroup
	both.Go(func() {
		time.Sleep(time.Duration(rand.IntN(1500)) * time.Millisecond)
		_ = s.process.Process.Kill()
		<-s.ended
	})
	k.await(t, w)
	time.Sleep(rest)
	w.kill()
	both.Wait()
	if s.status != -1 {
		t.Errorf("the server ended with %d before it was killed: %s", s.status, s.log)
	}
	k.note(t, w)
}

// killEditors kills a process that writes and follows.
func (k *killed) killEditors(t *testing.T, changes int, rest time.Duration) {
	t.Helper()
	w := startWriter(t, roleEditors, k.dir, changes)
	k.await(t, w)
	time.Sleep(rest)
	w.kill()
	k.note(t, w)
}

func (k *killed) await(t *testing.T, w *writer) {
	t.Helper()
	select {
	case <-w.due:
	case <-w.ended:
	case <-time.After(2 * patience):
		t.Error("too little is written")
	}
}

// note takes over what a writer that was killed had acknowledged.
func (k *killed) note(t *testing.T, w *writer) {
	t.Helper()
	if code := w.process.ProcessState.ExitCode(); code != -1 {
		t.Errorf("the writer ended with %d before it was killed: %s", code, w.stderr.String())
	}
	k.count += len(w.lines)
	for _, line := range w.lines {
		k.acknowledged[line] = true
	}
}

// verify opens what the killed left behind.
func (k *killed) verify(t *testing.T, round string) {
	t.Helper()
	ctx := t.Context()
	c, err := sqlite.Open(ctx, filepath.Join(k.dir, "catalogue.db"), sqlite.Options{Now: time.Now})
	if err != nil {
		t.Fatalf("%s: %v", round, err)
	}
	defer c.Close()
	if err := c.Check(ctx); err != nil {
		t.Errorf("%s: %v", round, err)
	}
	changes, err := c.ChangesAfter(ctx, 0, 1_000_000)
	if err != nil {
		t.Fatal(err)
	}
	stored, batches := make(map[string]bool), make(map[string]int)
	for _, change := range changes {
		stored[told(change)] = true
		if strings.HasPrefix(change.Author, batchAuthor) {
			stored[change.Author] = true
			batches[change.Author]++
		}
	}
	for line := range k.acknowledged {
		if !stored[line] {
			t.Errorf("%s: %q was acknowledged and is not there", round, line)
		}
	}
	for author, n := range batches {
		if n != batchSize {
			t.Errorf("%s: of %q, %d changes are there and not %d", round, author, n, batchSize)
		}
	}

	var log bytes.Buffer
	followed, err := openIndex(filepath.Join(k.dir, "index"), c, &log)
	if err != nil {
		t.Fatalf("%s: %v", round, err)
	}
	defer followed.Close()
	if !strings.Contains(log.String(), "building") {
		k.reused++
	}
	if err := follow.New(c, followed, follow.Options{}).CatchUp(ctx); err != nil {
		t.Errorf("%s: %v", round, err)
	}
	fresh, err := openIndex("", c, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer fresh.Close()
	got, want := answers(t, followed), answers(t, fresh)
	if len(got) != len(want) {
		t.Fatalf("%s: there are %d pages of answers, from a fresh index %d", round, len(got), len(want))
	}
	for i := range want {
		if got[i] != want[i] {
			from := max(0, firstDifference(got[i], want[i])-500)
			t.Errorf("%s: page %d is, from byte %d,\n%.1000s\nand of a fresh index\n%.1000s", round, i, from, got[i][from:], want[i][from:])
		}
	}
}

func firstDifference(a, b string) int {
	i := 0
	for i < min(len(a), len(b)) && a[i] == b[i] {
		i++
	}
	return i
}

// answers asks an index questions of many kinds, each to the last page, and
// gives the answers as text: results in their order, totals, facets, cursors.
func answers(t *testing.T, x *search.Index) []string {
	t.Helper()
	utrecht := &directory.Near{Point: geo.Point{Lat: 52.0907, Lon: 5.1214}}
	now := wednesday
	var all []string
	tell := func(answer any, err error) {
		b, wrong := json.Marshal(answer)
		if err := errors.Join(err, wrong); err != nil {
			t.Fatal(err)
		}
		all = append(all, string(b))
	}
	for _, q := range []directory.Query{
		{},
		{Text: "angst", Lang: "nl"},
		{Text: "eenzaam", Lang: "nl", Near: utrecht},
		{Text: "Kvistehuset", Lang: "da"},
		{Text: "udgave 17", Lang: "da"},
		{Text: "imported", Lang: "en", Near: utrecht, Sort: directory.SortDistance},
		{Near: utrecht, OpenAt: &now, Sort: directory.SortDistance},
		{Country: "NL", Sort: directory.SortOpens},
		{Topics: []string{"loneliness"}, Promises: []directory.Promise{directory.AllPromises[0]}},
		{Kinds: []directory.Kind{directory.KindHelpline}},
	} {
		q.Now, q.Limit, q.Facets = now, directory.MaxLimit, directory.AllFacets
		for {
			answer, err := x.Search(t.Context(), q)
			tell(answer, err)
			if q.Cursor = answer.Next; q.Cursor == "" {
				break
			}
		}
	}
	tell(x.Suggest(t.Context(), directory.SuggestQuery{Text: "kvis", Lang: "da", Limit: 10}))
	tell(x.Suggest(t.Context(), directory.SuggestQuery{Text: "jon", Lang: "nl", Limit: 10}))
	happenings, more, err := x.WhatsOn(t.Context(), directory.WhatsOnQuery{From: now, To: now.AddDate(0, 0, 7), Lang: "da", Limit: 100})
	tell([]any{happenings, more}, err)
	return all
}

// The comparison of the kill test sees a change that an index does not hold.
func TestAnIndexThatLagsAnswersDifferently(t *testing.T) {
	t.Parallel()
	dir := folder(t)
	c, err := sqlite.Open(t.Context(), filepath.Join(dir, "catalogue.db"), sqlite.Options{Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	lagging, err := openIndex(filepath.Join(dir, "index"), c, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer lagging.Close()
	before := answers(t, lagging)
	if !slices.Equal(before, answers(t, lagging)) {
		t.Error("the same index answers differently the second time")
	}
	succeed(t, "import", lines(t, house("new", "Kvistehuset")), "--data-dir", dir)
	fresh, err := openIndex("", c, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer fresh.Close()
	if slices.Equal(before, answers(t, fresh)) {
		t.Error("a centre more makes no difference")
	}
}
