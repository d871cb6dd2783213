package sqlite

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"

	"walkin/internal/problem"
	"walkin/internal/staff"
)

// PutPasskey keeps a new passkey. A device that has one here already, and a
// member who has as many as there may be, are a Conflict; so is a member who is
// not active (any more).
func (o *Office) PutPasskey(ctx context.Context, p staff.Passkey) error {
	body, err := json.Marshal(p)
	if err != nil {
		return fmt.Errorf("encode passkey: %w", err)
	}
	return o.write(ctx, "put passkey", func(tx *transaction) error {
		for _, rule := range []struct {
			query  string
			args   []any
			most   int
			detail string
		}{
			{`SELECT count(*) FROM passkeys WHERE credential = ?`, []any{p.Credential}, 0, "This passkey is here already."},
			{`SELECT count(*) FROM passkeys WHERE member = ?`, []any{p.Member}, staff.MaxPasskeys - 1, "You have as many passkeys as one can have. Remove one first."},
			{`SELECT 1 - count(*) FROM members WHERE id = ? AND body ->> 'active'`, []any{p.Member}, 0, "The member may not sign in any more."},
		} {
			n, err := one[int](ctx, tx, rule.query, rule.args...)
			if err != nil {
				return err
			}
			if n > rule.most {
				return problem.New(problem.Conflict, "%s", problem.Sentence{Format: rule.detail})
			}
		}
		return tx.exec(ctx, `INSERT INTO passkeys (id, credential, member, body) VALUES (?, ?, ?, ?)`, p.ID, p.Credential, p.Member, string(body))
	})
}

// Passkeys lists the passkeys of a member, the oldest first.
func (o *Office) Passkeys(ctx context.Context, member string) ([]staff.Passkey, error) {
	return listed[staff.Passkey](ctx, o, "list passkeys", `SELECT body FROM passkeys WHERE member = ? ORDER BY body ->> 'made', id`, member)
}

// PasskeyByCredential gives the passkey that a device names; Unauthenticated
// if there is none, or if its member may not sign in.
func (o *Office) PasskeyByCredential(ctx context.Context, credential []byte) (staff.Passkey, error) {
	found, err := listed[staff.Passkey](ctx, o, "read passkey", `
		SELECT p.body FROM passkeys p JOIN members m ON m.id = p.member
		WHERE p.credential = ? AND m.body ->> 'active'`, credential)
	switch {
	case err != nil:
		return staff.Passkey{}, err
	case len(found) == 0:
		return staff.Passkey{}, errSecret
	}
	return found[0], nil
}

// UsePasskey writes what signing in changes of a passkey: its counter and when
// it was used. The use was checked against the record before; Unauthenticated
// if that is not the record any more, so that of two devices with one key that
// sign in at the same moment only one gets in, or if somebody removed it.
func (o *Office) UsePasskey(ctx context.Context, p staff.Passkey, before json.RawMessage) error {
	body, err := json.Marshal(p)
	if err != nil {
		return fmt.Errorf("encode passkey: %w", err)
	}
	return o.write(ctx, "use passkey", func(tx *transaction) error {
		found, err := list(ctx, tx, `SELECT body FROM passkeys WHERE id = ?`, []any{p.ID}, scanJSON[staff.Passkey])
		if err != nil {
			return err
		}
		if len(found) == 0 || !bytes.Equal(found[0].Record, before) {
			return errSecret
		}
		return tx.exec(ctx, `UPDATE passkeys SET body = ? WHERE id = ?`, string(body), p.ID)
	})
}

// RemovePasskey removes a passkey of a member; NotFound if they have none with
// this id.
func (o *Office) RemovePasskey(ctx context.Context, member, id string) error {
	return o.write(ctx, "remove passkey", func(tx *transaction) error {
		n, err := one[int](ctx, tx, `SELECT count(*) FROM passkeys WHERE id = ? AND member = ?`, id, member)
		if err != nil || n == 0 {
			return orMissing(err, "passkey")
		}
		return tx.exec(ctx, `DELETE FROM passkeys WHERE id = ?`, id)
	})
}
