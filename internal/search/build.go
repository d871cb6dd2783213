package search

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	bolt "go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"

	"walkin/internal/directory"
	"walkin/internal/problem"
)

// build makes the index again beside the old one and then takes its place, so
// that a crash leaves either the old or the new, or nothing; never half.
func build(ctx context.Context, dir string, source Source, rules directory.CrisisRules) (last uint64, err error) {
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		return 0, fmt.Errorf("build index: %w", err)
	}
	unlock, err := lock(dir + ".lock")
	if err != nil {
		return 0, err
	}
	defer unlock()
	fresh := dir + ".building"
	if err := os.RemoveAll(fresh); err != nil {
		return 0, fmt.Errorf("build index: %w", err)
	}
	w, err := createWords(fresh)
	if err != nil {
		return 0, err
	}
	c := newCatalogue(rules)
	if c.archive, err = createArchive(fresh, 0); err != nil {
		return 0, errors.Join(err, w.close())
	}
	archive := c.archive
	if c, err = c.fill(ctx, source, w); err == nil {
		last, err = c.change, c.save(fresh)
		archive = c.archive
	}
	if err := errors.Join(err, archive.close(), w.close()); err != nil {
		return 0, err
	}
	if err := errors.Join(os.RemoveAll(dir), os.Rename(fresh, dir)); err != nil {
		return 0, fmt.Errorf("build index: %w", err)
	}
	return last, nil
}

// portion is how many entries are read at once to build an index: all of a
// large catalogue would not fit in memory.
const portion = 5000

// fill gives a catalogue of all that a source has, and writes the documents.
func (c *catalogue) fill(ctx context.Context, source Source, w *words) (*catalogue, error) {
	var changes []directory.Change
	add := func() error {
		next, made, err := c.after(changes)
		if err != nil {
			return err
		}
		c, changes = next, changes[:0]
		if c.archive != nil {
			if err := c.shelve(); err != nil {
				return err
			}
		}
		return w.apply(made.updates, 0)
	}
	last, err := source.Each(ctx, func(change directory.Change) error {
		if changes = append(changes, change); len(changes) < portion {
			return nil
		}
		return add()
	})
	if err == nil {
		err = add()
	}
	if err == nil {
		c.compact()
		c.change = last
		err = c.staff()
	}
	if err != nil {
		return nil, fmt.Errorf("build index: %w", err)
	}
	return c, w.apply(nil, last)
}

// lock keeps two processes from building one index at the same time.
func lock(path string) (unlock func(), err error) {
	db, err := bolt.Open(path, 0o600, &bolt.Options{Timeout: time.Second})
	if errors.Is(err, bolterrors.ErrTimeout) {
		return nil, problem.Wrap(err, problem.Conflict, "The index %s is being built by another process. Wait for that one, or choose another data folder.", path)
	}
	if err != nil {
		return nil, fmt.Errorf("build index: %w", err)
	}
	return func() { _ = db.Close() }, nil
}
