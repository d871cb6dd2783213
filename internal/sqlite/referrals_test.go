package sqlite_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"walkin/internal/directory"
	"walkin/internal/problem"
	"walkin/internal/referral"
	"walkin/internal/schedule"
	"walkin/internal/sqlite"
)

// ticking is a clock that a test sets.
type ticking struct {
	sync.Mutex
	now time.Time
}

func (c *ticking) Now() time.Time {
	c.Lock()
	defer c.Unlock()
	return c.now
}

func (c *ticking) pass(d time.Duration) {
	c.Lock()
	defer c.Unlock()
	c.now = c.now.Add(d)
}

// newReferrals opens a new file of cards, with its path and its clock.
func newReferrals(t testing.TB) (*sqlite.Referrals, string, *ticking) {
	t.Helper()
	now := &ticking{now: clock().Truncate(time.Second)}
	path := filepath.Join(t.TempDir(), "referrals.db")
	r := openReferrals(t, path, now)
	return r, path, now
}

func openReferrals(t testing.TB, path string, now *ticking) *sqlite.Referrals {
	t.Helper()
	r, err := sqlite.OpenReferrals(t.Context(), path, sqlite.Options{Now: now.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := r.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return r
}

func centreKey(id string) directory.Key { return directory.Key{Kind: directory.KindCentre, ID: id} }

// newCard makes a card from "sender" to some centres, with its code.
func newCard(now *ticking, centres ...string) (referral.Card, referral.Code) {
	code := referral.NewCode()
	c := referral.Card{
		Hash: code.Hash(), Lang: "ar", From: "sender", Tell: true, Consent: true, Made: now.Now().UTC(), Expires: now.Now().UTC().Add(referral.CardLife),
	}
	for _, id := range centres {
		c.Places = append(c.Places, referral.CardPlace{Key: centreKey(id), Centre: id, State: referral.Sent, Changed: c.Made})
	}
	return c, code
}

func putCard(t testing.TB, r *sqlite.Referrals, c referral.Card) referral.Hash {
	t.Helper()
	if err := r.Put(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	return c.Hash
}

func TestACardComesBackAsItWasPut(t *testing.T) {
	r, path, now := newReferrals(t)
	plain, _ := newCard(now, "a")
	full, _ := newCard(now, "a", "b")
	when := now.Now().UTC().Add(50 * time.Hour).Truncate(time.Minute)
	full.TellFrom, full.Tell = true, false
	full.Places[1].When, full.Places[1].Day = &when, schedule.DateIn(when, time.UTC)
	full.Places = append(full.Places,
		referral.CardPlace{Key: directory.Key{Kind: directory.KindActivity, ID: "band"}, Centre: "c", State: referral.Sent, Changed: full.Made},
		referral.CardPlace{Key: directory.Key{Kind: directory.KindHelpline, ID: "line"}, State: referral.Sent, Changed: full.Made})
	for _, c := range []referral.Card{plain, full} {
		putCard(t, r, c)
		got, err := r.Card(t.Context(), c.Hash, sqlite.PublicReader)
		if err != nil || !reflect.DeepEqual(got, c) {
			t.Errorf("got  %+v (%v)\nwant %+v", got, err, c)
		}
		wantProblem(t, r.Put(t.Context(), c), problem.Conflict)
	}
	unasked, _ := newCard(now, "a")
	unasked.Consent = false
	wantProblem(t, r.Put(t.Context(), unasked), problem.Invalid)
	if err := r.Check(t.Context()); err != nil {
		t.Error(err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("others may read the file: %v, %v", info.Mode(), err)
	}
}

func TestWhatExpiresIsGoneAndThenNothing(t *testing.T) {
	r, _, now := newReferrals(t)
	old, _ := newCard(now, "a")
	hash := putCard(t, r, old)
	now.pass(referral.CardLife - time.Hour)
	young, _ := newCard(now, "a")
	putCard(t, r, young)
	if n, err := r.Purge(t.Context()); n != 0 || err != nil {
		t.Errorf("purged %d before the time (%v)", n, err)
	}
	now.pass(time.Hour)
	_, err := r.Card(t.Context(), hash, sqlite.PublicReader)
	wantProblem(t, err, problem.Gone)
	wantProblem(t, r.Mark(t.Context(), hash, "a", centreKey("a"), referral.Arrived), problem.Gone)
	wantProblem(t, r.Revoke(t.Context(), hash, "sender"), problem.Gone)
	expected, err := r.ForReceiving(t.Context(), "m-1", "a")
	if len(expected) != 1 || err != nil {
		t.Errorf("the centre expects %+v (%v)", expected, err)
	}
	handed, err := r.ForSending(t.Context(), "m-1", "sender")
	if len(handed) != 1 || err != nil {
		t.Errorf("the sender sees %+v (%v)", handed, err)
	}
	if n, err := r.Purge(t.Context()); n != 1 || err != nil {
		t.Errorf("purged %d (%v)", n, err)
	}
	_, err = r.Card(t.Context(), hash, sqlite.PublicReader)
	wantProblem(t, err, problem.NotFound)
	if _, err := r.Card(t.Context(), young.Hash, sqlite.PublicReader); err != nil {
		t.Errorf("the purge took a card that is good: %v", err)
	}
}

// onDisk is all that stands in the files of a folder.
func onDisk(t testing.TB, path string) []byte {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(filepath.Dir(path), "*"))
	if err != nil {
		t.Fatal(err)
	}
	var all []byte
	for _, name := range names {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, b...)
	}
	return all
}

// X31: what a purge takes is not in the file any more, nor beside it.
func TestX31APurgeLeavesNothingOnTheDisk(t *testing.T) {
	r, path, now := newReferrals(t)
	stays, _ := newCard(now, "stays")
	stays.Expires = stays.Expires.Add(time.Hour)
	putCard(t, r, stays)
	var markers [][]byte
	for i := range 60 {
		c, code := newCard(now, fmt.Sprintf("marker-place-%d", i), "other")
		c.From = fmt.Sprintf("marker-sender-%d", i)
		putCard(t, r, c)
		reader := fmt.Sprintf("m-marker-%d", i)
		for range 2 {
			if _, err := r.Card(t.Context(), c.Hash, reader); err != nil {
				t.Fatal(err)
			}
		}
		if err := r.Answer(t.Context(), c.Hash, c.Places[0].Centre, c.Places[0].Key, referral.QuietRoom); err != nil {
			t.Fatal(err)
		}
		markers = append(markers, c.Hash[:], []byte(c.From), []byte(c.Places[0].Centre), []byte(reader))
		if disk := onDisk(t, path); bytes.Contains(disk, []byte(code)) || bytes.Contains(disk, []byte(code.Grouped())) {
			t.Fatal("the code is on the disk")
		}
	}
	disk := onDisk(t, path)
	for _, m := range markers {
		if !bytes.Contains(disk, m) {
			t.Fatalf("%x is not on the disk before the purge, so the test shows nothing", m)
		}
	}
	now.pass(referral.CardLife)
	if n, err := r.Purge(t.Context()); n != 60 || err != nil {
		t.Fatalf("purged %d (%v)", n, err)
	}
	disk = onDisk(t, path)
	for _, m := range markers {
		if bytes.Contains(disk, m) {
			t.Errorf("%q is still on the disk", m)
		}
	}
	if bytes.Contains(disk, []byte("marker")) || !bytes.Contains(disk, []byte("stays")) {
		t.Error("the disk has part of a marker, or lost what stays")
	}
	if err := r.Check(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestOnlyWhoReceivesAnswersAndOnlyWhoSentTakesBack(t *testing.T) {
	r, _, now := newReferrals(t)
	c, _ := newCard(now, "a", "b")
	hash := putCard(t, r, c)
	wantProblem(t, r.Answer(t.Context(), hash, "b", centreKey("a"), referral.RingBell), problem.NotFound)
	wantProblem(t, r.Mark(t.Context(), hash, "sender", centreKey("a"), referral.Arrived), problem.NotFound)
	wantProblem(t, r.Mark(t.Context(), hash, "", centreKey("a"), referral.Arrived), problem.NotFound)
	wantProblem(t, r.Revoke(t.Context(), hash, "a"), problem.NotFound)
	wantProblem(t, r.Mark(t.Context(), referral.NewCode().Hash(), "a", centreKey("a"), referral.Arrived), problem.NotFound)
	if err := r.Answer(t.Context(), hash, "a", centreKey("a"), referral.RingBell); err != nil {
		t.Error(err)
	}
	if err := r.Mark(t.Context(), hash, "b", centreKey("b"), referral.DidNotCome); err != nil {
		t.Error(err)
	}
	handed, err := r.ForSending(t.Context(), "m-1", "sender")
	want := []referral.HandedPlace{{Key: centreKey("a"), State: referral.Ready, Welcome: referral.RingBell}, {Key: centreKey("b"), State: referral.DidNotCome}}
	if err != nil || len(handed) != 1 || !reflect.DeepEqual(handed[0].Places, want) {
		t.Errorf("the sender sees %+v (%v)", handed, err)
	}
	if handed, err := r.ForSending(t.Context(), "m-1", "a"); len(handed) > 0 || err != nil {
		t.Errorf("another centre sees %+v (%v)", handed, err)
	}
	for _, from := range []string{"sender", ""} { // the second time by whoever holds the code
		if err := r.Revoke(t.Context(), hash, from); err != nil {
			t.Error(err)
		}
	}
	_, err = r.Card(t.Context(), hash, sqlite.PublicReader)
	wantProblem(t, err, problem.Gone)
	if expected, err := r.ForReceiving(t.Context(), "m-1", "a"); len(expected) > 0 || err != nil {
		t.Errorf("a place still expects %+v (%v)", expected, err)
	}
}

func TestNoMarkIsLostWhenManyMarkAtOnce(t *testing.T) {
	r, _, now := newReferrals(t)
	centres := []string{"a", "b", "c", "d", "e"}
	c, _ := newCard(now, centres...)
	hash := putCard(t, r, c)
	var wg sync.WaitGroup
	for _, id := range centres {
		for range 3 {
			wg.Go(func() {
				if err := r.Answer(t.Context(), hash, id, centreKey(id), referral.ComeIn); err != nil && problem.KindOf(err) != problem.Conflict {
					t.Error(err)
				}
			})
			wg.Go(func() {
				if err := r.Mark(t.Context(), hash, id, centreKey(id), referral.DidNotCome); err != nil && problem.KindOf(err) != problem.Conflict {
					t.Error(err)
				}
			})
		}
		wg.Go(func() {
			if err := r.Mark(t.Context(), hash, id, centreKey(id), referral.Arrived); err != nil {
				t.Error(err)
			}
		})
		wg.Go(func() {
			if _, err := r.Card(t.Context(), hash, "m-"+id); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	got, err := r.Card(t.Context(), hash, sqlite.PublicReader)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range got.Places {
		if p.State != referral.Arrived {
			t.Errorf("%s is %s", p.Key, p.State)
		}
	}
	if reads, err := r.Reads(t.Context(), hash); len(reads) != 6 || err != nil {
		t.Errorf("%d readers are in the log (%v)", len(reads), err)
	}
}

// X31: every read is logged, without an address.
func TestX31EveryReadIsLogged(t *testing.T) {
	r, _, now := newReferrals(t)
	c, _ := newCard(now, "a")
	hash := putCard(t, r, c)
	read := func(reader string) {
		t.Helper()
		if _, err := r.Card(t.Context(), hash, reader); err != nil {
			t.Fatal(err)
		}
	}
	first := now.Now()
	read(sqlite.PublicReader)
	now.pass(time.Hour)
	read(sqlite.PublicReader)
	for _, list := range []func(context.Context) error{
		func(ctx context.Context) error { _, err := r.ForReceiving(ctx, "m-host", "a"); return err },
		func(ctx context.Context) error { _, err := r.ForSending(ctx, "m-sender", "sender"); return err },
		func(ctx context.Context) error { _, err := r.ForReceiving(ctx, "m-other", "elsewhere"); return err },
	} {
		if err := list(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	now.pass(24 * time.Hour)
	read(sqlite.PublicReader)
	day := schedule.DateIn(first, time.UTC)
	hour := first.Add(time.Hour).UTC()
	want := []sqlite.Read{
		{Reader: "m-host", Day: day, Times: 1, Last: hour},
		{Reader: "m-sender", Day: day, Times: 1, Last: hour},
		{Reader: sqlite.PublicReader, Day: day, Times: 2, Last: hour},
		{Reader: sqlite.PublicReader, Day: day.AddDays(1), Times: 1, Last: hour.Add(24 * time.Hour)},
	}
	if got, err := r.Reads(t.Context(), hash); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v (%v)\nwant %+v", got, err, want)
	}
	quiet, _ := newCard(now, "a")
	quiet.Tell = false
	putCard(t, r, quiet)
	if _, err := r.ForReceiving(t.Context(), "m-host", "a"); err != nil {
		t.Fatal(err)
	}
	if got, err := r.Reads(t.Context(), quiet.Hash); len(got) > 0 || err != nil {
		t.Errorf("a card that was not shown is logged as read: %+v (%v)", got, err)
	}
	for _, address := range []string{"192.0.2.7", "2001:db8::7", "", "Maria Jensen"} {
		if got, err := r.Card(t.Context(), hash, address); err == nil || !reflect.DeepEqual(got, referral.Card{}) {
			t.Errorf("%q may read the card", address)
		}
	}
}

func TestReferralsAreBackedUpByThemselves(t *testing.T) {
	r, _, now := newReferrals(t)
	c, _ := newCard(now, "a")
	putCard(t, r, c)
	path := filepath.Join(t.TempDir(), "backup.db")
	if err := r.Backup(t.Context(), path, nil); err != nil {
		t.Fatal(err)
	}
	copied := openReferrals(t, path, now)
	if got, err := copied.Card(t.Context(), c.Hash, sqlite.PublicReader); err != nil || !reflect.DeepEqual(got, c) {
		t.Errorf("the copy has %+v (%v)", got, err)
	}
	_, err := sqlite.Open(t.Context(), path, options)
	if err == nil || !strings.Contains(err.Error(), "another program") {
		t.Errorf("cards are taken for a catalogue: %v", err)
	}
}
