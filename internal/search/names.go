package search

import (
	"slices"
	"strings"
)

// maxNameWords is how many words a text may have to be taken for a name of
// which it says not all.
const maxNameWords = 6

// touchNames puts the entries on the board in whose full name enough of a text
// stands: all of it or, of a short one, two words in three. Such an entry has
// one of the rarest words, so those are looked up, as few as will do.
func touchNames(b *board, w *scales, p *part) {
	if len(w.name) == 0 {
		return
	}
	enough := len(w.name)
	if enough >= 2 && enough <= maxNameWords {
		enough = max(2, (2*enough+2)/3)
	}
	of := make([]postings, len(w.name))
	for i, word := range w.name {
		if word != unknown {
			of[i] = p.tokenOf.of(word)
		}
	}
	slices.SortFunc(of, func(a, b postings) int { return len(a) - len(b) })
	for _, pairs := range of[:len(of)-enough+1] {
		for _, pair := range pairs {
			if n := number(pair); b.takes(p.first+n) && covers(p.fullName(n), w.name) >= enough {
				b.at(p.first + n).called = true
			}
		}
	}
}

// names fills in how much of the text stands in the name of an entry.
func (w *scales) names(h *hit, p *part, n uint32) {
	if !h.called && len(w.notNamed) == 0 {
		return
	}
	full := p.fullName(n)
	own := full[:p.nameTokens[n]]
	switch in := covers(full, w.name); {
	case in == 0:
	case named(own, w.name):
		h.named, h.class, h.missingTopics = true, className, 0
		// One word of a longer name may be any word ("café"); more than
		// one, all of it, or a word that is only a name is this place.
		h.meant = len(w.name) > 1 || len(own) == 1 || w.brand
	case in == len(w.name):
		h.named, h.class, h.missingTopics = true, min(h.class, classPhrase), 0
	case in >= 2 && 3*in >= 2*len(w.name) && len(w.name) <= maxNameWords && covers(own, w.name) > 0:
		// "camp u vollsmose"; one of the words must be of the name itself.
		h.named, h.class, h.missingTopics = true, min(h.class, classWord), min(h.missingTopics, weightPractical)
	}
	if covers(full, w.notNamed) > 0 {
		h.missingTopics += weightSpecific
		h.named, h.meant = false, false
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

// spell sorts the words of names, for finding those that begin alike. Only a
// segment that may come to be the first needs it.
func (s *segment) spell(words []string) {
	if s.count() < largestTail/8 {
		return
	}
	s.spelled = make([]uint32, len(words))
	for i := range s.spelled {
		s.spelled[i] = uint32(i)
	}
	slices.SortFunc(s.spelled, func(a, b uint32) int { return strings.Compare(words[a], words[b]) })
}

// beginning gives the words of names that begin with a text: those that the
// first segment has sorted by halving, the later ones one by one.
func (s *snapshot) beginning(text string, words []string) []uint32 {
	var sorted, found []uint32
	if len(s.parts) > 0 {
		sorted = s.parts[0].spelled
	}
	from, _ := slices.BinarySearchFunc(sorted, text, func(n uint32, text string) int { return strings.Compare(words[n], text) })
	for _, n := range sorted[from:] {
		if !strings.HasPrefix(words[n], text) {
			break
		}
		found = append(found, n)
	}
	for n := len(sorted); n < len(words); n++ {
		if strings.HasPrefix(words[n], text) {
			found = append(found, uint32(n))
		}
	}
	return found
}

// covers counts the words of a text that are words of a name.
func covers(name, text []uint32) int {
	n := 0
	for _, w := range text {
		if slices.Contains(name, w) {
			n++
		}
	}
	return n
}
