package search

import (
	"context"
	"slices"
)

// Evidence that an entry fits, best first.
const (
	evidenceName    uint8 = iota // a word of the question stands in its name
	evidenceText                 // one stands in its text
	evidenceTopic                // what was asked is its first topic
	evidenceListens              // it listens to whatever the trouble is
	evidenceNone
)

// evidence weighs what shows that an entry fits what was asked; text says that
// something of it stands there. It takes longer than all else that is asked of
// a match, and is asked last.
func (w *scales) evidence(text uint8, p *part, n uint32) uint8 {
	if w.begun != nil && slices.ContainsFunc(p.name(n), w.begun.has) {
		return evidenceName
	}
	switch topics := p.topicsOf(n); {
	case text == evidenceText:
		return text
	case len(topics) > 0 && w.direct[topics[0]]:
		return evidenceTopic
	case w.helped && slices.Contains(p.meetsOf(n), uint16(w.listens)):
		return evidenceListens
	default:
		return text
	}
}

// mention marks the entries on the board in whose text something of the
// question stands. Where hardly any entry has a topic, one whose text has its
// word is put there as well.
func (s *snapshot) mention(ctx context.Context, b *board, q question, p *part) error {
	count := b.on.count()
	for i := range q.mentions {
		w := &q.mentions[i]
		told, rare := uint32(0), false
		if w.means > 0 && w.means < 32 {
			told, rare = 1<<(w.means-1), s.rare(&q.topics[w.means-1])
		}
		for _, l := range w.lookups {
			rows, err := s.rowsIn(ctx, l, p)
			if err != nil {
				return err
			}
			found := func(n uint32) {
				h := b.at(n)
				h.evidence = evidenceText
				h.told |= told
			}
			if !rare {
				b.on.among(rows, count, found)
				continue
			}
			for _, n := range rows {
				if b.takes(n) {
					found(n)
				}
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
