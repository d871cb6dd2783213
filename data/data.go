// Package data holds the embedded files: everything that the program knows before
// anyone has written to it. README.md in this folder names the source and the
// licence of each, and the program in generate makes them.
//
// The files are compressed; [Open], [Read] and [Rows] give them plain.
package data

import (
	"bytes"
	"compress/gzip"
	"embed"
	"encoding/binary"
	"fmt"
	"io"
	"slices"
	"strings"
)

//go:embed geo/*.gz
var files embed.FS

// Open opens an embedded file, such as [Outline]. The caller closes it.
func Open(name string) (io.ReadCloser, error) {
	f, err := files.Open(name + ".gz")
	if err != nil {
		return nil, fmt.Errorf("open data: %w", err)
	}
	z, err := gzip.NewReader(f) // reading an embedded file needs no Close
	if err != nil {
		return nil, fmt.Errorf("open data %s: %w", name, err)
	}
	return z, nil
}

// Read gives the content of an embedded file.
func Read(name string) ([]byte, error) {
	packed, err := files.ReadFile(name + ".gz")
	if err != nil {
		return nil, fmt.Errorf("read data: %w", err)
	}
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, fmt.Errorf("read data %s: %w", name, err)
	}
	// The last four bytes are the size of the content (RFC 1952): one allocation.
	size := binary.LittleEndian.Uint32(packed[len(packed)-4:])
	content := make([]byte, size)
	if _, err := io.ReadFull(z, content); err != nil {
		return nil, fmt.Errorf("read data %s: %w", name, err)
	}
	if _, err := z.Read(make([]byte, 1)); err != io.EOF { // EOF checks the sum, too
		return nil, fmt.Errorf("read data %s: more than %d bytes, or a wrong sum: %v", name, size, err)
	}
	return content, nil
}

// Rows calls row with the fields of every row of an embedded table, in order, and
// ends with the first error that row returns. The table must have exactly the named
// columns, so that a changed file is an error and never a shifted field.
//
// The slice is used again for the next row; the strings may be kept, and keep the
// whole table in memory.
func Rows(name string, columns []string, row func(fields []string) error) error {
	content, err := Read(name)
	if err != nil {
		return err
	}
	header, rest, _ := strings.Cut(string(content), "\n")
	if !slices.Equal(strings.Split(header, "\t"), columns) {
		return fmt.Errorf("read data %s: the columns are %q, want %q", name, header, columns)
	}
	fields := make([]string, len(columns))
	for n := 2; rest != ""; n++ {
		var line string
		line, rest, _ = strings.Cut(rest, "\n")
		for i := range fields {
			var more bool
			fields[i], line, more = strings.Cut(line, "\t")
			if more != (i < len(fields)-1) {
				return fmt.Errorf("read data %s: line %d does not have %d fields", name, n, len(columns))
			}
		}
		if err := row(fields); err != nil {
			return fmt.Errorf("read data %s: line %d: %w", name, n, err)
		}
	}
	return nil
}
