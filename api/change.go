package api

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"slices"
	"time"

	"walkin/internal/directory"
	"walkin/internal/problem"
	"walkin/internal/staff"
)

// proposal is what a member wants to do to one entry.
type proposal struct {
	key directory.Key
	by  directory.Edit // without its author
	// make gives the entry as it is to be, from what it is; nil before for one
	// that is new, nil after for one that is to go.
	make func(before directory.Entry) (after directory.Entry, err error)
	// may is what the member needs to be allowed; Edit if it is empty.
	may staff.Action
	// settles is what this step settles beside the facts; see [directory.Settled].
	settles directory.Editing
	// creates says that the entry may be a new one.
	creates bool
	// draft keeps it for somebody to look at, even where nobody asks for that.
	draft bool
}

// outcome is what became of a proposal: a change, or a draft that waits.
type outcome struct {
	change directory.Change
	draft  *staff.Draft
}

// maxTries is how often a change that was made on sight of no state in
// particular ("still correct", "closed on Friday") is made anew, because
// somebody else was faster.
const maxTries = 5

// carry carries a proposal out: every edit of staff, from whichever page or
// program, goes through here, so the rules stand in one place. Who has no role
// over the entry hears what is said of an id that does not exist (X1); a role
// must cover the entry as it is and as it is to be, or a place could be given
// to somebody else, or taken.
//
// What is written is always on sight of the state that rights and rules were
// held against.
func (s *Server) carry(ctx context.Context, actor staff.Actor, p proposal) (outcome, error) {
	if p.may == "" {
		p.may = staff.Edit
	}
	if p.by.IfRevision != nil {
		return s.try(ctx, actor, p)
	}
	var done outcome
	var err error
	for range maxTries {
		if done, err = s.try(ctx, actor, p); problem.KindOf(err) != problem.Stale {
			break
		}
	}
	return done, err
}

// try carries a proposal out on the state that the entry is in.
func (s *Server) try(ctx context.Context, actor staff.Actor, p proposal) (outcome, error) {
	before, err := s.present(ctx, actor, p)
	if err != nil {
		return outcome{}, err
	}
	if p.by.IfRevision == nil {
		p.by.IfRevision = &before.Revision
	}
	after, err := p.make(before.Entry)
	if err != nil {
		return outcome{}, err
	}
	waits, err := s.permit(ctx, actor, p, before.Entry, after)
	if err != nil {
		return outcome{}, err
	}
	if (waits || p.draft) && p.may == staff.Edit {
		return s.keepDraft(ctx, actor, p, before, after)
	}
	p.by.Author = actor.Author()
	var change directory.Change
	if after == nil {
		change, err = s.writer.Delete(ctx, p.key, p.by)
	} else {
		change, err = s.writer.Put(ctx, after, p.by)
	}
	return outcome{change: change}, err
}

// present gives the entry that a proposal is about; the zero change if it is
// to be a new one. The id of something that was taken out is not for somebody
// else: history, weekly counts and cards still go by it.
func (s *Server) present(ctx context.Context, actor staff.Actor, p proposal) (directory.Change, error) {
	before, err := s.catalogue.Entry(ctx, p.key)
	switch {
	case unknown(err) && p.creates && (problem.KindOf(err) == problem.NotFound || actor.Everywhere(p.may)):
		return directory.Change{Key: p.key}, nil
	case unknown(err) && p.creates:
		return directory.Change{}, problem.New(problem.Conflict, "This id was that of something else. Choose another one.")
	case unknown(err) && p.by.Once != nil && problem.KindOf(err) == problem.Gone:
		// It may be this very request that deleted it, sent again.
		state, err := s.lastState(ctx, p.key)
		if err != nil {
			return directory.Change{}, err
		}
		return state, s.may(ctx, actor, p.may, state.Entry)
	case err != nil:
		return directory.Change{}, err
	}
	return before, s.may(ctx, actor, p.may, before.Entry)
}

// lastState gives an entry that was deleted as it was before.
func (s *Server) lastState(ctx context.Context, key directory.Key) (directory.Change, error) {
	history, err := s.writer.History(ctx, key)
	if err != nil {
		return directory.Change{}, err
	}
	for i := len(history) - 1; i >= 0; i-- {
		if !history[i].Deleted() {
			return history[i], nil
		}
	}
	return directory.Change{}, missingEntry(key)
}

// permit refuses what is not for this member to do, and says whether it must
// wait for a network.
func (s *Server) permit(ctx context.Context, actor staff.Actor, p proposal, before, after directory.Entry) (waits bool, err error) {
	if after != nil {
		if err := directory.Validate(after); err != nil {
			return false, err
		}
		if err := s.may(ctx, actor, p.may, after); err != nil {
			if problem.KindOf(err) == problem.NotFound && before != nil {
				err = problem.New(problem.Forbidden, "You would give this away: your role does not cover it as it would be.")
			}
			return false, err
		}
		if p.may == staff.Edit {
			if err := s.within(ctx, actor, before, after); err != nil {
				return false, err
			}
		}
		settles := p.settles
		if actor.Everywhere(staff.Manage) {
			settles.Govern, settles.Belong = true, true
		}
		if fields := directory.Settled(before, after, settles); len(fields) > 0 {
			return false, problem.InvalidFields("The edit sets what is not set by an edit.", fields)
		}
	}
	for _, e := range []directory.Entry{before, after} {
		if e == nil {
			continue
		}
		about, err := s.subject(ctx, e)
		if err != nil {
			return false, err
		}
		if waits, err = s.asked(ctx, actor, about); waits || err != nil {
			return waits, err
		}
	}
	return false, nil
}

