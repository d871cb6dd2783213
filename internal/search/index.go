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
	"time"

	bolt "go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"

	"walkin/internal/directory"
	"walkin/internal/geo"
	"walkin/internal/problem"
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
	if err == nil {
		x, err := open(w, loaded, options)
		if err == nil {
			return x, nil
		}
		return rebuild(dir, updates, loaded, options, err)
	}
	if errors.Is(err, errUnusable) {
		return rebuild(dir, updates, loaded, options, err)
	}
	return nil, err
}

// rebuild builds the words again and opens them.
func rebuild(dir string, updates []update, c *catalogue, options Options, why error) (*Index, error) {
	options.Log.Info("building the search index", "entries", len(updates), "because", why.Error())
	w, err := build(dir, updates, c.change)
	if err != nil {
		return nil, err
	}
	return open(w, c, options)
}

// open makes an index of its two halves. Its error closes the words.
func open(w *words, c *catalogue, options Options) (*Index, error) {
	x := &Index{words: w, stems: stemmers(w.mapping), options: options}
	position, err := w.position()
	if err == nil {
		err = x.swap(c)
	}
	if err != nil {
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
		if err := w.apply(updates, last); err != nil {
			return nil, errors.Join(err, w.close())
		}
		return w, nil
	}
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		return nil, fmt.Errorf("build index: %w", err)
	}
	unlock, err := lock(dir + ".lock")
	if err != nil {
		return nil, err
	}
	defer unlock()
	fresh := dir + ".building"
	if err := os.RemoveAll(fresh); err != nil {
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

// swap makes a catalogue and the words as they now are the current snapshot.
func (x *Index) swap(c *catalogue) error {
	reader, err := x.words.reader(c.number)
	if err != nil {
		return err
	}
	next := &snapshot{catalogue: *c, words: reader, closed: make(chan struct{})}
	next.held.Store(1)
	if old := x.current.Swap(next); old != nil {
		if err := old.release(); err != nil { // the new one stands all the same
			x.options.Log.Error("closing a reader of the index", "error", err)
		}
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

// Taxonomy gives the topics as the index knows them; nil once it is closed.
func (x *Index) Taxonomy() *directory.Taxonomy {
	if s := x.current.Load(); s != nil {
		return s.taxonomy
	}
	return nil
}

// CrisisDesk gives who answers a crisis query; nil once the index is closed.
func (x *Index) CrisisDesk() *directory.CrisisDesk {
	if s := x.current.Load(); s != nil {
		return s.desk
	}
	return nil
}

// Close closes the index once the searches under way are done.
func (x *Index) Close() error {
	x.writing.Lock()
	defer x.writing.Unlock()
	old := x.current.Swap(nil)
	if old == nil {
		return nil
	}
	err := old.release()
	<-old.closed
	return errors.Join(err, x.words.close())
}
