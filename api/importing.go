package api

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"runtime/debug"
	"slices"
	"time"

	"walkin/internal/directory"
	"walkin/internal/intake"
	"walkin/internal/problem"
	"walkin/internal/staff"
)

// tag is a language as a list may name its own (BCP 47, without more than a
// region).
var tag = regexp.MustCompile(`^[a-z]{2,3}(-[A-Z]{2})?$`)

// importDeadline is how long the reading of a list may take.
const importDeadline = 30 * time.Second

// gate lets a few through at a time. Lists are large: one is read and one is
// applied while others wait.
type gate chan struct{}

// enter waits for its turn, Unavailable if that does not come in time.
func (g gate) enter(ctx context.Context) error {
	select {
	case g <- struct{}{}:
		return nil
	case <-ctx.Done():
		return problem.Wrap(ctx.Err(), problem.Unavailable, "Other lists are being read. Try again in a minute.")
	}
}

func (g gate) leave() { <-g }

// preview finds out what a list would do, and keeps that for a day.
func (s *Server) preview(ctx context.Context, actor staff.Actor, u received) (staff.Preview, error) {
	if err := u.check(s); err != nil {
		return staff.Preview{}, err
	}
	holdings, err := s.holdingsFor(ctx, actor, u.organisation)
	if err != nil {
		return staff.Preview{}, err
	}
	o := holdings.Options(intake.Options{
		Kind: directory.Kind(u.kind), Country: u.country, Lang: u.lang, Now: s.now(), Topics: s.index.Taxonomy(), DefaultTopics: u.topics,
		Places: s.gazetteer, Sheet: u.sheet, Complete: u.complete,
	})
	format := intake.Sniff(u.file)
	if isJSON(u.file) && format != intake.FormatGeoJSON {
		format = intake.FormatJSONLines
	}
	result, err := s.readList(ctx, func() (*intake.Result, error) {
		if format == intake.FormatJSONLines {
			return readLines(u.file, o)
		}
		return intake.Read(u.file, o)
	})
	if err != nil {
		return staff.Preview{}, err
	}
	if err := s.refuseRows(ctx, actor, holdings, result); err != nil {
		return staff.Preview{}, err
	}
	plan, err := holdings.Plan(result, o)
	if err != nil {
		return staff.Preview{}, err
	}
	p, err := previewOf(result, plan)
	if err != nil {
		return staff.Preview{}, err
	}
	now := s.now().UTC().Truncate(time.Second)
	p.ID, p.Member, p.Organisation, p.Format = staff.NewID("i"), actor.ID, u.organisation, string(format)
	p.Made, p.Expires, p.Complete = now, now.Add(staff.PreviewLife), u.complete
	return p, s.office.PutPreview(ctx, p)
}

// isJSON says whether a file begins as JSON does.
func isJSON(b []byte) bool {
	for _, c := range b[:min(len(b), 64)] {
		switch c {
		case ' ', '\t', '\r', '\n', 0xef, 0xbb, 0xbf:
		default:
			return c == '{' || c == '['
		}
	}
	return false
}

// check holds what was said of a list against what there is.
func (u received) check(s *Server) error {
	var fields []problem.Field
	add := func(pointer, detail string) { fields = append(fields, problem.Field{Pointer: pointer, Detail: detail}) }
	if u.organisation == "" {
		add("organisation", "Say whose list it is: the id of an organisation.")
	} else if _, err := directory.ParseKey("organisation:" + u.organisation); err != nil {
		add("organisation", "This is not an id.")
	}
	if len(u.file) == 0 {
		add("file", "The list is missing, or empty.")
	}
	if u.kind != "" && u.kind != string(directory.KindCentre) && u.kind != string(directory.KindActivity) {
		add("kind", "Expected here: centre or activity.")
	}
	if u.country != "" && !slices.Contains(listed[:], u.country) {
		add("country", "Expected here: DK, NL or BE.")
	}
	if u.lang != "" && !tag.MatchString(u.lang) {
		add("lang", "Expected here: a language, such as da.")
	}
	for _, id := range u.topics {
		if s.index.Taxonomy().Topic(id) == nil {
			add("topics", "There is no such topic.")
			break
		}
	}
	return problem.InvalidFields("The request breaks a rule.", fields)
}

// holdingsFor gives what an organisation has, to somebody who may edit it. Who
// has no role over it hears what is said of one that does not exist (X1).
func (s *Server) holdingsFor(ctx context.Context, actor staff.Actor, organisation string) (*intake.Holdings, error) {
	holdings, err := intake.Hold(ctx, s.catalogue, organisation)
	if unknown(err) {
		return nil, missingEntry(directory.Key{Kind: directory.KindOrganisation, ID: organisation})
	}
	if err != nil {
		return nil, err
	}
	return holdings, s.may(ctx, actor, staff.Edit, holdings.Organisation)
}

