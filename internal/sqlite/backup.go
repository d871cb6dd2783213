package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	driver "modernc.org/sqlite"

	"walkin/internal/problem"
)

// stepPages is how many pages are copied between two looks at the context: 4
// MiB with pages of 4 KiB.
const stepPages = 1024

// Backup copies the file, as it stands at this moment, to a file, while
// writers go on. The copy is made beside its place, checked, synced and only
// then renamed, so the file is at all times the old one, the new one or not
// there. progress, if not nil, is called with the pages copied and their
// total.
//
// The copy is one file that needs nothing else. Only its owner may read it.
func (f *file) Backup(ctx context.Context, path string, progress func(done, total int)) error {
	if same(path, f.path) {
		return problem.New(problem.Invalid, "A backup cannot take the place of the %s itself. Name another file.", f.form.name)
	}
	part := path + ".part"
	err := f.copyTo(ctx, part, progress)
	if err == nil {
		err = replace(part, path)
	}
	if err != nil {
		_ = os.Remove(part)
	}
	return fault("back up "+f.form.name+" to "+path, err)
}

// copyTo makes a copy that is checked and on disk.
func (f *file) copyTo(ctx context.Context, path string, progress func(done, total int)) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := create(path); err != nil {
		return err
	}
	copied := f.copyPages
	if f.form.leaves != nil {
		copied = f.copyRows
	}
	if err := copied(ctx, path, progress); err != nil {
		return fmt.Errorf("copy: %w", err)
	}
	if err := checkFile(ctx, f.form, path); err != nil {
		return fmt.Errorf("check copy: %w", err)
	}
	return syncFile(path)
}

// copyPages runs SQLite's online backup inside a read transaction. Without one
// the copy would begin again whenever somebody writes, and might never end.
func (f *file) copyPages(ctx context.Context, path string, progress func(done, total int)) (err error) {
	conn, err := f.readers.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	tx, err := conn.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := versionOf(ctx, tx); err != nil { // takes the snapshot
		return err
	}
	return conn.Raw(func(raw any) error {
		backup, err := raw.(interface {
			NewBackup(uri string) (*driver.Backup, error)
		}).NewBackup(dsnCopy(path))
		if err != nil {
			return err
		}
		for more := true; more && err == nil; {
			if more, err = backup.Step(stepPages); err == nil {
				err = ctx.Err()
			}
			if total := backup.PageCount(); err == nil && progress != nil {
				progress(total-backup.Remaining(), total)
			}
		}
		return errors.Join(err, backup.Finish())
	})
}

// copyRows makes a new file of the same version, and writes into it what may leave.
func (f *file) copyRows(ctx context.Context, path string, progress func(done, total int)) (err error) {
	pool, err := openPool(ctx, dsnCopy(path), 1)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, pool.Close()) }()
	err = transact(ctx, f.readers, func(from *transaction) error {
		version, err := versionOf(ctx, from)
		if err != nil {
			return err
		}
		same := *f.form
		same.migrations = same.migrations[:version]
		if err := migrate(ctx, pool, &same); err != nil {
			return err
		}
		return transact(ctx, pool, func(to *transaction) error { return f.form.leaves(ctx, from, to) })
	})
	if err != nil || progress == nil {
		return err
	}
	pages, err := one[int](ctx, pool, `PRAGMA page_count`)
	if err == nil {
		progress(pages, pages)
	}
	return err
}

// checkFile checks a file that nobody writes as a whole.
func checkFile(ctx context.Context, form *form, path string) error {
	pool, err := openPool(ctx, dsnStill(path), 2)
	if err != nil {
		return err
	}
	defer pool.Close()
	return (&file{form: form, path: path, readers: pool}).Check(ctx)
}

// replace puts a finished file in the place of another, so that power may fail
// at any moment.
func replace(part, path string) error {
	if err := os.Rename(part, path); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(path))
}

// same says whether two paths lead to one file.
func same(a, b string) bool {
	x, errX := os.Stat(a)
	y, errY := os.Stat(b)
	return errX == nil && errY == nil && os.SameFile(x, y)
}

func syncFile(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// syncFolder makes the names in a folder as durable as the files.
func syncFolder(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
