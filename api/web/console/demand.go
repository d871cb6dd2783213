package console

import (
	"io"
	"slices"
	"strconv"
	"time"

	"walkin/api/web"
	"walkin/internal/demand"
	"walkin/internal/directory"
	"walkin/internal/schedule"
	"walkin/internal/staff"
)

// Demand is the page of what is asked for in a municipality, beside what there is.
type Demand struct {
	Page
	Choose     AreaForm
	Name       string // of the municipality, "" while none is chosen
	Cut        bool   // more may be offered twice: there is more than was compared
	Counting   bool   // whether this server counts
	Spans      []Option
	Dates      string
	Sheet      string // address of the CSV file
	Week       string // address of the week of the area
	Released   string // of how many weeks there are figures
	HasFigures bool   // of any
	Headline   string
	Parts      []DemandPart
	Missing    []web.Said // topics asked for in vain of which there is nothing here
	Doubles    []AreaTwice
	Crisis     []DemandRow // of the last year that is over
	Year       string
	Counts     []DemandWeek
	Hidden     bool // counts are for those of the whole municipality
}

// Asked is what is asked for in a municipality over some weeks, and what there is.
type Asked struct {
	Country, Municipality, Name string
	Area                        demand.Area // under which the municipality counts
	From, To                    schedule.Week
	Weeks, Years                []demand.Table // that were released
	Before                      []demand.Table // of as many weeks before
	Counts                      []staff.AreaCount
	Hidden                      bool // counts are for those of the whole municipality
	Cut                         bool // there is more than was compared for Twice
	Twice                       directory.AreaWeek
	Topic                       func(id string) (label, lang string)
	Offered                     map[string]Offer // of the topics that are known
}

// Offer is how much a municipality has about a topic.
type Offer struct{ Centres, Activities int }

// DemandPart is a table of an area.
type DemandPart struct {
	Heading, Note string
	Own           bool // the municipality itself: what is offered there stands beside
	Rows          []DemandRow
}

// DemandRow is a topic. Figures are "–" where too little was asked to be shown.
type DemandRow struct {
	Topic                                          web.Said
	Asked, InVain, TooFar, Closed, NoFit, Nothing  string
	Before, Helped, NotHelped, Centres, Activities string
	Gap                                            bool // asked for in vain, and nothing about it here
}

// DemandWeek is what the places counted in a week.
type DemandWeek struct {
	Named, Dates, Places string
	Cells                []string
}

// Show fills the page: with the area of the municipality, then with the wider ones
// in which what too few asked for here is counted.
func (p *Demand) Show(a Asked) {
	w := p.Words
	p.Name, p.Cut, p.Hidden, p.HasFigures = a.Name, a.Cut, a.Hidden, len(a.Weeks) > 0
	p.Dates = w.Date(a.From.Monday().In(time.UTC)) + " – " + w.Date(a.To.Monday().AddDays(6).In(time.UTC))
	p.Released = w.Say("demand.released", "n", len(a.Weeks), "of", a.To.Since(a.From)+1)
	lines, before := demand.Lines(a.Weeks), demand.Lines(a.Before)
	for area, wider := a.Area, true; wider; area, wider = area.Wider() {
		part := DemandPart{Own: area.Municipality != "", Heading: p.heading(area)}
		if area == a.Area && !part.Own {
			part.Note = w.Say("demand.small", "name", p.Name)
		}
		for _, l := range lines {
			if l.Area == area {
				part.Rows = append(part.Rows, p.asked(l, before, a, part.Own))
			}
		}
		if len(part.Rows) > 0 || area == a.Area {
			p.Parts = append(p.Parts, part)
		}
	}
	p.headline(lines, a)
	p.Doubles = p.twice(a.Twice, func(id string) string { return p.topic(id, a.Topic).Text })
	p.crisis(a)
	for _, c := range slices.Backward(a.Counts) {
		p.Counts = append(p.Counts, p.week(c))
	}
}

// heading names an area.
func (p *Demand) heading(area demand.Area) string {
	switch {
	case area.Municipality != "":
		return p.Name
	case area.Region != "":
		return p.Words.Say("demand.in_region", "region", area.Region)
	}
	return p.Words.Say("demand.in_country")
}

