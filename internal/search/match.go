package search

import (
	"context"
	"slices"
	"sync"

	"walkin/internal/fold"
)

// class is how an entry matches the words of a question. A better class
// comes first, whatever the distance; no boost crosses a class.
type class uint8

// The match classes, best first.
const (
	className    class = iota // the text stands in the name: somebody looks for this place
	classPhrase               // a topic, by a term in the page's language; or who runs it, or the town
	classWord                 // a word of the page's language, in any inflection
	classOther                // a word or topic by another language
	classRelated              // not the topic, but what is above it, or somebody to talk to
	classPrefix               // the beginning of a word
	classTypo                 // a word that is one slip or two from it
	classNone
)

// hit is how one entry matches a question.
type hit struct {
	class         class
	missingTopics uint8 // weight of the parts of the text that mean a topic which the entry has not
	missingWords  uint8 // words of the text that the entry has not
	named         bool  // the text is part of its name
	meant         bool  // and so much of it that this very place is meant
	evidence      uint8 // how little shows, beside its topics, that it fits; 0 is most
	touched       bool
	called        bool   // enough of the text stands in its full name
	topics        uint32 // bits: which of question.topics it has
	words         uint32 // bits: which of question.words it has
	told          uint32 // bits: of which of question.topics its text has the word
}

// board is where the hits of a question are put together, by number. It is
// large and used again; only the touched places are wiped.
type board struct {
	hits    []hit
	touched []uint32
	within  bits // where a place was asked for: the entries there
	all     bool // no place was
}

var boards = sync.Pool{New: func() any { return new(board) }}

func newBoard(size int, within bits) *board {
	b := boards.Get().(*board)
	b.within, b.all = within, within == nil
	if len(b.hits) < size {
		b.hits = make([]hit, size+size/8)
	}
	return b
}

func (b *board) wipe() {
	for _, n := range b.touched {
		b.hits[n] = hit{}
	}
	b.touched, b.within = b.touched[:0], nil
	boards.Put(b)
}

// takes says whether an entry may be a candidate.
func (b *board) takes(n uint32) bool { return b.all || b.within.has(n) }

// at gives the hit of an entry, to be filled in.
func (b *board) at(n uint32) *hit {
	h := &b.hits[n]
	if !h.touched {
		h.touched, h.class, h.evidence = true, classNone, evidenceNone
		b.touched = append(b.touched, n)
	}
	return h
}

// match calls yield with every entry that has enough of what was asked in
// words, living or not; where a place was asked for, with those within it.
func (s *snapshot) match(ctx context.Context, q question, within bits, yield func(n uint32, h hit) error) error {
	b := newBoard(s.size(), within)
	defer b.wipe()
	for i, w := range q.words {
		for _, l := range w.lookups {
			if err := s.words.each(ctx, l.field, l.term, func(n int32) {
				if b.takes(uint32(n)) {
					h := b.at(uint32(n))
					h.class = min(h.class, l.as)
					h.words |= 1 << i
				}
			}); err != nil {
				return err
			}
		}
	}
	w := s.weigh(q)
	for topic, met := range w.met {
		if len(met) > 0 {
			s.touch(b, uint32(topic))
		}
	}
	s.touchNames(b, &w)
	if err := s.mention(ctx, b, q); err != nil {
		return err
	}
	for _, n := range b.touched {
		h := b.hits[n]
		p, local := s.part(n)
		w.topics(&h, p, local)
		w.names(&h, p, local)
		w.evidence(&h, p, local)
		h.missingWords = missing(h.words, len(q.words))
		if h.enough(q) {
			if err := yield(n, h); err != nil {
				return err
			}
		}
	}
	return nil
}

// touch puts the entries on the board that meet a topic.
func (s *snapshot) touch(b *board, topic uint32) {
	for i := range s.parts {
		for _, pair := range s.parts[i].meetsTo.of(topic) {
			if n := s.parts[i].first + number(pair); b.takes(n) {
				b.at(n)
			}
		}
	}
}

// mention marks the entries on the board in whose text something of the
// question stands. Where hardly any entry has a topic, one whose text has its
// word is put there as well.
func (s *snapshot) mention(ctx context.Context, b *board, q question) error {
	for i := range q.mentions {
		w := &q.mentions[i]
		told, rare := uint32(0), false
		if w.means > 0 {
			told, rare = 1<<min(w.means-1, 31), s.rare(&q.topics[w.means-1])
		}
		for _, l := range w.lookups {
			if err := s.words.each(ctx, l.field, l.term, func(n int32) {
				h := &b.hits[n]
				if !h.touched && rare && b.takes(uint32(n)) {
					h = b.at(uint32(n))
				}
				if h.touched {
					h.evidence = evidenceText
					h.told |= told
				}
			}); err != nil {
				return err
			}
		}
	}
	return nil
}

// rare says whether hardly any entry meets a topic that is wanted.
func (s *snapshot) rare(wanted *topicWanted) bool {
	entries := 0
	for id := range wanted.under {
		if topic, ok := s.vocabulary.topics.known(id); ok {
			for i := range s.parts {
				entries += len(s.parts[i].meetsTo.of(topic))
			}
		}
	}
	return entries < enoughNear
}

