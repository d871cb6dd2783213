package demand

import (
	"cmp"
	"slices"
)

const (
	// Fewest is below how many askers, or searches, nothing is ever shown.
	Fewest = 10
	// Enough is how many askers a row needs, give or take the noise of that
	// decision: so many that whoever knows of nine cannot see the tenth come. (Nine
	// would pass with a probability of 0.3 %; they never do, by Fewest.)
	Enough = 30
	// Rounded is to a multiple of what a row is rounded.
	Rounded = 5
)

// The ε of a search, or of a vote, is 1 in its week. Half of it goes into the
// figure; a quarter each into the decision to show it where it was asked, and to
// show it with the rest of the country.
const (
	figureParts   = 2
	decisionParts = 4
)

// Table is what is released of a period, once.
type Table struct {
	Period Period `json:"period"`
	Rows   []Row  `json:"rows"` // in the order of their cells
}

// Row is a cell that enough have asked for.
type Row struct {
	Area
	Topic    string  `json:"topic"`
	Outcome  Outcome `json:"outcome"`
	Searches int     `json:"searches"` // at least Fewest, a multiple of Rounded, and not exact
}

// Release makes the table of a period from what was counted for it. What has too
// few askers in an area is counted with the rest of its country, then not at all;
// so nothing is counted twice, and no row is the difference of two others.
//
// The same counts give another table each time: who releases keeps the first and
// deletes the counts.
func Release(period Period, counts []Count, uniform Uniform) Table {
	t := Table{Period: period}
	var rest []Count
	for _, c := range merged(counts) {
		wider, within := c.Area.Wider()
		switch {
		case !within:
			rest = append(rest, c)
		case enough(c, uniform):
			t.show(c, uniform)
		default:
			c.Area = wider
			rest = append(rest, c)
		}
	}
	for _, c := range merged(rest) {
		if enough(c, uniform) {
			t.show(c, uniform)
		}
	}
	slices.SortFunc(t.Rows, func(a, b Row) int {
		return cmp.Or(a.Area.Compare(b.Area), cmp.Compare(a.Topic, b.Topic), cmp.Compare(a.Outcome, b.Outcome))
	})
	return t
}

// enough says whether enough have asked for a cell to be shown.
func enough(c Count, uniform Uniform) bool {
	return c.Askers >= Fewest && c.Askers+noise(uniform, decisionParts) >= Enough
}

// show adds the row of a cell, if its noise leaves it one.
func (t *Table) show(c Count, uniform Uniform) {
	if n := c.Searches + noise(uniform, figureParts); n >= Fewest {
		t.Rows = append(t.Rows, Row{c.Area, c.Topic, c.Outcome, (n + Rounded/2) / Rounded * Rounded})
	}
}

// merged adds up what is of the same cell, in the order of cells.
func merged(counts []Count) []Count {
	sorted := slices.SortedFunc(slices.Values(counts), func(a, b Count) int { return a.Cell.Compare(b.Cell) })
	var sums []Count
	for _, c := range sorted {
		if last := len(sums) - 1; last >= 0 && sums[last].Cell == c.Cell {
			sums[last] = sums[last].plus(c)
			continue
		}
		sums = append(sums, c)
	}
	return sums
}
