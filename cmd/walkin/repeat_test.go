package main_test

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	walkin "walkin/cmd/walkin"
	"walkin/internal/demand"
	"walkin/internal/sqlite"
)

// kept counts how often it was asked to keep, and whether the last time was
// after the server was told to stop.
type kept struct {
	times atomic.Int64
	last  atomic.Bool
	fails bool
}

func (k *kept) Keep(ctx context.Context) error {
	k.times.Add(1)
	_, patient := ctx.Deadline()
	k.last.Store(patient)
	if k.fails {
		return errors.New("the disk is full")
	}
	return ctx.Err()
}

func TestCountsAreKeptAtStartNowAndThenAndAtTheEnd(t *testing.T) {
	t.Parallel()
	var log strings.Builder
	k := &kept{}
	ctx, cancel := context.WithCancel(t.Context())
	stop := walkin.Keeping(ctx, k, time.Millisecond, slog.New(slog.NewTextHandler(&log, nil)))
	eventually(t, "they are kept again", func() bool { return k.times.Load() > 2 })
	cancel()
	stop()
	if !k.last.Load() || log.Len() > 0 {
		t.Errorf("what was counted last is lost: %s", &log)
	}
	walkin.Keeping(t.Context(), &kept{fails: true}, time.Hour, slog.New(slog.NewTextHandler(&log, nil)))()
	if !strings.Contains(log.String(), "the disk is full") {
		t.Errorf("a fault is not in the log: %s", &log)
	}
}

// TestOneSwitchTurnsCountingOff runs the program with counting on, and off.
func TestOneSwitchTurnsCountingOff(t *testing.T) {
	t.Parallel()
	const question = `{"text":"ensom","lang":"da","near":{"place":"8000"},"settled":true}`
	for _, c := range []struct {
		setting string
		on      bool
	}{{"on", true}, {"off", false}} {
		dir := folder(t)
		s := serve(t, roleProgram, dir, "--demand", c.setting)
		if said := s.ask("/v1/search", question).body; strings.Contains(said, `"counted"`) != c.on {
			t.Errorf("%s: %.200s", c.setting, said)
		}
		s.terminate()
		if status := s.wait(); status != 0 {
			t.Errorf("%s: the server ends with %d", c.setting, status)
		}
		copied := filepath.Join(folder(t), "copy.db")
		if out := succeed(t, "backup", copied, "--demand", "--data-dir", dir); !strings.Contains(out, "what was asked for") {
			t.Errorf("a copy is made: %s", out)
		}
		succeed(t, "restore", copied, "--demand", "--data-dir", folder(t))
		refused(t, command("restore", copied, "--data-dir", dir), "not a catalogue")
		if _, err := os.Stat(filepath.Join(dir, "index")); err != nil {
			t.Errorf("the index was thrown away for a file that is no backup of the catalogue: %v", err)
		}
		if counts := countedIn(t, copied); len(counts) > 0 {
			t.Errorf("%s: a copy has what was counted this week: %+v", c.setting, counts)
		}
		counts := countedIn(t, filepath.Join(dir, "demand.db"))
		if c.on && (len(counts) != 1 || counts[0].Topic != "loneliness" || counts[0].Municipality != "0751" || counts[0].Searches != 1) || !c.on && len(counts) > 0 {
			t.Errorf("%s: what was counted before the end is %+v", c.setting, counts)
		}
	}
}

// countedIn gives what a file has counted, by releasing it a year later.
func countedIn(t *testing.T, path string) (counts []demand.Count) {
	t.Helper()
	later := func() time.Time { return time.Now().AddDate(1, 0, 0) }
	file, err := sqlite.OpenDemand(t.Context(), path, sqlite.Options{Now: later})
	if err != nil {
		t.Fatal(err)
	}
	_, err = file.Release(t.Context(), func(p demand.Period, of []demand.Count) demand.Table {
		counts = append(counts, of...)
		return demand.Table{Period: p}
	})
	if err := errors.Join(err, file.Close()); err != nil {
		t.Fatal(err)
	}
	return counts
}
