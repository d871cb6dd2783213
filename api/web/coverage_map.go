package web

import (
	"bytes"
	"html/template"
	"strings"

	"walkin/internal/coverage"
	"walkin/internal/geo"
	"walkin/internal/mapsvg"
)

// coverageMap is the map of municipalities in classes. The table says the same.
type coverageMap struct {
	SVG    template.HTML // made by mapsvg, which escapes what it is given
	Legend []coverageClass
}

type coverageClass struct {
	Class int
	Label string
}

// coverageSize is the size that the map is drawn for.
var coverageSize = mapsvg.Size{Width: 360, Height: 400}

// coverageMap draws the map for the i-th distance.
func (s *Site) coverageMap(v *coverageView, i int) (*coverageMap, error) {
	w, r := v.Words, v.Report
	atlas, err := s.atlas()
	if err != nil {
		return nil, err
	}
	classes := make(map[[2]string]int, len(r.Areas))
	for _, a := range r.Areas {
		classes[[2]string{a.Country, a.Municipality}] = min(int(a.Perhaps.Within[i].Value*mapsvg.Shades), mapsvg.Shades-1)
	}
	m := mapsvg.Shaded{
		View: coverageFrame(v), Size: coverageSize, Lang: w.Lang, Title: w.Say("coverage.map"), Description: w.Say("coverage.map_table"),
		Kilometre: strings.TrimSpace(w.Say("distance.km", "n", "")), Places: r.Places, Countries: coverage.Countries,
		Class: func(country, code string) (int, bool) {
			class, ok := classes[[2]string{country, code}]
			return class, ok
		},
	}
	for n, spot := range r.Spots[:min(len(r.Spots), named)] {
		m.Marks = append(m.Marks, mapsvg.Mark{Point: spot.Point, Label: v.Spots[n].Label})
	}
	for n, g := range r.Next {
		m.Marks = append(m.Marks, mapsvg.Mark{Point: g.Town.Point, Label: v.Next[n].Label, Next: true})
	}
	if r.Question.Country != "" {
		m.Countries = []string{r.Question.Country}
	}
	if v.Towns != nil {
		for _, p := range v.Towns(m.View.Box(coverageSize), townsOnMap) {
			m.Towns = append(m.Towns, mapsvg.Town{Name: p.Name, Point: p.Point})
		}
	}
	var svg bytes.Buffer
	if err := atlas.DrawShaded(&svg, &m); err != nil {
		return nil, err
	}
	view := &coverageMap{SVG: template.HTML(svg.String())}
	for class := range mapsvg.Shades {
		view.Legend = append(view.Legend, coverageClass{class, w.Say("coverage.between", "low", class*100/mapsvg.Shades, "high", (class+1)*100/mapsvg.Shades)})
	}
	return view, nil
}

// coverageFrame shows all municipalities of a report; one alone with what lies
// around it.
func coverageFrame(v *coverageView) mapsvg.View {
	areas := v.Report.Areas
	var points []geo.Point
	for _, a := range areas {
		points = append(points, a.Point)
	}
	if len(points) == 1 {
		p := points[0]
		points = append(points, geo.Point{Lat: p.Lat - 0.2, Lon: p.Lon - 0.3}, geo.Point{Lat: p.Lat + 0.2, Lon: p.Lon + 0.3})
	}
	return mapsvg.Fit(points, coverageSize)
}
