package api

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"walkin/internal/directory"
	"walkin/internal/staff"
)

// ReadRecord answers with an entry as it is stored.
func (s *Server) ReadRecord(c echo.Context, kind ReadRecordParamsKind, id EntryId) error {
	change, err := s.recordFor(c, string(kind), id, staff.See)
	if err != nil {
		return err
	}
	record, err := recordOf(change)
	if err != nil {
		return err
	}
	c.Response().Header().Set("ETag", recordTag(change))
	return answerWith(c, http.StatusOK, record)
}

// recordFor gives an entry to whoever may do something with it.
func (s *Server) recordFor(c echo.Context, kind, id string, do staff.Action) (directory.Change, error) {
	ctx := c.Request().Context()
	change, err := s.read(ctx, directory.Kind(kind), id)
	if err != nil {
		return directory.Change{}, err
	}
	return change, s.may(ctx, actorOf(c), do, change.Entry)
}

func recordOf(change directory.Change) (Record, error) {
	body, err := directory.Encode(change.Entry)
	if err != nil {
		return Record{}, err
	}
	record := Record{
		Kind: string(change.Key.Kind), Id: change.Key.ID, Revision: change.Revision, At: change.At, Author: change.Author,
	}
	return record, json.Unmarshal(body, &record.Entry)
}

// ReadHistory answers with what was changed, the newest first.
func (s *Server) ReadHistory(c echo.Context, kind ReadHistoryParamsKind, id EntryId) error {
	change, err := s.recordFor(c, string(kind), id, staff.See)
	if err != nil {
		return err
	}
	history, err := s.history(c.Request().Context(), change.Key)
	if err != nil {
		return err
	}
	wire := make([]HistoryEntry, len(history))
	for i, h := range history {
		wire[i] = HistoryEntry{
			Revision: h.Revision, At: h.At, Author: h.Author, Deleted: h.Deleted(), Changes: each(h.fields, fieldChange),
		}
	}
	return answerWith(c, http.StatusOK, History{Changes: wire})
}

// pastChange is a change with what it did.
type pastChange struct {
	directory.Change
	fields []directory.FieldChange
}

// maxHistory bounds the changes that are shown of one entry.
const maxHistory = 200

// history gives the changes of an entry, the newest first, with the names of
// the members who made them.
func (s *Server) history(ctx context.Context, key directory.Key) ([]pastChange, error) {
	changes, err := s.writer.History(ctx, key)
	if err != nil {
		return nil, err
	}
	names, err := s.memberNames(ctx)
	if err != nil {
		return nil, err
	}
	past := make([]pastChange, 0, len(changes))
	var before directory.Entry
	for _, change := range changes {
		fields, err := directory.Diff(before, change.Entry)
		if err != nil {
			return nil, err
		}
		before = change.Entry
		if id, ok := strings.CutPrefix(change.Author, "member "); ok && names[id] != "" {
			change.Author = names[id]
		}
		past = append(past, pastChange{change, fields})
	}
	slices.Reverse(past)
	return past[:min(len(past), maxHistory)], nil
}

func (s *Server) memberNames(ctx context.Context) (map[string]string, error) {
	all, err := s.office.Members(ctx)
	names := make(map[string]string, len(all))
	for _, m := range all {
		names[m.ID] = m.Name
	}
	return names, err
}

func fieldChange(f directory.FieldChange) FieldChange {
	wire := FieldChange{Pointer: f.Pointer}
	if f.Before != nil {
		wire.Before = f.Before
	}
	if f.After != nil {
		wire.After = f.After
	}
	return wire
}

// ConfirmRecord says that an entry is still correct.
func (s *Server) ConfirmRecord(c echo.Context, kind ConfirmRecordParamsKind, id EntryId) error {
	done, err := s.confirm(c.Request().Context(), actorOf(c), directory.Key{Kind: directory.Kind(kind), ID: id}, directory.Edit{})
	if err != nil {
		return err
	}
	return s.tell(c, done)
}

// RestoreRecord puts an entry back to how it was.
func (s *Server) RestoreRecord(c echo.Context, kind RestoreRecordParamsKind, id EntryId, _ RestoreRecordParams) error {
	body, value, err := readBody(c)
	if err != nil {
		return err
	}
	var wanted RestoreRequest
	if err := s.decode("RestoreRecord", body, value, &wanted); err != nil {
		return err
	}
	revision, err := seen(c.Request())
	if err != nil {
		return err
	}
	done, err := s.restore(c.Request().Context(), actorOf(c), directory.Key{Kind: directory.Kind(kind), ID: id}, wanted.Revision, revision)
	if err != nil {
		return err
	}
	return s.tell(c, done)
}

// restore makes a change that puts an entry back to an earlier state. What is
// no fact about the place (who confirmed it, who runs it, what was assessed)
// stays as it is now.
func (s *Server) restore(ctx context.Context, actor staff.Actor, key directory.Key, to int, seen *int) (outcome, error) {
	return s.carry(ctx, actor, proposal{key: key, by: directory.Edit{IfRevision: seen}, make: func(now directory.Entry) (directory.Entry, error) {
		changes, err := s.writer.History(ctx, key)
		if err != nil {
			return nil, err
		}
		for _, change := range changes {
			if change.Revision == to && !change.Deleted() {
				return settledAs(now, change.Entry), nil
			}
		}
		return nil, invalidAt("/revision", "There is no such revision, or it is the one that took the entry out.")
	}})
}

// settledAs gives an earlier state with what an edit does not set as it is now.
func settledAs(now, then directory.Entry) directory.Entry {
	switch then := then.(type) {
	case *directory.Centre:
		e, is := *then, now.(*directory.Centre)
		e.Organisation, e.Provenance.VerifiedAt, e.Provenance.VerifiedBy = is.Organisation, is.Provenance.VerifiedAt, is.Provenance.VerifiedBy
		return &e
	case *directory.Activity:
		e, is := *then, now.(*directory.Activity)
		e.Organisation, e.Provenance.VerifiedAt, e.Provenance.VerifiedBy = is.Organisation, is.Provenance.VerifiedAt, is.Provenance.VerifiedBy
		return &e
	case *directory.Organisation:
		e, is := *then, now.(*directory.Organisation)
		e.Networks, e.Provenance.VerifiedAt, e.Provenance.VerifiedBy = is.Networks, is.Provenance.VerifiedAt, is.Provenance.VerifiedBy
		return &e
	case *directory.Network:
		e, is := *then, now.(*directory.Network)
		e.Criteria, e.Rules, e.Assessments = is.Criteria, is.Rules, is.Assessments
		e.Provenance.VerifiedAt, e.Provenance.VerifiedBy = is.Provenance.VerifiedAt, is.Provenance.VerifiedBy
		return &e
	case *directory.Helpline:
		e, is := *then, now.(*directory.Helpline)
		e.Organisation, e.Provenance.VerifiedAt, e.Provenance.VerifiedBy = is.Organisation, is.Provenance.VerifiedAt, is.Provenance.VerifiedBy
		return &e
	}
	return then
}
