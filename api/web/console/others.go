package console

import (
	"io"

	"walkin/api/web"
	"walkin/internal/directory"
	"walkin/internal/staff"
)

// Others is the page of what others can do: the places of an area.
type Others struct {
	Page
	Choose AreaForm
	Name   string // of the area, "" while none is chosen
	Cut    bool   // there are more than are shown
	All    []OtherPlace
}

// OtherPlace is a place in the list.
type OtherPlace struct {
	ID, Name, Town string
	Task           web.Said // its core task, else what it says of itself; may be empty
}

// OtherOf gives a place as the list has it.
func (p Page) OtherOf(c *directory.Centre) OtherPlace {
	task := c.CoreTask
	if task.Empty() {
		task = c.Description
	}
	return OtherPlace{ID: c.ID, Name: c.Name, Town: c.Location.Town, Task: p.spoken(task)}
}

// Others draws it.
func (s *Site) Others(w io.Writer, p Others) error { return s.draw(w, p.Page, "others", p) }

// About is the page of a place for colleagues elsewhere.
type About struct {
	Page
	ID           string
	RunBy        string
	Facts        []AboutFact // each with its words, or that nobody has told
	Partners     []AboutFact
	Volunteers   []AboutFact
	Activities   []AboutFact
	Colleagues   staff.Colleagues
	VisitingDays web.Said
	Note         web.Said
	Area         string // address of the week of its municipality, "" for none
	Row          AreaRow
	WeekNamed    string
	MayEdit      bool
}

// AboutFact is something said of a place.
type AboutFact struct {
	Key   string   // of its heading in words
	Title web.Said // of a partner, a role
	Href  string
	Says  web.Said
	Open  bool // of a role: somebody is wanted now
}

// Languages are those in which a place can tell colleagues something.
func (About) Languages() []string { return staff.Languages }

// Show fills the page with what a centre says, as who looks may see it, and
// with its week.
func (p *About) Show(c *directory.Centre, activities []*directory.Activity, area directory.AreaWeek) {
	p.ID, p.Title = c.ID, c.Name
	for _, f := range []struct {
		key  string
		text directory.Text
	}{
		{"place.core_task", c.CoreTask}, {"place.target_groups", c.TargetGroups}, {"about.not_served", c.NotServed}, {"about.involvement", c.Involvement},
	} {
		p.Facts = append(p.Facts, AboutFact{Key: f.key, Says: p.spoken(f.text)})
	}
	for _, partner := range c.Partners {
		p.Partners = append(p.Partners, AboutFact{Title: web.Said{Text: partner.Name}, Href: partner.URL, Says: p.spoken(partner.Offers)})
	}
	for _, role := range c.Volunteering {
		p.Volunteers = append(p.Volunteers, AboutFact{Title: p.spoken(role.Title), Says: p.spoken(role.Tasks), Open: role.Open})
	}
	for _, a := range activities {
		if !a.Repeats {
			p.Activities = append(p.Activities, AboutFact{Href: pathOf(a.Key()), Says: p.spoken(a.Title)})
		}
	}
	p.VisitingDays, p.Note = p.spoken(p.Colleagues.VisitingDays), p.spoken(p.Colleagues.Note)
	p.WeekNamed = p.Dates(area.Week)
	if len(area.Doors) > 0 {
		p.Row = p.row(&area.Doors[0])
	}
}

// About draws it.
func (s *Site) About(w io.Writer, p About) error { return s.draw(w, p.Page, "about", p) }
