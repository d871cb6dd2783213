package sqlite

import "context"

// Exec runs a statement on the one connection that writes, past all rules.
func (c *Catalogue) Exec(ctx context.Context, statement string) error {
	_, err := c.writer.ExecContext(ctx, statement)
	return err
}

// Stop has the catalogue refuse writes as after a failed fsync.
func (c *Catalogue) Stop(err error) { c.stopped.Store(&err) }

// LostSync is whether an extended result code stops all writing.
var LostSync = lostSync

// MigrationNames gives the names of the migrations in order, and those of the
// embedded files.
func MigrationNames() (listed, embedded []string) {
	for _, m := range catalogueForm.migrations {
		listed = append(listed, m.name)
	}
	entries, err := migrationFiles.ReadDir("migrations")
	if err != nil {
		return listed, nil
	}
	for _, e := range entries {
		if e.IsDir() {
			continue // those of another file
		}
		embedded = append(embedded, "migrations/"+e.Name())
	}
	return listed, embedded
}
