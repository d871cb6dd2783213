package schedule

import (
	"slices"
	"strings"
)

// A Part is the list of a schedule in which a rule stands.
type Part string

// The parts. Those of exceptions are their changed hours.
const (
	PartWeekly    Part = "weekly"
	PartSeries    Part = "series"
	PartSession   Part = "session"
	PartException Part = "exception"
)

// A Recurrence is one rule laid over a run of days, for formats that carry the
// rule itself and then what differs from it. Changed hours are recurrences of
// a single day.
type Recurrence struct {
	Part Part
	// Index is the place of the rule in its part; for an exception that of the
	// hours among those of its day.
	Index int
	// Rule is a rule in the words of RFC 5545, section 3.3.10, without COUNT
	// and UNTIL, that gives the same dates from any date of the recurrence on;
	// "" for sessions and changed hours.
	Rule string
	// Opens and Closes are the rule's wall-clock times in minutes after the
	// midnight of its days, 0 and 1440 where they are not known. Closes past
	// 1440 lies in the next day.
	Opens, Closes int
	// Occurrences are those that start on the days asked for, in order,
	// cancelled ones among them. There is at least one.
	Occurrences []Occurrence
	// Dropped are the days, in order, on which the rule gives a date and
	// nothing starts: exceptions of the series itself (EXDATE), and days with
	// changed hours.
	Dropped []Date
}

// Recurrences lists what starts on the days from first to last, both included,
// rule by rule: the same occurrences as [Schedule.Occurrences], in groups. At
// most [MaxWindow] is looked at, and rules without an occurrence are left out.
func (s *Schedule) Recurrences(first, last Date) []Recurrence {
	if s == nil || last.Before(first) {
		return nil
	}
	loc, err := zone(s.Zone)
	if err != nil {
		return nil
	}
	to := earlier(last.In(loc), first.In(loc).Add(MaxWindow))
	p := s.plan(first.In(loc), to, loc)
	g := grouper{plan: &p, first: first.number(), at: make(map[recurrenceKey]int)}
	p.displaced = func(sl slot) { g.drop(&sl) }
	p.changed(g.add)
	p.ruled(g.add)
	for i := range s.Series {
		g.except(i)
	}
	return g.happening()
}

// A recurrenceKey tells recurrences apart; day only those of exceptions.
type recurrenceKey struct {
	part  Part
	index int
	day   int
}

// A grouper gathers slots rule by rule.
type grouper struct {
	*plan
	first int // the day before it is in the plan for its night only
	found []Recurrence
	at    map[recurrenceKey]int
}

// of gives the recurrence that a slot belongs to.
func (g *grouper) of(s *slot) *Recurrence {
	key := recurrenceKey{part: s.part, index: s.index}
	if s.part == PartException {
		key.day = s.day
	}
	i, known := g.at[key]
	if !known {
		i = len(g.found)
		g.at[key] = i
		g.found = append(g.found, Recurrence{Part: s.part, Index: s.index, Rule: g.rule(s), Opens: int(s.from), Closes: int(s.to)})
	}
	return &g.found[i]
}

func (g *grouper) add(s slot) {
	if s.day < g.first {
		return
	}
	begins, ends := g.times(&s)
	if !begins.Before(ends) { // an hour that a spring night leaves out
		g.drop(&s)
		return
	}
	r := g.of(&s)
	r.Occurrences = append(r.Occurrences, newOccurrence(&s, begins, ends))
}

func (g *grouper) drop(s *slot) {
	if s.day >= g.first {
		r := g.of(s)
		r.Dropped = append(r.Dropped, dateNumbered(s.day))
	}
}

// except adds the dates that a series leaves out by itself, where its rule
// would give them.
func (g *grouper) except(index int) {
	i, known := g.at[recurrenceKey{part: PartSeries, index: index}]
	if !known || len(g.Series[index].Except) == 0 {
		return
	}
	bare := g.Series[index]
	bare.Except = nil
	for n := range bare.dates(g.rules[index], g.first, g.days[len(g.days)-1].number, g.loc) {
		if d := dateNumbered(n); slices.Contains(g.Series[index].Except, d) {
			g.found[i].Dropped = append(g.found[i].Dropped, d)
		}
	}
}

// happening gives the recurrences that have an occurrence.
func (g *grouper) happening() []Recurrence {
	found := slices.DeleteFunc(g.found, func(r Recurrence) bool { return len(r.Occurrences) == 0 })
	for i := range found {
		slices.SortFunc(found[i].Dropped, Date.Compare)
		found[i].Dropped = slices.Compact(found[i].Dropped)
	}
	return found
}

// rule writes the rule of a slot so that it holds from any of its dates on: as
// COUNT and UNTIL are bounds of the series, not of what is asked for, they are
// left out.
func (g *grouper) rule(s *slot) string {
	switch s.part {
	case PartWeekly:
		names := make([]string, 0, 7)
		for i := range 7 {
			if day := Day((int(Mon) + i) % 7); slices.Contains(g.Weekly[s.index].Days, day) {
				names = append(names, strings.ToUpper(day.String()[:2]))
			}
		}
		return "FREQ=WEEKLY;BYDAY=" + strings.Join(names, ",")
	case PartSeries:
		var parts []string
		for part := range strings.SplitSeq(g.Series[s.index].Rule, ";") {
			if !strings.HasPrefix(part, "COUNT=") && !strings.HasPrefix(part, "UNTIL=") {
				parts = append(parts, part)
			}
		}
		return strings.Join(parts, ";")
	}
	return ""
}
