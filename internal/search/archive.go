package search

import (
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"sync"

	"walkin/internal/directory"
)

// archive keeps the entries themselves, as JSON and as the public may see them,
// for the few that are shown. It only grows: what a segment points to stays
// where it is. One goroutine appends while many read.
type archive struct {
	file *os.File // nil in memory
	mu   sync.RWMutex
	old  [][]byte // in memory: by offset
	size uint64   // bytes of the file
	sum  uint32   // CRC-32 of them
}

// archiveFile is the file of the archive in the folder of an index.
const archiveFile = "entries"

// createArchive makes an empty archive in a folder.
func createArchive(dir string) (*archive, error) {
	file, err := os.Create(filepath.Join(dir, archiveFile))
	if err != nil {
		return nil, fmt.Errorf("create entries: %w", err)
	}
	return &archive{file: file}, nil
}

// openArchive opens the archive in a folder, of which the first bytes count.
// It reads them all: a turned bit would be served.
func openArchive(dir string, size uint64, sum uint32) (*archive, error) {
	file, err := os.OpenFile(filepath.Join(dir, archiveFile), os.O_RDWR, 0)
	if err != nil {
		return nil, fmt.Errorf("open entries: %w", err)
	}
	check := crc32.NewIEEE()
	n, err := io.CopyBuffer(check, io.LimitReader(file, int64(size)), make([]byte, 1<<20))
	if err == nil && (uint64(n) != size || check.Sum32() != sum) {
		err = fmt.Errorf("they are damaged")
	}
	if err != nil {
		_ = file.Close()
		return nil, fmt.Errorf("open entries: %w", err)
	}
	return &archive{file: file, size: size, sum: sum}, nil
}

// append writes entries one behind the other and gives where each stands.
func (a *archive) append(entries [][]byte) ([]stored, error) {
	at := make([]stored, len(entries))
	if a.file == nil {
		a.mu.Lock()
		defer a.mu.Unlock()
		for i, e := range entries {
			at[i] = stored{uint64(len(a.old)), uint32(len(e))}
			a.old = append(a.old, e)
		}
		return at, nil
	}
	var together []byte
	for i, e := range entries {
		at[i] = stored{a.size + uint64(len(together)), uint32(len(e))}
		together = append(together, e...)
	}
	if _, err := a.file.WriteAt(together, int64(a.size)); err != nil {
		return nil, fmt.Errorf("write entries: %w", err)
	}
	a.size += uint64(len(together))
	a.sum = crc32.Update(a.sum, crc32.IEEETable, together)
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

// sync brings what was written to the disk.
func (a *archive) sync() error {
	if a.file == nil {
		return nil
	}
	return a.file.Sync()
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
