package sqlite

import (
	"context"
	"encoding/json"
	"fmt"

	"walkin/internal/problem"
	"walkin/internal/staff"
)

// PutDraft keeps a draft that is new.
func (o *Office) PutDraft(ctx context.Context, d staff.Draft) error {
	return o.write(ctx, "put draft", func(tx *transaction) error { return insertDraft(ctx, tx, d) })
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

// maxDrafts bounds a list of drafts; more wait for nobody.
const maxDrafts = 500

// Drafts lists the drafts that are open, the oldest first.
func (o *Office) Drafts(ctx context.Context) ([]staff.Draft, error) {
	return listed[staff.Draft](ctx, o, "list drafts", `SELECT body FROM drafts WHERE state = 'open' ORDER BY made, id LIMIT ?`, maxDrafts)
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
