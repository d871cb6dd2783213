package api

import (
	"context"
	"encoding/json"
	"time"

	"walkin/internal/directory"
	"walkin/internal/problem"
	"walkin/internal/schedule"
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
	// draft keeps it for somebody to look at, even where nobody asks for that.
	draft bool
}

// outcome is what became of a proposal: a change, or a draft that waits.
type outcome struct {
	change directory.Change
	draft  *staff.Draft
}

// carry carries a proposal out: every edit of staff, from whichever page or
// program, goes through here, so the rules stand in one place. Who has no role
// over the entry hears what is said of an id that does not exist (X1); a role
// must cover the entry as it is and as it is to be, or a place could be given
// to somebody else, or taken.
func (s *Server) carry(ctx context.Context, actor staff.Actor, p proposal) (outcome, error) {
	if p.may == "" {
		p.may = staff.Edit
	}
	before, err := s.present(ctx, actor, p)
	if err != nil {
		return outcome{}, err
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
// to be a new one.
func (s *Server) present(ctx context.Context, actor staff.Actor, p proposal) (directory.Change, error) {
	before, err := s.catalogue.Entry(ctx, p.key)
	isNew := p.by.IfRevision != nil && *p.by.IfRevision == 0
	switch {
	case unknown(err) && isNew:
		return directory.Change{Key: p.key}, nil
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
		settles := p.settles
		if actor.Everywhere(staff.Manage) && (actor.Token == nil || actor.May(staff.Manage, staff.Everything) == staff.Allowed) {
			settles.Govern, settles.Belong = true, true
		}
		if fields := directory.Settled(before, after, settles); len(fields) > 0 {
			return false, problem.InvalidFields("The edit sets what is not set by an edit.", fields)
		}
	}
	looked := before
	if looked == nil {
		looked = after
	}
	about, err := s.subject(ctx, looked)
	if err != nil {
		return false, err
	}
	return s.asked(ctx, actor, about)
}

// asked says whether a network wants to see what this member changes before
// anybody else does. Who approves for it need not ask.
func (s *Server) asked(ctx context.Context, actor staff.Actor, about staff.Subject) (bool, error) {
	if actor.May(staff.Approve, about) == staff.Allowed {
		return false, nil
	}
	for _, id := range about.Networks {
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
	return outcome{draft: &draft}, s.office.PutDraft(ctx, draft)
}

// confirm says that an entry is still correct, today.
func (s *Server) confirm(ctx context.Context, actor staff.Actor, key directory.Key, by directory.Edit) (outcome, error) {
	return s.carry(ctx, actor, proposal{
		key: key, by: by, settles: directory.Editing{Verify: true},
		make: func(before directory.Entry) (directory.Entry, error) {
			return directory.Verified(before, schedule.DateIn(s.now(), time.UTC), roleOf(actor))
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
