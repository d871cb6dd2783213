package search

import (
	"context"
	"slices"
	"strings"

	"walkin/internal/fold"
)

// class says how an entry matches the words of a question. A better class
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

// hit is how one row matches a question.
type hit struct {
	row           int32
	class         class
	missingTopics uint8  // weight of the parts of the text that mean a topic which the entry has not
	missingWords  uint8  // words of the text that the entry has not
	topics        uint32 // bits: which of question.topics it has
	words         uint32 // bits: which of question.words it has
	named         bool   // the text is part of its name
	meant         bool   // and so much of it that this very place is meant
	evidence      uint8  // how little shows, beside its topics, that it fits; 0 is most
}

// match gives the rows that match a question, in the order of their numbers.
// An empty question is matched by every row.
func (s *snapshot) match(ctx context.Context, q question) ([]hit, error) {
	hits := make([]hit, 0, len(s.rows))
	if q.empty() {
		for n, r := range s.rows {
			if r != nil {
				hits = append(hits, hit{row: int32(n)})
			}
		}
		return hits, nil
	}
	found, err := s.findWords(ctx, q)
	if err != nil {
		return nil, err
	}
	for n, r := range s.rows {
		if r == nil {
			continue
		}
		h := hit{row: int32(n), class: found.class[n], words: found.words[n], evidence: evidenceNone}
		for i := range q.topics {
			wanted := &q.topics[i]
			switch {
			case slices.ContainsFunc(r.meets, func(id string) bool { return wanted.under[id] }):
				h.topics |= 1 << min(i, 31)
				h.class = min(h.class, wanted.as)
			default:
				missing := wanted.weight
				for _, id := range r.meets {
					if less, ok := wanted.related[id]; ok {
						h.topics |= 1 << min(i, 31)
						h.class = min(h.class, classRelated)
						missing = min(missing, less)
					}
				}
				h.missingTopics += missing
			}
		}
		if slices.ContainsFunc(r.topics, func(id string) bool { return q.denied[id] }) {
			h.missingTopics += weightSpecific
		}
		switch {
		case named(r.name, q.name):
			h.named, h.class, h.missingTopics = true, className, 0
			// One word of a longer name may be any word ("café"); more than
			// one, all of it, or a word that is only a name is this place.
			h.meant = len(q.name) > 1 || len(r.name) == 1 || q.brand
		case named(r.fullName, q.name), covers(r.fullName, q.name) == len(q.name):
			h.named, h.class, h.missingTopics = true, min(h.class, classPhrase), 0
		case mostly(r, q.name):
			h.named, h.class, h.missingTopics = true, min(h.class, classWord), min(h.missingTopics, weightPractical)
		}
		if slices.ContainsFunc(q.notNamed, func(w string) bool { return slices.Contains(r.fullName, w) }) {
			h.missingTopics += weightSpecific
			h.named, h.meant = false, false
		}
		h.missingWords = missing(h.words, len(q.words))
		h.evidence = q.evidenceOf(r, found.mentioned[n])
		if h.enough(q) {
			hits = append(hits, h)
		}
	}
	return hits, nil
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
	evidenceName  uint8 = iota // a word of the question stands in its name
	evidenceText               // one stands in its text
	evidenceTopic              // what was asked is its first topic
	evidenceNone
)

// evidenceOf weighs what shows that an entry fits what was asked.
func (q *question) evidenceOf(r *row, mentioned bool) uint8 {
	for _, w := range q.mentions {
		spelled := fold.Collapse(w.folded)
		if slices.ContainsFunc(r.name, func(n string) bool { return n == spelled || len(spelled) >= minPart+2 && strings.HasPrefix(n, spelled) }) {
			return evidenceName
		}
	}
	if mentioned {
		return evidenceText
	}
	if len(r.topics) > 0 && slices.ContainsFunc(q.topics, func(t topicWanted) bool { return t.under[r.topics[0]] }) {
		return evidenceTopic
	}
	return evidenceNone
}

// wordHits is, by row, the best class of a word found and which were.
type wordHits struct {
	class     []class
	words     []uint32
	mentioned []bool
}

// findWords looks the words of a question up in the index.
func (s *snapshot) findWords(ctx context.Context, q question) (wordHits, error) {
	found := wordHits{slices.Repeat([]class{classNone}, len(s.rows)), make([]uint32, len(s.rows)), make([]bool, len(s.rows))}
	for _, w := range q.mentions {
		for _, l := range w.lookups {
			if err := s.words.each(ctx, l.field, l.term, func(n int32) { found.mentioned[n] = true }); err != nil {
				return found, err
			}
		}
	}
	for i, w := range q.words {
		for _, l := range w.lookups {
			if err := s.words.each(ctx, l.field, l.term, func(n int32) {
				found.class[n] = min(found.class[n], l.as)
				found.words[n] |= 1 << i
			}); err != nil {
				return found, err
			}
		}
	}
	return found, nil
}

// named says whether a text stands in a name, word for word.
func named(name, text []string) bool {
	if len(text) == 0 {
		return false
	}
	for i := 0; i+len(text) <= len(name); i++ {
		if slices.Equal(name[i:i+len(text)], text) {
			return true
		}
	}
	return false
}

// covers counts the words of a text that are words of a name.
func covers(name, text []string) int {
	n := 0
	for _, w := range text {
		if slices.Contains(name, w) {
			n++
		}
	}
	return n
}

// mostly says whether two words in three of a text, and two at the least,
// stand in a name: "camp u vollsmose". One of them must be of the name itself.
func mostly(r *row, text []string) bool {
	n := covers(r.fullName, text)
	return n >= 2 && 3*n >= 2*len(text) && len(text) <= maxNameWords && covers(r.name, text) > 0
}

// maxNameWords is how many words a text may have to be taken for a name.
const maxNameWords = 6

func missing(have uint32, of int) uint8 {
	n := uint8(0)
	for i := range of {
		if have&(1<<i) == 0 {
			n++
		}
	}
	return n
}
