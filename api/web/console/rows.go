package console

import (
	"net/url"
	"reflect"
	"strconv"
	"strings"
)

// Rows asks for a list of objects: a row for each that is there and one for a
// new one. A row whose first column is emptied is taken out.
type Rows struct {
	Pointer string
	Label   string
	Columns []Column
	Rows    [][]Control
	was     []any
}

// Column is a member of the objects.
type Column struct {
	Name string // path below the object: "title/da"
	Kind ControlKind
}

// rowsOf asks for the list at a pointer.
func (f form) rowsOf(pointer string, columns ...Column) Rows {
	rows := Rows{Pointer: pointer, Label: f.label(pointer), Columns: columns}
	rows.was, _ = f.record.at(pointer).([]any)
	for i := 0; i <= len(rows.was); i++ {
		of := record{}
		if i < len(rows.was) {
			if members, ok := rows.was[i].(map[string]any); ok {
				of = members
			}
		}
		var row []Control
		for _, c := range columns {
			control := Control{Pointer: pointer + "/" + strconv.Itoa(i) + "/" + c.Name, Kind: c.Kind, Value: of.text("/" + c.Name)}
			control.Label = f.label(c.Name)
			if _, lang, ok := strings.Cut(c.Name, "/"); ok {
				control.Lang = lang
				name, _, _ := strings.Cut(c.Name, "/")
				control.Label = f.label(name)
			}
			row = append(row, control)
		}
		rows.Rows = append(rows.Rows, row)
	}
	return rows
}

// read sets the whole list in a patch, if anything in it was changed.
func (r *Rows) read(v url.Values, patch Patch) {
	if len(r.Rows) == 0 || !v.Has(r.Rows[0][0].Pointer) {
		return
	}
	var list []any
	for i, row := range r.Rows {
		element := make(Patch)
		if i < len(r.was) {
			if members, ok := r.was[i].(map[string]any); ok {
				element = deepCopy(members)
			}
		}
		empty := true
		for n := range row {
			c := &row[n]
			value := strings.TrimSpace(v.Get(c.Pointer))
			if n == 0 && value != "" {
				empty = false
			}
			c.Value = value
			switch _, said := element[r.Columns[n].Name].(bool); {
			case c.Kind == Check && value != "":
				element.Set(r.Columns[n].Name, true)
			case c.Kind == Check && said:
				element.Set(r.Columns[n].Name, false)
			case value == "":
				element.drop(r.Columns[n].Name)
			default:
				element.Set(r.Columns[n].Name, value)
			}
		}
		if !empty {
			list = append(list, map[string]any(element))
		}
	}
	switch {
	case len(list) == 0 && len(r.was) == 0, reflect.DeepEqual(list, r.was):
	case len(list) == 0:
		patch.Set(r.Pointer, nil)
	default:
		patch.Set(r.Pointer, list)
	}
}

// drop removes what stands at a path, and the object around it if nothing else
// is in there.
func (p Patch) drop(path string) {
	name, below, deeper := strings.Cut(path, "/")
	if !deeper {
		delete(p, name)
		return
	}
	if members, ok := p[name].(map[string]any); ok {
		Patch(members).drop(below)
		if len(members) == 0 {
			delete(p, name)
		}
	}
}

func deepCopy(members map[string]any) map[string]any {
	c := make(map[string]any, len(members))
	for name, value := range members {
		if below, ok := value.(map[string]any); ok {
			value = deepCopy(below)
		}
		c[name] = value
	}
	return c
}