// headline says in a sentence what was asked for in vain where the municipality
// counts.
func (p *Demand) headline(lines []demand.Line, a Asked) {
	vain, first := 0, ""
	for _, l := range lines {
		// Words that nobody understood ask for nothing that could be missing.
		if l.Area != a.Area || l.InVain() == 0 || l.Topic == demand.Unmatched {
			continue
		}
		if vain += l.InVain(); first == "" {
			first = p.topic(l.Topic, a.Topic).Text
		}
		if there, known := a.Offered[l.Topic]; known && there == (Offer{}) && a.Area.Municipality != "" {
			p.Missing = append(p.Missing, p.topic(l.Topic, a.Topic))
		}
	}
	switch {
	case vain > 0:
		p.Headline = p.Words.Say("demand.headline", "area", p.heading(a.Area), "n", vain, "topic", first)
	case len(a.Weeks) == 0:
		p.Headline = p.Words.Say("demand.none_yet")
	default:
		p.Headline = p.Words.Say("demand.none_in_vain")
	}
}

func (p Page) topic(id string, name func(string) (string, string)) web.Said {
	label, lang := name(id)
	if lang == p.Lang() {
		lang = ""
	}
	return web.Said{Text: label, Lang: lang}
}

// none stands where too few asked for a figure to be shown.
const none = "–"

func figure(n int) string {
	if n == 0 {
		return none
	}
	return strconv.Itoa(n)
}

func (p Page) asked(l demand.Line, before []demand.Line, a Asked, own bool) DemandRow {
	r := DemandRow{
		Topic: p.topic(l.Topic, a.Topic), Asked: figure(l.Asked()), InVain: figure(l.InVain()), TooFar: figure(l.Of[demand.TooFar]),
		Closed: figure(l.Of[demand.Closed]), NoFit: figure(l.Of[demand.NoFit]), Nothing: figure(l.Of[demand.Nothing]),
		Helped: figure(l.Of[demand.Helped]), NotHelped: figure(l.Of[demand.NotHelped]), Before: none, Centres: none, Activities: none,
	}
	if len(a.Before) == 0 {
		r.Before = p.Words.Say("demand.no_figures")
	}
	for _, b := range before {
		if b.Area == l.Area && b.Topic == l.Topic {
			r.Before = figure(b.InVain())
		}
	}
	if there, known := a.Offered[l.Topic]; own && known {
		r.Centres, r.Activities = strconv.Itoa(there.Centres), strconv.Itoa(there.Activities)
		r.Gap = l.InVain() > 0 && there == (Offer{})
	}
	return r
}

// crisis shows the last year that was released, of the whole country.
func (p *Demand) crisis(a Asked) {
	if len(a.Years) == 0 {
		return
	}
	last := a.Years[len(a.Years)-1]
	p.Year = string(last.Period)
	for _, r := range last.Rows {
		if r.Country == a.Country {
			p.Crisis = append(p.Crisis, DemandRow{Topic: p.topic(r.Topic, a.Topic), Asked: figure(r.Searches)})
		}
	}
}

func (p Page) week(c staff.AreaCount) DemandWeek {
	days := c.Week.Days()
	d := DemandWeek{Named: p.Words.Say("week.number", "n", c.Week.Number), Dates: p.dates(days[0], days[6]), Places: strconv.Itoa(c.Places)}
	for _, t := range []staff.Total{c.Visits, c.FirstTime, c.Talks, c.Activities, c.HandedOn, c.TurnedAway} {
		d.Cells = append(d.Cells, p.total(t))
	}
	return d
}

// total writes how many it was.
func (p Page) total(t staff.Total) string {
	switch {
	case t.Places == 0:
		return p.Words.Say("count.not_counted")
	case t.Open:
		return p.Words.Say("demand.at_least", "n", t.Low)
	case t.Low == t.High:
		return strconv.Itoa(t.Low)
	}
	return strconv.Itoa(t.Low) + "–" + strconv.Itoa(t.High)
}

// Demand draws it.
func (s *Site) Demand(w io.Writer, p Demand) error { return s.draw(w, p.Page, "demand", p) }
