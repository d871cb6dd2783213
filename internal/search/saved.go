package search

import (
	"bufio"
	"encoding/binary"
	"encoding/gob"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"

	"walkin/internal/directory"
)

// The columns are saved beside the words when the index is built and when it is
// closed, so that a start need not read the whole catalogue. They may be older
// than the words: the index then follows the log from where the columns are.

// savedFile is the file of the columns in the folder of an index.
const savedFile = "columns"

// savedVersion names the form of the file. Raise it with every change to it or
// to how columns are made.
const savedVersion = "2"

// save writes a catalogue beside the words in a folder. Nobody may be reading
// it.
func (c *catalogue) save(dir string) (err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("save columns: %w", err)
		}
	}()
	if err := c.shelve(); err != nil {
		return err
	}
	before := c.archive
	if c.archive, err = c.tidied(dir); err != nil {
		c.archive = before
		return err
	}
	if c.archive != before {
		// The columns that are saved now do not know the old file any more.
		defer func() { err = errors.Join(err, before.close(), os.Remove(filepath.Join(dir, before.name))) }()
	}
	if err := c.archive.file.Sync(); err != nil {
		return err
	}
	path := filepath.Join(dir, savedFile)
	file, err := os.Create(path + ".new")
	if err != nil {
		return err
	}
	err = c.write(file)
	if err == nil {
		err = file.Sync()
	}
	if err = errors.Join(err, file.Close()); err != nil {
		return err
	}
	return os.Rename(path+".new", path)
}

func (c *catalogue) write(file io.Writer) error {
	head, err := c.head()
	if err != nil {
		return err
	}
	sum := crc32.NewIEEE()
	buffered := bufio.NewWriterSize(file, 1<<20)
	w := io.MultiWriter(buffered, sum)
	if err := gob.NewEncoder(w).Encode(head); err != nil {
		return err
	}
	for i := range c.parts {
		p := &c.parts[i]
		for _, column := range append(p.columns.saved(), &p.dead) {
			if err := binary.Write(w, binary.LittleEndian, uint64(length(column))); err != nil {
				return err
			}
			if err := binary.Write(w, binary.LittleEndian, column); err != nil {
				return err
			}
		}
	}
	if err := binary.Write(buffered, binary.LittleEndian, sum.Sum32()); err != nil {
		return err
	}
	return buffered.Flush()
}

// saved gives the columns that are written, each by a pointer to it. The
// vectors are not: they follow from the points.
func (c *columns) saved() []any {
	return []any{
		&c.ids, &c.idAt, &c.change, &c.offset, &c.length, &c.lat, &c.lon, &c.traits, &c.ages, &c.promises, &c.channels,
		&c.country, &c.municipal, &c.languages, &c.networks, &c.needs, &c.hours, &c.until, &c.stale, &c.meetAt, &c.meets, &c.topicCount,
		&c.tokenAt, &c.tokens, &c.nameTokens, &c.refAt, &c.refs,
	}
}

// length gives the length of a column, and room makes a column that long.
func length(column any) int {
	switch c := column.(type) {
	case *[]uint8:
		return len(*c)
	case *[]uint16:
		return len(*c)
	case *[]uint32:
		return len(*c)
	case *[]uint64:
		return len(*c)
	case *[]int64:
		return len(*c)
	case *[]float64:
		return len(*c)
	case *[]traits:
		return len(*c)
	case *set:
		return len(*c)
	}
	return 0
}

func room(column any, n int) {
	switch c := column.(type) {
	case *[]uint8:
		*c = make([]uint8, n)
	case *[]uint16:
		*c = make([]uint16, n)
	case *[]uint32:
		*c = make([]uint32, n)
	case *[]uint64:
		*c = make([]uint64, n)
	case *[]int64:
		*c = make([]int64, n)
	case *[]float64:
		*c = make([]float64, n)
	case *[]traits:
		*c = make([]traits, n)
	case *set:
		if *c = nil; n > 0 {
			*c = make(set, n)
		}
	}
}

// loadCatalogue reads what save wrote. Whatever is wrong with it is an error.
func loadCatalogue(dir string, rules directory.CrisisRules) (c *catalogue, err error) {
	path := filepath.Join(dir, savedFile)
	if err := checkSum(path); err != nil {
		return nil, err
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	r := bufio.NewReaderSize(file, 1<<20)
	var head saved
	if err := gob.NewDecoder(r).Decode(&head); err != nil {
		return nil, err
	}
	if head.Version != savedVersion || head.Mapping != mappingVersion {
		return nil, fmt.Errorf("the columns are of version %q and mapping %q", head.Version, head.Mapping)
	}
	c = newCatalogue(rules)
	if err := c.read(&head, r); err != nil {
		return nil, err
	}
	a := &archive{name: head.ArchiveName, size: head.ArchiveSize, sum: head.ArchiveSum}
	if err := a.open(dir); err != nil {
		return nil, err
	}
	c.archive = a
	if err = c.arrangeTopics(); err == nil {
		err = c.staff()
	}
	if err != nil {
		return nil, errors.Join(err, c.archive.close())
	}
	return c, nil
}

// checkSum compares a file with its checksum, the last four bytes.
func checkSum(path string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	sum := crc32.NewIEEE()
	if _, err := io.CopyBuffer(sum, io.LimitReader(file, info.Size()-crc32.Size), make([]byte, 1<<20)); err != nil {
		return err
	}
	var want uint32
	if err := binary.Read(file, binary.LittleEndian, &want); err != nil {
		return err
	}
	if sum.Sum32() != want {
		return fmt.Errorf("%s is damaged", filepath.Base(path))
	}
	return nil
}

// read fills a catalogue.
func (c *catalogue) read(head *saved, r io.Reader) error {
	c.change = head.Change
	for _, s := range head.Others {
		change := directory.Change{Key: s.Key, Number: s.Number}
		if s.Entry != nil {
			var err error
			if change.Entry, err = directory.Decode(s.Key.Kind, s.Entry); err != nil {
				return err
			}
		}
		c.others[s.Key] = change
	}
	if err := c.vocabulary.read(head); err != nil {
		return err
	}
	first := uint32(0)
	for _, points := range head.Points {
		var p part
		var cols columns
		for _, column := range append(cols.saved(), &p.dead) {
			var n uint64
			if err := binary.Read(r, binary.LittleEndian, &n); err != nil {
				return err
			}
			room(column, int(n))
			if err := binary.Read(r, binary.LittleEndian, column); err != nil {
				return err
			}
		}
		cols.vector = make([][3]float32, len(cols.lat))
		for n := range points {
			cols.vector[n] = narrow(unit(cols.point(uint32(n))))
		}
		p.segment, p.first = arranged(cols, points), first
		p.spell(c.vocabulary.tokens.all())
		p.call(c.vocabulary.tokens.all())
		first += uint32(p.count())
		c.parts = append(c.parts, p)
	}
	return nil
}
