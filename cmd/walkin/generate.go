package main

import (
	"bufio"
	"context"
	"errors"
	"io"
	"os"

	"walkin/internal/directory"
	"walkin/internal/sample"
)

// generate is "walkin generate": a catalogue for tests and benchmarks in which
// nothing is a fact, in the form that "walkin import" reads. Import it into a
// data folder of its own.
type generate struct {
	N    int    `arg:"" help:"How many entries a search can find."`
	File string `arg:"" default:"-" help:"File to write, or - for standard output."`
	Seed uint64 `default:"1" help:"Another seed gives another catalogue; the same gives the same bytes."`
}

// maxGenerated is the largest catalogue that is generated.
const maxGenerated = 9_999_999

// Validate refuses a size that makes no sense; the parser calls it.
func (g *generate) Validate() error {
	if g.N < 1 || g.N > maxGenerated {
		return errors.New("the size must be 1 to 9,999,999 entries")
	}
	return nil
}

// Run writes the file beside its place and renames it when it is whole.
func (g *generate) Run(ctx context.Context, io streams) error {
	catalogue, err := sample.New(g.N, g.Seed)
	if err != nil {
		return err
	}
	bar := newProgress(io.err, "writing", int64(catalogue.Len()), false)
	if g.File == "-" {
		return writeSample(ctx, catalogue, io.out, bar)
	}
	part := g.File + ".part"
	f, err := os.Create(part)
	if err != nil {
		return err
	}
	err = writeSample(ctx, catalogue, f, bar)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return errors.Join(err, os.Remove(part))
	}
	return os.Rename(part, g.File)
}

func writeSample(ctx context.Context, catalogue *sample.Catalogue, w io.Writer, bar *progress) error {
	defer bar.done()
	buffered := bufio.NewWriter(w)
	if _, err := catalogue.Each(ctx, func(c directory.Change) error {
		b, err := directory.EncodeLine(c.Entry)
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
