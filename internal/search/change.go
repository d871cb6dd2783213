package search

import (
	"cmp"
	"maps"
	"slices"
	"sync"

	"walkin/internal/directory"
)

// with gives the catalogue after some changes, and the documents that have to
// be written for it. A change that an entry already has, or an older one, is
// skipped, so applying twice does no harm.
//
// What changed becomes a segment of its own, and so does what shows something
// of it; their former states are marked dead. Only the columns of small
// segments are copied, so the cost is that of the changes and not of the
// catalogue.
func (c *catalogue) with(changes []directory.Change) (*catalogue, []update, error) {
	next, r, err := c.after(changes)
	if err != nil {
		return nil, nil, err
	}
	if r.helplines || next.arrangement != c.arrangement || c.desk == nil {
		err = next.staff()
	}
	return next, r.updates, err
}

// after is with, but for the crisis desk.
func (c *catalogue) after(changes []directory.Change) (*catalogue, *remaking, error) {
	next := *c
	next.parts = slices.Clone(c.parts)
	made := make(map[directory.Key]directory.Change) // states that are newer than the columns
	dirty := make(map[directory.Key]bool)
	for _, change := range changes {
		next.change = max(next.change, change.Number)
		// The document is written again in any case: the words may be behind
		// the columns, never ahead of them.
		dirty[change.Key] = true
		if known, ok := made[change.Key]; ok && known.Number >= change.Number || next.knows(change) {
			continue
		}
		made[change.Key] = change
	}
	ruled := c.ruled(made)
	if err := next.keep(made); err != nil {
		return nil, nil, err
	}
	next.spread(dirty)
	next.ageAgain(ruled, dirty)
	r := &remaking{catalogue: &next, made: made, builder: &builder{vocabulary: c.vocabulary}, buried: make(map[*segment]bool)}
	for _, key := range sortedKeys(dirty) {
		if slices.Contains(directory.Searchable, key.Kind) {
			if err := r.remake(key); err != nil {
				return nil, nil, err
			}
		}
	}
	if err := r.place(); err != nil {
		return nil, nil, err
	}
	return &next, r, nil
}

// knows says whether the catalogue has a change, or a later one of its entry.
func (c *catalogue) knows(change directory.Change) bool {
	if known, ok := c.others[change.Key]; ok {
		return known.Number >= change.Number
	}
	p, n, ok := c.find(change.Key)
	return ok && p.change[n] >= change.Number
}

// keep notes what is not found itself, and arranges the topics if they changed.
func (c *catalogue) keep(made map[directory.Key]directory.Change) error {
	others, copied, topics := c.others, false, c.arrangement == nil
	for key, change := range made {
		searchable := slices.Contains(directory.Searchable, key.Kind)
		_, tombstone := others[key]
		if searchable && !change.Deleted() && !tombstone {
			continue
		}
		if !copied {
			others, copied = maps.Clone(c.others), true
		}
		if searchable && !change.Deleted() {
			delete(others, key)
		} else {
			others[key] = change
		}
		topics = topics || key.Kind == directory.KindTopic
	}
	c.others = others
	if topics {
		return c.arrangeTopics()
	}
	return nil
}

// spread marks all entries that show something of a changed one: a centre shows
// its organisation, an activity its centre and who runs that.
func (c *catalogue) spread(dirty map[directory.Key]bool) {
	changed := make(map[uint32]bool)
	for key := range dirty {
		if n, ok := c.vocabulary.keys.known(key.String()); ok {
			changed[n] = true
		}
	}
	if len(changed) == 0 {
		return
	}
	among := newSet(len(c.vocabulary.keys.all()))
	for n := range changed {
		among.set(n)
	}
	for _, p := range c.parts {
		for n := range uint32(p.count()) {
			if !p.dead.has(n) && slices.ContainsFunc(p.refsOf(n), among.has) {
				dirty[p.key(n)] = true
			}
		}
	}
}

// remaking makes the rows of entries again.
type remaking struct {
	*catalogue
	made      map[directory.Key]directory.Change
	builder   *builder
	rows      []*row // nil for one that is not found
	changes   []directory.Change
	encoded   [][]byte
	updates   []update
	helplines bool // one of them is a helpline
	buried    map[*segment]bool
}

// entry gives the state of an entry after the changes.
func (r *remaking) entry(key directory.Key) (directory.Entry, error) {
	if change, ok := r.made[key]; ok {
		return change.Entry, nil
	}
	return r.catalogue.entry(key)
}

