package console

import (
	"html/template"
	"io"
)

// NewCard is the page on which a card is looked at before it is made.
type NewCard struct {
	Page
	From, FromName string
	Places         []PlaceOnCard
	Langs          []Option
	Tell, TellFrom bool
	Once           string        // names this card, so that a form sent twice makes one
	Preview        template.HTML // the card as it will be; drawn by the public pages
	PreviewLang    string
	PreviewDir     string
}

// PlaceOnCard is a place that is to be on the card.
type PlaceOnCard struct {
	Value       string // kind, id and, for an activity, centre, with colons between
	Name, Where string
	Day, Time   string // YYYY-MM-DD, HH:MM
	Line        bool   // nobody comes to it
}

// NewCard draws it.
func (s *Site) NewCard(w io.Writer, p NewCard) error { return s.draw(w, p.Page, "card_new", p) }

// MadeCard is the page of a card that was just made: the only one that has its
// code.
type MadeCard struct {
	Page
	Code, Address string
	Message       string // in the language of the card
	Card          template.HTML
	CardLang      string
	CardDir       string
}

// MadeCard draws it.
func (s *Site) MadeCard(w io.Writer, p MadeCard) error { return s.draw(w, p.Page, "card_made", p) }

// Cards is the page of who may come, and of the cards that were sent.
type Cards struct {
	Page
	Expected []ExpectedLine
	Sent     []SentLine
	Welcomes []Option
}

// ExpectedLine is somebody who may come.
type ExpectedLine struct {
	ID, Centre, Activity string
	Name                 string // of the place
	Says                 string // "Somebody may come on Thursday"
	From                 string // the name of who handed on; "" where that is not told
	State, Welcome       string // in words
	Over                 bool   // they have arrived
}

// SentLine is a card that was sent.
type SentLine struct {
	ID, From        string
	FromName        string
	Made, Until     string
	Revoked, Usable bool
	Places          []SentPlaceLine
}

// SentPlaceLine is how far it has come at a place.
type SentPlaceLine struct{ Name, State, Welcome string }

// Cards draws it.
func (s *Site) Cards(w io.Writer, p Cards) error { return s.draw(w, p.Page, "cards", p) }
