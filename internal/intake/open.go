package intake

import (
	"maps"
	"slices"
	"strings"

	"walkin/internal/problem"
)

// Read reads a table, whatever its format: [Sniff] tells. A file that is no
// table that can be read is Invalid.
func Read(b []byte, o Options) (*Result, error) {
	if err := tooLarge(b); err != nil {
		return nil, err
	}
	switch Sniff(b) {
	case FormatCSV:
		return CSV(b, o)
	case FormatXLSX, FormatXLS, FormatODS: // the last two are refused, with what to do
		return XLSX(b, o)
	case FormatGeoJSON:
		return GeoJSON(b, o)
	case FormatJSONLines:
		return nil, problem.New(problem.Invalid, "The file is JSON and no table.")
	}
	return nil, problem.New(problem.Invalid, "The file is empty, or of no format that is read: CSV, XLSX or GeoJSON.")
}

// Codes lists the codes that a fault can have, for whoever translates them.
func Codes() []Code { return slices.Sorted(maps.Keys(sentences)) }

// RuleFault is a fault for a rule of the directory that an entry breaks, in a
// row.
func RuleFault(row int, broken problem.Field) Fault {
	f := ruleFault(broken)
	f.Row, f.Header = row, quote(broken.Pointer)
	return f
}

// FaultAt makes a fault of a row. Params are pairs of a name and a value, as
// the sentence of the code needs them.
func FaultAt(row int, code Code, params ...string) Fault {
	f := fault(code, params...)
	f.Row = row
	return f
}

// Label gives the word for a field, as [Mapping] and the params of a fault name
// it, in Danish, Dutch or English; the field itself where there is none.
func Label(name, lang string) string {
	about, marked, _ := strings.Cut(name, "/")
	base, _, _ := strings.Cut(lang, "-")
	i := slices.Index(languages[:], base)
	words, ok := headers[field(about)]
	if i < 0 || !ok {
		return name
	}
	word, _, _ := strings.Cut(words[i], "|")
	if marked != "" {
		word += " (" + marked + ")"
	}
	return word
}

// LabelAt gives the word for the field that a pointer into an entry leads to, in
// Danish, Dutch or English; the pointer itself where there is none.
func LabelAt(pointer, lang string) string {
	if f, ok := pointerField(pointer); ok {
		return Label(string(f), lang)
	}
	return strings.TrimPrefix(pointer, "/")
}

// OfSheet says whether a fault is one of the sheet as a whole, such as of its
// headers: then what its rows say cannot be trusted either.
func (f Fault) OfSheet() bool {
	switch f.Code {
	case CodeHeaderTwice, CodeSameField, CodeNoHeader:
		return true
	}
	return f.Row == 0
}
