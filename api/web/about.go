package web

import (
	"io"

	"walkin/data"
)

// statement is a page about this site itself.
type statement struct {
	Page
	Contact     string // e-mail address; "" if there is none
	Attribution string // what the licences of the geographic files ask for
	Counting    bool   // whether what is asked for is counted
}

// AboutTheData draws the page on sources, licences, age and correction.
func (s *Site) AboutTheData(w io.Writer, p Page, contact string, counting bool) error {
	return s.draw(w, p.Lang(), "about", "layout", statement{p, contact, data.GeoAttribution, counting})
}

// Accessibility draws the accessibility statement.
func (s *Site) Accessibility(w io.Writer, p Page, contact string) error {
	return s.draw(w, p.Lang(), "accessibility", "layout", statement{Page: p, Contact: contact})
}
