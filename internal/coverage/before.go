package coverage

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"walkin/internal/directory"
	"walkin/internal/schedule"
)

// beforeDays is how far back a report looks for what changed: a quarter of a year,
// in whole weeks.
const beforeDays = 7 * 13

// A Catalogue is what doors are read from: what it says, and what it said.
type Catalogue interface {
	// Entries gives the last changes of living entries, by id.
	Entries(ctx context.Context, listing directory.Listing) ([]directory.Change, error)
	// LastBefore gives the number of the last change before a moment; 0 if there
	// was none.
	LastBefore(ctx context.Context, moment time.Time) (uint64, error)
	// LatestAfter gives, of the entries that were changed after number n, the last
	// change, oldest first; tombstones too.
	LatestAfter(ctx context.Context, kinds []directory.Kind, n uint64, limit int) ([]directory.Change, error)
	// AsOf gives the last change of an entry up to number n, and whether there was
	// one.
	AsOf(ctx context.Context, key directory.Key, n uint64) (directory.Change, bool, error)
}

// Earlier is the doors as the catalogue had them at the beginning of a day.
type Earlier struct {
	On    schedule.Date
	Doors []Door
}

// Before is what the same question would have been answered with, of the same
// people.
type Before struct {
	On    schedule.Date
	Doors Tally
	// The shares of the people with a door within reach, 0 to 1, as in [Report].
	CoveredSure, Covered float64
}

// Read gives the doors of a catalogue on a day, and those of a quarter of a year
// before; nil where the catalogue was empty then, of which nothing follows.
func Read(ctx context.Context, c Catalogue, on schedule.Date) ([]Door, *Earlier, error) {
	now := make(entries)
	for _, kind := range kinds {
		if err := now.read(ctx, c, kind); err != nil {
			return nil, nil, err
		}
	}
	since := on.AddDays(-beforeDays)
	n, err := c.LastBefore(ctx, since.In(time.UTC))
	if err != nil || n == 0 {
		return now.doors(on), nil, err
	}
	then := maps.Clone(now)
	if err := then.goBack(ctx, c, n); err != nil {
		return nil, nil, err
	}
	return now.doors(on), &Earlier{since, then.doors(since)}, nil
}

// kinds are those of which doors are made.
var kinds = []directory.Kind{directory.KindOrganisation, directory.KindCentre}

// readPage is how many entries are read at a time: some 2 MB.
const readPage = 500

// entries are those of a moment.
type entries map[directory.Key]directory.Entry

func (e entries) read(ctx context.Context, c Catalogue, kind directory.Kind) error {
	for after := ""; ; {
		page, err := c.Entries(ctx, directory.Listing{Kind: kind, After: after, Limit: readPage})
		if err != nil {
			return err
		}
		for _, change := range page {
			e[change.Key], after = change.Entry, change.Key.ID
		}
		if len(page) < readPage {
			return nil
		}
	}
}

// goBack undoes what was changed after number n.
func (e entries) goBack(ctx context.Context, c Catalogue, n uint64) error {
	for after := n; ; {
		page, err := c.LatestAfter(ctx, kinds, after, readPage)
		if err != nil {
			return err
		}
		for _, change := range page {
			after = change.Number
			was, found, err := c.AsOf(ctx, change.Key, n)
			switch {
			case err != nil:
				return err
			case found && !was.Deleted():
				e[change.Key] = was.Entry
			default:
				delete(e, change.Key)
			}
		}
		if len(page) < readPage {
			return nil
		}
	}
}

// doors gives the doors in the order of the ids of their centres.
func (e entries) doors(on schedule.Date) []Door {
	var centres []*directory.Centre
	networks := make(map[string][]string)
	for _, key := range slices.SortedFunc(maps.Keys(e), byKey) {
		switch entry := e[key].(type) {
		case *directory.Centre:
			centres = append(centres, entry)
		case *directory.Organisation:
			networks[entry.ID] = entry.Networks
		}
	}
	return Doors(centres, func(organisation string) []string { return networks[organisation] }, on)
}

func byKey(a, b directory.Key) int {
	return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.ID, b.ID))
}

// before measures the doors as they were.
func (a *asked) before() error {
	if a.Earlier == nil {
		return nil
	}
	then := asked{Survey: &Survey{People: a.People, Doors: a.Earlier.Doors, On: a.Earlier.On}, q: a.q}
	then.chooseDoors()
	for n, i := range a.homes {
		if err := a.ticked(n, len(a.homes), 0, 10); err != nil {
			return err
		}
		home := &a.People.cells[i]
		toSure, toAny := then.nearest(home.at)
		then.cover(home.people, toSure, toAny)
	}
	a.report.Before = &Before{On: a.Earlier.On, Doors: a.total(then.tallies()), CoveredSure: then.share(then.sure), Covered: then.share(then.any)}
	return nil
}
