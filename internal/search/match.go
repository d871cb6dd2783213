package search

import (
	"cmp"
	"context"
	"slices"

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

// match puts the entries of a part on a board that have anything of a question
// in words.
func (s *snapshot) match(ctx context.Context, b *board, w *scales, p *part) error {
	if err := s.look(ctx, b, w.question, p); err != nil {
		return err
	}
	mark(b, w, p)
	touchNames(b, w, p)
	return s.mention(ctx, b, w.question, p)
}

// settle fills in what is left to be said of a hit, and says whether the entry
// has enough of what was asked.
func (h *hit) settle(w *scales, p *part, n uint32) bool {
	w.topics(h, p, n)
	w.names(h, p, n)
	h.missingWords = missing(h.words, len(w.words))
	return h.enough(w)
}

// look puts the entries on the board that have a word of the question.
func (s *snapshot) look(ctx context.Context, b *board, q question, p *part) error {
	around := b.within.count()
	for i, w := range q.words {
		for _, l := range w.lookups {
			rows, err := s.rowsIn(ctx, l, p)
			if err != nil {
				return err
			}
			found := func(n uint32) {
				h := b.at(n)
				h.class = min(h.class, l.as)
				h.words |= 1 << i
			}
			if !b.all {
				b.within.among(rows, around, found)
				continue
			}
			for _, n := range rows {
				found(n)
			}
		}
	}
	return nil
}

// rowsIn gives the rows of a part that have a term.
func (s *snapshot) rowsIn(ctx context.Context, l termLookup, p *part) ([]uint32, error) {
	rows, err := s.words.rowsOf(ctx, l.field, l.term)
	from, _ := slices.BinarySearch(rows, p.first)
	to, _ := slices.BinarySearch(rows[from:], p.first+uint32(p.count()))
	return rows[from : from+to], err
}

// mark puts the entries on the board that meet a topic of the question, or one
// that is related to it: those that miss least first, so that the first mark
// stands.
func mark(b *board, w *scales, p *part) {
	for i := range w.question.topics {
		wanted, at := &w.question.topics[i], uint32(1)<<min(i, 31)
		for _, m := range w.met[i] {
			as := wanted.as
			if m.missing > 0 {
				as = classRelated
			}
			missing := min(wanted.weight, m.missing)
			for _, pair := range p.meetsTo.of(m.topic) {
				n := p.first + number(pair)
				if !b.takes(n) {
					continue
				}
				if h := b.at(n); h.topics&at == 0 {
					h.topics |= at
					h.class = min(h.class, as)
					h.missingTopics += missing
				}
			}
		}
	}
}

// scales weigh what an entry has of a question. The topics and words of the
// question are there by their numbers.
type scales struct {
	question
	met      [][]meets // by question.topics: the topics that meet it, those that miss least first
	direct   []bool    // by topic: whether it is one that was meant, or below it
	denied   []bool    // by topic
	name     []uint32  // the text; unknown for a word that is in no name
	notNamed []uint32
	begun    set // words of names that are, or begin with, a mentioned one
	listens  uint32
	key      uint64 // of the question
	helped   bool   // what was asked is a trouble with which a house that listens helps
}

// meets says that a topic meets one that is wanted, or is only related to it:
// then something is missing.
type meets struct {
	topic   uint32
	missing uint8
}

// unknown is the number of a word that is in no name.
const unknown = ^uint32(0)

func (s *snapshot) weigh(q question) *scales {
	topics, tokens := &s.vocabulary.topics, &s.vocabulary.tokens
	size := len(topics.all())
	w := &scales{question: q, met: make([][]meets, len(q.topics)), direct: make([]bool, size)}
	w.listens, w.helped = topics.known(listens)
	w.helped = w.helped && slices.ContainsFunc(q.topics, func(t topicWanted) bool { return t.related[listens] > 0 })
	for i := range q.topics {
		for id := range q.topics[i].under {
			if n, ok := topics.known(id); ok {
				w.met[i] = append(w.met[i], meets{topic: n})
				w.direct[n] = true
			}
		}
		for id, missing := range q.topics[i].related {
			if n, ok := topics.known(id); ok && !q.topics[i].under[id] {
				w.met[i] = append(w.met[i], meets{n, max(1, missing)})
			}
		}
		slices.SortFunc(w.met[i], func(a, b meets) int { return cmp.Compare(a.missing, b.missing) })
	}
	for id := range q.denied {
		if n, ok := topics.known(id); ok {
			if w.denied == nil {
				w.denied = make([]bool, size)
			}
			w.denied[n] = true
		}
	}
	w.name, w.notNamed = numbersOf(tokens, q.name), numbersOf(tokens, q.notNamed)
	if len(q.mentions) > 0 {
		words := tokens.all()
		w.begun = newSet(len(words))
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
	w.key = s.keyOf(w)
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

// topics fills in the weight of the topics that an entry does not meet.
func (w *scales) topics(h *hit, p *part, n uint32) {
	for i := range w.question.topics {
		wanted, at := &w.question.topics[i], uint32(1)<<min(i, 31)
		switch told := h.told&at != 0; {
		case told && h.topics&at != 0:
			missing := w.missing(i, p, n)
			h.missingTopics -= missing - min(missing, wanted.closest())
		case told:
			h.topics |= at
			h.class = min(h.class, classRelated)
			h.missingTopics += wanted.closest()
		case h.topics&at == 0:
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

// missing gives what was counted as missing of an entry that meets a topic, or
// one that is related to it.
func (w *scales) missing(wanted int, p *part, n uint32) uint8 {
	least := w.question.topics[wanted].weight
	for _, topic := range p.meetsOf(n) {
		for _, m := range w.met[wanted] {
			if m.topic == uint32(topic) {
				least = min(least, m.missing)
			}
		}
	}
	return least
}

// enough says whether an entry has enough of what was asked. Where a topic was
// understood, a stray word in common is not enough; without one, half of the
// words are.
func (h *hit) enough(q *scales) bool {
	switch {
	case h.named || h.topics != 0:
		return true
	case len(q.words) == 0 || h.words == 0:
		return false
	case len(q.question.topics) > 0:
		return h.missingWords == 0
	default:
		return int(h.missingWords) <= len(q.words)/2
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
