package demand

import (
	"cmp"
	"slices"
)

const (
	// Fewest is how many askers a row needs before noise, and how many searches
	// after it.
	Fewest = 10
	// Rounded is to a multiple of what a row is rounded.
	Rounded = 5
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
// few askers in an area is counted with the rest of its region, then of its
// country, then not at all; so nothing is counted twice, and no row is the
// difference of two others.
//
// The same counts give another table each time: who releases keeps the first and
// deletes the counts.
func Release(period Period, counts []Count, uniform Uniform) Table {
	t := Table{Period: period}
	for _, level := range []func(Area) bool{
		func(a Area) bool { return a.Municipality != "" },
		func(a Area) bool { return a.Municipality == "" && a.Region != "" },
		func(a Area) bool { return a.Region == "" },
	} {
		var rest []Count
		for _, c := range merged(counts) {
			switch wider, ok := c.Area.Wider(); {
			case !level(c.Area):
				rest = append(rest, c)
			case c.Askers >= Fewest:
				if n := c.Searches + noise(uniform); n >= Fewest {
					t.Rows = append(t.Rows, Row{c.Area, c.Topic, c.Outcome, round(n)})
				}
			case ok:
				c.Area = wider
				rest = append(rest, c)
			}
		}
		counts = rest
	}
	slices.SortFunc(t.Rows, func(a, b Row) int {
		return cmp.Or(a.Area.Compare(b.Area), cmp.Compare(a.Topic, b.Topic), cmp.Compare(a.Outcome, b.Outcome))
	})
	return t
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

// round gives the nearest multiple of Rounded, a number in the middle the higher.
func round(n int) int { return (n + Rounded/2) / Rounded * Rounded }
