package sqlite

import (
	"context"
	"embed"

	"walkin/internal/directory"
)

// Catalogue is an open catalogue file. It is safe for concurrent use.
type Catalogue struct{ *file }

//go:embed migrations/*.sql migrations/office/*.sql migrations/referrals/*.sql migrations/demand/*.sql
var migrationFiles embed.FS

// catalogueForm is what a catalogue file is made of.
var catalogueForm = form{
	name: "catalogue", application: 0x77616c6b, // "walk"
	migrations: []migration{
		{"migrations/0001_catalogue.sql", nil},
		{"migrations/0002_listings.sql", nil},
		{"migrations/0003_identity.sql", nil},
		{"migrations/0004_features.sql", reshape},
		{"migrations/0005_once.sql", nil},
	},
	check:  checkCatalogue,
	settle: func(ctx context.Context, tx *transaction, f *file) error { return tx.settle(ctx, f.now()) },
}

// Open opens the catalogue at a path for reading and writing; see [openFile]
// for what is refused. The catalogue knows addresses that the public may not
// see, so only its owner may read the file.
func Open(ctx context.Context, path string, opts Options) (*Catalogue, error) {
	f, err := openFile(ctx, &catalogueForm, path, opts)
	if err != nil {
		return nil, err
	}
	return &Catalogue{f}, nil
}

// OpenReadOnly opens a catalogue that exists without writing to it, beside a
// running server or from a medium that cannot be written. The catalogue must
// already have the newest migration. Its writing methods answer Unavailable.
func OpenReadOnly(ctx context.Context, path string) (*Catalogue, error) {
	f, err := openFileReadOnly(ctx, &catalogueForm, path)
	if err != nil {
		return nil, err
	}
	return &Catalogue{f}, nil
}

// Listen gives a channel that receives after a commit of this process, and a
// function that ends the listening. The channel is never closed.
func (c *Catalogue) Listen() (<-chan struct{}, func()) { return c.bell.listen() }

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
