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

// match puts the hits of a question on a board, and calls yield with every entry
// that has enough of what was asked in words, living or not, in the order of
// their numbers.
func (s *snapshot) match(ctx context.Context, b *board, w *scales, yield func(p *part, n uint32) error) (err error) {
	q := w.question
	if err := s.look(ctx, b, q); err != nil {
		return err
	}
	s.mark(b, w)
	s.touchNames(b, w)
	if err := s.mention(ctx, b, q); err != nil {
		return err
	}
	for i := range s.parts {
		p := &s.parts[i]
		b.on.each(p.first, p.first+uint32(p.count()), func(number uint32) bool {
			n := number - p.first
			h := &b.hits[number]
			w.topics(h, p, n)
			w.names(h, p, n)
			h.missingWords = missing(h.words, len(q.words))
			if h.enough(w) {
				err = yield(p, n)
			}
			return err == nil
		})
	}
	return err
}

// look puts the entries on the board that have a word of the question.
func (s *snapshot) look(ctx context.Context, b *board, q question) error {
	around := b.within.count()
	for i, w := range q.words {
		for _, l := range w.lookups {
			rows, err := s.words.rowsOf(ctx, l.field, l.term)
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

// mark puts the entries on the board that meet a topic of the question, or one
// that is related to it: those that miss least first, so that the first mark
// stands.
func (s *snapshot) mark(b *board, w *scales) {
	for i := range w.question.topics {
		wanted, at := &w.question.topics[i], uint32(1)<<min(i, 31)
		for _, m := range w.met[i] {
			as := wanted.as
			if m.missing > 0 {
				as = classRelated
			}
			missing := min(wanted.weight, m.missing)
			for j := range s.parts {
				p := &s.parts[j]
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
}

// mention marks the entries on the board in whose text something of the
// question stands.
func (s *snapshot) mention(ctx context.Context, b *board, q question) error {
	count := b.on.count()
	for _, w := range q.mentions {
		for _, l := range w.lookups {
			rows, err := s.words.rowsOf(ctx, l.field, l.term)
			if err != nil {
				return err
			}
			b.on.among(rows, count, func(n uint32) { b.hits[n].evidence = evidenceText })
		}
	}
	return nil
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
		if h.topics>>min(i, 31)&1 == 0 {
			h.missingTopics += w.question.topics[i].weight
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

// Evidence that an entry fits, best first.
const (
	evidenceName  uint8 = iota // a word of the question stands in its name
	evidenceText               // one stands in its text
	evidenceTopic              // what was asked is its first topic
	evidenceNone
)

// evidence weighs what shows that an entry fits what was asked; text says that
// something of it stands there. It takes longer than all else that is asked of
// a match, and is asked last.
func (w *scales) evidence(text uint8, p *part, n uint32) uint8 {
	if w.begun != nil && slices.ContainsFunc(p.name(n), w.begun.has) {
		return evidenceName
	}
	if topics := p.topicsOf(n); text != evidenceText && len(topics) > 0 && w.direct[topics[0]] {
		return evidenceTopic
	}
	return text
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
