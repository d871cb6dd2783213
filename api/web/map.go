package web

import (
	"bytes"
	"html/template"
	"strconv"
	"strings"

	"walkin/internal/directory"
	"walkin/internal/geo"
	"walkin/internal/mapsvg"
)

// FitView asks for the map around what was found.
const FitView = "fit"

// mapSize is the size that a map is drawn for: a telephone held upright. It is
// shown wider where there is room.
var mapSize = mapsvg.Size{Width: 360, Height: 360}

// townsOnMap is how many towns are offered to be named on a map.
const townsOnMap = 24

// mapView is the map of what was found, numbered as in the list. All that it
// shows is in the list too.
type mapView struct {
	SVG   template.HTML // made by mapsvg, which escapes what it is given
	View  string
	Steps []Option // where to look next, without a script
}

// mapOf draws the map of the results of a page.
func (s *Site) mapOf(q Question) (*mapView, error) {
	w := q.Words
	atlas, err := s.atlas()
	if err != nil {
		return nil, err
	}
	view, err := mapsvg.ParseView(q.Ask.View)
	if err != nil {
		view = mapsvg.Fit(pointsOf(q.Answer.Results), mapSize)
	}
	view = view.Clamp(mapSize)
	m := mapsvg.Map{
		View: view, Size: mapSize, Lang: w.Lang, Title: w.Say("found.map"), Description: w.Say("found.map_hint"), Kilometre: strings.TrimSpace(w.Say("distance.km", "n", "")),
		Pins: pins(w, q), Group: grouped(w, q, view), You: q.Ask.Position, YouTitle: w.Say("found.near_you"),
	}
	if q.Towns != nil {
		for _, p := range q.Towns(view.Box(mapSize), townsOnMap) {
			m.Towns = append(m.Towns, mapsvg.Town{Name: p.Name, Point: p.Point})
		}
	}
	var svg bytes.Buffer
	if err := atlas.Draw(&svg, &m); err != nil {
		return nil, err
	}
	step := func(what string, v mapsvg.View) Option {
		return Option{Value: v.String(), Label: w.Say("map." + what), Href: what, Chosen: v == view}
	}
	return &mapView{
		SVG: template.HTML(svg.String()), View: view.String(),
		Steps: []Option{
			step("in", view.ZoomBy(1, mapSize)), step("out", view.ZoomBy(-1, mapSize)),
			step("north", view.Move(0, -0.5, mapSize)), step("south", view.Move(0, 0.5, mapSize)),
			step("west", view.Move(-0.5, 0, mapSize)), step("east", view.Move(0.5, 0, mapSize)),
		},
	}, nil
}

func pins(w *Words, q Question) []mapsvg.Pin {
	var all []mapsvg.Pin
	for i, r := range q.Answer.Results {
		if r.Where == nil || r.Where.Point == nil {
			continue
		}
		p := mapsvg.Pin{
			Point: *r.Where.Point, Number: q.Ask.Before + i + 1, Title: r.Title, Approximate: !r.Where.Precision.Door(),
			Kind: mapsvg.Kind(r.Entry.Key().Kind), State: mapsvg.State(r.Open.State),
		}
		p.Href = "#n" + strconv.Itoa(p.Number)
		if c, ok := r.Entry.(*directory.Centre); ok {
			p.Title += ": " + w.Opening(c.Status, r.Open, q.Now).Words
		}
		all = append(all, p)
	}
	return all
}

// grouped says where the badge of several pins leads: to a closer map of them,
// where an address can ask for it, else to the first of them in the list.
func grouped(w *Words, q Question, now mapsvg.View) func([]mapsvg.Pin) (href, title string) {
	return func(pins []mapsvg.Pin) (href, title string) {
		href, title = pins[0].Href, w.Say("chip.count", "n", len(pins))
		points := make([]geo.Point, len(pins))
		for i, p := range pins {
			points[i] = p.Point
		}
		closer := mapsvg.Fit(points, mapSize)
		if ask := q.Ask; !ask.Typed() && closer != now {
			ask.View = closer.String()
			href = q.home() + ask.Address()
		}
		return href, title
	}
}

// towns names the larger towns on a map.
type towns func(box geo.Box, limit int) []geo.Place
