package coverage

import (
	"maps"
	"math"
	"slices"

	"walkin/internal/directory"
	"walkin/internal/schedule"
)

// A sum gathers the measure of people one by one.
type sum struct {
	within  [len(Distances)][3]float64
	nearest [3]float64
	number  [3]float64
	hours   [3]float64 // by reach
}

func (s *sum) take(people float64, to distances, number [3]float64, hours [3]float64) {
	for i, km := range Distances {
		for side := range to {
			if to[2-side] <= km*1000 { // the farthest makes the lowest share
				s.within[i][side] += people
			}
		}
	}
	for side := range to {
		s.nearest[side] += people * to[side]
		s.number[side] += people * number[side]
		s.hours[side] += people * hours[side]
	}
}

func (s *sum) add(o *sum) {
	for i := range s.within {
		for side := range s.within[i] {
			s.within[i][side] += o.within[i][side]
		}
	}
	for side := range s.nearest {
		s.nearest[side] += o.nearest[side]
		s.number[side] += o.number[side]
		s.hours[side] += o.hours[side]
	}
}

// measure gives the means of a sum over people.
func (s *sum) measure(people float64) Measure {
	var m Measure
	if people == 0 {
		return m
	}
	mean := func(of [3]float64) Range { return Range{of[0] / people, of[1] / people, of[2] / people} }
	for i := range m.Within {
		m.Within[i] = mean(s.within[i])
	}
	if !math.IsInf(s.nearest[1], 1) {
		n := mean(s.nearest)
		m.Nearest = &n
	}
	m.Number = mean(s.number)
	h := mean(s.hours)
	m.Hours = Range{1000 * min(h.Low, h.Value, h.High), 1000 * h.Value, 1000 * max(h.Low, h.Value, h.High)}
	return m
}

// An account is the sums of a municipality.
type account struct {
	people        float64
	model         bool
	sure, perhaps sum
}

// measure looks from every cell, fills in the rows, and finds which cells have
// nothing within reach.
func (a *asked) measure() error {
	cells := a.People.cells
	accounts := make([]account, len(a.in))
	a.uncovered = make([]bool, len(cells))
	squares := a.catchments()
	for n, i := range a.homes {
		if err := a.ticked(n, len(a.homes), 15, 70); err != nil {
			return err
		}
		c := &cells[i]
		toSure, toAny := a.nearest(c.at)
		numberSure, numberAny := a.number(c.at)
		var hoursSure, hoursAny [3]float64
		a.served.within(c.at, squares[2], func(id int32, square float64) {
			s := &a.shares[id]
			for r := range squares {
				if square > squares[r] {
					continue
				}
				hoursAny[r] += s.hour[r]
				if s.sure {
					hoursSure[r] += s.hour[r]
				}
			}
		})
		of := &accounts[c.area]
		of.people += c.people
		of.model = of.model || c.model
		of.sure.take(c.people, toSure, numberSure, hoursSure)
		of.perhaps.take(c.people, toAny, numberAny, hoursAny)
		a.uncovered[i] = !a.cover(c.people, toSure, toAny)
	}
	a.fill(accounts)
	return nil
}

// number counts the doors within reach of a point.
func (a *asked) number(p vector) (sure, perhaps [3]float64) {
	for i := range a.rings {
		r := &a.rings[i]
		var n [3]float64
		r.tree.within(p, r.reach[2], func(_ int32, square float64) {
			for side := range n {
				if square <= r.reach[side] {
					n[side]++
				}
			}
		})
		for side := range n {
			perhaps[side] += n[side]
			if r.answer == directory.Yes {
				sure[side] += n[side]
			}
		}
	}
	return sure, perhaps
}

