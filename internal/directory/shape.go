package directory

import (
	"encoding"
	"encoding/json"
	"errors"
	"maps"
	"reflect"
	"slices"
	"strings"

	"walkin/internal/problem"
)

// Shape is what JSON a Go type is written as: its members in the order of its
// fields, or that it is a map, a list or a single value.
type Shape int

// The shapes.
const (
	Single  Shape = iota // a word, number, truth or date
	Object               // of known members
	Mapping              // of members that anybody may name: languages, access needs
	List
)

// Member is one member of an object.
type Member struct {
	Name string
	Of   reflect.Type
}

var readsText = reflect.TypeFor[encoding.TextUnmarshaler]()

// ShapeOf gives the shape of a type, a pointer counting as what it points at.
func ShapeOf(t reflect.Type) Shape {
	switch t = pointed(t); {
	case reflect.PointerTo(t).Implements(readsText): // a date is a struct, but one word in JSON
		return Single
	case t.Kind() == reflect.Struct:
		return Object
	case t.Kind() == reflect.Map:
		return Mapping
	case t.Kind() == reflect.Slice:
		return List
	}
	return Single
}

func pointed(t reflect.Type) reflect.Type {
	if t.Kind() == reflect.Pointer {
		return t.Elem()
	}
	return t
}

// MembersOf gives the members of an object in the order of the fields.
func MembersOf(t reflect.Type) []Member {
	t = pointed(t)
	members := make([]Member, 0, t.NumField())
	for i := range t.NumField() {
		f := t.Field(i)
		if name, _, _ := strings.Cut(f.Tag.Get("json"), ","); name != "" && name != "-" {
			members = append(members, Member{name, f.Type})
		}
	}
	return members
}

// TypeOf gives the type that the entries of a kind are stored as, or nil for a
// kind that is none.
func TypeOf(kind Kind) reflect.Type {
	if e := blank(kind); e != nil {
		return reflect.TypeOf(e)
	}
	return nil
}

// blank gives an entry of a kind with nothing in it, or nil for a kind that is
// none.
func blank(kind Kind) Entry {
	switch kind {
	case KindTopic:
		return new(Topic)
	case KindNetwork:
		return new(Network)
	case KindOrganisation:
		return new(Organisation)
	case KindCentre:
		return new(Centre)
	case KindActivity:
		return new(Activity)
	case KindHelpline:
		return new(Helpline)
	}
	return nil
}

// misread lists every member of some JSON that a type has no field for, and
// every value that its field cannot hold. A name in other letters ("Name") is
// another name: encoding/json would take it, and a merge would lose it.
func misread(t reflect.Type, pointer string, raw json.RawMessage) []problem.Field {
	if string(raw) == "null" {
		return nil
	}
	var fields []problem.Field
	switch ShapeOf(t) {
	case Object:
		var got map[string]json.RawMessage
		if json.Unmarshal(raw, &got) != nil {
			return []problem.Field{{Pointer: pointer, Detail: "An object is expected here."}}
		}
		known := make(map[string]reflect.Type)
		for _, m := range MembersOf(t) {
			known[m.Name] = m.Of
		}
		for _, name := range slices.Sorted(maps.Keys(got)) {
			below := pointer + "/" + escaped(name)
			if of, ok := known[name]; ok {
				fields = append(fields, misread(of, below, got[name])...)
			} else {
				fields = append(fields, problem.Field{Pointer: below, Detail: "There is no such field."})
			}
		}
	case Mapping:
		var got map[string]json.RawMessage
		if json.Unmarshal(raw, &got) != nil {
			return []problem.Field{{Pointer: pointer, Detail: "An object is expected here."}}
		}
		for _, name := range slices.Sorted(maps.Keys(got)) {
			fields = append(fields, misread(pointed(t).Elem(), pointer+"/"+escaped(name), got[name])...)
		}
	case List:
		var got []json.RawMessage
		if json.Unmarshal(raw, &got) != nil {
			return []problem.Field{{Pointer: pointer, Detail: "A list is expected here."}}
		}
		for i := range got {
			fields = append(fields, misread(pointed(t).Elem(), at(pointer, i), got[i])...)
		}
	case Single:
		if err := json.Unmarshal(raw, reflect.New(pointed(t)).Interface()); err != nil {
			fields = append(fields, unreadable(pointer, err))
		}
	}
	return fields
}

// unreadable says what was expected where a value could not be read.
func unreadable(pointer string, err error) problem.Field {
	var wrong *json.UnmarshalTypeError
	if !errors.As(err, &wrong) {
		return problem.At(pointer, "This cannot be read: %v.", err)
	}
	switch wrong.Type.Kind() {
	case reflect.String, reflect.Struct:
		return problem.At(pointer, "A text is expected here.")
	case reflect.Bool:
		return problem.At(pointer, "True or false is expected here.")
	case reflect.Float64, reflect.Float32:
		return problem.At(pointer, "A number is expected here.")
	case reflect.Int, reflect.Int64, reflect.Uint64:
		return problem.At(pointer, "A whole number is expected here.")
	}
	return problem.At(pointer, "A word is expected here.")
}

// pointerName writes a name as a part of a JSON Pointer (RFC 6901, section 3).
var pointerName = strings.NewReplacer("~", "~0", "/", "~1")

func escaped(name string) string { return pointerName.Replace(name) }
