package coverage_test

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"walkin/internal/coverage"
	"walkin/internal/directory"
	"walkin/internal/geo"
)

// near says whether two figures are the same but for the last digits.
func near(a, b float64) bool { return math.Abs(a-b) <= 1e-6*max(1, math.Abs(a), math.Abs(b)) }

// TestMeasuresAreThoseOfLookingAtEveryPair measures some municipalities again,
// each home against each door with the one formula of distance there is.
func TestMeasuresAreThoseOfLookingAtEveryPair(t *testing.T) {
	s := builtin()
	for _, code := range []string{"0461", "GM0344"} {
		q := coverage.Question{Municipality: code, Reach: 6, Promises: []directory.Promise{directory.Free}}
		row := ask(t, s, q).Areas[0]
		for name, m := range map[string]coverage.Measure{"sure": row.Sure, "perhaps": row.Perhaps} {
			want := byHand(s, row.Country, code, 6, name == "perhaps")
			if m.Nearest == nil || !near(m.Nearest.Low, want.nearest[0]) || !near(m.Nearest.Value, want.nearest[1]) || !near(m.Nearest.High, want.nearest[2]) {
				t.Errorf("%s %s: the nearest is at %v, want %v", code, name, m.Nearest, want.nearest)
			}
			got := []coverage.Range{m.Within[0], m.Within[1], m.Within[2], m.Within[3], m.Number}
			for i, r := range got {
				if !near(r.Low, want.figures[i][0]) || !near(r.Value, want.figures[i][1]) || !near(r.High, want.figures[i][2]) {
					t.Errorf("%s %s, figure %d: %v, want %v", code, name, i, r, want.figures[i])
				}
			}
			if !near(m.Hours.Value, want.hours) {
				t.Errorf("%s %s: %v hours, want %v", code, name, m.Hours.Value, want.hours)
			}
		}
	}
}

type figures struct {
	nearest [3]float64
	figures [5][3]float64
	hours   float64
}

func byHand(s *coverage.Survey, country, code string, reach float64, perhaps bool) (f figures) {
	promise := directory.Free
	var doors []coverage.Door
	for _, d := range s.Doors {
		if a := d.Promise(promise); d.Point != nil && (a == directory.Yes || perhaps && a == directory.Unknown) {
			doors = append(doors, d)
		}
	}
	cells := s.People.CellsOf(country, code)
	all := slices.Concat(s.People.CellsOf("DK", ""), s.People.CellsOf("NL", ""), s.People.CellsOf("BE", ""))
	shares := make(map[*coverage.Door]float64)
	for i := range doors {
		hours, _, known, _, _ := doors[i].UsualWeek()
		if !known || !slices.ContainsFunc(cells, func(c coverage.Cell) bool { return geo.Distance(c.Point, *doors[i].Point) <= reach*1000 }) {
			continue
		}
		var people float64
		for _, c := range all {
			if math.Abs(c.Point.Lat-doors[i].Point.Lat) < 1 && geo.Distance(c.Point, *doors[i].Point) <= reach*1000 {
				people += c.People
			}
		}
		shares[&doors[i]] = hours / people
	}
	var people float64
	for _, c := range cells {
		people += c.People
		near := [3]float64{math.Inf(1), math.Inf(1), math.Inf(1)}
		for i := range doors {
			d := &doors[i]
			metres := geo.Distance(c.Point, *d.Point)
			if metres <= reach*1000 {
				f.hours += 1000 * c.People * shares[d]
			}
			for side, m := range [3]float64{max(metres-d.Slack, 0), metres, metres + d.Slack} {
				near[side] = min(near[side], m)
				if m <= reach*1000 {
					f.figures[4][2-side] += c.People
				}
			}
		}
		for side, m := range near {
			f.nearest[side] += c.People * m
			for i, km := range coverage.Distances {
				if m <= km*1000 {
					f.figures[i][2-side] += c.People
				}
			}
		}
	}
	for i := range f.figures {
		for side := range 3 {
			f.figures[i][side] /= people
		}
	}
	for side := range 3 {
		f.nearest[side] /= people
	}
	f.hours /= people
	return f
}

