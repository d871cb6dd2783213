package console

import (
	"io"
	"slices"
	"strings"
	"time"

	"walkin/api/web"
	"walkin/internal/directory"
	"walkin/internal/schedule"
)

// AreaForm is how an area is chosen: by a town or a municipality, by a network,
// or around a place.
type AreaForm struct {
	To       string // the page that shows it: "others", "area"
	Where    string // what was typed, after it led nowhere
	Mine     []Option
	Many     bool // places: no area is taken for the one that is meant
	Networks []Option
	Centres  []Option
	Km       []Option
	Week     string // that stays chosen, "" for none
	Weeks    string // over how many to look back stays chosen, "" for none
}

// AreaWeek is the page of the week of all places of an area side by side.
type AreaWeek struct {
	Page
	Choose   AreaForm
	Name     string // of the area, "" while none is chosen
	Cut      bool   // there are more places than are shown
	Week     string
	Dates    string
	Before   string // address of the week before
	After    string
	Sheet    string // address of the CSV file
	Days     []AreaHead
	Rows     []AreaRow
	Groups   []AreaCell // what has no door; nil if there is nothing
	Unserved []string   // days
	Unsure   []string   // days on which it is unknown
	UnsureOf []string   // the places whose hours are
	Doubles  []AreaTwice
	Undated  []AreaLine
}

// AreaHead is a day at the head of its column, and its evening at the foot.
type AreaHead struct {
	Day, Date string
	Evening   string
	State     string // "open", "unknown" or "closed"
}

// AreaRow is a door.
type AreaRow struct {
	Href, Name string
	Beside     web.Said // the town, or the stop
	Whole      string   // what is said of all its days at once: paused, unknown; "" if each has its own
	Cells      []AreaCell
}

// AreaCell is a day of a door.
type AreaCell struct {
	Day        string // its name
	Hours      []AreaHours
	Closed     bool
	Reason     string
	Activities []AreaLine
}

// AreaHours is a time at which a door is open, or may be.
type AreaHours struct {
	Time    string
	Whole   bool // from midnight to midnight
	Perhaps bool
	Reason  string
}

// AreaLine is a time, and what then happens.
type AreaLine struct {
	Time    string
	Href    string
	Says    web.Said
	Perhaps bool
	Reason  string
	At      []string // the places
}

// AreaTwice is what is held twice.
type AreaTwice struct {
	Day        string
	One, Other AreaLine
	About      []string // topics
}

// Show fills the page with a week. Names gives the name of a topic.
func (p *AreaWeek) Show(area directory.AreaWeek, names func(topic string) string) {
	w := p.Words
	for _, e := range area.Evenings {
		noon := e.Date.At(12*60, time.UTC)
		head := AreaHead{Day: w.Weekday(noon), Date: w.ShortDate(noon), State: string(e.State())}
		day := head.Day + " " + head.Date
		switch e.State() {
		case schedule.Closed:
			head.Evening = w.Say("area.evening_closed")
			p.Unserved = append(p.Unserved, day)
		case schedule.Unknown:
			head.Evening = w.Say("area.evening_unknown", "n", len(e.Perhaps))
			p.Unsure = append(p.Unsure, day)
			for _, c := range e.Perhaps {
				if !slices.Contains(p.UnsureOf, c.Name) {
					p.UnsureOf = append(p.UnsureOf, c.Name)
				}
			}
		default:
			head.Evening = namesOf(e.Open)
		}
		p.Days = append(p.Days, head)
	}
	for i := range area.Doors {
		p.Rows = append(p.Rows, p.row(&area.Doors[i]))
	}
	if slices.ContainsFunc(area.Groups[:], func(day []directory.AreaActivity) bool { return len(day) > 0 }) {
		for i, day := range area.Groups {
			p.Groups = append(p.Groups, AreaCell{Day: p.Days[i].Day, Activities: p.lines(day)})
		}
	}
	p.Doubles = p.twice(area, names)
	for _, a := range area.Undated {
		p.Undated = append(p.Undated, AreaLine{Href: pathOf(a.Key()), Says: p.spoken(a.Title)})
	}
}

// twice shows what is held twice. Names gives the name of a topic.
func (p Page) twice(area directory.AreaWeek, names func(topic string) string) (all []AreaTwice) {
	known := make(map[string]string)
	for _, d := range area.Doors {
		known[d.Centre.ID] = d.Centre.Name
	}
	at := func(o directory.AreaActivity) AreaLine {
		line := p.line(o)
		for _, id := range o.Activity.Centres {
			if known[id] != "" {
				line.At = append(line.At, known[id])
			}
		}
		return line
	}
	for _, d := range area.Doubles {
		twice := AreaTwice{Day: p.Words.Weekday(d.Date.At(12*60, time.UTC)), One: at(d.One), Other: at(d.Other)}
		for _, topic := range d.Topics {
			twice.About = append(twice.About, names(topic))
		}
		all = append(all, twice)
	}
	return all
}

