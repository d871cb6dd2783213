package sqlite

import (
	"errors"
	"fmt"
	"time"

	driver "modernc.org/sqlite"

	"walkin/internal/problem"
)

// The primary result codes that say something about the file or the disk
// (https://www.sqlite.org/rescode.html).
const (
	perm     = 3
	busy     = 5
	locked   = 6
	readOnly = 8
	ioErr    = 10
	corrupt  = 11
	full     = 13
	cantOpen = 14
	protocol = 15
	notADB   = 26
)

// The extended codes for a disk that did not confirm a write.
const (
	ioErrFsync    = ioErr | 4<<8
	ioErrDirFsync = ioErr | 5<<8
)

// misfortune is what a caller is told about a result code.
type misfortune struct {
	retryAfter time.Duration // zero where waiting does not help
	sentence   string
}

var (
	occupied = misfortune{time.Second, "The database is busy with other writes. Nothing was written; try again."}
	damaged  = misfortune{0, "The database is damaged. Stop the server and restore the last backup with \"walkin restore\"."}

	faults = map[int]misfortune{
		busy:     occupied,
		locked:   occupied,
		protocol: occupied,
		perm:     {time.Minute, "The database may not be opened. Let the user who runs walkin own the data directory."},
		readOnly: {time.Minute, "The database cannot be written. Nothing was written; make the file, its folder and the disk writable for the user who runs walkin."},
		full:     {time.Minute, "The disk that holds the database is full. Nothing was written; make room and try again."},
		ioErr:    {time.Minute, "The disk that holds the database reports an error. Nothing was acknowledged; check the disk, then restart walkin."},
		corrupt:  damaged,
		notADB:   damaged,
		cantOpen: {time.Minute, "The database cannot be opened. Check that the data directory exists and that the user who runs walkin may write to it."},
	}
)

// fault turns an error of the driver into a problem that says what to do, by
// the result code and never by the text. Problems pass as they are; other
// errors get the operation in front.
func fault(operation string, err error) error {
	var told *problem.Error
	if err == nil || errors.As(err, &told) {
		return err
	}
	err = fmt.Errorf("%s: %w", operation, err)
	if m, known := faults[codeOf(err)&0xff]; known {
		return m.problem(err)
	}
	return err
}

func (m misfortune) problem(cause error) error {
	p := problem.Wrap(cause, problem.Unavailable, "%s", problem.Sentence{Format: m.sentence})
	p.RetryAfter = m.retryAfter
	return p
}

// codeOf gives the extended result code of an error, or 0 if it is none of
// SQLite's.
func codeOf(err error) int {
	var e *driver.Error
	if errors.As(err, &e) {
		return e.Code()
	}
	return 0
}

// lostSync says whether an extended result code means that the disk did not
// confirm what was written to it.
func lostSync(code int) bool { return code == ioErrFsync || code == ioErrDirFsync }
