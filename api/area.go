package api

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"walkin/api/web/console"
	"walkin/internal/directory"
	"walkin/internal/geo"
	"walkin/internal/problem"
	"walkin/internal/schedule"
	"walkin/internal/staff"
)

// maxArea is how many places of an area are shown side by side: more fit on no
// table of a meeting.
const maxArea = 60

// distances are how far around a place one can look, in kilometres.
var distances = []int{2, 5, 10, 20, 40}

// area is what a page of several places is about: a municipality, a network, or
// what lies around a place. One of them is set, or none.
type area struct {
	municipality, network, around string
	km                            int
	week                          schedule.Week // zero for the present one
	weeks                         int           // to look back over, one of spans; 0 for the usual
}

// areaIn reads an area from an address, which holds ids and nothing else.
func areaIn(c echo.Context) (a area, err error) {
	a = area{municipality: c.QueryParam("municipality"), network: c.QueryParam("network"), around: c.QueryParam("around"), km: 10}
	if km := c.QueryParam("km"); km != "" {
		if a.km, err = strconv.Atoi(km); err != nil || !slices.Contains(distances, a.km) {
			return a, invalidAt("km", "One can look 2, 5, 10, 20 or 40 km around.")
		}
	}
	if week := c.QueryParam("week"); week != "" {
		if a.week, err = weekIn(week); err == nil && (a.week.Year < 2000 || a.week.Year > 2099) {
			err = invalidAt("week", "Weeks of the years 2000 to 2099 are answered.")
		}
	}
	if weeks := c.QueryParam("weeks"); weeks != "" && err == nil {
		a.weeks, err = spanIn(weeks)
	}
	return a, err
}

// query is the area as an address has it, with a week.
func (a area) query(week schedule.Week) string {
	v := url.Values{}
	switch {
	case a.municipality != "":
		v.Set("municipality", a.municipality)
	case a.network != "":
		v.Set("network", a.network)
	case a.around != "":
		v.Set("around", a.around)
		v.Set("km", strconv.Itoa(a.km))
	}
	if week != (schedule.Week{}) {
		v.Set("week", week.String())
	}
	if a.weeks > 0 {
		v.Set("weeks", strconv.Itoa(a.weeks))
	}
	return "?" + v.Encode()
}

// surroundings is an area and what is in it, as the public may see it.
type surroundings struct {
	name       string
	centres    []*directory.Centre // by name
	cut        bool                // there is more
	activities []*directory.Activity
}

// surroundings finds what is in an area; nothing has a name where none is chosen.
func (s *Server) surroundings(ctx context.Context, page console.Page, a area) (g surroundings, err error) {
	listing := directory.Listing{Municipality: a.municipality, Network: a.network, Listed: true, Limit: maxArea + 1}
	within := func(directory.Location) bool { return true }
	switch {
	case a.municipality != "":
		m, err := s.municipality(a.municipality)
		if err != nil { // all would seem to be closed there
			return g, err
		}
		listing.Country, g.name = m.Country, m.Name
	case a.network != "":
		change, err := s.read(ctx, directory.KindNetwork, a.network)
		if err != nil {
			return g, err
		}
		g.name = change.Entry.(*directory.Network).Name
	case a.around != "":
		change, err := s.read(ctx, directory.KindCentre, a.around)
		if err != nil {
			return g, err
		}
		from := change.Entry.(*directory.Centre).Public()
		if from.Location.Point == nil {
			return g, nil
		}
		g.name = page.Words.Say("area.around_named", "km", a.km, "place", from.Name)
		box := geo.Around(*from.Location.Point, float64(a.km)*1000)
		listing.Box, listing.Limit = &box, maxMine // what shows no point is in every box
		within = func(l directory.Location) bool {
			return l.Point != nil && geo.Distance(*from.Location.Point, *l.Point) <= float64(a.km)*1000
		}
	default:
		return g, nil
	}
	listing.Kind = directory.KindCentre
	changes, err := s.catalogue.Entries(ctx, listing)
	if err != nil {
		return g, err
	}
	for _, change := range changes {
		if c := change.Entry.(*directory.Centre).Public(); within(c.Location) {
			g.centres = append(g.centres, c)
		}
	}
	g.cut = len(changes) == listing.Limit
	if len(g.centres) > maxArea {
		g.centres, g.cut = g.centres[:maxArea], true
	}
	compare := byName(page.Lang())
	slices.SortStableFunc(g.centres, func(a, b *directory.Centre) int { return compare(a.Name, b.Name) })
	return g, s.surroundingActivities(ctx, &g, listing, within)
}

// municipality finds one by its code alone: those of each country have a form of
// their own.
func (s *Server) municipality(code string) (geo.Municipality, error) {
	for _, country := range listed {
		if m, ok := s.gazetteer.Municipality(country, code); ok {
			return m, nil
		}
	}
	return geo.Municipality{}, problem.New(problem.NotFound, "There is no municipality with this code.")
}

