package api

import (
	"bytes"
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"walkin/api/web/console"
	"walkin/internal/directory"
	"walkin/internal/problem"
	"walkin/internal/staff"
)

var errNoImport = problem.New(problem.NotFound, "There is no such import.")

// importFor gives the preview of an import to who made it, and to who may let
// it through. To anybody else there is none (X1).
func (s *Server) importFor(ctx context.Context, actor staff.Actor, id string) (p staff.Preview, approves bool, err error) {
	if p, err = s.office.Preview(ctx, id); err != nil {
		return p, false, err
	}
	approves, sees, err := s.importRights(ctx, actor, p.PreviewHead)
	if err == nil && !sees {
		err = errNoImport
	}
	if err != nil {
		return staff.Preview{}, false, err
	}
	return p, approves, nil
}

// importRights says whether a member may let an import through that is held,
// and whether they see it at all.
func (s *Server) importRights(ctx context.Context, actor staff.Actor, p staff.PreviewHead) (approves, sees bool, err error) {
	change, err := s.catalogue.Entry(ctx, directory.Key{Kind: directory.KindOrganisation, ID: p.Organisation})
	if unknown(err) {
		return false, false, nil
	}
	if err != nil {
		return false, false, err
	}
	about, err := s.subject(ctx, change.Entry)
	if err != nil {
		return false, false, err
	}
	approves = actor.May(staff.Approve, about) == staff.Allowed
	return approves, approves || p.Member == actor.ID && actor.May(staff.Edit, about) == staff.Allowed, nil
}

// decision is what somebody says who applies an import.
type decision struct {
	skip    bool // rows that have faults
	release bool // though it is held
}

// apply does what a preview shows, all of it or nothing, and gives the preview
// with what it came to. What was applied already stays as it is.
func (s *Server) apply(ctx context.Context, actor staff.Actor, id string, d decision) (staff.Preview, error) {
	if _, _, err := s.importFor(ctx, actor, id); err != nil {
		return staff.Preview{}, err
	}
	if err := s.applying.enter(ctx); err != nil {
		return staff.Preview{}, err
	}
	defer s.applying.leave()
	p, approves, err := s.importFor(ctx, actor, id) // as whoever was before left it
	if err != nil || p.Outcome != nil {
		return p, err
	}
	if err := s.ready(actor, p, d, approves); err != nil {
		return p, err
	}
	direct, drafts, err := s.steps(ctx, actor, p, approves)
	if err != nil {
		return p, err
	}
	author := staff.Actor{Member: staff.Member{ID: p.Member}}.Author()
	changes, err := s.writer.Apply(ctx, direct, author, nil)
	if problem.KindOf(err) == problem.Stale {
		// Perhaps it was done, and the machine stopped before that was written
		// down.
		if done, is := s.doneBefore(ctx, direct, author); is {
			changes, err = done, nil
		}
	}
	if err != nil {
		return p, inRows(err, p, direct)
	}
	outcome := s.outcomeOf(p, changes, drafts)
	if err := s.office.FinishPreview(ctx, p.ID, outcome, drafts); err != nil {
		return p, err
	}
	p.Outcome = &outcome
	return p, nil
}

// obstacle names what stands in the way of applying a preview as somebody
// decided; "" if nothing does.
func obstacle(p staff.Preview, d decision, approves bool) string {
	switch faulty := p.Summary.Faults > 0; {
	case faulty && !d.skip:
		return "faults"
	case p.Spoilt:
		return "spoilt"
	case p.Unclear && p.Summary.Dropped > 0:
		return "unclear"
	case p.Held && d.release && !approves:
		return "not_yours"
	case p.Held && !d.release:
		return "held"
	}
	return ""
}

// ready refuses to apply what something stands in the way of, in the language
// of the member.
func (s *Server) ready(actor staff.Actor, p staff.Preview, d decision, approves bool) error {
	why := obstacle(p, d, approves)
	if why == "" {
		return nil
	}
	kind := problem.Conflict
	if why == "not_yours" {
		kind = problem.Forbidden
	}
	return problem.New(kind, "%s", console.WhyNot(s.console.Words(actor.Lang), why, p))
}

