package main

import (
	"bufio"
	"context"
	"errors"
	"io"
	"os"

	"walkin/internal/directory"
	"walkin/internal/feed/hsds"
	"walkin/internal/sqlite"
)

// export is "walkin export". The same catalogue gives the same bytes: entries
// stand by kind, those that are referred to first, and by id.
type export struct {
	state
	Format string `default:"walkin" enum:"walkin,hsds" help:"Form of the lines: walkin, the directory's own, or hsds, objects of HSDS 3.0 with the walk-in profile. Import reads both."`
	File   string `arg:"" default:"-" help:"File to write, or - for standard output."`
}

// Run writes the file beside its place and renames it when it is whole. Only
// its owner may read it: it holds addresses that the public may not see.
func (e *export) Run(ctx context.Context, io streams) error {
	catalogue, err := sqlite.OpenReadOnly(ctx, e.catalogue())
	if err != nil {
		return err
	}
	defer catalogue.Close()
	if e.File == "-" {
		return writeEntries(ctx, catalogue, io.out, e.encoder(), newProgress(io.err, "writing", -1, false))
	}
	part := e.File + ".part"
	f, err := os.OpenFile(part, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	err = writeEntries(ctx, catalogue, f, e.encoder(), newProgress(io.err, "writing", -1, false))
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return errors.Join(err, os.Remove(part))
	}
	return os.Rename(part, e.File)
}

// encoder gives what makes a line of an entry.
func (e *export) encoder() func(directory.Entry) ([]byte, error) {
	if e.Format == "hsds" {
		exact := hsds.Projection{Exact: true}
		return exact.EncodeLine
	}
	return directory.EncodeLine
}

func writeEntries(ctx context.Context, catalogue *sqlite.Catalogue, w io.Writer, encode func(directory.Entry) ([]byte, error), bar *progress) error {
	defer bar.done()
	buffered := bufio.NewWriter(w)
	if _, err := catalogue.Each(ctx, func(c directory.Change) error {
		b, err := encode(c.Entry)
		if err != nil {
			return err
		}
		bar.add(1)
		_, err = buffered.Write(append(b, '\n'))
		return err
	}); err != nil {
		return err
	}
	return buffered.Flush()
}
