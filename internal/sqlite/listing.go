package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"walkin/internal/directory"
)

// This file keeps the listing feed in step with the log. A write notes what it
// changed, and before it is committed every posting that shows it or is
// filtered by it has moved to the end of the feed.

// moves are what a write transaction did to the listing feed.
type moves struct {
	posted  map[directory.Key]bool // have moved by a change of their own
	refile  []directory.Key        // postings whose facets must be read anew
	changed []directory.Key        // entries on which postings of others rest
}

// post moves an entry that was written to the end of the feed, or out of it.
func (tx *transaction) post(ctx context.Context, e directory.Entry, r record) error {
	switch r.key.Kind {
	case directory.KindCentre, directory.KindActivity, directory.KindHelpline:
	default:
		return nil
	}
	if tx.posted == nil {
		tx.posted = make(map[directory.Key]bool)
	}
	tx.posted[r.key] = true
	if e == nil || !directory.Posted(e) {
		// What never was in the feed leaves no trace in it.
		return tx.exec(ctx, `
			UPDATE listings
			SET position = (SELECT max(position) + 1 FROM listings), number = ?, listed = 0, at = ?
			WHERE kind = ? AND id = ? AND listed = 1`,
			r.number, r.at, r.key.Kind, r.key.ID)
	}
	tx.refile = append(tx.refile, r.key)
	return tx.exec(ctx, `
		INSERT INTO listings (position, kind, id, number, listed, at)
		VALUES ((SELECT coalesce(max(position), 0) + 1 FROM listings), ?, ?, ?, 1, ?)
		ON CONFLICT (kind, id) DO UPDATE
		SET position = excluded.position, number = excluded.number, listed = 1, at = excluded.at`,
		r.key.Kind, r.key.ID, r.number, r.at)
}

// disturb notes an entry that was there before and has changed: postings of
// others may rest on it. Of a topic only its place in the taxonomy counts.
func (tx *transaction) disturb(before, after directory.Entry) {
	switch after := after.(type) {
	case *directory.Organisation, *directory.Centre:
	case *directory.Topic:
		if before, ok := before.(*directory.Topic); ok && before.Parent == after.Parent {
			return
		}
	default:
		return
	}
	tx.changed = append(tx.changed, after.Key())
}

// resting gives the postings that rest on an entry of a kind.
var resting = map[directory.Kind]string{
	directory.KindOrganisation: `SELECT kind, id FROM operators WHERE organisation = ? ORDER BY kind, id`,
	directory.KindCentre: `
		SELECT from_kind, from_id FROM links
		WHERE to_kind = 'centre' AND to_id = ? AND from_kind = 'activity' ORDER BY from_id`,
	directory.KindTopic: `
		WITH RECURSIVE below(id) AS (
			SELECT ?
			UNION
			SELECT l.from_id FROM below JOIN links l ON l.to_kind = 'topic' AND l.to_id = below.id
			WHERE l.from_kind = 'topic')
		SELECT DISTINCT l.from_kind, l.from_id
		FROM below JOIN links l ON l.to_kind = 'topic' AND l.to_id = below.id
		ORDER BY l.from_kind, l.from_id`,
}

// settle moves what rests on what was changed, and files all that moved anew.
func (tx *transaction) settle(ctx context.Context, at time.Time) error {
	for _, key := range tx.changed {
		keys, err := list(ctx, tx, resting[key.Kind], []any{key.ID}, scanKey)
		if err != nil {
			return fmt.Errorf("read postings on %s: %w", key, err)
		}
		for _, k := range keys {
			if tx.posted[k] {
				continue
			}
			err := tx.exec(ctx, `
				UPDATE listings
				SET position = (SELECT max(position) + 1 FROM listings), at = ?
				WHERE kind = ? AND id = ? AND listed = 1`,
				at.UTC().Format(timeFormat), k.Kind, k.ID)
			if err != nil {
				return fmt.Errorf("move %s: %w", k, err)
			}
			tx.refile = append(tx.refile, k)
		}
	}
	const together = 500
	for keys := tx.refile; len(keys) > 0; {
		n := min(together, len(keys))
		if err := fileUnder(ctx, tx, keys[:n]); err != nil {
			return fmt.Errorf("file postings: %w", err)
		}
		keys = keys[n:]
	}
	tx.moves = moves{}
	return nil
}

