package search

import (
	"fmt"

	"github.com/blevesearch/bleve/v2/index/scorch"

	"walkin/internal/directory"
)

// tables lead from the documents of bleve to entries. Documents are numbered
// anew with each reader, but within a segment of bleve they stay where they
// are, and the entries of the first segment of the columns keep their numbers.
// So a reader after a small change costs a copy, and a look at what is new.
type tables struct {
	first    *segment
	segments map[uint64]*table
	settled  *lists // of what is in the first segment
}

// table is that of one segment of bleve.
type table struct {
	rows  []int32         // entries of the first segment of the columns; -1 for others
	loose []looseDocument // those, which may have another number each time
}

type looseDocument struct {
	document int
	key      directory.Key
}

// read fills in, for a reader, the entries of all its documents. It is called by
// one goroutine at a time.
func (t *tables) read(r *wordReader, c *catalogue) error {
	snapshot, ok := r.reader.(*scorch.IndexSnapshot)
	if !ok {
		return fmt.Errorf("the index is a %T", r.reader)
	}
	var first *segment
	if len(c.parts) > 0 {
		first = c.parts[0].segment
	}
	known := t.segments
	if first != t.first || t.settled == nil {
		known, t.settled = nil, new(lists)
	}
	t.first, t.segments = first, make(map[uint64]*table)
	r.settled = t.settled
	if first != nil {
		r.first = uint32(first.count())
	}
	for _, s := range snapshot.Segments() {
		segment := known[s.Id()]
		if segment == nil {
			var err error
			if segment, err = newTable(s, c, first); err != nil {
				return err
			}
		}
		t.segments[s.Id()] = segment
		before := len(r.rows)
		r.rows = append(r.rows, segment.rows...)
		for _, d := range segment.loose {
			if row := c.number(d.key); row >= 0 {
				r.rows[before+d.document] = row
				r.loose = append(r.loose, before+d.document)
			}
		}
	}
	return nil
}

func newTable(s *scorch.SegmentSnapshot, c *catalogue, first *segment) (*table, error) {
	t := &table{rows: make([]int32, s.FullSize())}
	deleted := s.Deleted()
	for n := range t.rows {
		t.rows[n] = -1
		if deleted != nil && deleted.Contains(uint32(n)) {
			continue
		}
		id, err := s.DocID(uint64(n))
		if err != nil {
			return nil, err
		}
		key, err := directory.ParseKey(string(id))
		if err != nil {
			return nil, err
		}
		if p, row, ok := c.find(key); ok && p.segment == first {
			if !p.traits[row].unlisted() {
				t.rows[n] = int32(row)
			}
			continue
		}
		t.loose = append(t.loose, looseDocument{n, key})
	}
	return t, nil
}
