package reach

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"

	"walkin/internal/coverage"
	"walkin/internal/feed"
)

// sides are the two measures of an area and what their columns are called.
var sides = [...]struct {
	name string
	of   func(*Area) *Measure
}{
	{"sure", func(a *Area) *Measure { return &a.Sure }},
	{"perhaps", func(a *Area) *Measure { return &a.Perhaps }},
}

// Columns are the names of the columns of the CSV, one for each figure and for
// its low and high end.
func Columns() []string {
	names := []string{
		"date", "reach_km", "asked_for", "country", "municipality", "name", "inhabitants", "estimated", "youth_15_24", "youth_12_25_estimated",
		"places_fit", "places_perhaps", "places_not", "places_unlocated", "places_approximate", "places_hours_unknown", "places_verified_90_days",
		"weekly_hours_known", "evening_hours_known",
	}
	for _, side := range sides {
		for _, km := range coverage.Distances {
			names = append(names, thrice(fmt.Sprintf("%s_share_within_%g_km_straight_line", side.name, km))...)
		}
		names = append(names, thrice(side.name+"_nearest_m_straight_line")...)
		names = append(names, thrice(side.name+"_number_within_reach")...)
		names = append(names, thrice(side.name+"_hours_per_1000")...)
	}
	return names
}

func thrice(name string) []string { return []string{name, name + "_low", name + "_high"} }

// WriteCSV writes a line for each municipality and, last, one for all of them,
// without a code. No cell is a formula.
func WriteCSV(w io.Writer, r *coverage.Report) error {
	d := New(r)
	sheet := csv.NewWriter(w)
	if err := sheet.Write(Columns()); err != nil {
		return fmt.Errorf("write coverage: %w", err)
	}
	for i := range d.Areas {
		if err := sheet.Write(d.line(&d.Areas[i])); err != nil {
			return fmt.Errorf("write coverage: %w", err)
		}
	}
	if d.Question.Municipality == "" {
		if err := sheet.Write(d.line(&d.Total)); err != nil {
			return fmt.Errorf("write coverage: %w", err)
		}
	}
	sheet.Flush()
	return sheet.Error()
}

// line gives the cells of an area.
func (d *Document) line(a *Area) []string {
	p := a.Places
	cells := []string{
		d.Date.String(), number(d.Question.ReachKM), d.Question.words(), a.Country, a.Municipality, a.Name, strconv.Itoa(a.Inhabitants), strconv.FormatBool(a.Estimated),
		known(a.Youth15to24), known(a.Youth12to25), strconv.Itoa(p.Fit), strconv.Itoa(p.Perhaps), strconv.Itoa(p.Not),
		strconv.Itoa(p.Unlocated), strconv.Itoa(p.Approximate), strconv.Itoa(p.HoursUnknown), strconv.Itoa(p.Verified),
		number(p.Hours), number(p.Evening),
	}
	for _, side := range sides {
		m := side.of(a)
		for _, w := range m.Within {
			cells = append(cells, w.cells()...)
		}
		if m.Nearest == nil {
			cells = append(cells, "", "", "")
		} else {
			cells = append(cells, m.Nearest.cells()...)
		}
		cells = append(cells, m.Number.cells()...)
		cells = append(cells, m.Hours.cells()...)
	}
	for i := range cells {
		cells[i] = feed.Guard(cells[i])
	}
	return cells
}

func (r Range) cells() []string { return []string{number(r.Value), number(r.Low), number(r.High)} }

// words writes the filters in one cell: "free;anonymous;evening;age 15".
func (q Question) words() string {
	var words []string
	for _, p := range q.Promises {
		words = append(words, string(p))
	}
	for _, h := range q.Hours {
		words = append(words, string(h))
	}
	if q.Age != nil {
		words = append(words, "age "+strconv.Itoa(*q.Age))
	}
	if q.Network != "" {
		words = append(words, "network "+q.Network)
	}
	return strings.Join(words, ";")
}

func number(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

// known writes a count of which 0 is unknown.
func known(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}
