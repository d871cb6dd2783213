package web

import (
	"slices"
	"strings"

	"walkin/internal/directory"
	"walkin/internal/geo"
)

// found is the view of an answer. It is never blank: where nothing fits, the
// nearest of anything is there, with what was left out and what to try.
type found struct {
	Heading   string
	Near      string
	Order     string
	Corrected string
	Topics    []Option // that the words were understood as
	Others    []Option // other places that may be meant
	NotTown   string   // name of the town that the words named, to be undone
	Relaxed   []string
	Drops     []Option
	Cards     []Card
	Nearby    int // how many of them are there only because they are near
	Lines     []Contact
	Cursor    string
	Before    int    // results up to the end of this page
	Address   string // query of an address that finds the same
	Share     string
	Map       *mapView
}

func (w *Words) found(q Question) *found {
	a := q.Answer
	f := &found{Corrected: a.Understood.Corrected, Cursor: a.Next, Before: q.Ask.Before + len(a.Results), Nearby: q.Nearby}
	f.head(w, q)
	for i, r := range a.Results {
		card := w.card(r, q.Ask.Before+i+1, q.Now, q.Reason)
		card.Blank = q.Bare
		card.wanted(w, q.Ask, r)
		f.Cards = append(f.Cards, card)
	}
	for _, l := range q.Lines {
		f.Lines = append(f.Lines, w.contact(l.Helpline, q.Now))
	}
	for _, id := range a.Understood.Topics {
		f.Topics = append(f.Topics, topicOption(w, q.Taxonomy, id, q.home()+Ask{Topics: []string{id}, Place: q.Ask.Place}.Address()))
	}
	for _, p := range a.Understood.Places {
		f.Others = append(f.Others, Option{Value: p.ID, Label: w.isolated(placeName(p)) + ", " + w.country(p.Country)})
	}
	for _, r := range a.Relaxed {
		// A topic is left out for its parent first, then altogether.
		if said := w.Say("found.drop." + r.Dropped); !slices.Contains(f.Relaxed, said) {
			f.Relaxed = append(f.Relaxed, said)
		}
	}
	for _, o := range q.Without {
		if o.Total > 0 {
			f.Drops = append(f.Drops, Option{Value: o.What, Label: w.Say("found.try_without", "what", w.wanted(q, o.What))})
		}
	}
	share := q.Ask
	share.Topics, share.View = a.Understood.Topics, ""
	if a.Understood.Place != nil {
		share.Place = a.Understood.Place.ID
	}
	f.Address = share.Address()
	f.Share = "/" + w.Lang + "/" + f.Address
	return f
}

func (f *found) head(w *Words, q Question) {
	a := q.Answer
	f.Heading = w.Say("found.count", "n", a.Total)
	nothing := a.Total == 0 || q.Nearby > 0
	for _, r := range a.Relaxed {
		nothing = nothing || r.Dropped == "text" || r.Dropped == "topics" || r.Dropped == "kinds"
	}
	if nothing {
		f.Heading = w.Say("found.none")
		if len(a.Results) > 0 {
			f.Heading += " " + w.Say("found.nearest")
		}
	}
	switch {
	case nothing: // where that is from stands above
	case q.Place != nil:
		f.Near = w.Say("found.near", "place", w.isolated(placeName(*q.Place)))
	case q.Ask.Position != nil:
		f.Near = w.Say("found.near_you")
	}
	if q.Place != nil && q.townInText() && q.Ask.Text != "" {
		f.NotTown = q.Place.Name
	}
	order := "best"
	if q.Ask.Sort != "" {
		order = string(q.Ask.Sort)
	}
	f.Order = w.Say("found.order_" + order)
}

// wanted says what a part of the question is, as it is called on the page.
func (w *Words) wanted(q Question, what string) string {
	if id, ok := strings.CutPrefix(what, "topic:"); ok {
		return topicOption(w, q.Taxonomy, id, "").Label
	}
	switch what {
	case "age":
		return w.Say("ask.age")
	case "language":
		return w.Language(q.Ask.Language)
	case "met":
		return w.Say("chip.meet_at_door")
	case "kind":
		return w.Say("ask.kind_" + string(q.Ask.Kind))
	case "travel":
		return w.Say("ask.travel_" + string(q.Ask.Travel))
	case "municipality", "network":
		return w.Say("found.drop.area")
	}
	return w.Say("chip." + what)
}

// country gives the name of a country, for who must choose between two towns
// of one name; its code if it is not one of ours.
func (w *Words) country(code string) string {
	if key := "crisis.country." + code; w.Knows(key) {
		return w.Say(key)
	}
	return code
}

// people is the view of the people to call.
type people struct {
	First     *Contact // the one to call now
	Others    []Contact
	Emergency string
	Beyond    bool // places are there too
}

func (w *Words) people(q Question) *people {
	p := &people{Emergency: q.Crisis.Emergency, Beyond: q.Ask.Beyond}
	for i, c := range q.Crisis.Contacts {
		contact := w.contact(c.Helpline, q.Now)
		if i == 0 {
			p.First = &contact
			continue
		}
		p.Others = append(p.Others, contact)
	}
	return p
}

// pointsOf gives the points of what was found, where the public may see them.
func pointsOf(results []directory.Result) []geo.Point {
	var points []geo.Point
	for _, r := range results {
		if r.Where != nil && r.Where.Point != nil {
			points = append(points, *r.Where.Point)
		}
	}
	return points
}
