package search_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// fault is a query with how well it was answered.
type fault struct {
	*judged
	gain     float64
	succeeds bool
	outcome
}

// explain shows what came first, each with its grade, and what should have.
func (f *fault) explain(known []string, texts map[string]plainText) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%.2f  %s: %s", f.gain, f.Lang, f.Text)
	if f.Near != "" {
		fmt.Fprintf(&b, " | near %s", f.Near)
	}
	fmt.Fprintf(&b, " (%s)", f.home())
	if f.dropped {
		b.WriteString(", words dropped")
	}
	if !f.succeeds {
		b.WriteString(", nothing useful among the first three")
	}
	first := f.keys[:min(5, len(f.keys))]
	for _, k := range first {
		fmt.Fprintf(&b, "\n        got  %d  %s (%s)", f.grade(k), texts[k].name, k)
	}
	missed := slices.DeleteFunc(slices.Clone(known), func(k string) bool { return f.grade(k) < useful || slices.Contains(first, k) })
	slices.SortStableFunc(missed, func(x, y string) int { return f.grade(y) - f.grade(x) })
	for _, k := range missed[:min(3, len(missed))] {
		fmt.Fprintf(&b, "\n     missed  %d  %s (%s)", f.grade(k), texts[k].name, k)
	}
	return b.String()
}

// printPool prints the entries that some search found for a query, those
// without a grade first.
func printPool(j *judged, pool map[string]bool, texts map[string]plainText) {
	fmt.Printf("\n%s: %s | near %q | %s\n", j.Lang, j.Text, j.Near, j.home())
	keys := slices.Sorted(maps.Keys(pool))
	slices.SortStableFunc(keys, func(x, y string) int { return j.grade(x) - j.grade(y) })
	for _, k := range keys {
		p := texts[k]
		description := []rune(strings.ReplaceAll(p.description, "\n", " "))
		fmt.Printf("  %d  %s | %s | %s | %s\n", j.grade(k), k, p.name, p.town, string(description[:min(160, len(description))]))
	}
}
