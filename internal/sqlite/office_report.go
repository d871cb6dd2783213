package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"walkin/internal/staff"
)

// FileReport keeps a report, or counts it with one that says the same of the
// same entry on the same day. What an entry with too many open ones gets on top
// is dropped and nobody is told; see [staff.MaxOpenReports].
func (o *Office) FileReport(ctx context.Context, r staff.Report) error {
	return o.write(ctx, "file report", func(tx *transaction) error {
		if err := o.forgetReports(ctx, tx); err != nil {
			return err
		}
		open, err := list(ctx, tx, `SELECT body FROM reports WHERE kind = ? AND entry = ? AND state = 'open'`, []any{r.Kind, r.Entry}, scanJSON[staff.Report])
		if err != nil {
			return err
		}
		for _, before := range open {
			if before.Same(r) {
				before.Count++
				return putReport(ctx, tx, before)
			}
		}
		if len(open) >= staff.MaxOpenReports {
			return nil
		}
		return putReport(ctx, tx, r)
	})
}

// forgetReports forgets the reports that have been kept for long enough.
func (o *Office) forgetReports(ctx context.Context, tx *transaction) error {
	now := o.now().UTC()
	return tx.exec(ctx, `
		DELETE FROM reports
		WHERE state <> 'open' AND body ->> 'answered_at' < ? OR state = 'open' AND day < ?`,
		now.Add(-staff.SettledReportLife).Format(timeFormat), now.Add(-staff.OpenReportLife).Format("2006-01-02"))
}

func putReport(ctx context.Context, tx *transaction, r staff.Report) error {
	body, err := json.Marshal(r)
	if err != nil {
		return fmt.Errorf("encode report: %w", err)
	}
	return tx.exec(ctx, `
		INSERT INTO reports (id, kind, entry, day, state, body) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET state = excluded.state, body = excluded.body`,
		r.ID, r.Kind, r.Entry, r.Day.String(), string(r.State), string(body))
}

// Report gives a report by id; NotFound if there is none.
func (o *Office) Report(ctx context.Context, id string) (staff.Report, error) {
	found, err := listed[staff.Report](ctx, o, "read report", `SELECT body FROM reports WHERE id = ?`, id)
	if err != nil || len(found) == 0 {
		return staff.Report{}, orMissing(err, "report")
	}
	return found[0], nil
}

// Reported lists the entries that have reports in a state, by kind and id.
func (o *Office) Reported(ctx context.Context, state staff.ReportState) (all []staff.Reported, err error) {
	err = o.read(ctx, "list what is reported", func(tx *transaction) error {
		all, err = list(ctx, tx, `SELECT kind, entry, count(*) FROM reports WHERE state = ? GROUP BY kind, entry ORDER BY kind, entry`, []any{state},
			func(rows *sql.Rows) (r staff.Reported, err error) {
				err = rows.Scan(&r.Kind, &r.Entry, &r.Reports)
				return r, err
			})
		return err
	})
	return all, err
}

// Reports lists the reports of an entry in a state, the newest first.
func (o *Office) Reports(ctx context.Context, state staff.ReportState, kind, entry string) ([]staff.Report, error) {
	return listed[staff.Report](ctx, o, "list reports",
		`SELECT body FROM reports WHERE kind = ? AND entry = ? AND state = ? ORDER BY day DESC, rowid DESC`, kind, entry, state)
}

// SettleReport answers a report, or dismisses it for "", and gives it as it is
// then. NotFound if there is none, Conflict if that has been done.
func (o *Office) SettleReport(ctx context.Context, id string, answer staff.Answer, by string) (r staff.Report, err error) {
	err = o.write(ctx, "settle report", func(tx *transaction) error {
		found, err := list(ctx, tx, `SELECT body FROM reports WHERE id = ?`, []any{id}, scanJSON[staff.Report])
		if err != nil || len(found) == 0 {
			return orMissing(err, "report")
		}
		if r, err = found[0].Settle(answer, by, o.now()); err != nil {
			return err
		}
		if err := putReport(ctx, tx, r); err != nil {
			return err
		}
		return o.forgetReports(ctx, tx)
	})
	return r, err
}
