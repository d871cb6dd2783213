package search

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"walkin/internal/directory"
	"walkin/internal/schedule"
)

// snapshot is all that a search reads, at one moment. It never changes; the
// next one is made beside it (change.go) and takes its place. Whoever reads
// holds it (hold, release), so that the reader of its words is closed only
// after the last search is done.
type snapshot struct {
	catalogue
	words     *wordReader
	lines     sync.Map // lineAsked → *directory.PlanB, nil where there is none
	lineCount atomic.Int64
	doors     atomic.Pointer[doors]
	held      atomic.Int64 // readers, and one for being the current one
	// closed is closed once nobody holds the snapshot any more.
	closed chan struct{}
}

// catalogue is the entries as columns and what is asked for without a search.
type catalogue struct {
	parts      []part // the oldest first
	vocabulary *vocabulary
	archive    *archive // of what was saved; nil in memory
	kitchen    *kitchen
	others     map[directory.Key]directory.Change // what is not found itself: topics, networks, organisations; and tombstones
	change     uint64
	*arrangement
	desk        *directory.CrisisDesk
	completions *sync.Map // language → []completion; of the topics and the desk
	rules       directory.CrisisRules
}

func newCatalogue(rules directory.CrisisRules) *catalogue {
	return &catalogue{
		vocabulary: new(vocabulary), kitchen: new(kitchen), rules: rules,
		others: make(map[directory.Key]directory.Change),
	}
}

// part is a segment at one moment: some of its entries have a newer state in a
// later part, or are gone. An entry's number in the catalogue is its number in
// the segment and the part's first.
type part struct {
	*segment
	first uint32
	dead  set
}

// size is one above the last number of an entry.
func (c *catalogue) size() int {
	if len(c.parts) == 0 {
		return 0
	}
	last := &c.parts[len(c.parts)-1]
	return int(last.first) + last.count()
}

// part gives where an entry stands.
func (c *catalogue) part(n uint32) (*part, uint32) {
	i := len(c.parts) - 1
	for c.parts[i].first > n {
		i--
	}
	return &c.parts[i], n - c.parts[i].first
}

// find gives the part and the number within it of an entry that lives.
func (c *catalogue) find(key directory.Key) (*part, uint32, bool) {
	for i := len(c.parts) - 1; i >= 0; i-- {
		p := &c.parts[i]
		if n, ok := p.segment.find(key); ok && !p.dead.has(n) {
			return p, n, true
		}
	}
	return nil, 0, false
}

// number gives the number of an entry that can be found, or -1.
func (c *catalogue) number(key directory.Key) int32 {
	p, n, ok := c.find(key)
	if !ok || p.traits[n].unlisted() {
		return -1
	}
	return int32(p.first + n)
}

// entry gives the state of an entry of any kind, as the public may see it; nil
// if it is not in the catalogue.
func (c *catalogue) entry(key directory.Key) (directory.Entry, error) {
	if change, ok := c.others[key]; ok {
		return change.Entry, nil
	}
	p, n, ok := c.find(key)
	if !ok {
		return nil, nil
	}
	return c.decode(p, n)
}

func (c *catalogue) decode(p *part, n uint32) (directory.Entry, error) {
	b := p.inMemory(n)
	if b == nil {
		var err error
		if b, err = c.archive.read(p.offset[n], p.length[n]); err != nil {
			return nil, err
		}
	}
	e, err := directory.Decode(directory.Searchable[p.traits[n].kind()], b)
	if err != nil {
		return nil, fmt.Errorf("read entry: %w", err)
	}
	return e, nil
}

// row gives an entry with all that is shown of it.
func (c *catalogue) row(number uint32) (*row, error) {
	p, n := c.part(number)
	shown := *p.shown.Load()
	if r := shown[n].Load(); r != nil {
		return r, nil
	}
	e, err := c.decode(p, n)
	if err != nil {
		return nil, err
	}
	r, err := newRow(directory.Change{Key: p.key(n), Number: p.change[n], Entry: e}, c.entry)
	if err != nil {
		return nil, err
	}
	if r == nil {
		return nil, fmt.Errorf("read entry: %s is not one that is shown", p.key(n))
	}
	if r.hours != nil {
		r.opening = c.vocabulary.hours.all()[p.hours[n]]
	}
	shown[n].Store(r)
	if c.kitchen.cooked(p.length[n]) {
		for i := range c.parts {
			c.parts[i].forget()
		}
	}
	return r, nil
}

// kitchen bounds the memory of entries that were decoded to be shown: most
// questions are answered with the same few, and those stay.
type kitchen struct{ bytes atomic.Int64 }

const (
	kitchenSize = 16 << 20 // bytes of JSON; decoded and encoded again it is some four times that
)

// cooked counts an entry, and says when it is time to begin anew.
func (k *kitchen) cooked(bytes uint32) bool {
	if k.bytes.Add(int64(bytes)) < kitchenSize {
		return false
	}
	k.bytes.Store(0)
	return true
}

// status is the state of opening of an entry at a moment, by the channels asked
// for where it is a helpline.
func (r *row) status(t time.Time, channels []directory.Channel) schedule.Status {
	if r.helpline != nil {
		return r.helpline.At(t, channels...)
	}
	return r.opening.at(t)
}

func (s *snapshot) release() error {
	if s.held.Add(-1) > 0 {
		return nil
	}
	defer close(s.closed)
	return s.words.close()
}

// hold gives the current snapshot, held; release it after use.
func (x *Index) hold() (*snapshot, error) {
	for {
		s := x.current.Load()
		if s == nil {
			return nil, errors.New("search: the index is closed")
		}
		// Zero means that it was replaced and its reader closed meanwhile.
		if n := s.held.Load(); n > 0 && s.held.CompareAndSwap(n, n+1) {
			return s, nil
		}
	}
}
