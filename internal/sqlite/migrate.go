package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"fmt"

	"walkin/internal/directory"
)

// applicationID marks a file as a catalogue: "walk" in the four bytes that
// SQLite keeps for this in its header.
const applicationID = 0x77616c6b

//go:embed migrations/*.sql
var migrationFiles embed.FS

// migration is one step of the file's form: a script, and what cannot be said
// in SQL because the directory's own rules are needed for it.
type migration struct {
	name string
	then func(ctx context.Context, tx *transaction) error // may be nil
}

// migrations are the migrations in order; the first is number 1. A released
// migration is never edited: what it got wrong, the next one mends.
var migrations = []migration{
	{"migrations/0001_catalogue.sql", nil},
	{"migrations/0002_listings.sql", nil},
	{"migrations/0003_identity.sql", nil},
	{"migrations/0004_features.sql", reshape},
}

// migrate brings a file up to the newest migration, each in a transaction of
// its own that also records its number.
func migrate(ctx context.Context, writer *sql.DB) error {
	for i, m := range migrations {
		if err := migrateTo(ctx, writer, i+1, m); err != nil {
			return fmt.Errorf("migrate to %s: %w", m.name, err)
		}
	}
	return nil
}

func migrateTo(ctx context.Context, writer *sql.DB, number int, m migration) error {
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
	if _, err := tx.ExecContext(ctx, fmt.Sprintf(`PRAGMA application_id = %d; PRAGMA user_version = %d`, applicationID, number)); err != nil {
		return err
	}
	return tx.Commit()
}

// reshape draws from every living entry what the fourth migration keeps of it.
func reshape(ctx context.Context, tx *transaction) error {
	const page = 500
	for _, kind := range directory.Kinds {
		for after := ""; ; {
			changes, err := list(ctx, tx, `
				SELECT `+recordColumns+` FROM `+living+` WHERE e.kind = ? AND e.id > ? ORDER BY e.id LIMIT ?`,
				[]any{kind, after, page}, scanChange)
			if err != nil {
				return err
			}
			for _, change := range changes {
				s := shapeOf(change.Entry)
				err := tx.exec(ctx, `UPDATE entries SET listed = ?, variety = ?, lat = ?, lon = ? WHERE kind = ? AND id = ?`,
					s.listed, s.variety, s.lat, s.lon, kind, change.Key.ID)
				if err != nil {
					return err
				}
			}
			if len(changes) < page {
				break
			}
			after = changes[page-1].Key.ID
		}
	}
	return nil
}
