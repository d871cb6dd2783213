package intake

import (
	"walkin/internal/directory"
)

// heldShare is the share of an organisation's entries above which dropping
// them is held until somebody confirms it.
const heldShare = 0.2

// Field is one field of an entry that changes, with its values as JSON text or
// in whatever form the comparison gives.
type Field struct {
	Pointer       string // JSON Pointer (RFC 6901) into the entry
	Before, After string
}

// Change is an entry that is added or changed. Fields are empty for an added
// one.
type Change struct {
	Key    directory.Key
	Title  string
	Fields []Field
}

// Preview is what would happen if a sheet were applied.
type Preview struct {
	Added   []Change
	Changed []Change
	Dropped []directory.Key
	Same    int
	// Held says that more than a fifth would be dropped, Share which part: a
	// list that is merely not whole looks so.
	Held  bool
	Share float64
}

// Compare says what a sheet would do to the entries of its organisation:
// existing holds them all, and may hold others. diff says in which fields two
// entries differ.
//
// What a sheet does not name is dropped only if it says that it is complete. A
// row with a fault still names its entry.
func Compare(r *Result, existing []directory.Entry, o Options, diff func(before, after directory.Entry) []Field) Preview {
	var p Preview
	before := make(map[directory.Key]directory.Entry, len(existing))
	for _, e := range existing {
		before[e.Key()] = e
	}
	named := make(map[directory.Key]bool, len(r.Rows))
	for _, row := range r.Rows {
		named[row.Key] = true
		if row.Entry == nil {
			continue
		}
		was := before[row.Key]
		if was == nil && !row.New && o.Existing != nil {
			was, _ = o.Existing(row.Key)
		}
		change := Change{Key: row.Key, Title: titleOf(row.Entry)}
		switch {
		case was == nil:
			p.Added = append(p.Added, change)
		case same(was, row.Entry):
			p.Same++
		default:
			change.Fields = diff(was, row.Entry)
			p.Changed = append(p.Changed, change)
		}
	}
	if !o.Complete {
		return p
	}
	all := 0
	for _, e := range existing {
		if e.Key().Kind != r.Kind || organisationOf(e) != o.Organisation {
			continue
		}
		if all++; !named[e.Key()] {
			p.Dropped = append(p.Dropped, e.Key())
		}
	}
	if all > 0 {
		p.Share = float64(len(p.Dropped)) / float64(all)
	}
	p.Held = len(p.Dropped) > 0 && p.Share > heldShare
	return p
}

func titleOf(e directory.Entry) string {
	switch e := e.(type) {
	case *directory.Centre:
		return e.Name
	case *directory.Activity:
		title, _ := e.Title.Pick()
		return title
	}
	return e.Key().ID
}