// TestTheNextPlacesAreThoseOfTheGreedyAlgorithm chooses them again by trying every
// town in every round.
func TestTheNextPlacesAreThoseOfTheGreedyAlgorithm(t *testing.T) {
	s := *builtin()
	r := ask(t, &s, coverage.Question{Country: "DK"})
	if len(r.Next) != coverage.MaxNext {
		t.Fatalf("%d next places", len(r.Next))
	}
	// Within 10 km is a tenth of a degree to the north, and a fifth to the east.
	box := func(a, b geo.Point) bool { return math.Abs(a.Lat-b.Lat) < .1 && math.Abs(a.Lon-b.Lon) < .2 }
	var left []coverage.Cell
	for _, c := range s.People.CellsOf("DK", "") {
		if !slices.ContainsFunc(s.Doors, func(d coverage.Door) bool {
			return d.Point != nil && box(c.Point, *d.Point) && geo.Distance(c.Point, *d.Point) <= 10_000
		}) {
			left = append(left, c)
		}
	}
	for i, next := range r.Next[:3] {
		best, most := "", 0.0
		for _, site := range s.Sites {
			if site.Country != "DK" {
				continue
			}
			var gain float64
			for _, c := range left {
				if box(c.Point, site.Point) && geo.Distance(c.Point, site.Point) <= 10_000 {
					gain += c.People
				}
			}
			if gain > most+1e-6 {
				best, most = site.ID, gain
			}
		}
		if next.Town.ID != best || !near(next.People, most) {
			t.Fatalf("place %d is %s with %v, want %s with %v", i+1, next.Town.ID, next.People, best, most)
		}
		left = slices.DeleteFunc(left, func(c coverage.Cell) bool {
			return box(c.Point, next.Town.Point) && geo.Distance(c.Point, next.Town.Point) <= 10_000
		})
	}
	// What a place would add, asked for alone, is what the first of them adds.
	alone := ask(t, &s, coverage.Question{Country: "DK", WhatIf: &r.Next[0].Town}).WhatIf
	if alone == nil || !near(alone.People, r.Next[0].People) || !near(alone.Share, r.Next[0].Share) {
		t.Errorf("what if there were one in %s: %+v, want %+v", r.Next[0].Town.Name, alone, r.Next[0])
	}
}

func TestAnotherDoorNeverMakesItWorse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		point := func(n string) (lat, lon float64) {
			return rapid.Float64Range(54.9, 55.3).Draw(t, n+" lat"), rapid.Float64Range(14.6, 15.2).Draw(t, n+" lon")
		}
		var centres []*directory.Centre
		for i := range rapid.IntRange(0, 6).Draw(t, "doors") {
			lat, lon := point("door")
			c := centre(string(rune('a'+i)), lat, lon)
			c.Promises.Free = rapid.SampledFrom([]directory.Ternary{directory.Yes, directory.No, directory.Unknown}).Draw(t, "free")
			c.Location.Precision = rapid.SampledFrom([]directory.Precision{directory.PreciseExact, directory.PrecisePostcode, directory.PreciseTown}).Draw(t, "precision")
			c.Hours = open(10*60, 18*60, 1, 2)
			centres = append(centres, c)
		}
		q := coverage.Question{Municipality: "0400", Promises: []directory.Promise{directory.Free}, Reach: rapid.Float64Range(1, 50).Draw(t, "reach")}
		ask := func(centres []*directory.Centre) *coverage.Report {
			s := survey(centres, nil)
			s.Sites = nil
			q, err := q.Complete(s.People)
			if err != nil {
				t.Fatal(err)
			}
			r, err := s.Ask(t.Context(), q, nil)
			if err != nil {
				t.Fatal(err)
			}
			return r
		}
		before := ask(centres)
		lat, lon := point("new")
		c := centre("new", lat, lon)
		c.Promises.Free = directory.Yes
		after := ask(append(centres, c))
		for i := range coverage.Distances {
			b, a, p := before.Total.Sure.Within[i], after.Total.Sure.Within[i], after.Total.Perhaps.Within[i]
			if a.Value < b.Value-1e-9 || a.Low < b.Low-1e-9 || a.High < b.High-1e-9 {
				t.Fatalf("within %v km: %v became %v", coverage.Distances[i], b, a)
			}
			if p.Value < a.Value-1e-9 || a.Low > a.Value || a.Value > a.High {
				t.Fatalf("within %v km: %v for certain, %v perhaps", coverage.Distances[i], a, p)
			}
			if i > 0 && a.Value < after.Total.Sure.Within[i-1].Value {
				t.Fatal("fewer live within the longer distance")
			}
		}
		if before.Total.Sure.Nearest != nil && after.Total.Sure.Nearest.Value > before.Total.Sure.Nearest.Value+1e-6 {
			t.Fatal("the nearest has moved away")
		}
		// All who live in white spots live outside of what is covered.
		if people := (1 - after.Covered) * after.Total.People; after.SpotPeople > people+1e-3 {
			t.Fatalf("%v live in white spots, and %v are not covered", after.SpotPeople, people)
		}
	})
}
