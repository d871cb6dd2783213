package web

import (
	"cmp"
	"slices"
)

// areaTable is municipalities, those first where most have no place, not even one
// that may fit.
type areaTable struct {
	KM     string
	Young  bool // it is known how many are young
	Unsure bool // what may fit is told apart
	Rows   []areaRow
}

// areaRow is a municipality.
type areaRow struct {
	Name, Href, People, Young, None string
	Hours, Evening                  string // "–" where none are known
	Places                          int
	Share, Perhaps, Nearest         figure
	none                            float64
}

// printedAreas is how many municipalities stand on the sheet of paper.
const printedAreas = 12

func (v *coverageView) rows(i int) {
	w, r := v.Words, v.Report
	all := areaTable{KM: v.KM, Unsure: v.Unsure}
	for _, a := range r.Areas {
		q := r.Question
		q.Municipality = a.Municipality
		row := areaRow{
			Name: a.Name, Href: w.root() + "/coverage" + CoverageAddress(q, ""), People: w.about(a.People), Places: a.Doors.Fit + a.Doors.Perhaps,
			none: a.People * (1 - a.Perhaps.Within[i].Value), Share: w.figure(a.Sure.Within[i], 100, 0), Perhaps: w.figure(a.Perhaps.Within[i], 100, 0),
			Nearest: w.nearest(a.Perhaps.Nearest),
		}
		row.None = w.about(row.none)
		row.Hours, row.Evening = w.weekly(a.Doors.Hours, a.Doors.NoHours), w.weekly(a.Doors.Evening, a.Doors.NoHours)
		if a.Youth12to25 > 0 {
			row.Young, all.Young = w.about(float64(a.Youth12to25)), true
		}
		all.Rows = append(all.Rows, row)
	}
	slices.SortStableFunc(all.Rows, func(a, b areaRow) int { return cmp.Compare(b.none, a.none) })
	v.First = all
	if len(all.Rows) > printedAreas {
		v.First.Rows, v.Every = all.Rows[:printedAreas], &all
	}
}

// weekly writes open hours a week, of some places of which some are unknown.
func (w *Words) weekly(hours float64, unstated int) string {
	switch {
	case unstated == 0:
		return w.decimal(hours, 0)
	case hours == 0:
		return unknown.Value
	}
	return w.Say("coverage.at_least", "n", w.decimal(hours, 0))
}
