package web

import (
	"io"
	"time"

	"walkin/internal/directory"
)

// Talk is the page of the people to call: static, small, kept by nobody, and
// with nothing in its title.
type Talk struct {
	Page
	Now       time.Time
	Emergency string
	Countries []Callable // that of the language first
}

// Callable are the people to call in a country.
type Callable struct {
	Country  string // ISO 3166-1
	Contacts []directory.Contacted
}

// talk is the view of it.
type talk struct {
	Talk
	Groups []callable
}

type callable struct {
	Name     string
	Contacts []Contact
}

// Talk draws the page.
func (s *Site) Talk(w io.Writer, t Talk) error {
	view := talk{Talk: t}
	for _, c := range t.Countries {
		g := callable{Name: t.Words.country(c.Country)}
		for _, contact := range c.Contacts {
			g.Contacts = append(g.Contacts, t.Words.contact(contact.Helpline, t.Now))
		}
		view.Groups = append(view.Groups, g)
	}
	return s.draw(w, t.Lang(), "talk", "layout", view)
}
