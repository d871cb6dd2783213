package web

import (
	"io"
	"strings"
	"time"

	"walkin/internal/directory"
	"walkin/internal/referral"
	"walkin/internal/schedule"
)

// HandOver is what a hand-over card is drawn from: where to go, when, who is
// there. It holds nothing of who goes there or why, for a card does not.
type HandOver struct {
	Page
	Now     time.Time
	Places  []HandOverPlace
	From    string    // the name of who handed on; "" where that is not told
	Expires time.Time // in the zone of the places
	Told    bool      // the places know that somebody may come
	Code    string    // as it is printed; "" for a card that is not made yet
	Address string    // of the card, whole; likewise
}

// HandOverPlace is a place on a card, as the public may see it.
type HandOverPlace struct {
	Entry        directory.Entry
	At           *directory.Centre // where an activity is; nil for none
	Municipality string            // its name
	When         *time.Time        // the time to come, where the place is; nil for any
	Day          schedule.Date     // that the place was told; zero for none
	Welcome      referral.Welcome  // what it answered; "" for nothing yet
	Sendable     Sendable
}

// handOver is the view of a card.
type handOver struct {
	HandOver
	Doors  []handOverDoor
	Until  string
	Square *Code
}

// handOverDoor is the view of one of its places.
type handOverDoor struct {
	Key     directory.Key
	Name    Said
	At      string
	Href    string // its page; "" for a line, which has none
	Sign    string
	Opening Opening
	Ready   string // what the place answered, in a sentence
	When    string
	Told    string
	Way     Way
	Always  string
	Doubt   Said
	Coming  []weekDay
	None    string // why no coming hours stand there
	Meets   Said
	Reaches []Reach
	Line    *Contact
}

// comingDays is how many of the next days with hours stand on a card.
const comingDays = 4

// HandOver draws the page of a card.
func (s *Site) HandOver(w io.Writer, h HandOver) error { return s.handOver(w, "layout", h) }

// CardAlone draws a card without a page around it, to be looked at before it is
// made.
func (s *Site) CardAlone(w io.Writer, h HandOver) error { return s.handOver(w, "hand-over", h) }

func (s *Site) handOver(w io.Writer, part string, h HandOver) error {
	v := handOver{HandOver: h, Until: h.Words.Date(h.Expires)}
	for _, p := range h.Places {
		v.Doors = append(v.Doors, h.Words.handOverDoor(p, h.Told, h.Now))
	}
	if h.Address != "" {
		var err error
		if v.Square, err = code(h.Address); err != nil {
			return err
		}
	}
	return s.draw(w, h.Lang(), "handover", part, v)
}

func (w *Words) handOverDoor(p HandOverPlace, told bool, now time.Time) handOverDoor {
	d := handOverDoor{Key: p.Entry.Key(), Href: w.Page(p.Entry.Key())}
	switch e := p.Entry.(type) {
	case *directory.Centre:
		d.Name = w.nameIn(e.Name, e.Location.Country)
		d.atDoor(w, e.Status, &e.Hours, tongueOf(e.Description, e.Location.Country), now)
		d.Way, d.Meets, d.Reaches = w.way(e.Location, p.Municipality, e.Arrival.WayToDoor), w.spoken(e.Arrival.WhoMeets), w.reaches(e.Contact)
	case *directory.Activity:
		d.Name = w.spoken(e.Title)
		where, country := e.Location, ""
		if p.At != nil {
			d.At, d.Meets, d.Reaches = p.At.Name, w.spoken(p.At.Arrival.WhoMeets), w.reaches(p.At.Contact)
			if where == nil {
				where = &p.At.Location
			}
		}
		var toDoor directory.Text
		if p.At != nil {
			toDoor = p.At.Arrival.WayToDoor
		}
		if where != nil {
			d.Way, country = w.way(*where, p.Municipality, toDoor), where.Country
		}
		if e.Contact != (directory.Contact{}) {
			d.Reaches = w.reaches(e.Contact)
		}
		d.atDoor(w, e.Status, &e.Hours, tongueOf(e.Description, country), now)
	case *directory.Helpline:
		line := w.contact(e, now)
		d.Name, d.Sign, d.Line = w.nameIn(e.Name, e.Country), "lamp", &line
	}
	d.agreed(w, p, told)
	return d
}

// agreed fills in what was agreed with the place and with who goes there.
func (d *handOverDoor) agreed(w *Words, p HandOverPlace, told bool) {
	if p.When != nil {
		d.When = w.Say("handover.when", "when", w.Weekday(*p.When)+" "+w.ShortDate(*p.When)+" "+w.isolated(clock(*p.When)))
	}
	if p.Welcome != "" {
		d.Ready = w.Say("handover.welcome." + string(p.Welcome))
	}
	switch day := p.Day.In(time.UTC); {
	case d.Line != nil:
	case !told:
		d.Told = w.Say("handover.not_told")
	case p.Day != (schedule.Date{}):
		d.Told = w.Say("handover.told_day", "day", w.Weekday(day)+" "+w.ShortDate(day))
	default:
		d.Told = w.Say("handover.told")
	}
}

// atDoor fills in when a door is open next.
func (d *handOverDoor) atDoor(w *Words, status directory.Status, h *schedule.Schedule, lang string, now time.Time) {
	d.Opening = w.Opening(status, status.At(h, now), now)
	d.Sign = "door-" + d.Opening.State
	if !inUse(status) {
		return
	}
	d.Doubt = w.quoted(h.Doubt, lang)
	switch {
	case h.RoundTheClock():
		d.Always = w.Say("time.always")
	case !stated(h):
		d.None = w.Say("place.hours_unknown")
	default:
		if d.Coming = w.coming(h, now, lang, comingDays); len(d.Coming) == 0 {
			d.None = w.Say("place.no_next")
		}
	}
}

// nameIn gives a name, which is in the language of its country.
func (w *Words) nameIn(name, country string) Said {
	s := Said{Text: name}
	if native := nativeOf(country, nil); native != w.Lang {
		s.Lang, s.Dir = native, otherDir(native, w)
	}
	return s
}

// CardMessage gives the words of a text message with a card: of each place its
// neutral name, its address and when it is next open, and where the card is.
// They say nothing of what it is for (EXPERIENCE-AND-SAFETY, U37).
func (s *Site) CardMessage(h HandOver) string {
	var lines []string
	for _, p := range h.Places {
		var where directory.Location
		var hours *schedule.Schedule
		switch e := p.Entry.(type) {
		case *directory.Centre:
			where, hours = e.Location, &e.Hours
		case *directory.Activity:
			hours = &e.Hours
			if e.Location != nil {
				where = *e.Location
			} else if p.At != nil {
				where = p.At.Location
			}
		}
		var days []weekDay
		if hours != nil {
			days = h.Words.coming(hours, h.Now, "", comingDays)
		}
		lines = append(lines, h.Words.message(p.Sendable, where, days))
	}
	return strings.Join(append(lines, h.Address), "\n")
}
