package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"walkin/internal/demand"
)

// Demand is the file of what is asked for: counters of the periods that run, and
// the tables of those that are over. It holds no text and no time finer than a
// week. It is safe for concurrent use.
type Demand struct{ *file }

// demandForm is what a file of demand is made of.
var demandForm = form{
	name: "demand", application: 0x77616c64, // "wald"
	migrations: []migration{{"migrations/demand/0001_demand.sql", nil}},
	// What is deleted is overwritten, not only forgotten.
	pragmas: []string{"secure_delete(1)"},
	// What was counted of a period that runs is in no copy: beside the table that is
	// released of it, a copy would tell the noise, and two copies the day.
	leaves: copyReleased,
}

// OpenDemand opens the file of what is asked for; see [openFile] for what is
// refused.
func OpenDemand(ctx context.Context, path string, opts Options) (*Demand, error) {
	f, err := openFile(ctx, &demandForm, path, opts)
	if err != nil {
		return nil, err
	}
	return &Demand{f}, nil
}

// OpenDemandReadOnly opens the file as it is, for a copy of it.
func OpenDemandReadOnly(ctx context.Context, path string) (*Demand, error) {
	f, err := openFileReadOnly(ctx, &demandForm, path)
	if err != nil {
		return nil, err
	}
	return &Demand{f}, nil
}

// RestoreDemand puts a backup in the place of the file; see [Restore].
func RestoreDemand(ctx context.Context, from, to string) error {
	return fault(fmt.Sprintf("restore %s to %s", from, to), restore(ctx, &demandForm, from, to))
}

// Add adds to the counters. What is of a period that was released already is
// dropped: its table stays as it is.
//
// All counters are written anew, in the order of their words: otherwise the order of
// the cells in a page would tell what came after what, and so what one person asked
// for. That is done for no counts too, so that the time of the file says nothing.
// For the same reason [Demand.Cut] follows: it is apart because an error of Add says
// that nothing was added.
func (d *Demand) Add(ctx context.Context, counts []demand.Count) error {
	return d.write(ctx, "add to demand", func(tx *transaction) error {
		for _, c := range counts {
			err := tx.exec(ctx, `
				INSERT INTO counts (period, country, region, municipality, topic, outcome, searches, askers)
				SELECT ?, ?, ?, ?, ?, ?, ?, ?
				WHERE NOT EXISTS (SELECT 1 FROM released WHERE period = ?)
				ON CONFLICT DO UPDATE SET searches = searches + excluded.searches, askers = askers + excluded.askers`,
				c.Period, c.Country, c.Region, c.Municipality, c.Topic, c.Outcome, c.Searches, c.Askers, c.Period)
			if err != nil {
				return err
			}
		}
		return rewrite(ctx, tx)
	})
}

// rewrite writes all counters anew, in their order.
func rewrite(ctx context.Context, tx *transaction) error {
	counts, err := list(ctx, tx, `
		SELECT period, country, region, municipality, topic, outcome, searches, askers FROM counts
		ORDER BY period, country, region, municipality, topic, outcome`, nil, scanCount)
	if err != nil {
		return err
	}
	if err := tx.exec(ctx, `DELETE FROM counts`); err != nil {
		return err
	}
	for _, c := range counts {
		err := tx.exec(ctx, `INSERT INTO counts (period, country, region, municipality, topic, outcome, searches, askers) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
			c.Period, c.Country, c.Region, c.Municipality, c.Topic, c.Outcome, c.Searches, c.Askers)
		if err != nil {
			return err
		}
	}
	return nil
}

// Cut cuts off the write-ahead log, which holds what was there before, and in which
// order. Where somebody reads it just now, the next time does. An error undoes
// nothing of what was written.
func (d *Demand) Cut(ctx context.Context) error {
	_, err := checkpoint(ctx, d.writer)
	return fault("cut the log of demand", err)
}

// Forget deletes what was counted and not released.
func (d *Demand) Forget(ctx context.Context) error {
	err := d.write(ctx, "forget demand", func(tx *transaction) error { return tx.exec(ctx, `DELETE FROM counts`) })
	if err != nil {
		return err
	}
	return d.Cut(ctx)
}

// Release makes a table of each period that is over, keeps it, and deletes what it
// was made of, also from the write-ahead log. It gives the periods.
func (d *Demand) Release(ctx context.Context, table func(demand.Period, []demand.Count) demand.Table) (released []demand.Period, err error) {
	err = d.write(ctx, "release demand", func(tx *transaction) error {
		running, err := list(ctx, tx, `SELECT DISTINCT period FROM counts ORDER BY period`, nil, scanOne[demand.Period])
		if err != nil {
			return err
		}
		for _, p := range running {
			if !p.Over(d.now()) {
				continue
			}
			if err := release(ctx, tx, p, table); err != nil {
				return err
			}
			released = append(released, p)
		}
		return nil
	})
	if err != nil || len(released) == 0 {
		return nil, err
	}
	return released, d.Cut(ctx)
}

func release(ctx context.Context, tx *transaction, p demand.Period, table func(demand.Period, []demand.Count) demand.Table) error {
	counts, err := list(ctx, tx, `
		SELECT period, country, region, municipality, topic, outcome, searches, askers
		FROM counts WHERE period = ?`, []any{p}, scanCount)
	if err != nil {
		return err
	}
	body, err := json.Marshal(table(p, counts))
	if err != nil {
		return fmt.Errorf("encode table: %w", err)
	}
	if err := tx.exec(ctx, `INSERT INTO released (period, body) VALUES (?, ?)`, p, string(body)); err != nil {
		return err
	}
	return tx.exec(ctx, `DELETE FROM counts WHERE period = ?`, p)
}

// copyReleased copies what was released.
func copyReleased(ctx context.Context, from, to *transaction) error {
	return each(ctx, from, `SELECT period, body FROM released ORDER BY period`, nil, func(rows *sql.Rows) error {
		var period, body string
		if err := rows.Scan(&period, &body); err != nil {
			return fmt.Errorf("scan table: %w", err)
		}
		return to.exec(ctx, `INSERT INTO released (period, body) VALUES (?, ?)`, period, body)
	})
}

// Released gives the tables of the periods from one to another, both included,
// oldest first. Weeks and years are apart: a year such as "2026" is asked for by
// "2026" to "2026".
func (d *Demand) Released(ctx context.Context, from, to demand.Period) (tables []demand.Table, err error) {
	err = d.read(ctx, "read demand", func(tx *transaction) error {
		tables, err = list(ctx, tx, `
			SELECT body FROM released WHERE period BETWEEN ? AND ? AND length(period) = length(?) ORDER BY period`,
			[]any{from, to, from}, scanJSON[demand.Table])
		return err
	})
	return tables, err
}

func scanCount(rows *sql.Rows) (c demand.Count, err error) {
	err = rows.Scan(&c.Period, &c.Country, &c.Region, &c.Municipality, &c.Topic, &c.Outcome, &c.Searches, &c.Askers)
	if err != nil {
		return c, fmt.Errorf("scan count: %w", err)
	}
	return c, nil
}

// scanOne reads a row of one column.
func scanOne[T any](rows *sql.Rows) (v T, err error) {
	if err := rows.Scan(&v); err != nil {
		return v, fmt.Errorf("scan: %w", err)
	}
	return v, nil
}
