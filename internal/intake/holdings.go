package intake

import (
	"context"
	"slices"

	"walkin/internal/directory"
	"walkin/internal/problem"
)

// Source is the catalogue, as far as an import looks into it.
type Source interface {
	// Entry gives the last change of an entry; problem.NotFound if there never
	// was one, problem.Gone if it was deleted.
	Entry(ctx context.Context, key directory.Key) (directory.Change, error)
	// Entries gives the last changes of living entries, by id.
	Entries(ctx context.Context, listing directory.Listing) ([]directory.Change, error)
}

// kinds are what an organisation has.
var kinds = []directory.Kind{directory.KindCentre, directory.KindActivity, directory.KindHelpline}

// pageOfHoldings is how many entries are read at a time.
const pageOfHoldings = 500

// Holdings are what an organisation has in the catalogue, and whatever else an
// import looked at there: each entry as it was when it was first looked at, so
// that nothing is written over what somebody changed in between.
type Holdings struct {
	ctx          context.Context
	from         Source
	organisation string
	Organisation *directory.Organisation
	entries      []directory.Entry
	seen         map[directory.Key]directory.Change // without an entry for what there is not
	err          error
}

// Hold reads what an organisation has. NotFound or Gone if there is no such
// organisation. The context is for the look-ups of the reading, too.
func Hold(ctx context.Context, from Source, organisation string) (*Holdings, error) {
	h := &Holdings{ctx: ctx, from: from, organisation: organisation, seen: make(map[directory.Key]directory.Change)}
	key := directory.Key{Kind: directory.KindOrganisation, ID: organisation}
	change, err := from.Entry(ctx, key)
	if err != nil {
		return nil, err
	}
	h.Organisation = change.Entry.(*directory.Organisation)
	h.take(change)
	for _, kind := range kinds {
		for after := ""; ; {
			changes, err := from.Entries(ctx, directory.Listing{Kind: kind, Organisation: organisation, After: after, Limit: pageOfHoldings})
			if err != nil {
				return nil, err
			}
			for _, c := range changes {
				h.take(c)
			}
			if len(changes) < pageOfHoldings {
				break
			}
			after = changes[len(changes)-1].Key.ID
		}
	}
	return h, nil
}

func (h *Holdings) take(c directory.Change) {
	h.seen[c.Key] = c
	h.entries = append(h.entries, c.Entry)
}

// Options completes the options of a reader with what there is.
func (h *Holdings) Options(o Options) Options {
	o.Organisation, o.Entries, o.Existing = h.organisation, h.entries, h.Existing
	if o.Country == "" {
		o.Country = h.Organisation.Country
	}
	return o
}

// Existing gives an entry as it was first seen. Once a look-up has failed there
// is none any more; see [Holdings.Plan].
func (h *Holdings) Existing(key directory.Key) (directory.Entry, bool) {
	c := h.Change(key)
	return c.Entry, c.Entry != nil
}

// Change gives the change that made an entry what it was when it was first
// seen; without an entry if there was none.
func (h *Holdings) Change(key directory.Key) directory.Change {
	if c, known := h.seen[key]; known || h.err != nil {
		return c
	}
	c, err := h.from.Entry(h.ctx, key)
	if kind := problem.KindOf(err); err != nil {
		if kind != problem.NotFound && kind != problem.Gone {
			h.err = err
		}
		c = directory.Change{Key: key}
	}
	h.seen[key] = c
	return c
}

// PlannedStep is one entry that a list would write or take out, on sight of
// the revision that was seen.
type PlannedStep struct {
	directory.Step
	Title  string
	Row    int     // 0 for what goes
	Fields []Field // that change, of an entry that is there
}

// Plan is what a list would do: what [Compare] says, and the steps of it.
type Plan struct {
	Preview
	Steps []PlannedStep
}

// Plan says what a list would do. A list of entries of several kinds is
// complete for each kind that it names. It gives the error of the catalogue, if
// one of its answers was missing.
func (h *Holdings) Plan(r *Result, o Options) (Plan, error) {
	var p Plan
	entries := make(map[directory.Key]Row, len(r.Rows))
	listed := []directory.Kind{}
	if r.Kind != "" {
		listed = append(listed, r.Kind)
	}
	for _, row := range r.Rows {
		if row.Entry != nil {
			entries[row.Key] = row
		}
		if row.Key.ID != "" && !slices.Contains(listed, row.Key.Kind) {
			listed = append(listed, row.Key.Kind)
		}
	}
	var wrong error
	diff := func(before, after directory.Entry) []Field {
		changes, err := directory.Diff(before, after)
		if err != nil && wrong == nil {
			wrong = err
		}
		fields := make([]Field, len(changes))
		for i, c := range changes {
			fields[i] = Field{Pointer: c.Pointer, Before: string(c.Before), After: string(c.After)}
		}
		return fields
	}
	for _, kind := range listed {
		part := *r
		part.Kind = kind
		part.Rows = slices.DeleteFunc(slices.Clone(r.Rows), func(row Row) bool { return row.Key.Kind != kind })
		of := Compare(&part, h.entries, o, diff)
		p.Added, p.Changed, p.Dropped = append(p.Added, of.Added...), append(p.Changed, of.Changed...), append(p.Dropped, of.Dropped...)
		p.Same, p.Held, p.Share = p.Same+of.Same, p.Held || of.Held, max(p.Share, of.Share)
	}
	for _, change := range slices.Concat(p.Added, p.Changed) {
		row := entries[change.Key]
		p.Steps = append(p.Steps, PlannedStep{Step: h.step(change.Key, row.Entry), Title: change.Title, Row: row.Number, Fields: change.Fields})
	}
	for _, key := range p.Dropped {
		p.Steps = append(p.Steps, PlannedStep{Step: h.step(key, nil), Title: titleOf(h.seen[key].Entry)})
	}
	if h.err != nil {
		wrong = h.err
	}
	return p, wrong
}

func (h *Holdings) step(key directory.Key, e directory.Entry) directory.Step {
	revision := 0
	if c := h.Change(key); c.Entry != nil {
		revision = c.Revision
	}
	return directory.Step{Key: key, Entry: e, IfRevision: &revision}
}
