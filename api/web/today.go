package web

import (
	"cmp"
	"io"
	"slices"
	"time"
	"unicode"
	"unicode/utf8"

	"walkin/internal/directory"
	"walkin/internal/geo"
)

// Today is the second way in: not a problem, but something to do.
type Today struct {
	Page
	Ask        Ask
	Now        time.Time
	Place      *geo.Place
	Unplaced   bool
	Happenings []directory.Happening // soonest first
}

// today is the view of it.
type today struct {
	Today
	Where   string
	None    bool // nothing today that is sure
	Nothing bool // and nothing in the days after it
	Days    []dayOut
	Doors   string // address of the places to hang out in that are open now
}

// dayOut is what happens on a day.
type dayOut struct {
	Name   string
	Events []event
}

type event struct {
	Title, Lang, Href string
	When, Where       string
	Ages              string
	State             string // "ask first" or "cancelled"
	Free              string
	metres            float64
	start             time.Time
}

// daysOut is how many days are shown, if there is something on them, and
// eventsOut how many things on each.
const (
	daysOut   = 3
	eventsOut = 12
	reach     = 40_000.0 // metres that somebody goes for an afternoon
)

// Today draws the page.
func (s *Site) Today(w io.Writer, t Today) error {
	view := today{Today: t, Where: t.Ask.PlaceText, None: true}
	ask := Ask{Topics: []string{"hangout"}, Open: true}
	if t.Place != nil {
		view.Where, ask.Place = placeName(*t.Place), t.Place.ID
	}
	view.Doors = t.Root() + "/" + ask.Address()
	byDay := make(map[int][]event)
	for _, h := range t.Happenings {
		e, near := t.event(h)
		if day := daysBetween(t.Now, h.Start); near && day >= 0 {
			byDay[day] = append(byDay[day], e)
			view.None = view.None && (day > 0 || e.State != "")
		}
	}
	for day := 0; day <= 7 && len(view.Days) < daysOut; day++ {
		events := byDay[day]
		if len(events) == 0 {
			continue
		}
		slices.SortStableFunc(events, func(a, b event) int {
			return cmp.Or(cmp.Compare(a.metres, b.metres), a.start.Compare(b.start))
		})
		view.Days = append(view.Days, dayOut{t.dayName(day, events[0].start), events[:min(len(events), eventsOut)]})
	}
	if len(view.Days) == 0 {
		view.Nothing = true
		// Nobody is sent to an empty list twice: then any door will do.
		ask.Open = false
		view.Doors = t.Root() + "/" + ask.Address()
	}
	return s.draw(w, t.Lang(), "today", "layout", view)
}

func (t *Today) dayName(day int, at time.Time) string {
	switch day {
	case 0:
		return begun(t.Words.Say("time.today"))
	case 1:
		return begun(t.Words.Say("time.tomorrow"))
	}
	return begun(t.Words.Weekday(at))
}

// begun writes words as they begin a line.
func begun(said string) string {
	first, size := utf8.DecodeRuneInString(said)
	return string(unicode.ToUpper(first)) + said[size:]
}

// event gives what happens, and whether it is near enough to go to.
func (t *Today) event(h directory.Happening) (event, bool) {
	w := t.Words
	e := event{Title: h.Title, Href: w.Page(h.Activity.Key()), Ages: w.Ages(h.Activity.Ages), start: h.Start, When: begun(w.Say("time.day_only"))}
	if h.Lang != w.Lang {
		e.Lang = h.Lang
	}
	if h.TimeKnown {
		e.When = clock(h.Start)
		if h.End != nil {
			e.When += "–" + clock(*h.End)
		}
	}
	switch h.State {
	case directory.Cancelled:
		e.State = w.Say("today.cancelled")
	case directory.AskFirst:
		e.State = w.Say("today.ask_first")
	}
	if h.Activity.Promises.Free == directory.Yes {
		e.Free = w.Say("promise.free.yes")
	}
	var metres *float64
	if t.Place != nil && h.Where != nil && h.Where.Point != nil {
		e.metres = geo.Distance(t.Place.Point, *h.Where.Point)
		metres = &e.metres
	}
	e.Where = w.where(h.Where, metres)
	if h.Centre != nil {
		e.Where = w.isolated(h.Centre.Name) + w.Say("place.comma") + e.Where
	}
	return e, t.Place == nil || metres != nil && e.metres <= reach
}
