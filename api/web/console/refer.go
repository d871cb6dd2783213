package console

import (
	"io"

	"walkin/api/web"
)

// Refer is the page on which a member asks who fits somebody better than the
// place where they are. What is asked is posted, never in an address, and kept
// nowhere.
type Refer struct {
	Page
	Need  NeedForm
	Found *Found // nil before anything was asked
}

// NeedForm is a need as a form has it. It asks for nothing about who it is.
type NeedForm struct {
	Centres   []Option // to hand on from
	Topics    []TopicGroup
	Age       string
	Languages []Option
	Needs     []Option // of access
	Promises  []Option
	Town      string
	Far       []Option
	When      []Option
	Day       string // YYYY-MM-DD
	Opens     string // HH:MM
	Closes    string
}

// TopicGroup is a topic with those below it.
type TopicGroup struct {
	Label  string
	Topics []Option
	Open   bool // one of them is chosen
}

// Found is what fits.
type Found struct {
	From, Lang string // to be sent along: the centre, and a language of the card
	Near       string // the town as it was understood
	People     []web.Contact
	Emergency  string
	Matches    []MatchLine
	Total      int
	Own        []MatchLine
	Lines      []MatchLine
	Relaxed    []string
}

// MatchLine is a match in a list.
type MatchLine struct {
	Value               string // what a tick sends, see [Site.NewCard]
	Name, Lang          string
	Kind, Where         string
	Href                string // its public page; "" for a line
	For, Against, Asked []string
}

// Refer draws it.
func (s *Site) Refer(w io.Writer, p Refer) error { return s.draw(w, p.Page, "refer", p) }
