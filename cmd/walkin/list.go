package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"

	"walkin/internal/directory"
	"walkin/internal/geo"
	"walkin/internal/intake"
	"walkin/internal/problem"
	"walkin/internal/sqlite"
)

// tables are the flags of "walkin import" for lists of rows.
type tables struct {
	Organisation string   `placeholder:"ID" help:"Whose list it is; for CSV, XLSX and GeoJSON."`
	Kind         string   `placeholder:"KIND" enum:",centre,activity" default:"" help:"What the rows are, centre or activity; guessed from the headings without."`
	Country      string   `name:"country" placeholder:"CC" enum:",DK,NL,BE" default:"" help:"DK, NL or BE, where a row names no country; that of the organisation without."`
	Lang         string   `placeholder:"LANG" help:"Language of the texts whose heading names none; that of the country without."`
	Topics       []string `placeholder:"ID" help:"Topics of new entries whose row names none."`
	Sheet        string   `placeholder:"NAME" help:"Sheet of a workbook; the first with anything in it without."`
	Complete     bool     `help:"The list is all that the organisation has: what is not on it is taken out."`
	DryRun       bool     `help:"Say what would happen and change nothing."`
	ApplyHeld    bool     `help:"Go on though more than a fifth would be taken out."`
}

// given says whether any of the flags was.
func (l tables) given() bool {
	return l.Organisation+l.Kind+l.Country+l.Lang+l.Sheet != "" || len(l.Topics) > 0 || l.Complete || l.DryRun || l.ApplyHeld
}

// runTable imports a list of rows: what it says of each entry, on sight of what
// the organisation has, all of it or nothing.
func (i *imports) runTable(ctx context.Context, in io.Reader, size int64, out streams) error {
	if i.Organisation == "" {
		return misused{fmt.Errorf("%s is no JSON Lines. If it is a list, say whose with --organisation", i.File)}
	}
	b, err := readTable(in, newProgress(out.err, "reading", size, true))
	if err != nil {
		return fmt.Errorf("read %s: %w", i.File, err)
	}
	if err := i.create(); err != nil {
		return err
	}
	catalogue, err := sqlite.Open(ctx, i.catalogue(), sqlite.Options{Now: out.now})
	if err != nil {
		return err
	}
	defer catalogue.Close()
	result, plan, err := i.plan(ctx, catalogue, b, out)
	if err != nil {
		return err
	}
	if i.DryRun {
		if err := printPlan(out.out, result, plan); err != nil {
			return err
		}
		if len(result.Faults) > 0 {
			return errFound
		}
		return nil
	}
	switch {
	case len(result.Faults) > 0:
		return problem.InvalidFields("%s has rows that are wrong. Nothing was imported.", faultFields(result.Faults), i.File)
	case plan.Held && !i.ApplyHeld:
		return problem.New(problem.Conflict, "The list would take out %.0f %% of what there is, so nothing was imported. Look with --dry-run; --apply-held does it.", plan.Share*100)
	}
	steps := make([]directory.Step, len(plan.Steps))
	for n, step := range plan.Steps {
		steps[n] = step.Step
	}
	bar := newProgress(out.err, "writing", int64(len(steps)), false)
	_, err = catalogue.Apply(ctx, steps, i.Author, bar.set)
	bar.done()
	if err != nil {
		return namedRows(err, plan.Steps)
	}
	fmt.Fprintf(out.out, "%d added, %d changed, %d taken out, %d as they were.\n", len(plan.Added), len(plan.Changed), len(plan.Dropped), plan.Same)
	return nil
}

// plan reads a list and says what it would do.
func (i *imports) plan(ctx context.Context, catalogue *sqlite.Catalogue, b []byte, out streams) (*intake.Result, intake.Plan, error) {
	holdings, err := intake.Hold(ctx, catalogue, i.Organisation)
	if err != nil {
		return nil, intake.Plan{}, err
	}
	topics, err := taxonomyOf(ctx, catalogue)
	if err != nil {
		return nil, intake.Plan{}, err
	}
	places, err := geo.Load()
	if err != nil {
		return nil, intake.Plan{}, err
	}
	o := holdings.Options(intake.Options{
		Kind: directory.Kind(i.Kind), Country: i.Country, Lang: i.Lang, Now: out.now(), Topics: topics, DefaultTopics: i.Topics,
		Places: places, Sheet: i.Sheet, Complete: i.Complete,
	})
	result, err := intake.Read(b, o)
	if err != nil {
		return nil, intake.Plan{}, fmt.Errorf("read %s: %w", i.File, err)
	}
	plan, err := holdings.Plan(result, o)
	return result, plan, err
}

