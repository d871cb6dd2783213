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

// Options are what a file needs from outside.
type Options struct {
	// Now is the clock that dates what is written. It is required.
	Now func() time.Time
}

// form is one sort of file: the catalogue, the office of the staff, the
// referrals, what was asked for.
type form struct {
	name        string // as errors call it
	application int    // four bytes that mark it in the header of SQLite
	migrations  []migration
	pragmas     []string                                                  // of the connection that writes, beyond those of every file
	check       func(ctx context.Context, tx *transaction) error          // what must hold beyond the integrity of the file; may be nil
	settle      func(ctx context.Context, tx *transaction, f *file) error // done at the end of each write; may be nil
	// leaves writes into a copy what may leave; nil where that is all. What may not is
	// at no moment in a file beside, also where the program is killed.
	leaves func(ctx context.Context, from, to *transaction) error
}

// file is an open database file. It is safe for concurrent use.
type file struct {
	form    *form
	path    string
	now     func() time.Time
	writer  *sql.DB // one connection; nil if opened for reading only
	readers *sql.DB
	bell    bell
	// stopped holds the fault after which no write is accepted any more; see
	// [file.write].
	stopped atomic.Pointer[error]
}

// openFile opens a file for reading and writing, after a quick check for
// damage, and brings it up to the newest migration. A file that does not exist
// is made, readable by its owner alone. Its folder must exist.
//
// A damaged file, one of another sort, one written by a newer version of
// walkin and one that cannot be opened are each refused with a problem of kind
// Unavailable that says what to do.
func openFile(ctx context.Context, form *form, path string, opts Options) (_ *file, err error) {
	if opts.Now == nil {
		return nil, fmt.Errorf("open %s: no clock given", form.name)
	}
	f := &file{form: form, path: path, now: opts.Now}
	defer func() {
		if err != nil {
			_ = f.Close()
			err = fault("open "+form.name+" "+path, err)
		}
	}()
	if err := create(path); err != nil {
		return nil, err
	}
	if f.writer, err = openPool(ctx, dsnWriter(path, form.pragmas...), 1); err != nil {
		return nil, err
	}
	if err := inspect(ctx, f.writer, form); err != nil {
		return nil, err
	}
	if err := migrate(ctx, f.writer, form); err != nil {
		return nil, err
	}
	if f.readers, err = openPool(ctx, dsnReader(path), readers); err != nil {
		return nil, err
	}
	return f, nil
}

// openFileReadOnly opens a file that exists without writing to it.
func openFileReadOnly(ctx context.Context, form *form, path string) (_ *file, err error) {
	f, err := openSource(ctx, form, path, dsnReader(path))
	if err != nil && atRest(path) {
		// Reading a file in WAL mode takes a -shm file beside it. Where none
		// can be made, nobody else can be writing either.
		if still, stillErr := openSource(ctx, form, path, dsnStill(path)); stillErr == nil {
			f, err = still, nil
		}
	}
	if err != nil {
		return nil, fault("open "+form.name+" "+path, err)
	}
	version, err := versionOf(ctx, f.readers)
	if err == nil && version < len(form.migrations) {
		err = problem.New(problem.Unavailable,
			"The %s was written by an older version of walkin. Start the server once to bring it up to date.", form.name)
	}
	if err != nil {
		_ = f.Close()
		return nil, fault("open "+form.name+" "+path, err)
	}
	return f, nil
}

// atRest says whether a file is complete in itself: without a write-ahead log
// that holds more.
func atRest(path string) bool {
	wal, err := os.Stat(path + "-wal")
	return errors.Is(err, fs.ErrNotExist) || err == nil && wal.Size() == 0
}

// openSource opens a file of this version or an older one for reading.
func openSource(ctx context.Context, form *form, path, dsn string) (*file, error) {
	pool, err := openPool(ctx, dsn, readers)
	if err != nil {
		return nil, err
	}
	if err := inspect(ctx, pool, form); err != nil {
		_ = pool.Close()
		return nil, err
	}
	return &file{form: form, path: path, readers: pool}, nil
}

// Close waits for running reads and writes to end and closes the file. The
// last one to close it folds the write-ahead log into it.
func (f *file) Close() error {
	var errs []error
	// The writer closes last, so that it is the one to fold the log in.
	for _, pool := range []*sql.DB{f.readers, f.writer} {
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
		return problem.Wrap(err, problem.Unavailable, "%s", problem.Sentence{Format: faults[cantOpen].sentence})
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
func inspect(ctx context.Context, pool *sql.DB, form *form) error {
	var application, tables int
	err := pool.QueryRowContext(ctx,
		`SELECT application_id, (SELECT count(*) FROM sqlite_schema) FROM pragma_application_id`).Scan(&application, &tables)
	if err != nil {
		return err
	}
	if application != form.application && (application != 0 || tables != 0) {
		return problem.New(problem.Unavailable,
			"The file is a database of another program, not a %s. Name the right file or folder.", form.name)
	}
	version, err := versionOf(ctx, pool)
	if err != nil {
		return err
	}
	if version > len(form.migrations) {
		return problem.New(problem.Unavailable,
			"The %s was written by a newer version of walkin (migration %d; this one knows %d). Start that version, or restore a backup made before it.",
			form.name, version, len(form.migrations))
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
