package search

import (
	"math"

	"walkin/internal/directory"
	"walkin/internal/geo"
	"walkin/internal/schedule"
)

// planBReach is how far, in metres, the next door may be from a result to be
// of use to somebody who stands before a closed one.
const planBReach = 25_000

// planner finds, for each result, where else to turn. It asks each schedule
// once for all results of a page.
type planner struct {
	s        *snapshot
	a        *asked
	statuses map[int32]schedule.Status
	lines    map[string]*directory.PlanB // by country; nil where there is none
}

func newPlanner(s *snapshot, a *asked) *planner {
	return &planner{s, a, make(map[int32]schedule.Status), make(map[string]*directory.PlanB)}
}

// plan gives the nearest other door that is open at the moment asked for, else
// a line that is open then, else the door nearby that opens next.
func (p *planner) plan(r *row) *directory.PlanB {
	if r.point == nil {
		return p.line(r.country)
	}
	here := r.key
	if r.centre != nil {
		here = r.centre.Key()
	}
	var open, opens *directory.PlanB
	openAt, opensAt := math.Inf(1), math.Inf(1)
	for _, n := range p.s.doorNumber {
		door := p.s.rows[n]
		distance := geo.Distance(*r.point, *door.point)
		if door.key == here || distance > planBReach || !p.welcome(door) {
			continue
		}
		switch status := p.status(n); {
		case status.State == schedule.Open && distance < openAt:
			open, openAt = planBDoor(door, status, distance), distance
		case status.Next != nil && float64(status.Next.Unix()) < opensAt:
			opens, opensAt = planBDoor(door, status, distance), float64(status.Next.Unix())
		}
	}
	if open != nil {
		return open
	}
	if line := p.line(r.country); line != nil {
		return line
	}
	return opens
}

// welcome leaves out doors that are closed to who asks.
func (p *planner) welcome(door *row) bool {
	return p.a.Age == nil || door.ages.Fit(*p.a.Age) != directory.No
}

func (p *planner) status(n int32) schedule.Status {
	s, ok := p.statuses[n]
	if !ok {
		s = p.s.rows[n].status(p.a.at, nil)
		p.statuses[n] = s
	}
	return s
}

// line gives a helpline of a country for anything at all that is open at the
// moment asked for; round the clock first.
func (p *planner) line(country string) *directory.PlanB {
	if plan, ok := p.lines[country]; ok {
		return plan
	}
	var plan *directory.PlanB
	contacts := p.s.desk.Contacts([]directory.HelplineGroup{directory.GroupYoungPeople},
		directory.Asker{Lang: p.a.Lang, Country: country}, p.a.at)
	if len(contacts) > 0 && contacts[0].Open.State == schedule.Open {
		h := contacts[0].Helpline
		plan = &directory.PlanB{Key: h.Key(), Title: h.Name, Open: contacts[0].Open}
		for _, l := range h.Lines {
			if plan.Dial == "" && l.Channel == directory.Phone {
				plan.Dial = l.Dial
			}
			if plan.URL == "" && l.Channel == directory.Chat {
				plan.URL = l.URL
			}
		}
	}
	p.lines[country] = plan
	return plan
}

func planBDoor(door *row, status schedule.Status, distance float64) *directory.PlanB {
	title, _ := titleOf(door.entry, "")
	return &directory.PlanB{Key: door.key, Title: title, DistanceM: &distance, Open: status}
}