// surroundingActivities adds what happens at the centres, and the groups of the area
// that have no door.
func (s *Server) surroundingActivities(ctx context.Context, g *surroundings, area directory.Listing, within func(directory.Location) bool) error {
	known := make(map[string]bool)
	collect := func(listing directory.Listing, wanted func(*directory.Activity) bool) error {
		listing.Kind, listing.Limit, listing.Listed = directory.KindActivity, maxMine, true
		changes, err := s.catalogue.Entries(ctx, listing)
		g.cut = g.cut || len(changes) == listing.Limit
		for _, change := range changes {
			if a := change.Entry.(*directory.Activity).Public(); !known[a.ID] && wanted(a) {
				known[a.ID] = true
				g.activities = append(g.activities, a)
			}
		}
		return err
	}
	for _, c := range g.centres {
		if err := collect(directory.Listing{Centre: c.ID}, func(*directory.Activity) bool { return true }); err != nil {
			return err
		}
	}
	return collect(area, func(a *directory.Activity) bool {
		return len(a.Centres) == 0 && a.Location != nil && within(*a.Location)
	})
}

// areaForm gives the form by which an area is chosen.
func (s *Server) areaForm(ctx context.Context, page console.Page, actor staff.Actor, to string, a area) (form console.AreaForm, err error) {
	form.To = to
	if a.week != (schedule.Week{}) {
		form.Week = a.week.String()
	}
	if a.weeks > 0 {
		form.Weeks = strconv.Itoa(a.weeks)
	}
	mine, err := s.centresOf(ctx, actor, staff.See)
	if err != nil {
		return form, err
	}
	if form.Many = len(mine) > many; form.Many && a.around == "" {
		form.Centres = append(form.Centres, console.Option{Label: page.Words.Say("places.choose"), Chosen: true})
	}
	for _, c := range mine {
		if l := c.Public().Location; l.Point != nil && len(form.Centres) < maxMine {
			form.Centres = append(form.Centres, console.Option{Value: c.ID, Label: c.Name, Chosen: c.ID == a.around})
		}
	}
	if form.Many { // not all municipalities are offered: those of this country come first
		slices.SortStableFunc(mine, func(a, b *directory.Centre) int { return s.foreign(a) - s.foreign(b) })
	}
	for _, m := range s.municipalitiesOf(mine) {
		form.Mine = append(form.Mine, console.Option{Value: m[0], Label: m[1], Chosen: m[0] == a.municipality})
	}
	for _, km := range distances {
		form.Km = append(form.Km, console.Option{Value: strconv.Itoa(km), Label: strconv.Itoa(km) + " km", Chosen: km == a.km})
	}
	networks, err := s.catalogue.Entries(ctx, directory.Listing{Kind: directory.KindNetwork, Limit: maxMine})
	for _, change := range networks {
		n := change.Entry.(*directory.Network)
		form.Networks = append(form.Networks, console.Option{Value: n.ID, Label: n.Name, Chosen: n.ID == a.network})
	}
	return form, err
}

// foreign is 1 for a centre of another country than this directory's, else 0.
func (s *Server) foreign(c *directory.Centre) int {
	if c.Location.Country == s.country {
		return 0
	}
	return 1
}

// maxMunicipalities is how many of a member's own are offered; who has more
// types a name.
const maxMunicipalities = 12

// municipalitiesOf gives the codes and names of the municipalities that some
// centres are in, in the order of the centres.
func (s *Server) municipalitiesOf(centres []*directory.Centre) (found [][2]string) {
	for _, c := range centres {
		code, name := c.Location.Municipality, s.municipalityName(c.Location.Country, c.Location.Municipality)
		if name == "" || len(found) == maxMunicipalities || slices.ContainsFunc(found, func(m [2]string) bool { return m[0] == code }) {
			continue
		}
		found = append(found, [2]string{code, name})
	}
	return found
}

// orMine is the area, or where none is chosen that of the member's first place,
// unless there are so many that the first is nobody's in particular.
func (a area) orMine(form console.AreaForm) area {
	if a.municipality+a.network+a.around == "" && len(form.Mine) > 0 && !form.Many {
		a.municipality = form.Mine[0].Value
	}
	return a
}

// FindArea leads from what somebody typed to the municipality that it is in, or
// back, with a word, if it is in none. The address holds its code only.
func (s *Server) FindArea(c echo.Context, page console.Page) error {
	values, err := readForm(c)
	if err != nil {
		return err
	}
	var a area
	if week, err := schedule.ParseWeek(values.Get("week")); err == nil {
		a.week = week
	}
	if weeks, err := spanIn(values.Get("weeks")); err == nil {
		a.weeks = weeks
	}
	for _, p := range s.gazetteer.Find(values.Get("where"), s.country, 5) {
		if p.Municipality != "" {
			a.municipality = p.Municipality
			break
		}
	}
	to, show := "area", s.showArea
	switch values.Get("to") {
	case "others":
		to, show = "others", s.showOthers
	case "demand":
		to, show = "demand", s.showDemanded
	}
	if a.municipality != "" {
		return c.Redirect(http.StatusSeeOther, consoleRoot+"/"+to+a.query(a.week))
	}
	page.Fault = page.Words.Say("area.nowhere")
	return show(c, page, http.StatusBadRequest, a, values.Get("where"))
}
