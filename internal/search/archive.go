package search

import (
	"fmt"
	"os"
	"sync"

	"walkin/internal/directory"
)

// archive keeps the entries themselves, as JSON and as the public may see them,
// for the few that are shown. It only grows: what a segment points to stays
// where it is. One goroutine appends while many read.
type archive struct {
	file *os.File // nil in memory
	mu   sync.RWMutex
	size uint64   // bytes of the file
	old  [][]byte // in memory: by offset
}

// append writes entries one behind the other and gives where each stands.
func (a *archive) append(entries [][]byte) ([]stored, error) {
	at := make([]stored, len(entries))
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.file == nil {
		for i, e := range entries {
			at[i] = stored{uint64(len(a.old)), uint32(len(e))}
			a.old = append(a.old, e)
		}
		return at, nil
	}
	total := 0
	for _, e := range entries {
		total += len(e)
	}
	together, offset := make([]byte, 0, total), a.size
	for i, e := range entries {
		at[i] = stored{offset + uint64(len(together)), uint32(len(e))}
		together = append(together, e...)
	}
	if _, err := a.file.WriteAt(together, int64(offset)); err != nil {
		return nil, fmt.Errorf("write entries: %w", err)
	}
	a.size += uint64(total)
	return at, nil
}

// read gives what stands somewhere. The caller does not change it.
func (a *archive) read(at stored) ([]byte, error) {
	if a.file == nil {
		a.mu.RLock()
		defer a.mu.RUnlock()
		return a.old[at.offset], nil
	}
	b := make([]byte, at.length)
	if _, err := a.file.ReadAt(b, int64(at.offset)); err != nil {
		return nil, fmt.Errorf("read entry: %w", err)
	}
	return b, nil
}

func (a *archive) close() error {
	if a.file == nil {
		return nil
	}
	return a.file.Close()
}

// public gives an entry as the public may see it.
func public(e directory.Entry) directory.Entry {
	switch e := e.(type) {
	case *directory.Centre:
		return e.Public()
	case *directory.Activity:
		return e.Public()
	}
	return e
}
