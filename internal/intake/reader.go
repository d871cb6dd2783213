package intake

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"walkin/internal/directory"
	"walkin/internal/schedule"
)

// A reader turns the lines of a table into entries.
type reader struct {
	*table
	o      Options
	kind   directory.Kind
	at     map[column]int
	topics *topicIndex
	result *Result
	taken  map[directory.Key]int // the index in result.Rows of each entry
	suffix map[string]int        // the last number given to ids of one slug
	byKey  map[directory.Key]directory.Entry
	byName map[string][]directory.Entry

	// Of the line that is being read:
	line   line
	faults []Fault
}

// read reads a whole table.
func read(t *table, o Options) *Result {
	r := &reader{table: t, o: o, kind: o.Kind, result: new(Result), taken: make(map[directory.Key]int), suffix: make(map[string]int)}
	if r.kind == "" {
		r.kind = guess(t.header)
	}
	if r.o.Lang == "" {
		r.o.Lang = countryLang[o.Country]
	}
	r.result.Kind = r.kind
	r.topics = &topicIndex{taxonomy: o.Topics, lang: r.o.Lang}
	r.known()
	r.columns()
	if !r.has(fieldName) && !r.has(fieldID) && !r.hasLang(fieldName) {
		return r.result // said once, not for every row
	}
	for _, l := range t.lines {
		r.line, r.faults = l, nil
		row := r.row()
		if len(r.faults) > 0 {
			row.Entry = nil
		}
		r.result.Rows = append(r.result.Rows, row)
		r.result.Faults = append(r.result.Faults, r.faults...)
	}
	return r.result
}

// row reads one line.
func (r *reader) row() Row {
	row := Row{Number: r.line.number}
	for i := len(r.header); i < len(r.line.cells); i++ {
		if strings.TrimSpace(r.line.cells[i]) != "" {
			r.blameCell(i, fault(CodeRowLong))
			break
		}
	}
	name := r.text(fieldName)
	if name == "" {
		for c := range r.at {
			if c.field == fieldName && c.lang != "" {
				name, _ = r.cell(c)
			}
		}
	}
	if isExample(name) {
		r.blame(fieldName, fault(CodeExample))
		return row
	}
	if word, ok := mixed(name); ok {
		r.blame(fieldName, fault(CodeMixedLetters, "text", word))
	}
	before, key, isNew := r.identify(name)
	row.Key, row.New = key, isNew
	if key.ID == "" {
		return row
	}
	first, again := r.taken[key]
	if again && (r.kind != directory.KindActivity || r.text(fieldDate) == "") {
		r.blame("", fault(CodeTwice, "row", strconv.Itoa(r.result.Rows[first].Number)))
		return row
	}
	if again {
		if before = r.result.Rows[first].Entry; before == nil {
			return row // the first is faulty, and this one with it
		}
	}
	e := r.fill(before, key, name, isNew && !again)
	if e == nil || len(r.faults) > 0 {
		r.take(key)
		return row
	}
	r.validate(e)
	switch {
	case len(r.faults) > 0:
	case again && !sameButSessions(before, e):
		r.blame("", fault(CodeTwice, "row", strconv.Itoa(r.result.Rows[first].Number)))
	case again:
		r.result.Rows[first].Entry = e
		row.Into = r.result.Rows[first].Number
		return row
	default:
		row.Entry = e
	}
	r.take(key)
	return row
}

// take notes that the row about to be added is about an entry.
func (r *reader) take(key directory.Key) {
	if _, taken := r.taken[key]; !taken {
		r.taken[key] = len(r.result.Rows)
	}
}

// fill makes an entry of what it was and what the line says.
func (r *reader) fill(before directory.Entry, key directory.Key, name string, fresh bool) directory.Entry {
	if r.kind == directory.KindActivity {
		a := new(directory.Activity)
		if before != nil && !clone(before, a) {
			return nil
		}
		a.ID = key.ID
		r.activity(a, name, fresh)
		return a
	}
	c := new(directory.Centre)
	if before != nil && !clone(before, c) {
		return nil
	}
	c.ID = key.ID
	r.centre(c, name, fresh)
	return c
}

// clone copies an entry into another of its type: entries that have been
// handed out are never changed.
func clone(from, to directory.Entry) bool {
	b, err := directory.Encode(from)
	return err == nil && json.Unmarshal(b, to) == nil && to.Key().Kind == from.Key().Kind
}

// same says whether two entries are the same in every field.
func same(a, b directory.Entry) bool {
	x, err := directory.Encode(a)
	y, wrong := directory.Encode(b)
	return err == nil && wrong == nil && bytes.Equal(x, y)
}

