package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"text/tabwriter"

	"walkin/internal/coverage"
	"walkin/internal/directory"
	"walkin/internal/feed/reach"
	"walkin/internal/geo"
	"walkin/internal/problem"
	"walkin/internal/schedule"
)

// covering is "walkin coverage": who has a place nearby. The same catalogue and
// day give the same bytes.
type covering struct {
	state
	Country      string              `enum:",DK,NL,BE" default:"" placeholder:"CC" help:"Of whose inhabitants: DK, NL or BE; all three without."`
	Municipality string              `placeholder:"CODE" help:"Of one municipality: 0461, GM0344, 44021."`
	Promises     []directory.Promise `name:"promise" placeholder:"PROMISE" help:"Only places that keep these: free, anonymous, no_appointment and so on."`
	Hours        []coverage.Hours    `placeholder:"HOURS" help:"Only places that are open then: evening (after 17:00), weekend."`
	Age          *int                `short:"a" placeholder:"YEARS" help:"Only places for this age."`
	Network      string              `placeholder:"ID" help:"Only places of this network."`
	Reach        float64             `default:"10" placeholder:"KM" help:"How far somebody goes, in a straight line: 1 to 50."`
	WhatIf       string              `placeholder:"TOWN" help:"What would a place in this town, postcode or point (55.676,12.568) add?"`
	On           string              `placeholder:"DATE" help:"Day of which the week is a usual one; today without."`
	Format       string              `default:"text" enum:"text,json,csv,geojson" help:"text, json, csv or geojson."`
	File         string              `arg:"" default:"-" help:"File to write, or - for standard output."`
}

// Run works the report out and writes it.
func (v *covering) Run(ctx context.Context, io streams) error {
	gazetteer, err := geo.Load()
	if err != nil {
		return err
	}
	people, err := coverage.Load()
	if err != nil {
		return err
	}
	q, err := v.question(people, gazetteer)
	if err != nil {
		return err
	}
	on := schedule.DateIn(io.now(), directory.ZoneOf(&schedule.Schedule{}, "DK"))
	if v.On != "" {
		if on, err = schedule.ParseDate(v.On); err != nil {
			return misused{problem.New(problem.Invalid, "--on is a day such as 2026-11-25.")}
		}
	}
	catalogue, done, err := openOrBuiltin(ctx, v.catalogue(), io)
	if err != nil {
		return err
	}
	defer done()
	if v.Network != "" {
		if _, err := catalogue.Entry(ctx, directory.Key{Kind: directory.KindNetwork, ID: v.Network}); problem.KindOf(err) == problem.NotFound {
			return misused{problem.New(problem.Invalid, "No network has this id.")}
		} else if err != nil {
			return err
		}
	}
	doors, earlier, err := coverage.Read(ctx, catalogue, on)
	if err != nil {
		return err
	}
	survey := coverage.Survey{People: people, Doors: doors, Earlier: earlier, Names: gazetteer, On: on}
	for _, country := range coverage.Countries {
		survey.Sites = append(survey.Sites, gazetteer.TownsIn(country)...)
	}
	bar := newProgress(io.err, "measuring", coverage.Steps, false)
	report, err := survey.Ask(ctx, q, bar.set)
	bar.done()
	if err != nil {
		return err
	}
	return v.write(report, io.out)
}

// question checks what was typed.
func (v *covering) question(people *coverage.People, gazetteer *geo.Gazetteer) (coverage.Question, error) {
	q := coverage.Question{
		Country: v.Country, Municipality: v.Municipality, Promises: v.Promises, Hours: v.Hours, Age: v.Age, Network: v.Network, Reach: v.Reach,
	}
	if v.Reach == 0 { // which would mean the default
		q.Reach = -1
	}
	q, err := q.Complete(people)
	if problem.KindOf(err) == problem.Invalid || problem.KindOf(err) == problem.NotFound {
		var p *problem.Error
		errors.As(err, &p)
		text := p.Detail
		for _, f := range p.Fields {
			text += " " + f.Detail
		}
		return q, misused{errors.New(text)}
	}
	if err != nil || v.WhatIf == "" {
		return q, err
	}
	if p, ok := coverage.SiteAt(v.WhatIf, gazetteer); ok {
		q.WhatIf = p
		return q, nil
	}
	for _, p := range gazetteer.Find(v.WhatIf, q.Country, 10) {
		if p.Kind != geo.KindMunicipality {
			q.WhatIf = &p
			return q, nil
		}
	}
	return q, misused{problem.New(problem.Invalid, "No town is called that, and it is no postcode and no point such as 55.676,12.568.")}
}

