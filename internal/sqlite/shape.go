package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"slices"

	"walkin/internal/directory"
)

// shape is what lists and references need to know of an entry. All of it is
// drawn from the entry's body, so it can be checked against that.
type shape struct {
	organisation string
	areas        []area          // sorted, each once
	links        []directory.Key // sorted, each once
	listed       bool
	variety      string // kind of a centre, rhythm of an activity
	lat, lon     sql.NullFloat64
}

type area struct{ country, municipality string }

func shapeOf(e directory.Entry) shape {
	s := shape{listed: true}
	switch e := e.(type) {
	case *directory.Network:
		for _, country := range e.Countries {
			s.areas = append(s.areas, area{country, ""})
		}
	case *directory.Organisation:
		s.areas = []area{{e.Country, ""}}
	case *directory.Centre:
		s.organisation = e.Organisation
		s.listed, s.variety = e.Status.Listed(), string(e.Kind)
		s.at(e.Location)
		s.areas = []area{areaOf(e.Location)}
		for _, stop := range e.Stops {
			s.areas = append(s.areas, areaOf(stop.Location))
		}
	case *directory.Activity:
		s.organisation = e.Organisation
		s.listed, s.variety = e.Status.Listed(), string(e.Rhythm)
		if e.Location != nil {
			s.at(*e.Location)
			s.areas = []area{areaOf(*e.Location)}
		}
	case *directory.Helpline:
		s.organisation = e.Organisation
		s.listed = e.Status.Listed()
		s.areas = []area{{e.Country, e.Municipality}}
	}
	slices.SortFunc(s.areas, area.compare)
	s.areas = slices.Compact(s.areas)
	s.links = slices.Clone(e.References())
	slices.SortFunc(s.links, compareKeys)
	s.links = slices.Compact(s.links)
	return s
}

// at keeps the point of a location, as far as the public may see it.
func (s *shape) at(l directory.Location) {
	if p := l.Public().Point; p != nil {
		s.lat, s.lon = sql.NullFloat64{Float64: p.Lat, Valid: true}, sql.NullFloat64{Float64: p.Lon, Valid: true}
	}
}

func areaOf(l directory.Location) area { return area{l.Country, l.Municipality} }

func (a area) compare(b area) int {
	return cmp.Or(cmp.Compare(a.country, b.country), cmp.Compare(a.municipality, b.municipality))
}

func compareKeys(a, b directory.Key) int {
	return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.ID, b.ID))
}

func (s shape) equal(o shape) bool {
	return s.organisation == o.organisation && s.listed == o.listed && s.variety == o.variety &&
		s.lat == o.lat && s.lon == o.lon && slices.Equal(s.areas, o.areas) && slices.Equal(s.links, o.links)
}

// place makes a revision the record of its entry and stores its shape.
func place(ctx context.Context, tx *transaction, key directory.Key, revision int, s shape) error {
	err := tx.exec(ctx, `
		INSERT INTO entries (kind, id, revision, organisation, listed, variety, lat, lon)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (kind, id) DO UPDATE
		SET revision = excluded.revision, organisation = excluded.organisation, listed = excluded.listed,
		    variety = excluded.variety, lat = excluded.lat, lon = excluded.lon`,
		key.Kind, key.ID, revision, s.organisation, s.listed, s.variety, s.lat, s.lon)
	if err != nil {
		return err
	}
	if err := tx.exec(ctx, `DELETE FROM areas WHERE kind = ? AND id = ?`, key.Kind, key.ID); err != nil {
		return err
	}
	if err := tx.exec(ctx, `DELETE FROM links WHERE from_kind = ? AND from_id = ?`, key.Kind, key.ID); err != nil {
		return err
	}
	for _, a := range s.areas {
		err := tx.exec(ctx, `INSERT INTO areas (kind, id, country, municipality) VALUES (?, ?, ?, ?)`,
			key.Kind, key.ID, a.country, a.municipality)
		if err != nil {
			return err
		}
	}
	for _, to := range s.links {
		err := tx.exec(ctx, `INSERT INTO links (from_kind, from_id, to_kind, to_id) VALUES (?, ?, ?, ?)`,
			key.Kind, key.ID, to.Kind, to.ID)
		if err != nil {
			return err
		}
	}
	return nil
}

// placed reads back what place stored.
func placed(ctx context.Context, q querier, key directory.Key) (shape, error) {
	var s shape
	err := each(ctx, q, `SELECT organisation, listed, variety, lat, lon FROM entries WHERE kind = ? AND id = ?`, []any{key.Kind, key.ID},
		func(rows *sql.Rows) error { return rows.Scan(&s.organisation, &s.listed, &s.variety, &s.lat, &s.lon) })
	if err != nil {
		return shape{}, err
	}
	s.areas, err = list(ctx, q, `
		SELECT country, municipality FROM areas WHERE kind = ? AND id = ? ORDER BY country, municipality`,
		[]any{key.Kind, key.ID},
		func(rows *sql.Rows) (a area, err error) { return a, rows.Scan(&a.country, &a.municipality) })
	if err != nil {
		return shape{}, err
	}
	s.links, err = list(ctx, q, `
		SELECT to_kind, to_id FROM links WHERE from_kind = ? AND from_id = ? ORDER BY to_kind, to_id`,
		[]any{key.Kind, key.ID}, scanKey)
	return s, err
}

func scanKey(rows *sql.Rows) (k directory.Key, err error) { return k, rows.Scan(&k.Kind, &k.ID) }
