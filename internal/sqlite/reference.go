package sqlite

import (
	"context"
	"fmt"

	"walkin/internal/directory"
	"walkin/internal/problem"
)

// unmetReferences gives a field for each reference of a written entry that
// leads nowhere or, among topics, back to itself. The foreign keys would
// refuse it too, when the transaction commits, but could not say where.
func unmetReferences(ctx context.Context, tx *transaction, e directory.Entry) ([]problem.Field, error) {
	from := e.Key()
	dangling, err := list(ctx, tx, `
		SELECT l.to_kind, l.to_id
		FROM links l
		WHERE l.from_kind = ? AND l.from_id = ?
		  AND NOT EXISTS (SELECT 1 FROM entries e WHERE e.kind = l.to_kind AND e.id = l.to_id)
		ORDER BY l.to_kind, l.to_id`,
		[]any{from.Kind, from.ID}, scanKey)
	if err != nil {
		return nil, err
	}
	var fields []problem.Field
	for _, to := range dangling {
		for _, pointer := range pointersTo(e, to) {
			fields = append(fields, problem.At(pointer, "There is no %s %q.", problem.Word(to.Kind), to.ID))
		}
	}
	if from.Kind != directory.KindTopic {
		return fields, nil
	}
	circular, err := one[bool](ctx, tx, `
		WITH RECURSIVE above(id) AS (
			SELECT to_id FROM links WHERE from_kind = 'topic' AND from_id = ? AND to_kind = 'topic'
			UNION
			SELECT l.to_id FROM links l JOIN above ON l.from_id = above.id
			WHERE l.from_kind = 'topic' AND l.to_kind = 'topic')
		SELECT EXISTS (SELECT 1 FROM above WHERE id = ?)`,
		from.ID, from.ID)
	if err != nil {
		return nil, err
	}
	if circular {
		fields = append(fields, problem.At("/parent", "The topic %q would be its own ancestor.", from.ID))
	}
	return fields, nil
}

// pointersTo gives the JSON Pointers of the fields by which an entry refers to
// another.
func pointersTo(e directory.Entry, to directory.Key) []string {
	var pointers []string
	add := func(kind directory.Kind, id, pointer string) {
		if to == (directory.Key{Kind: kind, ID: id}) {
			pointers = append(pointers, pointer)
		}
	}
	addAll := func(kind directory.Kind, ids []string, pointer string) {
		for i, id := range ids {
			add(kind, id, fmt.Sprintf("%s/%d", pointer, i))
		}
	}
	switch e := e.(type) {
	case *directory.Topic:
		add(directory.KindTopic, e.Parent, "/parent")
	case *directory.Organisation:
		addAll(directory.KindNetwork, e.Networks, "/networks")
	case *directory.Centre:
		add(directory.KindOrganisation, e.Organisation, "/organisation")
		add(directory.KindCentre, e.MovedTo, "/moved_to")
		addAll(directory.KindTopic, e.Topics, "/topics")
		for i, p := range e.Partners {
			add(directory.KindOrganisation, p.Organisation, fmt.Sprintf("/partners/%d/organisation", i))
		}
	case *directory.Activity:
		add(directory.KindOrganisation, e.Organisation, "/organisation")
		addAll(directory.KindCentre, e.Centres, "/centres")
		addAll(directory.KindTopic, e.Topics, "/topics")
		if e.HostedBy != nil {
			add(directory.KindOrganisation, e.HostedBy.Organisation, "/hosted_by/organisation")
		}
	case *directory.Helpline:
		add(directory.KindOrganisation, e.Organisation, "/organisation")
		addAll(directory.KindTopic, e.Topics, "/topics")
	}
	return pointers
}

// referrers gives the entries that refer to one.
func referrers(ctx context.Context, q querier, to directory.Key) ([]directory.Key, error) {
	return list(ctx, q, `
		SELECT from_kind, from_id
		FROM links
		WHERE to_kind = ? AND to_id = ?
		ORDER BY from_kind, from_id`,
		[]any{to.Kind, to.ID}, scanKey)
}
