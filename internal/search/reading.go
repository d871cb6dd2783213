package search

import (
	"context"
	"hash/maphash"
	"slices"
	"sync"
	"sync/atomic"
)

// reading is what a question finds in a segment, living or not, wherever it is
// asked from and whatever else is asked. Young people ask in the same few words,
// and to read them takes longer than all that comes after; so readings are kept.
type reading struct {
	numbers []uint32 // in the segment, sorted
	hits    []packedHit
	sorting sync.Once
	levels  []level // the best first
}

// packedHit is a hit without what only matching needs. The highest bits are its
// level, a beginning of the order of results: see steps.
type packedHit uint32

const (
	packedWords    = 0                  // it has a word of the text
	packedNamed    = packedWords + 1    // one bit each
	packedEvidence = packedNamed + 1    // three bits
	packedMissing  = packedEvidence + 3 // words: eight bits
	packedLevel    = packedMissing + 8
)

// A level has the class in its lowest bits, then the missing topics, then one
// for what is not meant.
const (
	levelClass  = 4
	levelTopics = 8
	levelCount  = 1 << (levelClass + levelTopics + 1)
)

func (h *hit) pack() packedHit {
	level := packedHit(h.class) | packedHit(h.missingTopics)<<levelClass | packedHit(step(!h.meant, levelClass+levelTopics))
	return level<<packedLevel | packedHit(h.missingWords)<<packedMissing | packedHit(h.evidence)<<packedEvidence |
		packedHit(step(h.named, packedNamed)|step(h.words != 0, packedWords))
}

func (h packedHit) unpack() hit {
	level := h >> packedLevel
	return hit{
		class: class(level & (1<<levelClass - 1)), missingTopics: uint8(level >> levelClass),
		missingWords: uint8(h >> packedMissing), evidence: uint8(h>>packedEvidence) & 7,
		meant: level>>(levelClass+levelTopics) == 0, named: h>>packedNamed&1 == 1, words: uint32(h >> packedWords & 1),
	}
}

// first is the beginning of the order that a hit has at best.
func (h packedHit) first() steps {
	level := steps(h >> packedLevel)
	return level>>(levelClass+levelTopics)<<unmeantAt |
		level>>levelClass&(1<<levelTopics-1)<<missingAt | level&(1<<levelClass-1)<<classAt
}

// each calls yield with the places of the hits on a board, which is put there as
// it was read, in the order of their numbers.
func (r *reading) each(b *board, p *part, yield func(n uint32) error) error {
	show := func(i int) error {
		n := r.numbers[i]
		b.hits[p.first+n] = r.hits[i].unpack()
		return yield(n)
	}
	if b.all {
		for i := range r.numbers {
			if err := show(i); err != nil {
				return err
			}
		}
		return nil
	}
	var err error
	at := 0
	b.within.each(p.first, p.first+uint32(p.count()), func(number uint32) bool {
		n := number - p.first
		at += gallop(r.numbers[at:], n)
		if at < len(r.numbers) && r.numbers[at] == n {
			err = show(at)
		}
		return err == nil && at < len(r.numbers)
	})
	return err
}

// readings are kept with the segment that they are of, which does not change.
type readings struct {
	kept sync.Map // scales.key → *reading
	size atomic.Int64
}

// Bounds of the readings of a segment: of a small one none are kept, and of
// others as many as have so many hits for each of its entries, or at all.
const (
	minRead  = 1 << 7
	maxRead  = 16
	someRead = 1 << 16
)

func (r *readings) keep(key uint64, entries int, made *reading) {
	if entries < minRead {
		return
	}
	if _, known := r.kept.LoadOrStore(key, made); known {
		return
	}
	most := int64(max(maxRead*entries, someRead))
	if r.size.Add(int64(len(made.hits))) <= most {
		return
	}
	r.kept.Range(func(key, _ any) bool {
		if old, ok := r.kept.LoadAndDelete(key); ok {
			r.size.Add(-int64(len(old.(*reading).hits)))
		}
		return r.size.Load() > most/2
	})
}

// reading reads a part: as far as the board takes its entries, unless all of it
// was read before.
func (s *snapshot) reading(ctx context.Context, b *board, w *scales, p *part) (*reading, error) {
	if kept, ok := p.readings.kept.Load(w.key); ok {
		return kept.(*reading), nil
	}
	r, err := s.read(ctx, b, w, p)
	if err == nil && b.all {
		p.readings.keep(w.key, p.count(), r)
	}
	return r, err
}

// seed makes keys that mean nothing outside this process: what was typed cannot
// be found out from them.
var seed = maphash.MakeSeed()

// keyOf names what is found for a question: questions of one key find the same
// entries of a segment, in the same way.
func (s *snapshot) keyOf(w *scales) uint64 {
	var h maphash.Hash
	h.SetSeed(seed)
	add := func(values ...uint64) {
		for _, v := range values {
			maphash.WriteComparable(&h, v)
		}
	}
	add(uint64(len(w.question.topics)), uint64(len(w.words)), uint64(len(w.mentions)), sumOf(w.question.denied))
	for i := range w.question.topics {
		t := &w.question.topics[i]
		add(uint64(t.as), uint64(t.weight), sumOf(t.under), sumOf(t.related))
	}
	for i := range w.words {
		add(sumOfLookups(w.words[i].lookups))
	}
	for i := range w.mentions {
		m := &w.mentions[i]
		add(uint64(m.means), sumOfLookups(m.lookups))
		if m.means > 0 && s.rare(&w.question.topics[m.means-1]) {
			add(1)
		}
	}
	for _, names := range [][]uint32{w.name, w.notNamed} {
		add(uint64(len(names)))
		for _, n := range names {
			add(uint64(n))
		}
	}
	maphash.WriteComparable(&h, w.brand)
	return h.Sum64()
}

// sumOf is the same in whatever order a map gives its pairs.
func sumOf[V comparable](m map[string]V) (sum uint64) {
	for k, v := range m {
		sum += maphash.Comparable(seed, struct {
			k string
			v V
		}{k, v})
	}
	return sum + uint64(len(m))
}

func sumOfLookups(lookups []termLookup) (sum uint64) {
	for _, l := range lookups {
		sum += maphash.Comparable(seed, l)
	}
	return sum + uint64(len(lookups))
}

// read matches the entries of a part that the board takes.
func (s *snapshot) read(ctx context.Context, b *board, w *scales, p *part) (*reading, error) {
	defer b.wipe(p)
	if err := s.match(ctx, b, w, p); err != nil {
		return nil, err
	}
	r := new(reading)
	if b.all {
		count := b.on.count()
		r.numbers, r.hits = make([]uint32, 0, count), make([]packedHit, 0, count)
	}
	var err error
	looked := 0
	b.on.each(p.first, p.first+uint32(p.count()), func(number uint32) bool {
		if looked++; looked%patience == 0 {
			err = ctx.Err()
		}
		n := number - p.first
		if h := &b.hits[number]; h.settle(w, p, n) {
			r.numbers, r.hits = append(r.numbers, n), append(r.hits, h.pack())
		}
		return err == nil
	})
	r.numbers, r.hits = slices.Clip(r.numbers), slices.Clip(r.hits)
	return r, err
}
