package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"strconv"

	"walkin/internal/directory"
	"walkin/internal/feed/hsds"
	"walkin/internal/intake"
	"walkin/internal/problem"
)

// readLines reads entries as JSON Lines, in our own form or as HSDS objects, or
// as HSDS in one document: a list, or a page with its contents. A row is a
// line, or an element of the list. What a partner sends is held to the same
// rules as what a member types (X29).
func readLines(b []byte, o intake.Options) (*intake.Result, error) {
	b = bytes.TrimSpace(bytes.TrimPrefix(b, []byte("\xef\xbb\xbf")))
	objects, err := objectsOf(b)
	if err != nil {
		return nil, err
	}
	r := new(intake.Result)
	first := make(map[directory.Key]int)
	for i, object := range objects {
		if len(bytes.TrimSpace(object)) == 0 {
			continue
		}
		if len(r.Rows) >= intake.MaxRows {
			return nil, problem.New(problem.Invalid, "The list has more than %d entries; divide it.", intake.MaxRows)
		}
		row := intake.Row{Number: i + 1}
		e, err := decodeObject(object)
		if err != nil {
			r.Faults = append(r.Faults, ruleFaults(row.Number, err)...)
			r.Rows = append(r.Rows, row)
			continue
		}
		row.Key, row.Entry = e.Key(), e
		existing, exists := o.Existing(row.Key)
		row.New = !exists
		var wrong *intake.Fault
		if earlier, twice := first[row.Key]; twice {
			wrong = new(intake.FaultAt(row.Number, intake.CodeTwice, "row", strconv.Itoa(earlier)))
		} else if first[row.Key] = row.Number; runBy(e) != o.Organisation || exists && runBy(existing) != o.Organisation {
			wrong = new(intake.FaultAt(row.Number, intake.CodeOthers, "text", row.Key.ID))
		}
		if wrong != nil {
			r.Faults, row.Entry = append(r.Faults, *wrong), nil
		}
		r.Rows = append(r.Rows, row)
	}
	if len(r.Rows) == 0 {
		return nil, problem.New(problem.Invalid, "The list is empty.")
	}
	return r, nil
}

// objectsOf cuts a file into its objects.
func objectsOf(b []byte) ([][]byte, error) {
	var list []json.RawMessage
	if len(b) > 0 && b[0] == '[' {
		if err := json.Unmarshal(b, &list); err != nil {
			return nil, problem.Wrap(err, problem.Invalid, "The file is not valid JSON.")
		}
	} else {
		var page struct {
			Contents *[]json.RawMessage `json:"contents"`
		}
		switch err := json.Unmarshal(b, &page); {
		case err != nil:
			return bytes.Split(b, []byte("\n")), nil
		case page.Contents == nil:
			return [][]byte{b}, nil
		}
		list = *page.Contents
	}
	objects := make([][]byte, len(list))
	for i, object := range list {
		objects[i] = object
	}
	return objects, nil
}

// decodeObject reads an entry in either of its forms; which one it is can be
// seen from each object.
func decodeObject(object []byte) (e directory.Entry, err error) {
	if hsds.Recognises(object) {
		e, err = hsds.DecodeLine(object)
	} else {
		e, err = directory.DecodeLine(object)
	}
	if err == nil {
		err = directory.Validate(e)
	}
	if err == nil && runBy(e) == "" {
		err = problem.InvalidFields("", []problem.Field{{Pointer: "/kind", Detail: "Only what an organisation has is imported: centres, activities and helplines, each with its organisation."}})
	}
	if err != nil {
		return nil, err
	}
	return e, nil
}

// runBy gives the id of who runs an entry; "" for one that nobody runs.
func runBy(e directory.Entry) string {
	if o, ok := e.(*directory.Organisation); ok {
		return o.ID
	}
	return operator(e)
}

// ruleFaults gives the faults of a row for an error that whoever wrote the row
// can mend.
func ruleFaults(row int, err error) []intake.Fault {
	var p *problem.Error
	if !errors.As(err, &p) {
		return []intake.Fault{intake.RuleFault(row, problem.Field{Detail: "This is not an entry that can be read."})}
	}
	if len(p.Fields) == 0 {
		return []intake.Fault{intake.RuleFault(row, p.At(""))}
	}
	faults := make([]intake.Fault, len(p.Fields))
	for i, f := range p.Fields {
		faults[i] = intake.RuleFault(row, f)
	}
	return faults
}