// facetsOf gives what listed entries can be filtered by. Its argument is a JSON
// list of pairs of kind and id. CROSS JOIN keeps those outermost.
const facetsOf = `
	WITH RECURSIVE p(kind, id) AS (
		SELECT l.kind, l.id FROM json_each(?) k CROSS JOIN listings l
		WHERE l.kind = k.value ->> 0 AND l.id = k.value ->> 1 AND l.listed = 1
	), about(kind, id, topic) AS (
		SELECT p.kind, p.id, l.to_id FROM p CROSS JOIN links l
		WHERE l.from_kind = p.kind AND l.from_id = p.id AND l.to_kind = 'topic'
		UNION
		SELECT a.kind, a.id, l.to_id FROM about a CROSS JOIN links l
		WHERE l.from_kind = 'topic' AND l.from_id = a.topic AND l.to_kind = 'topic'
	), at(kind, id, centre) AS (
		SELECT p.kind, p.id, l.to_id FROM p CROSS JOIN links l
		WHERE p.kind = 'activity' AND l.from_kind = 'activity' AND l.from_id = p.id AND l.to_kind = 'centre'
	), lies(kind, id, country, municipality) AS (
		SELECT p.kind, p.id, a.country, a.municipality FROM p CROSS JOIN areas a
		WHERE a.kind = p.kind AND a.id = p.id
		UNION
		SELECT at.kind, at.id, a.country, a.municipality FROM at CROSS JOIN areas a
		WHERE a.kind = 'centre' AND a.id = at.centre
	), run(kind, id, organisation) AS (
		SELECT p.kind, p.id, e.organisation FROM p CROSS JOIN entries e
		WHERE e.kind = p.kind AND e.id = p.id
		UNION
		SELECT at.kind, at.id, e.organisation FROM at CROSS JOIN entries e
		WHERE e.kind = 'centre' AND e.id = at.centre
	), now(kind, id, facet, value) AS (
		SELECT kind, id, 'country', country FROM lies WHERE country <> ''
		UNION
		SELECT kind, id, 'municipality', municipality FROM lies WHERE municipality <> ''
		UNION
		SELECT r.kind, r.id, 'network', n.to_id FROM run r CROSS JOIN links n
		WHERE n.from_kind = 'organisation' AND n.from_id = r.organisation AND n.to_kind = 'network'
		UNION
		SELECT kind, id, 'topic', topic FROM about
	)`

// fileUnder writes down what postings can be filtered by, now that all they refer to
// is there. What held once is kept.
func fileUnder(ctx context.Context, tx *transaction, keys []directory.Key) error {
	wanted, err := pairs(keys)
	if err != nil {
		return err
	}
	err = tx.exec(ctx, `
		UPDATE facets SET holds = 0
		WHERE (kind, id) IN (SELECT value ->> 0, value ->> 1 FROM json_each(?)) AND holds = 1`, wanted)
	if err != nil {
		return err
	}
	return tx.exec(ctx, `
		INSERT INTO facets (kind, id, facet, value, holds)`+facetsOf+`
		SELECT kind, id, facet, value, 1 FROM now WHERE true
		ON CONFLICT DO UPDATE SET holds = 1`, wanted)
}

// pairs gives keys as a JSON list of pairs.
func pairs(keys []directory.Key) (string, error) {
	list := make([][2]string, len(keys))
	for i, k := range keys {
		list[i] = [2]string{string(k.Kind), k.ID}
	}
	b, err := json.Marshal(list)
	return string(b), err
}

