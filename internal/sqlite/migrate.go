package sqlite

import (
	"context"
	"database/sql"
	"fmt"
)

// migration is one step of the file's form: a script, and what cannot be said
// in SQL because the directory's own rules are needed for it.
type migration struct {
	name string
	then func(ctx context.Context, tx *transaction) error // may be nil
}

// migrate brings a file up to the newest migration, each in a transaction of
// its own that also records its number.
//
// A released migration is never edited: what it got wrong, the next one mends.
func migrate(ctx context.Context, writer *sql.DB, form *form) error {
	for i, m := range form.migrations {
		if err := migrateTo(ctx, writer, form, i+1, m); err != nil {
			return fmt.Errorf("migrate to %s: %w", m.name, err)
		}
	}
	return nil
}

func migrateTo(ctx context.Context, writer *sql.DB, form *form, number int, m migration) error {
	// Looking before taking the lock lets a server start while an import of
	// another process holds it, and on a disk that is full.
	if version, err := versionOf(ctx, writer); err != nil || version >= number {
		return err
	}
	tx, err := writer.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if version, err := versionOf(ctx, tx); err != nil || version >= number {
		return err // another process was faster
	}
	script, err := migrationFiles.ReadFile(m.name)
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, string(script)); err != nil {
		return err
	}
	if m.then != nil {
		if err := m.then(ctx, &transaction{Tx: tx, prepared: make(map[string]*sql.Stmt)}); err != nil {
			return err
		}
	}
	if _, err := tx.ExecContext(ctx, fmt.Sprintf(`PRAGMA application_id = %d; PRAGMA user_version = %d`, form.application, number)); err != nil {
		return err
	}
	return tx.Commit()
}
