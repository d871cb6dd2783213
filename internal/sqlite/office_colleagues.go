package sqlite

import (
	"context"
	"encoding/json"
	"fmt"

	"walkin/internal/problem"
	"walkin/internal/staff"
)

// PutColleagues writes what a centre tells colleagues. What tells nothing is
// forgotten.
func (o *Office) PutColleagues(ctx context.Context, c staff.Colleagues) error {
	if err := problem.InvalidFields("What colleagues are told breaks a rule.", c.Problems()); err != nil {
		return err
	}
	body, err := json.Marshal(c)
	if err != nil {
		return fmt.Errorf("encode colleagues: %w", err)
	}
	return o.write(ctx, "put colleagues", func(tx *transaction) error {
		if c.Empty() {
			return tx.exec(ctx, `DELETE FROM colleagues WHERE centre = ?`, c.Centre)
		}
		return tx.exec(ctx, `
			INSERT INTO colleagues (centre, body) VALUES (?, ?)
			ON CONFLICT (centre) DO UPDATE SET body = excluded.body`, c.Centre, string(body))
	})
}

// Colleagues gives what a centre tells colleagues; nothing, if it never told
// any.
func (o *Office) Colleagues(ctx context.Context, centre string) (staff.Colleagues, error) {
	found, err := listed[staff.Colleagues](ctx, o, "read colleagues", `SELECT body FROM colleagues WHERE centre = ?`, centre)
	if err != nil || len(found) == 0 {
		return staff.Colleagues{Centre: centre}, err
	}
	return found[0], nil
}
