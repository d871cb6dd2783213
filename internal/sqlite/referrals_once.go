package sqlite

import (
	"context"
	"database/sql"
	"fmt"

	"walkin/internal/directory"
	"walkin/internal/problem"
	"walkin/internal/referral"
)

// PutOnce keeps a new card for a request that names itself, under the code
// that is made of a salt; the hash that the card has does not count. The same
// request, sent again within a day, gets the card of the first and its code,
// and changes nothing; the same key for another request is a Conflict.
func (r *Referrals) PutOnce(ctx context.Context, c referral.Card, once directory.Once, codeOf func(referral.Salt) referral.Code) (card referral.Card, code referral.Code, err error) {
	err = r.write(ctx, "put card", func(tx *transaction) error {
		if err := r.forget(ctx, tx); err != nil {
			return err
		}
		salt, found, err := askedBefore(ctx, tx, once)
		if err != nil {
			return err
		}
		if found {
			code = codeOf(salt)
			hash := code.Hash()
			cards, err := cardsOf(ctx, tx, `hash = ?`, hash[:])
			if err != nil {
				return err
			}
			if len(cards) == 0 {
				return noCard()
			}
			card = cards[0]
			return nil
		}
		salt = referral.NewSalt()
		code, card = codeOf(salt), c
		card.Hash = code.Hash()
		if err := insertCard(ctx, tx, card); err != nil {
			return err
		}
		return tx.exec(ctx, `INSERT INTO once (key, request, salt, card, at) VALUES (?, ?, ?, ?, ?)`,
			once.Key[:], once.Request[:], salt[:], card.Hash[:], stamp(r.now()))
	})
	if err != nil {
		return referral.Card{}, "", err
	}
	return card, code, nil
}

// askedBefore gives the salt of a request that was sent before.
func askedBefore(ctx context.Context, tx *transaction, once directory.Once) (salt referral.Salt, found bool, err error) {
	var differs bool
	err = each(ctx, tx, `SELECT request <> ?, salt FROM once WHERE key = ?`, []any{once.Request[:], once.Key[:]}, func(rows *sql.Rows) error {
		var bits []byte
		if err := rows.Scan(&differs, &bits); err != nil {
			return fmt.Errorf("scan salt: %w", err)
		}
		found = true
		copy(salt[:], bits)
		return nil
	})
	if err == nil && differs {
		err = problem.New(problem.Conflict, "This Idempotency-Key was used for another request. Choose a new key for each thing that is to happen.")
	}
	return salt, found, err
}

// forget deletes the salts of requests that nobody sends again.
func (r *Referrals) forget(ctx context.Context, tx *transaction) error {
	return tx.exec(ctx, `DELETE FROM once WHERE at < ?`, stamp(r.now().Add(-onceLife)))
}
