package intake

import (
	"strings"

	"walkin/internal/directory"
	"walkin/internal/geo"
	"walkin/internal/problem"
)

// A table is a sheet before its words are understood.
type table struct {
	header  []string
	number  int // of the header's line
	letters bool
	lines   []line
}

// A line is one row of a table.
type line struct {
	number int
	cells  []string
	// raw are the numbers behind the cells, where the sheet shows them as
	// something else: 46329 behind a date. Empty where there is none.
	raw   []string
	point *geo.Point // of a feature
}

func (l line) empty() bool {
	for _, c := range l.cells {
		if strings.TrimSpace(c) != "" {
			return false
		}
	}
	return l.point == nil
}

// titles is how many lines may stand above the headers.
const titles = 10

// arrange finds the headers among the first lines: the first line of which two
// cells are known as headers, else the first that is not empty. Lines above it
// are a title.
func arrange(lines []line, kind directory.Kind) (*table, error) {
	at := -1
	for i := range lines {
		if lines[i].empty() {
			continue
		}
		if at < 0 {
			at = i
		}
		known := 0
		for _, c := range lines[i].cells {
			if _, ok := understand(c, kind); ok {
				known++
			}
		}
		if known >= 2 {
			at = i
			break
		}
		if i >= titles {
			break
		}
	}
	if at < 0 {
		return nil, problem.New(problem.Invalid, "The sheet is empty.")
	}
	t := &table{header: lines[at].cells, number: lines[at].number, letters: true}
	for len(t.header) > 0 && strings.TrimSpace(t.header[len(t.header)-1]) == "" {
		t.header = t.header[:len(t.header)-1]
	}
	for _, l := range lines[at+1:] {
		if !l.empty() {
			t.lines = append(t.lines, l)
		}
	}
	return t, t.bounded()
}

func (t *table) bounded() error {
	if len(t.lines) > MaxRows {
		return problem.New(problem.Invalid, "The sheet has more than %d rows; divide it.", MaxRows)
	}
	if len(t.header) > MaxColumns {
		return tooManyColumns()
	}
	return nil
}

func tooManyColumns() error {
	return problem.New(problem.Invalid, "The sheet has more than %d columns.", MaxColumns)
}

// letter is the name of a column in a spreadsheet: 0 is A and 26 is AA.
func (t *table) letter(column int) string {
	if !t.letters || column < 0 {
		return ""
	}
	name := ""
	for n := column + 1; n > 0; n = (n - 1) / 26 {
		name = string(rune('A'+(n-1)%26)) + name
	}
	return name
}
