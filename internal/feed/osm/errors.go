package osm

import "fmt"

// A SyntaxError says where a text is not understood, and why.
type SyntaxError struct {
	Offset int    // of the place in the text, in bytes
	Near   string // what stands there
	Why    string // a clause: "a date needs its year"
}

func (e *SyntaxError) Error() string {
	if e.Near == "" {
		return fmt.Sprintf("read opening_hours: at the end: %s", e.Why)
	}
	return fmt.Sprintf("read opening_hours: at byte %d, %q: %s", e.Offset, e.Near, e.Why)
}

// An UnsayableError names the part of a schedule that opening_hours has no
// words for.
type UnsayableError struct {
	Pointer string // JSON Pointer into the schedule
	Why     string // a clause
}

func (e *UnsayableError) Error() string {
	return fmt.Sprintf("write opening_hours: %s: %s", e.Pointer, e.Why)
}
