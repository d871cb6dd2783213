package search

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"

	index "github.com/blevesearch/bleve_index_api"
)

// lists keep the rows of terms that were looked up: most questions are asked in
// the same few words, and taking a list apart that bleve has packed costs more
// than all else that is done with it. Only words that stand in the catalogue are
// kept, never what somebody typed besides.
type lists struct {
	kept sync.Map // fieldTerm → []uint32, sorted
	size atomic.Int64
}

type fieldTerm struct{ field, term string }

// maxListed bounds how many rows are kept in all lists; four bytes each.
const maxListed = 8 << 20

// rowsOf gives the rows of the documents that have a term in a field, sorted.
// Nobody changes them.
func (r *wordReader) rowsOf(ctx context.Context, field, term string) ([]uint32, error) {
	key := fieldTerm{field, term}
	if kept, ok := r.terms.kept.Load(key); ok {
		return kept.([]uint32), nil
	}
	rows, err := r.read(ctx, field, term)
	if err != nil {
		return nil, fmt.Errorf("read index: %w", err)
	}
	if len(rows) == 0 {
		return nil, nil
	}
	slices.Sort(rows)
	if r.terms.size.Add(int64(len(rows))) > maxListed {
		r.terms.kept.Clear()
		r.terms.size.Store(int64(len(rows)))
	}
	r.terms.kept.Store(key, rows)
	return rows, nil
}

// read reads the rows of a term from bleve.
func (r *wordReader) read(ctx context.Context, field, term string) (rows []uint32, err error) {
	postings, err := r.reader.TermFieldReader(ctx, []byte(term), field, false, false, false)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, postings.Close()) }()
	var doc index.TermFieldDoc
	for i := 1; ; i++ {
		if i%patience == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		next, err := postings.Next(doc.Reset())
		if err != nil || next == nil {
			return rows, err
		}
		if n := documentNumber(next.ID); n < len(r.rows) && r.rows[n] >= 0 {
			rows = append(rows, uint32(r.rows[n]))
		}
	}
}
