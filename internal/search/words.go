package search

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"
	"runtime/debug"
	"time"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/blevesearch/bleve/v2/mapping"
	index "github.com/blevesearch/bleve_index_api"

	bolt "go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"

	"walkin/internal/directory"
	"walkin/internal/problem"
)

// words is the bleve half of the index, on disk or in memory.
type words struct {
	index   bleve.Index
	dir     string // "" in memory
	mapping *mapping.IndexMappingImpl
	tables  tables
}

// Keys of what bleve keeps beside the documents.
var (
	keyChange  = []byte("walkin.change")  // number of the last change applied, 8 bytes
	keyMapping = []byte("walkin.mapping") // mappingVersion
)

// maxBatch bounds one batch: merging large ones costs memory.
const maxBatch = 500

// openTimeout is how long to wait for another process that has the index.
const openTimeout = time.Second

// errUnusable says that an index directory cannot be used and should be
// built again.
var errUnusable = errors.New("index cannot be used")

// openWords opens the index in a directory. Whatever is wrong with it is
// errUnusable with the cause, but for an index that another process has open.
func openWords(dir string) (*words, error) {
	m, err := newMapping()
	if err != nil {
		return nil, err
	}
	if _, err := os.Stat(dir); err != nil {
		return nil, errors.Join(errUnusable, err)
	}
	if err := checkSegments(dir); err != nil {
		// A segment that its owner is just writing has no checksum yet.
		if busy := checkOwner(dir); busy != nil {
			return nil, owned(busy, dir)
		}
		return nil, errors.Join(errUnusable, err)
	}
	idx, err := openBleve(dir)
	if errors.Is(err, bolterrors.ErrTimeout) {
		return nil, owned(err, dir)
	}
	if err != nil {
		return nil, errors.Join(errUnusable, err)
	}
	w := &words{index: idx, dir: dir, mapping: m}
	version, err := idx.GetInternal(keyMapping)
	if err == nil && string(version) != mappingVersion {
		err = fmt.Errorf("made by mapping %q, not %q", version, mappingVersion)
	}
	if err != nil {
		return nil, errors.Join(errUnusable, err, w.close())
	}
	return w, nil
}

// owned is the error for an index that another has open. That is not unusable:
// building it again would take it from under its owner.
func owned(err error, dir string) error {
	return problem.Wrap(err, problem.Conflict, "The index %s is in use by another process. Stop that one first, or choose another data folder.", dir)
}

// checkOwner gives an error where another has the index open, and nil where
// nobody has, whatever state it is in.
func checkOwner(dir string) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if recover() != nil { // by damage, which only who has the lock comes to read
			err = nil
		}
	}()
	table, err := bolt.Open(filepath.Join(dir, "store", "root.bolt"), 0o600, &bolt.Options{ReadOnly: true, Timeout: openTimeout})
	if errors.Is(err, bolterrors.ErrTimeout) {
		return err
	}
	if err == nil {
		_ = table.Close()
	}
	return nil
}

// openBleve opens an index; a panic, with which the store answers some damage,
// is an error like any other, and so is a fault: the table is mapped into
// memory, and where it is cut short there is nothing behind an address.
func openBleve(dir string) (idx bleve.Index, err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("open index: %v", p)
		}
	}()
	return bleve.OpenUsing(dir, map[string]any{"bolt_timeout": openTimeout.String()})
}

// checkSegments reads every segment and compares it with its checksum, the
// last four bytes, since bleve itself does not: a turned bit would be served.
func checkSegments(dir string) error {
	segments, err := filepath.Glob(filepath.Join(dir, "store", "*.zap"))
	if err != nil {
		return err
	}
	for _, path := range segments {
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		end := len(content) - crc32.Size
		if end < 0 || crc32.ChecksumIEEE(content[:end]) != binary.BigEndian.Uint32(content[end:]) {
			return fmt.Errorf("segment %s is damaged", filepath.Base(path))
		}
	}
	return nil
}

