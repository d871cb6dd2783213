package intake

import (
	"bytes"
	"math"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"walkin/internal/problem"
)

// lastRow is the last row that a sheet can have.
const lastRow = 1_048_576

// XLSX reads a sheet of an Office Open XML workbook (ECMA-376). A file that is
// hostile, or no such workbook, is an Invalid error. The value of merged cells
// belongs to the first of them, and a formula counts as the value that is
// stored beside it.
func XLSX(b []byte, o Options) (*Result, error) {
	if err := tooLarge(b); err != nil {
		return nil, err
	}
	switch Sniff(b) {
	case FormatXLS:
		return nil, problem.New(problem.Invalid, "The file is of an old format or has a password; save it as XLSX.")
	case FormatODS:
		return nil, problem.New(problem.Invalid, "The file is an OpenDocument sheet; save it as XLSX or CSV.")
	}
	formulas, err := inspect(b)
	if err != nil {
		return nil, err
	}
	w, err := workbookOf(b, o.Sheet, formulas)
	if err != nil {
		return nil, err
	}
	t, err := arrange(w.lines, o.Kind)
	if err != nil {
		return nil, err
	}
	r := read(t, o)
	r.Sheet, r.Others = w.sheet, w.others
	return r, nil
}

// A workbook is the lines of the sheet that is read, and the names of others.
type workbook struct {
	sheet  string
	others []string
	lines  []line
}

// workbookOf opens a workbook that has been inspected. The library is old and
// its input is anybody's: should it panic, the file is refused.
func workbookOf(b []byte, wanted string, formulas bool) (w workbook, err error) {
	defer func() {
		if recover() != nil {
			w, err = workbook{}, unreadable(nil)
		}
	}()
	f, err := excelize.OpenReader(bytes.NewReader(b), excelize.Options{UnzipSizeLimit: maxUnpacked, UnzipXMLSizeLimit: maxPart})
	if err != nil {
		return w, unreadable(err)
	}
	defer f.Close()
	for _, name := range f.GetSheetList() {
		if visible, err := f.GetSheetVisible(name); err == nil && !visible && name != wanted {
			continue
		}
		if wanted != "" && name != wanted {
			w.others = append(w.others, name)
			continue
		}
		if w.sheet != "" {
			if any, err := hasContent(f, name); err == nil && any {
				w.others = append(w.others, name)
			}
			continue
		}
		lines, err := sheetLines(f, name, formulas)
		if err != nil {
			return w, err
		}
		if len(lines) > 0 {
			w.sheet, w.lines = name, lines
		}
	}
	if wanted != "" && w.sheet == "" {
		return w, problem.New(problem.Invalid, "The file has no sheet of this name with any content.")
	}
	return w, nil
}

func unreadable(cause error) error {
	return problem.Wrap(cause, problem.Invalid, "The file cannot be read as an XLSX workbook.")
}

// hasContent says whether a sheet has anything in its first rows.
func hasContent(f *excelize.File, sheet string) (bool, error) {
	rows, err := f.Rows(sheet)
	if err != nil {
		return false, err
	}
	defer rows.Close()
	for n := 0; n < titles && rows.Next(); n++ {
		if cells, err := rows.Columns(); err != nil || len(cells) > 0 {
			return err == nil, err
		}
	}
	return false, nil
}

// sheetLines reads a sheet twice, row by row: as it is shown and as it is
// stored. A date is shown in as many ways as there are formats, American ones
// among them, and stored as one number.
func sheetLines(f *excelize.File, sheet string, formulas bool) ([]line, error) {
	shown, err := f.Rows(sheet)
	if err != nil {
		return nil, unreadable(err)
	}
	defer shown.Close()
	stored, err := f.Rows(sheet)
	if err != nil {
		return nil, unreadable(err)
	}
	defer stored.Close()
	shift := 0.0
	if props, err := f.GetWorkbookProps(); err == nil && props.Date1904 != nil && *props.Date1904 {
		shift = 1462 // days from 30 December 1899 to 1 January 1904
	}
	var lines []line
	for n := 1; shown.Next() && stored.Next(); n++ {
		cells, err := shown.Columns()
		if err != nil {
			return nil, unreadable(err)
		}
		raw, err := stored.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			return nil, unreadable(err)
		}
		l := line{number: n, cells: cells}
		if l.empty() {
			if n > lastRow {
				return nil, unreadable(nil)
			}
			continue
		}
		if n > MaxRows+titles {
			return nil, problem.New(problem.Invalid, "The sheet has more than %d rows; divide it.", MaxRows)
		}
		for _, c := range cells[min(len(cells), MaxColumns):] {
			if strings.TrimSpace(c) != "" {
				return nil, tooManyColumns()
			}
		}
		l.cells = cells[:min(len(cells), MaxColumns)]
		if err := showFormulas(f, sheet, n, l.cells, formulas); err != nil {
			return nil, err
		}
		l.raw = make([]string, len(l.cells))
		for i := range l.cells {
			if i < len(raw) && raw[i] != l.cells[i] {
				l.raw[i] = serial(raw[i], shift)
			}
		}
		lines = append(lines, l)
	}
	return lines, nil
}

// showFormulas puts a formula where a cell has one and no value beside it, as
// programs other than spreadsheets leave it: an empty cell would say nothing.
func showFormulas(f *excelize.File, sheet string, row int, cells []string, any bool) error {
	if !any {
		return nil
	}
	for i := range cells {
		if cells[i] != "" {
			continue
		}
		name, err := excelize.CoordinatesToCellName(i+1, row)
		if err != nil {
			return unreadable(err)
		}
		formula, err := f.GetCellFormula(sheet, name)
		if err != nil {
			return unreadable(err)
		}
		if formula != "" {
			cells[i] = "=" + formula
		}
	}
	return nil
}

// serial gives a stored number in days from 30 December 1899; "" for what is
// no number.
func serial(raw string, shift float64) string {
	v, err := strconv.ParseFloat(raw, 64)
	if err != nil || math.IsNaN(v) || math.IsInf(v, 0) || v < 0 || v > 1e7 {
		return ""
	}
	if v >= 1 {
		v += shift
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}
