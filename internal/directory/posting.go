package directory

import (
	"bytes"
	"time"
)

// Posting is the place of an entry in the listing feed: what a portal puts up,
// changes and takes down.
type Posting struct {
	// Position is where it stands: 1, 2, 3 ... in the order in which readers
	// must hear of it, unique, and higher after each change of anything that
	// the posting shows or is filtered by.
	Position uint64
	Key      Key
	// Listed is false for an entry that was deleted or left the feed, or the
	// part of it that was asked for. It has no Body then.
	Listed   bool
	Number   uint64    // of the last change of the entry itself
	Revision int       // of the entry
	At       time.Time // when it came to this position, UTC
	// Body is the entry as it is stored, which the public may not see;
	// [PublicBody] gives what it may.
	Body []byte
}

// PostingQuery asks for a part of the listing feed. All filters must hold; an
// empty one always does.
type PostingQuery struct {
	Country      string
	Municipality string // code
	Network      string // id: an organisation that runs it belongs to it
	Topic        string // id: it or what is below it
	Limit        int
}

// Posted says whether an entry belongs in the listing feed: centres, helplines
// and fixed activities that are open or will open again. Varying activities
// belong in newsletters and calendars; that is the rule of the municipal
// initiative on communication.
func Posted(e Entry) bool {
	switch e := e.(type) {
	case *Centre:
		return e.Status.Listed()
	case *Activity:
		return e.Rhythm == Fixed && e.Status.Listed()
	case *Helpline:
		return e.Status.Listed()
	}
	return false
}

// Public gives an entry as the public may see it: addresses reduced to their
// visibility, a network without what its assessors wrote about its places, a
// topic without the everyday words that lead to it, since some of them would
// hurt and who means harm could learn from them what to avoid.
func Public(e Entry) Entry {
	switch e := e.(type) {
	case *Centre:
		return e.Public()
	case *Activity:
		return e.Public()
	case *Network:
		public := *e
		public.Assessments = nil
		return &public
	case *Topic:
		public := *e
		public.Terms = nil
		return &public
	}
	return e
}

// visibilityMember stands in every address that may have to be reduced, and is
// visibleMember in one that need not. [Encode] writes them so, and a quotation
// mark within a text as \", so that they stand nowhere else.
var (
	visibilityMember = []byte(`"visibility":"`)
	visibleMember    = []byte(`"visibility":"exact"`)
)

// PublicBody gives the JSON of an entry as the public may see it, from the JSON
// as it is stored. Most have nothing to hide and are given back as they are.
func PublicBody(kind Kind, body []byte) ([]byte, error) {
	switch kind {
	case KindOrganisation, KindHelpline:
		return body, nil
	case KindCentre, KindActivity:
		if bytes.Count(body, visibilityMember) == bytes.Count(body, visibleMember) {
			return body, nil
		}
	}
	e, err := Decode(kind, body)
	if err != nil {
		return nil, err
	}
	return Encode(Public(e))
}
