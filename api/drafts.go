package api

import (
	"context"
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"walkin/internal/directory"
	"walkin/internal/problem"
	"walkin/internal/staff"
)

// ListDrafts answers with the drafts that the member may see.
func (s *Server) ListDrafts(c echo.Context) error {
	drafts, err := s.draftsFor(c.Request().Context(), actorOf(c))
	if err != nil {
		return err
	}
	return answerWith(c, http.StatusOK, DraftList{Drafts: each(drafts, s.draft)})
}

// draftsFor gives the drafts that are open and that a member may see.
func (s *Server) draftsFor(ctx context.Context, actor staff.Actor) ([]staff.Draft, error) {
	all, err := s.office.Drafts(ctx)
	if err != nil {
		return nil, err
	}
	var mine []staff.Draft
	for _, d := range all {
		switch err := s.maySeeDraft(ctx, actor, d, staff.See); {
		case err == nil:
			mine = append(mine, d)
		case problem.KindOf(err) != problem.NotFound && problem.KindOf(err) != problem.Forbidden:
			return nil, err
		}
	}
	return mine, nil
}

// maySeeDraft says whether a member may do something with a draft: by the
// entry as it is, or as it would be if it is to be a new one.
func (s *Server) maySeeDraft(ctx context.Context, actor staff.Actor, d staff.Draft, do staff.Action) error {
	none := problem.New(problem.NotFound, "There is no such draft.")
	e, err := s.draftedOn(ctx, d)
	if unknown(err) {
		e, err = bodyOf(d)
	}
	if err != nil {
		return err
	}
	if e == nil {
		return none
	}
	about, err := s.subject(ctx, e)
	if err != nil {
		return err
	}
	switch actor.May(do, about) {
	case staff.Hidden:
		return none
	case staff.Refused:
		return problem.New(problem.Forbidden, "Your role does not let you do this here.")
	}
	return nil
}

// draftedOn gives the entry that a draft would change, as it is now; NotFound
// for one that is to be new.
func (s *Server) draftedOn(ctx context.Context, d staff.Draft) (directory.Entry, error) {
	change, err := s.catalogue.Entry(ctx, directory.Key{Kind: directory.Kind(d.Kind), ID: d.Entry})
	return change.Entry, err
}

// bodyOf gives the entry as a draft would have it; nil if it would be gone.
func bodyOf(d staff.Draft) (directory.Entry, error) {
	if string(d.Body) == "null" {
		return nil, nil
	}
	return directory.Decode(directory.Kind(d.Kind), d.Body)
}

// draft gives a draft as it leaves.
func (s *Server) draft(d staff.Draft) Draft {
	wire := Draft{
		Id: d.ID, Kind: d.Kind, Entry: d.Entry, State: DraftState(d.State), Base: d.Base, Made: d.Made, Member: d.Member,
		Deletes: string(d.Body) == "null", Changes: []FieldChange{},
	}
	fields, err := s.draftChanges(context.Background(), d)
	if err == nil {
		wire.Changes = each(fields, fieldChange)
	}
	return wire
}

// draftChanges gives what a draft would change, field by field, of the state
// that it was made on.
func (s *Server) draftChanges(ctx context.Context, d staff.Draft) ([]directory.FieldChange, error) {
	var base directory.Entry
	if d.Base > 0 {
		history, err := s.writer.History(ctx, directory.Key{Kind: directory.Kind(d.Kind), ID: d.Entry})
		if err != nil {
			return nil, err
		}
		for _, change := range history {
			if change.Revision == d.Base {
				base = change.Entry
			}
		}
	}
	after, err := bodyOf(d)
	if err != nil {
		return nil, err
	}
	return directory.Diff(base, after)
}

// ReadDraft answers with a draft.
func (s *Server) ReadDraft(c echo.Context, id DraftId) error {
	d, err := s.draftFor(c, id)
	if err != nil {
		return err
	}
	return answerWith(c, http.StatusOK, s.draft(d))
}

func (s *Server) draftFor(c echo.Context, id string) (staff.Draft, error) {
	d, err := s.office.Draft(c.Request().Context(), id)
	if err != nil {
		return d, err
	}
	return d, s.maySeeDraft(c.Request().Context(), actorOf(c), d, staff.See)
}

