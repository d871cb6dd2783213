package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"walkin/internal/problem"
)

// Restore puts a backup in the place of a catalogue, or where there is none.
// The backup is checked first and is left as it is; one of an older version is
// brought up to date when it is next opened, one of a newer version is
// refused. The new file is complete and on disk before it takes the place of
// the old one, so a restore that fails or is killed leaves one or the other,
// whole.
//
// A catalogue that a server has open is a Conflict. Of a file so damaged that
// SQLite cannot lock it, nobody can tell: the caller says that the server is
// stopped.
func Restore(ctx context.Context, from, to string) error {
	return fault(fmt.Sprintf("restore %s to %s", from, to), restore(ctx, &catalogueForm, from, to))
}

// Restorable says whether a file is a backup of a catalogue, so that nothing is
// thrown away for one that is not. Whether it is whole, [Restore] says.
func Restorable(ctx context.Context, from string) error {
	source, err := openBackup(ctx, &catalogueForm, from)
	if err != nil {
		return fault("restore "+from, err)
	}
	return source.Close()
}

func openBackup(ctx context.Context, form *form, from string) (*file, error) {
	name := dsnReader(from)
	if atRest(from) {
		name = dsnStill(from) // which leaves nothing beside the backup
	}
	source, err := openSource(ctx, form, from, name)
	if err != nil {
		return nil, fmt.Errorf("open backup: %w", err)
	}
	return source, nil
}

func restore(ctx context.Context, form *form, from, to string) (err error) {
	source, err := openBackup(ctx, form, from)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, source.Close()) }()
	if err := source.Check(ctx); err != nil {
		return fmt.Errorf("check backup: %w", err)
	}
	part := to + ".part"
	defer os.Remove(part) // does nothing once it is renamed
	if err := source.copyTo(ctx, part, nil); err != nil {
		return err
	}
	release, err := seize(ctx, to)
	if err != nil {
		return err
	}
	defer release()
	// A write-ahead log that outlives its file would be played into the new
	// one. It goes first: a catalogue without its log can be restored again.
	for _, remains := range []string{to + "-wal", to + "-shm", to + "-journal"} {
		if err := os.Remove(remains); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return replace(part, to)
}

// seize takes a catalogue for this process alone. In WAL mode every connection
// holds a shared lock for as long as it is open, and leaving that mode takes
// an exclusive one: so it succeeds only where nobody else is, and it folds the
// log into the file.
func seize(ctx context.Context, path string) (release func(), err error) {
	nothing := func() {}
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return nothing, nil
	}
	pool, err := sql.Open("sqlite", dsnIdle(path))
	if err != nil {
		return nil, err
	}
	pool.SetMaxOpenConns(1)
	mode, err := one[string](ctx, pool, `PRAGMA journal_mode = DELETE`)
	if err == nil {
		_, err = pool.ExecContext(ctx, `BEGIN EXCLUSIVE`)
	}
	switch code := codeOf(err) & 0xff; {
	case code == corrupt || code == notADB:
		_ = pool.Close()
		return nothing, nil // damaged: the very reason to restore
	case code == busy || code == locked || err == nil && mode != "delete":
		_ = pool.Close()
		return nil, problem.Wrap(err, problem.Conflict, "The database is in use. Stop the server, then restore.")
	case err != nil:
		_ = pool.Close()
		return nil, err
	}
	return func() { _ = pool.Close() }, nil
}
