package console

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"walkin/api/web"
	"walkin/internal/directory"
	"walkin/internal/intake"
	"walkin/internal/schedule"
	"walkin/internal/staff"
)

// Imports is the page on which somebody sends a list, and sees the imports that
// wait for them.
type Imports struct {
	Page
	Organisations []Named // whose list it can be
	Form          ImportForm
	Waiting       []WaitingImport
}

// Named is something with an id and a name.
type Named struct{ ID, Name string }

// ImportForm is what was said of a list, for the form after a mistake.
type ImportForm struct {
	Organisation, Kind, Lang, Sheet string
	Complete                        bool
}

// WaitingImport is an import that nobody has applied yet.
type WaitingImport struct {
	staff.PreviewHead
	Name string // of the organisation
}

// Languages are those that the text of a list can have.
func (Imports) Languages() []string { return staff.Languages }

// Kinds are what rows can be.
func (Imports) Kinds() []string { return []string{"centre", "activity"} }

// Imports draws it.
func (s *Site) Imports(w io.Writer, p Imports) error { return s.draw(w, p.Page, "imports", p) }

// imports says whether a member has anything to do with lists.
func imports(m staff.Member) bool {
	return len(m.Over(staff.OverOrganisation, staff.Edit)) > 0 || m.Everywhere(staff.Edit) || m.Is(staff.Assessor)
}

// Import is the page of what a list would do.
type Import struct {
	Page
	Preview staff.Preview
	Name    string // of the organisation
	// MayRelease says that the member may let it through though it is held.
	MayRelease bool
	// Why names what stands in the way of applying it, whatever is ticked; ""
	// if nothing does.
	Why string
}

// Import draws it.
func (s *Site) Import(w io.Writer, p Import) error { return s.draw(w, p.Page, "import", p) }

// maxLines is how many lines each table shows; the summary counts all.
const maxLines = 500

// Cut says that a table does not show all.
func (p Import) Cut() bool {
	return max(len(p.Preview.Faults), len(p.Preview.Notices), p.Preview.Summary.Added, p.Preview.Summary.Changed, p.Preview.Summary.Dropped) > maxLines
}

// Most is how many lines a table shows.
func (Import) Most() int { return maxLines }

// FaultLine is a fault as a table shows it.
type FaultLine struct {
	Row                  int
	Column, Header, Cell string
	Says                 string
	Rule                 Remark // of the directory that is broken; empty if it is none
}

// Faults are what is wrong, by row and column.
func (p Import) Faults() []FaultLine { return p.lines(p.Preview.Faults) }

// Notices are what was left out without harm.
func (p Import) Notices() []FaultLine { return p.lines(p.Preview.Notices) }

func (p Import) lines(faults []staff.PreviewFault) []FaultLine {
	var lines []FaultLine
	for _, f := range faults[:min(len(faults), maxLines)] {
		line := FaultLine{Row: f.Row, Column: f.Column, Header: f.Header, Cell: f.Params["text"]}
		line.Says, line.Rule = faultWords(p.Words, f)
		lines = append(lines, line)
	}
	return lines
}

// StepLine is an entry that would be added, changed or taken out.
type StepLine struct {
	staff.PreviewStep
	Fields []ImportField
}

// ImportField is a field that would change, or that a new entry has.
type ImportField struct{ Label, Before, After string }

// Added are the entries that are new.
func (p Import) Added() []StepLine {
	return p.steps(func(s staff.PreviewStep) bool { return !s.Drops() && s.Base == 0 })
}

// Changed are those that change.
func (p Import) Changed() []StepLine {
	return p.steps(func(s staff.PreviewStep) bool { return !s.Drops() && s.Base > 0 })
}

// Dropped are those that would go.
func (p Import) Dropped() []StepLine { return p.steps(staff.PreviewStep.Drops) }

func (p Import) steps(of func(staff.PreviewStep) bool) []StepLine {
	var lines []StepLine
	for _, step := range p.Preview.Steps {
		if !of(step) || len(lines) == maxLines {
			continue
		}
		line, most := StepLine{PreviewStep: step}, 80
		if step.Base == 0 {
			most = 400 // there is nothing beside it, and hours are long
		}
		for _, f := range append(p.made(step), step.Changes...) {
			line.Fields = append(line.Fields, ImportField{intake.LabelAt(f.Pointer, p.Lang()), shownValue(f.Before, most), shownValue(f.After, most)})
		}
		lines = append(lines, line)
	}
	return lines
}

