package main

import (
	"context"
	"fmt"
	"os"

	index "walkin/internal/search"
	"walkin/internal/sqlite"
)

// backup is "walkin backup": an online copy, checked before it is kept.
type backup struct {
	state
	File string `arg:"" help:"File to write."`
}

// Run copies the catalogue while a server may be writing to it.
func (b *backup) Run(ctx context.Context, io streams) error {
	catalogue, err := sqlite.OpenReadOnly(ctx, b.catalogue())
	if err != nil {
		return err
	}
	defer catalogue.Close()
	bar := newProgress(io.err, "copying", -1, false)
	err = catalogue.Backup(ctx, b.File, func(done, _ int) { bar.set(done) })
	bar.done()
	if err != nil {
		return err
	}
	fmt.Fprintf(io.out, "%s holds the catalogue and was checked.\n", b.File)
	return nil
}

// restore is "walkin restore".
type restore struct {
	state
	File string `arg:"" help:"Backup to put in place."`
}

// Run throws the index away and puts the backup in place. The index belongs to
// another history, whatever its number says, so it goes first: one that is
// missing is built again, one that stayed would not be.
func (r *restore) Run(ctx context.Context, io streams) error {
	if _, err := os.Stat(r.File); err != nil {
		return fmt.Errorf("find the backup: %w", err)
	}
	if err := r.create(); err != nil {
		return err
	}
	if err := index.Discard(r.index()); err != nil {
		return err
	}
	if err := sqlite.Restore(ctx, r.File, r.catalogue()); err != nil {
		return err
	}
	fmt.Fprintf(io.out, "The catalogue is that of %s. The index is built when the server starts.\n", r.File)
	return nil
}
