package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"

	"walkin/internal/problem"
)

// Options are what a catalogue needs from outside.
type Options struct {
	// Now is the clock that dates changes. It is required.
	Now func() time.Time
}

// Catalogue is an open catalogue file. It is safe for concurrent use.
type Catalogue struct {
	path    string
	now     func() time.Time
	writer  *sql.DB // one connection; nil if opened for reading only
	readers *sql.DB
	bell    bell
	// stopped holds the fault after which no write is accepted any more; see
	// [Catalogue.write].
	stopped atomic.Pointer[error]
}

// Open opens the catalogue at a path for reading and writing, after a quick
// check for damage, and brings it up to the newest migration. A file that does
// not exist is made, readable by its owner alone: the catalogue knows
// addresses that the public may not see. Its folder must exist.
//
// A damaged file, one of another program, one written by a newer version of
// walkin and one that cannot be opened are each refused with a problem of kind
// Unavailable that says what to do.
func Open(ctx context.Context, path string, opts Options) (_ *Catalogue, err error) {
	if opts.Now == nil {
		return nil, errors.New("open catalogue: no clock given")
	}
	c := &Catalogue{path: path, now: opts.Now}
	defer func() {
		if err != nil {
			_ = c.Close()
			err = fault("open catalogue "+path, err)
		}
	}()
	if err := create(path); err != nil {
		return nil, err
	}
	if c.writer, err = openPool(ctx, dsnWriter(path), 1); err != nil {
		return nil, err
	}
	if err := inspect(ctx, c.writer); err != nil {
		return nil, err
	}
	if err := migrate(ctx, c.writer); err != nil {
		return nil, err
	}
	if c.readers, err = openPool(ctx, dsnReader(path), readers); err != nil {
		return nil, err
	}
	return c, nil
}

// OpenReadOnly opens a catalogue that exists without writing to it, beside a
// running server or from a medium that cannot be written. The catalogue must
// already have the newest migration. Its writing methods answer Unavailable.
func OpenReadOnly(ctx context.Context, path string) (_ *Catalogue, err error) {
	c, err := openSource(ctx, path, dsnReader(path))
	if err != nil && atRest(path) {
		// Reading a file in WAL mode takes a -shm file beside it. Where none
		// can be made, nobody else can be writing either.
		if still, stillErr := openSource(ctx, path, dsnStill(path)); stillErr == nil {
			c, err = still, nil
		}
	}
	if err != nil {
		return nil, fault("open catalogue "+path, err)
	}
	version, err := versionOf(ctx, c.readers)
	if err == nil && version < len(migrations) {
		err = problem.New(problem.Unavailable,
			"The catalogue was written by an older version of walkin. Start the server once to bring it up to date.")
	}
	if err != nil {
		_ = c.Close()
		return nil, fault("open catalogue "+path, err)
	}
	return c, nil
}

// atRest says whether a file is complete in itself: without a write-ahead log
// that holds more.
func atRest(path string) bool {
	wal, err := os.Stat(path + "-wal")
	return errors.Is(err, fs.ErrNotExist) || err == nil && wal.Size() == 0
}

// openSource opens a catalogue of this version or an older one for reading.
func openSource(ctx context.Context, path, dsn string) (*Catalogue, error) {
	pool, err := openPool(ctx, dsn, readers)
	if err != nil {
		return nil, err
	}
	if err := inspect(ctx, pool); err != nil {
		_ = pool.Close()
		return nil, err
	}
	return &Catalogue{path: path, readers: pool}, nil
}

// Close waits for running reads and writes to end and closes the file. The
// last one to close a catalogue folds the write-ahead log into it.
func (c *Catalogue) Close() error {
	var errs []error
	// The writer closes last, so that it is the one to fold the log in.
	for _, pool := range []*sql.DB{c.readers, c.writer} {
		if pool != nil {
			errs = append(errs, pool.Close())
		}
	}
	return errors.Join(errs...)
}

// create makes an empty file for the owner alone, unless there is one. An
// existing file must not be opened here: closing it again would drop the locks
// that SQLite holds on it elsewhere in this process (POSIX fcntl).
func create(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	switch {
	case errors.Is(err, fs.ErrExist):
		return nil
	case err != nil:
		return problem.Wrap(err, problem.Unavailable, "%s", faults[cantOpen].sentence)
	}
	if err := f.Close(); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(path))
}

// openPool opens one kind of connection to the file, and proves that it opens.
func openPool(ctx context.Context, dsn string, size int) (*sql.DB, error) {
	pool, err := sql.Open("sqlite", dsn)
	if err != nil {
		return nil, err
	}
	pool.SetMaxOpenConns(size)
	pool.SetMaxIdleConns(size)
	// Reading the schema takes the lock and opens the log, which a ping does
	// not.
	var n int
	if err := pool.QueryRowContext(ctx, `SELECT count(*) FROM sqlite_schema`).Scan(&n); err != nil {
		_ = pool.Close()
		return nil, err
	}
	return pool, nil
}

// inspect refuses a file that is not ours, not whole or not of our time.
func inspect(ctx context.Context, pool *sql.DB) error {
	var application, tables int
	err := pool.QueryRowContext(ctx,
		`SELECT application_id, (SELECT count(*) FROM sqlite_schema) FROM pragma_application_id`).Scan(&application, &tables)
	if err != nil {
		return err
	}
	if application != applicationID && (application != 0 || tables != 0) {
		return problem.New(problem.Unavailable,
			"The file is a database of another program, not a catalogue. Name the right file or folder.")
	}
	version, err := versionOf(ctx, pool)
	if err != nil {
		return err
	}
	if version > len(migrations) {
		return problem.New(problem.Unavailable,
			"The catalogue was written by a newer version of walkin (migration %d; this one knows %d). Start that version, or restore a backup made before it.",
			version, len(migrations))
	}
	return integrity(ctx, pool, "quick_check")
}

func versionOf(ctx context.Context, q querier) (int, error) {
	version, err := one[int](ctx, q, `PRAGMA user_version`)
	if err != nil {
		return 0, fmt.Errorf("read version: %w", err)
	}
	return version, nil
}