// DecideDraft ends a draft.
func (s *Server) DecideDraft(c echo.Context, id DraftId) error {
	body, value, err := readBody(c)
	if err != nil {
		return err
	}
	var request DraftDecision
	if err := s.decode("DecideDraft", body, value, &request); err != nil {
		return err
	}
	d, err := s.draftFor(c, id)
	if err != nil {
		return err
	}
	done, err := s.decide(c.Request().Context(), actorOf(c), d, string(request.Decision))
	if err != nil {
		return err
	}
	if done.change.Number == 0 {
		return c.NoContent(http.StatusNoContent)
	}
	return s.tell(c, done)
}

// decide ends a draft: approve makes the change, refuse and withdraw do not.
// Who wrote it may withdraw it; whoever approves for the network decides else,
// and where a draft was only kept for another pair of eyes, whoever may edit.
func (s *Server) decide(ctx context.Context, actor staff.Actor, d staff.Draft, decision string) (outcome, error) {
	if d.State != staff.DraftOpen {
		return outcome{}, problem.New(problem.Conflict, "Somebody has decided about this draft already.")
	}
	if decision == "withdraw" {
		if d.Member != actor.ID {
			return outcome{}, problem.New(problem.Forbidden, "Only who wrote a draft withdraws it.")
		}
		return outcome{}, s.office.DecideDraft(ctx, d.ID, staff.DraftWithdrawn, actor.ID)
	}
	after, err := bodyOf(d)
	if err != nil {
		return outcome{}, err
	}
	key := directory.Key{Kind: directory.Kind(d.Kind), ID: d.Entry}
	p := proposal{key: key, by: directory.Edit{IfRevision: &d.Base}, make: func(directory.Entry) (directory.Entry, error) { return after, nil }}
	now, err := s.draftedOn(ctx, d)
	if err != nil && !unknown(err) {
		return outcome{}, err
	}
	if now == nil && after == nil {
		return outcome{}, problem.New(problem.Conflict, "What this draft would change is not there any more.")
	}
	decides, asked, err := s.decides(ctx, actor, d, firstOf(now, after))
	if err != nil {
		return outcome{}, err
	}
	if !decides {
		return outcome{}, problem.New(problem.Forbidden, "Somebody who approves for the network decides about this.")
	}
	if decision == "refuse" {
		return outcome{}, s.office.DecideDraft(ctx, d.ID, staff.DraftRefused, actor.ID)
	}
	if p.may = staff.Edit; asked {
		p.may = staff.Approve
	}
	p.settles = directory.Editing{Verify: true, Belong: true} // held when it was written
	if _, err := s.permit(ctx, actor, p, now, after); err != nil {
		return outcome{}, err
	}
	// Decided first, so that nobody withdraws what is being published; opened
	// again if it cannot be, to be refused or withdrawn.
	if err := s.office.DecideDraft(ctx, d.ID, staff.DraftApproved, actor.ID); err != nil {
		return outcome{}, err
	}
	p.by.Author = staff.Actor{Member: staff.Member{ID: d.Member}}.Author()
	var done outcome
	if after == nil {
		done.change, err = s.writer.Delete(ctx, key, p.by)
	} else {
		done.change, err = s.writer.Put(ctx, after, p.by)
	}
	if err != nil {
		return outcome{}, errors.Join(err, s.office.ReopenDraft(context.WithoutCancel(ctx), d.ID))
	}
	return done, nil
}

// decides says whether a member may approve or refuse a draft, and whether that
// is because a network asks: then whoever approves for it decides, and else
// whoever may edit the entry and did not write the draft.
func (s *Server) decides(ctx context.Context, actor staff.Actor, d staff.Draft, e directory.Entry) (may, asked bool, err error) {
	about, err := s.subject(ctx, e)
	if err != nil {
		return false, false, err
	}
	if asked, err = s.asked(ctx, staff.Actor{}, about); err != nil {
		return false, false, err
	}
	if asked {
		still, err := s.asked(ctx, actor, about)
		return !still, true, err
	}
	approver := actor.May(staff.Approve, about) == staff.Allowed
	return approver || d.Member != actor.ID && actor.May(staff.Edit, about) == staff.Allowed, false, nil
}

// firstOf gives the first of two entries that there is.
func firstOf(a, b directory.Entry) directory.Entry {
	if a != nil {
		return a
	}
	return b
}
