package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"

	"modernc.org/sqlite"

	"walkin/internal/directory"
	"walkin/internal/problem"
)

// This file finds entries by their UUIDs and the places where they are offered.

// The migration that filled the tables of a catalogue that was there already
// needs UUIDs of version 5, which SQLite cannot make.
var _ = registered("entry_uuid", func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
	name, ok := args[0].(string)
	if !ok {
		return nil, errors.New("entry_uuid: want a text")
	}
	return directory.UUID(name), nil
})

func registered(name string, f func(*sqlite.FunctionContext, []driver.Value) (driver.Value, error)) bool {
	sqlite.MustRegisterDeterministicScalarFunction(name, 1, f)
	return true
}

// Identified gives the key of the living entry that has a UUID; NotFound if
// there is none.
func (c *Catalogue) Identified(ctx context.Context, uuid string) (key directory.Key, err error) {
	err = c.read(ctx, "find entry by UUID", func(tx *transaction) error {
		found, err := list(ctx, tx, `SELECT kind, id FROM identities WHERE uuid = ?`, []any{uuid}, scanKey)
		if err == nil && len(found) == 0 {
			return problem.New(problem.NotFound, "Nothing in the directory has this UUID.")
		}
		if err == nil {
			key = found[0]
		}
		return err
	})
	return key, err
}

// SiteIdentified gives the site that has a UUID; NotFound if there is none.
func (c *Catalogue) SiteIdentified(ctx context.Context, uuid string) (site directory.Site, err error) {
	err = c.read(ctx, "find site by UUID", func(tx *transaction) error {
		found, err := list(ctx, tx, `SELECT kind, id, centre, stop FROM sites WHERE uuid = ?`, []any{uuid}, scanSite)
		if err == nil && len(found) == 0 {
			return problem.New(problem.NotFound, "Nothing in the directory is offered under this UUID.")
		}
		if err == nil {
			site = found[0]
		}
		return err
	})
	return site, err
}

// Sites gives the places at which the entries of a listing are offered, by the
// ids of the entries; Limit and Offset count sites, and After is not used.
func (c *Catalogue) Sites(ctx context.Context, listing directory.Listing) (sites []directory.Site, err error) {
	where, args := conditions(listing)
	args = append(args, max(listing.Limit, 0), listing.Offset)
	err = c.read(ctx, "list sites", func(tx *transaction) error {
		sites, err = list(ctx, tx, `
			SELECT s.kind, s.id, s.centre, s.stop
			FROM `+standing(listing)+` JOIN sites s ON s.kind = e.kind AND s.id = e.id
			WHERE `+where+`
			ORDER BY s.id, s.centre, s.stop
			LIMIT ? OFFSET ?`,
			args, scanSite)
		return err
	})
	return sites, err
}

// CountSites gives how many sites the entries of a listing have.
func (c *Catalogue) CountSites(ctx context.Context, listing directory.Listing) (n int, err error) {
	where, args := conditions(listing)
	err = c.read(ctx, "count sites", func(tx *transaction) error {
		n, err = one[int](ctx, tx, `
			SELECT count(*) FROM `+standing(listing)+` JOIN sites s ON s.kind = e.kind AND s.id = e.id WHERE `+where, args...)
		return err
	})
	return n, err
}

// identify stores the UUIDs of an entry and where it is offered.
func identify(ctx context.Context, tx *transaction, key directory.Key, sites []directory.Site) error {
	err := tx.exec(ctx, `INSERT INTO identities (uuid, kind, id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`, key.UUID(), key.Kind, key.ID)
	if err != nil {
		return err
	}
	if err := tx.exec(ctx, `DELETE FROM sites WHERE kind = ? AND id = ?`, key.Kind, key.ID); err != nil {
		return err
	}
	for _, s := range sites {
		err := tx.exec(ctx, `INSERT INTO sites (kind, id, centre, stop, uuid) VALUES (?, ?, ?, ?, ?)`, key.Kind, key.ID, s.Centre, s.Stop, s.UUID())
		if err != nil {
			return err
		}
	}
	return nil
}

// checkIdentity compares the UUIDs that are stored for an entry with those that
// it has.
func checkIdentity(ctx context.Context, q querier, e directory.Entry) error {
	key := e.Key()
	astray, err := one[int](ctx, q, `
		SELECT count(*) FROM (
			SELECT 1 FROM sites WHERE kind = ?1 AND id = ?2 AND uuid <> entry_uuid('at:' || kind || ':' || id || ':' || centre || ':' || stop)
			UNION ALL
			SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM identities WHERE uuid = ?3 AND kind = ?1 AND id = ?2))`,
		key.Kind, key.ID, key.UUID())
	if err != nil {
		return err
	}
	stored, err := one[int](ctx, q, `SELECT count(*) FROM sites WHERE kind = ? AND id = ?`, key.Kind, key.ID)
	if err != nil {
		return err
	}
	if astray > 0 || stored != len(directory.Sites(e)) {
		return damaged.problem(fmt.Errorf("the UUIDs of %s are not those that it has", key))
	}
	return nil
}

func scanSite(rows *sql.Rows) (s directory.Site, err error) {
	return s, rows.Scan(&s.Of.Kind, &s.Of.ID, &s.Centre, &s.Stop)
}