// resting says why a place has no hours.
var resting = map[directory.Status]string{
	directory.StatusPaused: "time.paused", directory.StatusPlanned: "time.planned",
	directory.StatusClosed: "time.ended", directory.StatusMoved: "time.moved",
}

func (p Page) row(d *directory.AreaDoor) AreaRow {
	row := AreaRow{Href: "/staff/c/" + d.Centre.ID + "/about", Name: d.Centre.Name, Beside: web.Said{Text: d.Centre.Location.Town}}
	if d.Stop != nil {
		row.Beside = p.spoken(d.Stop.Name)
	}
	if !d.InUse() {
		row.Whole = p.Words.Say(resting[d.Centre.Status])
		return row
	}
	for _, day := range d.Days {
		row.Cells = append(row.Cells, p.cell(day))
	}
	first := row.Cells[0]
	for _, c := range row.Cells {
		if len(c.Hours) != 1 || !c.Hours[0].Whole || c.Hours[0] != first.Hours[0] || len(c.Activities) > 0 {
			return row
		}
	}
	row.Whole = first.Hours[0].Time
	if first.Hours[0].Reason != "" {
		row.Whole += " (" + first.Hours[0].Reason + ")"
	}
	return row
}

func (p Page) cell(day directory.AreaDay) AreaCell {
	cell := AreaCell{Day: p.Words.Weekday(day.Date.At(12*60, time.UTC)), Closed: len(day.Spans) == 0, Reason: day.Reason, Activities: p.lines(day.Activities)}
	for _, s := range day.Spans {
		whole := s.From.Equal(day.Date.In(s.From.Location())) && s.To.Equal(day.Date.AddDays(1).In(s.To.Location()))
		hours := AreaHours{between(s.From, s.To), whole, s.State == schedule.Unknown, s.Reason}
		switch {
		case hours.Perhaps && whole:
			hours.Time = p.Words.Say("area.unknown")
		case hours.Perhaps:
			hours.Time = p.Words.Say("place.perhaps", "time", hours.Time)
		case whole:
			hours.Time = p.Words.Say("time.round_clock")
		}
		cell.Hours = append(cell.Hours, hours)
	}
	return cell
}

func (p Page) lines(list []directory.AreaActivity) (lines []AreaLine) {
	for _, o := range list {
		lines = append(lines, p.line(o))
	}
	return lines
}

func (p Page) line(o directory.AreaActivity) AreaLine {
	line := AreaLine{Time: between(o.Start, o.End), Href: pathOf(o.Activity.Key()), Says: p.spoken(o.Activity.Title), Perhaps: o.State == schedule.Unknown, Reason: o.Reason}
	switch {
	case o.AllDay():
		line.Time = p.Words.Say("area.time_unknown")
	case !o.EndKnown:
		line.Time = p.Words.Say("place.from", "time", o.Start.Format("15:04"))
	case !o.StartKnown:
		line.Time = p.Words.Say("place.until", "time", o.End.Format("15:04"))
	}
	if line.Perhaps && !o.AllDay() {
		line.Time = p.Words.Say("place.perhaps", "time", line.Time)
	}
	return line
}

// between writes a time; midnight at its end is that of its day.
func between(from, to time.Time) string {
	end := to.Format("15:04")
	if end == "00:00" {
		end = "24:00"
	}
	return from.Format("15:04") + "–" + end
}

func namesOf(centres []*directory.Centre) string {
	names := make([]string, len(centres))
	for i, c := range centres {
		names[i] = c.Name
	}
	return strings.Join(names, ", ")
}

// spoken gives words that are not ours in the language of the page, or in
// another one marked as such.
func (p Page) spoken(t directory.Text) web.Said {
	text, lang := t.Pick(p.Lang())
	if lang == p.Lang() {
		lang = ""
	}
	return web.Said{Text: text, Lang: lang}
}

// pathOf gives the public page of an entry.
func pathOf(key directory.Key) string {
	if key.Kind == directory.KindActivity {
		return "/a/" + key.ID
	}
	return "/c/" + key.ID
}

// dates writes from when to when, both days included.
func (p Page) dates(from, to schedule.Date) string {
	return p.Words.ShortDate(from.At(12*60, time.UTC)) + " – " + p.Words.ShortDate(to.At(12*60, time.UTC))
}

// Dates writes the days of a week.
func (p Page) Dates(week schedule.Week) string { days := week.Days(); return p.dates(days[0], days[6]) }

// Area draws it.
func (s *Site) Area(w io.Writer, p AreaWeek) error { return s.draw(w, p.Page, "area", p) }
