package sqlite

import (
	"context"

	"walkin/internal/directory"
	"walkin/internal/problem"
)

// Apply makes several changes in one transaction: all of them or none. Entries
// are written before any is taken out, in the order in which they are given;
// they may refer to each other in any order. It gives the changes in the same
// order; one that would change nothing is the present one. progress, if not
// nil, is called with how many are done.
//
// An entry that breaks a rule or refers to what does not exist is Invalid, with
// pointers that begin with its place ("/3/topics/0"); one that changed since it
// was seen is Stale, and one to be taken out that is still referred to is a
// Conflict.
func (c *Catalogue) Apply(ctx context.Context, steps []directory.Step, author string, progress func(n int)) (changes []directory.Change, err error) {
	var written []directory.Entry
	places := make([]int, 0, len(steps))
	for i, step := range steps {
		if step.Entry != nil {
			written, places = append(written, step.Entry), append(places, i)
		}
	}
	if err := validateAll(written); err != nil {
		return nil, err
	}
	changes = make([]directory.Change, len(steps))
	err = c.write(ctx, "apply changes", func(tx *transaction) error {
		now, done := c.now(), 0
		step := func() {
			if done++; progress != nil {
				progress(done)
			}
		}
		isNew := make([]bool, len(steps))
		for n, e := range written {
			i := places[n]
			if changes[i], isNew[i], err = put(ctx, tx, e, directory.Edit{Author: author, IfRevision: steps[i].IfRevision}, now); err != nil {
				return err
			}
			step()
		}
		for i, s := range steps {
			if s.Entry == nil {
				by := directory.Edit{Author: author, IfRevision: s.IfRevision}
				if changes[i], err = remove(ctx, tx, s.Key, by, stamp(now)); err != nil {
					return err
				}
				step()
			}
		}
		var unmet []problem.Field
		for n, e := range written {
			if !isNew[places[n]] || len(unmet) >= maxFields {
				continue // what was already so refers to what is already there
			}
			fields, err := unmetReferences(ctx, tx, e)
			if err != nil {
				return err
			}
			unmet = appendFields(unmet, places[n], fields)
		}
		return problem.InvalidFields("Some entries refer to something that does not exist.", unmet)
	})
	if err != nil {
		return nil, err
	}
	return changes, nil
}