// scales weigh what an entry has of a question. The topics and words of the
// question are there by their numbers.
type scales struct {
	question
	met      [][]meets // by topic: which of question.topics it meets
	denied   []bool    // by topic
	name     []uint32  // the text; unknown for a word that is in no name
	notNamed []uint32
	begun    bits // words of names that are, or begin with, a mentioned one
	listens  uint32
	helped   bool // what was asked is a trouble with which a house that listens helps
}

// meets says that a topic meets one that is wanted, or is only related to it.
type meets struct {
	wanted  uint8
	related bool
	missing uint8 // what is missing then
}

// unknown is the number of a word that is in no name.
const unknown = ^uint32(0)

func (s *snapshot) weigh(q question) scales {
	topics, tokens := &s.vocabulary.topics, &s.vocabulary.tokens
	w := scales{question: q, met: make([][]meets, len(topics.all()))}
	if w.listens, w.helped = topics.known(listens); w.helped {
		w.helped = slices.ContainsFunc(q.topics, func(t topicWanted) bool { _, ok := t.related[listens]; return ok })
	}
	for i := range q.topics {
		for id := range q.topics[i].under {
			if n, ok := topics.known(id); ok {
				w.met[n] = append(w.met[n], meets{wanted: uint8(i)})
			}
		}
		for id, missing := range q.topics[i].related {
			if n, ok := topics.known(id); ok && !q.topics[i].under[id] {
				w.met[n] = append(w.met[n], meets{uint8(i), true, missing})
			}
		}
	}
	for id := range q.denied {
		if n, ok := topics.known(id); ok {
			if w.denied == nil {
				w.denied = make([]bool, len(w.met))
			}
			w.denied[n] = true
		}
	}
	w.name, w.notNamed = numbersOf(tokens, q.name), numbersOf(tokens, q.notNamed)
	if len(q.mentions) > 0 {
		words := tokens.all()
		w.begun = make(bits, len(words)/64+1)
		for _, m := range q.mentions {
			spelled := fold.Collapse(m.folded)
			if len(spelled) >= minPart+2 {
				for _, n := range s.beginning(spelled, words) {
					w.begun.set(n)
				}
			} else if n, ok := tokens.known(spelled); ok && int(n) < len(words) {
				w.begun.set(n)
			}
		}
	}
	return w
}

func numbersOf(d *interned[string], words []string) []uint32 {
	numbers := make([]uint32, len(words))
	for i, word := range words {
		var ok bool
		if numbers[i], ok = d.known(word); !ok {
			numbers[i] = unknown
		}
	}
	return numbers
}

// topics fills in which topics an entry meets, and the weight of those that it
// does not.
func (w *scales) topics(h *hit, p *part, n uint32) {
	var related [32]uint8 // what is missing, plus one
	var under, near uint32
	for _, topic := range p.meetsOf(n) {
		for _, m := range w.met[topic] {
			i := min(m.wanted, 31)
			if !m.related {
				under |= 1 << i
			} else if near |= 1 << i; related[i] == 0 || m.missing < related[i]-1 {
				related[i] = m.missing + 1
			}
		}
	}
	h.topics = under | near | h.told
	for i := range w.question.topics {
		wanted := &w.question.topics[i]
		told := wanted.weight
		if h.told>>min(i, 31)&1 == 1 {
			told = wanted.closest()
		}
		switch at := min(i, 31); {
		case under>>at&1 == 1:
			h.class = min(h.class, wanted.as)
		case near>>at&1 == 1:
			h.class = min(h.class, classRelated)
			h.missingTopics += min(wanted.weight, related[at]-1, told)
		case h.told>>at&1 == 1:
			h.class = min(h.class, classRelated)
			h.missingTopics += told
		default:
			h.missingTopics += wanted.weight
		}
	}
	if w.denied == nil {
		return
	}
	for _, topic := range p.topicsOf(n) {
		if w.denied[topic] {
			h.missingTopics += weightSpecific
			return
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

// Evidence that an entry fits, best first.
const (
	evidenceName    uint8 = iota // a word of the question stands in its name
	evidenceText                 // one stands in its text
	evidenceTopic                // what was asked is its first topic
	evidenceListens              // it listens to whatever the trouble is
	evidenceNone
)

// evidence weighs what shows that an entry fits what was asked.
func (w *scales) evidence(h *hit, p *part, n uint32) {
	if w.begun != nil {
		for _, token := range p.fullName(n)[:p.nameTokens[n]] {
			if w.begun.has(token) {
				h.evidence = evidenceName
				return
			}
		}
	}
	if h.evidence == evidenceText {
		return
	}
	switch topics := p.topicsOf(n); {
	case len(topics) > 0 && slices.ContainsFunc(w.met[topics[0]], func(m meets) bool { return !m.related }):
		h.evidence = evidenceTopic
	case w.helped && slices.Contains(p.meetsOf(n), uint16(w.listens)):
		h.evidence = evidenceListens
	}
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
