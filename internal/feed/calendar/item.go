package calendar

import (
	"strings"

	"walkin/internal/directory"
	"walkin/internal/schedule"
)

// A Feed is what stands around the items of a feed for newsletters and portals.
type Feed struct {
	Options
	Base string // before absolute addresses: "https://walkin.example"
	Self string // the address of the feed, absolute
	Home string // of what the feed is made of, absolute
	// Label gives the label of a topic in the language of the feed.
	Label func(topic string) string
}

// title is that of an item: what, and when, by the clocks of the place. It is
// the full title, for people who choose what to print.
func (h *Happening) title(o Options) (title, lang string) {
	title, lang = h.activity().Title.Pick(o.Lang)
	if h.Occurrence.Title != "" {
		title, lang = h.Occurrence.Title, ""
	}
	title += " (" + h.when() + ")"
	switch {
	case h.Occurrence.Cancelled:
		title = in(wordCancelled, o.Lang) + ": " + title
	case h.Occurrence.State == schedule.Unknown:
		title += " (" + in(wordAskFirst, o.Lang) + ")"
	}
	return title, lang
}

// when writes the day and the times that are known: "25.11. 17:00-20:00".
func (h *Happening) when() string {
	o := &h.Occurrence
	day := o.Start.Format("02.01.")
	switch {
	case o.StartKnown && o.EndKnown:
		return day + " " + o.Start.Format("15:04") + "-" + o.End.Format("15:04")
	case o.StartKnown:
		return day + " " + o.Start.Format("15:04")
	}
	return day
}

// content is the text of an item: where, what, and what is not certain.
func (h *Happening) content(o Options) string {
	var lines []string
	add := func(s string) {
		if s != "" {
			lines = append(lines, s)
		}
	}
	if c := h.centre(); c != nil {
		add(c.Name)
	}
	if l := h.where(); l != nil {
		var s subject
		s.place(*l)
		add(s.where)
	}
	description, _ := h.activity().Description.Pick(o.Lang)
	add(description)
	if h.Occurrence.State == schedule.Unknown {
		add(in(unknownTime(&h.Occurrence), o.Lang))
	}
	add(often(h.Occurrence.Reason, o))
	add(h.Occurrence.Note)
	return strings.Join(lines, "\n")
}

// state says whether it takes place, in the words of the API.
func (h *Happening) state() directory.HappeningState {
	switch {
	case h.Occurrence.Cancelled:
		return directory.Cancelled
	case h.Occurrence.State == schedule.Unknown:
		return directory.AskFirst
	}
	return directory.TakesPlace
}

func (f *Feed) link(h *Happening) string { return f.Base + "/a/" + h.Change.Key.ID }
