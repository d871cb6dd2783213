package search

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"unicode/utf8"

	index "github.com/blevesearch/bleve_index_api"

	"walkin/internal/fold"
)

// lists keep the rows of terms that were looked up: most questions are asked in
// the same few words, and taking a list apart that bleve has packed costs more
// than all else that is done with it. Only words that stand in the catalogue are
// kept, never what somebody typed besides.
type lists struct {
	kept  sync.Map // fieldTerm → []uint32, sorted
	size  atomic.Int64
	begun sync.Map // prefixAsked → []string
	names sync.Map // first letter → *fold.Speller
}

type fieldTerm struct{ field, term string }

type prefixAsked struct {
	field, prefix string
	max           int
}

// maxListed bounds how many rows are kept in all lists; four bytes each.
const maxListed = 8 << 20

// get gives a list that is kept.
func (l *lists) get(key fieldTerm) ([]uint32, bool) {
	kept, ok := l.kept.Load(key)
	if !ok {
		return nil, false
	}
	return kept.([]uint32), true
}

func (l *lists) keep(key fieldTerm, rows []uint32) {
	if l.size.Add(int64(len(rows))) > maxListed {
		l.kept.Clear()
		l.begun.Clear()
		l.size.Store(int64(len(rows)))
	}
	l.kept.Store(key, rows)
}

// rowsOf gives the rows of the documents that have a term in a field, sorted;
// those of entries that are dead may be among them. Nobody changes them.
func (r *wordReader) rowsOf(ctx context.Context, field, term string) ([]uint32, error) {
	key := fieldTerm{field, term}
	if rows, ok := r.terms.get(key); ok {
		return rows, nil
	}
	settled, known := r.settled.get(key)
	rows, err := r.read(ctx, key, known && len(r.loose) < len(settled))
	if err != nil {
		return nil, fmt.Errorf("read index: %w", err)
	}
	slices.Sort(rows)
	if known {
		from, _ := slices.BinarySearch(rows, r.first)
		rows = append(settled[:len(settled):len(settled)], rows[from:]...)
	}
	if len(rows) == 0 {
		return nil, nil
	}
	r.terms.keep(key, rows)
	if !known {
		to, _ := slices.BinarySearch(rows, r.first)
		r.settled.keep(key, rows[:to:to])
	}
	return rows, nil
}

// withPrefix lists the terms of a field that begin with a prefix, at most max.
// Where none does, nothing is kept of what was typed.
func (r *wordReader) withPrefix(field, prefix string, max int) ([]string, error) {
	key := prefixAsked{field, prefix, max}
	if kept, ok := r.terms.begun.Load(key); ok {
		return kept.([]string), nil
	}
	terms, err := r.readPrefix(field, prefix, max)
	if err == nil && len(terms) > 0 && r.terms.size.Add(int64(len(terms))) < maxListed {
		r.terms.begun.Store(key, terms)
	}
	return terms, err
}

// read reads the rows of a term from bleve: all, or only those of the loose
// documents.
func (r *wordReader) read(ctx context.Context, key fieldTerm, loose bool) (rows []uint32, err error) {
	if loose && len(r.loose) == 0 {
		return nil, nil
	}
	postings, err := r.reader.TermFieldReader(ctx, []byte(key.term), key.field, false, false, false)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, postings.Close()) }()
	var doc index.TermFieldDoc
	for at, i := 0, 1; ; i++ {
		if i%patience == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		var next *index.TermFieldDoc
		if loose {
			next, err = postings.Advance(binary.BigEndian.AppendUint64(nil, uint64(r.loose[at])), doc.Reset())
		} else {
			next, err = postings.Next(doc.Reset())
		}
		if err != nil || next == nil {
			return rows, err
		}
		n := documentNumber(next.ID)
		if loose {
			// The next one that has the term may be beyond several loose ones.
			for at < len(r.loose) && r.loose[at] < n {
				at++
			}
			if at == len(r.loose) {
				return rows, nil
			}
			if r.loose[at] != n {
				continue
			}
			at++
		}
		if n < len(r.rows) && r.rows[n] >= 0 {
			rows = append(rows, uint32(r.rows[n]))
		}
		if loose && at == len(r.loose) {
			return rows, nil
		}
	}
}

// Bounds of the names that a misspelled word may mean.
const (
	minName     = 6      // letters; shorter ones are near too many words
	maxNameScan = 20_000 // names that begin with one letter, at the most
)

// namesLike gives the words of names that begin with a word's first letter.
// They are collected once for each letter.
func (r *wordReader) namesLike(w string) (*fold.Speller, error) {
	_, size := utf8.DecodeRuneInString(w)
	first := w[:size]
	if kept, ok := r.terms.names.Load(first); ok {
		return kept.(*fold.Speller), nil
	}
	names, err := r.readPrefix(fieldName, first, maxNameScan)
	if err != nil || len(names) == 0 {
		return new(fold.Speller), err
	}
	speller := new(fold.Speller)
	for _, name := range names {
		if utf8.RuneCountInString(name) >= minName {
			speller.Add(name)
		}
	}
	r.terms.names.Store(first, speller)
	return speller, nil
}
