package search

import (
	"bytes"
	"cmp"
	"slices"
	"sync/atomic"
	"time"

	"walkin/internal/directory"
	"walkin/internal/fold"
)

// builder gathers entries and arranges them into a segment.
type builder struct {
	columns
	vocabulary *vocabulary
}

// add takes a row in.
func (b *builder) add(r *row, encoded []byte) error {
	t := b.begin(r.key, r.change, encoded)
	t |= traits(placeOf(directory.AllAudiences, r.audience)) << audienceAt
	t |= traits(placeOf(directory.AllSettings, r.setting)) << settingAt
	t |= traits(r.meetAtDoor) << doorAt
	if a, ok := r.entry.(*directory.Activity); ok {
		t |= traits(placeOf(rhythms, a.Rhythm)) << rhythmAt
	}
	if c, ok := r.entry.(*directory.Centre); ok && c.TakesVolunteers() {
		t |= 1 << openRoleAt
	}
	if r.helpline != nil && r.helpline.Nationwide {
		t |= 1 << nationAt
	}
	if r.state == directory.StatusPaused {
		t |= 1 << pausedAt
	}
	if r.point != nil {
		t |= 1 << pointAt
		n := len(b.lat) - 1
		b.lat[n], b.lon[n] = r.point.Lat, r.point.Lon
		b.vector[n] = narrow(unit(*r.point))
	}
	v := b.vocabulary
	needs, err := v.need(r.needs)
	if err != nil {
		return err
	}
	hours := uint32(0)
	if r.hours != nil {
		if hours, err = v.schedule(r.state, r.hours); err != nil {
			return err
		}
	}
	until := never
	if r.lastDay != nil {
		// An unknown zone is no end: its days cannot be told.
		if loc, err := time.LoadLocation(r.hours.Zone); err == nil {
			until = r.lastDay.AddDays(1).In(loc).Unix()
		}
	}
	if hidden := r.deadlines.Hidden; hidden != nil {
		until = min(until, hidden.In(time.UTC).Unix())
	}
	b.stale = append(b.stale, packDay(r.deadlines.Stale))
	b.ages, b.promises, b.channels = append(b.ages, packAges(r.ages)), append(b.promises, packPromises(r.promises)), append(b.channels, packChannels(r.channels))
	b.country, b.municipal = append(b.country, v.country(r.country)), append(b.municipal, v.municipality(r.country, r.municipality))
	b.languages, b.networks = append(b.languages, list(&v.languages, r.languages)), append(b.networks, list(&v.networks, r.networks))
	b.needs, b.hours, b.until = append(b.needs, needs), append(b.hours, hours), append(b.until, until)
	for _, id := range r.meets {
		b.meets = append(b.meets, uint16(v.topic(id)))
	}
	b.topicCount = append(b.topicCount, uint8(min(len(r.topics), 255)))
	r.nameWords()
	for _, word := range r.fullName {
		b.tokens = append(b.tokens, v.token(word))
	}
	b.nameTokens = append(b.nameTokens, uint16(min(len(r.name), 1<<16-1)))
	b.refs = append(b.refs, r.refs(v)...)
	b.end(t)
	return nil
}

// addUnlisted takes in an entry that is not found but that others refer to.
func (b *builder) addUnlisted(key directory.Key, change uint64, encoded []byte) error {
	t := b.begin(key, change, encoded)
	b.ages, b.promises, b.channels = append(b.ages, 0), append(b.promises, 0), append(b.channels, 0)
	b.country, b.municipal = append(b.country, b.vocabulary.country("")), append(b.municipal, b.vocabulary.municipality("", ""))
	b.languages, b.networks = append(b.languages, 0), append(b.networks, 0)
	b.needs, b.hours, b.until = append(b.needs, 0), append(b.hours, 0), append(b.until, never)
	b.nameTokens, b.topicCount, b.stale = append(b.nameTokens, 0), append(b.topicCount, 0), append(b.stale, 0)
	b.end(t | 1<<unlistedAt)
	return nil
}

func (b *builder) begin(key directory.Key, change uint64, encoded []byte) traits {
	if len(b.idAt) == 0 {
		b.idAt, b.meetAt, b.tokenAt, b.refAt = []uint32{0}, []uint32{0}, []uint32{0}, []uint32{0}
	}
	b.ids = append(b.ids, key.ID...)
	b.change, b.encoded = append(b.change, change), append(b.encoded, encoded)
	b.offset, b.length = append(b.offset, 0), append(b.length, uint32(len(encoded)))
	b.lat, b.lon, b.vector = append(b.lat, 0), append(b.lon, 0), append(b.vector, [3]float32{})
	return traits(slices.Index(directory.Searchable, key.Kind))
}

func (b *builder) end(t traits) {
	b.traits = append(b.traits, t)
	b.idAt, b.meetAt = append(b.idAt, uint32(len(b.ids))), append(b.meetAt, uint32(len(b.meets)))
	b.tokenAt, b.refAt = append(b.tokenAt, uint32(len(b.tokens))), append(b.refAt, uint32(len(b.refs)))
}

