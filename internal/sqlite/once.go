package sqlite

import (
	"context"
	"database/sql"
	"time"

	"walkin/internal/directory"
	"walkin/internal/problem"
)

// onceLife is how long a key is remembered.
const onceLife = 24 * time.Hour

// before gives the change that an edit made when it was first sent, if it was
// sent before. The same key for another request is a Conflict.
func before(ctx context.Context, tx *transaction, o *directory.Once, now time.Time) (directory.Change, bool, error) {
	if o == nil {
		return directory.Change{}, false, nil
	}
	if err := tx.exec(ctx, `DELETE FROM once WHERE at < ?`, now.Add(-onceLife).UTC().Format(timeFormat)); err != nil {
		return directory.Change{}, false, err
	}
	var differs bool
	var number uint64
	found := false
	err := each(ctx, tx, `SELECT request <> ?, number FROM once WHERE key = ?`, []any{o.Request[:], o.Key[:]}, func(rows *sql.Rows) error {
		found = true
		return rows.Scan(&differs, &number)
	})
	switch {
	case err != nil || !found:
		return directory.Change{}, false, err
	case differs:
		return directory.Change{}, false, problem.New(problem.Conflict, "This Idempotency-Key was used for another request. Choose a new key for each thing that is to happen.")
	}
	changes, err := list(ctx, tx, `SELECT `+recordColumns+` FROM changes c WHERE c.number = ?`, []any{number}, scanChange)
	if err != nil {
		return directory.Change{}, false, err
	}
	return changes[0], true, nil
}

// remember writes down which change the edit made.
func remember(ctx context.Context, tx *transaction, o *directory.Once, number uint64, now time.Time) error {
	if o == nil {
		return nil
	}
	return tx.exec(ctx, `INSERT INTO once (key, request, number, at) VALUES (?, ?, ?, ?)`,
		o.Key[:], o.Request[:], number, now.UTC().Format(timeFormat))
}
