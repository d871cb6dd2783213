package sqlite

import (
	"context"
	"encoding/json"
	"fmt"

	"walkin/internal/problem"
	"walkin/internal/schedule"
	"walkin/internal/staff"
)

// PutCount writes the count of a centre and a week over whatever was there.
// Member is the id of who wrote it.
func (o *Office) PutCount(ctx context.Context, c staff.Count, member string) error {
	if err := problem.InvalidFields("The count breaks a rule.", c.Problems()); err != nil {
		return err
	}
	body, err := json.Marshal(c)
	if err != nil {
		return fmt.Errorf("encode count: %w", err)
	}
	return o.write(ctx, "put count", func(tx *transaction) error {
		return tx.exec(ctx, `
			INSERT INTO counts (centre, week, member, body) VALUES (?, ?, ?, ?)
			ON CONFLICT (centre, week) DO UPDATE SET member = excluded.member, body = excluded.body`,
			c.Centre, c.Week.String(), member, string(body))
	})
}

// Count gives the count of a centre and a week; NotFound if there is none.
func (o *Office) Count(ctx context.Context, centre string, week schedule.Week) (staff.Count, error) {
	found, err := o.Counts(ctx, []string{centre}, week, week)
	if err != nil || len(found) == 0 {
		return staff.Count{}, orMissing(err, "count")
	}
	return found[0], nil
}

// Counts gives the counts of some centres in the weeks from one to another, both
// included, by centre and the newest week first.
func (o *Office) Counts(ctx context.Context, centres []string, from, to schedule.Week) ([]staff.Count, error) {
	ids, err := json.Marshal(centres)
	if err != nil {
		return nil, fmt.Errorf("encode ids: %w", err)
	}
	return listed[staff.Count](ctx, o, "list counts", `
		SELECT body FROM counts
		WHERE centre IN (SELECT value FROM json_each(?)) AND week BETWEEN ? AND ?
		ORDER BY centre, week DESC`, string(ids), from.String(), to.String())
}
