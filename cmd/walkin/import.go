package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"

	"walkin/internal/directory"
	"walkin/internal/feed/hsds"
	"walkin/internal/intake"
	"walkin/internal/problem"
	"walkin/internal/sqlite"
)

// imports is "walkin import". A server that runs on the same catalogue shows
// what was imported within a second.
type imports struct {
	state
	tables
	File   string `arg:"" help:"JSON Lines to read, in the directory's own form or as HSDS objects, or a list as CSV, XLSX or GeoJSON; - for standard input."`
	Author string `default:"import" help:"Who the history names."`
}

// headSize is how many bytes show what a file is.
const headSize = 4 << 10

// maxLine bounds one line of JSON Lines, in bytes.
const maxLine = 4 << 20

// Run reads everything before it writes anything: the catalogue gets all
// entries or none. Which format a file has is seen from its first bytes.
func (i *imports) Run(ctx context.Context, out streams) error {
	file, size, err := openInput(i.File)
	if err != nil {
		return err
	}
	defer file.Close()
	in := bufio.NewReaderSize(file, headSize)
	head, err := in.Peek(headSize)
	if err != nil && len(head) == 0 && !errors.Is(err, io.EOF) {
		return fmt.Errorf("read %s: %w", i.File, err)
	}
	switch intake.Sniff(head) {
	case intake.FormatJSONLines, intake.FormatUnknown:
	default:
		return i.runTable(ctx, in, size, out)
	}
	if i.given() {
		return misused{fmt.Errorf("%s is JSON Lines: its entries say themselves what flags say of a list", i.File)}
	}
	read, err := readEntries(in, newProgress(out.err, "reading", size, true))
	if err != nil {
		return fmt.Errorf("read %s: %w", i.File, err)
	}
	if len(read.faults) > 0 {
		return problem.InvalidFields("%s has lines that are wrong. Nothing was imported.", read.faults, i.File)
	}
	if err := i.create(); err != nil {
		return err
	}
	catalogue, err := sqlite.Open(ctx, i.catalogue(), sqlite.Options{Now: out.now})
	if err != nil {
		return err
	}
	defer catalogue.Close()
	bar := newProgress(out.err, "writing", int64(len(read.entries)), false)
	added, changed, same, err := catalogue.PutAll(ctx, read.entries, i.Author, func(n int) { bar.set(n) })
	bar.done()
	if err != nil {
		return read.named(err)
	}
	fmt.Fprintf(out.out, "%d added, %d changed, %d as they were.\n", added, changed, same)
	return nil
}

// batch is what a file of JSON Lines holds.
type batch struct {
	entries []directory.Entry
	lines   []int           // where each entry stands, from 1
	faults  []problem.Field // what is wrong, by line
}

// readEntries reads JSON Lines. A line that is wrong is named by its number,
// and so are the next few: whoever mends a file wants to know them all.
func readEntries(in io.Reader, bar *progress) (batch, error) {
	const maxFaults = 20
	defer bar.done()
	var b batch
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, maxLine)
	n := 1
	for ; len(b.faults) < maxFaults && lines.Scan(); n++ {
		bar.add(len(lines.Bytes()) + 1)
		if len(lines.Bytes()) == 0 {
			continue
		}
		e, err := decodeLine(lines.Bytes())
		if err == nil {
			err = directory.Validate(e)
		}
		if err != nil {
			b.blame(n, err)
			continue
		}
		b.entries, b.lines = append(b.entries, e), append(b.lines, n)
	}
	if errors.Is(lines.Err(), bufio.ErrTooLong) {
		b.blame(n, problem.New(problem.Invalid, "The line is longer than %d bytes.", maxLine))
		return b, nil
	}
	return b, lines.Err()
}

// decodeLine reads an entry in either of the forms that export writes; which
// one it is can be seen from each line.
func decodeLine(line []byte) (directory.Entry, error) {
	if hsds.Recognises(line) {
		return hsds.DecodeLine(line)
	}
	return directory.DecodeLine(line)
}

// blame notes what is wrong with a line.
func (b *batch) blame(line int, err error) {
	p := new(problem.Error)
	if !errors.As(err, &p) {
		p.Detail = err.Error()
	}
	if len(p.Fields) == 0 {
		b.faults = append(b.faults, problem.Field{Pointer: fmt.Sprintf("line %d", line), Detail: p.Detail})
	}
	for _, f := range p.Fields {
		b.faults = append(b.faults, problem.Field{Pointer: fmt.Sprintf("line %d %s", line, f.Pointer), Detail: f.Detail})
	}
}

// named puts lines into an error that points at entries by their place in the
// batch, such as "/3/topics/0".
func (b *batch) named(err error) error {
	p, ok := err.(*problem.Error)
	if !ok {
		return err
	}
	named := *p
	named.Fields = slices.Clone(p.Fields)
	for i, f := range named.Fields {
		place, rest, _ := strings.Cut(strings.TrimPrefix(f.Pointer, "/"), "/")
		if n, err := strconv.Atoi(place); err == nil && n < len(b.lines) {
			named.Fields[i].Pointer = fmt.Sprintf("line %d /%s", b.lines[n], rest)
		}
	}
	return &named
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
