package web

import (
	"bytes"
	"fmt"

	"walkin/data"
	"walkin/internal/directory"
)

// readDesk makes a desk of the helplines that the program carries. It knows
// who can be called, and reads no text.
func readDesk() (*directory.CrisisDesk, error) {
	catalogue, err := data.Catalogue()
	if err != nil {
		return nil, fmt.Errorf("read helplines: %w", err)
	}
	var helplines []*directory.Helpline
	for line := range bytes.Lines(catalogue) {
		if !bytes.HasPrefix(line, []byte(`{"kind":"helpline"`)) { // most are something else

			continue
		}
		entry, err := directory.DecodeLine(line)
		if err != nil {
			return nil, fmt.Errorf("read helplines: %w", err)
		}
		if h, ok := entry.(*directory.Helpline); ok {
			helplines = append(helplines, h)
		}
	}
	return directory.NewCrisisDesk(nil, helplines), nil
}

// Desk gives the people to call as the program carries them, for when there is
// no directory to ask.
func (s *Site) Desk() *directory.CrisisDesk { return s.desk }
