package sqlite

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"walkin/internal/directory"
	"walkin/internal/problem"
)

// check refuses an edit that was made on sight of another revision.
func check(by directory.Edit, key directory.Key, last record, exists bool) error {
	if by.IfRevision == nil {
		return nil
	}
	exists = exists && last.body != nil
	switch seen := *by.IfRevision; {
	case !exists && seen == 0, exists && seen == last.revision:
		return nil
	case !exists:
		return problem.New(problem.Stale, "The %s %q does not exist any more, or never did. Look again before you write.", key.Kind, key.ID)
	case seen == 0:
		return problem.New(problem.Stale, "There already is a %s %q.", key.Kind, key.ID)
	default:
		return problem.New(problem.Stale, "Somebody else changed the %s %q: it is at revision %d, and you saw %d. Look again before you write.",
			key.Kind, key.ID, last.revision, seen)
	}
}

// Put writes an entry, new or not, and gives the change. An entry that is
// written as it already stands makes no change; the current one is given.
//
// An entry that breaks a rule or refers to one that does not exist is Invalid;
// an edit on sight of another revision is Stale.
func (c *Catalogue) Put(ctx context.Context, e directory.Entry, by directory.Edit) (change directory.Change, err error) {
	if err := directory.Validate(e); err != nil {
		return directory.Change{}, err
	}
	err = c.write(ctx, "put "+e.Key().String(), func(tx *transaction) error {
		now, again := c.now(), false
		if change, again, err = before(ctx, tx, by.Once, now); err != nil || again {
			return err
		}
		if change, _, err = put(ctx, tx, e, by, now); err != nil {
			return err
		}
		if err := remember(ctx, tx, by.Once, change.Number, now); err != nil {
			return err
		}
		unmet, err := unmetReferences(ctx, tx, e)
		if err != nil {
			return err
		}
		return problem.InvalidFields("The %s refers to something that does not exist.", unmet, problem.Word(e.Key().Kind))
	})
	if err != nil {
		return directory.Change{}, err
	}
	return change, nil
}

// maxFields bounds how many faults of a batch are named.
const maxFields = 100

// PutAll writes entries in one transaction: all of them or none. They may
// refer to each other in any order. It gives how many were new, changed and
// already so. progress, if not nil, is called with how many have been written.
//
// A batch with entries that break a rule, stand there twice or refer to
// something that exists neither in the batch nor in the catalogue is Invalid;
// the pointers of the fields begin with the place in the batch: "/3/topics/0".
func (c *Catalogue) PutAll(ctx context.Context, entries []directory.Entry, author string, progress func(n int)) (added, changed, same int, err error) {
	if err := validateAll(entries); err != nil {
		return 0, 0, 0, err
	}
	err = c.write(ctx, fmt.Sprintf("put %d entries", len(entries)), func(tx *transaction) error {
		now := c.now()
		written := make([]bool, len(entries))
		for i, e := range entries {
			change, isNew, err := put(ctx, tx, e, directory.Edit{Author: author}, now)
			if err != nil {
				return fmt.Errorf("put %s: %w", e.Key(), err)
			}
			written[i] = isNew
			switch {
			case !isNew:
				same++
			case change.Revision == 1:
				added++
			default:
				changed++
			}
			if progress != nil {
				progress(i + 1)
			}
		}
		var unmet []problem.Field
		for i, e := range entries {
			if !written[i] || len(unmet) >= maxFields {
				continue // what was already so refers to what is already there
			}
			fields, err := unmetReferences(ctx, tx, e)
			if err != nil {
				return err
			}
			unmet = appendFields(unmet, i, fields)
		}
		return problem.InvalidFields("Some entries refer to something that does not exist.", unmet)
	})
	if err != nil {
		return 0, 0, 0, err
	}
	return added, changed, same, nil
}

func validateAll(entries []directory.Entry) error {
	var fields []problem.Field
	seen := make(map[directory.Key]int, len(entries))
	for i, e := range entries {
		if first, twice := seen[e.Key()]; twice {
			fields = appendFields(fields, i, []problem.Field{
				problem.At("/id", "The %s %q is already entry %d of the batch.", problem.Word(e.Key().Kind), e.Key().ID, first),
			})
		} else {
			seen[e.Key()] = i
		}
		fields = appendFields(fields, i, e.Problems())
		if len(fields) >= maxFields {
			break
		}
	}
	return problem.InvalidFields("Some entries break a rule.", fields)
}

// appendFields adds the faults of the i-th entry of a batch.
func appendFields(fields []problem.Field, i int, more []problem.Field) []problem.Field {
	for _, f := range more {
		f.Pointer = fmt.Sprintf("/%d%s", i, f.Pointer)
		fields = append(fields, f)
	}
	return fields
}

// put writes one entry and says whether that made a new change. Whether its
// references are met is for the caller to ask, once all entries are there.
func put(ctx context.Context, tx *transaction, e directory.Entry, by directory.Edit, now time.Time) (directory.Change, bool, error) {
	key := e.Key()
	body, err := directory.Encode(e)
	if err != nil {
		return directory.Change{}, false, err
	}
	last, exists, err := latest(ctx, tx, key)
	if err != nil {
		return directory.Change{}, false, err
	}
	if err := check(by, key, last, exists); err != nil {
		return directory.Change{}, false, err
	}
	if exists && bytes.Equal(last.body, body) {
		change, err := last.change()
		return change, false, err
	}
	// A deleted entry that comes back goes on counting, so that a revision
	// never means two states.
	next := record{key: key, revision: last.revision + 1, author: by.Author, at: now.UTC().Format(timeFormat), body: body}
	if err := appendRecord(ctx, tx, &next); err != nil {
		return directory.Change{}, false, err
	}
	if err := place(ctx, tx, key, next.revision, shapeOf(e)); err != nil {
		return directory.Change{}, false, err
	}
	if err := identify(ctx, tx, key, directory.Sites(e)); err != nil {
		return directory.Change{}, false, err
	}
	if err := tx.post(ctx, e, next); err != nil {
		return directory.Change{}, false, err
	}
	if exists && last.body != nil {
		before, err := last.change()
		if err != nil {
			return directory.Change{}, false, err
		}
		tx.disturb(before.Entry, e)
	}
	// Reading it back refuses, before it is committed, what could not be read
	// afterwards.
	change, err := next.change()
	return change, true, err
}
