package web

import (
	"strings"

	"walkin/internal/directory"
)

// Sendable is what of a place may stand on somebody's telephone, where others
// read along (EXPERIENCE-AND-SAFETY, U37).
type Sendable struct {
	Name    string // "" if it tells why one goes there
	Address bool   // the address of its page, which holds its id, tells nothing either
}

// message gives the words of a text message about a place: name, address and a
// time, "" for none. They say nothing of what it is for.
func (w *Words) message(s Sendable, l directory.Location, when string) string {
	parts := []string{s.Name}
	if s.Name == "" {
		parts[0] = w.Say("place.sent_name")
	}
	if way := w.way(l, "", nil); len(way.Lines) > 0 {
		parts = append(parts, strings.Join(way.Lines, ", "))
	}
	if when != "" {
		parts = append(parts, when)
	}
	return strings.Join(parts, ". ")
}

// nextOpen says when a door is first open for certain, "" for never.
func nextOpen(days []weekDay) string {
	for _, d := range days {
		if i := d.certain(); i >= 0 {
			return d.Name + " " + d.Date + ": " + d.Times[i].Words
		}
	}
	return ""
}

// certain gives the first stretch of a day that is no "perhaps", -1 for none.
func (d *weekDay) certain() int {
	for i := range d.Times {
		if !d.Times[i].Perhaps {
			return i
		}
	}
	return -1
}

// sent fills in what is made of the address of the page: the code to scan, and
// what may be sent along in a message.
func (v *place) sent(s Sendable) (err error) {
	if s.Address && s.Name != "" && v.Home != "" {
		v.SendPage = v.Home + v.Path
	}
	v.Code, err = v.code("")
	return err
}
