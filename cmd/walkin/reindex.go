package main

import (
	"context"
	"fmt"

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
	idx, err := index.Open(ctx, r.index(), catalogue, index.Options{Crisis: rules})
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
