package web

import (
	"html"
	"html/template"
	"slices"
	"strconv"
	"strings"
	"time"

	"walkin/internal/directory"
)

// Card is one result: what a person who hesitates asks first, each in a word.
type Card struct {
	Number  int // in the list and on the map; 0 if it has none
	Kind    directory.Kind
	Title   template.HTML // with <mark> where the question matched
	Lang    string        // of Title and About, where that is not the page's
	Only    string        // "only in Danish", where the page's language is missing
	Href    string        // of its page; "" for a line
	Blank   bool          // its page opens beside the one that frames this one
	Opening Opening
	Where   string
	Reach   string        // how long one takes, where that can be said
	Arrival string        // whether it is still open then
	At      string        // name of the centre where an activity happens
	When    string        // of an activity that has no hours to be open in
	Answers []string      // what is known: free, anonymous, no appointment, ages, languages
	Ask     []string      // what is not
	About   template.HTML // likewise
	Why     []string
	PlanB   *PlanB
	Lines   []Line // of a helpline
	Geo     string // point of the door, for the map of the telephone
	Seen    string // how old it is, and whether anybody confirmed it
}

// PlanB is where else to turn.
type PlanB struct {
	Title    string
	Href     string // page of a place, chat of a line
	Dial     string
	Distance string
	Opening  string
	Line     bool
}

// asked are the promises that a card answers, in its order, with the question
// to ask where the answer is unknown.
var asked = []struct {
	promise directory.Promise
	ask     string
}{
	{directory.Free, "card.ask_free"},
	{directory.Anonymous, "card.ask_anonymous"},
	{directory.NoAppointment, "card.ask_appointment"},
}

// card makes the card of a result. Root is what stands before addresses of
// pages in its language: "/da".
func (w *Words) card(r directory.Result, number int, now time.Time, reason func(directory.Reason) string) Card {
	c := Card{Kind: r.Entry.Key().Kind, Title: marked(r.Title, titleField(r), r.Highlights)}
	if r.Lang != "" && r.Lang != w.Lang {
		c.Lang = r.Lang
	}
	switch e := r.Entry.(type) {
	case *directory.Centre:
		c.Number, c.Href = number, w.Page(e.Key())
		c.Opening = w.Opening(e.Status, r.Open, now)
		c.facts(w, e.Promises, e.Access, e.Ages, e.Languages)
		c.about(w, e.Description, r.Highlights)
		c.Seen = w.seen(e.Provenance)
	case *directory.Activity:
		c.Number, c.Href = number, w.Page(e.Key())
		c.Opening = w.Opening(e.Status, r.Open, now)
		c.When = e.RhythmNote
		c.facts(w, e.Promises, "", e.Ages, e.Languages)
		c.about(w, e.Description, r.Highlights)
		c.Seen = w.seen(e.Provenance)
		if r.Centre != nil {
			c.At = w.Say("card.at", "place", r.Centre.Name)
		}
	case *directory.Helpline:
		c.Opening = w.Opening(e.Status, r.Open, now)
		c.Lines = w.lines(e, now)
		c.about(w, e.Description, r.Highlights)
	}
	c.place(w, r)
	for _, m := range r.Matched {
		// The other reasons stand on the card as what they are: hours, ages,
		// promises.
		if m.Code == "topic" || m.Code == "text" {
			c.Why = append(c.Why, reason(m))
		}
	}
	c.PlanB = w.planB(r.PlanB, precisionOf(r), now)
	return c
}

// facts sorts what is known from what is to be asked.
func (c *Card) facts(w *Words, p directory.Promises, access directory.Access, ages directory.Ages, languages []string) {
	for _, a := range asked {
		answer := p.Of(a.promise)
		if a.promise == directory.NoAppointment && answer == directory.Unknown {
			switch access {
			case directory.AccessWalkIn:
				answer = directory.Yes
			case directory.AccessAppointment:
				answer = directory.No
			}
		}
		if answer == directory.Unknown {
			c.Ask = append(c.Ask, w.Say(a.ask))
			continue
		}
		c.Answers = append(c.Answers, w.Say("promise."+string(a.promise)+"."+answer.String()))
	}
	if said := w.Ages(ages); said != "" {
		c.Answers = append(c.Answers, said)
	} else {
		c.Ask = append(c.Ask, w.Say("card.ask_ages"))
	}
	for i, tag := range languages {
		if i == 3 {
			break
		}
		c.Answers = append(c.Answers, w.Language(tag))
	}
	if c.Opening.State == "unknown" {
		c.Ask = append(c.Ask, w.Say("card.ask_hours"))
	}
}

