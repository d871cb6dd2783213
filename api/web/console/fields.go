package console

import (
	"encoding/json"
	"reflect"

	"walkin/api/web"
	"walkin/internal/directory"
	"walkin/internal/schedule"
)

// FieldLine is a field that was changed, as people say it.
type FieldLine struct {
	Label         string
	Before, After FieldValue
	// Whole says that the entry as a whole is new or gone: that nothing stood
	// in a field, or stands there now, goes without saying.
	Whole bool
}

// Names say what things are called that an entry names by their ids; "" for
// what is not there any more.
type Names interface {
	Entry(key directory.Key) string
	Municipality(code string) string
	Author(author string) string // of a change or an assessment
}

// fields says the fields of entries of a kind in words.
type fields struct {
	words *web.Words
	names Names
	kind  directory.Kind
}

// FieldLines says in words what was changed in an entry of a kind. The weekly
// hours are said day by day, and an entry that is new or gone field by field.
func FieldLines(words *web.Words, names Names, kind directory.Kind, changes []directory.FieldChange) []FieldLine {
	f := fields{words, names, kind}
	var lines []FieldLine
	for _, c := range changes {
		p := f.place(c.Pointer)
		switch {
		case c.Pointer == "":
			lines = append(lines, f.whole(p, c)...)
		case p.of == reflect.TypeFor[[]schedule.Weekly]():
			lines = append(lines, f.days(p, c)...)
		default:
			lines = append(lines, FieldLine{Label: f.label(p), Before: f.answer(p, c.Before), After: f.answer(p, c.After)})
		}
	}
	return lines
}

// answer says what stands in a place; where a yes is left out, no is meant.
func (f fields) answer(p place, raw json.RawMessage) FieldValue {
	if raw == nil && p.of == reflect.TypeFor[bool]() {
		return FieldValue{Text: f.words.Say("ternary.no")}
	}
	return f.value(p, raw)
}

// whole says each field of an entry that is new or gone.
func (f fields) whole(p place, c directory.FieldChange) []FieldLine {
	was, is := inside(c.Before), inside(c.After)
	var lines []FieldLine
	for _, m := range directory.MembersOf(p.of) {
		below := f.below(p, m.Name)
		line := FieldLine{Label: f.label(below), Before: f.value(below, was[m.Name]), After: f.value(below, is[m.Name]), Whole: true}
		if !line.Before.Empty() || !line.After.Empty() {
			lines = append(lines, line)
		}
	}
	return lines
}

// inside gives the members of an object.
func inside(raw json.RawMessage) map[string]json.RawMessage {
	var members map[string]json.RawMessage
	if raw != nil {
		_ = json.Unmarshal(raw, &members) // the directory wrote it
	}
	return members
}
