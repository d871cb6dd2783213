package sqlite_test

import (
	"crypto/sha256"
	"path/filepath"
	"reflect"
	"sync"
	"testing"
	"time"

	"walkin/internal/directory"
	"walkin/internal/problem"
	"walkin/internal/referral"
	"walkin/internal/sqlite"
)

// named is a request of a member under a key.
func named(key, request string) (directory.Once, func(referral.Salt) referral.Code) {
	return directory.Once{Key: sha256.Sum256([]byte("m-1\n" + key)), Request: sha256.Sum256([]byte(request))},
		func(s referral.Salt) referral.Code { return s.CodeOf("m-1", key) }
}

func TestR10TheSameRequestMakesOneCard(t *testing.T) {
	r, _, now := newReferrals(t)
	asked, _ := newCard(now, "a")
	once, codeOf := named("key", "body")
	first, code, err := r.PutOnce(t.Context(), asked, once, codeOf)
	if err != nil || first.Hash != code.Hash() || code == "" {
		t.Fatalf("%v, %v, %v", first.Hash, code, err)
	}
	now.pass(time.Hour)
	later, _ := newCard(now, "a") // the second request makes its own draft of a card
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			again, same, err := r.PutOnce(t.Context(), later, once, codeOf)
			if err != nil || same != code || !reflect.DeepEqual(again, first) {
				t.Errorf("got %+v, %v, %v; want %+v", again, same == code, err, first)
			}
		})
	}
	wg.Wait()
	other, otherCode := named("key", "another body")
	_, _, err = r.PutOnce(t.Context(), later, other, otherCode)
	wantProblem(t, err, problem.Conflict)
	second, secondOf := named("another key", "body")
	if _, c, err := r.PutOnce(t.Context(), later, second, secondOf); err != nil || c == code {
		t.Errorf("another key gives the same card: %v", err)
	}
	if handed, err := r.ForSending(t.Context(), "m-1", "sender"); len(handed) != 2 || err != nil {
		t.Errorf("there are %d cards (%v)", len(handed), err)
	}
	unasked := later
	unasked.Consent = false
	third, thirdOf := named("third", "body")
	_, _, err = r.PutOnce(t.Context(), unasked, third, thirdOf)
	wantProblem(t, err, problem.Invalid)
}

func TestAKeyIsForgottenAfterADayAndTheCardIsNot(t *testing.T) {
	r, _, now := newReferrals(t)
	asked, _ := newCard(now, "a")
	once, codeOf := named("key", "body")
	_, code, err := r.PutOnce(t.Context(), asked, once, codeOf)
	if err != nil {
		t.Fatal(err)
	}
	now.pass(24*time.Hour + time.Minute)
	if _, err := r.Purge(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, again, err := r.PutOnce(t.Context(), asked, once, codeOf); err != nil || again == code {
		t.Errorf("after a day the key still gives the old card: %v", err)
	}
	if _, err := r.Card(t.Context(), code.Hash(), sqlite.PublicReader); err != nil {
		t.Errorf("the card went with the key: %v", err)
	}
	now.pass(referral.CardLife)
	if n, err := r.Purge(t.Context()); n != 2 || err != nil {
		t.Errorf("purged %d (%v)", n, err)
	}
}

func TestCardsHaveABackupOfTheirOwn(t *testing.T) {
	r, path, now := newReferrals(t)
	card, _ := newCard(now, "a")
	putCard(t, r, card)
	copied := filepath.Join(t.TempDir(), "cards.db")
	still, err := sqlite.OpenReferralsReadOnly(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	if err := still.Backup(t.Context(), copied, nil); err != nil {
		t.Error(err)
	}
	if err := still.Close(); err != nil {
		t.Error(err)
	}
	there := filepath.Join(t.TempDir(), "referrals.db")
	if err := sqlite.RestoreReferrals(t.Context(), copied, there); err != nil {
		t.Fatal(err)
	}
	if got, err := openReferrals(t, there, now).Card(t.Context(), card.Hash, sqlite.PublicReader); err != nil || !reflect.DeepEqual(got, card) {
		t.Errorf("restored %+v (%v)", got, err)
	}
	wantProblem(t, sqlite.Restore(t.Context(), copied, filepath.Join(t.TempDir(), "catalogue.db")), problem.Unavailable)
}
