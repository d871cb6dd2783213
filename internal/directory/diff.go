package directory

import (
	"bytes"
	"encoding/json"
	"maps"
	"reflect"
	"slices"
)

// FieldChange is one field in which two states of an entry differ.
type FieldChange struct {
	Pointer string          // RFC 6901, into the entry; "" is the entry as a whole
	Before  json.RawMessage // nil where the field was absent
	After   json.RawMessage // nil where it is gone
}

// Diff lists the fields in which two states of one entry differ, in the order
// of the fields of its kind. An entry that is new (before is nil) or gone
// (after is nil) is one change with the pointer "". Two states of no
// difference give none.
//
// Texts are compared by language. A list whose elements can be told apart
// (stops and criteria by id, photos by file, assessments by centre and
// criterion) is compared element by element; any other list, and one whose
// elements were put in another order, is one change. The changes can be applied
// one after another as the remove, add and replace of RFC 6902: within a list
// those that remove elements come first, from the last to the first, then
// those that add, and then what changed within elements. An object that is
// missing counts as an empty one, so a change may stand below one that is to
// be made first.
//
// The two must be of one kind: their ids are not looked at.
func Diff(before, after Entry) ([]FieldChange, error) {
	var d diff
	var was, is json.RawMessage
	var err error
	if before != nil {
		if was, err = Encode(before); err != nil {
			return nil, err
		}
	}
	if after != nil {
		if is, err = Encode(after); err != nil {
			return nil, err
		}
	}
	switch {
	case was == nil && is == nil:
	case was == nil || is == nil:
		d.add("", was, is)
	default:
		d.value(reflect.TypeOf(before), "", was, is)
	}
	return d.changes, nil
}

type diff struct{ changes []FieldChange }

func (d *diff) add(pointer string, before, after json.RawMessage) {
	d.changes = append(d.changes, FieldChange{pointer, before, after})
}

func (d *diff) value(t reflect.Type, pointer string, before, after json.RawMessage) {
	switch {
	case bytes.Equal(before, after):
	case t.Kind() == reflect.Pointer && (before == nil || after == nil):
		d.add(pointer, before, after)
	case ShapeOf(t) == Object:
		was, is := inside(before), inside(after)
		for _, m := range MembersOf(t) {
			d.value(m.Of, pointer+"/"+escaped(m.Name), was[m.Name], is[m.Name])
		}
	case ShapeOf(t) == Mapping:
		was, is := inside(before), inside(after)
		names := slices.AppendSeq(slices.Collect(maps.Keys(was)), maps.Keys(is))
		slices.Sort(names)
		for _, name := range slices.Compact(names) {
			d.value(pointed(t).Elem(), pointer+"/"+escaped(name), was[name], is[name])
		}
	case ShapeOf(t) == List:
		d.list(pointed(t).Elem(), pointer, before, after)
	default:
		d.add(pointer, before, after)
	}
}

// inside gives the members of an object that have a value.
func inside(raw json.RawMessage) map[string]json.RawMessage {
	members := make(map[string]json.RawMessage)
	if raw != nil {
		_ = json.Unmarshal(raw, &members) // it was encoded from an object
	}
	maps.DeleteFunc(members, func(_ string, value json.RawMessage) bool { return string(value) == "null" })
	return members
}

// named is an element of a list that can be told from the others.
type named interface{ within() string }

func (s OutreachStop) within() string { return s.ID }
func (c Criterion) within() string    { return c.ID }
func (p Photo) within() string        { return p.File }
func (a Assessment) within() string   { return a.Centre + " " + a.Criterion }

// list compares lists of some type of element.
func (d *diff) list(t reflect.Type, pointer string, before, after json.RawMessage) {
	was, is := elementsOf(t, before), elementsOf(t, after)
	if was == nil || is == nil || !sameOrder(was, is) {
		d.add(pointer, before, after)
		return
	}
	wasAt, isAt := places(was), places(is)
	for i, e := range slices.Backward(was) {
		if _, stays := isAt[e.name]; !stays {
			d.add(at(pointer, i), e.raw, nil)
		}
	}
	for i, e := range is {
		if _, old := wasAt[e.name]; !old {
			d.add(at(pointer, i), nil, e.raw)
		}
	}
	for i, e := range is {
		if before, old := wasAt[e.name]; old {
			d.value(t, at(pointer, i), was[before].raw, e.raw)
		}
	}
}

// element is one element of a list, by what tells it from the others.
type element struct {
	name string
	raw  json.RawMessage
}

// elementsOf takes a list apart; nil if it is missing or its elements cannot
// be told apart.
func elementsOf(t reflect.Type, raw json.RawMessage) []element {
	if raw == nil || !t.Implements(reflect.TypeFor[named]()) {
		return nil
	}
	var raws []json.RawMessage
	if json.Unmarshal(raw, &raws) != nil {
		return nil
	}
	elements := make([]element, 0, len(raws))
	seen := make(map[string]bool, len(raws))
	for _, r := range raws {
		e := reflect.New(t)
		if json.Unmarshal(r, e.Interface()) != nil {
			return nil
		}
		name := e.Elem().Interface().(named).within()
		if name == "" || seen[name] {
			return nil
		}
		seen[name] = true
		elements = append(elements, element{name, r})
	}
	return elements
}

func places(elements []element) map[string]int {
	at := make(map[string]int, len(elements))
	for i, e := range elements {
		at[e.name] = i
	}
	return at
}

// sameOrder says whether what two lists share stands in the same order in both.
func sameOrder(a, b []element) bool {
	at, last := places(b), -1
	for _, e := range a {
		if i, shared := at[e.name]; shared {
			if i < last {
				return false
			}
			last = i
		}
	}
	return true
}
