package sqlite

import (
	"context"
	"encoding/json"
	"fmt"

	"walkin/internal/problem"
	"walkin/internal/staff"
)

// maxPreviews is how many previews of one member are kept: whoever mends a
// list looks at the last one.
const maxPreviews = 10

// PutPreview keeps the preview of an import, and forgets those that nobody
// applied in time and the oldest of a member who made many.
func (o *Office) PutPreview(ctx context.Context, p staff.Preview) error {
	head, err := json.Marshal(p.PreviewHead)
	if err != nil {
		return fmt.Errorf("encode preview: %w", err)
	}
	body, err := json.Marshal(p)
	if err != nil {
		return fmt.Errorf("encode preview: %w", err)
	}
	return o.write(ctx, "put preview", func(tx *transaction) error {
		if err := tx.exec(ctx, `DELETE FROM previews WHERE expires <= ?`, stamp(o.now())); err != nil {
			return err
		}
		err := tx.exec(ctx, `INSERT INTO previews (id, member, made, expires, head, body) VALUES (?, ?, ?, ?, ?, ?)`,
			p.ID, p.Member, stamp(p.Made), stamp(p.Expires), string(head), string(body))
		if err != nil {
			return err
		}
		return tx.exec(ctx, `
			DELETE FROM previews
			WHERE member = ? AND applied IS NULL AND id <> ? AND id NOT IN (
				SELECT id FROM previews WHERE member = ? AND applied IS NULL ORDER BY made DESC, rowid DESC LIMIT ?)`,
			p.Member, p.ID, p.Member, maxPreviews)
	})
}

// Preview gives the preview of an import; NotFound if there is none, or not
// any more.
func (o *Office) Preview(ctx context.Context, id string) (staff.Preview, error) {
	found, err := listed[staff.Preview](ctx, o, "read preview", `SELECT body FROM previews WHERE id = ? AND expires > ?`, id, stamp(o.now()))
	if err != nil || len(found) == 0 {
		return staff.Preview{}, orMissing(err, "import")
	}
	return found[0], nil
}

// Previews lists the imports that nobody has applied yet, the newest first.
func (o *Office) Previews(ctx context.Context) ([]staff.PreviewHead, error) {
	return listed[staff.PreviewHead](ctx, o, "list previews",
		`SELECT head FROM previews WHERE applied IS NULL AND expires > ? ORDER BY made DESC, rowid DESC LIMIT 500`, stamp(o.now()))
}

// FinishPreview writes down what an import came to, and keeps the drafts that
// it made, both or neither. One that is finished already is a Conflict, and so
// nothing is drafted twice.
func (o *Office) FinishPreview(ctx context.Context, id string, done staff.PreviewOutcome, drafts []staff.Draft) error {
	outcome, err := json.Marshal(done)
	if err != nil {
		return fmt.Errorf("encode outcome: %w", err)
	}
	return o.write(ctx, "finish preview", func(tx *transaction) error {
		open, err := one[int](ctx, tx, `SELECT count(*) FROM previews WHERE id = ? AND applied IS NULL`, id)
		if err != nil {
			return err
		}
		if open == 0 {
			return problem.New(problem.Conflict, "This import has been applied already.")
		}
		for _, d := range drafts {
			if err := insertDraft(ctx, tx, d); err != nil {
				return err
			}
		}
		return tx.exec(ctx, `UPDATE previews SET applied = ?, body = json_set(body, '$.outcome', json(?)) WHERE id = ?`, stamp(done.At), string(outcome), id)
	})
}
