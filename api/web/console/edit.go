package console

import (
	"io"

	"walkin/internal/directory"
)

// Edit is the page on which an entry is edited.
type Edit struct {
	Page
	Form      Form
	Public    string   // address of the page that the public sees; "" if there is none
	Languages []string // that its texts can be written in
	Faults    []Remark // what is wrong and stands at no field
	Pending   int      // changes of it that wait for a yes
	Waits     bool     // a network wants to see the edit first
	New       bool
	// Missing is what a young person asks and the entry does not answer, and
	// Score how much of it is answered, of 100.
	Missing []string
	Score   int
	// Verified is the day on which somebody last confirmed it, "" if nobody did.
	Verified string
	// Exceptions are the days that are posted, by their position.
	Exceptions []ExceptionLine
	// Activities are those at a centre.
	Activities []PlaceLine
}

// ExceptionLine is an exception to hours in a list.
type ExceptionLine struct {
	Days, Says  string
	From, Until string // to take it off; Until is "" for one day
}

// Address is where the page stands: "/staff/c/dk-aarhus".
func (e Edit) Address() string { return AddressOf(e.Form.Key) }

// AddressOf gives the address of the page on which an entry is edited.
func AddressOf(key directory.Key) string {
	switch key.Kind {
	case directory.KindCentre:
		return "/staff/c/" + key.ID
	case directory.KindActivity:
		return "/staff/a/" + key.ID
	case directory.KindOrganisation:
		return "/staff/o/" + key.ID
	case directory.KindNetwork:
		return "/staff/n/" + key.ID
	}
	return "/staff"
}

// Edit draws it.
func (s *Site) Edit(w io.Writer, p Edit) error { return s.draw(w, p.Page, "edit", p) }
