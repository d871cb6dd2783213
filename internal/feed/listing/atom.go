package listing

import (
	"encoding/xml"
	"fmt"
	"time"
)

// atomFeed is an Atom feed (RFC 4287), a page of a paged feed (RFC 5005,
// section 3), with entries that were taken out (RFC 6721). The names of
// elements are written with their prefixes, as encoding/xml has none of its
// own.
type atomFeed struct {
	XMLName    xml.Name `xml:"feed"`
	Space      string   `xml:"xmlns,attr"`
	Tombstones string   `xml:"xmlns:at,attr"`
	Lang       string   `xml:"xml:lang,attr,omitempty"`
	ID         string   `xml:"id"`
	Title      string   `xml:"title"`
	Updated    string   `xml:"updated"`
	Author     string   `xml:"author>name"`
	Links      []atomLink
	Members    []any
}

type atomLink struct {
	XMLName xml.Name `xml:"link"`
	Rel     string   `xml:"rel,attr"`
	Type    string   `xml:"type,attr,omitempty"`
	Href    string   `xml:"href,attr"`
}

type atomEntry struct {
	XMLName    xml.Name `xml:"entry"`
	Lang       string   `xml:"xml:lang,attr,omitempty"`
	ID         string   `xml:"id"`
	Title      string   `xml:"title"`
	Updated    string   `xml:"updated"`
	Author     *string  `xml:"author>name"`
	Links      []atomLink
	Categories []atomCategory
	Content    atomText `xml:"content"`
}

type atomCategory struct {
	XMLName xml.Name `xml:"category"`
	Term    string   `xml:"term,attr"`
	Label   string   `xml:"label,attr"`
}

type atomText struct {
	Type string `xml:"type,attr"`
	Text string `xml:",chardata"`
}

type atomDeleted struct {
	XMLName xml.Name `xml:"at:deleted-entry"`
	Ref     string   `xml:"ref,attr"`
	When    string   `xml:"when,attr"`
}

// AtomType is the media type of Atom.
const AtomType = "application/atom+xml"

// Atom gives a page of an Atom feed, newest first. What is not listed any more
// stands there as at:deleted-entry. The id of an entry is its address, so an
// installation that wants ids to last says what its address is.
func Atom(h Head, items []*Item) ([]byte, error) {
	feed := atomFeed{
		Space: "http://www.w3.org/2005/Atom", Tombstones: "http://purl.org/atompub/tombstones/1.0",
		Lang: h.Lang, ID: h.First, Title: h.Title, Updated: h.Updated.UTC().Format(time.RFC3339Nano), Author: h.Title,
		Links: []atomLink{
			{Rel: "self", Type: AtomType, Href: h.Self}, {Rel: "first", Type: AtomType, Href: h.First},
			{Rel: "alternate", Href: h.Home},
		},
	}
	if h.Next != "" {
		feed.Links = append(feed.Links, atomLink{Rel: "next", Type: AtomType, Href: h.Next})
	}
	for _, i := range items {
		at := i.At.UTC().Format(time.RFC3339Nano)
		if !i.Listed {
			feed.Members = append(feed.Members, atomDeleted{Ref: i.URL, When: at})
			continue
		}
		if err := i.Decode(); err != nil {
			return nil, err
		}
		f := i.facts()
		entry := atomEntry{
			ID: i.URL, Updated: at, Content: atomText{"text", i.Text(h.Lang)},
			Links: []atomLink{{Rel: "alternate", Type: "application/json", Href: i.URL}},
		}
		entry.Title, entry.Lang = i.Title(h.Lang)
		if i.Operator != nil {
			entry.Author = &i.Operator.Name
		}
		if i.Page != "" {
			entry.Links = append([]atomLink{{Rel: "alternate", Type: "text/html", Href: i.Page}}, entry.Links...)
		}
		if f.contact.URL != "" {
			entry.Links = append(entry.Links, atomLink{Rel: "related", Href: f.contact.URL})
		}
		for _, id := range f.topics {
			entry.Categories = append(entry.Categories, atomCategory{Term: id, Label: h.Label(id)})
		}
		feed.Members = append(feed.Members, entry)
	}
	b, err := xml.Marshal(feed)
	if err != nil {
		return nil, fmt.Errorf("encode Atom: %w", err)
	}
	return append([]byte(xml.Header), append(b, '\n')...), nil
}
