package search

import (
	"context"
	"slices"
	"sync"
)

// class is how an entry matches the words of a question. A better class
// comes first, whatever the distance; no boost crosses a class.
type class uint8

// The match classes, best first.
const (
	className   class = iota // the text stands in the name: somebody looks for this place
	classPhrase              // a topic, by a term in the page's language; or who runs it, or the town
	classWord                // a word of the page's language, in any inflection
	classOther               // a word or topic by another language
	classPrefix              // the beginning of a word
	classTypo                // a word that is one slip or two from it
	classNone
)

// hit is how one entry matches a question.
type hit struct {
	class         class
	missingTopics uint8 // weight of the parts of the text that mean a topic which the entry has not
	missingWords  uint8 // words of the text that the entry has not
	named         bool  // the text is part of its name
	touched       bool
	topics        uint32 // bits: which of question.topics it has
	words         uint32 // bits: which of question.words it has
}

// board is where the hits of a question are put together, by number. It is
// large and used again; only the touched places are wiped.
type board struct {
	hits    []hit
	touched []uint32
}

var boards = sync.Pool{New: func() any { return new(board) }}

func newBoard(size int) *board {
	b := boards.Get().(*board)
	if len(b.hits) < size {
		b.hits = make([]hit, size+size/8)
	}
	return b
}

func (b *board) wipe() {
	for _, n := range b.touched {
		b.hits[n] = hit{}
	}
	b.touched = b.touched[:0]
	boards.Put(b)
}

// at gives the hit of an entry, to be filled in.
func (b *board) at(n uint32) *hit {
	h := &b.hits[n]
	if !h.touched {
		h.touched, h.class = true, classNone
		b.touched = append(b.touched, n)
	}
	return h
}

// match calls yield with every entry that has enough of what was asked in
// words, living or not.
func (s *snapshot) match(ctx context.Context, q question, yield func(n uint32, h hit) error) error {
	b := newBoard(s.size())
	defer b.wipe()
	for i, w := range q.words {
		for _, l := range w.lookups {
			if err := s.words.each(ctx, l.field, l.term, func(n int32) {
				h := b.at(uint32(n))
				h.class = min(h.class, l.as)
				h.words |= 1 << i
			}); err != nil {
				return err
			}
		}
	}
	wanted := s.wanted(q)
	for topic, met := range wanted.by {
		if len(met) > 0 {
			s.touch(b, uint32(topic))
		}
	}
	s.matchName(b, q.name)
	for _, n := range b.touched {
		h := b.hits[n]
		p, local := s.part(n)
		wanted.weigh(&h, q, p, local)
		h.missingWords = missing(h.words, len(q.words))
		if h.enough(q) {
			if err := yield(n, h); err != nil {
				return err
			}
		}
	}
	return nil
}

// wantedTopics is the topics of a question by their numbers.
type wantedTopics struct {
	by     [][]uint8 // which of question.topics each meets
	denied []bool
}

func (s *snapshot) wanted(q question) wantedTopics {
	size := len(s.vocabulary.topics.all())
	w := wantedTopics{by: make([][]uint8, size)}
	for i := range q.topics {
		for id := range q.topics[i].under {
			if n, ok := s.vocabulary.topics.known(id); ok {
				w.by[n] = append(w.by[n], uint8(min(i, 31)))
			}
		}
	}
	for id := range q.denied {
		if n, ok := s.vocabulary.topics.known(id); ok {
			if w.denied == nil {
				w.denied = make([]bool, size)
			}
			w.denied[n] = true
		}
	}
	return w
}

// touch puts the entries on the board that meet a topic.
func (s *snapshot) touch(b *board, topic uint32) {
	for i := range s.parts {
		for _, pair := range s.parts[i].meetsTo.of(topic) {
			b.at(s.parts[i].first + number(pair))
		}
	}
}

// weigh fills in which topics an entry meets, and the weight of those that it
// does not.
func (w *wantedTopics) weigh(h *hit, q question, p *part, n uint32) {
	for _, topic := range p.meetsOf(n) {
		for _, i := range w.by[topic] {
			h.topics |= 1 << i
		}
	}
	for i := range q.topics {
		switch {
		case h.topics>>min(i, 31)&1 == 1:
			h.class = min(h.class, q.topics[i].as)
		case !h.named:
			h.missingTopics += q.topics[i].weight
		}
	}
	if h.named || w.denied == nil {
		return
	}
	for _, topic := range p.topicsOf(n) {
		if w.denied[topic] {
			h.missingTopics += weightSpecific
			return
		}
	}
}

// matchName marks the entries in whose name the text stands, word for word:
// among those that have its rarest word.
func (s *snapshot) matchName(b *board, text []string) {
	if len(text) == 0 {
		return
	}
	words := make([]uint32, len(text))
	for i, word := range text {
		var ok bool
		if words[i], ok = s.vocabulary.tokens.known(word); !ok {
			return
		}
	}
	for i := range s.parts {
		p := &s.parts[i]
		rarest := p.tokenOf.of(words[0])
		for _, w := range words[1:] {
			if of := p.tokenOf.of(w); len(of) < len(rarest) {
				rarest = of
			}
		}
		for _, pair := range rarest {
			n := number(pair)
			full := p.fullName(n)
			if !named(full, words) {
				continue
			}
			h := b.at(p.first + n)
			h.named, h.class = true, min(h.class, classPhrase)
			if named(full[:p.nameTokens[n]], words) {
				h.class = className
			}
		}
	}
}

// enough says whether an entry has enough of what was asked. Where a topic was
// understood, a stray word in common is not enough; without one, half of the
// words are.
func (h hit) enough(q question) bool {
	switch {
	case h.named || h.topics != 0:
		return true
	case len(q.words) == 0 || h.words == 0:
		return false
	case len(q.topics) > 0:
		return h.missingWords == 0
	default:
		return int(h.missingWords) <= len(q.words)/2
	}
}

// named says whether a text stands in a name, word for word.
func named(name, text []uint32) bool {
	for i := 0; i+len(text) <= len(name); i++ {
		if slices.Equal(name[i:i+len(text)], text) {
			return true
		}
	}
	return false
}

// missing counts the bits that are not set.
func missing(have uint32, of int) uint8 {
	n := uint8(0)
	for i := range of {
		if have&(1<<min(i, 31)) == 0 {
			n++
		}
	}
	return n
}
