package sqlite

import (
	"context"
	"encoding/json"
	"fmt"

	"walkin/internal/schedule"
	"walkin/internal/staff"
)

// CountedCentres gives the ids of the centres that have counts.
func (o *Office) CountedCentres(ctx context.Context) (ids []string, err error) {
	err = o.read(ctx, "list counted centres", func(tx *transaction) error {
		ids, err = list(ctx, tx, `SELECT DISTINCT centre FROM counts ORDER BY centre`, nil, scanOne[string])
		return err
	})
	return ids, err
}

// MergeCounts adds the counts of a centre that is no more to those of its area,
// which is named as [staff.MunicipalityID] has it, and deletes them.
func (o *Office) MergeCounts(ctx context.Context, centre, area string) error {
	return o.write(ctx, "merge counts", func(tx *transaction) error {
		counts, err := list(ctx, tx, `SELECT body FROM counts WHERE centre = ?`, []any{centre}, scanJSON[staff.Count])
		if err != nil {
			return err
		}
		for _, c := range counts {
			kept, err := list(ctx, tx, `SELECT body FROM area_counts WHERE area = ? AND week = ?`, []any{area, c.Week.String()}, scanJSON[staff.AreaCount])
			if err != nil {
				return err
			}
			kept = append(kept, staff.AreaCount{})
			kept[0].Add(c)
			body, err := json.Marshal(kept[0])
			if err != nil {
				return fmt.Errorf("encode count: %w", err)
			}
			err = tx.exec(ctx, `
				INSERT INTO area_counts (area, week, body) VALUES (?, ?, ?)
				ON CONFLICT (area, week) DO UPDATE SET body = excluded.body`, area, c.Week.String(), string(body))
			if err != nil {
				return err
			}
		}
		return tx.exec(ctx, `DELETE FROM counts WHERE centre = ?`, centre)
	})
}

// AreaCounts gives what is kept of an area's places that are no more, in the
// weeks from one to another, both included, the oldest first.
func (o *Office) AreaCounts(ctx context.Context, area string, from, to schedule.Week) ([]staff.AreaCount, error) {
	return listed[staff.AreaCount](ctx, o, "list counts of an area", `
		SELECT body FROM area_counts WHERE area = ? AND week BETWEEN ? AND ? ORDER BY week`, area, from.String(), to.String())
}
