package sqlite

import (
	"context"
	"encoding/json"
	"time"

	"walkin/internal/directory"
	"walkin/internal/problem"
)

// LastChange gives the number of the last change, 0 if there is none.
func (c *Catalogue) LastChange(ctx context.Context) (last uint64, err error) {
	err = c.read(ctx, "read last change", func(tx *transaction) error {
		last, err = lastChange(ctx, tx)
		return err
	})
	return last, err
}

func lastChange(ctx context.Context, q querier) (uint64, error) {
	return one[uint64](ctx, q, `SELECT coalesce(max(number), 0) FROM changes`)
}

// ChangesAfter gives the changes with a number above n, oldest first, at most
// limit of them. An entry that was changed twice is there twice.
func (c *Catalogue) ChangesAfter(ctx context.Context, n uint64, limit int) (changes []directory.Change, err error) {
	err = c.read(ctx, "read changes", func(tx *transaction) error {
		changes, err = list(ctx, tx, `
			SELECT `+recordColumns+`
			FROM changes c
			WHERE c.number > ?
			ORDER BY c.number
			LIMIT ?`,
			[]any{n, max(limit, 0)}, scanChange)
		return err
	})
	return changes, err
}

// LatestAfter gives, of the entries of some kinds whose last change has a
// number above n, that change, oldest first, at most limit of them. Tombstones
// are among them. Read page after page, each entry is there once, at its
// latest number: what RPDE asks of a feed (Realtime Paged Data Exchange 1.0,
// section 4).
func (c *Catalogue) LatestAfter(ctx context.Context, kinds []directory.Kind, n uint64, limit int) (changes []directory.Change, err error) {
	wanted, err := json.Marshal(kinds)
	if err != nil {
		return nil, err
	}
	err = c.read(ctx, "read latest changes", func(tx *transaction) error {
		changes, err = list(ctx, tx, `
			SELECT `+recordColumns+`
			FROM changes c
			WHERE c.number > ?
			  AND c.kind IN (SELECT value FROM json_each(?))
			  AND NOT EXISTS (
			      SELECT 1 FROM changes later
			      WHERE later.kind = c.kind AND later.id = c.id AND later.revision > c.revision)
			ORDER BY c.number
			LIMIT ?`,
			[]any{n, string(wanted), max(limit, 0)}, scanChange)
		return err
	})
	return changes, err
}

// LastBefore gives the number of the last change that was made before a
// moment, 0 if there was none. The log is searched by halves, so where the clock
// was once set back, a change of that hour may fall on either side.
func (c *Catalogue) LastBefore(ctx context.Context, moment time.Time) (n uint64, err error) {
	err = c.read(ctx, "find change by time", func(tx *transaction) error {
		high, err := lastChange(ctx, tx)
		if err != nil {
			return err
		}
		// Every change up to n was made before the moment, and none above high.
		bound := moment.UTC().Format(timeFormat)
		for n < high {
			middle := n + (high-n+1)/2
			at, err := one[string](ctx, tx, `SELECT at FROM changes WHERE number = ?`, middle)
			if err != nil {
				return err
			}
			if at < bound {
				n = middle
			} else {
				high = middle - 1
			}
		}
		return nil
	})
	return n, err
}

// DeletedAfter gives, of the entries of some kinds that were deleted by a change
// with a number above n and have not come back, the state before, in the order
// of their deletion, at most limit of them.
func (c *Catalogue) DeletedAfter(ctx context.Context, kinds []directory.Kind, n uint64, limit int) (states []directory.Change, err error) {
	wanted, err := json.Marshal(kinds)
	if err != nil {
		return nil, err
	}
	err = c.read(ctx, "read deleted entries", func(tx *transaction) error {
		states, err = list(ctx, tx, `
			SELECT `+recordColumns+`
			FROM changes tombstone
			JOIN changes c ON c.kind = tombstone.kind AND c.id = tombstone.id AND c.revision = tombstone.revision - 1
			WHERE tombstone.number > ? AND tombstone.body IS NULL
			  AND tombstone.kind IN (SELECT value FROM json_each(?))
			  AND NOT EXISTS (
			      SELECT 1 FROM changes later
			      WHERE later.kind = tombstone.kind AND later.id = tombstone.id AND later.revision > tombstone.revision)
			ORDER BY tombstone.number
			LIMIT ?`,
			[]any{n, string(wanted), max(limit, 0)}, scanChange)
		return err
	})
	return states, err
}

// AsOf gives the last change of an entry with a number up to n, which may be a
// tombstone, and whether there was one.
func (c *Catalogue) AsOf(ctx context.Context, key directory.Key, n uint64) (change directory.Change, found bool, err error) {
	err = c.read(ctx, "read "+key.String()+" as it was", func(tx *transaction) error {
		states, err := list(ctx, tx, `
			SELECT `+recordColumns+`
			FROM changes c
			WHERE c.kind = ? AND c.id = ? AND c.number <= ?
			ORDER BY c.revision DESC
			LIMIT 1`,
			[]any{key.Kind, key.ID, n}, scanChange)
		if len(states) > 0 {
			change, found = states[0], true
		}
		return err
	})
	return change, found, err
}

// History gives all changes of one entry, oldest first, tombstones included;
// NotFound if it never existed.
func (c *Catalogue) History(ctx context.Context, key directory.Key) (changes []directory.Change, err error) {
	err = c.read(ctx, "read history of "+key.String(), func(tx *transaction) error {
		changes, err = list(ctx, tx, `
			SELECT `+recordColumns+`
			FROM changes c
			WHERE c.kind = ? AND c.id = ?
			ORDER BY c.revision`,
			[]any{key.Kind, key.ID}, scanChange)
		return err
	})
	if err == nil && len(changes) == 0 {
		err = missing(key)
	}
	return changes, err
}

func missing(key directory.Key) error {
	return problem.New(problem.NotFound, "There is no %s %q.", key.Kind, key.ID)
}

func gone(tombstone record) error {
	return problem.New(problem.Gone, "The %s %q was deleted (change %d).", tombstone.key.Kind, tombstone.key.ID, tombstone.number)
}
