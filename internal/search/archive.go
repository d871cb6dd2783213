package search

import (
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"strconv"
)

// archive is a file of the entries themselves, as JSON and as the public may
// see them, for the few that are shown. While the index runs it does not
// change: what is new is kept in memory until the index is saved.
type archive struct {
	file *os.File
	name string // of the file, in the folder of the index
	size uint64 // bytes of it that count
	sum  uint32 // CRC-32 of those
}

// createArchive makes an empty archive in a folder. Each has a name of its own,
// by the change that it is made at.
func createArchive(dir string, change uint64) (*archive, error) {
	a := &archive{name: "entries-" + strconv.FormatUint(change, 10)}
	var err error
	if a.file, err = os.Create(filepath.Join(dir, a.name)); err != nil {
		return nil, fmt.Errorf("create entries: %w", err)
	}
	return a, nil
}

// open opens the file. It reads all that counts: a turned bit would be served.
func (a *archive) open(dir string) error {
	file, err := os.OpenFile(filepath.Join(dir, a.name), os.O_RDWR, 0)
	if err != nil {
		return fmt.Errorf("open entries: %w", err)
	}
	check := crc32.NewIEEE()
	n, err := io.Copy(check, io.LimitReader(file, int64(a.size)))
	if err == nil && (uint64(n) != a.size || check.Sum32() != a.sum) {
		err = errors.New("they are damaged")
	}
	if err != nil {
		return fmt.Errorf("open entries: %w", errors.Join(err, file.Close()))
	}
	a.file = file
	return nil
}

// append writes entries behind the others.
func (a *archive) append(together []byte) error {
	if _, err := a.file.WriteAt(together, int64(a.size)); err != nil {
		return fmt.Errorf("write entries: %w", err)
	}
	a.size += uint64(len(together))
	a.sum = crc32.Update(a.sum, crc32.IEEETable, together)
	return nil
}

// read gives what stands somewhere.
func (a *archive) read(offset uint64, length uint32) ([]byte, error) {
	b := make([]byte, length)
	if _, err := a.file.ReadAt(b, int64(offset)); err != nil {
		return nil, fmt.Errorf("read entry: %w", err)
	}
	return b, nil
}

func (a *archive) close() error {
	if a == nil {
		return nil
	}
	return a.file.Close()
}

// shelve moves the entries that are in memory to the archive. Nobody may be
// reading the catalogue.
func (c *catalogue) shelve() error {
	for i := range c.parts {
		p := &c.parts[i]
		if p.encoded == nil {
			continue
		}
		var together []byte
		for n := range uint32(p.count()) {
			if b := p.inMemory(n); b != nil && !p.dead.has(n) {
				p.offset[n] = c.archive.size + uint64(len(together))
				together = append(together, b...)
			}
		}
		if err := c.archive.append(together); err != nil {
			return err
		}
		p.encoded = nil
	}
	return nil
}

// tidied gives an archive without what is dead where that is more than what
// lives, else the same again. The catalogue is changed to it.
func (c *catalogue) tidied(dir string) (*archive, error) {
	living := uint64(0)
	for i := range c.parts {
		for n := range uint32(c.parts[i].count()) {
			if !c.parts[i].dead.has(n) {
				living += uint64(c.parts[i].length[n])
			}
		}
	}
	if c.archive.size <= 2*living {
		return c.archive, nil
	}
	fresh, err := createArchive(dir, c.change)
	if err != nil {
		return nil, err
	}
	for i := range c.parts {
		p := &c.parts[i]
		for n := range uint32(p.count()) {
			if p.dead.has(n) {
				continue
			}
			b, err := c.archive.read(p.offset[n], p.length[n])
			if err == nil {
				p.offset[n] = fresh.size
				err = fresh.append(b)
			}
			if err != nil {
				return nil, errors.Join(err, fresh.close())
			}
		}
	}
	return fresh, nil
}