// createWords makes an empty index in a directory that does not exist yet, or
// in memory.
func createWords(dir string) (*words, error) {
	m, err := newMapping()
	if err != nil {
		return nil, err
	}
	w := &words{dir: dir, mapping: m}
	// With an empty path scorch lives in memory; bleve.NewMemOnly would make an
	// index of another kind, whose document numbers are not numbers.
	if w.index, err = bleve.NewUsing(dir, m, scorch.Name, bleve.Config.DefaultKVStore, nil); err != nil {
		return nil, fmt.Errorf("create index: %w", err)
	}
	if err := w.index.SetInternal(keyMapping, []byte(mappingVersion)); err != nil {
		return nil, errors.Join(fmt.Errorf("create index: %w", err), w.close())
	}
	return w, nil
}

func (w *words) close() error { return w.index.Close() }

// position is the number of the last change in the index.
func (w *words) position() (uint64, error) {
	b, err := w.index.GetInternal(keyChange)
	if err != nil || len(b) != 8 {
		return 0, err
	}
	return binary.BigEndian.Uint64(b), nil
}

// update is one document to write, or to remove where doc is nil.
type update struct {
	key directory.Key
	doc document
}

// apply writes updates in batches; the last one carries the number of the
// last change, so that the number is never ahead of the documents.
func (w *words) apply(updates []update, change uint64) error {
	for {
		n := min(len(updates), maxBatch)
		batch := w.index.NewBatch()
		for _, u := range updates[:n] {
			if u.doc == nil {
				batch.Delete(u.key.String())
			} else if err := batch.Index(u.key.String(), u.doc); err != nil {
				return fmt.Errorf("index %s: %w", u.key, err)
			}
		}
		updates = updates[n:]
		if len(updates) == 0 {
			batch.SetInternal(keyChange, binary.BigEndian.AppendUint64(nil, change))
		}
		if err := w.write(batch); err != nil {
			return fmt.Errorf("write index: %w", err)
		}
		if len(updates) == 0 {
			return nil
		}
	}
}

// write writes a batch. Where the disk refused an earlier one, bleve keeps its
// segment but has closed it, and panics on the next batch until the segment is
// on disk after all: then too the batch is to be tried again later.
func (w *words) write(batch *bleve.Batch) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("an earlier batch is not on disk yet: %v", p)
		}
	}()
	return w.index.Batch(batch)
}

// wordReader reads the words as they are at one moment. Document numbers of
// bleve hold for one reader only, so each has its table from them to rows.
type wordReader struct {
	reader index.IndexReader
	rows   []int32 // by document number; -1 for none
	loose  []int   // documents of entries that are not in the first segment, sorted
	first  uint32  // entries of that
	terms  lists
	// settled are the rows in the first segment: they hold for the next reader
	// too, as long as that segment is the first. Some may be dead meanwhile.
	settled *lists
}

// reader opens a reader for a catalogue.
func (w *words) reader(c *catalogue) (*wordReader, error) {
	advanced, err := w.index.Advanced()
	if err != nil {
		return nil, fmt.Errorf("read index: %w", err)
	}
	reader, err := advanced.Reader()
	if err != nil {
		return nil, fmt.Errorf("read index: %w", err)
	}
	r := &wordReader{reader: reader}
	if err = w.tables.read(r, c); err != nil {
		return nil, errors.Join(fmt.Errorf("read index: %w", err), reader.Close())
	}
	return r, nil
}

// documentNumber reads bleve's internal id: eight bytes, big-endian.
func documentNumber(id index.IndexInternalID) int { return int(binary.BigEndian.Uint64(id)) }

func (r *wordReader) close() error { return r.reader.Close() }

// has says whether any document has a term in a field.
func (r *wordReader) has(field, term string) (bool, error) {
	postings, err := r.reader.TermFieldReader(context.Background(), []byte(term), field, false, false, false)
	if err != nil {
		return false, fmt.Errorf("read index: %w", err)
	}
	return postings.Count() > 0, postings.Close()
}

// readPrefix is withPrefix of bleve.
func (r *wordReader) readPrefix(field, prefix string, max int) ([]string, error) {
	dict, err := r.reader.FieldDictPrefix(field, []byte(prefix))
	if err != nil {
		return nil, fmt.Errorf("read index: %w", err)
	}
	var terms []string
	for len(terms) < max {
		entry, err := dict.Next()
		if err != nil {
			return nil, errors.Join(fmt.Errorf("read index: %w", err), dict.Close())
		}
		if entry == nil {
			break
		}
		terms = append(terms, entry.Term)
	}
	return terms, dict.Close()
}
