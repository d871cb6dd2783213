package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
)

// applicationID marks a file as a catalogue: "walk" in the four bytes that
// SQLite keeps for this in its header.
const applicationID = 0x77616c6b

//go:embed migrations/*.sql
var migrationFiles embed.FS

// migrations are the names of the migrations in order; the first is number 1.
// A released migration is never edited: what it got wrong, the next one mends.
var migrations = []string{
	"migrations/0001_catalogue.sql",
	"migrations/0002_listings.sql",
	"migrations/0003_identity.sql",
}

// migrate brings a file up to the newest migration, each in a transaction of
// its own that also records its number.
func migrate(ctx context.Context, writer *sql.DB) error {
	for i, name := range migrations {
		if err := migrateTo(ctx, writer, i+1, name); err != nil {
			return fmt.Errorf("migrate to %s: %w", name, err)
		}
	}
	return nil
}

func migrateTo(ctx context.Context, writer *sql.DB, number int, name string) error {
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
	script, err := migrationFiles.ReadFile(name)
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, string(script)); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, fmt.Sprintf(`PRAGMA application_id = %d; PRAGMA user_version = %d`, applicationID, number)); err != nil {
		return err
	}
	return tx.Commit()
}