// readList reads one list at a time. A reader cannot be stopped in the middle:
// the next has to wait until it has ended, and whoever asked does not.
func (s *Server) readList(ctx context.Context, read func() (*intake.Result, error)) (*intake.Result, error) {
	if err := s.reading.enter(ctx); err != nil {
		return nil, err
	}
	type outcome struct {
		result *intake.Result
		err    error
	}
	done := make(chan outcome, 1)
	s.tasks.under.Go(func() {
		defer s.reading.leave()
		var o outcome
		defer func() {
			if recover() != nil { // the value may hold a cell
				o = outcome{err: fmt.Errorf("a reader of lists failed: %s", debug.Stack())}
			}
			done <- o
		}()
		o.result, o.err = read()
	})
	select {
	case o := <-done:
		return o.result, o.err
	case <-ctx.Done():
		return nil, problem.Wrap(ctx.Err(), problem.Unavailable, "The list took too long to read. Divide it.")
	}
}

// refuseRows faults the rows that this member may not have done, or that set
// what no edit sets, so that they are told by row and not at the end.
func (s *Server) refuseRows(ctx context.Context, actor staff.Actor, holdings *intake.Holdings, r *intake.Result) error {
	for i := range r.Rows {
		row := &r.Rows[i]
		if row.Entry == nil {
			continue
		}
		before, _ := holdings.Existing(row.Key)
		_, err := s.allowed(ctx, actor, staff.Edit, before, row.Entry)
		switch problem.KindOf(err) {
		case problem.Invalid:
			r.Faults = append(r.Faults, ruleFaults(row.Number, err)...)
		case problem.NotFound, problem.Forbidden:
			r.Faults = append(r.Faults, intake.FaultAt(row.Number, intake.CodeOthers, "text", row.Key.ID))
		default:
			if err != nil {
				return err
			}
			continue
		}
		row.Entry = nil
	}
	slices.SortStableFunc(r.Faults, func(a, b intake.Fault) int { return a.Row - b.Row })
	return nil
}

// allowed says whether a member may make one step of an import, and whether it
// must wait for a network: the same rules as for any edit.
func (s *Server) allowed(ctx context.Context, actor staff.Actor, do staff.Action, before, after directory.Entry) (waits bool, err error) {
	if before != nil {
		if err := s.may(ctx, actor, do, before); err != nil {
			return false, err
		}
	}
	return s.permit(ctx, actor, proposal{may: do}, before, after)
}

// previewOf gives what is kept of a plan.
func previewOf(r *intake.Result, plan intake.Plan) (staff.Preview, error) {
	p := staff.Preview{
		PreviewHead: staff.PreviewHead{Kind: string(r.Kind), Held: plan.Held, Share: plan.Share},
		Faults:      each(r.Faults, previewFault), Notices: each(r.Notices, previewFault), Columns: each(r.Mapping, previewColumn),
		Encoding: r.Encoding, Separator: r.Separator, Sheet: r.Sheet, OtherSheets: r.Others,
	}
	p.Summary = staff.PreviewSummary{
		Rows: len(r.Rows), Added: len(plan.Added), Changed: len(plan.Changed), Dropped: len(plan.Dropped), Same: plan.Same, Faults: len(r.Faults),
	}
	named := make(map[int]bool, len(r.Rows))
	for _, row := range r.Rows {
		named[row.Number] = row.Key.ID != ""
	}
	faulty := make(map[int]bool)
	for _, f := range r.Faults {
		if f.OfSheet() {
			p.Spoilt = true
			continue
		}
		faulty[f.Row] = true
		p.Unclear = p.Unclear || !named[f.Row]
	}
	p.Summary.FaultyRows = len(faulty)
	for _, step := range plan.Steps {
		kept := staff.PreviewStep{
			Kind: string(step.Key.Kind), ID: step.Key.ID, Title: step.Title, Row: step.Row, Base: *step.IfRevision, Body: json.RawMessage("null"),
			Changes: each(step.Fields, func(f intake.Field) staff.PreviewChange {
				return staff.PreviewChange{Pointer: f.Pointer, Before: json.RawMessage(f.Before), After: json.RawMessage(f.After)}
			}),
		}
		if step.Entry != nil {
			body, err := directory.Encode(step.Entry)
			if err != nil {
				return p, err
			}
			kept.Body = body
		}
		p.Steps = append(p.Steps, kept)
	}
	return p, nil
}

func previewFault(f intake.Fault) staff.PreviewFault {
	kept := staff.PreviewFault{Row: f.Row, Column: f.Column, Header: f.Header, Code: string(f.Code), Params: f.Params}
	if f.Code == intake.CodeRule {
		kept.Rule = &f.Rule
	}
	return kept
}

func previewColumn(m intake.Mapping) staff.PreviewColumn {
	return staff.PreviewColumn{Column: m.Column, Header: m.Header, Field: m.Field}
}
