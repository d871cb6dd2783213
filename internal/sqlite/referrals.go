package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"walkin/internal/directory"
	"walkin/internal/problem"
	"walkin/internal/referral"
	"walkin/internal/schedule"
)

// Referrals is the file of the hand-over cards: a second database, with its
// own retention and its own backup, so that nothing of a hand-over is in the
// catalogue, its log or a copy of it. It holds no code, only hashes of codes.
// It is safe for concurrent use.
//
// Whoever keeps backups of it must delete them, too: what was purged here is
// still in a copy that was made before.
type Referrals struct{ *file }

// referralsForm is what a file of referrals is made of.
var referralsForm = form{
	name: "referrals", application: 0x77616c72, // "walr"
	migrations: []migration{{"migrations/referrals/0001_referrals.sql", nil}, {"migrations/referrals/0002_once.sql", nil}},
	// What is deleted is overwritten, not only forgotten.
	pragmas: []string{"secure_delete(1)"},
}

// OpenReferrals opens the file of the cards; see [openFile] for what is
// refused.
func OpenReferrals(ctx context.Context, path string, opts Options) (*Referrals, error) {
	f, err := openFile(ctx, &referralsForm, path, opts)
	if err != nil {
		return nil, err
	}
	return &Referrals{f}, nil
}

// OpenReferralsReadOnly opens the file of the cards as it is, for a copy of it.
func OpenReferralsReadOnly(ctx context.Context, path string) (*Referrals, error) {
	f, err := openFileReadOnly(ctx, &referralsForm, path)
	if err != nil {
		return nil, err
	}
	return &Referrals{f}, nil
}

// RestoreReferrals puts a backup in the place of the file of the cards; see
// [Restore].
func RestoreReferrals(ctx context.Context, from, to string) error {
	return fault(fmt.Sprintf("restore %s to %s", from, to), restore(ctx, &referralsForm, from, to))
}

// Put keeps a new card. One whose hash is there already is a Conflict.
func (r *Referrals) Put(ctx context.Context, c referral.Card) error {
	return r.write(ctx, "put card", func(tx *transaction) error { return insertCard(ctx, tx, c) })
}

func insertCard(ctx context.Context, tx *transaction, c referral.Card) error {
	if !c.Consent {
		return problem.New(problem.Invalid, "A card is kept only if the young person has agreed to it.")
	}
	taken, err := one[int](ctx, tx, `SELECT count(*) FROM cards WHERE hash = ?`, c.Hash[:])
	if err != nil {
		return err
	}
	if taken > 0 {
		return problem.New(problem.Conflict, "There is a card with this code already.")
	}
	err = tx.exec(ctx, `INSERT INTO cards (hash, sender, lang, tell_from, tell, made, expires, revoked) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		c.Hash[:], c.From, c.Lang, c.TellFrom, c.Tell, stamp(c.Made), stamp(c.Expires), stampOrNull(c.Revoked))
	if err != nil {
		return err
	}
	for i, p := range c.Places {
		at := ""
		if p.When != nil {
			at = stamp(*p.When)
		}
		err := tx.exec(ctx, `INSERT INTO places (card, number, kind, id, centre, time, day, state, welcome, changed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			c.Hash[:], i, p.Key.Kind, p.Key.ID, p.Centre, at, dayOrNone(p.Day), p.State, p.Welcome, stamp(p.Changed))
		if err != nil {
			return err
		}
	}
	return nil
}

// Revoke takes a card back: for the centre that handed on, or for "" on behalf
// of whoever holds the code. NotFound for another centre's card, Gone for one
// that has expired.
func (r *Referrals) Revoke(ctx context.Context, hash referral.Hash, from string) error {
	return r.change(ctx, "revoke card", hash, func(c *referral.Card) error {
		if from != "" && from != c.From {
			return noCard()
		}
		return c.Revoke(r.now())
	})
}

// Answer sets what a centre says to who may come to it, or to an activity
// there. NotFound where the card does not send them to that centre.
func (r *Referrals) Answer(ctx context.Context, hash referral.Hash, centre string, place directory.Key, w referral.Welcome) error {
	return r.change(ctx, "answer card", hash, func(c *referral.Card) error {
		if !receives(c, centre, place) {
			return noCard()
		}
		return c.Answer(place, w, r.now())
	})
}

// Mark sets whether somebody came to a centre, or to an activity there; see
// [referral.Card.Mark]. NotFound where the card does not send them there.
func (r *Referrals) Mark(ctx context.Context, hash referral.Hash, centre string, place directory.Key, s referral.State) error {
	return r.change(ctx, "mark card", hash, func(c *referral.Card) error {
		if !receives(c, centre, place) {
			return noCard()
		}
		return c.Mark(place, s, r.now())
	})
}

// receives says whether a card sends somebody to a place at a centre.
func receives(c *referral.Card, centre string, place directory.Key) bool {
	for _, p := range c.Places {
		if p.Key == place && p.Centre == centre && centre != "" {
			return true
		}
	}
	return false
}

// change does something to a card and writes what became of it.
func (r *Referrals) change(ctx context.Context, operation string, hash referral.Hash, do func(*referral.Card) error) error {
	return r.write(ctx, operation, func(tx *transaction) error {
		cards, err := cardsOf(ctx, tx, `hash = ?`, hash[:])
		if err != nil {
			return err
		}
		if len(cards) == 0 {
			return noCard()
		}
		c := cards[0]
		if err := do(&c); err != nil {
			return err
		}
		if err := tx.exec(ctx, `UPDATE cards SET revoked = ? WHERE hash = ?`, stampOrNull(c.Revoked), hash[:]); err != nil {
			return err
		}
		for i, p := range c.Places {
			err := tx.exec(ctx, `UPDATE places SET state = ?, welcome = ?, changed = ? WHERE card = ? AND number = ?`,
				p.State, p.Welcome, stamp(p.Changed), hash[:], i)
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// Purge deletes for good whatever has expired, with its places and its log,
// and gives how many cards that were. Nothing of them is left in the file or
// in its write-ahead log. It is Unavailable if a reader kept the log from
// being cut off; then the next purge does it.
func (r *Referrals) Purge(ctx context.Context) (cards int, err error) {
	err = r.write(ctx, "purge cards", func(tx *transaction) error {
		now := stamp(r.now())
		if cards, err = one[int](ctx, tx, `SELECT count(*) FROM cards WHERE expires <= ?`, now); err != nil {
			return err
		}
		if err := r.forget(ctx, tx); err != nil {
			return err
		}
		return tx.exec(ctx, `DELETE FROM cards WHERE expires <= ?`, now)
	})
	if err != nil {
		return 0, err
	}
	busy, err := checkpoint(ctx, r.writer)
	if err == nil && busy {
		return cards, occupied.problem(fmt.Errorf("purge cards: the write-ahead log is being read"))
	}
	return cards, fault("purge cards", err)
}

// checkpoint folds the write-ahead log into the file and cuts it off. It is
// busy if a reader needs the log for longer than the busy timeout.
func checkpoint(ctx context.Context, writer *sql.DB) (busy bool, err error) {
	var pages, done int
	err = writer.QueryRowContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`).Scan(&busy, &pages, &done)
	return busy, err
}

func noCard() error { return problem.New(problem.NotFound, "There is no such card.") }

func stampOrNull(t *time.Time) any {
	if t == nil {
		return nil
	}
	return stamp(*t)
}

func dayOrNone(d schedule.Date) string {
	if d == (schedule.Date{}) {
		return ""
	}
	return d.String()
}
