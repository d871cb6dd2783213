package console

import (
	"io"
	"slices"

	"walkin/api/web"
	"walkin/internal/staff"
)

// Page is what every page of the console has.
type Page struct {
	Words *web.Words
	// Title is what stands above the page, and in the title of the browser.
	Title string
	// Here is the part of the console that the page belongs to: "places",
	// "members"; it marks the link in the menu.
	Here string
	// Actor is who is signed in; nil on the pages before that.
	Actor *staff.Actor
	// Done is what was just done, as the key of a sentence below "done."; "" if
	// nothing was.
	Done string
	// Reports is how many reports wait for the member; it stands in the menu.
	Reports int
	// Fault is a sentence about what did not work; "" if all did.
	Fault string
	// Remarks are what the directory says about what did not work.
	Remarks []Remark
}

// Lang is the language of the page.
func (p Page) Lang() string { return p.Words.Lang }

// Menu is the parts of the console that the member has.
func (p Page) Menu() []Part {
	if p.Actor == nil {
		return nil
	}
	var parts []Part
	for _, part := range menu {
		if part.For == nil || part.For(p.Actor.Member) {
			parts = append(parts, Part{Name: part.Name, Href: part.Href, Current: part.Name == p.Here, Waiting: p.waiting(part.Name)})
		}
	}
	return parts
}

// Part is a part of the console in the menu.
type Part struct {
	Name, Href string
	Current    bool
	Waiting    int // how much waits for the member there
}

// waiting is how much waits for the member in a part.
func (p Page) waiting(part string) int {
	if part == "queue" {
		return p.Reports
	}
	return 0
}

// menu is the parts in their order, each with whom it is for; nil is everybody.
var menu = []struct {
	Name, Href string
	For        func(staff.Member) bool
}{
	{"places", "/staff", nil},
	{"refer", "/staff/refer", refers},
	{"cards", "/staff/cards", refers},
	{"import", "/staff/import", imports},
	{"queue", "/staff/queue", nil},
	{"knocks", "/staff/knocks", refers},
	{"count", "/staff/count", nil},
	{"others", "/staff/others", nil},
	{"area", "/staff/area", nil},
	{"demand", "/staff/demand", nil},
	{"drafts", "/staff/drafts", nil},
	{"networks", "/staff/n", func(m staff.Member) bool { return m.Is(staff.Assessor) || m.Is(staff.Administrator) }},
	{"members", "/staff/members", func(m staff.Member) bool { return m.Is(staff.Administrator) }},
	{"me", "/staff/me", nil},
}

// refers says whether a member may hand people on from anywhere.
func refers(m staff.Member) bool { return slices.Contains(m.Actions(), staff.Refer) }

// SignIn is the page on which somebody asks for a link, or hears that one was
// sent.
type SignIn struct {
	Page
	Sent  bool   // told to everybody who asks, known or not
	Email string // as typed, for the form after a mistake
	// Passkeys says whether one can sign in with one here.
	Passkeys bool
	// Issuer is the name of an issuer to sign in through; "" for none.
	Issuer string
}

// SignIn draws it.
func (s *Site) SignIn(w io.Writer, p SignIn) error { return s.draw(w, p.Page, "sign_in", p) }

// Enter is the page behind a link: one button. Opening it uses nothing up, for
// programs that look through mail open what they find.
type Enter struct {
	Page
	Secret string
}

// Enter draws it.
func (s *Site) Enter(w io.Writer, p Enter) error { return s.draw(w, p.Page, "enter", p) }

// Message says one thing: that a page does not exist or may not be seen.
type Message struct {
	Page
	Says []Remark
}

// Message draws it.
func (s *Site) Message(w io.Writer, p Message) error { return s.draw(w, p.Page, "message", p) }
