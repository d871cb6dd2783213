package sqlite

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"walkin/internal/problem"
	"walkin/internal/staff"
)

// maxOpenDrafts is how many changes of one member may wait; more wait for
// nobody.
const maxOpenDrafts = 1000

// draftLife is how long it is known what became of a draft.
const draftLife = 365 * 24 * time.Hour

// PutDraft keeps a draft that is new and gives it. A request that is sent again
// gets the draft that it made the first time. Somebody of whom too many wait
// already is told so (Conflict).
func (o *Office) PutDraft(ctx context.Context, d staff.Draft) (kept staff.Draft, err error) {
	kept = d
	err = o.write(ctx, "put draft", func(tx *transaction) error {
		if err := tx.exec(ctx, `DELETE FROM drafts WHERE state <> 'open' AND made < ?`, stamp(o.now().Add(-draftLife))); err != nil {
			return err
		}
		if d.Once != "" {
			before, err := list(ctx, tx, `SELECT body FROM drafts WHERE member = ? AND body ->> 'once' = ?`, []any{d.Member, d.Once}, scanJSON[staff.Draft])
			if err != nil {
				return err
			}
			if len(before) > 0 {
				kept = before[0]
				return nil
			}
		}
		waiting, err := one[int](ctx, tx, `SELECT count(*) FROM drafts WHERE member = ? AND state = 'open'`, d.Member)
		if err != nil {
			return err
		}
		if waiting >= maxOpenDrafts {
			return problem.New(problem.Conflict, "Too many changes of yours wait already. Withdraw some, or wait until they are decided.")
		}
		return insertDraft(ctx, tx, d)
	})
	return kept, err
}

func insertDraft(ctx context.Context, tx *transaction, d staff.Draft) error {
	body, err := json.Marshal(d)
	if err != nil {
		return fmt.Errorf("encode draft: %w", err)
	}
	return tx.exec(ctx, `INSERT INTO drafts (id, kind, entry, state, member, made, body) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		d.ID, d.Kind, d.Entry, d.State, d.Member, stamp(d.Made), string(body))
}

// Draft gives a draft; NotFound if there is none.
func (o *Office) Draft(ctx context.Context, id string) (staff.Draft, error) {
	found, err := listed[staff.Draft](ctx, o, "read draft", `SELECT body FROM drafts WHERE id = ?`, id)
	if err != nil || len(found) == 0 {
		return staff.Draft{}, orMissing(err, "draft")
	}
	return found[0], nil
}

// Drafts lists the drafts that are open, the oldest first. Who may see which is
// for the caller to say, so none is left out.
func (o *Office) Drafts(ctx context.Context) ([]staff.Draft, error) {
	return listed[staff.Draft](ctx, o, "list drafts", `SELECT body FROM drafts WHERE state = 'open' ORDER BY made, id`)
}

// ReopenDraft has a draft that was approved wait again, because the change
// could not be made.
func (o *Office) ReopenDraft(ctx context.Context, id string) error {
	return o.write(ctx, "reopen draft", func(tx *transaction) error {
		return tx.exec(ctx, `
			UPDATE drafts SET state = 'open', body = json_remove(json_set(body, '$.state', 'open'), '$.decider', '$.decided')
			WHERE id = ? AND state = 'approved'`, id)
	})
}

// DecideDraft ends a draft. One that is not open any more is a Conflict, so
// that two who decide at the same moment do not both win.
func (o *Office) DecideDraft(ctx context.Context, id string, state staff.DraftState, decider string) error {
	return o.write(ctx, "decide draft", func(tx *transaction) error {
		found, err := list(ctx, tx, `SELECT body FROM drafts WHERE id = ?`, []any{id}, scanJSON[staff.Draft])
		if err != nil || len(found) == 0 {
			return orMissing(err, "draft")
		}
		d, now := found[0], o.now().UTC()
		if d.State != staff.DraftOpen {
			return problem.New(problem.Conflict, "Somebody has decided about this draft already.")
		}
		d.State, d.Decider, d.Decided = state, decider, &now
		body, err := json.Marshal(d)
		if err != nil {
			return err
		}
		return tx.exec(ctx, `UPDATE drafts SET state = ?, body = ? WHERE id = ?`, d.State, string(body), d.ID)
	})
}
