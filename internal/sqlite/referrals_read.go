package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"time"

	"walkin/internal/referral"
	"walkin/internal/schedule"
)

// PublicReader is who reads a card by its code.
const PublicReader = "public"

// Read is one line of the log of who read a card (X31): a reader and a day.
type Read struct {
	Reader string        // id of a member, or [PublicReader]; never an address
	Day    schedule.Date // UTC
	Times  int
	Last   time.Time // UTC
}

// Card gives a card to a reader, a member's id or [PublicReader], and logs
// that it was read: without the log there is no reading. It is NotFound where
// there is none, and Gone where it has expired or was taken back.
func (r *Referrals) Card(ctx context.Context, hash referral.Hash, reader string) (card referral.Card, err error) {
	err = r.write(ctx, "read card", func(tx *transaction) error {
		cards, err := cardsOf(ctx, tx, `hash = ?`, hash[:])
		if err != nil {
			return err
		}
		if len(cards) == 0 {
			return noCard()
		}
		if err := cards[0].Good(r.now()); err != nil {
			return err
		}
		card = cards[0]
		return r.log(ctx, tx, cards, reader)
	})
	if err != nil {
		return referral.Card{}, err
	}
	return card, nil
}

// MaxListed is how many cards a list has at most, the newest of them.
const MaxListed = 500

// ForReceiving gives what some centres may know of who may come, the newest
// card first, and logs that it was read.
func (r *Referrals) ForReceiving(ctx context.Context, reader string, centres ...string) (expected []referral.Expected, err error) {
	err = r.write(ctx, "list expected", func(tx *transaction) error {
		cards, err := cardsOf(ctx, tx, `
			tell = 1 AND revoked IS NULL AND expires > ? AND
			hash IN (SELECT card FROM places WHERE centre <> '' AND centre IN (SELECT value FROM json_each(?)))`, stamp(r.now()), idList(centres))
		if err != nil {
			return err
		}
		cards = slices.DeleteFunc(cards, func(c referral.Card) bool {
			before := len(expected)
			for _, centre := range centres {
				expected = append(expected, c.ForReceiving(centre)...)
			}
			return len(expected) == before
		})
		return r.log(ctx, tx, cards, reader)
	})
	if err != nil {
		return nil, err
	}
	return expected, nil
}

// ForSending gives how far the cards of some centres have come, the newest
// first, and logs that they were read.
func (r *Referrals) ForSending(ctx context.Context, reader string, centres ...string) (handed []referral.Handed, err error) {
	err = r.write(ctx, "list handed on", func(tx *transaction) error {
		cards, err := cardsOf(ctx, tx, `sender IN (SELECT value FROM json_each(?)) AND expires > ?`, idList(centres), stamp(r.now()))
		if err != nil {
			return err
		}
		for _, c := range cards {
			handed = append(handed, c.ForSending())
		}
		return r.log(ctx, tx, cards, reader)
	})
	if err != nil {
		return nil, err
	}
	return handed, nil
}

// idList writes ids as the JSON list that json_each reads.
func idList(ids []string) string {
	list, err := json.Marshal(ids)
	if err != nil || ids == nil { // strings always have a form in JSON
		return "[]"
	}
	return string(list)
}

// log counts that a reader has read some cards.
func (r *Referrals) log(ctx context.Context, tx *transaction, cards []referral.Card, reader string) error {
	now := r.now().UTC()
	for _, c := range cards {
		err := tx.exec(ctx, `
			INSERT INTO reads (card, reader, day, times, last) VALUES (?, ?, ?, 1, ?)
			ON CONFLICT (card, reader, day) DO UPDATE SET times = times + 1, last = excluded.last`,
			c.Hash[:], reader, schedule.DateIn(now, time.UTC).String(), stamp(now))
		if err != nil {
			return err
		}
	}
	return nil
}

// Reads gives who read a card, by day and reader. It is empty for a card that
// nobody has read, and for one that is not there.
func (r *Referrals) Reads(ctx context.Context, hash referral.Hash) (reads []Read, err error) {
	err = r.read(ctx, "read log of card", func(tx *transaction) error {
		reads, err = list(ctx, tx, `SELECT reader, day, times, last FROM reads WHERE card = ? ORDER BY day, reader`, []any{hash[:]},
			func(rows *sql.Rows) (read Read, err error) {
				var day, last string
				if err := rows.Scan(&read.Reader, &day, &read.Times, &last); err != nil {
					return read, fmt.Errorf("scan read: %w", err)
				}
				if read.Day, err = schedule.ParseDate(day); err != nil {
					return read, err
				}
				read.Last, err = time.Parse(timeFormat, last)
				return read, err
			})
		return err
	})
	return reads, err
}

// cardsOf gives the cards for which a condition holds, the newest first.
func cardsOf(ctx context.Context, q querier, where string, args ...any) ([]referral.Card, error) {
	cards, err := list(ctx, q, `
		SELECT hash, sender, lang, tell_from, tell, made, expires, revoked FROM cards
		WHERE `+where+` ORDER BY made DESC, hash LIMIT `+strconv.Itoa(MaxListed), args, scanCard)
	if err != nil {
		return nil, err
	}
	for i := range cards {
		cards[i].Places, err = list(ctx, q, `
			SELECT kind, id, centre, time, day, state, welcome, changed FROM places WHERE card = ? ORDER BY number`,
			[]any{cards[i].Hash[:]}, scanPlace)
		if err != nil {
			return nil, err
		}
	}
	return cards, nil
}

func scanCard(rows *sql.Rows) (c referral.Card, err error) {
	var hash []byte
	var made, expires string
	var revoked sql.NullString
	if err := rows.Scan(&hash, &c.From, &c.Lang, &c.TellFrom, &c.Tell, &made, &expires, &revoked); err != nil {
		return c, fmt.Errorf("scan card: %w", err)
	}
	copy(c.Hash[:], hash)
	c.Consent = true // none is kept without
	if c.Made, err = time.Parse(timeFormat, made); err != nil {
		return c, err
	}
	if c.Expires, err = time.Parse(timeFormat, expires); err != nil {
		return c, err
	}
	if revoked.Valid {
		at, err := time.Parse(timeFormat, revoked.String)
		if err != nil {
			return c, err
		}
		c.Revoked = &at
	}
	return c, nil
}

func scanPlace(rows *sql.Rows) (p referral.CardPlace, err error) {
	var at, day, changed string
	if err := rows.Scan(&p.Key.Kind, &p.Key.ID, &p.Centre, &at, &day, &p.State, &p.Welcome, &changed); err != nil {
		return p, fmt.Errorf("scan place: %w", err)
	}
	if at != "" {
		when, err := time.Parse(timeFormat, at)
		if err != nil {
			return p, err
		}
		p.When = &when
	}
	if day != "" {
		if p.Day, err = schedule.ParseDate(day); err != nil {
			return p, err
		}
	}
	p.Changed, err = time.Parse(timeFormat, changed)
	return p, err
}
