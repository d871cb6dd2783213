package main

import (
	"context"
	"fmt"
	"os"

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

// Run puts the backup in place and throws the index away: it belongs to
// another history, whatever its number says.
func (r *restore) Run(ctx context.Context, io streams) error {
	if err := os.MkdirAll(r.DataDir, 0o755); err != nil {
		return fmt.Errorf("make the data folder: %w", err)
	}
	if err := sqlite.Restore(ctx, r.File, r.catalogue()); err != nil {
		return err
	}
	if err := os.RemoveAll(r.index()); err != nil {
		return fmt.Errorf("remove the old index: %w. Remove the folder %s by hand, then start the server", err, r.index())
	}
	fmt.Fprintf(io.out, "The catalogue is that of %s. The index is built when the server starts.\n", r.File)
	return nil
}
