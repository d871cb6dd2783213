package demand

import (
	"cmp"
	"maps"
	"slices"
)

// Line is what the tables of some time say of a topic in an area, added up. What
// was too little to be shown in a week is not in it.
type Line struct {
	Area
	Topic string
	Of    map[Outcome]int
}

// Asked is how many searches there were, InVain how many of them ended without a
// place.
func (l Line) Asked() int  { return l.sum(Searches) }
func (l Line) InVain() int { return l.sum(Unmet) }

func (l Line) sum(outcomes []Outcome) (n int) {
	for _, o := range outcomes {
		n += l.Of[o]
	}
	return n
}

// Lines adds up tables, by area and topic: what is asked for in vain most often
// first.
func Lines(tables []Table) []Line {
	type key struct {
		Area
		topic string
	}
	lines := make(map[key]Line)
	for _, t := range tables {
		for _, r := range t.Rows {
			k := key{r.Area, r.Topic}
			if lines[k].Of == nil {
				lines[k] = Line{r.Area, r.Topic, make(map[Outcome]int)}
			}
			lines[k].Of[r.Outcome] += r.Searches
		}
	}
	return slices.SortedFunc(maps.Values(lines), func(a, b Line) int {
		return cmp.Or(cmp.Compare(b.InVain(), a.InVain()), cmp.Compare(b.Asked(), a.Asked()), a.Area.Compare(b.Area), cmp.Compare(a.Topic, b.Topic))
	})
}