// fill makes the rows of the accounts.
func (a *asked) fill(accounts []account) {
	var all account
	tallies := a.tallies()
	total := Row{Country: a.q.Country, Municipality: a.q.Municipality}
	for i, m := range a.People.areas {
		if !a.in[i] {
			continue
		}
		of := &accounts[i]
		a.report.Areas = append(a.report.Areas, Row{
			Country: m.Country, Municipality: m.Code, Name: m.Name, Point: m.Point, People: of.people, Model: of.model,
			Youth15to24: m.Youth15to24, Youth12to25: m.Youth12to25, Doors: tallies[[2]string{m.Country, m.Code}],
			Sure: of.sure.measure(of.people), Perhaps: of.perhaps.measure(of.people),
		})
		all.people += of.people
		all.sure.add(&of.sure)
		all.perhaps.add(&of.perhaps)
		total.Model = total.Model || of.model
	}
	a.youth(&total)
	total.People, total.Sure, total.Perhaps = all.people, all.sure.measure(all.people), all.perhaps.measure(all.people)
	total.Doors = a.total(tallies)
	if a.q.Municipality != "" && len(a.report.Areas) == 1 {
		total.Name = a.report.Areas[0].Name
	}
	a.report.Total = total
	a.report.CoveredSure, a.report.Covered = a.share(a.sure), a.share(a.any)
}

// cover counts people as within reach or not, and says whether they are.
func (a *asked) cover(people float64, toSure, toAny distances) bool {
	reach := a.q.Reach * 1000
	a.people += people
	if toSure[1] <= reach {
		a.sure += people
	}
	if toAny[1] > reach {
		return false
	}
	a.any += people
	return true
}

// share is that of some people in all of them; 0 where nobody lives.
func (a *asked) share(people float64) float64 {
	if a.people == 0 {
		return 0
	}
	return people / a.people
}

// total counts the doors that a question is about, in an order of its own: hours
// summed in another may differ in their last bit.
func (a *asked) total(tallies map[[2]string]Tally) (sum Tally) {
	for _, place := range slices.SortedFunc(maps.Keys(tallies), byPlace) {
		if a.q.about(place[0], place[1]) {
			sum.add(tallies[place])
		}
	}
	return sum
}

func byPlace(a, b [2]string) int { return slices.Compare(a[:], b[:]) }

// youth sums the young, if they are known of all.
func (a *asked) youth(total *Row) {
	for _, r := range a.report.Areas {
		if r.Youth15to24 == 0 || r.Youth12to25 == 0 {
			total.Youth15to24, total.Youth12to25 = 0, 0
			return
		}
		total.Youth15to24 += r.Youth15to24
		total.Youth12to25 += r.Youth12to25
	}
}

// tallies counts the doors by country and municipality.
func (a *asked) tallies() map[[2]string]Tally {
	since := a.On.AddDays(-90)
	by := make(map[[2]string]Tally)
	for i := range a.Doors {
		d := &a.Doors[i]
		var t Tally
		switch a.fit[i] {
		case directory.Yes:
			t.Fit++
		case directory.No:
			t.Not++
		default:
			t.Perhaps++
		}
		if a.fit[i] != directory.No {
			t.NoPoint, t.Approximate = count(d.Point == nil), count(d.Point != nil && d.Slack > 0)
			t.NoHours, t.Verified = count(!d.week.known), count(verified(d.Verified, since, a.On))
			t.Hours, t.Evening = d.week.hours, d.week.evening
		}
		place := [2]string{d.Country, d.Municipality}
		sum := by[place]
		sum.add(t)
		by[place] = sum
	}
	return by
}

func verified(day *schedule.Date, since, on schedule.Date) bool {
	return day != nil && !day.Before(since) && !day.After(on)
}

func count(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

func (t *Tally) add(o Tally) {
	t.Fit += o.Fit
	t.Perhaps += o.Perhaps
	t.Not += o.Not
	t.NoPoint += o.NoPoint
	t.Approximate += o.Approximate
	t.NoHours += o.NoHours
	t.Verified += o.Verified
	t.Hours += o.Hours
	t.Evening += o.Evening
}