// steps gives the changes that a preview makes at once, and the drafts of those
// that wait for a network. Rights are asked for again: they may have changed.
func (s *Server) steps(ctx context.Context, actor staff.Actor, p staff.Preview, approves bool) (direct []directory.Step, drafts []staff.Draft, err error) {
	do := staff.Edit
	if approves && p.Member != actor.ID {
		do = staff.Approve
	}
	for i, kept := range p.Steps {
		key := directory.Key{Kind: directory.Kind(kept.Kind), ID: kept.ID}
		step := directory.Step{Key: key, IfRevision: &p.Steps[i].Base}
		if !kept.Drops() {
			if step.Entry, err = directory.Decode(key.Kind, kept.Body); err != nil {
				return nil, nil, err
			}
		}
		before, err := s.catalogue.Entry(ctx, key)
		if err != nil && !unknown(err) {
			return nil, nil, err
		}
		waits, err := s.allowed(ctx, actor, do, before.Entry, step.Entry)
		if err != nil {
			return nil, nil, err
		}
		if !waits {
			direct = append(direct, step)
			continue
		}
		if now := revisionOf(before); now != kept.Base {
			return nil, nil, staleStep(key)
		}
		drafts = append(drafts, staff.Draft{
			ID: staff.NewID("d"), Kind: kept.Kind, Entry: kept.ID, State: staff.DraftOpen, Base: kept.Base, Body: kept.Body,
			Member: p.Member, Made: s.now().UTC().Truncate(time.Second),
		})
	}
	return direct, drafts, nil
}

func revisionOf(c directory.Change) int {
	if c.Entry == nil {
		return 0
	}
	return c.Revision
}

func staleStep(key directory.Key) error {
	return problem.New(problem.Stale, "Somebody has changed the %s %q since the preview was made. Send the list again and look at the new preview.", key.Kind, key.ID)
}

// doneBefore says whether the steps of an import are what the catalogue holds
// already, written by its author, and gives the changes.
func (s *Server) doneBefore(ctx context.Context, steps []directory.Step, author string) ([]directory.Change, bool) {
	changes := make([]directory.Change, len(steps))
	for i, step := range steps {
		now, err := s.catalogue.Entry(ctx, step.Key)
		switch {
		case step.Entry == nil && problem.KindOf(err) == problem.Gone:
			now = directory.Change{Key: step.Key}
		case err != nil || step.Entry == nil || now.Author != author:
			return nil, false
		default:
			is, err := directory.Encode(now.Entry)
			wanted, wrong := directory.Encode(step.Entry)
			if err != nil || wrong != nil || !bytes.Equal(is, wanted) {
				return nil, false
			}
		}
		changes[i] = now
	}
	return changes, true
}

// outcomeOf says what an import came to.
func (s *Server) outcomeOf(p staff.Preview, changes []directory.Change, drafts []staff.Draft) staff.PreviewOutcome {
	o := staff.PreviewOutcome{At: s.now().UTC().Truncate(time.Second), Drafts: len(drafts), Entries: []staff.PreviewedEntry{}}
	base := make(map[directory.Key]int, len(p.Steps))
	for _, step := range p.Steps {
		base[directory.Key{Kind: directory.Kind(step.Kind), ID: step.ID}] = step.Base
	}
	for _, c := range changes {
		switch {
		case c.Deleted():
			o.Dropped++
		case base[c.Key] == 0:
			o.Added++
		default:
			o.Changed++
		}
		o.Entries = append(o.Entries, staff.PreviewedEntry{Kind: string(c.Key.Kind), ID: c.Key.ID, Revision: c.Revision})
	}
	for _, d := range drafts {
		o.Entries = append(o.Entries, staff.PreviewedEntry{Kind: d.Kind, ID: d.Entry, Draft: d.ID})
	}
	return o
}

// inRows renames the parts that an error points at, from the places of steps
// ("/3/topics/0") to the rows of the list, and says what to do about a state
// that is no more.
func inRows(err error, p staff.Preview, steps []directory.Step) error {
	known, ok := asProblem(err)
	if !ok {
		return err
	}
	if known.Kind == problem.Stale {
		return problem.Wrap(err, problem.Stale, "Somebody has changed an entry since the preview was made. Send the list again and look at the new preview.")
	}
	rows := make(map[directory.Key]int, len(p.Steps))
	for _, step := range p.Steps {
		rows[directory.Key{Kind: directory.Kind(step.Kind), ID: step.ID}] = step.Row
	}
	renamed := *known
	renamed.Fields = nil
	for _, f := range known.Fields {
		place, rest, _ := strings.Cut(strings.TrimPrefix(f.Pointer, "/"), "/")
		if n, err := strconv.Atoi(place); err == nil && n < len(steps) {
			f.Pointer = fmt.Sprintf("row %d /%s", rows[steps[n].Key], rest)
		}
		renamed.Fields = append(renamed.Fields, f)
	}
	return &renamed
}
