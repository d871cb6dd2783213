package search

import (
	"math"
	"sync"
	"sync/atomic"

	"walkin/internal/directory"
	"walkin/internal/geo"
	"walkin/internal/schedule"
)

// planBReach is how far, in metres, the next door may be from a result to be
// of use to somebody who stands before a closed one.
const planBReach = 25_000

// planner finds, for each result, where else to turn: the doors around it, the
// nearest first, until one is open.
type planner struct{ *gathering }

// lineAsked is what decides which line is open. Asking all lines costs more
// than a page, and who asks in the same second gets the same answer.
type lineAsked struct {
	country, lang string
	at            int64 // Unix seconds
}

// maxLines bounds how many such answers are kept.
const maxLines = 256

// doors keep the nearest open door of each result over one minute, in which no
// hours begin or end. The same few results are shown again and again, and
// looking around each would cost more than all else of a page.
type doors struct {
	minute *minute
	kept   sync.Map // doorAsked → otherDoor
	count  atomic.Int64
}

type doorAsked struct {
	number uint32
	age    int // -1 where it was not asked for
}

// maxDoors bounds how many are kept.
const maxDoors = 1 << 16

// otherDoor is a door near a result.
type otherDoor struct {
	number   uint32
	distance float64 // metres; +Inf for none
	opens    int64   // Unix seconds
}

// before puts the nearer door first; of two at the same point, the one whose
// id comes first.
func (d *otherDoor) before(c *catalogue, o *otherDoor) bool {
	if d.distance != o.distance || math.IsInf(d.distance, 1) {
		return d.distance < o.distance
	}
	p, n := c.part(d.number)
	q, m := c.part(o.number)
	return compareKeys(p.key(n), q.key(m)) < 0
}

// plan gives the nearest other door that is open at the moment asked for, else
// a line that is open then, else the door nearby that opens next.
func (p *planner) plan(number uint32, r *row) (*directory.PlanB, error) {
	if r.point == nil {
		return p.line(r.country), nil
	}
	open := p.openDoor(number, r)
	if !math.IsInf(open.distance, 1) {
		return p.door(open)
	}
	if line := p.line(r.country); line != nil {
		return line, nil
	}
	next := p.nextToOpen(p.house(number, r), *r.point)
	if math.IsInf(next.distance, 1) {
		return nil, nil
	}
	return p.door(next)
}

// house is the number of the place of a result, which is no other door; -1 for
// one that cannot be found.
func (p *planner) house(number uint32, r *row) int32 {
	if r.centre != nil {
		return p.number(r.centre.Key())
	}
	return int32(number)
}

// openDoor is nearestOpen of a result, kept over the minute.
func (p *planner) openDoor(number uint32, r *row) otherDoor {
	if p.minute == nil {
		return p.nearestOpen(p.house(number, r), *r.point)
	}
	d := p.doors.Load()
	if d == nil || d.minute != p.minute {
		d = &doors{minute: p.minute}
		p.doors.Store(d)
	}
	asked := doorAsked{number, -1}
	if p.Age != nil {
		asked.age = *p.Age
	}
	if kept, ok := d.kept.Load(asked); ok {
		return kept.(otherDoor)
	}
	open := p.nearestOpen(p.house(number, r), *r.point)
	if d.count.Add(1) > maxDoors {
		d.kept.Clear()
		d.count.Store(0)
	}
	d.kept.Store(asked, open)
	return open
}

// nearestOpen gives the nearest open door around a point.
func (p *planner) nearestOpen(here int32, around geo.Point) otherDoor {
	best := otherDoor{distance: math.Inf(1)}
	from := unit(around)
	reach := chord(planBReach + blur)
	for i := range p.parts {
		q := &p.parts[i]
		q.nearest(&from, reach, func(n uint32, c float64) float64 {
			if !p.welcome(q, n) || int32(q.first+n) == here {
				return reach
			}
			if state, _ := p.opens(q.hours[n]); state != schedule.Open {
				return reach
			}
			d := otherDoor{number: q.first + n, distance: geo.Distance(around, q.point(n))}
			if d.distance <= planBReach && d.before(&p.snapshot.catalogue, &best) {
				best = d
				reach = min(reach, widened(c))
			}
			return reach
		})
	}
	return best
}

// nextToOpen gives the door around a point that opens next; of those that open
// together, the nearest.
func (p *planner) nextToOpen(here int32, around geo.Point) otherDoor {
	best := otherDoor{distance: math.Inf(1), opens: math.MaxInt64}
	from := unit(around)
	for i := range p.parts {
		q := &p.parts[i]
		q.within(&from, chord(planBReach+blur), func(n uint32, _ float64) {
			if !p.welcome(q, n) || int32(q.first+n) == here {
				return
			}
			_, next := p.opens(q.hours[n])
			if next == 0 || next > best.opens {
				return
			}
			d := otherDoor{number: q.first + n, distance: geo.Distance(around, q.point(n)), opens: next}
			if d.distance > planBReach {
				return
			}
			if next < best.opens || d.before(&p.snapshot.catalogue, &best) {
				best = d
			}
		})
	}
	return best
}

// welcome says whether something is a door, and not one that is closed to who
// asks.
func (p *planner) welcome(q *part, n uint32) bool {
	t := q.traits[n]
	return !t.unlisted() && t.centre() && !q.dead.has(n) && q.until[n] > p.moment &&
		(p.Age == nil || fits(q.ages[n], *p.Age) != directory.No)
}

func (p *planner) door(d otherDoor) (*directory.PlanB, error) {
	r, err := p.row(d.number)
	if err != nil {
		return nil, err
	}
	title, _ := titleOf(r.entry, "")
	return &directory.PlanB{Key: r.key, Title: title, DistanceM: &d.distance, Open: r.status(p.at, nil)}, nil
}

// line gives a helpline of a country for anything at all that is open at the
// moment asked for; round the clock first.
func (p *planner) line(country string) *directory.PlanB {
	asked := lineAsked{country, p.Lang, p.moment}
	if plan, ok := p.lines.Load(asked); ok {
		return plan.(*directory.PlanB)
	}
	var plan *directory.PlanB
	contacts := p.desk.Contacts([]directory.HelplineGroup{directory.GroupYoungPeople},
		directory.Asker{Lang: p.Lang, Country: country}, p.at)
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
	if p.lineCount.Add(1) > maxLines {
		p.lines.Clear()
		p.lineCount.Store(0)
	}
	p.lines.Store(asked, plan)
	return plan
}
