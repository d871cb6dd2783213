package web

import (
	"html/template"
	"strings"
	"time"

	"walkin/internal/directory"
	"walkin/internal/schedule"
)

// Line is one way to reach somebody who listens.
type Line struct {
	Label string // "Call 70 201 201": the number as it is printed, never shortened
	Href  string // tel:, sms: or the address of a chat
	Dial  bool   // it is a number
	When  string // whether somebody is there now
	Open  bool
}

// Contact is a helpline in the crisis view.
type Contact struct {
	Name    string
	Lang    string // of Name, a name in the language of its country
	About   string
	Only    string // where About is in another language than the page
	Speaks  string // the languages, where they are not the page's
	Lines   []Line
	Country string
	Seen    string // when the number was seen, or checked
	Open    bool
}

// contact gives a helpline to call, chat or write to.
func (w *Words) contact(h *directory.Helpline, now time.Time) Contact {
	c := Contact{Name: h.Name, Lang: nativeOf(h.Country, h.Languages), Country: h.Country, Lines: w.lines(h, now), Open: h.At(now).State == schedule.Open}
	if text, lang := h.Description.Pick(w.Lang); lang == w.Lang {
		c.About = text
	}
	for _, tag := range h.Languages {
		if tag == w.Lang {
			c.Speaks = ""
			break
		}
		if c.Speaks == "" {
			c.Speaks = w.Say("crisis.language", "language", w.Language(tag))
		}
	}
	switch {
	case h.Provenance.VerifiedAt != nil:
		c.Seen = w.Say("crisis.verified", "date", w.Seen(h.Provenance.VerifiedAt.String()))
	case h.Provenance.SourceSeen != "":
		c.Seen = w.Say("crisis.seen", "date", w.Seen(h.Provenance.SourceSeen))
	}
	return c
}

// Contacts gives people to call, for pages that are not of this package.
func (w *Words) Contacts(all []directory.Contacted, now time.Time) []Contact {
	contacts := make([]Contact, len(all))
	for i, c := range all {
		contacts[i] = w.contact(c.Helpline, now)
	}
	return contacts
}

// nativeOf gives the language that a name is written in.
func nativeOf(country string, languages []string) string {
	if len(languages) > 0 {
		return languages[0]
	}
	return SpokenIn[country]
}

func (w *Words) lines(h *directory.Helpline, now time.Time) []Line {
	var lines []Line
	for _, l := range h.Lines {
		line, ok := w.line(l)
		if !ok {
			continue
		}
		status := h.Status.At(&l.Hours, now)
		line.Open = status.State == schedule.Open
		line.When = w.lineHours(&l, status, now)
		lines = append(lines, line)
	}
	return lines
}

func (w *Words) line(l directory.Line) (Line, bool) {
	number := "\u2066" + l.Number + "\u2069" // stays left to right in an Arabic sentence
	if w.Dir != "rtl" {
		number = l.Number
	}
	switch {
	case l.Channel == directory.Phone && l.Dial != "":
		return Line{Label: w.Say("card.call", "number", number), Href: "tel:" + l.Dial, Dial: true}, true
	case l.Channel == directory.SMS && l.Dial != "":
		return Line{Label: w.Say("crisis.sms", "number", number), Href: "sms:" + l.Dial, Dial: true}, true
	case l.Channel == directory.Chat && l.URL != "":
		return Line{Label: w.Say("crisis.chat"), Href: l.URL}, true
	case l.Channel == directory.WhatsApp && l.Number != "":
		return Line{Label: "WhatsApp " + number, Href: "https://wa.me/" + digits(l.Dial), Dial: true}, true
	}
	return Line{}, false
}

// dialled passes an address that a telephone opens to the template, which knows
// http and mailto only. Numbers are checked when they enter the directory, and
// here once more: nothing but digits and one plus gets through.
func dialled(href string) template.URL {
	scheme, number, _ := strings.Cut(href, ":")
	if scheme == "https" {
		return template.URL("https://wa.me/" + digits(href))
	}
	plus := ""
	if strings.HasPrefix(number, "+") {
		plus = "+"
	}
	if scheme != "sms" {
		scheme = "tel"
	}
	return template.URL(scheme + ":" + plus + digits(number))
}

// digits leaves the digits of a number.
func digits(s string) string {
	var b []byte
	for i := range len(s) {
		if s[i] >= '0' && s[i] <= '9' {
			b = append(b, s[i])
		}
	}
	return string(b)
}

// lineHours says whether somebody answers: open day and night, open now until
// when, closed until when.
func (w *Words) lineHours(l *directory.Line, s schedule.Status, now time.Time) string {
	switch {
	case s.State == schedule.Open && s.Until == nil:
		return w.Say("crisis.always")
	case s.State == schedule.Open:
		return w.openUntil(s.Until, now)
	case s.State == schedule.Closed && s.Next != nil:
		return w.Say("crisis.later", "time", w.Soon(*s.Next, now))
	case s.State == schedule.Closed:
		return w.Say("crisis.closed")
	}
	return w.Say("crisis.ask_hours")
}
