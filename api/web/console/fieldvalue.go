package console

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"walkin/internal/directory"
	"walkin/internal/geo"
	"walkin/internal/schedule"
)

// FieldValue is what stands in a field, as people write it: a text or lines.
type FieldValue struct {
	Text  string
	Lang  string // of a text that is in one
	Lines []ValueLine
}

// ValueLine is a part of a value; without a label it speaks for itself.
type ValueLine struct {
	Label string
	Value FieldValue
}

// Head is the label as it stands before the value.
func (l ValueLine) Head() string {
	if l.Label == "" || strings.HasSuffix(l.Label, "?") {
		return l.Label
	}
	return l.Label + ":"
}

// Empty says whether nothing stands there.
func (v FieldValue) Empty() bool { return v.Text == "" && len(v.Lines) == 0 }

// value says what stands in a place.
func (f fields) value(p place, raw json.RawMessage) FieldValue {
	if raw == nil || string(raw) == "null" {
		return FieldValue{}
	}
	if p.of == nil {
		return f.unknown(raw)
	}
	if said, ok := f.times(p.of, raw); ok {
		return said
	}
	switch directory.ShapeOf(p.of) {
	case directory.Object:
		if point := new(geo.Point); pointed(p.of) == reflect.TypeFor[geo.Point]() && json.Unmarshal(raw, point) == nil {
			return FieldValue{Text: degrees(point.Lat) + ", " + degrees(point.Lon)}
		}
		members := inside(raw)
		var names []string
		for _, m := range directory.MembersOf(p.of) {
			names = append(names, m.Name)
		}
		return f.members(p, names, members)
	case directory.Mapping:
		members := inside(raw)
		return f.members(p, slices.Sorted(maps.Keys(members)), members)
	case directory.List:
		return f.list(p, raw)
	}
	return FieldValue{Text: f.single(p, raw), Lang: f.lang(p)}
}

// members says each member that has a value, by its label.
func (f fields) members(p place, names []string, members map[string]json.RawMessage) FieldValue {
	var v FieldValue
	for _, name := range names {
		below := f.below(p, name)
		said := f.value(below, members[name])
		if said.Empty() {
			continue
		}
		label := f.short(below)
		switch text := reflect.TypeFor[directory.Text](); {
		case p.of == text:
			label = f.words.Language(name)
		case below.of == text && len(said.Lines) == 1: // in one language: no line for that
			label += " (" + said.Lines[0].Label + ")"
			said = said.Lines[0].Value
		}
		v.Lines = append(v.Lines, ValueLine{label, said})
	}
	return v
}

// list says words with commas between, and objects one below the other.
func (f fields) list(p place, raw json.RawMessage) FieldValue {
	var all []json.RawMessage
	_ = json.Unmarshal(raw, &all) // the directory wrote it
	var v FieldValue
	var words []string
	for i, one := range all {
		below := f.below(p, strconv.Itoa(i))
		said := f.value(below, one)
		switch {
		case directory.ShapeOf(below.of) == directory.Single:
			words = append(words, said.Text)
		case !said.Empty():
			v.Lines = append(v.Lines, ValueLine{f.element(p, strconv.Itoa(i)), said})
		}
	}
	v.Text = strings.Join(words, ", ")
	return v
}

// lang is the language of a text that stands by itself.
func (f fields) lang(p place) string {
	if p.key == "" || p.of.Kind() != reflect.String || slices.Contains([]string{"access_needs", "identifiers"}, p.path[len(p.path)-1]) {
		return ""
	}
	return p.key
}

// single says one word, number, truth or date.
func (f fields) single(p place, raw json.RawMessage) string {
	value := reflect.New(pointed(p.of))
	if json.Unmarshal(raw, value.Interface()) != nil {
		return f.unknown(raw).Text
	}
	switch v := value.Elem().Interface().(type) {
	case directory.Ternary:
		return f.words.Say("ternary." + v.String())
	case bool:
		if v {
			return f.words.Say("ternary.yes")
		}
		return f.words.Say("ternary.no")
	case schedule.Date:
		return f.date(v)
	case float64:
		return degrees(v)
	case string:
		return f.named(p, v)
	}
	said := fmt.Sprint(value.Elem().Interface())
	if key := vocabularies[value.Elem().Type()]; key != "" && f.words.Knows(key+said) {
		return f.words.Say(key + said)
	} else if key != "" && f.words.Knows(key+said+".yes") {
		return f.words.Say(key + said + ".yes")
	}
	return said
}

// unknown says what no field of the kind holds any more, without the marks of
// JSON.
func (f fields) unknown(raw json.RawMessage) FieldValue {
	var v any
	if json.Unmarshal(raw, &v) != nil {
		return FieldValue{}
	}
	switch v.(type) {
	case map[string]any:
		var said FieldValue
		for name, member := range inside(raw) {
			said.Lines = append(said.Lines, ValueLine{bare(name), f.unknown(member)})
		}
		slices.SortFunc(said.Lines, func(a, b ValueLine) int { return strings.Compare(a.Label, b.Label) })
		return said
	case []any:
		var all []json.RawMessage
		_ = json.Unmarshal(raw, &all) // it is a list
		var said FieldValue
		for _, one := range all {
			said.Lines = append(said.Lines, ValueLine{Value: f.unknown(one)})
		}
		return said
	case nil:
		return FieldValue{}
	}
	return FieldValue{Text: fmt.Sprint(v)}
}

func (f fields) date(d schedule.Date) string { return f.words.Date(d.In(time.UTC)) }

func degrees(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

func pointed(t reflect.Type) reflect.Type {
	if t.Kind() == reflect.Pointer {
		return t.Elem()
	}
	return t
}
