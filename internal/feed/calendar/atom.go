package calendar

import (
	"encoding/xml"
	"io"
	"time"
)

// atomFeed is a feed in the words of RFC 4287.
type atomFeed struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Lang    string      `xml:"xml:lang,attr,omitempty"`
	ID      string      `xml:"id"`
	Title   string      `xml:"title"`
	Updated string      `xml:"updated"`
	Links   []atomLink  `xml:"link"`
	Author  string      `xml:"author>name"`
	Entries []atomEntry `xml:"entry"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Href string `xml:"href,attr"`
	Type string `xml:"type,attr,omitempty"`
}

type atomEntry struct {
	Lang       string         `xml:"xml:lang,attr,omitempty"`
	ID         string         `xml:"id"`
	Title      string         `xml:"title"`
	Updated    string         `xml:"updated"`
	Links      []atomLink     `xml:"link"`
	Content    atomText       `xml:"content"`
	Categories []atomCategory `xml:"category"`
}

type atomText struct {
	Type string `xml:"type,attr"`
	Text string `xml:",chardata"`
}

type atomCategory struct {
	Term string `xml:"term,attr"`
}

// WriteAtom writes happenings as an Atom feed. updated is the time of the last
// change that it rests on.
func WriteAtom(w io.Writer, happenings []Happening, updated time.Time, f Feed) error {
	feed := atomFeed{
		Lang: f.Lang, ID: f.Self, Title: in(wordWhatsOn, f.Lang), Updated: updated.UTC().Format(time.RFC3339),
		Links:  []atomLink{{Rel: "self", Href: f.Self, Type: "application/atom+xml"}, {Rel: "alternate", Href: f.Home, Type: "application/json"}},
		Author: "walkin", Entries: make([]atomEntry, len(happenings)),
	}
	for i := range happenings {
		feed.Entries[i] = f.atomEntry(&happenings[i])
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	if err := xml.NewEncoder(w).Encode(feed); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

func (f *Feed) atomEntry(h *Happening) atomEntry {
	entry := atomEntry{
		ID:      "tag:walkin,2026:" + h.id(), // RFC 4151; it outlives a change of address
		Updated: h.changed().UTC().Format(time.RFC3339),
		Links:   []atomLink{{Rel: "alternate", Href: f.link(h), Type: "application/json"}},
		Content: atomText{Type: "text", Text: h.content(f.Options)},
	}
	entry.Title, entry.Lang = h.title(f.Options)
	for _, topic := range h.activity().Topics {
		entry.Categories = append(entry.Categories, atomCategory{topic})
	}
	return entry
}
