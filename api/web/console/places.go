package console

import (
	"io"

	"walkin/internal/directory"
)

// Places is the first page: the places that a member keeps, and what is
// missing of each.
type Places struct {
	Page
	All       []PlaceLine
	MayEdit   bool
	MayCreate bool
	Many      bool // more than one looks through: a field narrows the list
}

// PlaceLine is a place in the list.
type PlaceLine struct {
	Key      directory.Key
	Name     string
	Where    string   // its town
	Verified string   // the day, "" if nobody ever confirmed it
	Score    int      // of 100
	Missing  []string // the first few that a young person asks and nobody answers
}

// Places draws it.
func (s *Site) Places(w io.Writer, p Places) error { return s.draw(w, p.Page, "places", p) }
