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
	told          uint32 // bits: of which of question.topics its text has the word
}

// board is where the hits of a question are put together, by number, for one
// part after another. It is large and used again; what is not on it is left from
// earlier.
type board struct {
	hits   []hit
	on     set  // of the part that is being read; empty otherwise
	within set  // where a place was asked for: the entries there
	all    bool // no place was
}

var boards = sync.Pool{New: func() any { return new(board) }}

// newBoard takes all entries, for numbers below a size.
func newBoard(size int) *board {
	b := boards.Get().(*board)
	b.keepTo(nil)
	if len(b.hits) < size {
		b.hits = make([]hit, size+size/8)
		b.on = newSet(len(b.hits))
	}
	return b
}

// keepTo says which entries may be candidates; nil for all.
func (b *board) keepTo(within set) { b.within, b.all = within, within == nil }

func (b *board) release() {
	b.within = nil
	boards.Put(b)
}

// wipe takes the entries of a part off.
func (b *board) wipe(p *part) { clear(b.on[p.first>>6 : (p.first+uint32(p.count()))>>6+1]) }

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
