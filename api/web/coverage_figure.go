package web

import (
	"math"
	"strconv"
	"strings"

	"walkin/internal/coverage"
)

type figureRow struct {
	Name          string
	Sure, Perhaps figure
}

// figure is a number and how low and high it may be; the latter "" where it is
// exact.
type figure struct{ Value, Range string }

func (v *coverageView) figures() {
	w, t := v.Words, v.Report.Total
	add := func(name string, sure, perhaps figure) {
		v.Figures = append(v.Figures, figureRow{name, sure, perhaps})
	}
	for i, km := range coverage.Distances {
		add(w.Say("coverage.within", "km", w.decimal(km, 0)), w.figure(t.Sure.Within[i], 100, 0), w.figure(t.Perhaps.Within[i], 100, 0))
	}
	add(w.Say("coverage.nearest"), w.nearest(t.Sure.Nearest), w.nearest(t.Perhaps.Nearest))
	add(w.Say("coverage.number", "km", v.KM), w.figure(t.Sure.Number, 1, 1), w.figure(t.Perhaps.Number, 1, 1))
	add(w.Say("coverage.per_thousand"), w.openHours(t.Sure.Hours, t.Doors), w.openHours(t.Perhaps.Hours, t.Doors))
}

// openHours writes open hours for each 1,000 inhabitants. Where hours of some places
// are unknown there are more; where they are of all, nobody knows.
func (w *Words) openHours(hours coverage.Range, of coverage.Tally) figure {
	f := w.figure(hours, 1, 2)
	switch {
	case of.NoHours == 0:
		return f
	case f.Value == "0":
		return unknown
	}
	f.Value = w.Say("coverage.at_least", "n", f.Value)
	return f
}

// unknown is a figure that nobody knows.
var unknown = figure{Value: "–"}

// figure writes a range, times something, with some digits.
func (w *Words) figure(r coverage.Range, times float64, digits int) figure {
	low, high := w.decimal(r.Low*times, digits), w.decimal(r.High*times, digits)
	f := figure{Value: w.decimal(r.Value*times, digits)}
	if low != high {
		f.Range = w.Say("coverage.between", "low", low, "high", high)
	}
	return f
}

// nearest writes a distance in km; a dash where there is nothing to be near to.
func (w *Words) nearest(r *coverage.Range) figure {
	if r == nil {
		return unknown
	}
	return w.figure(*r, 0.001, 1)
}

// hundred writes a share as so many of a hundred: all of them only where it is all.
func hundred(share float64) int {
	n := int(math.Round(100 * share))
	if n == 100 && share < 1 {
		return 99
	}
	return n
}

// decimal writes a number as the language does.
func (w *Words) decimal(x float64, digits int) string {
	parts := math.Pow10(digits)
	text := strconv.FormatFloat(math.Round(x*parts)/parts+0, 'f', -1, 64)
	if !strings.Contains(decimalPoint, w.Lang) {
		text = strings.Replace(text, ".", ",", 1)
	}
	return text
}

// about writes how many people: no more exactly than it is known, in three figures
// and by tens, and with a narrow space between thousands.
func (w *Words) about(people float64) string {
	step := 10.0
	for people/step >= 1000 {
		step *= 10
	}
	text := strconv.Itoa(int(math.Round(people/step) * step))
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "\u202f" + text[i:]
	}
	return text
}
