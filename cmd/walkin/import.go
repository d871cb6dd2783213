package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"walkin/internal/directory"
	"walkin/internal/sqlite"
)

// imports is "walkin import". A server that runs on the same catalogue shows
// what was imported within a second.
type imports struct {
	state
	File   string `arg:"" help:"JSON Lines to read, or - for standard input."`
	Author string `default:"import" help:"Who the history names."`
}

// maxLine bounds one line of JSON Lines, in bytes.
const maxLine = 4 << 20

// Run reads every line before it writes any: the catalogue gets all entries or
// none.
func (i *imports) Run(ctx context.Context, io streams) error {
	in, size, err := openInput(i.File)
	if err != nil {
		return err
	}
	defer in.Close()
	entries, err := readEntries(in, newProgress(io.err, "reading", size, true))
	if err != nil {
		return fmt.Errorf("%s: %w", i.File, err)
	}
	if err := os.MkdirAll(i.DataDir, 0o755); err != nil {
		return fmt.Errorf("make the data folder: %w", err)
	}
	catalogue, err := sqlite.Open(ctx, i.catalogue(), sqlite.Options{Now: io.now})
	if err != nil {
		return err
	}
	defer catalogue.Close()
	bar := newProgress(io.err, "writing", int64(len(entries)), false)
	added, changed, same, err := catalogue.PutAll(ctx, entries, i.Author, func(n int) { bar.set(n) })
	bar.done()
	if err != nil {
		return err
	}
	fmt.Fprintf(io.out, "%d added, %d changed, %d as they were.\n", added, changed, same)
	return nil
}

// readEntries reads JSON Lines. A line that is wrong is named by its number,
// and so are the next few: whoever mends a file wants to know them all.
func readEntries(in io.Reader, bar *progress) ([]directory.Entry, error) {
	const maxFaults = 20
	defer bar.done()
	var entries []directory.Entry
	var faults []error
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, maxLine)
	for n := 1; lines.Scan(); n++ {
		bar.add(len(lines.Bytes()) + 1)
		if len(lines.Bytes()) == 0 {
			continue
		}
		e, err := directory.DecodeLine(lines.Bytes())
		if err == nil {
			err = directory.Validate(e)
		}
		if err != nil {
			if faults = append(faults, fmt.Errorf("line %d: %w", n, err)); len(faults) == maxFaults {
				break
			}
			continue
		}
		entries = append(entries, e)
	}
	return entries, errors.Join(append(faults, lines.Err())...)
}

// openInput opens a file, or standard input for "-", with its size in bytes;
// -1 where that is not known.
func openInput(name string) (io.ReadCloser, int64, error) {
	if name == "-" {
		return io.NopCloser(os.Stdin), -1, nil
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, 0, err
	}
	info, err := f.Stat()
	if err != nil {
		return nil, 0, errors.Join(err, f.Close())
	}
	return f, info.Size(), nil
}
