package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"walkin/internal/problem"
)

// querier is what runs a query: a pool or a transaction.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// each runs a query and hands every row to f. It closes the rows and gives
// their error, so that no loop has to.
func each(ctx context.Context, q querier, query string, args []any, f func(*sql.Rows) error) (err error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		if err := f(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// list runs a query and gives what scan makes of each row.
func list[T any](ctx context.Context, q querier, query string, args []any, scan func(*sql.Rows) (T, error)) ([]T, error) {
	var found []T
	err := each(ctx, q, query, args, func(rows *sql.Rows) error {
		v, err := scan(rows)
		found = append(found, v)
		return err
	})
	return found, err
}

// one runs a query that gives one row of one column.
func one[T any](ctx context.Context, q querier, query string, args ...any) (T, error) {
	var v T
	found := false
	err := each(ctx, q, query, args, func(rows *sql.Rows) error {
		found = true
		return rows.Scan(&v)
	})
	if err == nil && !found {
		err = sql.ErrNoRows
	}
	return v, err
}

// transaction is a transaction that prepares each statement once, however
// often it runs: an import runs the same ten for every entry.
type transaction struct {
	*sql.Tx
	prepared map[string]*sql.Stmt
	moves
}

func (tx *transaction) prepare(ctx context.Context, query string) (*sql.Stmt, error) {
	if s := tx.prepared[query]; s != nil {
		return s, nil
	}
	s, err := tx.PrepareContext(ctx, query) // closed by the end of the transaction
	if err != nil {
		return nil, err
	}
	tx.prepared[query] = s
	return s, nil
}

// QueryContext implements querier.
func (tx *transaction) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	s, err := tx.prepare(ctx, query)
	if err != nil {
		return nil, err
	}
	return s.QueryContext(ctx, args...)
}

func (tx *transaction) exec(ctx context.Context, query string, args ...any) error {
	s, err := tx.prepare(ctx, query)
	if err != nil {
		return err
	}
	_, err = s.ExecContext(ctx, args...)
	return err
}

// read runs do on one snapshot of the file.
func (f *file) read(ctx context.Context, operation string, do func(*transaction) error) error {
	return fault(operation, transact(ctx, f.readers, do))
}

// write runs do in a write transaction and rings the bell once it is committed
// and on disk.
//
// After a failed fsync nobody knows what the disk holds, and asking it again
// can claim success for pages that were lost. So that no later write is
// acknowledged on such ground, the file then refuses them all until it is
// opened anew; reading goes on.
func (f *file) write(ctx context.Context, operation string, do func(*transaction) error) error {
	if f.writer == nil {
		return problem.New(problem.Unavailable, "The %s was opened for reading only.", f.form.name)
	}
	if broken := f.stopped.Load(); broken != nil {
		return *broken
	}
	err := transact(ctx, f.writer, func(tx *transaction) error {
		if err := do(tx); err != nil || f.form.settle == nil {
			return err
		}
		return f.form.settle(ctx, tx, f)
	})
	if err == nil {
		f.bell.ring()
		return nil
	}
	told := fault(operation, err)
	if lostSync(codeOf(err)) {
		f.stopped.CompareAndSwap(nil, &told)
	}
	return told
}

func transact(ctx context.Context, pool *sql.DB, f func(*transaction) error) error {
	tx, err := pool.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	defer tx.Rollback()
	if err := f(&transaction{Tx: tx, prepared: make(map[string]*sql.Stmt)}); err != nil {
		// Once its context has ended, a transaction closes its statements, and
		// their error would hide why.
		if ended := ctx.Err(); ended != nil && !errors.Is(err, ended) {
			return errors.Join(ended, err)
		}
		return err
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	return nil
}