// readTable reads a file whole; its readers bound it.
func readTable(in io.Reader, bar *progress) ([]byte, error) {
	defer bar.done()
	return io.ReadAll(io.TeeReader(io.LimitReader(in, intake.MaxBytes+1), counted{bar}))
}

// counted moves a bar by what is written.
type counted struct{ bar *progress }

func (c counted) Write(b []byte) (int, error) {
	c.bar.add(len(b))
	return len(b), nil
}

// taxonomyOf gives the topics of a catalogue.
func taxonomyOf(ctx context.Context, catalogue *sqlite.Catalogue) (*directory.Taxonomy, error) {
	const page = 500
	var topics []*directory.Topic
	for after := ""; ; {
		changes, err := catalogue.Entries(ctx, directory.Listing{Kind: directory.KindTopic, After: after, Limit: page})
		if err != nil {
			return nil, err
		}
		for _, c := range changes {
			topics = append(topics, c.Entry.(*directory.Topic))
		}
		if len(changes) < page {
			return directory.NewTaxonomy(topics)
		}
		after = changes[len(changes)-1].Key.ID
	}
}

// faultFields names what is wrong by row and column.
func faultFields(faults []intake.Fault) []problem.Field {
	fields := make([]problem.Field, len(faults))
	for n, f := range faults {
		fields[n] = problem.Field{Pointer: placeOf(f), Detail: f.Message}
	}
	return fields
}

// placeOf names the row and column of a fault, such as "row 3 column C
// (Postnr)".
func placeOf(f intake.Fault) string {
	place := "row " + strconv.Itoa(f.Row)
	if f.Column != "" {
		place += " column " + f.Column
	}
	if f.Header != "" {
		place += " (" + f.Header + ")"
	}
	return place
}

// namedRows puts rows into an error that points at steps by their place.
func namedRows(err error, steps []intake.PlannedStep) error {
	p, ok := err.(*problem.Error)
	if !ok {
		return err
	}
	named := *p
	named.Fields = slices.Clone(p.Fields)
	for n, f := range named.Fields {
		place, rest, _ := strings.Cut(strings.TrimPrefix(f.Pointer, "/"), "/")
		if at, err := strconv.Atoi(place); err == nil && at < len(steps) {
			named.Fields[n].Pointer = fmt.Sprintf("row %d /%s", steps[at].Row, rest)
		}
	}
	return &named
}

// printPlan writes what a list would do as a table, and what is wrong with it.
func printPlan(w io.Writer, r *intake.Result, plan intake.Plan) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	if len(plan.Steps) > 0 {
		fmt.Fprintln(table, "WHAT\tROW\tENTRY\tNAME\tFIELD\tBEFORE\tAFTER")
	}
	for _, step := range plan.Steps {
		what, row := "change", strconv.Itoa(step.Row)
		switch {
		case step.Entry == nil:
			what, row = "take out", ""
		case *step.IfRevision == 0:
			what = "add"
		}
		fields := step.Fields
		if len(fields) == 0 {
			fields = []intake.Field{{}}
		}
		for _, f := range fields {
			fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", what, row, step.Key, cell(step.Title), f.Pointer, cell(f.Before), cell(f.After))
		}
	}
	if err := table.Flush(); err != nil {
		return err
	}
	for _, f := range slices.Concat(r.Faults, r.Notices) {
		fmt.Fprintf(w, "%s: %s\n", placeOf(f), f.Message)
	}
	for _, m := range r.Mapping {
		if m.Field == "" && m.Header != "" {
			fmt.Fprintf(w, "column %s (%s): not used.\n", m.Column, m.Header)
		}
	}
	held := ""
	if plan.Held {
		held = " It is held: --apply-held does it all the same."
	}
	_, err := fmt.Fprintf(w, "%d to add, %d to change, %d to take out, %d as they are; %d faults.%s\n",
		len(plan.Added), len(plan.Changed), len(plan.Dropped), plan.Same, len(r.Faults), held)
	return err
}

// cell is a text as a cell of a table shows it.
func cell(s string) string {
	return short(strings.Map(func(r rune) rune {
		if r < ' ' {
			return ' '
		}
		return r
	}, s), 40)
}