// take copies an entry of a segment made before.
func (b *builder) take(c *columns, n uint32) {
	if len(b.idAt) == 0 {
		b.idAt, b.meetAt, b.tokenAt, b.refAt = []uint32{0}, []uint32{0}, []uint32{0}, []uint32{0}
	}
	b.ids = append(b.ids, c.id(n)...)
	b.meets, b.tokens, b.refs = append(b.meets, c.meetsOf(n)...), append(b.tokens, c.fullName(n)...), append(b.refs, c.refsOf(n)...)
	b.change, b.encoded = append(b.change, c.change[n]), append(b.encoded, c.inMemory(n))
	b.offset, b.length = append(b.offset, c.offset[n]), append(b.length, c.length[n])
	b.lat, b.lon, b.vector = append(b.lat, c.lat[n]), append(b.lon, c.lon[n]), append(b.vector, c.vector[n])
	b.ages, b.promises, b.channels = append(b.ages, c.ages[n]), append(b.promises, c.promises[n]), append(b.channels, c.channels[n])
	b.country, b.municipal = append(b.country, c.country[n]), append(b.municipal, c.municipal[n])
	b.languages, b.networks = append(b.languages, c.languages[n]), append(b.networks, c.networks[n])
	b.needs, b.hours, b.until = append(b.needs, c.needs[n]), append(b.hours, c.hours[n]), append(b.until, c.until[n])
	b.nameTokens, b.topicCount = append(b.nameTokens, c.nameTokens[n]), append(b.topicCount, c.topicCount[n])
	b.stale = append(b.stale, c.stale[n])
	b.end(c.traits[n])
}

// segment arranges what was gathered. The builder is used up.
func (b *builder) segment() *segment {
	order := make([]uint32, b.count())
	for i := range order {
		order[i] = uint32(i)
	}
	slices.SortFunc(order, func(x, y uint32) int {
		return cmp.Or(compareBool(!b.traits[x].point(), !b.traits[y].point()), b.compareKeys(x, y))
	})
	points, _ := slices.BinarySearchFunc(order, false, func(n uint32, _ bool) int { return compareBool(!b.traits[n].point(), true) })
	plant(order[:points], b.vector, 0)
	sorted := &builder{vocabulary: b.vocabulary}
	sorted.reserve(&b.columns)
	for _, n := range order {
		sorted.take(&b.columns, n)
	}
	b.columns = columns{}
	s := arranged(sorted.columns, points)
	s.spell(b.vocabulary.tokens.all())
	s.call(b.vocabulary.tokens.all())
	return s
}

// reserve makes room for as much as some columns hold.
func (b *builder) reserve(c *columns) {
	b.ids, b.meets = make([]byte, 0, len(c.ids)), make([]uint16, 0, len(c.meets))
	b.tokens, b.refs = make([]uint32, 0, len(c.tokens)), make([]uint32, 0, len(c.refs))
}

// arranged makes the segment of columns that are in order.
func arranged(c columns, points int) *segment {
	s := &segment{columns: c, points: points, byKey: make([]uint32, c.count()), place: make([]uint32, c.count())}
	for i := range s.byKey {
		s.byKey[i] = uint32(i)
	}
	slices.SortFunc(s.byKey, s.compareKeys)
	for i, n := range s.byKey {
		s.place[n] = uint32(i)
	}
	s.boxes = newBoxTree(c.lon[:points], c.lat[:points])
	s.meetsTo, s.tokenOf = make(postings, 0, len(c.meets)), make(postings, 0, len(c.tokens))
	for i := range c.traits {
		n := uint32(i)
		s.ageing = s.ageing || c.stale[n] != 0
		if c.until[n] != never {
			s.ends = append(s.ends, c.until[n])
		}
		for _, topic := range c.meetsOf(n) {
			s.meetsTo = append(s.meetsTo, posting(uint32(topic), n))
		}
		for _, token := range c.fullName(n) {
			s.tokenOf = append(s.tokenOf, posting(token, n))
		}
		if i >= points && !c.traits[n].unlisted() {
			s.here = append(s.here, posting(c.municipal[n], n))
			if c.traits[n].helpline() {
				s.lines = append(s.lines, n)
			}
		}
	}
	slices.Sort(s.meetsTo)
	slices.Sort(s.tokenOf)
	slices.Sort(s.here)
	slices.Sort(s.ends)
	s.tokenOf = slices.Compact(s.tokenOf)
	s.meetsTo = slices.Compact(s.meetsTo)
	s.forget()
	return s
}

// forget lets go of the rows that were decoded to be shown.
func (s *segment) forget() {
	fresh := make([]atomic.Pointer[row], s.count())
	s.shown.Store(&fresh)
}

func (c *columns) compareKeys(x, y uint32) int {
	return cmp.Or(cmp.Compare(c.traits[x].kind(), c.traits[y].kind()), bytes.Compare(c.id(x), c.id(y)))
}

// refs gives the entries that a row shows something of, so that it is made
// again when one of them changes: who runs it and where it happens.
func (r *row) refs(v *vocabulary) []uint32 {
	var refs []uint32
	if r.operatorID != "" {
		refs = append(refs, v.key(directory.Key{Kind: directory.KindOrganisation, ID: r.operatorID}))
	}
	if a, ok := r.entry.(*directory.Activity); ok {
		for _, id := range a.Centres {
			refs = append(refs, v.key(directory.Key{Kind: directory.KindCentre, ID: id}))
		}
	}
	return refs
}

// nameWords works out by which words a row is called.
func (r *row) nameWords() {
	name, _ := textOf(r.entry)
	r.name = nil
	for _, lang := range name.Languages() {
		r.name = append(r.name, collapsed(fold.Tokens(name[lang]))...)
	}
	r.fullName = slices.Clone(r.name)
	for _, also := range r.also {
		r.fullName = append(r.fullName, collapsed(fold.Tokens(also))...)
	}
}
