package sample

import (
	"context"
	"fmt"
	"iter"
	"time"

	"walkin/internal/directory"
)

// Note stands in the provenance of every entry but the topics.
const Note = "generated, not a real place"

// Author is who made the changes of [Catalogue.Each].
const Author = "sample"

// Moment is a Wednesday afternoon without a public holiday. Whatever has a
// date lies around it, so it is the time at which to ask.
var Moment = time.Date(2026, 11, 25, 15, 30, 0, 0, time.UTC)

// Catalogue is a generated catalogue. It holds no entries: they are made while
// they are read, so a million need no more memory than ten. It is immutable
// and safe for concurrent use.
type Catalogue struct {
	seed  uint64
	world *world

	organisations, centres, activities, helplines int
}

// New describes a catalogue with n entries that a search can find; topics,
// networks and organisations come on top. Another seed gives another
// catalogue. Its only error is one of the embedded files.
func New(n int, seed uint64) (*Catalogue, error) {
	w, err := load()
	if err != nil {
		return nil, fmt.Errorf("sample catalogue: %w", err)
	}
	c := &Catalogue{seed: seed, world: w}
	n = max(n, 0)
	c.centres = (n*55 + 99) / 100 // rounded up: an activity needs a centre
	c.helplines = n * 5 / 100
	c.activities = n - c.centres - c.helplines
	c.organisations = max(n/20, len(w.countries))
	return c, nil
}

// Len is the number of all entries.
func (c *Catalogue) Len() int {
	return len(c.world.topics) + len(c.world.networks()) + c.organisations + c.centres + c.activities + c.helplines
}

// Entries gives the entries, every one after those that it refers to. Each
// time they are made anew; but for the topics they share strings only.
func (c *Catalogue) Entries() iter.Seq[directory.Entry] {
	return func(yield func(directory.Entry) bool) {
		for _, t := range c.world.topics {
			if !yield(t) {
				return
			}
		}
		for _, n := range c.world.networks() {
			if !yield(n) {
				return
			}
		}
		for _, kind := range []struct {
			count int
			entry func(i int) directory.Entry
		}{
			{c.organisations, c.organisation},
			{c.centres, c.centre},
			{c.activities, c.activity},
			{c.helplines, c.helpline},
		} {
			for i := range kind.count {
				if !yield(kind.entry(i)) {
					return
				}
			}
		}
	}
}

// Each calls f with the entries as the changes 1, 2, 3 ... of a log and gives
// the number of the last: what an index is built from. It ends with the first
// error of f, or that of the context.
func (c *Catalogue) Each(ctx context.Context, f func(directory.Change) error) (last uint64, err error) {
	for e := range c.Entries() {
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		last++
		change := directory.Change{Number: last, Key: e.Key(), Revision: 1, Author: Author, At: Moment, Entry: e}
		if err := f(change); err != nil {
			return 0, err
		}
	}
	return last, nil
}

// LastChange gives the number of the last change that Each would hand out.
func (c *Catalogue) LastChange(context.Context) (uint64, error) { return uint64(c.Len()), nil }

// id names the i-th entry of a kind. Ids of equal length stand in the order of
// an export.
func id(i int) string { return fmt.Sprintf("sample-%07d", i) }

// site is a page of the entry with an id: one that leads nowhere.
func site(kind directory.Kind, id string) string {
	return "https://" + id + "." + string(kind) + ".example/"
}

var provenance = directory.Provenance{SourceNote: Note}
