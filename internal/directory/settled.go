package directory

import (
	"reflect"

	"walkin/internal/problem"
	"walkin/internal/schedule"
)

// Editing is what somebody who edits an entry may settle beside its facts. The
// zero value is an ordinary editor.
type Editing struct {
	Verify bool // say that somebody confirmed it; others do that with [Verified]
	Assess bool // say what a network found out about its places; see [Network.Assess]
	Govern bool // set what a network asks of its places: criteria and rules
	Belong bool // say who runs a place that is there already, and of which networks an organisation is
}

// Settled lists the fields in which two states of an entry differ and that are
// not for this editor to set (ASVS 5.0, 8.2.3 and 15.3.3): that a listing was
// confirmed, and by whom, is a step of its own and never a side effect of an
// edit; an assessment is the assessor's. Before is nil for a new entry. None
// means that the edit may be made.
//
// To leave such a field out is a change as well: who replaces an entry whole
// sends it as it was.
func Settled(before, after Entry, may Editing) []problem.Field {
	if after == nil {
		return nil
	}
	var v validation
	was, is := provenanceOf(before), provenanceOf(after)
	if !may.Verify {
		if !sameDay(was.VerifiedAt, is.VerifiedAt) {
			v.add("/provenance/verified_at", "The day on which a listing was confirmed stays as it is in an edit: confirming is a step of its own.")
		}
		if was.VerifiedBy != is.VerifiedBy {
			v.add("/provenance/verified_by", "Who confirmed a listing stays as it is in an edit: confirming is a step of its own.")
		}
	}
	if !may.Belong {
		belongs(&v, before, after)
	}
	n, ok := after.(*Network)
	if !ok {
		return v.fields
	}
	old, ok := before.(*Network)
	if !ok {
		old = new(Network)
	}
	if !may.Assess && !same(old.Assessments, n.Assessments) {
		v.add("/assessments", "Only an assessor of the network says what its places meet.")
	}
	if !may.Govern && !same(old.Criteria, n.Criteria) {
		v.add("/criteria", "Only the network itself says what its places must keep.")
	}
	if !may.Govern && old.Rules != n.Rules {
		v.add("/rules", "Only the network itself says what it asks of its places.")
	}
	return v.fields
}

// belongs holds that an edit gives a place to nobody else and takes no
// organisation into a network.
func belongs(v *validation, before, after Entry) {
	switch is := after.(type) {
	case *Organisation:
		was, ok := before.(*Organisation)
		if !ok {
			was = new(Organisation)
		}
		if !same(was.Networks, is.Networks) {
			v.add("/networks", "Only a network says which organisations are its members.")
		}
	case *Centre:
		if was, ok := before.(*Centre); ok && was.Organisation != is.Organisation {
			v.add("/organisation", "Who runs a place stays as it is in an edit.")
		}
	case *Activity:
		if was, ok := before.(*Activity); ok && was.Organisation != is.Organisation {
			v.add("/organisation", "Who holds an activity stays as it is in an edit.")
		}
	case *Helpline:
		if was, ok := before.(*Helpline); ok && was.Organisation != is.Organisation {
			v.add("/organisation", "Who runs a helpline stays as it is in an edit.")
		}
	}
}

// same says whether two lists say the same; one that is missing is empty.
func same[E any](a, b []E) bool {
	return len(a) == 0 && len(b) == 0 || reflect.DeepEqual(a, b)
}

func sameDay(a, b *schedule.Date) bool {
	return a == b || a != nil && b != nil && *a == *b
}

// Verified gives the entry as somebody has just confirmed it with the place:
// "still correct", on a day. The entry itself stays as it is. By names who
// confirmed it, never what they said. Nothing else changes, and when the entry
// was last edited stays the business of the change log.
//
// A topic cannot be confirmed, and neither can a day be that is before the last
// one: both are Invalid, as is a missing name.
func Verified(e Entry, on schedule.Date, by string) (Entry, error) {
	var v validation
	if !on.Valid() {
		v.add("/on", "The day of the confirmation is a date such as 2026-11-25.")
	}
	if last := provenanceOf(e).VerifiedAt; last != nil && on.Before(*last) {
		v.add("/on", "The listing was confirmed later than that already, on %s.", last)
	}
	v.name("/by", by)
	if len(v.fields) > 0 {
		return nil, problem.InvalidFields("The confirmation breaks a rule.", v.fields)
	}
	switch e := e.(type) {
	case *Network:
		c := *e
		c.Provenance = c.Provenance.confirmed(on, by)
		return &c, nil
	case *Organisation:
		c := *e
		c.Provenance = c.Provenance.confirmed(on, by)
		return &c, nil
	case *Centre:
		c := *e
		c.Provenance = c.Provenance.confirmed(on, by)
		return &c, nil
	case *Activity:
		c := *e
		c.Provenance = c.Provenance.confirmed(on, by)
		return &c, nil
	case *Helpline:
		c := *e
		c.Provenance = c.Provenance.confirmed(on, by)
		return &c, nil
	}
	return nil, problem.New(problem.Invalid, "Only a listing can be confirmed, and a %s is none.", problem.Word(e.Key().Kind))
}

func (p Provenance) confirmed(on schedule.Date, by string) Provenance {
	p.VerifiedAt, p.VerifiedBy = &on, by
	return p
}

// provenanceOf gives where an entry comes from; nothing for one that is nil or
// a topic.
func provenanceOf(e Entry) Provenance {
	switch e := e.(type) {
	case *Network:
		return e.Provenance
	case *Organisation:
		return e.Provenance
	case *Centre:
		return e.Provenance
	case *Activity:
		return e.Provenance
	case *Helpline:
		return e.Provenance
	}
	return Provenance{}
}