// validate adds the rules of the directory that a reader cannot have broken by
// a cell of its own, and those that need the whole entry.
func (r *reader) validate(e directory.Entry) {
	for _, f := range e.Problems() {
		about, _ := pointerField(f.Pointer)
		if about == fieldTopics || about == fieldName && r.text(fieldName) == "" {
			r.blame(about, fault(CodeRequired, "field", string(about)))
			continue
		}
		r.blame(about, ruleFault(f))
	}
}

// pointers leads from the pointers of the directory to the columns that they
// come from, the longest first.
var pointers = []struct {
	prefix string
	field  field
}{
	{"/location/country", fieldCountry}, {"/location/point", fieldLat}, {"/location/precision", fieldLat}, {"/location", fieldTown},
	{"/contact/phone", fieldPhone}, {"/contact/sms", fieldSMS}, {"/contact/email", fieldEmail}, {"/contact/url", fieldURL},
	{"/organisation", fieldOrganisation}, {"/phone_hours", fieldPhoneHours}, {"/hours/exceptions", fieldClosures}, {"/hours", fieldHours},
	{"/name", fieldName}, {"/title", fieldName}, {"/description", fieldDescription}, {"/ages", fieldAge}, {"/topics", fieldTopics},
	{"/languages", fieldLanguages}, {"/capacity", fieldCapacity}, {"/registration", fieldRegistration}, {"/cost", fieldPrice}, {"/id", fieldID},
	{"/rhythm", fieldDate}, {"/centres", fieldPlace}, {"/arrival/who_meets", fieldWhoMeets}, {"/arrival/way_to_door", fieldWayToDoor}, {"/not_served", fieldNotServed},
}

func pointerField(pointer string) (field, bool) {
	for _, p := range pointers {
		if strings.HasPrefix(pointer, p.prefix) {
			return p.field, true
		}
	}
	return "", false
}

// cell gives a column's cell of the line, cleaned; a cell that cannot be kept
// is blamed once and empty.
func (r *reader) cell(c column) (text string, ok bool) {
	i, has := r.at[c]
	if !has || i >= len(r.line.cells) {
		return "", false
	}
	text, faults := clean(r.line.cells[i])
	for _, f := range faults {
		r.blameCell(i, f)
	}
	if c.field == fieldName { // of one line, however the cell is broken
		text = strings.Join(strings.Fields(text), " ")
	}
	return text, text != ""
}

// text gives the cell of a field that has no language; "" if it is not there.
func (r *reader) text(f field) string {
	text, _ := r.cell(column{field: f})
	return text
}

// figure gives the number behind the cell of a field, else its text.
func (r *reader) figure(f field) string {
	if i, ok := r.at[column{field: f}]; ok && i < len(r.line.raw) && r.line.raw[i] != "" {
		return r.line.raw[i]
	}
	return r.text(f)
}

// blame notes a fault of a field's cell, or of the row where it has none. The
// same fault of the same cell is noted once.
func (r *reader) blame(f field, wrong Fault) {
	i, ok := r.at[column{field: f}]
	if !ok {
		i = -1
	}
	r.blameCell(i, wrong)
}

func (r *reader) blameCell(i int, wrong Fault) {
	wrong = r.placed(i, wrong)
	if !slices.ContainsFunc(r.faults, func(f Fault) bool {
		return f.Code == wrong.Code && f.Column == wrong.Column && f.Header == wrong.Header && f.Message == wrong.Message
	}) {
		r.faults = append(r.faults, wrong)
	}
}

// notice notes what is left out without harm.
func (r *reader) notice(f field, left Fault) {
	i, ok := r.at[column{field: f}]
	if !ok {
		i = -1
	}
	r.result.Notices = append(r.result.Notices, r.placed(i, left))
}

// placed gives a fault its row and column.
func (r *reader) placed(i int, f Fault) Fault {
	f.Row = r.line.number
	if i >= 0 {
		f.Column = r.letter(i)
		if i < len(r.header) {
			f.Header = quote(strings.TrimSpace(r.header[i]))
		}
	}
	return f
}

// sameButSessions says whether two entries differ in dated meetings only.
func sameButSessions(a, b directory.Entry) bool {
	x, y := new(directory.Activity), new(directory.Activity)
	if !clone(a, x) || !clone(b, y) {
		return false
	}
	x.Hours, y.Hours = schedule.Schedule{}, schedule.Schedule{}
	return same(x, y)
}
