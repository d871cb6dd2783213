// Package listing turns the listing feed into bytes: RPDE for portals that
// follow it, JSON Feed and Atom for readers, CSV for tables, NDJSON for bulk
// and GeoJSON for maps.
//
// All of them show the same [Item]s, and of an item only what the public may
// see of it. Nothing here asks a clock or a database: the same items give the
// same bytes.
package listing

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"strings"

	"walkin/internal/directory"
	"walkin/internal/feed/osm"
	"walkin/internal/schedule"
)

// Item is a posting with what a portal needs beside the entry itself.
type Item struct {
	directory.Posting
	// Entry is as the public may see it; nil for what is not listed.
	Entry directory.Entry
	// Operator runs or holds it; nil if nobody is known to.
	Operator *directory.Organisation
	// Centres are where an activity happens, as the public may see them.
	Centres []*directory.Centre
	// URL is the absolute address of the entry in the API, and Page that of the
	// page where people read it; "" for what has none.
	URL, Page string
}

// References gives the entries that an item is shown with: who runs it, and the
// centres of an activity. They stand at the beginning of the stored JSON, so it
// is not read to its end: on a page of 500 that saves a quarter of the time.
func References(p directory.Posting) ([]directory.Key, error) {
	if !p.Listed {
		return nil, nil
	}
	var keys []directory.Key
	dec := json.NewDecoder(bytes.NewReader(p.Body))
	if _, err := dec.Token(); err != nil {
		return nil, fmt.Errorf("read references of %s: %w", p.Key, err)
	}
	for dec.More() {
		name, err := dec.Token()
		if err != nil {
			return nil, fmt.Errorf("read references of %s: %w", p.Key, err)
		}
		var id string
		var ids []string
		switch name {
		case "id":
			err = dec.Decode(&id)
		case "organisation":
			if err = dec.Decode(&id); err == nil {
				keys = append(keys, directory.Key{Kind: directory.KindOrganisation, ID: id})
			}
		case "centres":
			err = dec.Decode(&ids)
			for _, id := range ids {
				keys = append(keys, directory.Key{Kind: directory.KindCentre, ID: id})
			}
		default:
			return keys, nil
		}
		if err != nil {
			return nil, fmt.Errorf("read references of %s: %w", p.Key, err)
		}
	}
	return keys, nil
}

// NewItem makes an item of a posting and the entries that it refers to, which
// may be more than it needs, with where the API has it and where people read it,
// "" if nowhere. Its body becomes what the public may see; the entry is left for
// [Item.Decode].
func NewItem(p directory.Posting, referred []directory.Entry, url, page string) (*Item, error) {
	i := &Item{Posting: p, URL: url, Page: page}
	if !p.Listed {
		return i, nil
	}
	for _, e := range referred {
		switch e := e.(type) {
		case *directory.Organisation:
			i.Operator = e
		case *directory.Centre:
			i.Centres = append(i.Centres, e.Public())
		}
	}
	var err error
	i.Body, err = directory.PublicBody(p.Key.Kind, p.Body)
	return i, err
}

// people gives where people read the item: its page, else what the API has.
func (i *Item) people() string { return cmp.Or(i.Page, i.URL) }

// Decode reads the entry of a listed item.
func (i *Item) Decode() (err error) {
	if i.Listed && i.Entry == nil {
		i.Entry, err = directory.Decode(i.Key.Kind, i.Body)
	}
	return err
}

// Title gives the name of the item in a language or the nearest to it, and the
// language of a title that has one; a name has none.
func (i *Item) Title(lang string) (title, in string) {
	switch e := i.Entry.(type) {
	case *directory.Centre:
		return e.Name, ""
	case *directory.Helpline:
		return e.Name, ""
	case *directory.Activity:
		return e.Title.Pick(lang)
	}
	return "", ""
}

// Description gives what the item says of itself, and in which language.
func (i *Item) Description(lang string) (text, in string) {
	switch e := i.Entry.(type) {
	case *directory.Centre:
		return e.Description.Pick(lang)
	case *directory.Helpline:
		return e.Description.Pick(lang)
	case *directory.Activity:
		return e.Description.Pick(lang)
	}
	return "", ""
}

// facts are what every kind of entry has, in one form.
type facts struct {
	description directory.Text
	status      directory.Status
	contact     directory.Contact
	ages        directory.Ages
	promises    directory.Promises
	languages   []string
	topics      []string
	cost        directory.Text
	hours       *schedule.Schedule // nil where there are none of its own
	from        directory.Provenance
}

func (i *Item) facts() facts {
	switch e := i.Entry.(type) {
	case *directory.Centre:
		return facts{e.Description, e.Status, e.Contact, e.Ages, e.Promises, e.Languages, e.Topics, nil, &e.Hours, e.Provenance}
	case *directory.Activity:
		return facts{e.Description, e.Status, e.Contact, e.Ages, e.Promises, e.Languages, e.Topics, e.Cost, &e.Hours, e.Provenance}
	case *directory.Helpline:
		contact := directory.Contact{Email: e.Email, URL: e.URL}
		for _, l := range e.Lines {
			switch {
			case l.Channel == directory.Phone && contact.Phone == "":
				contact.Phone = l.Dial
			case l.Channel == directory.SMS && contact.SMS == "":
				contact.SMS = l.Dial
			case l.Channel == directory.Chat && contact.ChatURL == "":
				contact.ChatURL = l.URL
			}
		}
		var hours *schedule.Schedule
		if len(e.Lines) == 1 { // several have hours of their own each
			hours = &e.Lines[0].Hours
		}
		return facts{e.Description, e.Status, contact, e.Ages, e.Promises, e.Languages, e.Topics, nil, hours, e.Provenance}
	}
	return facts{}
}

// openingHours gives the hours in the words of OpenStreetMap; "" where there are
// none of its own, or these words cannot say them.
func (f facts) openingHours() string {
	if f.hours == nil {
		return ""
	}
	text, err := osm.Format(f.hours)
	if err != nil {
		return "" // there are hours that have no words there; the entry has them
	}
	return text
}

// Place gives where to go, as much of it as is shown: the address of a centre,
// that of an activity or of the first centre at which it happens. A helpline
// has none.
func (i *Item) Place() *directory.Location {
	switch e := i.Entry.(type) {
	case *directory.Centre:
		return &e.Location
	case *directory.Activity:
		switch {
		case e.Location != nil:
			return e.Location
		case len(i.Centres) > 0:
			return &i.Centres[0].Location
		}
	}
	return nil
}

// address writes a location on one line: "Fiskergade 1, 8000 Aarhus C".
func address(l *directory.Location) string {
	if l == nil {
		return ""
	}
	town := strings.TrimSpace(l.PostalCode + " " + l.Town)
	if l.Street == "" || town == "" {
		return l.Street + town
	}
	return l.Street + ", " + town
}

// Text gives the item as a few plain lines: what it is, where, and how to reach
// it.
func (i *Item) Text(lang string) string {
	var lines []string
	add := func(line string) {
		if line != "" {
			lines = append(lines, line)
		}
	}
	description, _ := i.Description(lang)
	add(description)
	if len(i.Centres) > 0 {
		add(i.Centres[0].Name)
	}
	add(address(i.Place()))
	f := i.facts()
	if hours := f.openingHours(); hours != "unknown" {
		add(hours)
	}
	add(f.contact.Phone)
	add(f.contact.URL)
	return strings.Join(lines, "\n")
}
