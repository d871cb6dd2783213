package sqlite

import (
	"context"
	"database/sql"
	"fmt"

	"walkin/internal/directory"
)

// Check reads the whole file and gives an error of kind Unavailable if anything
// in it is not as it was written: pages, indexes and foreign keys as SQLite
// sees them, and of a catalogue the checksum of every change, the numbering of
// the log, and that the entries and the listing feed are what the log says.
func (f *file) Check(ctx context.Context) error {
	return f.read(ctx, "check "+f.form.name, func(tx *transaction) error {
		if err := integrity(ctx, tx, "integrity_check"); err != nil {
			return err
		}
		if err := checkForeignKeys(ctx, tx); err != nil || f.form.check == nil {
			return err
		}
		return f.form.check(ctx, tx)
	})
}

// checkCatalogue holds the entries and the listing feed against the log.
func checkCatalogue(ctx context.Context, tx *transaction) error {
	if err := checkLog(ctx, tx); err != nil {
		return err
	}
	if err := checkEntries(ctx, tx); err != nil {
		return err
	}
	return checkListings(ctx, tx)
}

// integrity runs integrity_check, or quick_check, which does not compare
// indexes with their tables. Both answer with one row "ok", or with what they
// found.
func integrity(ctx context.Context, q querier, pragma string) error {
	found, err := one[string](ctx, q, `PRAGMA `+pragma+`(1)`)
	if err != nil {
		return fmt.Errorf("%s: %w", pragma, err)
	}
	if found != "ok" {
		return damaged.problem(fmt.Errorf("%s: %s", pragma, found))
	}
	return nil
}

func checkForeignKeys(ctx context.Context, q querier) error {
	return each(ctx, q, `SELECT "table" FROM pragma_foreign_key_check LIMIT 1`, nil, func(rows *sql.Rows) error {
		var table string
		if err := rows.Scan(&table); err != nil {
			return err
		}
		return damaged.problem(fmt.Errorf("a row of %s refers to something that is not there", table))
	})
}

// checkLog reads every change, which compares its checksum, and their numbers.
func checkLog(ctx context.Context, q querier) error {
	var last uint64
	return each(ctx, q, `SELECT `+recordColumns+` FROM changes c ORDER BY c.number`, nil, func(rows *sql.Rows) error {
		r, err := scanRecord(rows)
		if err != nil {
			return err
		}
		if r.number != last+1 {
			return damaged.problem(fmt.Errorf("change %d is followed by change %d", last, r.number))
		}
		last = r.number
		return nil
	})
}

// checkEntries compares the living entries with the log: they are those whose
// last change is no tombstone, at that revision, in the shape of its body.
func checkEntries(ctx context.Context, q querier) error {
	astray, err := list(ctx, q, `
		SELECT l.kind, l.id
		FROM (SELECT kind, id, max(revision) AS revision, body IS NOT NULL AS alive FROM changes GROUP BY kind, id) l
		LEFT JOIN entries e ON e.kind = l.kind AND e.id = l.id
		WHERE l.alive <> (e.kind IS NOT NULL) OR l.alive AND e.revision <> l.revision
		LIMIT 1`,
		nil, scanKey)
	if err != nil {
		return err
	}
	if len(astray) > 0 {
		return damaged.problem(fmt.Errorf("%s is not what the log says", astray[0]))
	}
	return eachEntry(ctx, q, func(change directory.Change) error {
		stored, err := placed(ctx, q, change.Key)
		if err != nil {
			return err
		}
		if !stored.equal(shapeOf(change.Entry)) {
			return damaged.problem(fmt.Errorf("the lists know %s otherwise than its record", change.Key))
		}
		return checkIdentity(ctx, q, change.Entry)
	})
}

// checkListings compares the listing feed with the entries: what belongs there
// is there, at its last change, under all that it can be filtered by.
func checkListings(ctx context.Context, q querier) error {
	known := make(map[directory.Key]uint64)
	err := each(ctx, q, `SELECT kind, id, number FROM listings WHERE listed = 1`, nil, func(rows *sql.Rows) error {
		var key directory.Key
		var number uint64
		err := rows.Scan(&key.Kind, &key.ID, &number)
		known[key] = number
		return err
	})
	if err != nil {
		return err
	}
	err = eachEntry(ctx, q, func(change directory.Change) error {
		number, listed := known[change.Key]
		delete(known, change.Key)
		if posted := directory.Posted(change.Entry); listed != posted || posted && number != change.Number {
			return damaged.problem(fmt.Errorf("the listing feed knows %s otherwise than its record", change.Key))
		}
		return nil
	})
	if err != nil {
		return err
	}
	for key := range known {
		return damaged.problem(fmt.Errorf("the listing feed holds %s, which is not there", key))
	}
	all, err := one[string](ctx, q, `SELECT json_group_array(json_array(kind, id)) FROM listings`)
	if err != nil {
		return err
	}
	astray, err := list(ctx, q, facetsOf+`
		SELECT kind, id FROM (
			SELECT kind, id, facet, value FROM now
			EXCEPT
			SELECT kind, id, facet, value FROM facets WHERE holds = 1)
		UNION ALL
		SELECT f.kind, f.id
		FROM listings l JOIN facets f ON f.kind = l.kind AND f.id = l.id
		WHERE l.listed = 1 AND f.holds = 1
		  AND (f.kind, f.id, f.facet, f.value) NOT IN (SELECT kind, id, facet, value FROM now)
		LIMIT 1`, []any{all}, scanKey)
	if err != nil {
		return err
	}
	if len(astray) > 0 {
		return damaged.problem(fmt.Errorf("the listing feed files %s otherwise than its record", astray[0]))
	}
	return nil
}
