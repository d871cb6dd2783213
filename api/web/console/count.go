package console

import (
	"io"
	"strings"

	"walkin/internal/schedule"
	"walkin/internal/staff"
)

// Counting is the page on which a place counts its week.
type Counting struct {
	Page
	Centres []Option // where the member may count
	Weeks   []Option // that can be counted
	Form    CountForm
	Planned string // hours, "" where they are not known
	Past    []CountedWeek
}

// CountForm is a count as a form has it: hours as typed, bands by field.
type CountForm struct {
	Centre, Week                          string
	HoursHeld, StaffHours, VolunteerHours string
	Bands                                 map[string]string // by name of the field
}

// bandFields are the fields of the form that have a band, in its order, with
// where each stands in a count.
var bandFields = []struct {
	name string
	in   func(*staff.Count) *staff.Band
}{
	{"visits", func(c *staff.Count) *staff.Band { return &c.Visits }},
	{"first_time", func(c *staff.Count) *staff.Band { return &c.FirstTime }},
	{"talks", func(c *staff.Count) *staff.Band { return &c.Talks }},
	{"activities", func(c *staff.Count) *staff.Band { return &c.Activities }},
	{"turned_away", func(c *staff.Count) *staff.Band { return &c.TurnedAway }},
	{"to_centre", func(c *staff.Count) *staff.Band { return &c.ReferralsOut.Centre }},
	{"to_activity", func(c *staff.Count) *staff.Band { return &c.ReferralsOut.Activity }},
	{"to_helpline", func(c *staff.Count) *staff.Band { return &c.ReferralsOut.Helpline }},
	{"to_other", func(c *staff.Count) *staff.Band { return &c.ReferralsOut.Other }},
}

// handedOn is the first of the fields that say where people were handed on to.
const handedOn = 5

// FormOfCount gives a count as a form has it; hours are written by write.
func FormOfCount(c staff.Count, write func(*float64) string) CountForm {
	f := CountForm{
		Centre: c.Centre, Week: c.Week.String(), Bands: make(map[string]string),
		HoursHeld: write(c.HoursHeld), StaffHours: write(c.StaffHours), VolunteerHours: write(c.VolunteerHours),
	}
	for _, b := range bandFields {
		f.Bands[b.name] = string(*b.in(&c))
	}
	return f
}

// ReadCountForm gives a form by its values, and the bands of the count that it
// stands for.
func ReadCountForm(value func(name string) string) (CountForm, staff.Count) {
	f := CountForm{
		Centre: value("centre"), Week: value("week"), Bands: make(map[string]string),
		HoursHeld: value("hours_held"), StaffHours: value("staff_hours"), VolunteerHours: value("volunteer_hours"),
	}
	var c staff.Count
	for _, b := range bandFields {
		f.Bands[b.name] = value(b.name)
		*b.in(&c) = staff.Band(f.Bands[b.name])
	}
	return f, c
}

// BandField is a field with a band.
type BandField struct {
	Name   string
	Bands  []Option
	Chosen bool
}

// Came are the fields about who came and what was done, HandedOn those about
// where people were handed on to.
func (p Counting) Came() []BandField     { return p.fields(0, handedOn) }
func (p Counting) HandedOn() []BandField { return p.fields(handedOn, len(bandFields)) }

func (p Counting) fields(from, to int) (fields []BandField) {
	for _, b := range bandFields[from:to] {
		f := BandField{Name: b.name, Bands: []Option{{Label: p.Words.Say("count.not_counted"), Chosen: p.Form.Bands[b.name] == ""}}}
		for _, band := range staff.AllBands {
			f.Bands = append(f.Bands, Option{string(band), bandOf(band), p.Form.Bands[b.name] == string(band)})
		}
		fields = append(fields, f)
	}
	return fields
}

// bandOf writes a band for people.
func bandOf(b staff.Band) string { return strings.ReplaceAll(string(b), "-", "–") }

// CountedWeek is a week of the past and what was counted in it.
type CountedWeek struct {
	Week, Dates   string
	Named         string // "week 47"
	Counted       bool
	Held, Planned string
	Cells         []string // the bands, "" where nobody counted
	Staff, Others string   // hours of staff and of volunteers
}

// BandHeads names the columns of the bands of the past weeks.
func (p Counting) BandHeads() (heads []string) {
	for i, b := range bandFields {
		head := p.Words.Say("count." + b.name)
		if i >= handedOn {
			head = p.Words.Say("count.handed_on") + ": " + head
		}
		heads = append(heads, head)
	}
	return heads
}

// PastWeek gives a week and its count; nil if there is none.
func (p Page) PastWeek(week schedule.Week, c *staff.Count, write func(*float64) string) CountedWeek {
	days := week.Days()
	w := CountedWeek{Week: week.String(), Dates: p.dates(days[0], days[6]), Named: p.Words.Say("week.number", "n", week.Number), Counted: c != nil}
	if c == nil {
		return w
	}
	w.Held, w.Planned, w.Staff, w.Others = write(c.HoursHeld), write(c.HoursPlanned), write(c.StaffHours), write(c.VolunteerHours)
	for _, b := range bandFields {
		w.Cells = append(w.Cells, bandOf(*b.in(c)))
	}
	return w
}

// WeekChoice offers a week.
func (p Page) WeekChoice(week, chosen schedule.Week) Option {
	days := week.Days()
	return Option{week.String(), p.Words.Say("week.named", "n", week.Number, "days", p.dates(days[0], days[6])), week == chosen}
}

// Counting draws it.
func (s *Site) Counting(w io.Writer, p Counting) error { return s.draw(w, p.Page, "count", p) }
