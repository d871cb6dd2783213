package sqlite

import (
	"context"
	"database/sql"

	"walkin/internal/directory"
)

// living joins each living entry to its record.
const living = `entries e JOIN changes c ON c.kind = e.kind AND c.id = e.id AND c.revision = e.revision`

// Entry gives the record of an entry. An entry that was deleted is an error of
// kind Gone, beside which the tombstone is given; one that never existed is
// NotFound.
func (c *Catalogue) Entry(ctx context.Context, key directory.Key) (change directory.Change, err error) {
	err = c.read(ctx, "read "+key.String(), func(tx *transaction) error {
		r, found, err := latest(ctx, tx, key)
		if err != nil {
			return err
		}
		if !found {
			return missing(key)
		}
		if change, err = r.change(); err != nil {
			return err
		}
		if change.Deleted() {
			return gone(r)
		}
		return nil
	})
	return change, err
}

// EntriesByKey gives the records of some entries in the order of the keys, on
// one snapshot. A key whose entry does not exist drops out.
func (c *Catalogue) EntriesByKey(ctx context.Context, keys []directory.Key) (changes []directory.Change, err error) {
	wanted, err := pairs(keys)
	if err != nil {
		return nil, err
	}
	err = c.read(ctx, "read entries by key", func(tx *transaction) error {
		// CROSS JOIN keeps the keys outermost: one look-up each, and no scan.
		changes, err = list(ctx, tx, `
			SELECT `+recordColumns+`
			FROM json_each(?) k
			CROSS JOIN `+living+`
			WHERE e.kind = k.value ->> 0 AND e.id = k.value ->> 1
			ORDER BY k.key`,
			[]any{wanted}, scanChange)
		return err
	})
	return changes, err
}

// Each hands every living entry to f, the referred-to kinds before those that
// refer to them and by id within a kind, all from one snapshot, and gives the
// number of the last change in that snapshot. An error of f ends it.
func (c *Catalogue) Each(ctx context.Context, f func(directory.Change) error) (last uint64, err error) {
	err = c.read(ctx, "read all entries", func(tx *transaction) error {
		if last, err = lastChange(ctx, tx); err != nil {
			return err
		}
		return eachEntry(ctx, tx, f)
	})
	return last, err
}

func eachEntry(ctx context.Context, q querier, f func(directory.Change) error) error {
	for _, kind := range directory.Kinds {
		err := each(ctx, q, `SELECT `+recordColumns+` FROM `+living+` WHERE e.kind = ? ORDER BY e.id`, []any{kind},
			func(rows *sql.Rows) error {
				change, err := scanChange(rows)
				if err != nil {
					return err
				}
				return f(change)
			})
		if err != nil {
			return err
		}
	}
	return nil
}

// Empty says whether nothing was ever written to the catalogue. One whose
// entries were all deleted is not empty: somebody wanted it so.
func (c *Catalogue) Empty(ctx context.Context) (bool, error) {
	last, err := c.LastChange(ctx)
	return last == 0, err
}
