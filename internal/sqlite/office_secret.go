package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"walkin/internal/problem"
	"walkin/internal/staff"
)

// errSecret is the one answer to every secret that does not hold, whatever is
// wrong with it.
var errSecret = problem.New(problem.Unauthenticated, "Sign in, or send a token that is valid: Authorization: Bearer ...")

// PutToken keeps a token under the hash of its secret.
func (o *Office) PutToken(ctx context.Context, t staff.Token, hash staff.Hash) error {
	body, err := json.Marshal(t)
	if err != nil {
		return fmt.Errorf("encode token: %w", err)
	}
	return o.write(ctx, "put token", func(tx *transaction) error {
		return tx.exec(ctx, `INSERT INTO tokens (id, hash, member, body, expires) VALUES (?, ?, ?, ?, ?)`,
			t.ID, hash[:], t.Member, string(body), stamp(t.Expires))
	})
}

// ByToken gives who acts through a token; Unauthenticated if it is unknown,
// expired or revoked, or if its member is not active any more. It looks each
// time, so that a token that is revoked is good for nothing at once.
func (o *Office) ByToken(ctx context.Context, hash staff.Hash) (actor staff.Actor, err error) {
	err = o.read(ctx, "read token", func(tx *transaction) error {
		found := false
		err := each(ctx, tx, `SELECT t.body, m.body FROM tokens t JOIN members m ON m.id = t.member WHERE t.hash = ?`, []any{hash[:]},
			func(rows *sql.Rows) error {
				var token, member []byte
				if err := rows.Scan(&token, &member); err != nil {
					return err
				}
				found = true
				return errors.Join(json.Unmarshal(token, &actor.Token), json.Unmarshal(member, &actor.Member))
			})
		if err == nil && (!found || !actor.Active || !actor.Token.Good(o.now())) {
			err = errSecret
		}
		return err
	})
	if err != nil {
		return staff.Actor{}, err
	}
	return actor, nil
}

// Tokens lists the tokens of a member, or of all for "", the newest first.
func (o *Office) Tokens(ctx context.Context, member string) ([]staff.Token, error) {
	return listed[staff.Token](ctx, o, "list tokens",
		`SELECT body FROM tokens WHERE member = ? OR ? = '' ORDER BY body ->> 'made' DESC, id`, member, member)
}

// RevokeToken ends a token. It stays in the list. NotFound if there is none.
func (o *Office) RevokeToken(ctx context.Context, id string) error {
	return o.write(ctx, "revoke token", func(tx *transaction) error {
		found, err := list(ctx, tx, `SELECT body FROM tokens WHERE id = ?`, []any{id}, scanJSON[staff.Token])
		if err != nil || len(found) == 0 {
			return orMissing(err, "token")
		}
		if found[0].Revoked != nil {
			return nil
		}
		now := o.now().UTC()
		found[0].Revoked = &now
		body, err := json.Marshal(found[0])
		if err != nil {
			return err
		}
		return tx.exec(ctx, `UPDATE tokens SET body = ? WHERE id = ?`, string(body), id)
	})
}

// BeginSession keeps a session under the hash of its secret, and forgets those
// that are over.
func (o *Office) BeginSession(ctx context.Context, s staff.Session, hash staff.Hash) error {
	return o.write(ctx, "begin session", func(tx *transaction) error {
		now := o.now()
		err := tx.exec(ctx, `DELETE FROM sessions WHERE made < ? OR seen < ?`, stamp(now.Add(-staff.SessionLife)), stamp(now.Add(-staff.SessionIdle)))
		if err != nil {
			return err
		}
		return tx.exec(ctx, `INSERT INTO sessions (hash, member, made, seen) VALUES (?, ?, ?, ?)`, hash[:], s.Member, stamp(s.Made), stamp(s.Seen))
	})
}

// sessionStep is how exactly it is known when a session was last used: a write
// for each page would be too many.
const sessionStep = 5 * time.Minute