// made gives the fields that a new entry has, as the list was read.
func (p Import) made(step staff.PreviewStep) (fields []staff.PreviewChange) {
	if step.Drops() || step.Base != 0 {
		return nil
	}
	var none directory.Entry = new(directory.Centre)
	if step.Kind == string(directory.KindActivity) {
		none = new(directory.Activity)
	}
	entry, err := directory.Decode(directory.Kind(step.Kind), step.Body)
	if err != nil {
		return nil // the name is shown all the same
	}
	made, err := directory.Diff(none, entry)
	if err != nil {
		return nil
	}
	for _, f := range made {
		if f.After != nil && !strings.HasPrefix(f.Pointer, "/provenance") {
			fields = append(fields, staff.PreviewChange{Pointer: f.Pointer, After: f.After})
		}
	}
	return fields
}

// shownValue gives a JSON value as a person reads it, in most characters at most.
func shownValue(raw json.RawMessage, most int) string {
	shown := string(raw)
	var text string
	var texts []string
	if json.Unmarshal(raw, &text) == nil {
		shown = text
	} else if json.Unmarshal(raw, &texts) == nil {
		shown = strings.Join(texts, ", ")
	}
	if runes := []rune(shown); len(runes) > most {
		shown = string(runes[:most-1]) + "…"
	}
	return shown
}

// ImportColumn is a column of a list and what it was taken for.
type ImportColumn struct{ Letter, Header, Field string }

// Columns are those that were understood, Ignored those that were not.
func (p Import) Columns() []ImportColumn { return p.columns(false) }

// Ignored are the columns that nothing was made of.
func (p Import) Ignored() []ImportColumn { return p.columns(true) }

func (p Import) columns(ignored bool) []ImportColumn {
	var columns []ImportColumn
	for _, c := range p.Preview.Columns {
		if (c.Field == "") == ignored && c.Header != "" {
			columns = append(columns, ImportColumn{c.Column, c.Header, intake.Label(c.Field, p.Lang())})
		}
	}
	return columns
}

// HeldBecause says why an import is held; "" if it is not.
func (p Import) HeldBecause() string {
	if !p.Preview.Held {
		return ""
	}
	return WhyNot(p.Words, "held", p.Preview)
}

// Obstacle says what stands in the way, if anything does.
func (p Import) Obstacle() string {
	if p.Why == "" {
		return ""
	}
	return WhyNot(p.Words, p.Why, p.Preview)
}

// Others are the sheets that have content and were not read.
func (p Import) Others() string { return strings.Join(p.Preview.OtherSheets, ", ") }

// Empty says that there is nothing to do.
func (p Import) Empty() bool { return len(p.Preview.Steps) == 0 }

// WhyNot says why an import cannot be applied, by the name of what stands in
// the way.
func WhyNot(words *web.Words, why string, p staff.Preview) string {
	return words.Say("import.why."+why, "faults", p.Summary.Faults, "percent", int(p.Share*100+0.5))
}

// FaultSentence says what is wrong in the language of the reader. A code that
// nobody has words for says at least where to look.
func FaultSentence(words *web.Words, f staff.PreviewFault) string {
	says, rule := faultWords(words, f)
	return strings.TrimSpace(says + " " + rule.Text)
}

// faultWords says what is wrong, and which rule of the directory is broken if
// it is one.
func faultWords(words *web.Words, f staff.PreviewFault) (says string, rule Remark) {
	switch {
	case f.Rule != nil:
		rule = Tell(words, *f.Rule)
	case f.Code == string(intake.CodeRule): // kept by an older version
		rule = Remark{Text: f.Params["detail"], Lang: web.Fallback}
	}
	key := "fault." + f.Code
	if !words.Knows(key) {
		key = "fault.rule"
	}
	var pairs []any
	for name, value := range f.Params {
		switch name {
		case "field":
			value = intake.Label(value, words.Lang)
		case "day":
			value = dayWord(words, value)
		case "pointer":
			value = intake.LabelAt(value, words.Lang)
		}
		pairs = append(pairs, name, value)
	}
	return words.Say(key, pairs...), rule
}

// dayWord gives the name of a day that a fault names by its short English one.
func dayWord(words *web.Words, name string) string {
	days := []schedule.Day{schedule.Mon, schedule.Tue, schedule.Wed, schedule.Thu, schedule.Fri, schedule.Sat, schedule.Sun}
	if i := slices.IndexFunc(days, func(d schedule.Day) bool { return d.String() == name }); i >= 0 {
		return words.Say(fmt.Sprintf("day.%d", i+1))
	}
	return name
}
