package console

import (
	"io"

	"walkin/internal/directory"
)

// History is the page of what was changed in an entry, the newest first.
type History struct {
	Page
	Key      directory.Key
	Revision int // the present one
	Changes  []PastChange
	MayEdit  bool
}

// Address is that of the page of the entry.
func (h History) Address() string { return AddressOf(h.Key) }

// PastChange is one change.
type PastChange struct {
	Revision  int
	Day, Who  string
	Made      bool // the first
	Deleted   bool
	Fields    []FieldLine
	CanReturn bool // the entry can be put back to this
}

// History draws it.
func (s *Site) History(w io.Writer, p History) error { return s.draw(w, p.Page, "history", p) }

// Drafts is the page of changes that wait.
type Drafts struct {
	Page
	All []DraftLine
}

// DraftLine is a draft.
type DraftLine struct {
	ID, Name, Day, Who string
	Key                directory.Key
	Fields             []FieldLine
	Deletes            bool
	Mine               bool // the member wrote it
	MayDecide          bool
}

// Drafts draws it.
func (s *Site) Drafts(w io.Writer, p Drafts) error { return s.draw(w, p.Page, "drafts", p) }

// Photos is the page of the photos of a centre.
type Photos struct {
	Page
	ID       string // of the centre
	Revision int
	TextLang string
	Photos   []PhotoLine
}

// PhotoLine is a photo that is there.
type PhotoLine struct{ File, Src, Shows, Alt string }

// Photos draws it.
func (s *Site) Photos(w io.Writer, p Photos) error { return s.draw(w, p.Page, "photos", p) }

// Network is the page of how the places of a network keep its criteria.
type Network struct {
	Page
	Network    *directory.Network
	Revision   int
	Counts     []CountLine
	Places     []StandingLine
	MayAssess  bool
	MayGovern  bool
	TextLang   string
	OtherNames []PlaceLine // networks of the member, where there are several
}

// CountLine is how many places keep a criterion.
type CountLine struct {
	Criterion, Text      string
	Met, NotMet, Unknown int
}

// StandingLine is how a place stands with each criterion, in their order.
type StandingLine struct {
	ID, Name string
	Stands   []Stand
}

// Stand is how a place stands with one criterion.
type Stand struct {
	Met       directory.Ternary
	Day, Why  string
	Criterion string
}

// Network draws it.
func (s *Site) Network(w io.Writer, p Network) error { return s.draw(w, p.Page, "network", p) }

// Create is the page on which something new begins.
type Create struct {
	Page
	Kind          directory.Kind
	Organisations []Option
	Centre        string // at which a new activity is to be
	Name, Town    string
	Organisation  string
}

// Create draws it.
func (s *Site) Create(w io.Writer, p Create) error { return s.draw(w, p.Page, "create", p) }

// Confirm is the page behind a link that asks whether an entry is still
// correct, and the page that gives such a link.
type Confirm struct {
	Page
	Name   string
	Public string
	Secret string // of the link that was opened
	Thanks bool
	Mail   string // the text to send, on the page that gives one
	Back   string
}

// Confirm draws it.
func (s *Site) Confirm(w io.Writer, p Confirm) error { return s.draw(w, p.Page, "confirm", p) }
