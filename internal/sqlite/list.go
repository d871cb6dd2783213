package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"strings"

	"walkin/internal/directory"
	"walkin/internal/geo"
)

// Entries gives the records that a listing asks for, by id. An activity is
// also where its centres are, and also of the organisations that run them.
func (c *Catalogue) Entries(ctx context.Context, listing directory.Listing) (changes []directory.Change, err error) {
	where, args := conditions(listing)
	args = append(args, listing.After, max(listing.Limit, 0), listing.Offset)
	err = c.read(ctx, "list entries", func(tx *transaction) error {
		changes, err = list(ctx, tx, `
			SELECT `+recordColumns+`
			FROM `+living+`
			WHERE `+where+` AND e.id > ?
			ORDER BY e.id
			LIMIT ? OFFSET ?`,
			args, scanChange)
		return err
	})
	return changes, err
}

// Count gives how many entries a listing asks for on all its pages.
func (c *Catalogue) Count(ctx context.Context, listing directory.Listing) (n int, err error) {
	where, args := conditions(listing)
	err = c.read(ctx, "count entries", func(tx *transaction) error {
		n, err = one[int](ctx, tx, `SELECT count(*) FROM `+standing(listing)+` WHERE `+where, args...)
		return err
	})
	return n, err
}

// standing is what a listing is counted on: the records only where a filter
// reads them, for they are far larger than the entries.
func standing(l directory.Listing) string {
	if l.Group == "" && l.ChangedFrom == nil && l.ChangedTo == nil {
		return `entries e`
	}
	return living
}

// conditions gives the filters of a listing as a condition on entries as e and
// changes as c, and its arguments.
func conditions(l directory.Listing) (string, []any) {
	where, args := []string{`e.kind = ?`}, []any{l.Kind}
	add := func(set bool, condition string, values ...any) {
		if set {
			where, args = append(where, condition), append(args, values...)
		}
	}
	add(l.Country != "" || l.Municipality != "", `EXISTS (
		SELECT 1 FROM whereabouts w
		WHERE w.kind = e.kind AND w.id = e.id AND ? IN ('', w.country) AND ? IN ('', w.municipality))`,
		l.Country, l.Municipality)
	add(l.Organisation != "", `EXISTS (
		SELECT 1 FROM operators o
		WHERE o.kind = e.kind AND o.id = e.id AND o.organisation = ?)`, l.Organisation)
	add(l.Network != "", `EXISTS (
		SELECT 1 FROM operators o JOIN links n ON n.from_kind = 'organisation' AND n.from_id = o.organisation
		WHERE o.kind = e.kind AND o.id = e.id AND n.to_kind = 'network' AND n.to_id = ?)`, l.Network)
	topics, _ := json.Marshal(l.Topics) // a list of texts always encodes
	add(len(l.Topics) > 0, `EXISTS (
		SELECT 1 FROM links l
		WHERE l.from_kind = e.kind AND l.from_id = e.id AND l.to_kind = 'topic'
		  AND l.to_id IN (SELECT value FROM json_each(?)))`, string(topics))
	add(l.Centre != "", `EXISTS (
		SELECT 1 FROM links l
		WHERE l.from_kind = e.kind AND l.from_id = e.id AND l.to_kind = 'centre' AND l.to_id = ?)`, l.Centre)
	add(l.Group != "", `EXISTS (SELECT 1 FROM json_each(c.body, '$.groups') WHERE value = ?)`, l.Group)
	add(l.Listed, `e.listed`)
	add(l.CentreKind != "", `e.variety = ?`, l.CentreKind)
	add(l.Rhythm != "", `e.variety = ?`, l.Rhythm)
	if l.ChangedFrom != nil {
		add(true, `c.at >= ?`, l.ChangedFrom.UTC().Format(timeFormat))
	}
	if l.ChangedTo != nil {
		add(true, `c.at <= ?`, l.ChangedTo.UTC().Format(timeFormat))
	}
	if l.Box != nil {
		condition, values := within(l.Kind, *l.Box)
		add(true, condition, values...)
	}
	return strings.Join(where, " AND "), args
}

// within is the condition that an entry has a point in a box, or none at all.
func within(kind directory.Kind, box geo.Box) (string, []any) {
	inside := func(of string) (string, []any) {
		var stretches []string
		values := []any{box.South, box.North}
		for _, l := range box.Longitudes() {
			stretches = append(stretches, of+`.lon BETWEEN ? AND ?`)
			values = append(values, l[0], l[1])
		}
		return of + `.lat BETWEEN ? AND ? AND (` + strings.Join(stretches, " OR ") + `)`, values
	}
	own, values := inside("e")
	if kind != directory.KindActivity {
		return `(e.lat IS NULL OR ` + own + `)`, values
	}
	venue, more := inside("v")
	return `(e.lat IS NULL AND NOT EXISTS (SELECT 1 FROM venues v WHERE v.id = e.id)
		OR ` + own + ` OR EXISTS (SELECT 1 FROM venues v WHERE v.id = e.id AND ` + venue + `))`, append(values, more...)
}

// Extent gives the smallest box around the points of the listed entries of a
// kind; nil if none has one.
func (c *Catalogue) Extent(ctx context.Context, kind directory.Kind) (box *geo.Box, err error) {
	points := `SELECT lat, lon FROM entries WHERE kind = ? AND listed`
	args := []any{kind}
	if kind == directory.KindActivity {
		points += ` UNION ALL SELECT v.lat, v.lon FROM venues v JOIN entries e ON e.kind = ? AND e.id = v.id WHERE e.listed`
		args = append(args, kind)
	}
	err = c.read(ctx, "read extent", func(tx *transaction) error {
		return each(ctx, tx, `SELECT min(lon), min(lat), max(lon), max(lat) FROM (`+points+`)`, args, func(rows *sql.Rows) error {
			var west, south, east, north sql.NullFloat64
			if err := rows.Scan(&west, &south, &east, &north); err != nil || !west.Valid {
				return err
			}
			box = &geo.Box{West: west.Float64, South: south.Float64, East: east.Float64, North: north.Float64}
			return nil
		})
	})
	return box, err
}
