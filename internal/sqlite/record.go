package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"hash/crc32"
	"time"

	"walkin/internal/directory"
)

// record is one row of the log as it is stored.
type record struct {
	number   uint64
	key      directory.Key
	revision int
	author   string
	at       string
	body     []byte // nil for a tombstone
}

// recordColumns are the columns that scanRecord reads, of changes as c.
const recordColumns = `c.number, c.kind, c.id, c.revision, c.author, c.at, c.body, c.checksum`

// timeFormat keeps times comparable as texts.
const timeFormat = "2006-01-02T15:04:05.000Z"

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// checksum finds out what SQLite cannot: a bit that a disk turned over in the
// middle of a text leaves the file well-formed and the text wrong. It finds
// every single turned bit and every burst of up to 32.
func (r record) checksum() uint32 {
	h := crc32.New(castagnoli)
	fmt.Fprintf(h, "%d\n%s\n%d\n%q\n%s\n%t\n", r.number, r.key, r.revision, r.author, r.at, r.body == nil)
	h.Write(r.body)
	return h.Sum32()
}

func scanRecord(rows *sql.Rows) (record, error) { return scanBehind(rows) }

// scanBehind reads a record and, into before, the columns that stand before it.
func scanBehind(rows *sql.Rows, before ...any) (record, error) {
	var r record
	var checksum int64
	err := rows.Scan(append(before, &r.number, &r.key.Kind, &r.key.ID, &r.revision, &r.author, &r.at, &r.body, &checksum)...)
	if err != nil {
		return record{}, fmt.Errorf("scan change: %w", err)
	}
	if int64(r.checksum()) != checksum {
		return record{}, damaged.problem(fmt.Errorf("change %d (%s) does not have its checksum", r.number, r.key))
	}
	return r, nil
}

func scanChange(rows *sql.Rows) (directory.Change, error) {
	r, err := scanRecord(rows)
	if err != nil {
		return directory.Change{}, err
	}
	return r.change()
}

// change decodes the record.
func (r record) change() (directory.Change, error) {
	at, err := time.Parse(timeFormat, r.at)
	if err != nil {
		return directory.Change{}, fmt.Errorf("read change %d (%s): %w", r.number, r.key, err)
	}
	c := directory.Change{Number: r.number, Key: r.key, Revision: r.revision, Author: r.author, At: at}
	if r.body == nil {
		return c, nil
	}
	if c.Entry, err = directory.Decode(r.key.Kind, r.body); err != nil {
		// The reader of an entry did nothing invalid: the cause keeps its
		// text and loses its kind.
		return directory.Change{}, fmt.Errorf("read change %d (%s): %v", r.number, r.key, err)
	}
	return c, nil
}

// latest gives the last record of a key, which may be a tombstone, and whether
// there is one.
func latest(ctx context.Context, q querier, key directory.Key) (record, bool, error) {
	found, err := list(ctx, q, `
		SELECT `+recordColumns+`
		FROM changes c
		WHERE c.kind = ? AND c.id = ?
		ORDER BY c.revision DESC
		LIMIT 1`,
		[]any{key.Kind, key.ID}, scanRecord)
	if err != nil || len(found) == 0 {
		return record{}, false, err
	}
	return found[0], true, nil
}

// appendRecord gives a record the next number and writes it to the log. The
// write lock is held, so nobody else takes that number.
func appendRecord(ctx context.Context, tx *transaction, r *record) error {
	last, err := lastChange(ctx, tx)
	if err != nil {
		return err
	}
	r.number = last + 1
	var body any // a nil slice would be stored as an empty blob
	if r.body != nil {
		body = string(r.body)
	}
	return tx.exec(ctx, `
		INSERT INTO changes (number, kind, id, revision, author, at, body, checksum)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		r.number, r.key.Kind, r.key.ID, r.revision, r.author, r.at, body, r.checksum())
}