// PostingsAfter gives the postings that a query asks for with a position above
// n, in the order of their positions. What left the feed, or the part of it
// that is asked for, is among them. Read page after page, each entry is there
// once, at its latest position: what RPDE asks of a feed (Realtime Paged Data
// Exchange 1.0, section 4).
func (c *Catalogue) PostingsAfter(ctx context.Context, q directory.PostingQuery, n uint64) ([]directory.Posting, error) {
	return c.postings(ctx, "read postings", q, `l.position > ?`, `l.position`, n)
}

// PostingsBefore is PostingsAfter the other way: newest first, with a position
// below n; all of them for 0.
func (c *Catalogue) PostingsBefore(ctx context.Context, q directory.PostingQuery, n uint64) ([]directory.Posting, error) {
	if n == 0 {
		return c.postings(ctx, "read newest postings", q, `true`, `l.position DESC`)
	}
	return c.postings(ctx, "read older postings", q, `l.position < ?`, `l.position DESC`, n)
}

// PostingsFrom gives the postings that a query asks for behind a key, in the
// order of their keys, only those that are listed: for reading all of them,
// each once, while they are edited.
func (c *Catalogue) PostingsFrom(ctx context.Context, q directory.PostingQuery, behind directory.Key) ([]directory.Posting, error) {
	return c.postings(ctx, "read all postings", q,
		`(l.kind, l.id) > (?, ?) AND l.listed = 1 AND `+holding(q), `l.kind, l.id`, behind.Kind, behind.ID)
}

// filters gives the facets that a query asks for.
func filters(q directory.PostingQuery) (facets, values []string) {
	for _, f := range [...][2]string{
		{"country", q.Country}, {"municipality", q.Municipality}, {"network", q.Network}, {"topic", q.Topic},
	} {
		if f[1] != "" {
			facets, values = append(facets, f[0]), append(values, f[1])
		}
	}
	return facets, values
}

// holding is the condition that all filters of a query hold now.
func holding(q directory.PostingQuery) string {
	facets, _ := filters(q)
	conditions := make([]string, len(facets))
	for i, facet := range facets {
		conditions[i] = facet + ".holds = 1"
	}
	return strings.Join(append(conditions, "true"), " AND ")
}

// postings reads a page. CROSS JOIN keeps the postings outermost: they are read
// in the order that is asked for, until there are enough.
func (c *Catalogue) postings(ctx context.Context, operation string, q directory.PostingQuery, where, order string, args ...any) (found []directory.Posting, err error) {
	facets, values := filters(q)
	var joins strings.Builder
	bound := make([]any, 0, len(values)+len(args)+1)
	for i, facet := range facets {
		fmt.Fprintf(&joins, "CROSS JOIN facets %[1]s ON %[1]s.kind = l.kind AND %[1]s.id = l.id AND %[1]s.facet = '%[1]s' AND %[1]s.value = ?\n", facet)
		bound = append(bound, values[i])
	}
	bound = append(append(bound, args...), max(q.Limit, 0))
	err = c.read(ctx, operation, func(tx *transaction) error {
		found, err = list(ctx, tx, `
			SELECT l.position, l.at, l.listed = 1 AND `+holding(q)+`, `+recordColumns+`
			FROM listings l
			`+joins.String()+`
			CROSS JOIN changes c ON c.number = l.number
			WHERE `+where+`
			ORDER BY `+order+`
			LIMIT ?`, bound, scanPosting)
		return err
	})
	return found, err
}

func scanPosting(rows *sql.Rows) (directory.Posting, error) {
	var p directory.Posting
	var at string
	r, err := scanBehind(rows, &p.Position, &at, &p.Listed)
	if err != nil {
		return directory.Posting{}, err
	}
	if p.At, err = time.Parse(timeFormat, at); err != nil {
		return directory.Posting{}, fmt.Errorf("read posting %d: %w", p.Position, err)
	}
	p.Key, p.Number, p.Revision = r.key, r.number, r.revision
	if p.Listed {
		p.Body = r.body
	}
	return p, nil
}
