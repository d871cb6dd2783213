package main

import (
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// record is one row of a raw CSV file, by column name.
type record map[string]string

// readCSV reads a CSV file with a header line.
func readCSV(path string) ([]record, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("read csv: %w", err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("read csv %s: %w", path, err)
	}
	if len(rows) == 0 {
		return nil, fmt.Errorf("read csv %s: no header", path)
	}
	records := make([]record, 0, len(rows)-1)
	for _, row := range rows[1:] {
		r := make(record, len(row))
		for i, column := range rows[0] {
			r[column] = row[i]
		}
		records = append(records, r)
	}
	return records, nil
}

// writeTSV writes a compressed table: tab-separated, unquoted, with a header line.
func writeTSV(path, header string, rows [][]string) error {
	var b bytes.Buffer
	b.WriteString(header + "\n")
	for i, row := range rows {
		for _, field := range row {
			if strings.ContainsAny(field, "\t\n\r") {
				return fmt.Errorf("write %s: row %d: a field holds a tab or line end: %q", path, i, field)
			}
		}
		b.WriteString(strings.Join(row, "\t") + "\n")
	}
	return writeGzip(path, b.Bytes(), len(rows))
}

// writeGzip writes path.gz. The gzip header has no time, so that the same content
// is the same file.
func writeGzip(path string, content []byte, rows int) error {
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return err
	}
	if _, err := z.Write(content); err != nil {
		return err
	}
	if err := z.Close(); err != nil {
		return err
	}
	path += ".gz"
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
		return err
	}
	report(path, rows, b.Len())
	return nil
}