// wanted says of what was asked for beside the rest whether it is there. What
// is not known about is found too, and has to be asked about.
func (c *Card) wanted(w *Words, ask Ask, r directory.Result) {
	var languages []string
	var needs directory.AccessNeeds
	switch e := r.Entry.(type) {
	case *directory.Centre:
		languages, needs = e.Languages, e.AccessNeeds
	case *directory.Activity:
		languages, needs = e.Languages, e.AccessNeeds
		if needs[Wheelchair] == directory.Unknown && r.Centre != nil {
			needs = r.Centre.AccessNeeds
		}
	default:
		return
	}
	if ask.Wheels {
		switch needs[Wheelchair] {
		case directory.Yes:
			c.Answers = append(c.Answers, w.Say("chip.wheelchair"))
		case directory.Unknown:
			c.Ask = append(c.Ask, w.Say("card.ask_wheelchair"))
		}
	}
	if ask.Language != "" && !slices.Contains(languages, ask.Language) {
		c.Ask = append(c.Ask, w.Say("card.ask_languages"))
	}
}

// about gives what the place says of itself, in the language of the page or
// marked as being in another.
func (c *Card) about(w *Words, d directory.Text, highlights []directory.Highlight) {
	text, lang := d.Pick(w.Lang)
	if text == "" {
		return
	}
	c.About = marked(text, "/description/"+lang, highlights)
	if lang != w.Lang {
		c.Lang, c.Only = lang, w.Say("site.only", "lang", w.Language(lang))
	}
}

func (c *Card) place(w *Words, r directory.Result) {
	c.Where = w.where(r.Where, r.DistanceM)
	if r.Where != nil && r.Where.Point != nil && r.Where.Precision.Door() {
		c.Geo = geoAddress(*r.Where)
	}
	if r.Reach == nil {
		return
	}
	switch {
	case r.Reach.WalkMin <= 60:
		c.Reach = w.Say("card.walk", "n", r.Reach.WalkMin)
	case r.Reach.BikeMin <= 90:
		c.Reach = w.Say("card.bike", "n", r.Reach.BikeMin)
	}
	switch {
	case c.Reach == "" || !c.Opening.Light():
	case r.Reach.OpenOnArrival == "open":
		c.Arrival = w.Say("card.on_arrival_open")
	case r.Reach.OpenOnArrival == "closed":
		c.Arrival = w.Say("card.on_arrival_closed")
	}
}

func (w *Words) planB(p *directory.PlanB, precision directory.Precision, now time.Time) *PlanB {
	if p == nil {
		return nil
	}
	b := &PlanB{Title: p.Title, Dial: p.Dial, Line: p.Key.Kind == directory.KindHelpline, Opening: w.Opening("", p.Open, now).Words}
	if b.Line {
		b.Href = p.URL
		return b
	}
	b.Href = w.Page(p.Key)
	if p.DistanceM != nil {
		b.Distance = w.Distance(*p.DistanceM, precision)
	}
	return b
}

// Ages says for whom a place is; "" if nobody says.
func (w *Words) Ages(a directory.Ages) string {
	switch {
	case a.Min != nil && a.Max != nil:
		return w.Say("ages.range", "from", *a.Min, "to", *a.Max)
	case a.Min != nil:
		return w.Say("ages.from", "from", *a.Min)
	case a.Max != nil:
		return w.Say("ages.to", "to", *a.Max)
	case a.All:
		return w.Say("ages.all")
	}
	return ""
}

// seen says how old an entry is, and whether anybody has confirmed it.
func (w *Words) seen(p directory.Provenance) string {
	switch {
	case p.VerifiedAt != nil:
		return w.Say("card.verified", "date", w.Seen(p.VerifiedAt.String()))
	case p.SourceSeen != "":
		return w.Say("card.unverified", "date", w.Seen(p.SourceSeen))
	}
	return w.Say("card.unverified_undated")
}

// Page gives the address of the page of an entry; "" for what has none.
func (w *Words) Page(key directory.Key) string {
	switch key.Kind {
	case directory.KindCentre:
		return "/" + w.Lang + "/c/" + key.ID
	case directory.KindActivity:
		return "/" + w.Lang + "/a/" + key.ID
	}
	return ""
}

// geoAddress gives what follows "geo:" in the address of a door (RFC 5870),
// which the telephone opens with the map of its owner's choice.
func geoAddress(l directory.Location) string {
	return degrees(l.Point.Lat) + "," + degrees(l.Point.Lon)
}

func degrees(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

// titleField is where the title of a result stands in its entry.
func titleField(r directory.Result) string {
	if r.Entry.Key().Kind == directory.KindActivity {
		return "/title/" + r.Lang
	}
	return "/name"
}

// marked gives a text as HTML, with <mark> where the question matched it. It is
// written here and not by a template, which takes as long for it as for the
// rest of the card.
func marked(text, field string, highlights []directory.Highlight) template.HTML {
	var b strings.Builder
	from := 0
	for _, h := range highlights {
		if h.Field != field || h.Start < from || h.End > len(text) {
			continue
		}
		b.WriteString(html.EscapeString(text[from:h.Start]))
		b.WriteString("<mark>")
		b.WriteString(html.EscapeString(text[h.Start:h.End]))
		b.WriteString("</mark>")
		from = h.End
	}
	b.WriteString(html.EscapeString(text[from:]))
	return template.HTML(b.String())
}

// precisionOf gives how exactly it is known where a result is.
func precisionOf(r directory.Result) directory.Precision {
	if r.Where == nil {
		return ""
	}
	return r.Where.Precision
}