func (r *remaking) remake(key directory.Key) error {
	r.helplines = r.helplines || key.Kind == directory.KindHelpline
	change, ok := r.made[key]
	if !ok {
		p, n, lives := r.find(key)
		if !lives {
			r.updates = append(r.updates, update{key: key})
			return nil
		}
		e, err := r.decode(p, n)
		if err != nil {
			return err
		}
		change = directory.Change{Key: key, Number: p.change[n], Entry: e}
		r.made[key] = change // its columns are about to die, and others may refer to it
	}
	u := update{key: key}
	if !change.Deleted() {
		row, err := newRow(change, r.entry)
		if err != nil {
			return err
		}
		encoded, err := directory.Encode(public(change.Entry))
		if err != nil {
			return err
		}
		r.rows, r.changes, r.encoded = append(r.rows, row), append(r.changes, change), append(r.encoded, encoded)
		if row != nil {
			u.doc = documentOf(row)
		}
	}
	r.bury(key)
	r.updates = append(r.updates, u)
	return nil
}

// bury marks the state of an entry dead that the columns have.
func (r *remaking) bury(key directory.Key) {
	p, n, ok := r.find(key)
	if !ok {
		return
	}
	if !r.buried[p.segment] {
		dead := newSet(p.count())
		copy(dead, p.dead)
		p.dead, r.buried[p.segment] = dead, true
	}
	p.dead.set(n)
}

// place makes a segment of the rows and puts it behind the others.
func (r *remaking) place() error {
	if len(r.rows) == 0 {
		return nil
	}
	for i, row := range r.rows {
		var err error
		if row == nil {
			err = r.builder.addUnlisted(r.changes[i].Key, r.changes[i].Number, r.encoded[i])
		} else {
			err = r.builder.add(row, r.encoded[i])
		}
		if err != nil {
			return err
		}
	}
	r.catalogue.put(r.builder)
	return nil
}

// largestTail is how many entries the first segment may have for later ones to
// be merged with it at once.
const largestTail = 20_000

// put adds a segment, together with the last ones as long as they are no more
// than twice as large: so there are few, and an entry is copied a few times
// only until it comes to rest.
func (c *catalogue) put(b *builder) {
	for len(c.parts) > 0 {
		last := &c.parts[len(c.parts)-1]
		if last.count() > 2*b.count() || last.count() > largestTail && len(c.parts) == 1 {
			break
		}
		for n := range uint32(last.count()) {
			if !last.dead.has(n) {
				b.take(&last.columns, n)
			}
		}
		c.parts = c.parts[:len(c.parts)-1]
	}
	first := uint32(c.size())
	c.parts = append(c.parts, part{segment: b.segment(), first: first})
}

// compact brings all that lives into one segment.
func (c *catalogue) compact() {
	if len(c.parts) < 2 && (len(c.parts) == 0 || c.parts[0].dead == nil) {
		return
	}
	b := &builder{vocabulary: c.vocabulary}
	for _, p := range c.parts {
		for n := range uint32(p.count()) {
			if !p.dead.has(n) {
				b.take(&p.columns, n)
			}
		}
	}
	c.parts = []part{{segment: b.segment()}}
}

// staff makes the crisis desk from the helplines.
func (c *catalogue) staff() error {
	var helplines []*directory.Helpline
	for i := range c.parts {
		p := &c.parts[i]
		for n := range uint32(p.count()) {
			if t := p.traits[n]; !t.helpline() || t.unlisted() || p.dead.has(n) {
				continue
			}
			r, err := c.row(p.first + n)
			if err != nil {
				return err
			}
			helplines = append(helplines, r.helpline)
		}
	}
	slices.SortFunc(helplines, func(a, b *directory.Helpline) int { return cmp.Compare(a.ID, b.ID) })
	c.completions = new(sync.Map)
	c.desk = directory.NewCrisisDesk(c.gate, helplines)
	return nil
}

func sortedKeys(set map[directory.Key]bool) []directory.Key {
	keys := slices.Collect(maps.Keys(set))
	slices.SortFunc(keys, compareKeys)
	return keys
}

// public gives an entry as the public may see it.
func public(e directory.Entry) directory.Entry {
	switch e := e.(type) {
	case *directory.Centre:
		return e.Public()
	case *directory.Activity:
		return e.Public()
	}
	return e
}
