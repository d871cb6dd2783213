package sqlite

import (
	"context"
	"database/sql"
	"io/fs"
	"path"
)

// Exec runs a statement on the one connection that writes, past all rules.
func (c *Catalogue) Exec(ctx context.Context, statement string) error {
	_, err := c.writer.ExecContext(ctx, statement)
	return err
}

// Stop has the catalogue refuse writes as after a failed fsync.
func (c *Catalogue) Stop(err error) { c.stopped.Store(&err) }

// LostSync is whether an extended result code stops all writing.
var LostSync = lostSync

// MigrationNames gives the names of the migrations of each sort of file in
// order, and those of the embedded files in its folder, by the folder.
func MigrationNames() (listed, embedded map[string][]string, err error) {
	listed, embedded = make(map[string][]string), make(map[string][]string)
	for folder, form := range map[string]form{
		"migrations": catalogueForm, "migrations/office": officeForm, "migrations/referrals": referralsForm,
		"migrations/demand": demandForm,
	} {
		for _, m := range form.migrations {
			listed[folder] = append(listed[folder], m.name)
		}
	}
	err = fs.WalkDir(migrationFiles, "migrations", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			embedded[path.Dir(name)] = append(embedded[path.Dir(name)], name)
		}
		return err
	})
	return listed, embedded, err
}

// Schema gives the columns of each table.
func (d *Demand) Schema(ctx context.Context) (columns map[string][]string, err error) {
	columns = make(map[string][]string)
	err = d.read(ctx, "read schema", func(tx *transaction) error {
		return each(ctx, tx, `SELECT m.name, c.name FROM sqlite_schema m, pragma_table_info(m.name) c WHERE m.type = 'table' ORDER BY m.name, c.cid`, nil, func(rows *sql.Rows) error {
			var table, column string
			err := rows.Scan(&table, &column)
			columns[table] = append(columns[table], column)
			return err
		})
	})
	return columns, err
}
