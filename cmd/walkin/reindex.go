package main

import (
	"context"
	"fmt"

	"walkin/internal/problem"
	index "walkin/internal/search"
	"walkin/internal/sqlite"
)

// reindex is "walkin reindex". The index is rebuilt by itself whenever it
// cannot be used; this is for whoever wants to be sure.
type reindex struct {
	state
}

// Run builds the index again from the catalogue.
func (r *reindex) Run(ctx context.Context, io streams) error {
	catalogue, err := sqlite.OpenReadOnly(ctx, r.catalogue())
	if err != nil {
		return err
	}
	defer catalogue.Close()
	rules, err := crisisRules()
	if err != nil {
		return err
	}
	if err := index.Discard(r.index()); err != nil {
		return err
	}
	idx, err := r.openIndex(ctx, catalogue, index.Options{Crisis: rules})
	if err != nil {
		return err
	}
	position := idx.Position()
	if err := idx.Close(); err != nil {
		return err
	}
	fmt.Fprintf(io.out, "The index holds the catalogue up to change %d.\n", position)
	return nil
}

// openIndex opens the index of a catalogue, or builds it.
func (s state) openIndex(ctx context.Context, catalogue *sqlite.Catalogue, options index.Options) (*index.Index, error) {
	idx, err := index.Open(ctx, s.index(), catalogue, options)
	if err != nil && problem.KindOf(err) == problem.Internal {
		err = fmt.Errorf("%w. See that there is room in %s and that it can be written, then start again", err, s.DataDir)
	}
	return idx, err
}
