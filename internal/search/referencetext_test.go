package search_test

import (
	"cmp"
	"context"
	"iter"
	"math"
	"slices"
	"strconv"
	"testing"

	"github.com/blevesearch/bleve/v2"
	index "github.com/blevesearch/bleve_index_api"
)

// written is an index of the words of names and texts and of nothing else: not
// stored, without term vectors and values by document, in one segment.
type written struct {
	reader  index.IndexReader
	number  []uint32 // by the number of bleve's document
	average float64  // words in a text
}

// wordField is the field of the words.
const wordField = "words"

func newWritten(tb testing.TB, size int, average float64) *written {
	path := kept(tb, "reference", size, func(path string, places iter.Seq2[int, rivalPlace]) { fillWritten(tb, path, places) })
	idx := must[bleve.Index](tb)(bleve.OpenUsing(path, map[string]any{"read_only": true}))
	tb.Cleanup(func() { _ = idx.Close() })
	advanced := must[index.Index](tb)(idx.Advanced())
	w := &written{reader: must[index.IndexReader](tb)(advanced.Reader()), average: average}
	tb.Cleanup(func() { _ = w.reader.Close() })

	count := must[uint64](tb)(w.reader.DocCount())
	w.number = make([]uint32, count)
	ids := must[index.DocIDReader](tb)(w.reader.DocIDReaderAll())
	defer ids.Close()
	for range count {
		id := must[index.IndexInternalID](tb)(ids.Next())
		number := must[int](tb)(strconv.Atoi(must[string](tb)(w.reader.ExternalID(id))))
		w.number[id.Value()] = uint32(number)
	}
	return w
}

func fillWritten(tb testing.TB, path string, places iter.Seq2[int, rivalPlace]) {
	doc := bleve.NewDocumentStaticMapping()
	f := bleve.NewTextFieldMapping()
	f.Store, f.IncludeTermVectors, f.IncludeInAll, f.DocValues = false, false, false, false
	doc.AddFieldMappingsAt(wordField, f)
	m := bleve.NewIndexMapping()
	m.DefaultMapping = doc
	builder := must[bleve.Builder](tb)(bleve.NewBuilder(path, m, map[string]any{"batchSize": 1000, "buildPathPrefix": tb.TempDir()}))
	for i, p := range places {
		if err := builder.Index(strconv.Itoa(i), map[string]any{wordField: p.name + "\n" + every(p.text)}); err != nil {
			tb.Fatal(err)
		}
	}
	if err := builder.Close(); err != nil {
		tb.Fatal(err)
	}
}

// Constants of BM25, as bleve has them.
const (
	bm25K = 1.2
	bm25B = 0.75
)

// merging goes through the entries that have any of some words.
type merging struct {
	written *written
	terms   []merged
}

type merged struct {
	reader index.TermFieldReader
	weight float64
	doc    index.TermFieldDoc
	at     uint64 // bleve's number, or done
}

const done = math.MaxUint64

// step goes on to the next entry with the word.
func (t *merged) step() error {
	next, err := t.reader.Next(t.doc.Reset())
	if err != nil {
		return err
	}
	if next == nil {
		t.at = done
	} else {
		t.at = next.ID.Value()
	}
	return nil
}

func (w *written) merge(words []string) (*merging, error) {
	m := &merging{written: w, terms: make([]merged, len(words))}
	for i, word := range words {
		reader, err := w.reader.TermFieldReader(context.Background(), []byte(word), wordField, true, true, false)
		if err != nil {
			return nil, err
		}
		count, all := float64(reader.Count()), float64(len(w.number))
		m.terms[i].reader = reader
		m.terms[i].weight = math.Log(1 + (all-count+0.5)/(count+0.5))
		if err := m.terms[i].step(); err != nil {
			return nil, err
		}
	}
	return m, nil
}

func (m *merging) close() {
	for i := range m.terms {
		_ = m.terms[i].reader.Close()
	}
}

// next gives an entry and its score by BM25.
func (m *merging) next() (number uint32, score float64, ok bool, err error) {
	at := uint64(done)
	for i := range m.terms {
		at = min(at, m.terms[i].at)
	}
	if at == done {
		return 0, 0, false, nil
	}
	for i := range m.terms {
		t := &m.terms[i]
		if t.at != at {
			continue
		}
		length := 1 / (t.doc.Norm * t.doc.Norm)
		score += bm25(t.weight, float64(t.doc.Freq), length, m.written.average)
		if err := t.step(); err != nil {
			return 0, 0, false, err
		}
	}
	return m.written.number[at], score, true, nil
}

func bm25(weight, often, length, average float64) float64 {
	return weight * often * (bm25K + 1) / (often + bm25K*(1-bm25B+bm25B*length/average))
}

// scored is an entry with its score.
type scored struct {
	number uint32
	score  float64
}

// best keeps the highest scores, the least of them on top of a heap.
type best struct {
	heap []scored
	size int
}

func newBest(size int) *best { return &best{make([]scored, 0, size), size} }

func (b *best) offer(s scored) {
	if len(b.heap) == b.size && s.score <= b.heap[0].score {
		return
	}
	if len(b.heap) < b.size {
		b.heap = append(b.heap, s)
		for i := len(b.heap) - 1; i > 0 && b.heap[(i-1)/2].score > b.heap[i].score; i = (i - 1) / 2 {
			b.heap[i], b.heap[(i-1)/2] = b.heap[(i-1)/2], b.heap[i]
		}
		return
	}
	b.heap[0] = s
	for i := 0; ; {
		least := i
		for _, child := range []int{2*i + 1, 2*i + 2} {
			if child < len(b.heap) && b.heap[child].score < b.heap[least].score {
				least = child
			}
		}
		if least == i {
			return
		}
		b.heap[i], b.heap[least] = b.heap[least], b.heap[i]
		i = least
	}
}

func (b *best) sorted() []scored {
	slices.SortFunc(b.heap, func(x, y scored) int {
		return cmp.Or(cmp.Compare(y.score, x.score), cmp.Compare(x.number, y.number))
	})
	return b.heap
}