// BySession gives who is signed in with a session; Unauthenticated if nobody
// is, or not any more.
func (o *Office) BySession(ctx context.Context, hash staff.Hash) (staff.Actor, error) {
	var actor staff.Actor
	var session staff.Session
	err := o.read(ctx, "read session", func(tx *transaction) error {
		found := false
		err := each(ctx, tx, `SELECT s.made, s.seen, m.body FROM sessions s JOIN members m ON m.id = s.member WHERE s.hash = ?`, []any{hash[:]},
			func(rows *sql.Rows) (err error) {
				var made, seen string
				var member []byte
				if err := rows.Scan(&made, &seen, &member); err != nil {
					return err
				}
				found = true
				if session.Made, err = time.Parse(timeFormat, made); err != nil {
					return err
				}
				if session.Seen, err = time.Parse(timeFormat, seen); err != nil {
					return err
				}
				return json.Unmarshal(member, &actor.Member)
			})
		if err == nil && (!found || !actor.Active || !session.Good(o.now())) {
			err = errSecret
		}
		return err
	})
	if err != nil {
		return staff.Actor{}, err
	}
	if now := o.now(); now.Sub(session.Seen) > sessionStep {
		err := o.write(ctx, "use session", func(tx *transaction) error {
			return tx.exec(ctx, `UPDATE sessions SET seen = ? WHERE hash = ?`, stamp(now), hash[:])
		})
		if err != nil {
			return staff.Actor{}, err
		}
	}
	return actor, nil
}

// EndSession forgets a session, if there is one.
func (o *Office) EndSession(ctx context.Context, hash staff.Hash) error {
	return o.write(ctx, "end session", func(tx *transaction) error {
		return tx.exec(ctx, `DELETE FROM sessions WHERE hash = ?`, hash[:])
	})
}

// PutLink keeps a link under the hash of its secret, and forgets those that are
// over.
func (o *Office) PutLink(ctx context.Context, l staff.Link, hash staff.Hash) error {
	return o.write(ctx, "put link", func(tx *transaction) error {
		if err := tx.exec(ctx, `DELETE FROM links WHERE expires < ?`, stamp(o.now())); err != nil {
			return err
		}
		return tx.exec(ctx, `INSERT INTO links (hash, member, purpose, about, expires) VALUES (?, ?, ?, ?, ?)`,
			hash[:], l.Member, l.Purpose, l.About, stamp(l.Expires))
	})
}

// Link gives a link that is good for a purpose and was not used;
// Unauthenticated if it is not. Looking does not use it: programs that look
// through mail open what they find.
func (o *Office) Link(ctx context.Context, hash staff.Hash, purpose staff.Purpose) (l staff.Link, err error) {
	err = o.read(ctx, "read link", func(tx *transaction) error {
		l, err = link(ctx, tx, hash, purpose, o.now())
		return err
	})
	return l, err
}

// UseLink gives a link that is good for a purpose, and uses it up.
func (o *Office) UseLink(ctx context.Context, hash staff.Hash, purpose staff.Purpose) (l staff.Link, err error) {
	err = o.write(ctx, "use link", func(tx *transaction) error {
		if l, err = link(ctx, tx, hash, purpose, o.now()); err != nil {
			return err
		}
		return tx.exec(ctx, `UPDATE links SET used = 1 WHERE hash = ?`, hash[:])
	})
	return l, err
}

func link(ctx context.Context, tx *transaction, hash staff.Hash, purpose staff.Purpose, now time.Time) (staff.Link, error) {
	found, err := list(ctx, tx, `
		SELECT l.member, l.purpose, l.about, l.expires
		FROM links l JOIN members m ON m.id = l.member
		WHERE l.hash = ? AND l.purpose = ? AND l.used = 0 AND l.expires > ? AND m.body ->> 'active'`,
		[]any{hash[:], purpose, stamp(now)}, func(rows *sql.Rows) (l staff.Link, err error) {
			var expires string
			if err = rows.Scan(&l.Member, &l.Purpose, &l.About, &expires); err == nil {
				l.Expires, err = time.Parse(timeFormat, expires)
			}
			return l, err
		})
	switch {
	case err != nil:
		return staff.Link{}, err
	case len(found) == 0:
		return staff.Link{}, errSecret
	}
	return found[0], nil
}
