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
	File      string `arg:"" help:"File to write."`
	Office    bool   `xor:"what" help:"Copy what staff keep beside the catalogue: members, drafts, reports, weekly counts."`
	Demand    bool   `xor:"what" help:"Copy what was asked for: the tables of weeks that are over; what is not released yet is in no copy."`
	Referrals bool   `xor:"what" help:"Copy the hand-over cards instead, which are in no other backup. Delete such a copy within 30 days."`
}

// copied is a file of which a copy is made.
type copied interface {
	Backup(ctx context.Context, path string, progress func(done, total int)) error
	Close() error
}

// Run copies a file while a server may be writing there.
func (b *backup) Run(ctx context.Context, io streams) error {
	file, what, err := b.open(ctx)
	if err != nil {
		return err
	}
	defer file.Close()
	bar := newProgress(io.err, "copying", -1, false)
	err = file.Backup(ctx, b.File, func(done, _ int) { bar.set(done) })
	bar.done()
	if err != nil {
		return err
	}
	fmt.Fprintf(io.out, "%s holds the %s and was checked.\n", b.File, what)
	return nil
}

func (b *backup) open(ctx context.Context) (copied, string, error) {
	switch {
	case b.Office:
		office, err := sqlite.OpenOfficeReadOnly(ctx, b.office())
		return office, "file of the staff", err
	case b.Demand:
		demand, err := sqlite.OpenDemandReadOnly(ctx, b.demand())
		return demand, "file of what was asked for", err
	case b.Referrals:
		cards, err := sqlite.OpenReferralsReadOnly(ctx, b.referrals())
		return cards, "hand-over cards", err
	}
	catalogue, err := sqlite.OpenReadOnly(ctx, b.catalogue())
	return catalogue, "catalogue", err
}

// restore is "walkin restore".
type restore struct {
	state
	File      string `arg:"" help:"Backup to put in place."`
	Office    bool   `xor:"what" help:"It is one of what staff keep beside the catalogue."`
	Demand    bool   `xor:"what" help:"It is one of what was asked for."`
	Referrals bool   `xor:"what" help:"It is one of the hand-over cards. What has expired goes when the server starts."`
}

// Run throws the index away and puts the backup in place. The index belongs to
// another history, whatever its number says, so once the file is seen to be a
// backup it goes first: one that is missing is built again, one that stayed would
// not be.
func (r *restore) Run(ctx context.Context, io streams) error {
	if _, err := os.Stat(r.File); err != nil {
		return fmt.Errorf("find the backup: %w", err)
	}
	if err := r.create(); err != nil {
		return err
	}
	switch {
	case r.Office:
		if err := sqlite.RestoreOffice(ctx, r.File, r.office()); err != nil {
			return err
		}
		fmt.Fprintf(io.out, "The file of the staff is that of %s.\n", r.File)
		return nil
	case r.Demand:
		if err := sqlite.RestoreDemand(ctx, r.File, r.demand()); err != nil {
			return err
		}
		fmt.Fprintf(io.out, "The file of what was asked for is that of %s.\n", r.File)
		return nil
	case r.Referrals:
		if err := sqlite.RestoreReferrals(ctx, r.File, r.referrals()); err != nil {
			return err
		}
		fmt.Fprintf(io.out, "The hand-over cards are those of %s.\n", r.File)
		return nil
	}
	if err := sqlite.Restorable(ctx, r.File); err != nil {
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
