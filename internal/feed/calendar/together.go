package calendar

import (
	"io"

	"walkin/internal/directory"
)

// Part is a centre or an activity in a calendar of several; At is the last
// change of the centre where an activity happens, nil if it is at none.
type Part struct {
	Change directory.Change
	At     *directory.Change
}

// WriteTogether writes several centres and activities as one calendar, each
// with the words that it would have in its own.
func WriteTogether(w io.Writer, parts []Part, country string, o Options) error {
	var subjects []subject
	for _, p := range parts {
		switch e := p.Change.Entry.(type) {
		case *directory.Centre:
			if InUse(e.Status) {
				subjects = append(subjects, centreSubject(e.Public(), p.Change, o))
			}
		case *directory.Activity:
			if InUse(e.Status) && (p.At == nil || InUse(p.At.Entry.(*directory.Centre).Status)) {
				subjects = append(subjects, activitySubject(e.Public(), p.Change, p.At, o))
			}
		}
	}
	return write(w, "", country, subjects, o)
}