// within holds that nothing is put under somebody else's name or on somebody
// else's page: a new entry is of an organisation, and what happens at a centre
// is at one, that the member's role covers.
func (s *Server) within(ctx context.Context, actor staff.Actor, before, after directory.Entry) error {
	covered := func(about staff.Subject) bool { return actor.May(staff.Edit, about) == staff.Allowed }
	var own staff.Subject // who it says that it is of
	switch e := after.(type) {
	case *directory.Centre:
		if e.Organisation != "" {
			own.Organisations = []string{e.Organisation}
		}
		if e.Location.Municipality != "" {
			own.Municipalities = []string{staff.MunicipalityID(e.Location.Country, e.Location.Municipality)}
		}
	case *directory.Activity:
		was, _ := before.(*directory.Activity)
		if e.Organisation != "" {
			own.Organisations = []string{e.Organisation}
		}
		for _, id := range e.Centres {
			change, err := s.catalogue.Entry(ctx, directory.Key{Kind: directory.KindCentre, ID: id})
			if unknown(err) {
				continue // which the catalogue refuses, by name
			} else if err != nil {
				return err
			}
			at, err := s.subject(ctx, change.Entry)
			if err != nil {
				return err
			}
			if covered(at) {
				if change.Entry.(*directory.Centre).Organisation == e.Organisation {
					own.Centres = append(own.Centres, id)
				}
			} else if was == nil || !slices.Contains(was.Centres, id) {
				return problem.New(problem.Forbidden, "Your role does not cover the centre %q. Its own people can put this there.", id)
			}
		}
		if e.Location != nil && e.Location.Municipality != "" {
			own.Municipalities = []string{staff.MunicipalityID(e.Location.Country, e.Location.Municipality)}
		}
	case *directory.Helpline:
		if e.Organisation != "" {
			own.Organisations = []string{e.Organisation}
		}
	}
	if before == nil && len(own.Organisations) > 0 && !covered(own) {
		return problem.New(problem.Forbidden, "Your role does not cover the organisation %q.", own.Organisations[0])
	}
	return nil
}

// asked says whether a network wants to see what this member changes before
// anybody else does. Who approves for it need not ask; who approves for
// another must.
func (s *Server) asked(ctx context.Context, actor staff.Actor, about staff.Subject) (bool, error) {
	for _, id := range about.Networks {
		if actor.May(staff.Approve, staff.Subject{Networks: []string{id}}) == staff.Allowed {
			continue
		}
		change, err := s.catalogue.Entry(ctx, directory.Key{Kind: directory.KindNetwork, ID: id})
		if unknown(err) {
			continue
		} else if err != nil {
			return false, err
		}
		if change.Entry.(*directory.Network).Rules.Approval {
			return true, nil
		}
	}
	return false, nil
}

// keepDraft keeps a proposal until somebody decides. On sight of another
// revision it is Stale, as the edit itself would be.
func (s *Server) keepDraft(ctx context.Context, actor staff.Actor, p proposal, before directory.Change, after directory.Entry) (outcome, error) {
	if seen := p.by.IfRevision; seen != nil && *seen != before.Revision {
		return outcome{}, problem.New(problem.Stale, "Somebody else changed the %s %q: it is at revision %d, and you saw %d. Look again before you write.",
			p.key.Kind, p.key.ID, before.Revision, *seen)
	}
	draft := staff.Draft{
		ID: staff.NewID("d"), Kind: string(p.key.Kind), Entry: p.key.ID, State: staff.DraftOpen, Base: before.Revision,
		Body: json.RawMessage("null"), Member: actor.ID, Made: s.now().UTC().Truncate(time.Second),
	}
	if after != nil {
		body, err := directory.Encode(after)
		if err != nil {
			return outcome{}, err
		}
		draft.Body = body
	}
	if p.by.Once != nil {
		draft.Once = hex.EncodeToString(append(p.by.Once.Key[:], p.by.Once.Request[:]...))
	}
	kept, err := s.office.PutDraft(ctx, draft)
	return outcome{draft: &kept}, err
}

// confirm says that an entry is still correct, today.
func (s *Server) confirm(ctx context.Context, actor staff.Actor, key directory.Key, by directory.Edit) (outcome, error) {
	return s.carry(ctx, actor, proposal{
		key: key, by: by, settles: directory.Editing{Verify: true},
		make: func(before directory.Entry) (directory.Entry, error) {
			return directory.Verified(before, s.today(), roleOf(actor))
		},
	})
}

// roleOf names who confirmed a listing by what they are, never by who: the
// public reads it.
func roleOf(actor staff.Actor) string {
	role := staff.Editor
	for _, g := range actor.Grants {
		if g.Role != staff.Viewer {
			role = g.Role
		}
	}
	return string(role)
}
