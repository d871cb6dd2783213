package search

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
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
	// CompleteMisspelled is Complete for a name with a slip.
	CompleteMisspelled(prefix, country string, limit int) []geo.Place
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
	dir     string // "" in memory
	saved   uint64 // number of the last change in the saved columns
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
	if dir == "" {
		return inMemory(ctx, source, options)
	}
	last, err := lastOf(ctx, source)
	if err != nil {
		return nil, fmt.Errorf("open index: %w", err)
	}
	w, c, err := usable(dir, last, options.Crisis)
	if err == nil {
		x, failed := open(w, c, options)
		if failed == nil {
			x.dir, x.saved = dir, c.change
			return x, nil
		}
		err = errors.Join(errUnusable, failed)
	}
	if !errors.Is(err, errUnusable) {
		return nil, err
	}
	options.Log.Info("building the search index", "because", err.Error())
	if last, err = build(ctx, dir, source, options.Crisis); err != nil {
		return nil, err
	}
	if w, c, err = usable(dir, last, options.Crisis); err != nil {
		return nil, err
	}
	x, err := open(w, c, options)
	if err != nil {
		return nil, err
	}
	x.dir, x.saved = dir, c.change
	return x, nil
}

// lastOf gives the number of the last change of a source. Most can tell
// without reading all entries.
func lastOf(ctx context.Context, source Source) (uint64, error) {
	if log, ok := source.(interface {
		LastChange(context.Context) (uint64, error)
	}); ok {
		return log.LastChange(ctx)
	}
	return source.Each(ctx, func(directory.Change) error { return nil })
}

// open makes an index of its two halves. Its error closes both.
func open(w *words, c *catalogue, options Options) (*Index, error) {
	x := &Index{words: w, stems: stemmers(w.mapping), options: options}
	if err := x.swap(c); err != nil {
		return nil, errors.Join(fmt.Errorf("open index: %w", err), w.close(), c.archive.close())
	}
	x.done.Store(c.change)
	return x, nil
}

// usable opens both halves in a directory, unless they know more than the log
// or do not belong together.
func usable(dir string, last uint64, rules directory.CrisisRules) (*words, *catalogue, error) {
	w, err := openWords(dir)
	if err != nil {
		return nil, nil, err
	}
	position, err := w.position()
	if err == nil && position > last {
		err = fmt.Errorf("it knows change %d, the log ends at %d", position, last)
	}
	var c *catalogue
	if err == nil {
		c, err = loadCatalogue(dir, rules)
	}
	if err == nil && c.change > position {
		err = errors.Join(fmt.Errorf("its columns are at change %d, its words at %d", c.change, position), c.archive.close())
	}
	if err != nil {
		return nil, nil, errors.Join(errUnusable, err, w.close())
	}
	return w, c, nil
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

// inMemory builds an index that is gone when it is closed.
func inMemory(ctx context.Context, source Source, options Options) (*Index, error) {
	w, err := createWords("")
	if err != nil {
		return nil, err
	}
	c := newCatalogue(options.Crisis)
	if c, err = c.fill(ctx, source, w); err != nil {
		return nil, errors.Join(err, w.close())
	}
	return open(w, c, options)
}

// swap makes a catalogue and the words as they now are the current snapshot.
func (x *Index) swap(c *catalogue) error {
	reader, err := x.words.reader(c)
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
	if x.dir != "" && old.change != x.saved {
		err = errors.Join(err, old.save(x.dir))
	}
	return errors.Join(err, x.words.close(), old.archive.close())
}
