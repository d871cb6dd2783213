package referral

import (
	"fmt"
	"slices"
	"strings"

	"walkin/internal/directory"
)

// Directory is what there is to hand somebody on to, held in memory. It never
// changes and is safe for concurrent use; a new one is made when the catalogue
// has changed, in a few milliseconds.
type Directory struct {
	taxonomy      *directory.Taxonomy
	centres       map[string]*directory.Centre
	organisations map[string]*directory.Organisation
	activities    []*directory.Activity
	helplines     []*directory.Helpline
	order         []*directory.Centre              // by id
	at            map[string][]*directory.Activity // by centre
	places        map[string][]offer               // by centre: its door, then its stops
	inTown        map[[2]string]bool               // organisation and municipality where it runs a centre
}

// NewDirectory makes a directory of the entries of a catalogue. It fails if
// the topics do not make a tree.
func NewDirectory(entries []directory.Entry) (*Directory, error) {
	d := &Directory{
		centres:       make(map[string]*directory.Centre),
		organisations: make(map[string]*directory.Organisation),
		at:            make(map[string][]*directory.Activity),
		places:        make(map[string][]offer),
		inTown:        make(map[[2]string]bool),
	}
	var topics []*directory.Topic
	for _, e := range entries {
		switch e := e.(type) {
		case *directory.Topic:
			topics = append(topics, e)
		case *directory.Organisation:
			d.organisations[e.ID] = e
		case *directory.Centre:
			d.centres[e.ID] = e
			d.order = append(d.order, e)
			if e.Organisation != "" && e.Location.Municipality != "" {
				d.inTown[[2]string{e.Organisation, e.Location.Municipality}] = true
			}
		case *directory.Activity:
			d.activities = append(d.activities, e)
			for _, id := range e.Centres {
				d.at[id] = append(d.at[id], e)
			}
		case *directory.Helpline:
			d.helplines = append(d.helplines, e)
		}
	}
	var err error
	if d.taxonomy, err = directory.NewTaxonomy(topics); err != nil {
		return nil, fmt.Errorf("make referral directory: %w", err)
	}
	for _, c := range d.order {
		d.places[c.ID] = d.placeOffers(c)
	}
	slices.SortFunc(d.order, func(a, b *directory.Centre) int { return strings.Compare(a.ID, b.ID) })
	return d, nil
}

// Taxonomy gives the topics.
func (d *Directory) Taxonomy() *directory.Taxonomy { return d.taxonomy }
