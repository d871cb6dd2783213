package sqlite

import (
	"context"

	"walkin/internal/directory"
	"walkin/internal/problem"
)

// Delete removes an entry and gives its tombstone, which stays in the log.
//
// An entry that others refer to is a Conflict that names them. One that never
// existed is NotFound, one already deleted is Gone, and an edit on sight of
// another revision is Stale.
func (c *Catalogue) Delete(ctx context.Context, key directory.Key, by directory.Edit) (tombstone directory.Change, err error) {
	err = c.write(ctx, "delete "+key.String(), func(tx *transaction) error {
		now, again := c.now(), false
		if tombstone, again, err = before(ctx, tx, by.Once, now); err != nil || again {
			return err
		}
		if tombstone, err = remove(ctx, tx, key, by, now.UTC().Format(timeFormat)); err != nil {
			return err
		}
		return remember(ctx, tx, by.Once, tombstone.Number, now)
	})
	if err != nil {
		return directory.Change{}, err
	}
	return tombstone, nil
}

func remove(ctx context.Context, tx *transaction, key directory.Key, by directory.Edit, at string) (directory.Change, error) {
	last, exists, err := latest(ctx, tx, key)
	switch {
	case err != nil:
		return directory.Change{}, err
	case !exists:
		return directory.Change{}, missing(key)
	case last.body == nil:
		return directory.Change{}, gone(last)
	}
	if err := check(by, key, last, exists); err != nil {
		return directory.Change{}, err
	}
	referring, err := referrers(ctx, tx, key)
	if err != nil {
		return directory.Change{}, err
	}
	if len(referring) > 0 {
		return directory.Change{}, problem.New(problem.Conflict, "The %s %q is still referred to by %s. Change or delete these first.",
			problem.Word(key.Kind), key.ID, enumerate(referring))
	}
	next := record{key: key, revision: last.revision + 1, author: by.Author, at: at}
	if err := appendRecord(ctx, tx, &next); err != nil {
		return directory.Change{}, err
	}
	if err := tx.post(ctx, nil, next); err != nil {
		return directory.Change{}, err
	}
	// Its links, areas, sites and UUID go with it (ON DELETE CASCADE).
	if err := tx.exec(ctx, `DELETE FROM entries WHERE kind = ? AND id = ?`, key.Kind, key.ID); err != nil {
		return directory.Change{}, err
	}
	return next.change()
}

// enumerate names up to three entries and counts the rest.
func enumerate(keys []directory.Key) problem.Sentence {
	const few = 3
	var named []any
	for _, k := range keys[:min(few, len(keys))] {
		named = append(named, problem.Word(k.Kind), k.ID)
	}
	switch len(keys) {
	case 1:
		return problem.Sentence{Format: "%s %s", Args: named}
	case 2:
		return problem.Sentence{Format: "%s %s, %s %s", Args: named}
	case few:
		return problem.Sentence{Format: "%s %s, %s %s, %s %s", Args: named}
	}
	return problem.Sentence{Format: "%s %s, %s %s, %s %s and %d more", Args: append(named, len(keys)-few)}
}
