package sqlite_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"walkin/internal/demand"
	"walkin/internal/sqlite"
)

// duringW47 and afterW47 are moments in and after the week 2026-W47.
var (
	duringW47 = time.Date(2026, 11, 18, 12, 0, 0, 0, time.UTC)
	afterW47  = time.Date(2026, 11, 24, 1, 0, 0, 0, time.UTC)
)

// demandFile opens a file of demand whose clock can be turned.
func demandFile(t *testing.T, now *time.Time) (*sqlite.Demand, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "demand.db")
	d, err := sqlite.OpenDemand(t.Context(), path, sqlite.Options{Now: func() time.Time { return *now }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	return d, path
}

func asked(period demand.Period, topic string, searches, askers int) demand.Count {
	area := demand.Area{Country: "DK", Region: "Region Midtjylland", Municipality: "0751"}
	return demand.Count{Cell: demand.Cell{Period: period, Area: area, Topic: topic, Outcome: demand.TooFar}, Searches: searches, Askers: askers}
}

// plainly releases without noise.
func plainly(p demand.Period, counts []demand.Count) demand.Table {
	t := demand.Table{Period: p}
	for _, c := range counts {
		t.Rows = append(t.Rows, demand.Row{Area: c.Area, Topic: c.Topic, Outcome: c.Outcome, Searches: c.Searches})
	}
	return t
}

func TestAPeriodIsReleasedOnceItIsOver(t *testing.T) {
	now := duringW47
	d, _ := demandFile(t, &now)
	ctx := t.Context()
	add := func(counts ...demand.Count) {
		t.Helper()
		if err := d.Add(ctx, counts); err != nil {
			t.Fatal(err)
		}
	}
	release := func(want ...demand.Period) {
		t.Helper()
		if got, err := d.Release(ctx, plainly); err != nil || !slices.Equal(got, want) {
			t.Fatalf("%v was released, %v; want %v", got, err, want)
		}
	}
	weeks := func() []demand.Table {
		t.Helper()
		tables, err := d.Released(ctx, "2026-W40", "2026-W52")
		if err != nil {
			t.Fatal(err)
		}
		return tables
	}
	add(asked("2026-W47", "anxiety", 3, 2), asked("2026-W46", "anxiety", 12, 12), asked("2026", "suicide", 20, 20))
	add(asked("2026-W47", "anxiety", 4, 3))
	release("2026-W46")
	if tables := weeks(); len(tables) != 1 || tables[0].Period != "2026-W46" || tables[0].Rows[0].Searches != 12 {
		t.Errorf("%+v", tables)
	}
	release() // the same week is never released twice
	now = afterW47
	release("2026-W47")
	tables := weeks()
	if len(tables) != 2 || tables[1].Rows[0].Searches != 7 {
		t.Errorf("%+v", tables)
	}
	add(asked("2026-W47", "anxiety", 50, 50)) // what comes late changes nothing
	release()
	if again := weeks(); !reflect.DeepEqual(again, tables) {
		t.Errorf("the same week is another table: %+v", again)
	}
	if years, err := d.Released(ctx, "2025", "2026"); err != nil || len(years) != 0 {
		t.Errorf("the year is not over: %+v, %v", years, err)
	}
	now = time.Date(2027, 1, 2, 1, 0, 0, 0, time.UTC)
	release("2026")
	if years, err := d.Released(ctx, "2025", "2026"); err != nil || len(years) != 1 || years[0].Rows[0].Topic != "suicide" {
		t.Errorf("%+v, %v", years, err)
	}
}

// S4, with the file in hand: who asks for the same week again and again gets the
// same bytes, also after a start, so noise cannot be averaged away.
func TestS4TheSameWeekIsTheSameTableForEver(t *testing.T) {
	now := duringW47
	path := filepath.Join(t.TempDir(), "demand.db")
	var first []demand.Table
	for range 3 {
		d, err := sqlite.OpenDemand(t.Context(), path, sqlite.Options{Now: func() time.Time { return now }})
		if err != nil {
			t.Fatal(err)
		}
		if err := d.Add(t.Context(), []demand.Count{asked("2026-W47", "anxiety", 40, 40)}); err != nil {
			t.Fatal(err)
		}
		now = afterW47
		for range 5 {
			if _, err := d.Release(t.Context(), func(p demand.Period, c []demand.Count) demand.Table { return demand.Release(p, c, demand.Fair) }); err != nil {
				t.Fatal(err)
			}
			tables, err := d.Released(t.Context(), "2026-W47", "2026-W47")
			if err != nil || len(tables) != 1 {
				t.Fatalf("%+v, %v", tables, err)
			}
			if first == nil {
				first = tables
			}
			if !reflect.DeepEqual(tables, first) {
				t.Fatalf("%+v, and before %+v", tables, first)
			}
		}
		if err := d.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// S5: the attacker has a dump of the file. There is no column that could hold a
// text, an address, a time finer than a week or who somebody is; and of a week that
// is over there are no counts any more, not even in the pages that SQLite left.
func TestS5ADumpOfTheFileTellsNothingOfAnybody(t *testing.T) {
	now := duringW47
	d, path := demandFile(t, &now)
	for i := range 200 {
		if err := d.Add(t.Context(), []demand.Count{asked("2026-W47", fmt.Sprintf("rarely-asked-for-%d", i), 1, 1)}); err != nil {
			t.Fatal(err)
		}
	}
	now = afterW47
	if _, err := d.Release(t.Context(), func(p demand.Period, c []demand.Count) demand.Table { return demand.Release(p, c, demand.Fair) }); err != nil {
		t.Fatal(err)
	}
	for _, file := range []string{path, path + "-wal"} {
		body, err := os.ReadFile(file)
		if err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
		if strings.Contains(string(body), "rarely-asked-for-1") {
			t.Errorf("%s still holds what was counted of a week that is over", filepath.Base(file))
		}
	}
	schema, err := d.Schema(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	// Each column with what it may hold; another one needs a reason, and a line here.
	want := map[string][]string{
		"counts":   {"period", "country", "region", "municipality", "topic", "outcome", "searches", "askers"},
		"released": {"period", "body"},
	}
	if !reflect.DeepEqual(schema, want) {
		t.Errorf("the file holds %v, want %v", schema, want)
	}
	for _, c := range []demand.Count{
		asked("2026-11-18", "anxiety", 1, 1), asked("2026-W48T12", "anxiety", 1, 1), asked("2026-W48", "jeg vil væk", 1, 1),
		{Cell: demand.Cell{Period: "2026-W48", Area: demand.Area{Country: "192.0.2.1"}, Topic: "anxiety", Outcome: demand.Found}, Searches: 1, Askers: 1},
		{Cell: demand.Cell{Period: "2026-W48", Area: demand.Area{Country: "DK"}, Topic: "anxiety", Outcome: "session 17"}, Searches: 1, Askers: 1},
	} {
		if err := d.Add(t.Context(), []demand.Count{c}); err == nil {
			t.Errorf("the file takes %+v", c)
		}
	}
	// What the order of rows tells is the order of words: there are no row ids.
	script, err := os.ReadFile("migrations/demand/0001_demand.sql")
	if err != nil {
		t.Fatal(err)
	}
	if tables, ordered := strings.Count(string(script), "CREATE TABLE"), len(regexp.MustCompile(`\) STRICT, WITHOUT ROWID;`).FindAll(script, -1)); tables != ordered {
		t.Errorf("%d tables, %d of them without row ids", tables, ordered)
	}
}

func TestAFileOfDemandIsCopiedAndPutBack(t *testing.T) {
	now := duringW47
	d, _ := demandFile(t, &now)
	if err := d.Add(t.Context(), []demand.Count{asked("2026-W40", "anxiety", 15, 15)}); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Release(t.Context(), plainly); err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	copied, there := filepath.Join(folder, "copy.db"), filepath.Join(folder, "demand.db")
	if err := d.Backup(t.Context(), copied, nil); err != nil {
		t.Fatal(err)
	}
	if err := sqlite.RestoreDemand(t.Context(), copied, there); err != nil {
		t.Fatal(err)
	}
	back, err := sqlite.OpenDemandReadOnly(t.Context(), there)
	if err != nil {
		t.Fatal(err)
	}
	defer back.Close()
	if tables, err := back.Released(t.Context(), "2026-W40", "2026-W40"); err != nil || len(tables) != 1 {
		t.Errorf("%+v, %v", tables, err)
	}
	if err := back.Add(t.Context(), []demand.Count{asked("2026-W47", "anxiety", 1, 1)}); err == nil {
		t.Error("a file that was opened for reading was written to")
	}
	if _, err := sqlite.OpenReferralsReadOnly(t.Context(), there); err == nil {
		t.Error("it was taken for the cards")
	}
}

// S5, while the week runs: the file is the same, to the byte, whatever came first;
// and the write-ahead log, which would tell, is empty. So is what a copy has of it.
func TestS5TheFileDoesNotTellWhatCameFirst(t *testing.T) {
	now := duringW47
	topics := []string{"loneliness", "sexual_assault", "gambling", "abuse", "family"}
	bytesOf := func(order ...int) []byte {
		d, path := demandFile(t, &now)
		for _, i := range order {
			if err := errors.Join(d.Add(t.Context(), []demand.Count{asked("2026-W47", topics[i], 1, 1)}), d.Cut(t.Context())); err != nil {
				t.Fatal(err)
			}
			if log, err := os.Stat(path + "-wal"); err == nil && log.Size() > 0 {
				t.Errorf("the write-ahead log has %d bytes", log.Size())
			}
		}
		body, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		// How often the file was written, which SQLite counts in its header.
		clear(body[24:28])
		clear(body[92:96])
		return body
	}
	first := bytesOf(0, 1, 2, 3, 4)
	if second := bytesOf(4, 2, 0, 3, 1); !bytes.Equal(first, second) {
		t.Error("the order in which people asked is in the file")
	}
	for _, topic := range topics {
		if !bytes.Contains(first, []byte(topic)) {
			t.Errorf("%s was not written, so this shows nothing", topic)
		}
	}
}

func TestNoCopyHasWhatIsNotReleased(t *testing.T) {
	now := duringW47
	d, path := demandFile(t, &now)
	if err := d.Add(t.Context(), []demand.Count{asked("2026-W46", "anxiety", 40, 40), asked("2026-W47", "gambling", 1, 1)}); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Release(t.Context(), plainly); err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	copied, there := filepath.Join(folder, "copy.db"), filepath.Join(folder, "demand.db")
	looked := false
	err := d.Backup(t.Context(), copied, func(int, int) {
		// Whoever kills it now leaves this behind.
		body, err := os.ReadFile(copied + ".part")
		if looked = true; err != nil || bytes.Contains(body, []byte("gambling")) {
			t.Errorf("the copy that is being made has the running week, %v", err)
		}
	})
	if err != nil || !looked {
		t.Fatal(err, looked)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	// Nor does a file that was copied by other means bring it back.
	if err := sqlite.RestoreDemand(t.Context(), path, there); err != nil {
		t.Fatal(err)
	}
	for _, file := range []string{copied, there} {
		body, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(body, []byte("gambling")) || !bytes.Contains(body, []byte("anxiety")) {
			t.Errorf("%s has the running week, or lacks the one before", filepath.Base(file))
		}
	}
}
