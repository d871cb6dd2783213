package search

import "sync"

// hit is how one entry matches a question.
type hit struct {
	class         class
	missingTopics uint8  // weight of the parts of the text that mean a topic which the entry has not
	missingWords  uint8  // words of the text that the entry has not
	named         bool   // the text is part of its name
	meant         bool   // and so much of it that this very place is meant
	evidence      uint8  // evidenceText or evidenceNone, by its text alone
	called        bool   // enough of the text stands in its full name
	topics        uint32 // bits: which of question.topics it has, or what is related to them
	words         uint32 // bits: which of question.words it has
}

// board is where the hits of a question are put together, by number. It is
// large and used again; what is not on it is left from earlier.
type board struct {
	hits   []hit
	on     set
	within set  // where a place was asked for: the entries there
	all    bool // no place was
}

var boards = sync.Pool{New: func() any { return new(board) }}

func newBoard(size int, within set) *board {
	b := boards.Get().(*board)
	b.within, b.all = within, within == nil
	if len(b.hits) < size {
		b.hits = make([]hit, size+size/8)
		b.on = newSet(len(b.hits))
	}
	return b
}

func (b *board) wipe() {
	clear(b.on)
	b.within = nil
	boards.Put(b)
}

// takes says whether an entry may be a candidate.
func (b *board) takes(n uint32) bool { return b.all || b.within.has(n) }

// at gives the hit of an entry, to be filled in.
func (b *board) at(n uint32) *hit {
	h := &b.hits[n]
	if !b.on.has(n) {
		b.on.set(n)
		*h = hit{class: classNone, evidence: evidenceNone}
	}
	return h
}
