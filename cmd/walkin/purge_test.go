package main_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	walkin "walkin/cmd/walkin"
)

// counted counts how often it was asked to purge.
type counted struct {
	times atomic.Int64
	fails bool
}

func (c *counted) Purge(context.Context) (int, error) {
	if c.fails {
		return 0, errors.New("the disk is gone")
	}
	c.times.Add(1)
	return 3, nil
}

func TestCardsArePurgedAtStartAndFromThenOn(t *testing.T) {
	t.Parallel()
	var log strings.Builder
	cards := &counted{}
	stop := walkin.Purging(t.Context(), cards, time.Millisecond, slog.New(slog.NewTextHandler(&log, nil)))
	if cards.times.Load() == 0 {
		t.Error("nothing was purged before anybody is answered")
	}
	eventually(t, "it is purged again", func() bool { return cards.times.Load() > 2 })
	stop()
	before := cards.times.Load()
	time.Sleep(20 * time.Millisecond)
	if cards.times.Load() != before || !strings.Contains(log.String(), "cards=3") {
		t.Errorf("it goes on, or the log does not say how many: %s", &log)
	}
	log.Reset()
	walkin.Purging(t.Context(), &counted{fails: true}, time.Hour, slog.New(slog.NewTextHandler(&log, nil)))()
	if !strings.Contains(log.String(), "the disk is gone") {
		t.Errorf("a fault is not in the log: %s", &log)
	}
}

// TestNothingOfACardLeavesItsFile makes a card with the program itself, opens
// it, and looks for its code, its pair of centres and its day in all that the
// program keeps, feeds, counts and logs: it is in the file of the cards, and
// nowhere else.
func TestNothingOfACardLeavesItsFile(t *testing.T) {
	t.Parallel()
	const sender, host = "dk-headspace-odense", "dk-plexus-odense"
	const member = "kvisteline@example.dk"
	dir := folder(t)
	s := serve(t, roleProgram, dir, "--log-level", "debug", "--rate-limit", "off")
	succeed(t, "member", "add", member, "--role", "viewer:centre:"+sender, "--data-dir", dir)
	token := "Bearer " + strings.TrimSpace(succeed(t, "token", "new", member, "--name", "test", "--may", "refer", "--data-dir", dir))

	feeds := func() (all string) {
		for _, path := range []string{"/feeds/listings", "/feeds/listings.ndjson", "/v1/changes?after=0&limit=500", "/hsds/services"} {
			r, _ := http.NewRequest(http.MethodGet, s.url+path, nil)
			all += s.do(r).body
		}
		return all
	}
	before := feeds()
	day := time.Now().AddDate(0, 0, 9).Format(time.DateOnly)
	match := s.ask("/v1/referrals/match", `{"from":"`+sender+`","topics":["grief"],"near":"Kerteminde","age":19}`, "Authorization", token)
	if match.StatusCode != http.StatusOK {
		t.Fatalf("match: %d %s", match.StatusCode, match.body)
	}
	made := s.ask("/v1/referrals", `{"from":"`+sender+`","lang":"uk","consent":true,"tell":true,"places":[{"kind":"centre","id":"`+host+`","day":"`+day+`"}]}`,
		"Authorization", token, "Idempotency-Key", "kvistenoegle")
	var card struct{ ID, Code, URL string }
	if err := json.Unmarshal([]byte(made.body), &card); err != nil || made.StatusCode != http.StatusCreated {
		t.Fatalf("make: %d %s %v", made.StatusCode, made.body, err)
	}
	code := strings.ReplaceAll(card.Code, "-", "")
	open, _ := http.NewRequest(http.MethodGet, s.url+"/r/"+code, nil)
	if a := s.do(open); a.StatusCode != http.StatusOK {
		t.Fatalf("open: %d", a.StatusCode)
	}
	list, _ := http.NewRequest(http.MethodGet, s.url+"/v1/referrals", nil)
	list.Header.Set("Authorization", token)
	if a := s.do(list); a.StatusCode != http.StatusOK || !strings.Contains(a.body, card.ID) {
		t.Fatalf("list: %d %s", a.StatusCode, a.body)
	}
	if after := feeds(); after != before {
		t.Error("the feeds or the change log have changed")
	}

	hash := sha256.Sum256([]byte(code))
	markers := []string{code, card.Code, strings.ToLower(code), hex.EncodeToString(hash[:]), string(hash[:]), day, "kvistenoegle", "Kerteminde", sender + `","` + host}
	metrics := *s
	metrics.url = s.metrics
	look := func(when string) {
		t.Helper()
		for _, marker := range append(markers, sender, host) {
			if strings.Contains(s.log.String(), marker) {
				t.Errorf("%s: the log has %q", when, marker)
			}
		}
		files, err := filepath.Glob(filepath.Join(dir, "*"))
		if err != nil || len(files) < 4 {
			t.Fatalf("%v %v", files, err)
		}
		for _, file := range files {
			if strings.HasPrefix(filepath.Base(file), "referrals.db") {
				continue
			}
			text := everything(t, file)
			for _, marker := range markers {
				if marker == "Kerteminde" { // a town that the catalogue has
					continue
				}
				if strings.Contains(text, marker) {
					t.Errorf("%s: %s has %q", when, filepath.Base(file), marker)
				}
			}
		}
		kept := everything(t, filepath.Join(dir, "referrals.db")) + everything(t, filepath.Join(dir, "referrals.db-wal"))
		for _, unwanted := range []string{code, card.Code, "kvistenoegle", "Kerteminde", "grief", member} {
			if strings.Contains(kept, unwanted) {
				t.Errorf("%s: the file of the cards has %q", when, unwanted)
			}
		}
		if !strings.Contains(kept, string(hash[:])) || !strings.Contains(kept, day) {
			t.Errorf("%s: the card is not where it should be, so looking shows nothing", when)
		}
	}
	counted := metrics.ask("/metrics", "").body
	for _, marker := range append(markers, sender, host) {
		if strings.Contains(counted, marker) {
			t.Errorf("the metrics have %q", marker)
		}
	}
	look("while it runs")

	// A backup of the catalogue has no card, and one of the cards has.
	catalogue, cards := filepath.Join(t.TempDir(), "catalogue.db"), filepath.Join(t.TempDir(), "cards.db")
	succeed(t, "backup", catalogue, "--data-dir", dir)
	if text := everything(t, catalogue); strings.Contains(text, string(hash[:])) || strings.Contains(text, day) {
		t.Error("the backup of the catalogue has the card")
	}
	if out := succeed(t, "backup", cards, "--referrals", "--data-dir", dir); !strings.Contains(out, "hand-over cards") || !strings.Contains(everything(t, cards), string(hash[:])) {
		t.Errorf("the backup of the cards lacks the card: %s", out)
	}
	s.terminate()
	if status := s.wait(); status != 0 {
		t.Errorf("the server ends with %d: %s", status, s.log)
	}
	look("when it has stopped")

	elsewhere := t.TempDir()
	if r := command("restore", cards, "--data-dir", elsewhere); r.status == 0 {
		t.Error("a backup of the cards is restored as a catalogue")
	}
	succeed(t, "restore", cards, "--referrals", "--data-dir", elsewhere)
	if text := everything(t, filepath.Join(elsewhere, "referrals.db")); !strings.Contains(text, string(hash[:])) {
		t.Error("what was restored lacks the card")
	}
}
