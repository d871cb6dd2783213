package search

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"

	"walkin/internal/directory"
	"walkin/internal/geo"
)

// Source is what the index is built from: the change log and its entries.
type Source interface {
	// Each calls f with the last change of every live entry and gives the
	// number of the last change of all, as of one moment.
	Each(ctx context.Context, f func(directory.Change) error) (last uint64, err error)
}

// Gazetteer completes the names of towns, and knows them in a text.
type Gazetteer interface {
	Find(text, country string, limit int) []geo.Place
	// Named gives the towns that are called exactly what some folded words say.
	Named(words []string, country string, limit int) []geo.Place
	Complete(prefix, country string, limit int) []geo.Place
}

// Options are what an index needs beside its source.
type Options struct {
	Crisis    directory.CrisisRules
	Gazetteer Gazetteer    // nil: suggestions name no towns
	Log       *slog.Logger // nil: silent
}

// Index answers searches and follows the change log. It is safe for
// concurrent use; Apply is called by one goroutine at a time.
type Index struct {
	words   *words
	stems   map[string]stemmer
	options Options
	current atomic.Pointer[snapshot]
	writing sync.Mutex
	done    atomic.Uint64 // number of the last change applied to both halves
}

// Open opens the index in a directory, or builds it from the source: when
// there is none, when anything at all is wrong with it, when it was made by
// other rules, and when it knows changes that the log does not have (a
// restored backup). With dir "" the index lives in memory.
//
// After Open the index may be behind the log by what was written while it was
// closed; bring it up with Apply, from Position on.
func Open(ctx context.Context, dir string, source Source, options Options) (*Index, error) {
	if options.Log == nil {
		options.Log = slog.New(slog.DiscardHandler)
	}
	var changes []directory.Change
	last, err := source.Each(ctx, func(c directory.Change) error {
		changes = append(changes, c)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("open index: %w", err)
	}
	start := newCatalogue(options.Crisis)
	loaded, updates, err := start.with(changes)
	if err != nil {
		return nil, fmt.Errorf("open index: %w", err)
	}
	loaded.change = last

	w, err := usable(dir, last)
	if errors.Is(err, errUnusable) {
		options.Log.Info("building the search index", "entries", len(updates), "because", err.Error())
		w, err = build(dir, updates, last)
	}
	if err != nil {
		return nil, err
	}
	position, err := w.position()
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open index: %w", err), w.close())
	}
	x := &Index{words: w, stems: stemmers(w.mapping), options: options}
	if err := x.swap(loaded); err != nil {
		return nil, errors.Join(fmt.Errorf("open index: %w", err), w.close())
	}
	x.done.Store(position)
	return x, nil
}

// usable opens the words in a directory unless they know more than the log.
func usable(dir string, last uint64) (*words, error) {
	if dir == "" {
		return nil, fmt.Errorf("%w: it lives in memory", errUnusable)
	}
	w, err := openWords(dir)
	if err != nil {
		return nil, err
	}
	position, err := w.position()
	if err == nil && position > last {
		err = fmt.Errorf("it knows change %d, the log ends at %d", position, last)
	}
	if err != nil {
		return nil, errors.Join(errUnusable, err, w.close())
	}
	return w, nil
}

// Discard removes the index in a directory, so that the next Open builds it.
// Its error is a Conflict where another process has it open.
func Discard(dir string) error {
	w, err := openWords(dir)
	if err != nil && !errors.Is(err, errUnusable) {
		return err
	}
	var closed error
	if w != nil {
		closed = w.close()
	}
	if err := errors.Join(closed, os.RemoveAll(dir)); err != nil {
		return fmt.Errorf("remove index: %w", err)
	}
	return nil
}

// build makes the words again beside the old ones and then takes their place,
// so that a crash leaves either the old or the new, or nothing; never half.
func build(dir string, updates []update, last uint64) (*words, error) {
	if dir == "" {
		w, err := createWords("")
		if err != nil {
			return nil, err
		}
		return w, w.apply(updates, last)
	}
	fresh := dir + ".building"
	if err := os.RemoveAll(fresh); err != nil {
		return nil, fmt.Errorf("build index: %w", err)
	}
	if err := os.MkdirAll(filepath.Dir(fresh), 0o755); err != nil {
		return nil, fmt.Errorf("build index: %w", err)
	}
	w, err := createWords(fresh)
	if err != nil {
		return nil, err
	}
	if err := errors.Join(w.apply(updates, last), w.close()); err != nil {
		return nil, err
	}
	if err := errors.Join(os.RemoveAll(dir), os.Rename(fresh, dir)); err != nil {
		return nil, fmt.Errorf("build index: %w", err)
	}
	return openWords(dir)
}

// swap makes a catalogue and the words as they now are the current snapshot.
func (x *Index) swap(c *catalogue) error {
	reader, err := x.words.reader(c.number)
	if err != nil {
		return err
	}
	next := &snapshot{catalogue: *c, words: reader}
	next.held.Store(1)
	if old := x.current.Swap(next); old != nil {
		return old.release()
	}
	return nil
}

// Position is the number of the last change that searches know.
func (x *Index) Position() uint64 { return x.done.Load() }

// Apply brings the index forward by some changes of the log, in their order.
// When it returns, searches know them and they are on disk.
func (x *Index) Apply(_ context.Context, changes []directory.Change) error {
	if len(changes) == 0 {
		return nil
	}
	x.writing.Lock()
	defer x.writing.Unlock()
	current := x.current.Load()
	if current == nil {
		return errors.New("apply changes: the index is closed")
	}
	next, updates, err := current.with(changes)
	if err != nil {
		return fmt.Errorf("apply changes: %w", err)
	}
	last := changes[len(changes)-1].Number
	if err := x.words.apply(updates, last); err != nil {
		return fmt.Errorf("apply changes: %w", err)
	}
	if err := x.swap(next); err != nil {
		return fmt.Errorf("apply changes: %w", err)
	}
	x.done.Store(last)
	return nil
}

// Taxonomy gives the topics as the index knows them.
func (x *Index) Taxonomy() *directory.Taxonomy { return x.current.Load().taxonomy }

// CrisisDesk gives who answers a crisis query.
func (x *Index) CrisisDesk() *directory.CrisisDesk { return x.current.Load().desk }

// Close closes the index once the searches under way are done.
func (x *Index) Close() error {
	x.writing.Lock()
	defer x.writing.Unlock()
	old := x.current.Swap(nil)
	if old == nil {
		return nil
	}
	return errors.Join(old.release(), x.words.close())
}
