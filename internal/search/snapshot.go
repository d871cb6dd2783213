package search

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"sync/atomic"

	"walkin/internal/directory"
)

// snapshot is all that a search reads, at one moment. It never changes; the
// next one is made beside it (with) and takes its place. Whoever reads holds
// it (hold, release), so that the reader of its words is closed only after
// the last search is done.
type snapshot struct {
	catalogue
	words *wordReader
	held  atomic.Int64 // readers, and one for being the current one
}

// catalogue is the rows and what they were made from.
type catalogue struct {
	entries    map[directory.Key]directory.Change // the last change of each entry, tombstones too
	referrers  map[directory.Key][]directory.Key  // who must be made again when an entry changes
	rows       []*row                             // by internal number; nil where an entry is gone
	number     map[directory.Key]int32
	change     uint64
	taxonomy   *directory.Taxonomy
	thesaurus  *thesaurus
	beyond     *thesaurus // with the crisis topics, for who goes on after a crisis answer
	desk       *directory.CrisisDesk
	rules      directory.CrisisRules
	helplines  []*row
	doorNumber []int32 // rows of centres with a point, for plan B
}

// with gives the catalogue after some changes, and the documents that have to
// be written for it. A change that an entry already has, or an older one, is
// skipped, so applying twice does no harm.
func (c *catalogue) with(changes []directory.Change) (*catalogue, []update, error) {
	next := &catalogue{
		entries:   maps.Clone(c.entries),
		referrers: maps.Clone(c.referrers),
		rows:      slices.Clone(c.rows),
		number:    maps.Clone(c.number),
		change:    c.change, taxonomy: c.taxonomy, thesaurus: c.thesaurus, beyond: c.beyond, rules: c.rules,
	}
	dirty := make(map[directory.Key]bool)
	topicsChanged := c.taxonomy == nil
	for _, change := range changes {
		next.change = max(next.change, change.Number)
		// The document is written again in any case: the words may be behind
		// the rows, never ahead of them.
		dirty[change.Key] = true
		if known, ok := next.entries[change.Key]; ok && known.Number >= change.Number {
			continue
		}
		next.refer(next.entries[change.Key].Entry, change.Entry, change.Key)
		next.entries[change.Key] = change
		topicsChanged = topicsChanged || change.Key.Kind == directory.KindTopic
	}
	for key := range maps.Clone(dirty) {
		next.spread(key, dirty)
	}
	if topicsChanged {
		if err := next.arrangeTopics(); err != nil {
			return nil, nil, err
		}
	}
	var updates []update
	for _, key := range sortedKeys(dirty) {
		if !slices.Contains(directory.Searchable, key.Kind) {
			continue
		}
		next.place(key)
		u := update{key: key}
		if n, ok := next.number[key]; ok {
			u.doc = documentOf(next.rows[n])
		}
		updates = append(updates, u)
	}
	next.gather()
	return next, updates, nil
}

// refer keeps the list of referrers true when an entry changes. Topics are
// left out: rows hold their ids only.
func (c *catalogue) refer(before, after directory.Entry, key directory.Key) {
	if before != nil {
		for _, to := range before.References() {
			c.referrers[to] = slices.DeleteFunc(slices.Clone(c.referrers[to]), func(k directory.Key) bool { return k == key })
		}
	}
	if after != nil {
		for _, to := range after.References() {
			if to.Kind != directory.KindTopic && !slices.Contains(c.referrers[to], key) {
				c.referrers[to] = append(slices.Clone(c.referrers[to]), key)
			}
		}
	}
}

// spread marks all rows that show something of an entry: a centre shows its
// organisation, an activity its centre and, through it, the organisation.
func (c *catalogue) spread(key directory.Key, dirty map[directory.Key]bool) {
	for _, referrer := range c.referrers[key] {
		if !dirty[referrer] {
			dirty[referrer] = true
			c.spread(referrer, dirty)
		}
	}
}

// place makes the row of an entry again.
func (c *catalogue) place(key directory.Key) {
	n, had := c.number[key]
	r := (*row)(nil)
	if change := c.entries[key]; !change.Deleted() {
		r = newRow(change, func(k directory.Key) directory.Entry { return c.entries[k].Entry })
	}
	switch {
	case r == nil && had:
		c.rows[n] = nil
		delete(c.number, key)
	case r == nil:
	case had:
		c.rows[n] = r
	default:
		c.number[key] = int32(len(c.rows))
		c.rows = append(c.rows, r)
	}
}

// arrangeTopics makes the taxonomy and the thesaurus from the topics.
func (c *catalogue) arrangeTopics() error {
	var topics []*directory.Topic
	for _, change := range c.entries {
		if topic, ok := change.Entry.(*directory.Topic); ok {
			topics = append(topics, topic)
		}
	}
	slices.SortFunc(topics, func(a, b *directory.Topic) int { return strings.Compare(a.ID, b.ID) })
	taxonomy, err := directory.NewTaxonomy(topics)
	if err != nil {
		return err
	}
	c.taxonomy = taxonomy
	if c.thesaurus, err = newThesaurus(taxonomy, false); err != nil {
		return err
	}
	c.beyond, err = newThesaurus(taxonomy, true)
	return err
}

// gather collects what is asked for without a search.
func (c *catalogue) gather() {
	var helplines []*directory.Helpline
	for n, r := range c.rows {
		switch {
		case r == nil:
		case r.helpline != nil:
			c.helplines = append(c.helplines, r)
			helplines = append(helplines, r.helpline)
		case r.key.Kind == directory.KindCentre && r.point != nil:
			c.doorNumber = append(c.doorNumber, int32(n))
		}
	}
	c.desk = directory.NewCrisisDesk(directory.NewGate(c.taxonomy.Topics(), c.rules), helplines)
}

func sortedKeys(set map[directory.Key]bool) []directory.Key {
	keys := slices.Collect(maps.Keys(set))
	slices.SortFunc(keys, compareKeys)
	return keys
}

func (s *snapshot) release() error {
	if s.held.Add(-1) == 0 {
		return s.words.close()
	}
	return nil
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
