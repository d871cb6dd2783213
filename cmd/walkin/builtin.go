package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"walkin/data"
	"walkin/internal/directory"
	"walkin/internal/sqlite"
)

// builtinEntries reads the catalogue that the program carries.
func builtinEntries() ([]directory.Entry, error) {
	content, err := data.Catalogue()
	if err != nil {
		return nil, fmt.Errorf("read the built-in catalogue: %w", err)
	}
	var entries []directory.Entry
	lines := bufio.NewScanner(bytes.NewReader(content))
	lines.Buffer(nil, maxLine)
	for lines.Scan() {
		e, err := directory.DecodeLine(lines.Bytes())
		if err != nil {
			return nil, fmt.Errorf("read the built-in catalogue: %w", err)
		}
		entries = append(entries, e)
	}
	return entries, lines.Err()
}

// crisisRules reads what the crisis gate needs beside the topics.
func crisisRules() (directory.CrisisRules, error) {
	var rules directory.CrisisRules
	content, err := data.CrisisRules()
	if err == nil {
		err = json.Unmarshal(content, &rules)
	}
	if err != nil {
		return rules, fmt.Errorf("read the crisis rules: %w", err)
	}
	return rules, nil
}

// fill puts the built-in content into a catalogue.
func fill(ctx context.Context, catalogue *sqlite.Catalogue) (entries int, err error) {
	list, err := builtinEntries()
	if err != nil {
		return 0, err
	}
	_, _, _, err = catalogue.PutAll(ctx, list, directory.BuiltIn, nil)
	return len(list), err
}

// openOrBuiltin opens a catalogue to read or, where there is none, a temporary
// one with the built-in content, so that every command works on a machine
// where nothing has been set up. Done closes it.
func openOrBuiltin(ctx context.Context, path string, io streams) (c *sqlite.Catalogue, done func(), err error) {
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		c, err := sqlite.OpenReadOnly(ctx, path)
		return c, func() { _ = c.Close() }, err
	}
	dir, err := os.MkdirTemp("", "walkin-")
	if err != nil {
		return nil, nil, err
	}
	c, err = sqlite.Open(ctx, filepath.Join(dir, "catalogue.db"), sqlite.Options{Now: io.now})
	if err != nil {
		return nil, nil, errors.Join(err, os.RemoveAll(dir))
	}
	if _, err = fill(ctx, c); err != nil {
		return nil, nil, errors.Join(err, c.Close(), os.RemoveAll(dir))
	}
	return c, func() { _ = c.Close(); _ = os.RemoveAll(dir) }, nil
}