func (v *covering) write(r *coverage.Report, out io.Writer) error {
	write := map[string]func(io.Writer, *coverage.Report) error{
		"text": printCoverage, "json": reach.WriteJSON, "csv": reach.WriteCSV, "geojson": reach.WriteGeoJSON,
	}[v.Format]
	if v.File == "-" {
		return write(out, r)
	}
	f, err := os.Create(v.File)
	if err != nil {
		return err
	}
	return errors.Join(write(f, r), f.Close())
}

// printCoverage writes what matters of a report to a terminal.
func printCoverage(w io.Writer, r *coverage.Report) error {
	d := reach.New(r)
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(t, "%s\tinhabitants %d\tplaces that fit %d\tperhaps %d\n", d.Date, d.Total.Inhabitants, d.Total.Places.Fit, d.Total.Places.Perhaps)
	fmt.Fprintf(t, "\topen hours a week\tknown %g\tafter 17:00 %g\n", d.Total.Places.Hours, d.Total.Places.Evening)
	if b := d.Before; b != nil {
		fmt.Fprintf(t, "%s\tplaces that fit %d\tperhaps %d\twithin %g km %.1f %% (now %.1f %%)\n",
			b.Date, b.Places.Fit, b.Places.Perhaps, d.Question.ReachKM, 100*b.CoveredSure, 100*d.CoveredSure)
	}
	fmt.Fprintln(t)
	fmt.Fprintln(t, "straight line\tknown\tlow to high\tknown or perhaps")
	for i, a := range d.Total.Sure.Within {
		fmt.Fprintf(t, "within %g km\t%.1f %%\t%.1f to %.1f\t%.1f %%\n", a.KM, 100*a.Value, 100*a.Low, 100*a.High, 100*d.Total.Perhaps.Within[i].Value)
	}
	if n := d.Total.Sure.Nearest; n != nil {
		fmt.Fprintf(t, "to the nearest\t%.1f km\t%.1f to %.1f\t%.1f km\n", n.Value/1000, n.Low/1000, n.High/1000, d.Total.Perhaps.Nearest.Value/1000)
	}
	fmt.Fprintf(t, "within %g km\t%.2f places\t%.2f to %.2f\t%.2f places\n", d.Question.ReachKM, d.Total.Sure.Number.Value, d.Total.Sure.Number.Low, d.Total.Sure.Number.High, d.Total.Perhaps.Number.Value)
	fmt.Fprintf(t, "open hours per 1,000\t%.3f a week\t%.3f to %.3f\t%.3f a week\n", d.Total.Sure.Hours.Value, d.Total.Sure.Hours.Low, d.Total.Sure.Hours.High, d.Total.Perhaps.Hours.Value)
	fmt.Fprintf(t, "\n%d white spots with %d inhabitants\n", d.WhiteSpots.Count, d.WhiteSpots.Inhabitants)
	for _, s := range d.WhiteSpots.Largest[:min(5, len(d.WhiteSpots.Largest))] {
		fmt.Fprintf(t, "  near %s\t%d\n", s.Near.Name, s.Inhabitants)
	}
	fmt.Fprintln(t, "\nA next place would add most in")
	for _, g := range d.Next {
		fmt.Fprintf(t, "  %s\t%d\n", g.Town.Name, g.Adds)
	}
	if g := d.WhatIf; g != nil {
		fmt.Fprintf(t, "\nA place in %s would add %d, to %.1f %%\n", g.Town.Name, g.Adds, 100*g.Covered)
	}
	if len(d.Evenings) > 0 {
		fmt.Fprintln(t, "\nAn evening would add most at")
	}
	for _, e := range d.Evenings {
		fmt.Fprintf(t, "  %s\t%s\t%d\n", e.Name, e.Day, e.Adds)
	}
	fmt.Fprintln(t)
	for _, line := range d.Method {
		fmt.Fprintln(t, line)
	}
	return t.Flush()
}
