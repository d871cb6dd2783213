package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"walkin/internal/problem"
	"walkin/internal/staff"
)

// Office is the file of the staff: members and their secrets, drafts, previews
// of imports, what the public reported, weekly counts. Nothing of it is in a
// feed or in the index. It is safe for concurrent use.
type Office struct{ *file }

// officeForm is what the file of the staff is made of.
var officeForm = form{
	name: "office", application: 0x77616c6f, // "walo"
	migrations: []migration{{"migrations/office/0001_office.sql", nil}, {"migrations/office/0002_area_counts.sql", nil}},
	// What is deleted is overwritten, not only forgotten: secrets, and the counts
	// under the id of a place that is no more.
	pragmas: []string{"secure_delete(1)"},
}

// OpenOffice opens the file of the staff; see [openFile] for what is refused.
func OpenOffice(ctx context.Context, path string, opts Options) (*Office, error) {
	f, err := openFile(ctx, &officeForm, path, opts)
	if err != nil {
		return nil, err
	}
	return &Office{f}, nil
}

// OpenOfficeReadOnly opens the file of the staff beside a running server,
// without writing to it.
func OpenOfficeReadOnly(ctx context.Context, path string) (*Office, error) {
	f, err := openFileReadOnly(ctx, &officeForm, path)
	if err != nil {
		return nil, err
	}
	return &Office{f}, nil
}

// RestoreOffice puts a backup in the place of the file of the staff; see
// [Restore].
func RestoreOffice(ctx context.Context, from, to string) error {
	return fault(fmt.Sprintf("restore %s to %s", from, to), restore(ctx, &officeForm, from, to))
}

// PutMember writes a member, new or not. Two members cannot share an address:
// the second is a Conflict. Somebody who was active and is not any more loses
// sessions, links, tokens and passkeys with the same stroke.
func (o *Office) PutMember(ctx context.Context, m staff.Member) error {
	return o.putMember(ctx, m, func(*transaction) error { return nil })
}

// ChangeMember writes a member who was seen in a state, as [staff.Member.Seen]
// names it; Stale if somebody else was faster. The last administrator who may
// sign in stays one (Conflict): somebody must remain who can let others in.
func (o *Office) ChangeMember(ctx context.Context, m staff.Member, seen string) error {
	return o.putMember(ctx, m, func(tx *transaction) error {
		all, err := list(ctx, tx, `SELECT body FROM members`, nil, scanJSON[staff.Member])
		if err != nil {
			return err
		}
		known, others := false, 0
		for _, other := range all {
			switch {
			case other.ID == m.ID:
				if known = true; other.Seen() != seen {
					return problem.New(problem.Stale, "Somebody else changed this member. Look again before you write.")
				}
			case other.Active && other.Is(staff.Administrator):
				others++
			}
		}
		if !known {
			return orMissing(nil, "member")
		}
		if others == 0 && !(m.Active && m.Is(staff.Administrator)) {
			return problem.New(problem.Conflict, "This is the last administrator. Make another one first.")
		}
		return nil
	})
}

func (o *Office) putMember(ctx context.Context, m staff.Member, may func(*transaction) error) error {
	if err := problem.InvalidFields("The member breaks a rule.", m.Problems()); err != nil {
		return err
	}
	body, err := json.Marshal(m)
	if err != nil {
		return fmt.Errorf("encode member: %w", err)
	}
	return o.write(ctx, "put member", func(tx *transaction) error {
		if err := may(tx); err != nil {
			return err
		}
		taken, err := one[int](ctx, tx, `SELECT count(*) FROM members WHERE email = ? AND id <> ?`, m.Email, m.ID)
		if err != nil {
			return err
		}
		if taken > 0 {
			return problem.New(problem.Conflict, "Another member has this e-mail address.")
		}
		err = tx.exec(ctx, `
			INSERT INTO members (id, email, body) VALUES (?, ?, ?)
			ON CONFLICT (id) DO UPDATE SET email = excluded.email, body = excluded.body`, m.ID, m.Email, string(body))
		if err != nil || m.Active {
			return err
		}
		for _, table := range []string{"sessions", "links", "tokens", "passkeys"} {
			if err := tx.exec(ctx, `DELETE FROM `+table+` WHERE member = ?`, m.ID); err != nil {
				return err
			}
		}
		return nil
	})
}

// Member gives a member by id; NotFound if there is none.
func (o *Office) Member(ctx context.Context, id string) (staff.Member, error) {
	return o.member(ctx, `SELECT body FROM members WHERE id = ?`, id)
}

// MemberByEmail gives a member by address, in any spelling of its letters;
// NotFound if there is none.
func (o *Office) MemberByEmail(ctx context.Context, email string) (staff.Member, error) {
	return o.member(ctx, `SELECT body FROM members WHERE email = ?`, staff.FoldEmail(email))
}

func (o *Office) member(ctx context.Context, query string, arg any) (staff.Member, error) {
	found, err := listed[staff.Member](ctx, o, "read member", query, arg)
	if err != nil || len(found) == 0 {
		return staff.Member{}, orMissing(err, "member")
	}
	return found[0], nil
}

// Members lists all members, by address.
func (o *Office) Members(ctx context.Context) ([]staff.Member, error) {
	return listed[staff.Member](ctx, o, "list members", `SELECT body FROM members ORDER BY email`)
}

// orMissing is an error, or that there is no such thing.
func orMissing(err error, what string) error {
	if err != nil {
		return err
	}
	return problem.New(problem.NotFound, "There is no such %s.", what)
}

// listed gives what the rows of a query hold as JSON.
func listed[T any](ctx context.Context, o *Office, operation, query string, args ...any) (found []T, err error) {
	err = o.read(ctx, operation, func(tx *transaction) error {
		found, err = list(ctx, tx, query, args, scanJSON[T])
		return err
	})
	return found, err
}

// scanJSON reads a row of one column, which holds JSON.
func scanJSON[T any](rows *sql.Rows) (v T, err error) {
	var body []byte
	if err := rows.Scan(&body); err != nil {
		return v, fmt.Errorf("scan: %w", err)
	}
	if err := json.Unmarshal(body, &v); err != nil {
		return v, fmt.Errorf("decode: %w", err)
	}
	return v, nil
}

func stamp(t time.Time) string { return t.UTC().Format(timeFormat) }
