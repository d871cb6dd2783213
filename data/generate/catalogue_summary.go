package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"walkin/internal/directory"
)

// summary is what there is to say of a catalogue when it is made: what a person
// must decide before it can be, and what became of the raw records.
type summary struct {
	toDecide []string // stops the maker

	counts          map[directory.Kind]map[string]int // by country; "" for what has none
	leftOut         map[string]string                 // why, by id
	groups          []string
	merged          int
	repeats         int
	unmapped        map[string][]string // ids by phrase that no mapping file has
	noTopic         map[string]int      // phrases that stand for no topic, and how often
	withoutOperator []string
	centres         []*directory.Centre
	idleRows        []string
}

func newSummary() *summary {
	return &summary{leftOut: make(map[string]string), unmapped: make(map[string][]string), noTopic: make(map[string]int)}
}

func (s *summary) undecide(format string, args ...any) {
	s.toDecide = append(s.toDecide, fmt.Sprintf(format, args...))
}

// undecided gives an error that lists all that a person must decide, nil if
// there is nothing.
func (s *summary) undecided() error {
	if len(s.toDecide) == 0 {
		return nil
	}
	slices.Sort(s.toDecide)
	list := slices.Compact(s.toDecide)
	return fmt.Errorf("make catalogue: somebody must decide, in the mapping files or the raw ones:\n  %s", strings.Join(list, "\n  "))
}

func (s *summary) leaveOut(id, why string) { s.leftOut[id] = why }

func (s *summary) isLeftOut(id string) bool { return s.leftOut[id] != "" }

func (s *summary) group(id string) { s.groups = append(s.groups, id) }

// idle notes a row of a mapping file that no raw record needs.
func (s *summary) idle(file, id string) { s.idleRows = append(s.idleRows, file+": "+id) }

// rowsWithoutRecord notes the ids of mapping files that are no record's: a slip
// of the pen, or a record that is gone.
func (s *summary) rowsWithoutRecord(r *raw, m *mapping) {
	known := make(map[string]bool)
	for _, v := range r.venues {
		known[v.ID] = true
	}
	for _, a := range r.activities {
		known[a.ID] = true
	}
	for _, h := range r.helplines {
		known[h.ID] = true
	}
	check := func(file string, ids []string) {
		for _, id := range ids {
			if id != "" && !known[id] {
				s.idle(file, id)
			}
		}
	}
	check("groups.csv", sortedKeys(m.groups))
	check("extra-hours.csv", sortedKeys(m.extraHours))
	check("doubts.csv", sortedKeys(m.doubts))
	check("not-repeats.csv", sortedKeys(m.notRepeats))
	check("ages.csv", sortedKeys(m.ages))
	check("remarks.csv", sortedKeys(m.remarks))
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// count counts the entries by kind and country.
func (s *summary) count(entries []directory.Entry) {
	s.counts = make(map[directory.Kind]map[string]int)
	countries := make(map[string]string) // of centres
	for _, e := range entries {
		country := ""
		switch e := e.(type) {
		case *directory.Organisation:
			country = e.Country
		case *directory.Network:
			country = e.Countries[0]
		case *directory.Helpline:
			country = e.Country
		case *directory.Centre:
			country = e.Location.Country
			countries[e.ID] = country
			s.centres = append(s.centres, e)
		case *directory.Activity:
			if e.Location != nil {
				country = e.Location.Country
			} else {
				country = countries[e.Centres[0]]
			}
		}
		kind := e.Key().Kind
		if s.counts[kind] == nil {
			s.counts[kind] = make(map[string]int)
		}
		s.counts[kind][country]++
	}
}

// write writes the summary for a person to read.
func (s *summary) write(w io.Writer) {
	for _, kind := range directory.Kinds {
		c := s.counts[kind]
		total := 0
		for _, n := range c {
			total += n
		}
		fmt.Fprintf(w, "%-13s %4d  DK %d, NL %d, BE %d\n", kind, total, c["DK"], c["NL"], c["BE"])
	}
	fmt.Fprintf(w, "\n%d venues are groups and became activities; %d activities are the same thing and were merged into them\n", len(s.groups), s.merged)
	fmt.Fprintf(w, "%d activities repeat their centre's hours and collapse into it\n", s.repeats)
	list(w, "left out", sortedKeys(s.leftOut), func(id string) string { return id + ": " + s.leftOut[id] })
	list(w, "no organisation in the raw files", s.withoutOperator, nil)
	list(w, "topics in no mapping file", sortedKeys(s.unmapped), func(phrase string) string {
		return phrase + ": " + strings.Join(s.unmapped[phrase], ", ")
	})
	list(w, "phrases that stand for no topic", sortedKeys(s.noTopic), func(phrase string) string {
		return fmt.Sprintf("%s (%d)", phrase, s.noTopic[phrase])
	})
	list(w, "rows of mapping files without a record", s.idleRows, nil)
	list(w, "centres without a municipality", s.centresThat(func(c *directory.Centre) bool { return c.Location.Municipality == "" }), nil)
	list(w, "centres without a point", s.centresThat(func(c *directory.Centre) bool { return c.Location.Point == nil }), nil)
	list(w, "centres announced and not seen open", s.centresThat(func(c *directory.Centre) bool { return c.Status == directory.StatusPlanned }), nil)
	without := s.centresThat(func(c *directory.Centre) bool { return len(c.Hours.Weekly) == 0 })
	fmt.Fprintf(w, "\n%d centres have no hours at all\n", len(without))
	list(w, "centres whose hours are all in doubt", s.centresThat(func(c *directory.Centre) bool { return c.Hours.Doubt != "" }), nil)
}

// centresThat gives the ids of the centres with a quality.
func (s *summary) centresThat(have func(*directory.Centre) bool) []string {
	var ids []string
	for _, c := range s.centres {
		if have(c) {
			ids = append(ids, c.ID)
		}
	}
	return ids
}

// list writes a heading with its number, and the items; nothing if there are
// none.
func list(w io.Writer, heading string, items []string, as func(string) string) {
	if len(items) == 0 {
		return
	}
	fmt.Fprintf(w, "\n%s: %d\n", heading, len(items))
	for _, item := range items {
		if as != nil {
			item = as(item)
		}
		fmt.Fprintf(w, "  %s\n", item)
	}
}
