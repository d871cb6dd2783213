package web

import "io"

// Message is a page that says one thing: that there is no such page, that a
// place is gone, that something did not work.
type Message struct {
	Page
	Heading string
	Says    string
	Back    string // address of the page to go back to; "" for none
}

// Message draws a message.
func (s *Site) Message(w io.Writer, m Message) error {
	return s.draw(w, m.Lang(), "message", "layout", m)
}
