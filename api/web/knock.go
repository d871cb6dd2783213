package web

import (
	"io"
	"slices"

	"walkin/internal/directory"
)

// KnockState is what has become of a knock.
type KnockState string

// The states. Those in which somebody may still come out look again by
// themselves.
const (
	KnockWaiting KnockState = "waiting" // it rings inside
	KnockComing  KnockState = "coming"  // somebody said that they come out
	KnockUnseen  KnockState = "unseen"  // nobody answered in time
	KnockNobody  KnockState = "nobody"  // nobody looks just now
	KnockShut    KnockState = "shut"    // it is not open, or nobody knows
	KnockSoon    KnockState = "soon"    // the same address has just knocked
	KnockOver    KnockState = "over"    // it is forgotten
)

// Knock is what the page of a knock is drawn from. It has no name of anybody
// and no time.
type Knock struct {
	Page
	State  KnockState
	Centre *directory.Centre // as the public may see it; nil for one that is forgotten
}

// knocked is the view of it.
type knocked struct {
	Page
	State   KnockState
	Says    string
	More    string
	Place   *Link
	Reaches []Reach // by telephone, where somebody should ring
	Again   bool    // the page looks again by itself
}

// Knock draws it.
func (s *Site) Knock(w io.Writer, k Knock) error {
	says := "knock.state." + string(k.State)
	v := knocked{Page: k.Page, State: k.State, Says: k.Words.Say(says), More: k.Words.Say(says + "_more")}
	v.Again = k.State == KnockWaiting || k.State == KnockUnseen
	if k.Centre != nil {
		v.Place = &Link{Href: k.Words.Page(k.Centre.Key()), Text: k.Centre.Name}
		v.Reaches = slices.DeleteFunc(k.Words.reaches(k.Centre.Contact), func(r Reach) bool { return r.Scheme != "tel" && r.Scheme != "sms" })
	}
	return s.draw(w, k.Lang(), "knock", "layout", v)
}
